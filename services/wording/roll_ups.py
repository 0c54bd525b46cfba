"""GÓP SỐ and the roll-ups (tổng hợp liên xã): what a commune agrees to, and what the unit above reads."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, sentence

ROLL_UP_YES = "Đồng ý góp số"
ROLL_UP_NO = "Chưa góp"
ROLL_UP_STOP = "Thôi góp số"


def no_roll_up() -> str:
    return "Hiện không có tổng hợp liên xã nào hỏi số của xã, nên không có gì để góp."


def roll_up_offer(name: str, hour: str, week: str, figures: Sequence[str], other: Sequence[str], fewest: int) -> str:
    """What would be added, as it stands now, and what the unit above sees of it."""
    shown = f"Số của xã sẽ được cộng ({week}):\n{bullets(figures)}\n" if figures else ""
    apart = f"Không cộng, vì xã tính khác: {listing(other)}. Bài có nêu tên xã ở chỗ này.\n" if other else ""
    return (
        f"Tổng hợp liên xã của {name}: mỗi tuần cộng số các xã đã đăng, đăng lúc {hour} vào nhóm riêng của {name}.\n"
        f"{shown}{apart}"
        f"Nhóm đó chỉ thấy số cộng của từ {fewest} xã trở lên và bao nhiêu xã đạt; "
        "không thấy số riêng của xã, của thôn. "
        "Góp từ tuần đăng tới; thôi lúc nào cũng được, gõ GÓP SỐ."
    )


def roll_up_joined_already(name: str, since: str, by: str, measures: Sequence[str]) -> str:
    """`by`: who agreed; "" where their name was taken away since."""
    agreed = f", {by} đồng ý" if by else ""
    return (
        f"Xã đang góp số vào tổng hợp liên xã của {name} từ {since}{agreed}: {listing(measures)}.\n"
        "Thôi góp thì từ lần đăng tới bài không còn số của xã; bài đã đăng giữ nguyên."
    )


def my_roll_ups(count: int) -> str:
    return f"Lần thay mặt xã đồng ý góp số liên xã: {count}."


def roll_up_asks_more(name: str, measures: Sequence[str]) -> str:
    return f"{sentence(name)[:-1]} nay hỏi thêm: {listing(measures)}. Xã chưa đồng ý nên chưa cộng những mục này."


def roll_up_joined(name: str, hour: str) -> str:
    return f"Xã góp số vào tổng hợp liên xã của {name} từ tuần đăng tới, {hour}. Muốn thôi: gõ GÓP SỐ."


def roll_up_left(name: str) -> str:
    return f"Xã thôi góp số vào tổng hợp liên xã của {name}. Bài đã đăng giữ nguyên. Muốn góp lại: gõ GÓP SỐ."


def roll_up_not_joined(name: str) -> str:
    return f"Xã chưa góp số vào tổng hợp liên xã của {name}. Khi nào góp: gõ GÓP SỐ."


def officer_joined_roll_up(officer: str, name: str) -> str:
    return sentence(f"{officer} đã đồng ý góp số của xã vào tổng hợp liên xã của {name}. Xem lại: gõ GÓP SỐ.")


def officer_left_roll_up(officer: str, name: str) -> str:
    return sentence(f"{officer} đã thôi góp số của xã vào tổng hợp liên xã của {name}. Xem lại: gõ GÓP SỐ.")


def roll_up_is_asked(name: str) -> str:
    return (
        f"{sentence(name)[:-1]} lập tổng hợp liên xã hằng tuần và đề nghị xã góp số đã đăng. "
        "Chưa có số nào của xã được cộng. Gõ GÓP SỐ để xem trước rồi quyết định."
    )


def roll_up_group_bound(name: str, hour: str) -> str:
    return (
        f"Nhóm này nhận tổng hợp liên xã của {name}, {hour} ngày các xã đăng bài tuần. "
        "Bài chỉ có số cộng của những xã đồng ý góp số."
    )


def group_is_of_roll_up() -> str:
    return "Nhóm này nhận tổng hợp liên xã nên không làm nhóm lãnh đạo xã được."


def group_is_of_a_commune() -> str:
    return "Nhóm này là nhóm lãnh đạo của xã nên không nhận tổng hợp liên xã. Mã chưa dùng: xin gõ trong nhóm khác."


def roll_up_heading(week: int, first: str, last: str) -> str:
    return f"TỔNG HỢP LIÊN XÃ TUẦN {week} ({first}–{last})"


def roll_up_coverage(name: str, posted: int, communes: int, unwilling: int) -> str:
    """Coverage first."""
    apart = f"; {unwilling} xã chưa góp số" if unwilling else ""
    return f"{sentence(name)[:-1]}: {posted}/{communes} xã đã đăng{apart}."


def roll_up_line(name: str, said: str) -> str:
    return f"- {name}: {said}."


def roll_up_too_few(fewest: int, measures: Sequence[str]) -> str:
    """Without measures: of none of them."""
    return f"Chưa đủ {fewest} xã để cộng{f': {listing(measures)}' if measures else ''}."


def roll_up_withheld(measures: Sequence[str]) -> str:
    return f"Không nêu, để không lộ số nhỏ của một xã: {listing(measures)}."


def roll_up_apart(measures: Sequence[str], names: str, *, is_all: bool) -> str:
    """«Hộ nghèo của xã D»; of many measures how many they are."""
    few = len(measures) <= 3
    said = listing(measures) if few else f"{len(measures)} chỉ số"
    return f"{'tất cả' if is_all and not few else said} của {names}"


def roll_up_not_added(which: Sequence[str]) -> str:
    return f"Không cộng, vì xã tính khác: {'; '.join(which)}."


def roll_up_correction(name: str, week: int, count: int, lines: Sequence[str], *, is_late: bool) -> str:
    """`is_late`: communes are in it now that had not posted then."""
    again = f" lần {count}" if count > 1 else ""
    why = "có xã đính chính hoặc đăng muộn" if is_late else "có xã đính chính"
    return (
        f"ĐÍNH CHÍNH{again} tổng hợp liên xã tuần {week}, {name}:\n{bullets([f'{line}.' for line in lines])}\n"
        f"Lý do: {why}. Bài trước giữ nguyên."
    )


def roll_up_in_trouble(name: str, number: int) -> str:
    return f"tổng hợp liên xã của {name} có thể chưa tới nhóm; xin xem nhóm, rồi: thidua outbox list (tin {number})"


def roll_up_group_lost(code: str) -> str:
    return (
        f"không còn ở trong nhóm nhận tổng hợp liên xã của {code}; "
        f"xin đưa vào lại, hoặc nhận nhóm khác: thidua roll-ups code {code}"
    )


def roll_up_is_faulty(fault: str) -> str:
    """`fault` has the file, its line and the key."""
    return f"Một tổng hợp liên xã chưa đăng được, tệp của nó có lỗi.\n{fault}"


def roll_ups_are_mended() -> str:
    return "Tệp tổng hợp liên xã đã đọc được hết, đến giờ thì đăng."
