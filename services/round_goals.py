"""What a round counts, and what each unit of it is to reach or to add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaign.assessment import goal
from campaign.assessment.lineage import Lineage
from campaign.catalogue import Measure
from models import targets, units
from models.rounds import Goal, Round, RoundMeasure
from models.units import Unit
from reports import format
from services import round_measures, round_typed, wording
from services.context import Context

_HUNDRED = Decimal(100)
ADDING = (Goal.GROWTH, Goal.PER_HUNDRED)  # goals of what is added to the start; the others are to be reached
_NAMED_GOALS = 3  # of single units; of more their number is told, each stands in its line


@dataclass(frozen=True, slots=True)
class Named:
    """A measure of a round: its row, and what it is."""

    row: RoundMeasure
    measure: Measure


def measures(context: Context, one: Round) -> list[Named]:
    """What a round counts; a measure that the campaign does not have any more is left out."""
    by_id = context.campaign_on(min(context.today, one.last or context.today)).by_id
    found = [(row, round_measures.own(row) if row.is_own else by_id.get(row.measure)) for row in one.measures]
    return [Named(row, measure) for row, measure in found if measure is not None]


def goals(context: Context, named: Named, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    """What each unit is to reach or to add; a unit of which that cannot be told is left out."""
    own = named.row.own_goals or {}
    single = {unit.id: Decimal(own[str(unit.id)]) for unit in wanted if str(unit.id) in own}
    return _goals_alike(context, named, wanted, last) | single


def is_unreachable(measure: Measure, wanted: round_typed.Wanted) -> bool:
    """More than all of them."""
    return measure.unit == "%" and abs(wanted.value) > _HUNDRED


def set_own_goal(named: Named, unit: Unit, wanted: round_typed.Wanted) -> bool:
    """Another goal for one unit of a draft; False where it is not of the kind that everybody's is, or beyond all."""
    if (wanted.kind in ADDING) != (named.row.goal_kind in ADDING) or is_unreachable(named.measure, wanted):
        return False
    value = wanted.value
    if wanted.kind is Goal.PER_HUNDRED:
        if not unit.households:
            return False
        value = _share_of(value, unit.households, named.measure)
    named.row.own_goals = {**(named.row.own_goals or {}), str(unit.id): str(value)}
    return True


def _goals_alike(context: Context, named: Named, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    row, measure = named.row, named.measure
    if row.goal_kind is Goal.TARGET:
        return _own_targets(context, measure, wanted, last)
    assert row.goal is not None
    if row.goal_kind is Goal.PER_HUNDRED:
        return {unit.id: _share_of(row.goal, unit.households, measure) for unit in wanted if unit.households}
    return {unit.id: row.goal for unit in wanted}


def _share_of(goal: Decimal, households: int, measure: Measure) -> Decimal:
    """What a hundred households' goal is for some of them; of what is counted one by one no part, and at least one."""
    exact = goal * households / _HUNDRED
    if not all(one.whole for one in measure.inputs):
        return exact
    whole = max(abs(exact).to_integral_value(ROUND_HALF_UP), Decimal(1))
    return whole.copy_sign(goal)


def _own_targets(context: Context, measure: Measure, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    """Each unit's target of the year in which the round ends; a rate's is the commune's where it has none."""
    if round_measures.is_yes_no(measure):
        return {unit.id: Decimal(1) for unit in wanted}
    known = targets.of_commune(context.session, context.commune.id)
    lineage = Lineage({one.id: one for one in units.places(context.session, context.commune, last)})
    of_all = goal.dated_target(measure, context.commune.id, known, last)
    if of_all is None:
        of_all = measure.target.value
    found = {}
    for unit in wanted:
        own = goal.own_target(measure, lineage, unit.id, known, last)
        own = of_all if own is None and goal.is_asked_of_each(measure) else own
        if own is not None:
            found[unit.id] = own
    return found


def goal_said(context: Context, named: Named) -> str:
    """«mỗi nơi thêm 300 m», «mỗi nơi đạt 99%, riêng Nà Pò 95%», «theo chỉ tiêu của từng nơi»."""
    alike, own = _goal_alike(named), named.row.own_goals or {}
    if not own:
        return alike
    if len(own) > _NAMED_GOALS:
        return wording.round_goals_apart(alike, str(len(own)))
    unit = named.measure.unit if named.measure.unit == "%" else f" {named.measure.unit}"
    said = [
        f"{one.short_name} {format.plain(abs(Decimal(value)))}{unit}"
        for key, value in own.items()
        if (one := context.session.get(Unit, int(key))) is not None
    ]
    return wording.round_goals_apart(alike, ", ".join(said))


def _goal_alike(named: Named) -> str:
    row, measure = named.row, named.measure
    if row.goal_kind is Goal.TARGET:
        return wording.ROUND_OWN_TARGETS
    if row.goal is None:
        return ""
    unit = measure.unit if measure.unit == "%" else f" {measure.unit}"
    return wording.round_goal(str(row.goal_kind), format.plain(abs(row.goal)), unit, falls=row.goal < 0)
