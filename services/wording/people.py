"""What is said about who reports, leads or is an officer: inviting, replacing, removing, handing over."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import capital, listing

REPLACE = "Thay"
INVITE = "Mời"
HAND_OVER = "Bàn giao"
BAR = "Chặn máy cũ"

_MOST_SHOWN = 12
_EXAMPLE = "ví dụ bà Lan 0912 345 678"


def came_in(address: str, role: str, channel: str) -> str:
    return f"{capital(address)} ({role}) vừa vào, qua {channel}."


def not_this_person(address: str) -> str:
    return f"Không phải {address}"


def last_officer(title: str) -> str:
    return (
        f"{capital(title)} là cán bộ tổng hợp duy nhất nên chưa thôi được: không còn ai duyệt bài, mời người. "
        "Xin gõ BÀN GIAO để giao cho người khác trước."
    )


# Inviting and replacing


def which_unit_to_replace(unit: str) -> str:
    return f"Thay người của nơi nào? Xin gõ tên nơi, ví dụ THAY {unit.upper()}."


def nobody_to_replace(unit: str, name: str) -> str:
    return f"{capital(unit)} chưa có người báo cáo. Xin gõ MỜI {name.upper()}."


def officers_hand_over() -> str:
    return "Thay cán bộ tổng hợp thì người đang làm gõ BÀN GIAO. Thêm người: MỜI CÁN BỘ, MỜI LÃNH ĐẠO, MỜI NGƯỜI DUYỆT."


def who_replaces(role: str, address: str) -> str:
    return f"{capital(role)} nay là {address}. Người mới là ai? Xin gõ tên, số điện thoại, {_EXAMPLE}."


def who_is_invited(role: str) -> str:
    return f"Mời ai làm {role}? Xin gõ tên, số điện thoại, {_EXAMPLE}."


def not_a_person(said: str) -> str:
    return f"Tôi chưa rõ «{said}» là ai. Xin gõ xưng hô, tên và số điện thoại, {_EXAMPLE}."


def with_role_in_brackets(address: str, role: str) -> str:
    return f"{capital(address)} ({role})"


def has_that_role(address: str, role: str) -> str:
    return f"{capital(address)} đang là {role} rồi."


def has_somebody(role: str, address: str, name: str) -> str:
    return f"{capital(role)} nay là {address}. Muốn đổi người, gõ THAY {name.upper()}."


def replace_with(old: str, new: str, unit: str, left: str) -> str:
    """`left`: what is still open of this week's report."""
    rest = f" Báo cáo tuần này còn {left}; {new} trả lời tiếp." if left else ""
    return f"Thay {old} bằng {new} từ hôm nay. Số liệu của {unit} giữ nguyên.{rest}"


def invite_as(new: str, role: str) -> str:
    return f"Mời {new} làm {role}."


def is_known(address: str, roles: str) -> str:
    return f" {capital(address)} đã có trong danh sách ({roles}) nên không cần mã."


def has_been_replaced(old: str, new: str, unit: str) -> str:
    return f"Đã thay {old} bằng {new} ở {unit}."


def has_been_given(new: str, role: str) -> str:
    return f"Từ nay {new} là {role}. Tôi đã nhắn."


def thanked(title: str, new: str, unit: str) -> str:
    """To whoever reported for a unit until today."""
    return f"Từ hôm nay {new} báo số liệu {unit}. Xã cảm ơn {title} đã giúp thời gian qua."


def is_now(title: str, role: str, then: str) -> str:
    return f"Từ hôm nay {title} là {role}. {then}".strip()


def code_to_hand_on(address: str, code: str, days: int, ways: Sequence[str]) -> str:
    told = "".join(f"\n{way}" for way in ways) or " Mở khung chat với kênh của xã rồi gõ mã này."
    return f"Mã của {address}: {code}, dùng một lần, trong {days} ngày. Mã cũ chưa dùng thì bỏ.{told}"


def type_the_code(channel: str, bot: str) -> str:
    return f"{channel}: mở khung chat với {bot or 'kênh của xã'} rồi gõ mã này."


def without_people(units: Sequence[str]) -> str:
    shown = list(units[:_MOST_SHOWN])
    more = f" và {len(units) - len(shown)} nơi khác" if len(units) > len(shown) else ""
    return f"{len(units)} nơi chưa có người: {listing(shown)}{more}."


def everybody_is_there() -> str:
    return "Nơi nào cũng có người rồi."


def how_to_invite(unit: str) -> str:
    return f"Xin gõ MỜI và tên nơi, ví dụ MỜI {unit.upper()}. Phó thôn: MỜI PHÓ {unit.upper()}."


def deputies_are_of_villages() -> str:
    return "Chỉ thôn mới có phó thôn. Người duyệt bài thay: MỜI NGƯỜI DUYỆT."


def kept_as_before() -> str:
    return "Vâng, giữ như cũ."


# The wrong person


def taken_out(address: str, role: str, back: str, *, has_written: bool) -> str:
    """`back`: who has the role again."""
    again = f" {capital(back)} lại là {role}." if back else ""
    kept = " Số liệu người này đã gửi vẫn còn, xin xem lại." if has_written else ""
    return f"Đã gỡ {address} khỏi vai trò {role}.{again}{kept}"


def was_taken_out(role: str, officer: str, phone: str) -> str:
    return f"Xã vừa gỡ vai trò {role} ở kênh này vì vào nhầm người. Nếu chưa đúng, xin gọi {officer}, {phone}."


# Removing


def whom_to_remove(unit: str) -> str:
    return f"Xóa ai ở {unit}?"


def which_unit_to_remove_from(unit: str) -> str:
    return f"Xóa người của nơi nào? Xin gõ tên nơi, ví dụ XÓA NGƯỜI {unit.upper()}."


def nobody_there(unit: str) -> str:
    return f"{capital(unit)} chưa có ai trong danh sách."


def remove_button(address: str) -> str:
    return f"Xóa {address}"


def confirm_removal(address: str, roles: str) -> str:
    return (
        f"Xóa {address} ({roles})? Tên, điện thoại, tài khoản nhắn tin bị xóa, không lấy lại được; số liệu đã gửi giữ "
        "nguyên. Nhật ký ghi ai xóa, lúc nào."
    )


def removed(address: str, without: str) -> str:
    rest = f" Nay chưa có ai báo cáo cho {without}." if without else ""
    return f"Đã xóa {address}.{rest}"


def was_removed(title: str, officer: str, phone: str) -> str:
    return f"Xã đã xóa tên và tài khoản nhắn tin của {title} ở kênh này. Nếu chưa đúng, xin gọi {officer}, {phone}."


def cannot_remove_last(address: str) -> str:
    return f"{capital(address)} là cán bộ tổng hợp duy nhất nên không xóa được. Xin gõ BÀN GIAO trước."


def gave_role(by: str, address: str, role: str) -> str:
    """To the other officers, like the next."""
    return f"{capital(by)} vừa giao cho {address} làm {role}."


def removed_somebody(by: str, address: str, roles: str) -> str:
    return f"{capital(by)} vừa xóa {address} ({roles})."


# Handing over the officer's duties


def who_takes_over() -> str:
    return f"Bàn giao việc cán bộ tổng hợp cho ai? Chọn một người, hoặc gõ tên, số điện thoại, {_EXAMPLE}."


def hand_over_to(title: str, address: str, waiting: str) -> str:
    told = f" Việc đang chờ chuyển theo: {waiting}." if waiting else ""
    return f"Bàn giao cho {address}. {capital(address)} nhận xong thì {title} thôi làm cán bộ tổng hợp.{told}"


def takes_over_by_code(address: str) -> str:
    return f"{capital(address)} vào bằng mã này thì nhận bàn giao; từ giờ đến lúc đó vẫn như cũ."


def took_over(title: str, giver: str, waiting: str) -> str:
    told = f" Đang chờ: {waiting}. Xem: CÒN THIẾU, DỰ THẢO." if waiting else ""
    return f"{capital(title)} đã nhận bàn giao từ {giver}, từ nay là cán bộ tổng hợp.{told}"


def handed_over(title: str, taker: str) -> str:
    return f"Đã bàn giao cho {taker}. Từ nay {title} không còn là cán bộ tổng hợp. Xã cảm ơn {title}."


def officers_changed(giver: str, taker: str) -> str:
    return f"{capital(giver)} đã bàn giao việc cán bộ tổng hợp cho {taker}."


def draft_waits(week: int) -> str:
    return f"dự thảo tuần {week}"


def marks_wait(count: int) -> str:
    return f"{count} số chờ đối chiếu"


def corrections_wait(count: int) -> str:
    return f"{count} đính chính chưa quyết"


def places_wait(count: int) -> str:
    return f"{count} nơi chưa gửi đủ"


def entries_wait(count: int) -> str:
    return f"{count} nơi đang ghi hộ dở"


# A lost telephone


def which_lost(unit: str) -> str:
    return f"Người của nơi nào mất máy? Xin gõ tên nơi, ví dụ MẤT MÁY {unit.upper()}."


def whose_telephone(unit: str) -> str:
    return f"Ai ở {unit} mất máy?"


def confirm_bar(address: str) -> str:
    return f"Chặn máy cũ của {address}? Máy đó không nhắn, không xem được gì nữa. Tên, vai trò giữ nguyên."


def barred(address: str, code: str, days: int, ways: Sequence[str]) -> str:
    told = "".join(f"\n{way}" for way in ways) or " Mở khung chat với kênh của xã rồi gõ mã này."
    return f"Đã chặn máy cũ của {address}. Mã vào lại bằng máy mới: {code}, dùng một lần, trong {days} ngày.{told}"


def barred_somebody(by: str, address: str) -> str:
    return f"{capital(by)} vừa chặn máy cũ của {address} vì mất máy."


def recovered(title: str) -> str:
    return f"Đã nhận ra {title} ở máy này. Máy cũ không dùng được nữa."


def recovered_somebody(address: str) -> str:
    return f"{capital(address)} vừa vào bằng máy mới, máy cũ đã chặn."


# Form of address, telephone


def how_to_change_phone(unit: str) -> str:
    return f"Xin gõ tên nơi và số, ví dụ ĐIỆN THOẠI {unit.upper()} 0912 345 678."


def how_to_change_address(unit: str) -> str:
    return f"Xin gõ tên nơi và cách gọi mới, ví dụ XƯNG HÔ {unit.upper()} bác Sơn."


def which_of_them(unit: str, people: Sequence[str]) -> str:
    return f"{capital(unit)} có {listing(people)}. Xin gõ thêm tên người sau tên nơi."


def phone_changed(address: str, phone: str, before: str) -> str:
    return f"Điện thoại của {address} nay là {phone}{f' (trước là {before})' if before else ''}."


def address_changed(before: str, address: str) -> str:
    return f"Từ nay tôi gọi {before} là {address}."
