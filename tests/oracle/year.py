"""When a measure's own year ends, and which figures its verdict may rest on (issue «Five true years», point 1).

A year's report looks at each measure on the last day of its own year of that number, once that day is past. Levels
that are asked for a quarter, a half-year or a year count with the answers to the last such question alone, and those
may come until the next one is asked. Everything else is as old as it is on any day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.oracle.ledger import Ledger
from tests.oracle.rows import DAY, SUMMED, Row, Table, begin_of_year

NAMED = {"quarterly": [3, 6, 9, 12], "half_yearly": [6, 12], "yearly": [12]}


def ends(measure: Table, on: date) -> date:
    """The last day of the measure's year that holds a day; the calendar's where it counts without one."""
    begin = None if "since" in measure else begin_of_year(measure, on)
    return date(on.year, 12, 31) if begin is None else date(begin.year + 1, begin.month, begin.day) - DAY


def own_days(measure: Table, first: date, last: date, year: int | None) -> tuple[date, date]:
    """The days that are looked at; `year` is the number of a year's report, None for any other period."""
    if year is None or "year_start" not in measure or "since" in measure:
        return first, last
    month = int(measure["year_start"].split("-")[0])
    begin = begin_of_year(measure, date(year, 12, 31) if month == 1 else date(year, 1, 1))
    assert begin is not None
    return (begin, ends(measure, begin)) if ends(measure, begin) <= last else (first, last)


def _openings(measure: Table, around: date) -> list[date]:
    months = measure.get("months", NAMED[measure["cadence"]])
    return [date(around.year + years, month, 1) for years in (-1, 0, 1) for month in months]


def is_named_level(measure: Table) -> bool:
    kinds = {one["kind"] for one in measure["input"]}
    return measure["cadence"] in NAMED and not kinds & {*SUMMED, "running_total"}


def with_late_answers(ledger: Ledger, last: date) -> Ledger:
    """What was answered after the year to its last question is as good as told on its last day."""
    if not is_named_level(ledger.measure):
        return ledger
    after = min(one for one in _openings(ledger.measure, last) if one > last)

    def moved(row: Row) -> Row:
        is_late = row.input not in ledger.never_asked and last < row.on < after
        return replace(row, on=last) if is_late else row

    return Ledger.of_rows(ledger, [moved(row) for row in ledger.rows])


def of_last_question(ledger: Ledger, last: date) -> Ledger:
    """Without what was answered to an earlier question."""
    if not is_named_level(ledger.measure):
        return ledger
    asked = max(one for one in _openings(ledger.measure, last) if one <= last)
    return Ledger.of_rows(ledger, [row for row in ledger.rows if row.input in ledger.never_asked or row.on >= asked])
