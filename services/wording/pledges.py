"""Giao ước: what a unit reads of its pledge."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

AGREE_ALL = "Đồng ý cả"
CHANGE_LINE = "Sửa một dòng"
CHANGE_ANOTHER = "Sửa dòng khác"
PLEDGE_LATER = "Để sau"
DROP_LINE = "Không nhận dòng này"
PLEDGE_YES = "Đạt"
NO_FALL = "Mở, không gợi ý giảm"
PLEDGE_SHEET = "Bảng các nơi"
PLEDGE_PAPER = "Bản in để ký"
PLEDGES_SIGNED = "Ghi đã ký"
HAS_AGREED = "Nơi này đã đồng ý"
CHANGED_BY_COMMUNE = "xã đồng ý"
CONSENT = "Đồng ý đổi"
NO_CONSENT = "Giữ như cũ"
OPEN_PLEDGES = "Mở giao ước"


# Amounts


def pledge_left(amount: str) -> str:
    return f"còn {amount}"


def pledge_above(amount: str) -> str:
    return f"trên {amount}"


def pledge_at_most(amount: str) -> str:
    return f"không quá {amount}"


def pledge_yes_no(*, is_yes: bool) -> str:
    return "đạt" if is_yes else "chưa đạt"


def pledge_counts(amount: str, least: str, of: str, whom: str) -> str:
    """The share with the people or households that it means."""
    return f"{amount}, cả {of} {whom}" if least == of else f"{amount}, ít nhất {least}/{of} {whom}"


def pledge_blank() -> str:
    return "chưa có số"


def last_year_was(year: int, amount: str, day: str, *, is_doubtful: bool) -> str:
    dated = f", ngày {day}" if day else ""
    doubt = ", đang đối chiếu" if is_doubtful else ""
    return f"năm {year}: {amount}{dated}{doubt}"


def pledge_line(number: int, name: str, amount: str, before: str) -> str:
    return f"{number}. {name}: {amount} ({before})" if before else f"{number}. {name}: {amount}"


def pledge_own_line(number: int, text: str, kind: str) -> str:
    return f"{number}. {sentence(text)[:-1]} (việc riêng của {kind})"


# To the unit


def pledge_asked(address: str, year: int, unit: str, lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f"Chào {address}. Xã mời {unit} giao ước thi đua năm {year}. Điền sẵn {len(lines)} dòng:\n{body}"


def pledge_how(unit: str) -> str:
    """Below the lines."""
    return (
        f"{sentence(unit)[:-1]} muốn thêm một việc riêng thì gõ, ví dụ giao ước thêm làm 300 m đường\n"
        "Giao ước là tự nguyện, đổi được cho đến khi ký."
    )


def pledge_how_typed(title: str, unit: str) -> str:
    """The same where there are no buttons: one message answers all of it, and ĐỒNG Ý CẢ works at any time."""
    return (
        f"{sentence(title)[:-1]} trả lời một tin: ĐỒNG Ý CẢ; hoặc dòng cần đổi, ví dụ giao ước 1: 40\n"
        f"{pledge_how(unit)}"
    )


def pledge_stands(unit: str, year: int, state: str, lines: Sequence[str]) -> str:
    """GIAO ƯỚC, asked by the unit."""
    body = "\n".join(lines)
    return f"Giao ước năm {year} của {unit}, {state}:\n{body}"


def pledge_state(*, is_agreed: bool, signed_on: str) -> str:
    if signed_on:
        return f"đã ký {signed_on}"
    return "đã đồng ý, chờ ký" if is_agreed else "chưa trả lời"


def pledge_agreed(title: str, unit: str, count: int, year: int) -> str:
    return (
        f"Cảm ơn {title}. {sentence(unit)[:-1]} nhận {count} dòng giao ước năm {year}. "
        f"Xã in ra để {title} ký. Muốn xem hay đổi: gõ GIAO ƯỚC."
    )


def pledge_put_off(title: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} gõ GIAO ƯỚC."


def which_pledge_line() -> str:
    return "Sửa dòng nào ạ?"


def pledge_line_asked(name: str, before: str, proposed: str, year: int, kind: str) -> str:
    """`before`: «năm 2026: 12 hộ»; `proposed`: "" where nothing is."""
    wished = f" Xã gợi ý năm {year}: {proposed}." if proposed else ""
    return f"{name}, {before}.{wished} {sentence(kind)[:-1]} nhận bao nhiêu ạ?"


def pledge_line_set(name: str, amount: str, before: str, count: int) -> str:
    old = f" (trước là {before})" if before else ""
    return f"{name}: {amount}{old}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_line_dropped(name: str, count: int) -> str:
    return f"Vâng, bỏ dòng {name}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_own_set(text: str, count: int) -> str:
    return f"Đã thêm: {text}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_own_what() -> str:
    return "Thêm việc gì ạ? Xin gõ, ví dụ giao ước thêm làm 300 m đường"


def pledge_own_too_long(most: int) -> str:
    return f"Việc riêng dài quá {most} chữ. Xin gõ ngắn lại, ví dụ giao ước thêm làm 300 m đường"


def pledge_no_line(lines: int) -> str:
    return f"Giao ước có {lines} dòng. Xin gõ số dòng và số mới, ví dụ giao ước 1: 40"


def pledge_not_a_value(name: str) -> str:
    return f"{name}: xin cho một con số, ví dụ 40"


def pledge_too_many(amount: str, households: int) -> str:
    return f"{amount} nhiều hơn số hộ hiện có ({households}). Xin xem lại con số."


def no_pledge_yet(title: str, year: int) -> str:
    return f"Xã chưa mở giao ước năm {year}. Khi mở, xã nhắn {title}."


PLEDGE_OWN = "việc riêng"


def pledge_needs_reason(day: str) -> str:
    return f"Giao ước đã ký {day}, nên đổi thì xin ghi lý do, ví dụ giao ước 1: 40 vì mưa lũ"


def pledge_own_needs_reason(day: str) -> str:
    return (
        f"Giao ước đã ký {day}, nên đổi thì xin ghi lý do, ví dụ giao ước thêm làm 200 m đường, lý do: mưa lũ sạt đất"
    )


def pledge_no_own() -> str:
    return "chưa có"


def pledge_change_asked(name: str, old: str, new: str, officer: str) -> str:
    return f"{name}: {old} đổi thành {new}. Đã ký rồi nên xin ý kiến {officer}, có trả lời xã nhắn ngay."


def pledge_change_decided(name: str, old: str, new: str, *, is_made: bool) -> str:
    return f"Xã đã đồng ý đổi {name}: {old} thành {new}." if is_made else f"Xã đề nghị giữ {name}: {old}."


# «So với giao ước»


def against_pledge(year: int, kept: int, of: int, lacking: Sequence[str], unknown: Sequence[str]) -> str:
    """`unknown`: lines of which the year has no figure yet."""
    more = f" Chưa đạt: {'; '.join(lacking)}." if lacking else ""
    more += f" Chưa có số: {listing(unknown)}." if unknown else ""
    return f"So với giao ước năm {year}: đạt {kept}/{of} dòng.{more}"


def pledge_lacking(name: str, value: str, pledged: str) -> str:
    return f"{name} {value}, giao ước {pledged}"


def pledge_verdicts(whole: int, of: int, partly: Sequence[str]) -> str:
    """At the year's end, to officers."""
    rest = f" Còn lại: {listing(partly)}." if partly else ""
    return f"Giao ước: {whole}/{of} nơi đạt đủ các dòng.{rest}"
