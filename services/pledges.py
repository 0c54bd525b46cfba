"""Giao ước: what a unit's lines are proposed to be, opening a year for all units, agreeing, changing and signing.

Nothing is guessed: what is not known of the year before, and has no target that holds for each unit, stays blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaign import spans
from campaign.assessment import aggregate, assess, coverage, goal, required_rows
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Comparison, Measure, TargetKind
from campaign.facts import Fact, UnitTarget
from campaign.parsing import written_numbers
from models import figure_history, people, pledges, targets, units
from models.audit import Action
from models.pledges import AGREED, ASKED, MADE, PROPOSED, REFUSED, SIGNED, Pledge, PledgeChange, PledgeLine
from models.targets import PLEDGED, Wanted
from models.units import Unit
from services.context import Context

MOST_LINES = 8  # of measures; one of the unit's own comes on top
LONGEST_TEXT = 120
OWN_WORDS = "own words"  # in the audit, which holds none
WHOLE = Decimal(100)  # what «đạt» is as a share of one unit
_FIRM_FROM = (10, 1)  # from then on nothing is lowered without a leader
_DECEMBER = 12
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,6})?|[0-9]{1,9}(?:,[0-9]{1,6})?")


def year_to_pledge(context: Context) -> int:
    """In December it is the next year's."""
    return context.today.year + (context.today.month == _DECEMBER)


def is_yes_no(measure: Measure) -> bool:
    """Whether one unit's part is a yes or a no."""
    return aggregate.counts_units(measure)


def results(context: Context, unit: Unit, period: ReportingWeek) -> list[Result]:
    """A unit's standing in everything that it reports about itself, judged or not."""
    return results_of(context, [unit], period)[unit.id]


def results_of(context: Context, found: Sequence[Unit], period: ReportingWeek) -> dict[int, list[Result]]:
    """The same of several units, read together."""
    campaign = context.campaign_on(period.last)
    kin = {unit.id: units.kin(context.session, context.commune.id, unit) for unit in found}
    ids = {other.id for related in kin.values() for other in related}
    facts = figure_history.facts(context.session, sorted(ids), required_rows.looks(campaign, period))
    by_unit: dict[int, list[Fact]] = {}
    for fact in facts:
        by_unit.setdefault(fact.unit, []).append(fact)
    known = targets.of_commune(context.session, context.commune.id)
    standings = {}
    for unit in found:
        places = [other.place() for other in kin[unit.id]]
        own = [fact for place in places for fact in by_unit.get(place.id, ())]
        theirs = [one for one in known if one.unit in {place.id for place in places}]
        standings[unit.id] = list(assess.assess_unit(campaign, own, unit.place(), theirs, period, places))
    return standings


def until_today(context: Context, year: int) -> ReportingWeek | None:
    """What of a year can be told; None before it."""
    whole = spans.make(Kind.YEAR, year)
    return spans.until(whole, context.today, context.calendar) if whole.first <= context.today else None


# Opening


def open_year(context: Context, year: int, fall: int) -> list[Pledge]:
    """A prefilled pledge for every unit that has none yet for the year and something to pledge.

    `fall`: by how many per cent a stock that is to fall (poor households) is proposed to do so.
    """
    there = {one.unit_id for one in pledges.of_year(context.session, context.commune.id, year)}
    members = units.active_members(context.session, context.commune.id, context.today)
    asked = [unit for unit in members if unit.id not in there]
    last = until_today(context, year - 1)
    before = results_of(context, asked, last) if last is not None else {}
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
    if is_yes_no(measure):
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


# What the unit says


def read_value(measure: Measure, written: str) -> Decimal | None:
    """A number as people write it; None where it is none, or none that the measure can have."""
    if _NUMBER.fullmatch(written) is None:
        return None
    value = written_numbers.value(written)
    if measure.unit == "%" and value > WHOLE:
        return None
    return None if goal.is_whole(measure) and value != value.to_integral_value() else value


def is_impossible(measure: Measure, unit: Unit, value: Decimal) -> bool:
    """More households than there are."""
    return measure.falling_is_good and unit.households is not None and value > unit.households


def agree(context: Context, pledge: Pledge) -> None:
    """The unit takes the lines as they are: those with a measure become pledged targets of the whole year."""
    if pledge.is_agreed:
        return
    pledge.state, pledge.agreed_at, pledge.agreed_by = AGREED, context.now, context.actor_id
    _aim(context, pledge, pledge.lines)
    new = {"unit": pledge.unit.code, "lines": len(pledge.kept)}
    context.record_change(Action.PLEDGE_AGREED, f"year:{pledge.year}", new=new)


def put_off(context: Context, pledge: Pledge) -> None:
    """«Để sau» is an answer."""
    if pledge.state == PROPOSED:
        pledge.put_off_at = context.now


def change(context: Context, pledge: Pledge, line: PledgeLine, value: Decimal | None, reason: str = "") -> PledgeChange:
    """Free until the signing; after it the change waits for an officer (`consent`)."""
    waits = pledge.state == SIGNED
    made = PledgeChange(
        old=line.value,
        new=value,
        state=ASKED if waits else MADE,
        reason=reason,
        at=context.now,
        person_id=context.actor_id,
    )
    line.changes.append(made)
    if not waits:
        _set(context, pledge, line, made)
    context.session.flush()
    return made


def _set(context: Context, pledge: Pledge, line: PledgeLine, made: PledgeChange) -> None:
    if made.new_text is not None:
        line.text = made.new_text
        name = f"{pledge.unit.code} {line.position} {pledge.year}"
        context.record_change(Action.PLEDGE_CHANGED, f"year:{pledge.year}", new={name: OWN_WORDS})
        return
    line.value = made.new
    if pledge.is_agreed:
        _aim(context, pledge, [line])
    name = f"{pledge.unit.code} {line.measure or line.position} {pledge.year}"
    old = {} if made.old is None else {name: str(made.old)}
    new = {} if made.new is None else {name: str(made.new)}
    context.record_change(Action.PLEDGE_CHANGED, f"year:{pledge.year}", old=old, new=new)


def consent(context: Context, change: PledgeChange, *, agreed: bool) -> None:
    """An officer's word about a change after the signing."""
    pledge, line = pledges.pledge_of(context.session, change)
    change.state, change.decided_at, change.decided_by = (MADE if agreed else REFUSED), context.now, context.actor_id
    if agreed:
        if change.new_text is None:
            change.old = line.value
        else:
            change.old_text = line.text
        _set(context, pledge, line, change)


def needs_leader(context: Context, change: PledgeChange) -> bool:
    """Whether a change lowers what was pledged, and the year is so far on that an officer alone may not."""
    pledge, line = pledges.pledge_of(context.session, change)
    if context.today < date(pledge.year, *_FIRM_FROM):
        return False
    if not line.measure:
        return True  # whether other words are less is not for a program to say
    if change.new is None or line.value is None:
        return change.new is None
    measure = measure_of(context, line)
    is_falling = measure is not None and measure.target.comparison is Comparison.AT_MOST
    return change.new > line.value if is_falling else change.new < line.value


def add_own(context: Context, pledge: Pledge, text: str) -> PledgeLine:
    """The unit's own line, in words; a second one replaces the first."""
    own = _own_line(context, pledge)
    own.text = text
    context.session.flush()
    return own


def _own_line(context: Context, pledge: Pledge) -> PledgeLine:
    """The line in words, an empty one where there is none yet."""
    own = next((one for one in pledge.lines if not one.measure), None)
    if own is None:
        own = PledgeLine(position=len(pledge.lines) + 1, measure="", text="", changes=[])
        pledge.lines.append(own)
        context.session.flush()
    return own


def change_own(context: Context, pledge: Pledge, text: str, reason: str) -> PledgeChange:
    """Other words for the unit's own line of a signed pledge: they wait for an officer (`consent`)."""
    line = _own_line(context, pledge)
    made = PledgeChange(
        old_text=line.text,
        new_text=text,
        state=ASKED,
        reason=reason,
        at=context.now,
        person_id=context.actor_id,
    )
    line.changes.append(made)
    context.session.flush()
    return made


def sign(context: Context, signed: Sequence[Pledge]) -> int:
    """An officer holds the signed papers of these units."""
    fresh = [one for one in signed if one.state == AGREED]
    for pledge in fresh:
        pledge.state, pledge.signed_at, pledge.signed_by = SIGNED, context.now, context.actor_id
    if fresh:
        year, codes = fresh[0].year, [one.unit.code for one in fresh]
        context.record_change(Action.PLEDGES_SIGNED, f"year:{year}", new={"units": codes})
    return len(fresh)


def follow(context: Context, unit: Unit, measure: str, year: int, value: Decimal, reason: str) -> None:
    """An officer has recorded a pledged target by command: the unit's line says the same."""
    pledge = pledges.of_unit(context.session, unit.id, year)
    line = next((one for one in pledge.lines if one.measure == measure), None) if pledge is not None else None
    if line is None or line.value == value:
        return
    line.changes.append(
        PledgeChange(old=line.value, new=value, state=MADE, reason=reason, at=context.now, person_id=context.actor_id)
    )
    line.value = value


def measure_of(context: Context, line: PledgeLine) -> Measure | None:
    """The measure of a line; None of words, and where the commune has left the measure out since."""
    return next((one for one in context.campaign.measures if one.id == line.measure), None)


def _aim(context: Context, pledge: Pledge, lines: Sequence[PledgeLine]) -> None:
    """Lines that the unit has agreed to are pledged targets of the whole year."""
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for line in lines:
        measure = measure_of(context, line)
        if measure is None or line.value is None or measure.target.value is None:
            continue
        wanted = Wanted(measure.id, pledge.unit_id, pledge.year, line.value, date(pledge.year, 1, 1), PLEDGED)
        wanted = replace(wanted, source="giao ước")
        before, made = targets.record(context.session, context.commune.id, wanted, context.now, context.actor_id)
        if before is not made:
            name = f"{measure.id} {pledge.unit.code} {pledge.year} {PLEDGED}"
            new[name] = str(made.value)
            old |= {name: str(before.value)} if before is not None else {}
    if new:
        context.record_change(Action.TARGET_SET, "targets", old=old, new=new)


def reachable(context: Context, found: Sequence[Pledge]) -> dict[int, people.Person]:
    """By unit, who answers for it today and can be written to."""
    spoken = people.spokespeople(context.session, [one.unit_id for one in found], context.today)
    return {unit_id: person for unit_id, person in spoken.items() if context.account_of(person) is not None}
