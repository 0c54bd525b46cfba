"""Giao ước: what a unit's lines may be, agreeing, changing and signing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaign.assessment import aggregate, goal
from campaign.catalogue import Comparison, Measure
from campaign.parsing import written_numbers
from models import people, pledges, targets
from models.audit import Action
from models.pledges import AGREED, ASKED, MADE, PROPOSED, REFUSED, SIGNED, Pledge, PledgeChange, PledgeLine
from models.targets import PLEDGED, Wanted
from models.units import Unit
from services.context import Context

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
