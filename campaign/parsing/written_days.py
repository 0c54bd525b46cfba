"""A day as it is written in numbers: «31/2» is none."""

from __future__ import annotations

from datetime import date


def day(year: int, month: int, number: int) -> date | None:
    """The day; None where the calendar has no such one."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
