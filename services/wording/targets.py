"""Chỉ tiêu giao, giao ước typed by officers, and the closing of a year."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing

# Targets


def target_example(*, is_pledge: bool, year: int) -> str:
    word, paper = ("giao ước", "") if is_pledge else ("giao chỉ tiêu", " theo QĐ 12")
    own = "" if is_pledge else f" Của xã thì ví dụ {word} KT1a xã 1.850 năm {year}."
    return f"Xin gõ mã, nơi, con số, ví dụ {word} KT1a Bản Còn 45,5 năm {year}{paper}.{own}"


def no_such_measure(name: str, example: str) -> str:
    return f"Không giao được chỉ tiêu «{name}». {example}"


def which_scale(measure: str, value: str, counted: str) -> str:
    """A number typed as the target of a measure that is told as «7/10 tiêu chí» and kept in per cent."""
    return f"{measure} là {value} {counted} hay {value}%? Xin gõ lại: «{value}/10» nếu là {counted}, hoặc «{value}%»."


def several_units(name: str, found: Sequence[str]) -> str:
    return f"«{name}» có thể là: {listing(found)}. Xin gõ đủ tên."


def target_recorded(
    unit: str, measure: str, year: int, amount: str, day: str, decision: str, *, is_pledge: bool, before: str
) -> str:
    """«Đã ghi chỉ tiêu giao năm 2027, thôn Bản Còn, Diện tích gieo trồng: 45 ha, từ 1/1/2027, theo NQ 05.»"""
    what = "giao ước" if is_pledge else "chỉ tiêu giao"
    paper = f", theo «{decision}»" if decision else ""
    earlier = f" Trước đó {before}." if before else ""
    return f"Đã ghi {what} năm {year}. {unit}, {measure}: {amount}, từ {day}{paper}.{earlier}"


def year_outside_campaign(year: int, first: int, last: int) -> str:
    return f"Năm {year} ngoài giai đoạn {first}–{last}."


def target_is_compared(measure: str) -> str:
    return f"«{measure}» so với cùng kỳ hoặc với đầu giai đoạn, không giao bằng con số."


def target_is_yes_or_no(measure: str) -> str:
    return f"«{measure}» chỉ có đạt hoặc chưa đạt, không giao bằng con số."


def target_is_a_share(measure: str) -> str:
    return f"«{measure}» là phần trăm của tổng số, không giao quá 100%."


def target_is_above_nothing(measure: str) -> str:
    return f"Chỉ tiêu giao «{measure}» phải lớn hơn 0."


def posted_weeks_keep(day: str) -> str:
    return f"Các tuần đã đăng giữ nguyên, tính từ {day}."


# The year's end


CLOSE_YEAR = "Chốt năm"
_MOST_MISSING = 8


def close_year_button(year: int) -> str:
    return f"{CLOSE_YEAR} {year}"


def which_year_to_close(year: int) -> str:
    return f"Xin gõ năm cần chốt, ví dụ CHỐT NĂM {year}."


def too_early_to_close(year: int, day: str) -> str:
    return f"Năm {year} chốt được từ {day}: số cả năm của nhiều nơi đến tháng 1 mới có."


def years_verdicts(year: int, told: int, of: int, counts: str, missing: Sequence[str], last_day: str) -> str:
    """What an officer closes: how much there is, what is missing, and what happens without them."""
    most = list(missing[:_MOST_MISSING])
    most += [f"{len(missing) - len(most)} chỉ tiêu khác"] if len(missing) > len(most) else []
    lacking = f" Chưa có số: {listing(most)}." if missing else ""
    return (
        f"Năm {year}: {told}/{of} chỉ tiêu thành phần có số của năm. Tạm tính: {counts}.{lacking}\n"
        f"Chốt rồi thì số gửi thêm hoặc sửa sẽ ghi là điều chỉnh. Không chốt thì hết {last_day} tôi tự chốt."
    )


def year_closed(year: int, counts: str) -> str:
    return f"Đã chốt năm {year}: {counts}. Xem: gõ TỔNG HỢP NĂM {year}."


def year_closed_by_itself(year: int, counts: str) -> str:
    return f"Đã qua 31/1, tôi chốt năm {year}: {counts}. Số đến sau ghi là điều chỉnh. Xem: gõ TỔNG HỢP NĂM {year}."
