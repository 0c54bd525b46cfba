"""What is said to officers: who is missing, what is to be checked, entering for a unit, and groups."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence


def coverage(week: int, counts: Sequence[str], partly: int) -> str:
    """`partly`: how many of those that have sent still lack something."""
    rest = f", {partly} nơi mới gửi một phần" if partly else ""
    return f"Tuần {week}: {listing(counts)} đã gửi{rest}."


def counted(done: int, due: int, noun: str) -> str:
    return f"{done}/{due} {noun}"


def contact(unit: str, address: str, phone: str | None, extended: str = "") -> str:
    """`extended`: until when the unit has more time than the others."""
    return f"{unit} ({listing(list(filter(None, [address, phone, extended and extended_until(extended)])))})"


def extended_until(hour: str) -> str:
    return f"gia hạn đến {hour}"


def missing(units: Sequence[str]) -> str:
    """A few in one sentence; more of them one a line, to be called down."""
    if len(units) <= 3:
        return f"Chưa có: {listing(units)}."
    return "Chưa có:\n" + "\n".join(f"- {unit}" for unit in units)


def without_reporter(units: Sequence[str]) -> str:
    return f"Chưa có người báo cáo: {listing(units)}."


def none_missing() -> str:
    return "Đã đủ, không thiếu nơi nào."


def to_check(items: Sequence[str]) -> str:
    return f"{len(items)} số chờ đối chiếu: {'; '.join(items)}."


def see_marked(count: int) -> str:
    return f"Xem {count} số"


def marked_line(item: str, words: str) -> str:
    return f"- {item}; gõ «{words}»." if words else f"- {item}."


def checked_button(unit: str) -> str:
    return f"Đúng: {unit}"


def mend_button(unit: str) -> str:
    return f"Sửa: {unit}"


def checked(unit: str) -> str:
    return f"Đã đối chiếu số của {unit}."


def nothing_to_check() -> str:
    return "Không có số nào chờ đối chiếu."


def not_asked_yet(week: int) -> str:
    return f"Tuần {week} chưa hỏi nơi nào."


def remind_places(count: int) -> str:
    return f"Nhắc {count} nơi"


def reminded(sent: int, unreachable: Sequence[str]) -> str:
    tail = f" Không nhắn được: {listing(unreachable)}; xin gọi điện." if unreachable else ""
    return f"Đã nhắc {sent} nơi.{tail}"


def reminded_already() -> str:
    return "Hôm nay đã nhắc rồi; mỗi ngày một lần thôi để khỏi phiền bà con."


def for_which_unit() -> str:
    return "Ghi hộ nơi nào?"


def has_reported(unit: str) -> str:
    """«Ghi hộ» of a place from which nothing is missing; what may be mended is asked below it."""
    return f"Tuần này {unit} đã gửi đủ số."


def how_to_enter_for(name: str) -> str:
    """To an officer who types a place's figures without having said GHI HỘ."""
    return f"Muốn ghi hộ thì gõ GHI HỘ trước, ví dụ: GHI HỘ {name.upper()} bhyt 6."


def entering_left(unit: str, left: str) -> str:
    return f"Vâng, tôi để {unit} lại, còn {left}."


def entering_for(unit: str) -> str:
    return f"Ghi hộ {unit}."


def entered_for(unit: str, items: str) -> str:
    return f"Đã ghi hộ {unit}: {items}."


def copy_of_entry(address: str, unit: str, officer: str, items: str) -> str:
    return f"Chào {address}. {officer} đã ghi hộ {unit}: {items}. Sai chỗ nào, gõ SỬA."


def copy_of_mending(address: str, unit: str, by: str, items: str) -> str:
    return f"Chào {address}. {by} đã sửa số của {unit}: {items}. Chưa đúng, gõ SỬA."


def no_group(week: int) -> str:
    return (
        f"Chưa có nhóm lãnh đạo nên chưa đăng được bài tuần {week}. Đưa tôi vào nhóm rồi chọn Duyệt. "
        "Không lập nhóm thì gõ BẮT ĐẦU NHÓM LÃNH ĐẠO."
    )


def is_this_the_group(title: str) -> str:
    return f"Tôi vừa được đưa vào nhóm «{title}». Đây có phải nhóm lãnh đạo để đăng tổng hợp hằng tuần không?"


def group_bound(title: str) -> str:
    return f"Từ nay bài tổng hợp đăng vào nhóm «{title}»."


def group_refused(title: str) -> str:
    return f"Vâng, tôi không đăng gì vào nhóm «{title}»."


def group_is_the_same(title: str) -> str:
    """A supergroup has another id, and is the group that an officer has confirmed before."""
    return (
        f"Nhóm «{title}» vẫn là nhóm lãnh đạo đã chọn trước đây, chỉ đổi mã nhóm."
        " Bài tổng hợp vẫn đăng ở đó; muốn thôi, xin đưa tôi ra khỏi nhóm."
    )


def group_hello() -> str:
    return "Kính chào các đồng chí. Nhóm này nhận bài tổng hợp thi đua của xã mỗi tuần một lần."


def group_lost(title: str) -> str:
    return (
        f"Tôi không còn ở trong nhóm «{title}» nên không đăng bài vào đó được. "
        "Nếu vẫn là nhóm lãnh đạo, xin đưa tôi vào lại; tôi sẽ hỏi lại ở đây."
    )


def year_closed_before(year: int, day: str) -> str:
    return f"Năm {year} đã chốt {day}. Xem: gõ TỔNG HỢP NĂM {year}."


def confirm_stop(title: str) -> str:
    return f"Xã thôi nhắn tin số liệu cho {title} nhé? {sentence(title)[:-1]} vẫn báo được qua điện thoại."


def for_officers(officer: str, phone: str) -> str:
    return f"Việc này dành cho cán bộ tổng hợp của xã. Cần thì gọi {officer}, {phone}."
