"""«Sửa số» under a draft: which place's figure is wrong, the marked ones first; then the place's own dialogue."""

from __future__ import annotations

from handlers.reporter import mending
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import figures, periods, units
from models.periods import PeriodRow, Report
from models.units import Unit
from services import marked_figures, wording
from services.context import Choice

TOPIC = "mend"
_MOST_CHOICES = 8


def choose(turn: Turn, period: PeriodRow) -> None:
    """The figures under check as buttons; for any other the place's name is typed."""
    reported = [one for one in periods.reports(turn.session, period.id) if _has_figures(turn, one)]
    if not reported:
        return turn.reply(wording.nobody_reported(period.number), [Choice(wording.ENTER_FOR, f"enter:{period.id}")])
    lines, choices = [], []
    for figure, unit in figures.marked(turn.session, period.id)[:_MOST_CHOICES]:
        if (choice := marked_figures.mend_choice(turn, figure, unit)) is not None:
            lines.append(marked_figures.item(turn, figure, unit))
            choices.append(choice)
    text = wording.marked_or_which_place(lines, reported[0].unit.name)
    return turn.reply(text, [*choices, _back(period)], topic=f"{TOPIC}:{period.id}")


def _has_figures(turn: Turn, report: Report) -> bool:
    return bool(figures.given(turn.session, report.unit_id, report.period_id))


def _back(period: PeriodRow) -> Choice:
    return Choice(wording.SEE_DRAFT, f"draft:{period.id}")


def named(turn: Turn, name: str) -> None:
    """The place's name, typed in answer to `choose`."""
    period = turn.session.get_one(PeriodRow, int((turn.chat.topic or "").removeprefix(f"{TOPIC}:")))
    found = units.named(turn.session, turn.commune.id, name)
    if len(found) == 1:
        return _open(turn, period, found[0])
    reports = [periods.report(turn.session, unit.id, period.id) for unit in found[:_MOST_CHOICES]]
    choices = [Choice(one.unit.name[:40], f"mend-for:{one.id}") for one in reports if one is not None]
    text = wording.which_of_these() if choices else wording.no_such_place(name)
    turn.reply(text, [*choices, _back(period)], topic=turn.chat.topic)


def _open(turn: Turn, period: PeriodRow, unit: Unit) -> None:
    report = periods.report(turn.session, unit.id, period.id)
    if report is None or not report.due:
        return turn.reply(wording.nothing_due(unit.full_name), [_back(period)], topic=turn.chat.topic)
    return begin(turn, report)


def begin(turn: Turn, report: Report) -> None:
    """What the place has given, a button a measure."""
    if not _has_figures(turn, report):
        enter = Choice(wording.ENTER_FOR, f"enter-for:{report.id}")
        return turn.reply(wording.has_not_reported(report.unit.full_name), [enter, _back(report.period)])
    return mending.offer(Dialogue(turn, report))
