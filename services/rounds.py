"""Rounds at work: opened with their starts and goals, ended early, and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from campaign.assessment import figure_index
from models import rounds, units
from models.audit import Action
from models.rounds import Round, RoundUnit, State
from models.units import Unit
from services import (
    announcement_audience,
    round_goals,
    round_measures,
    round_reckoning,
    round_results,
)
from services.context import Context

STARTED = "start"  # of `Round.told`: the starts are frozen
LATE_DAYS = 3  # working days after the last deadline in which figures still count
MOST_LIVE = 2  # open rounds of one unit
SHORTEST, LONGEST = 7, 366  # days
_DAY = timedelta(days=1)


def closing(context: Context, last: date) -> datetime:
    """When the table of a round that ends on a day is frozen: three working days after the deadline of that week."""
    week = context.calendar.period_on(last)
    deadline = context.calendar.schedule(week).deadline.astimezone(context.calendar.zone)
    day, left = max(deadline.date(), last), LATE_DAYS
    while left:
        day += _DAY
        left -= context.calendar.is_working_day(day)
    return datetime.combine(day, deadline.timetz().replace(tzinfo=None), context.calendar.zone)


def wanted_units(context: Context, tokens: Sequence[str]) -> list[Unit]:
    """The units an audience means today; people's roles mean none."""
    return [one.unit for one in announcement_audience.resolve(context, tokens) if one.unit.kind != "commune"]


def overburdened(context: Context, draft: Round) -> list[Unit]:
    """The units that are in two open rounds already on some day of this one."""
    first, last = draft.days
    wanted = wanted_units(context, draft.audience)
    held: dict[int, set[int]] = {}
    for one in rounds.of_state(context.session, context.commune.id, State.OPEN):
        if one.first is not None and one.last is not None and one.first <= last and one.last >= first:
            for row in rounds.units_of(context.session, one.id):
                held.setdefault(row.unit_id, set()).add(one.id)
    return [unit for unit in wanted if len(held.get(unit.id, ())) >= MOST_LIVE]


def open_round(context: Context, draft: Round) -> list[str]:
    """From now on it counts; its starts are frozen on its first day, or now where that has come.

    Returns the names of the units of which a start is missing or in doubt, as far as that is known yet.
    """
    first, last = draft.days
    wanted = wanted_units(context, draft.audience)
    for named in round_goals.measures(context, draft):
        given = round_goals.goals(context, named, wanted, last)
        context.session.add_all(
            RoundUnit(round_id=draft.id, measure_id=named.row.id, unit_id=unit.id, goal=given.get(unit.id))
            for unit in wanted
        )
    draft.state, draft.changed_at, draft.closes_at = State.OPEN, context.now, closing(context, last)
    new = {"first": first.isoformat(), "last": last.isoformat(), "units": len(wanted), "measures": len(draft.measures)}
    context.record_change(Action.ROUND_OPENED, f"round:{draft.id}", new=new)
    context.session.flush()
    if context.today < first:
        return []
    draft.told = [STARTED]
    return freeze_starts(context, draft)


def freeze_starts(context: Context, one: Round) -> list[str]:
    """Write down what each unit had when the round began; returns the names of units of which something is missing."""
    first, _ = one.days
    places = units.places(context.session, context.commune, first)
    rows = rounds.units_of(context.session, one.id)
    missing: dict[int, None] = {}
    for named in round_goals.measures(context, one):
        if round_measures.is_flow(named.measure):
            continue
        facts = round_results.facts_of(context, [named.measure], places)
        index = figure_index.index_figures(named.measure, facts, places)
        for row in rows:
            if row.measure_id != named.row.id:
                continue
            part = round_reckoning.standing(index, [row.unit_id], first - _DAY)
            if part is None or part.marked:
                missing[row.unit_id] = None
            if part is not None:
                row.start, row.start_over, row.start_day = part.numerator, part.denominator, part.on
    context.session.flush()
    names = {row.unit_id: row.unit.short_name for row in rows}
    return [names[unit_id] for unit_id in missing]


# Ending


def end_early(context: Context, one: Round) -> None:
    """ĐÓNG: today is its last day; late figures still have their three working days."""
    first, last = one.days
    one.last = max(first, min(last, context.today))
    one.closes_at, one.changed_at = closing(context, one.last), context.now
    context.record_change(
        Action.ROUND_ENDED, f"round:{one.id}", old={"last": last.isoformat()}, new={"last": one.last.isoformat()}
    )


def drop(context: Context, one: Round) -> None:
    """BỎ: it is asked no more and counts for nothing; what was told of it stays with the figures."""
    one.state, one.changed_at, one.closed_at = State.DROPPED, context.now, context.now
    context.record_change(Action.ROUND_DROPPED, f"round:{one.id}")
