"""How the question of a round's own measure rides in the weekly message: at most one a unit and week.

Where a week has as many questions as it may (decision 3), it is one of the things in «có gì mới không?».
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from campaign.calendar import ReportingWeek
from campaign.catalogue import Cadence, Measure
from campaign.facts import State
from models import figure_queries, figures_around, rounds, units
from models.figures import Figure
from models.rounds import RoundMeasure
from models.units import Unit
from reports import format
from services import round_measures, wording
from services.context import Context

MOST_QUESTIONS, MOST_AT_MONTH = 4, 6  # in an ordinary week, and in the first of a month (decision 3)


def due(context: Context, members: Sequence[Unit], week: ReportingWeek) -> dict[int, str]:
    """The input of a round's own that each unit is asked in a week, «D7.amount»; most weeks of most communes: none.

    Of several the one whose last answer is oldest: what was added since then is asked, so nothing is lost.
    """
    if not context.timeline.own:
        return {}
    asked_on = context.day_of(context.calendar.schedule(week).question)
    entered = entered_as(context, members)
    waiting: dict[int, list[RoundMeasure]] = {}
    everybody = set[int]().union(*entered.values())
    of_unit: dict[int, list[RoundMeasure]] = {}
    for unit_id, row in rounds.asked_of(context.session, everybody, week.first, week.last):
        if row.round.days[0] <= asked_on:
            of_unit.setdefault(unit_id, []).append(row)
    for unit_id, before in entered.items():
        known = {row.id: row for one in sorted(before) for row in of_unit.get(one, ())}
        if known:
            waiting[unit_id] = list(known.values())
    newest = figures_around.newest_of(context.session, list(waiting), week.first) if waiting else {}
    found = {}
    for unit_id, rows in waiting.items():
        told = newest[unit_id]
        keys = [f"{row.key}.{round_measures.AMOUNT}" for row in rows]
        found[unit_id] = min(keys, key=lambda key: told[key].on_day if key in told else date.min)
    return found


def entered_as(context: Context, members: Sequence[Unit]) -> dict[int, set[int]]:
    """As whom units may have entered a round: themselves, or those that they were merged or split from."""
    found = {unit.id: {unit.id} for unit in members}
    if any(unit.succeeds for unit in members):
        succeeded = {one.id: one.succeeds for one in units.members(context.session, context.commune.id)}
        for known in found.values():
            waiting = list(known)
            while waiting:
                before = [one for one in succeeded.get(waiting.pop(), ()) if one not in known]
                known.update(before)
                waiting += before
    return found


def is_one_of_several(measure: Measure, others: Sequence[Measure], *, opens_month: bool) -> bool:
    """Whether a round's measure is asked within «có gì mới không?», since the week is full without it."""
    if not measure.of_round:
        return False
    single = [one for other in others if other.cadence is not Cadence.ON_CHANGE for one in other.inputs if one.asked]
    count = sum(not one.asked_with for one in single) + any(one.cadence is Cadence.ON_CHANGE for one in others)
    return count >= (MOST_AT_MONTH if opens_month else MOST_QUESTIONS)


def so_far(context: Context, measure: Measure, figure: Figure) -> str:
    """«cả đợt 260/300 m»: what a unit has added with this answer to a round; "" where that is no sum."""
    row = context.session.get(RoundMeasure, int(measure.id[1:]))
    if row is None or row.is_level or figure.state == State.NOT_KNOWN:
        return ""
    wanted = rounds.goal_of(context.session, row.id, figure.subject_id)
    if wanted is None:
        return ""
    since = context.calendar.period_on(row.round.days[0]).first
    told = figure_queries.told(context.session, figure.subject_id, measure.id, round_measures.AMOUNT, figure.on_day)
    before = [one.value for one in told if one.on_day >= since and one.value is not None]
    added = sum(before, Decimal(0)) + (figure.value or 0)
    return wording.round_so_far(format.plain(added), format.plain(wanted), row.unit)
