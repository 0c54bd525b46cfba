"""Five years of weekly answers, as a commune gives them, written straight into the tables.

Nobody waits for seventy thousand conversations: the rows are those that `figures.record` would have left, without
the revisions, which no summary reads. Seeded, so that each run has the same ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaign import calendar
from campaign.catalogue import Cadence, EntryKind, Input, Measure
from campaign.facts import Place, State
from campaign.parsing import due as agenda
from models import periods, units
from models.figures import Figure
from models.periods import Report
from models.units import Unit
from services.context import Context

FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2030, 12, 26)

_KEPT = (EntryKind.LEVEL, EntryKind.YES_NO, EntryKind.CHOICE)
_LATE, _SILENT, _NOT_KNOWN, _MARKED, _MOVED, _OCCURRED = 0.06, 0.04, 0.005, 0.003, 0.3, 0.2
_RARELY = 0.05  # what is asked «on change»


def write(context: Context, last: date = LAST_DAY) -> periods.PeriodRow:
    """Fill the commune's weeks from `FIRST_DAY` to a day, and return the newest of them."""
    history = _History(context)
    week = context.calendar.period_on(FIRST_DAY)
    while week.last <= last:
        newest = history.write_week(week)
        week = context.calendar.next(week)
    return newest


class _History:
    """What was answered so far, by subject and question."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._session: Session = context.session
        self._chance = random.Random(20260101)
        self._units = [unit for unit in units.members(self._session, context.commune.id) if unit.kind != "commune"]
        self._known: dict[tuple[int, str], tuple[Decimal, Decimal | None]] = {}
        self._answered: dict[tuple[int, str], date] = {}  # by who answers, not by whom it is about

    def write_week(self, week: calendar.ReportingWeek) -> periods.PeriodRow:
        kept = periods.keep(self._session, self._context.commune.id, week)
        schedule = self._context.calendar.schedule(week)
        reports, rows = [], []
        for unit in self._units:
            due = self._due(unit, week)
            if not due:
                continue
            given = [] if self._chance.random() < _SILENT else list(self._answers(unit, kept, due))
            late = timedelta(hours=self._chance.randint(1, 40) if self._chance.random() < _LATE else -3)
            rows += given
            reports.append(_report(unit, kept, due, schedule.question, schedule.deadline + late if given else None))
        self._session.execute(insert(Report), reports)
        self._session.execute(insert(Figure), rows)
        return kept

    def _due(self, unit: Unit, week: calendar.ReportingWeek) -> list[str]:
        def answered(question: str) -> date | None:
            return self._answered.get((unit.id, question))

        previous = self._context.calendar.previous(week)
        return agenda.due(self._context.campaign, unit.place(), week, previous, answered)

    def _answers(self, unit: Unit, period: periods.PeriodRow, due: list[str]) -> Iterator[dict[str, Any]]:
        nothing: set[str] = set()
        for question in due:
            measure_id, key = question.split(".")
            measure = self._context.campaign.by_id[measure_id]
            if f"{measure_id}.{measure.input(key).asked_with}" in nothing:
                continue
            self._answered[unit.id, question] = period.last
            for subject in self._subjects(measure, unit):
                answer = self._answer(measure, measure.input(key), question, subject)
                if not answer["value"]:
                    nothing.add(question)
                yield {
                    "commune_id": self._context.commune.id,
                    "measure": measure_id,
                    "input": key,
                    "subject_id": subject.id,
                    "on_day": period.last,
                    "period_id": period.id,
                    "reporter_id": unit.id,
                    "first_said_at": datetime.combine(period.last, datetime.min.time(), self._context.calendar.zone),
                    "mark": "gấp 3 lần" if self._chance.random() < _MARKED else "",
                    **answer,
                }

    def _subjects(self, measure: Measure, unit: Unit) -> list[Unit]:
        if measure.subject == "commune":
            return [self._context.commune]
        return [one for one in self._units if one.kind == "village"] if measure.subject == "village" else [unit]

    def _answer(self, measure: Measure, one: Input, question: str, subject: Unit) -> dict[str, Any]:
        if self._chance.random() < _NOT_KNOWN:
            return {"state": State.NOT_KNOWN, "value": None, "denominator": None, "choice": None}
        key = (subject.id, question)
        known = self._known.get(key)
        state = State.REPORTED
        occurs = _RARELY if measure.cadence is Cadence.ON_CHANGE else _OCCURRED
        if one.kind.is_flow and self._chance.random() > occurs:
            state, value, below = State.NOTHING, Decimal(0), _below(one, subject.place(), None)
        elif known and one.kind in _KEPT and self._chance.random() > _MOVED:
            state, value, below = State.UNCHANGED, *known
        else:
            value, below = self._told(one, subject.place(), known)
        self._known[key] = (value, below)
        option = next((option.key for option in one.options if option.yes == bool(value)), None)
        return {"state": state, "value": value, "denominator": below, "choice": option}

    def _told(
        self, one: Input, place: Place, known: tuple[Decimal, Decimal | None] | None
    ) -> tuple[Decimal, Decimal | None]:
        below = _below(one, place, known)
        if one.options:
            return Decimal(self._chance.random() < 0.8), below
        if one.kind is EntryKind.RUNNING_TOTAL and known:
            return known[0] + self._chance.randint(0, 200), below
        most = int(below) if below else 12
        value = Decimal(self._chance.randint(0, most))
        return value if one.whole else value + Decimal(self._chance.randint(0, 99)) / 100, below


def _below(one: Input, place: Place, known: tuple[Decimal, Decimal | None] | None) -> Decimal | None:
    if one.denominator is None:
        return None
    if one.denominator == "asked":
        return known[1] if known else Decimal(60)
    return Decimal(place.profile(one.denominator) or 1)


def _report(
    unit: Unit, period: periods.PeriodRow, due: list[str], asked_at: datetime, completed_at: datetime | None
) -> dict[str, Any]:
    return {
        "unit_id": unit.id,
        "period_id": period.id,
        "due": due,
        "asked_at": asked_at,
        "completed_at": completed_at,
    }
