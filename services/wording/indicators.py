"""What leaders read of an indicator and of a unit, and where a figure comes from."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

# An indicator


def which_indicator() -> str:
    return "Xem chỉ tiêu nào?"


def no_indicator(name: str, *, in_group: bool) -> str:
    return f"Không có chỉ tiêu «{name}». Gõ {_indicator(in_group)} để xem cả danh sách."


def indicator_heading(key: str, name: str, period: str, days: str, status: str) -> str:
    return f"{key}. {name}, {period} ({days}): {status}."


def verbatim(phrase: str) -> str:
    return f"«{phrase}»"


def measure_value(name: str, value: str, needed: str) -> str:
    return f"{name}: {value}{f', cần thêm {needed}' if needed else ''}."


def should_be(wanted: str, basis: str, *, at_most: bool) -> str:
    return f"Đến nay {'chỉ nên còn' if at_most else 'cần đạt'} {wanted} ({basis})."


def lacks(shortfall: str) -> str:
    return f"{sentence(shortfall)[:-1]} so với chỉ tiêu."


def why(status: str, reason: str) -> str:
    return f"Xếp «{status}» vì {reason}."


def forecast(until: str, amount: str, basis: str) -> str:
    return f"Dự báo {until}: {amount} ({basis})."


def in_period(stretch: str, change: str) -> str:
    return f"trong {stretch} {change}"


def same_period(amount: str) -> str:
    return f"cùng kỳ năm trước {amount}"


def made_of(fresh: int, due: int, noun: str, *, provisional: bool) -> str:
    told = f"{fresh}/{due} {noun}"
    return f"Tạm tính, {told} có số mới." if provisional else f"Có số mới của {told}."


def waiting(count: int) -> str:
    return f"{count:02d} số chờ đối chiếu."


def also(others: Sequence[str]) -> str:
    return f"Cùng chỉ tiêu: {'; '.join(others)}."


def reading(text: str) -> str:
    return f"Ghi chú: {sentence(text)}"


def spread_heading(measure: str, period: str) -> str:
    return f"{measure}, {period}, xếp theo danh sách, không xếp hạng:"


def spread_line(unit: str, said: str) -> str:
    return f"- {unit}: {said}"


# A unit


def which_unit() -> str:
    return "Xem nơi nào?"


def no_unit(name: str, example: str) -> str:
    return f"Không có nơi nào tên «{name}». Gõ tên như {example.upper()}."


def unit_heading(unit: str, period: str, days: str, sent: str) -> str:
    tail = f": {sent}" if sent else ":"
    return f"{sentence(unit)[:-1]}, {period} ({days}){tail}"


def sent_all(clock: str, day: str, *, late: bool) -> str:
    return f"gửi đủ lúc {clock} {day}{', sau hạn' if late else ''}."


def sent_part(given: int, asked: int) -> str:
    return f"đã trả lời {given}/{asked} câu." if given else "chưa gửi."


def nothing_owed() -> str:
    return "không có gì phải gửi."


def unit_item(label: str, said: str, *, waits: bool) -> str:
    return f"- {sentence(label)[:-1]}: {said}{' (chờ đối chiếu)' if waits else ''}"


def unit_same(labels: Sequence[str]) -> str:
    return f"- Như trước: {listing(labels)}"


def against_targets() -> str:
    return "So với chỉ tiêu:"


def my_hidden(name: str, instead: str) -> str:
    return f"- {name}: {instead}."


def weeks_sent(on_time: int, due: int) -> str:
    return f"Gửi đúng hạn {on_time}/{due} tuần."


# Where a figure comes from


def trace_heading(unit: str, period: str, label: str, figure: str, before: str) -> str:
    return f"{sentence(unit)[:-1]}, {period}, {label}: {figure}{before}."


def trace_before(figure: str, day: str) -> str:
    return f"; trước đó {figure} ({day})"


LAST_WEEK = "tuần trước"


def trace_said(
    address: str, words: str, channel: str, at: str, meant: str, *, typed: bool, owner: str, adjusted: bool
) -> str:
    """«- Ông Sơn gõ «con 6» qua Telegram lúc 08:05 thứ Tư 18/11: 6 người.»"""
    verb = "gõ" if typed else "chọn"
    told = f" {verb} «{words}»" if words else " trả lời"
    by = f" ghi hộ {owner}," if owner else ""
    through = f" qua {channel}" if channel else ""
    late = ", điều chỉnh sau khi đăng" if adjusted else ""
    return f"- {sentence(address)[:-1]}{by}{told}{through} lúc {at}: {meant}{late}."


def trace_cleared(address: str, at: str) -> str:
    return f"- {sentence(address)[:-1]} đã đối chiếu lúc {at}."


def trace_import(source: str) -> str:
    return f"- Nhập từ tệp của xã{f' ({source})' if source else ''}."


def trace_waits(mark: str) -> str:
    return f"Chờ đối chiếu: {mark}." if mark else "Chờ đối chiếu."


def open_indicator(key: str, *, in_group: bool) -> str:
    return f"Xem kỹ: gõ {_indicator(in_group)} {key}."


def _indicator(in_group: bool) -> str:
    """How the command is written: in a group only with its stroke."""
    return "/chitieu" if in_group else "CHỈ TIÊU"
