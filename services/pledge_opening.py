"""Opening a year of pledges: what each unit's lines are proposed to be.

Nothing is guessed: what is not known of the year before, and has no target that holds for each unit, stays blank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaign.assessment import coverage, goal
from campaign.assessment.result import Result
from campaign.catalogue import Measure, TargetKind
from campaign.facts import UnitTarget
from models import pledges, targets, units
from models.audit import Action
from models.pledges import PROPOSED, Pledge, PledgeLine
from models.units import Unit
from services import pledges as pledging
from services import unit_results
from services.context import Context
from services.pledges import WHOLE

MOST_LINES = 8  # of measures; one of the unit's own comes on top


# Opening


def open_year(context: Context, year: int, fall: int) -> list[Pledge]:
    """A prefilled pledge for every unit that has none yet for the year and something to pledge.

    `fall`: by how many per cent a stock that is to fall (poor households) is proposed to do so.
    """
    there = {one.unit_id for one in pledges.of_year(context.session, context.commune.id, year)}
    members = units.active_members(context.session, context.commune.id, context.today)
    asked = [unit for unit in members if unit.id not in there]
    last = unit_results.until_today(context, year - 1)
    before = unit_results.results_of(context, asked, last) if last is not None else {}
    given = targets.of_commune(context.session, context.commune.id)
    made = []
    for unit in sorted(asked, key=lambda one: (-sorted(units.KINDS).index(one.kind), one.code)):
        lines = prefilled(context, unit, year, fall, before.get(unit.id, []), given)
        if lines:
            made.append(_proposed(context, unit, year, lines))
    context.session.add_all(made)
    context.session.flush()
    if made:
        context.record_change(Action.PLEDGES_OPENED, f"year:{year}", new={"places": len(made), "fall": fall})
    return made


def _proposed(context: Context, unit: Unit, year: int, lines: list[PledgeLine]) -> Pledge:
    return Pledge(
        unit_id=unit.id,
        year=year,
        state=PROPOSED,
        opened_at=context.now,
        opened_by=context.actor_id,
        unit=unit,
        lines=lines,
    )


def prefilled(
    context: Context, unit: Unit, year: int, fall: int, standings: Sequence[Result], given: Sequence[UnitTarget]
) -> list[PledgeLine]:
    """A unit's lines in the document's order, at most eight: those of which least is known give way first."""
    before = {one.measure: one for one in standings}
    campaign = context.campaign_on(max(context.today, date(year, 1, 1)))
    found = []
    for measure in campaign.measures:
        if coverage.reports_itself(measure, unit.place()) and measure.judged and not measure.small_cells:
            own = goal.dated_target(measure, unit.id, given, date(year, 12, 31))
            found.append(_line(measure, before.get(measure.id), own, fall, year))
    kept = sorted(found, key=_weight)[:MOST_LINES]
    ordered = [one for one in found if one in kept]
    for position, line in enumerate(ordered, start=1):
        line.position = position
    return ordered


def _line(measure: Measure, before: Result | None, own: Decimal | None, fall: int, year: int) -> PledgeLine:
    is_later = measure.target.by is not None and measure.target.by.year > year  # what is for 2030 is no year's
    asked = measure.target.value if goal.is_asked_of_each(measure) and not is_later else None
    target = own if own is not None else asked
    last = before.value if before is not None else None
    proposed = propose(measure, last, target, fall)
    return PledgeLine(
        measure=measure.id,
        text="",
        last_value=last,
        last_on=before.as_of if before is not None and last is not None else None,
        is_doubtful=before is not None and last is not None and bool(before.marked),
        commune_target=target,
        people=before.denominator if before is not None and measure.unit == "%" else None,
        proposed=proposed,
        value=proposed,
        changes=[],
    )


def propose(measure: Measure, last: Decimal | None, target: Decimal | None, fall: int) -> Decimal | None:
    """What a line is filled with: the better of last year and the target; a falling stock less the officer's fall.

    «Duy trì» keeps what was; of a stock that is to fall the target of the campaign's end is no year's; else None.
    """
    if measure.falling_is_good:
        if last is None:
            return None
        step = (last * fall / 100).to_integral_value(ROUND_HALF_UP)
        return max(last - (max(step, Decimal(1)) if fall and last else step), Decimal(0))
    if measure.target.kind is TargetKind.BASELINE:
        return _rounded(measure, last)
    known = [one for one in (last, target) if one is not None]
    if pledging.is_yes_no(measure):
        return WHOLE if known else None
    return _rounded(measure, max(known, default=None))


def _rounded(measure: Measure, value: Decimal | None) -> Decimal | None:
    """As a person would write it down: one decimal, or none of what is counted."""
    if value is None:
        return None
    step = Decimal(1) if goal.is_whole(measure) else Decimal("0.1")
    return value.quantize(step, ROUND_HALF_UP)


def _weight(line: PledgeLine) -> tuple[bool, bool]:
    """What comes last: a line that would be blank, then what has been reached for good."""
    return line.proposed is None, line.last_value == WHOLE == line.proposed
