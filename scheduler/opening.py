"""Opening a week: every unit's report is opened, with what it owes, when the questions go out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import past_periods, periods, scope
from models.periods import PeriodRow
from scheduler.job import Outcome, Part
from services import opening_reports
from services.context import Context


def subjects(context: Context, period: PeriodRow) -> Sequence[str]:
    """The period, once. One that is over is opened only where the bot was at work before, and was off:

    then the officers get a draft that says how many have answered, instead of nothing at all. Nor is a week opened
    from before the program's first: an office's computer with a dead battery believes to be in another decade.
    """
    first = past_periods.first_asked(context.session, context.commune.id)
    if first is not None and period.first < first:
        return []
    is_late = context.now >= context.calendar.schedule(period.week).post
    return (
        ["period"] if not is_late or past_periods.is_in_use(context.session, context.commune.id, period.first) else []
    )


def run(context: Context, period: PeriodRow, _subject: str) -> Outcome:
    _open(context.session, [Part(context, period)])
    return Outcome.DONE


def run_together(session: Session, parts: Sequence[Part]) -> list[int]:
    """The week of several communes, in as many statements as of one."""
    past_periods.read_first_ahead(session, [part.context.commune.id for part in parts])
    waiting = []
    for part in parts:
        with scope.within(session, part.context.commune.id):
            waiting.append([one for one in subjects(part.context, part.period) if one not in part.done])
    _open(session, [part for part, left in zip(parts, waiting, strict=True) if left])
    return [len(left) for left in waiting]


def _open(session: Session, parts: Sequence[Part]) -> None:
    opened = opening_reports.open_in(session, [(part.context, part.period) for part in parts])
    for part, reports in zip(parts, opened, strict=True):
        for report in reports:
            report.asked_at = report.asked_at or part.context.now
        periods.keep_every_ahead(session, part.period.id, reports)
