"""A value of an office program's cell as the program knows values."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaign.normalisation import one_line
from services.imports.tables import EMPTY, Cell, Value

NOT_COMPUTED = "là công thức chưa có kết quả lưu kèm: mở tệp bằng Excel, lưu lại rồi gửi"
_DIGITS = 15  # that a cell keeps of a number: 0.1 + 0.2 is 0.3 there


def plain(value: Any) -> Value:
    """A text in one line, an exact number, a day, a yes or no; None for nothing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(format(value, f".{_DIGITS}g"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return one_line(str(value)) or None


def spread(rows: list[list[Cell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Give the value of a merged cell to all that it covers; places are (line, column) from 0, both ends included."""
    if first[0] >= len(rows) or first[1] >= len(rows[first[0]]):
        return
    value = rows[first[0]][first[1]]
    for row in rows[first[0] : last[0] + 1]:
        row.extend([EMPTY] * (last[1] + 1 - len(row)))
        row[first[1] : last[1] + 1] = [value] * (last[1] + 1 - first[1])
