"""Mergers, splits and new names of units, as the officer and those who report hear of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.wording.basics import listing

CONFIRM_UNITS = "Ghi"
DROP_UNITS = "Thôi"


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def merge_example(first: str, second: str, year: int) -> str:
    return f"Xin gõ tên các nơi và tên mới, ví dụ sáp nhập {first} và {second} thành Bản Mới từ 1/7/{year} theo NQ 12."


def split_example(first: str, year: int) -> str:
    return (
        f"Xin gõ như: TÁCH THÔN {first} thành {first} 1 (60 hộ, 240 khẩu, 180 người lớn) và "
        f"{first} 2 (58 hộ, 272 khẩu, 186 người lớn) từ 1/7/{year} theo NQ 12."
    )


def rename_example(first: str, year: int) -> str:
    return f"Xin gõ tên cũ và tên mới, ví dụ đổi tên {first} thành Bản Mới từ 1/7/{year} theo NQ 12."


def merge_needs_two() -> str:
    return "Sáp nhập cần ít nhất hai đơn vị khác nhau."


def split_needs_two() -> str:
    return "Tách cần ít nhất hai tên khác nhau."


def units_of_one_kind() -> str:
    return "Chỉ gộp, tách, đổi tên các đơn vị cùng loại trong xã."


def outside_campaign(first: date, last: date) -> str:
    return f"Ngày phải trong đợt thi đua, từ {_day(first)} đến {_day(last)}."


def unit_ends(name: str, day: date, *, is_past: bool) -> str:
    ended = "đã kết thúc" if is_past else "đã được ghi là kết thúc"
    return f"{_capital(name)} {ended}, có đến hết {_day(day)}. Chưa ghi gì cả."


def unit_begins(name: str, day: date) -> str:
    return f"{_capital(name)} mới có từ {_day(day)}. Chưa ghi gì cả."


def name_in_use(name: str, code: str) -> str:
    return f"Tên này {name} (mã {code}) đang dùng. Xin đặt tên khác, ví dụ thêm số."


def same_name(name: str) -> str:
    return f"{_capital(name)} đang mang đúng tên này."


def counts_needed(name: str) -> str:
    return f"Xin ghi số hộ, số khẩu, số người lớn của {name} trong ngoặc, ví dụ (60 hộ, 240 khẩu, 180 người lớn)."


def unit_change_said(kind: str, before: Sequence[str], after: Sequence[str], day: date, decision: str) -> str:
    """«Thôn Bản Còn và thôn Nà Pò sáp nhập thành Bản Mới từ 1/7/2027, theo «NQ 12»»."""
    did = {"merge": "sáp nhập thành", "split": "tách thành", "rename": "đổi tên thành"}.get(kind, kind)
    paper = f", theo «{decision}»" if decision else ""
    return f"{_capital(listing(list(before)))} {did} {listing(list(after))} từ {_day(day)}{paper}"


def unit_change_preview(said: str, details: Sequence[str]) -> str:
    """What is to be recorded, and what follows from it."""
    return "\n".join([f"{said}. Ghi không ạ?", *details])


def counts_from(day: date) -> str:
    return f"Các tuần đã đăng giữ nguyên, tính từ {_day(day)}."


def profile_after(name: str, households: int | None, people: int | None) -> str:
    told = [
        f"{count:,} {word}".replace(",", ".")
        for count, word in ((households, "hộ"), (people, "nhân khẩu"))
        if count is not None
    ]
    return f"{name}: {', '.join(told)}." if told else ""


def heads_after(head: str, deputies: Sequence[str]) -> str:
    """«Báo cáo: ông Sơn; bà Hiên làm phó.»"""
    others = f"; {listing(list(deputies))} báo thay khi cần" if deputies else ""
    return f"Người báo cáo: {head}{others}."


def nobody_after(name: str) -> str:
    return f"{name} chưa có người báo cáo."


def targets_to_set(name: str, measures: Sequence[str]) -> str:
    return f"Chỉ tiêu riêng khác nhau, cần giao lại cho {name}: {listing(list(measures))}."


def answers_to_ask(measures: Sequence[str]) -> str:
    return f"Nơi có nơi chưa, sẽ là «chưa rõ» và hỏi lại: {listing(list(measures))}."


def old_figures_stand() -> str:
    return "Số cũ được giữ đến khi tất cả nơi mới báo."


def unit_change_recorded(said: str) -> str:
    return f"Đã ghi: {said}."


def unit_change_dropped() -> str:
    return "Đã bỏ, không ghi gì."


def unit_change_gone() -> str:
    return "Việc này đã ghi hoặc đã bỏ rồi."


def your_unit_now(address: str, said: str, unit: str, left: str) -> str:
    """What those who report hear on the day."""
    still = f" Tuần này {unit} còn {left}." if left else ""
    return f"Chào {address}. {said}. Từ nay {address} báo cáo cho {unit}.{still}"


def no_unit_changes() -> str:
    return "Chưa ghi lần sáp nhập, tách hay đổi tên nào."


def ended_unit(day: date, after: Sequence[str]) -> str:
    """Beside a unit that has ended: «Đến hết 30/6/2027; nay là thôn Bản Mới.»"""
    return f"Đơn vị này có đến hết {_day(day)}" + (f"; nay là {listing(list(after))}." if after else ".")


def begins_later(day: date) -> str:
    return f"Đơn vị này có từ {_day(day)}."


def besides_told(told: Sequence[str]) -> str:
    """What was told this week of a village that went into this one: an answer is added to it."""
    return f"(ngoài {listing(list(told))} đã báo)"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
