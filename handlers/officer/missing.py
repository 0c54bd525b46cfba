"""CÒN THIẾU: the list of who has not reported, and the reminder an officer sends by hand."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.turn import Turn
from models import people, periods
from models.periods import PeriodRow, Report
from services import lacking, missing, wording


def show(turn: Turn) -> None:
    """With buttons and the figures to be verified for an officer, without for a leader."""
    period = missing.asked_period(turn)
    if turn.is_officer():
        text, choices = missing.list_text(turn, period)
    else:
        text, choices = (
            "\n".join(missing.list_lines(turn, period, periods.reports(turn.session, period.id, turn.today))),
            [],
        )
    turn.reply(text, choices)


def remind(turn: Turn, period: PeriodRow) -> None:
    """«Nhắc N nơi»: at most once a day for each unit."""
    _remind(turn, missing.incomplete(periods.reports(turn.session, period.id, turn.today)))


def remind_about(turn: Turn, period: PeriodRow, measure: str) -> None:
    """The same of the units that have not sent one measure."""
    waiting = lacking.reports(turn, period, measure)
    return _remind(turn, waiting) if waiting else turn.reply(wording.none_missing())


def _remind(turn: Turn, waiting: Sequence[Report]) -> None:
    sent, unreachable, known = 0, [], 0
    spoken_for = people.spokespeople(turn.session, [report.unit_id for report in waiting], turn.today)
    for report in waiting:
        if report.unit_id not in spoken_for:
            continue  # the list has said that nobody reports for it
        outcome = missing.remind_one(turn, report)
        sent += outcome is True
        known += outcome is None
        if outcome is False:
            unreachable.append(report.unit.short_name)
    if known and not sent and not unreachable:
        return turn.reply(wording.reminded_already())
    turn.reply(wording.reminded(sent, unreachable))
