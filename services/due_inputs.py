"""What a unit owes for a week: which inputs are due, and which are left for later in its first weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaign.calendar import ReportingWeek
from campaign.facts import State
from campaign.parsing import due as agenda
from campaign.parsing import first_weeks
from models import figures_around, periods, units
from models.figures import Figure
from models.units import Unit
from services import inherited_figures
from services.context import Context


def due(
    context: Context, unit: Unit, week: ReportingWeek, comparable: Mapping[str, figures_around.Newest]
) -> list[str]:
    """What a unit is asked in a week; `comparable`: what it has told last, by the standard of that week."""
    known = {key: one.on_day for key, one in comparable.items() if one.state != State.NOT_KNOWN}
    if unit.succeeds:
        known = {key: row.on_day for key, row in inherited_figures.known(context, unit, week.last).items()} | known
    previous = context.calendar.previous(week)
    return agenda.due(context.campaign_on(week.last), unit.place(), week, previous, known.get)


def of_first_weeks(
    context: Context,
    due: Sequence[str],
    before: Sequence[str] | None,
    newest: Mapping[str, figures_around.Newest],
    week: ReportingWeek,
) -> tuple[list[str], list[str]]:
    """What a village is asked in a week, and what is left for later ones.

    `before` is what its last report has left for later; None where it has had none yet, and is in its first week.
    """
    if before is not None and not before:
        return list(due), []
    campaign = context.campaign_on(week.last)
    still = [key for key in before or () if key not in due and key.split(".", 1)[0] in campaign.by_id]
    waiting = [key for key in still if (known := newest.get(key)) is None or known.state == State.NOT_KNOWN]
    known_keys = {key for key, one in newest.items() if one.state != State.NOT_KNOWN}
    return first_weeks.spread(campaign, [*due, *waiting], known_keys)


def told_before_change(
    context: Context, unit: Unit, period: periods.PeriodRow
) -> tuple[dict[str, Figure], dict[str, list[tuple[Unit, Figure]]]]:
    """In the week of a merger or split: what all of those before a unit have told in it, and what some of them have."""
    if unit.active_from is None or not period.first <= unit.active_from <= period.last:
        return {}, {}
    before = [one for one in units.members(context.session, context.commune.id) if one.id in unit.succeeds]
    told = [(one, figures_around.given(context.session, one.id, period.id)) for one in before]
    some: dict[str, list[tuple[Unit, Figure]]] = {}
    for one, given in told:
        for key, figure in given.items():
            some.setdefault(key, []).append((one, figure))
    of_all = {key: each[0][1] for key, each in some.items() if len(each) == len(before)}
    return of_all, {key: each for key, each in some.items() if key not in of_all}
