"""What is said about who is away, from when to when, and who answers meanwhile. The reason is nobody's business."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import capital, listing

STAND_IN = "Vâng, tôi làm"
CANNOT_STAND_IN = "Tôi không làm được"
SOMEBODY_ELSE = "Nhờ người khác"
STAY = "Tôi vẫn trả lời"
IS_BACK = "Đã về"
END_OF_WEEK = "Hết tuần này"
END_OF_NEXT_WEEK = "Hết tuần sau"

_OWN_EXAMPLE = "TÔI ĐI VẮNG ĐẾN"


def away_until(first: str, last: str) -> str:
    """«đến hết thứ Bảy 5/12», «từ thứ Hai 30/11 đến hết Chủ nhật 6/12», «thứ Năm 3/12»; "" where it begins today."""
    if first == last:
        return first
    return f"từ {first} đến hết {last}" if first else f"đến hết {last}"


def until_when(title: str, example: str) -> str:
    return f"{capital(title)} vắng đến ngày nào? Chọn một nút, hoặc gõ lại, ví dụ {_OWN_EXAMPLE} {example}."


def absence_is_past(last: str) -> str:
    return f"Ngày {last} đã qua. Xin gõ lại ngày."


def absence_is_backwards(first: str, last: str) -> str:
    return f"Từ {first} đến {last} thì ngược ngày. Xin gõ lại."


def absence_is_long(most: int, officer: str, phone: str) -> str:
    return f"Vắng quá {most} ngày thì cần người thay hẳn. Xin gọi {officer}, {phone}."


def absence_noted(title: str, until: str, stand_ins: Sequence[str], without: Sequence[str], officer: str) -> str:
    """To whoever is away. `stand_ins`: «bà Tú (phó thôn Bản Còn)»; `without`: units that nobody answers for."""
    told = [f"Vâng, {title} vắng {until}."]
    if stand_ins:
        told.append(f"Trong lúc đó xã hỏi {listing(stand_ins)}.")
    if without:
        told.append(f"{capital(listing(without))} chưa có người thay, tôi đã báo {officer}.")
    return " ".join([*told, "Về sớm thì gõ TÔI ĐÃ VỀ."])


def figures_are_apart() -> str:
    return "Số trong tin này tôi chưa ghi, xin gõ riêng."


def answer_before_leaving(title: str, left: str) -> str:
    return f"Báo cáo tuần này còn {left}, {title} trả lời trước khi đi giúp nhé."


def asked_to_stand_in(title: str, address: str, unit: str, until: str) -> str:
    """To the deputy."""
    return (
        f"{capital(address)} vắng {until}. Trong lúc đó xã hỏi {title} số liệu {unit}. {capital(title)} làm giúp nhé?"
    )


def report_is_open(left: str) -> str:
    return f"Báo cáo tuần này còn {left}."


def thanks_for_standing_in(title: str, *, is_later: bool) -> str:
    return f"Cảm ơn {title}. Đến lúc đó xã nhắn." if is_later else f"Cảm ơn {title}."


def somebody_else_is_sought() -> str:
    return "Vâng, xã tìm người khác."


def nobody_answers(address: str, role: str, until: str, unit: str, name: str) -> str:
    """To the officers."""
    said = f"{capital(address)} ({role}) vắng {until}."
    return f"{said} {capital(unit)} chưa có ai thay: GHI HỘ, hoặc MỜI PHÓ {name.upper()}."


def reporter_is_away(address: str, role: str, until: str, unit: str, name: str) -> str:
    """The same of a school or an office, which has no deputy."""
    said = f"{capital(address)} ({role}) vắng {until}."
    return f"{said} {capital(unit)} chưa có ai thay: GHI HỘ, hoặc THAY {name.upper()}."


def cannot_stand_in(deputy: str, address: str, unit: str) -> str:
    return f"{capital(deputy)} không trả lời thay {address} cho {unit} được."


def wants_somebody_else(address: str, unit: str, until: str, deputy: str, phone: str, name: str) -> str:
    called = f" ({phone})" if phone else ""
    return (
        f"{capital(address)}{called} vắng {until}, xin người khác trả lời cho {unit}, không phải {deputy}. "
        f"Xin gọi, rồi MỜI PHÓ {name.upper()}."
    )


def somebody_else_was_asked_for(officer: str, stand_ins: Sequence[str]) -> str:
    return f"Vâng, tôi đã báo {officer}. Chưa có người khác thì xã vẫn hỏi {listing(stand_ins)}."


def is_back(title: str) -> str:
    return f"Vâng, từ nay xã lại hỏi {title}."


def is_back_told(address: str, unit: str) -> str:
    """To the deputy, or to the officers where nobody stood in."""
    return f"{capital(address)} không vắng nữa, xã lại hỏi {address} số liệu {unit}."


def is_not_away(title: str) -> str:
    return f"{capital(title)} không có ngày vắng nào đang ghi."


# By an officer


def officer_is_away(title: str, others: Sequence[str]) -> str:
    if others:
        return f"{capital(title)} vắng thì {listing(others)} nhận tin và duyệt bài. Giao hẳn việc thì gõ BÀN GIAO."
    return f"Chưa có ai duyệt bài thay {title}. Xin gõ MỜI NGƯỜI DUYỆT, hoặc BÀN GIAO."


def how_to_report_absence(unit: str, example: str) -> str:
    return f"Ghi ai vắng: BÁO VẮNG {unit.upper()} ĐẾN {example}. Về sớm: BÁO VẮNG {unit.upper()} ĐÃ VỀ."


def nobody_is_away() -> str:
    return "Hiện không có ai báo vắng."


def absences(lines: Sequence[str]) -> str:
    return "Báo vắng:\n" + "\n".join(lines)


def absence_line(address: str, roles: str, until: str, stand_ins: Sequence[str], without: Sequence[str]) -> str:
    covered = f", {listing(stand_ins)} thay" if stand_ins else ""
    nobody = f", {listing(without)} chưa có ai thay" if without else ""
    return f"{capital(address)} ({roles}) vắng {until}{covered}{nobody}."


def absence_recorded(address: str, until: str, stand_ins: Sequence[str], without: Sequence[str]) -> str:
    covered = f" Trong lúc đó xã hỏi {listing(stand_ins)}, tôi đã nhắn." if stand_ins else ""
    nobody = f" {capital(listing(without))} chưa có ai thay: GHI HỘ." if without else ""
    return f"Đã ghi {address} vắng {until}.{covered}{nobody}"


def marked_away(title: str, officer: str, until: str) -> str:
    """To whoever is away, in the officer's words."""
    return f"{capital(officer)} ghi {title} vắng {until}. Trong lúc đó xã không hỏi {title}."


def absence_ended(address: str) -> str:
    return f"Đã ghi {address} về. Từ nay xã lại hỏi {address}."
