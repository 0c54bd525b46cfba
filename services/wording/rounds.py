"""ĐỢT THI ĐUA: what units, officers and the post say of a round, and how it is ended."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, sentence

END_ROUND = "Đóng sớm"
DROP_ROUND = "Bỏ đợt"
YES_END = "Đóng đợt này"
YES_DROP = "Bỏ đợt này"
ROUND_PAPER = "Báo cáo Word"
ROUND_WORKBOOK = "Bảng Excel"
NOT_THIS_OCCASION = "Lần này không"


# What units read


def round_begins(commune: str, name: str, days: str, unit: str, goals: Sequence[str], asked: Sequence[str]) -> str:
    """`goals`: «làm đường thêm 300 m»; `asked`: of what no start is known."""
    lines = [f"UBND {commune} mở đợt thi đua «{name}», {days}."]
    lines.append(f"Mức của {unit}: {'; '.join(goals)}." if goals else f"Mức của {unit}: xã sẽ báo.")
    lines.append("Số hỏi chung với tin hằng tuần.")
    if asked:
        lines.append(f"Xã chưa có số đầu đợt: {listing(asked)}; tuần này xin báo giúp.")
    return "\n".join(lines)


def round_wanted(what: str, goal: str, *, adds: bool) -> str:
    """«làm đường thêm 300 m»"""
    return f"{what} thêm {goal}" if adds else f"{what} {goal}"


def round_left(name: str, left: int) -> str:
    """«Đợt «90 ngày làm đường», còn 15 ngày.»"""
    return f"Đợt «{name}», {_left(left)}."


def _left(days: int) -> str:
    return f"còn {days} ngày" if days > 0 else "hết hôm nay"


def round_standing(what: str, now: str, goal: str) -> str:
    """«làm đường 260 m (mức 300 m)»"""
    known = f"{what} {now}" if now else f"{what} chưa có số"
    return f"{known} (mức {goal})" if goal else known


def round_reminder(name: str, left: int, unit: str, standing: Sequence[str]) -> str:
    return f"Đợt «{name}», {_left(left)}. {sentence(unit)[:-1]}: {'; '.join(standing)}."


def my_round(name: str, left: int, standing: Sequence[str]) -> str:
    """In THÔN TÔI."""
    return f"- Đợt «{name}», {_left(left)}: {'; '.join(standing)}."


def round_ended(name: str, unit: str, standing: Sequence[str], title: str, until: str) -> str:
    said = f"Đợt «{name}» đã khép. {sentence(unit)[:-1]}: {'; '.join(standing)}."
    return f"{said} Có gì chưa đúng, {title} gõ SỬA trước {until}."


def round_so_far(added: str, goal: str, unit: str) -> str:
    return f"cả đợt {added}/{goal} {unit}"


# What officers and leaders read


def no_rounds() -> str:
    return "Chưa có đợt thi đua nào đang mở."


def rounds_listed(lines: Sequence[str]) -> str:
    return f"Các đợt thi đua:\n{bullets(lines)}"


def round_line(name: str, days: str, state: str) -> str:
    return f"«{name}», {days}: {state}"


def round_button(name: str) -> str:
    return f"Xem {name}"[:40].rstrip()


def round_state(kind: str, left: int, day: str) -> str:
    """`day`: of freezing, closing or beginning."""
    if kind == "running":
        return _left(left)
    words = {"coming": "bắt đầu", "ended": "đã khép, chốt số"}
    return f"{words.get(kind, 'đã chốt')} {day}"


def round_view(name: str, days: str, state: str, told: str, lines: Sequence[str]) -> str:
    return "\n".join([f"Đợt «{name}», {days}, {state}. {told}", *lines])


def round_told(told: int, count: int) -> str:
    return f"{told}/{count} nơi có số."


def round_bands(what: str, bands: str) -> str:
    return f"{what}: {bands}."


ROUND_PAPER_CORRECTED = "Báo cáo đính chính"
ROUND_WORKBOOK_CORRECTED = "Bảng đính chính"
_MOST_CHANGES = 10


def round_corrected(changes: Sequence[str]) -> str:
    more = [f"và {len(changes) - _MOST_CHANGES} nơi khác, xem bảng đính chính."] if len(changes) > _MOST_CHANGES else []
    head = "Sau khi chốt có số đã sửa. Bảng đã chốt giữ nguyên; bản đính chính ở dưới:"
    return "\n".join([head, bullets([*changes[:_MOST_CHANGES], *more])])


def round_goals_apart(alike: str, apart: str) -> str:
    """`apart`: «Nà Pò 95%», or how many."""
    return f"{alike}, riêng {apart}" if not apart.isdecimal() else f"{alike}, riêng {apart} nơi có mức khác"


def round_own_goal_unread(problem: str) -> str:
    return problem.strip() or "Tôi chưa đọc được mức riêng."


def round_own_goal_unlike(unit: str, alike: str) -> str:
    return f"{unit}: xin gõ mức cùng kiểu với các nơi ({alike})."


def round_not_in_it(names: Sequence[str]) -> str:
    return f"{listing(names)} không tham gia đợt này."


def confirm_end_round(name: str, freezes: str) -> str:
    return f"Đóng đợt «{name}» hôm nay? Số gửi muộn còn tính đến {freezes}, rồi tôi lập bảng và báo cáo."


def confirm_drop_round(name: str) -> str:
    return f"Bỏ đợt «{name}»? Bỏ thì không hỏi nữa, không lập bảng; số các nơi đã gửi vẫn giữ."


def round_ended_early(name: str, freezes: str) -> str:
    return f"Đã đóng đợt «{name}». Chốt số {freezes}."


def round_dropped(name: str) -> str:
    return f"Đã bỏ đợt «{name}»."


def round_dropped_told(name: str) -> str:
    return f"Xã đã bỏ đợt thi đua «{name}», từ nay không hỏi nữa. Cảm ơn bà con."


def no_open_round() -> str:
    return "Không có đợt nào đang mở."


def round_over_before(name: str) -> str:
    return f"Đợt «{name}» đã khép từ trước."


def round_has_ended(name: str, freezes: str, told: int, count: int) -> str:
    return f"Đợt «{name}» đã khép: {told}/{count} nơi có số. Số gửi muộn tính đến {freezes}, lúc đó tôi lập bảng."


def round_frozen(name: str, bands: Sequence[str], honoured: Sequence[str]) -> str:
    lines = [f"Đã chốt đợt «{name}».", *bands]
    lines.append(
        f"Danh sách đề nghị biểu dương: {listing(honoured)}." if honoured else "Chưa nơi nào đủ điều kiện nêu."
    )
    return "\n".join([*lines, "Bảng, danh sách và báo cáo ở dưới."])


def round_paper_said(name: str) -> str:
    return f"Đợt «{name}»."


# The post: totals alone


def post_running(name: str, left: int, told: int, count: int, totals: Sequence[str]) -> str:
    return f"«{name}», {_left(left)}: {told}/{count} nơi có số" + "".join(f"; {one}" for one in totals) + "."


def post_ended(name: str, day: str, totals: Sequence[str]) -> str:
    return f"«{name}» đã khép, chốt số {day}" + "".join(f"; {one}" for one in totals) + "."


def post_closed(name: str, totals: Sequence[str]) -> str:
    return f"«{name}» đã chốt: {'; '.join(totals)}."


def total_added(what: str, added: str, goal: str, unit: str) -> str:
    return f"{what} thêm {added}/{goal} {unit}"


def total_met(what: str, met: int, count: int) -> str:
    return f"{what}: {met}/{count} nơi đạt mức"


# Occasions


def occasion_ahead(address: str, name: str, day: str, days: int) -> str:
    return f"Chào {address}. Còn {days} ngày làm việc nữa đến {name} ({day}). Xã có mở đợt thi đua chào mừng không?"


def occasion_round(name: str) -> str:
    return f"Chào mừng {name}"[:60]


def occasion_left_out() -> str:
    return "Vâng, dịp này tôi không nhắc nữa."
