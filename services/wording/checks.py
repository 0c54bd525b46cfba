"""Kiểm tra: what an officer is asked of a figure that is checked, what its unit is asked, what is told of the lot."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, sentence

OTHER_FOUND = "Số khác"
NOT_SEEN_YET = "Chưa xem được"
CANNOT_TELL = "Không xác định được"
COMMUNE_CALLS = "Nhờ xã gọi"
CHECK_WAYS = {"call": "gọi hỏi", "book": "xem sổ", "site": "xem tận nơi", "": "xem lại"}
BY_CALL, BY_BOOK, ON_SITE = "Gọi hỏi", "Xem sổ", "Xem tận nơi"
LOT_PAPER = "Bản in bốc thăm"
LOT_LIST = "Danh sách để bốc lại"
CHECK_LOG = "Sổ kiểm tra"
NEXT_CHECK = "Kiểm số tiếp"


def check_right(figure: str) -> str:
    return f"Đúng {figure}"


def not_told() -> str:
    return "chưa rõ"


def lot_drawn(week: str, figures: Sequence[str]) -> str:
    return f"Bốc thăm tuần {week} để kiểm tra: {'; '.join(figures)}. Xem thực tế xong thì gõ KIỂM TRA."


def drawn_figure(week: str, number: int, of: int, figure: str, day: str) -> str:
    return f"Bốc thăm tuần {week}, số {number}/{of}: {figure} (số ngày {day}). Thực tế là bao nhiêu ạ?"


def figure_for_cause(figure: str, day: str) -> str:
    return f"Kiểm tra: {figure} (số ngày {day}). Thực tế là bao nhiêu ạ?"


def what_was_found(example: str) -> str:
    return f"Số thực tế là bao nhiêu? Xin gõ, ví dụ {example}."


def which_was_found() -> str:
    return "Thực tế thế nào ạ?"


def how_was_it_seen() -> str:
    return "Kiểm tra bằng cách nào? Có ảnh thì gửi luôn ở đây."


def check_photo_kept() -> str:
    return "Đã giữ ảnh cùng lần kiểm tra này. Kiểm tra bằng cách nào?"


def check_recorded(figure: str, found: str, share: str, *, outcome: str) -> str:
    said = {"right": "đúng", "wrong": f"thực tế {found}", "unclear": "không xác định được"}.get(outcome, outcome)
    more = f" {share}." if share else ""
    return f"Đã ghi: {figure}: {said}.{more}"


def unit_was_asked(who: str) -> str:
    return f"Số báo giữ nguyên, đang chờ đối chiếu. Tôi đã hỏi {who} lấy số nào."


def unit_cannot_be_asked(unit: str) -> str:
    return f"Số báo giữ nguyên, đang chờ đối chiếu. {sentence(unit)[:-1]} chưa nhắn được, xin gọi giúp."


def check_waits(day: str) -> str:
    return f"Vâng. Xem được lúc nào thì gõ KIỂM TRA. Sau {day} thì không tính vào tỷ lệ nữa."


def check_is_done() -> str:
    return "Số này đã ghi kiểm tra rồi."


def found_otherwise(found: str) -> str:
    """The mark of the figure."""
    return f"kiểm tra thực tế {found}"


def checks_stand(share: str, waiting: Sequence[str], recent: Sequence[str], unit: str) -> str:
    lines = [sentence(share)] if share else ["Chưa kiểm tra số nào."]
    lines += ["Chờ kiểm tra:", bullets(waiting)] if waiting else []
    lines += ["Gần đây:", bullets(recent)] if recent else []
    return "\n".join([*lines, f"Kiểm tra một nơi khác thì gõ, ví dụ kiểm tra {unit}"])


def check_waiting_item(figure: str, day: str) -> str:
    return f"{figure}, hạn {day}"


def check_log_item(day: str, figure: str, found: str, way: str, *, outcome: str) -> str:
    said = {"right": "đúng", "wrong": f"thực tế {found}", "unclear": "không xác định được"}.get(outcome, outcome)
    return f"{day}: {figure}: {said}, {way}"


def which_figure_to_check(unit: str) -> str:
    return f"Kiểm tra số nào của {unit}?"


def no_figure_to_check(unit: str) -> str:
    return f"{sentence(unit)[:-1]} chưa gửi số nào để kiểm tra."


def lot_paper_is_here(week: str, seed: str) -> str:
    return f"Bốc thăm tuần {week}. Mã gieo {seed[:16]}…, ai cũng bốc lại được theo cách ghi trong bản in."


# To the unit


def which_stands(unit: str, reported: str, found: str, way: str, title: str) -> str:
    asked = f"{sentence(title)[:-1]} xem lại giúp, lấy số nào ạ?"
    return f"{sentence(unit)[:-1]} báo: {reported}. Xã {way} thấy {found}. {asked}"


def take_found(found: str) -> str:
    return f"Lấy {found}"


def keep_told(told: str) -> str:
    return f"Giữ {told}"


def check_taken(title: str, found: str) -> str:
    return f"Cảm ơn {title}. Đã ghi lại là {found}."


def check_kept(title: str, told: str) -> str:
    return f"Vâng, giữ {told}. Xã sẽ đối chiếu thêm với {title}."


def check_call_comes(title: str, officer: str) -> str:
    return f"Vâng, {officer} sẽ gọi {title}."


def check_answered(unit: str, answer: str, figure: str) -> str:
    """To officers. `answer`: take, keep or call."""
    said = {"take": "lấy số kiểm tra", "keep": "giữ số đã báo", "call": "nhờ xã gọi"}.get(answer, answer)
    return f"{sentence(unit)[:-1]} {said}: {figure}."


# In the post


def checked_share(of: int, right: int, interval: str, late: int) -> str:
    """`interval`: the honest one, of 95 %; "" while there are too few."""
    beyond = f"; quá hạn chưa kiểm tra {late}" if late else ""
    sure = f" ({interval}, tin cậy 95%)" if interval else ""
    return f"Kiểm tra bốc thăm {of} số, đúng {right}{sure}{beyond}"


def my_checks(count: int) -> str:
    return f"Lần kiểm tra số liệu đã ghi: {count}."
