"""Mergers, splits and new names of units: checked, and recorded with the paper.

Levels and sums follow by themselves (`campaign.assessment.lineage`), names by the day they are looked at
(`models.units.places`); what is decided here is who exists from when. People follow in `unit_change_following`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from campaign.text import fold
from models import campaign_overrides, unit_changes, units
from models.audit import Action
from models.unit_changes import MERGE, RENAME, SPLIT, UnitChange
from models.units import Unit
from services import unit_change_following, unit_codes, wording
from services.context import Context
from services.unit_change_following import by_code

_DAY = timedelta(days=1)
_COUNTS = ("households", "people", "adults")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as it is to be called, and what it counts where that is said; a merged one adds up those before it.

    `again` is the code of the unit that it is once more, where an event is taken back by its opposite.
    """

    name: str
    households: int | None = None
    people: int | None = None
    adults: int | None = None
    again: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An event to be recorded."""

    kind: str
    before: tuple[Unit, ...]
    after: tuple[NewUnit, ...]
    on_day: date
    decision: str = ""


def refusal(context: Context, wanted: Wanted) -> str:
    """Why an event cannot be recorded, in Vietnamese; "" where it can."""
    if wanted.kind == MERGE and len({unit.id for unit in wanted.before}) < 2:
        return wording.merge_needs_two()
    if wanted.kind == SPLIT and len({fold(one.name) for one in wanted.after}) < max(2, len(wanted.after)):
        return wording.split_needs_two()
    if len({unit.kind for unit in wanted.before}) > 1 or any(unit.kind == "commune" for unit in wanted.before):
        return wording.units_of_one_kind()
    if not context.timeline.on(wanted.on_day).starts <= wanted.on_day <= context.campaign.ends:
        return wording.outside_campaign(context.campaign.starts, context.campaign.ends)
    return _refused_unit(context, wanted) or _refused_name(context, wanted) or _refused_counts(wanted)


def _refused_unit(context: Context, wanted: Wanted) -> str:
    for unit in wanted.before:
        if unit.active_to is not None:
            return wording.unit_ends(unit.full_name, unit.active_to, is_past=unit.active_to < context.today)
        if unit.active_from is not None and unit.active_from >= wanted.on_day:
            return wording.unit_begins(unit.full_name, unit.active_from)
    return ""


def _refused_name(context: Context, wanted: Wanted) -> str:
    """No two units that exist side by side are given one name."""
    going = {unit.id for unit in wanted.before}
    for other in units.members(context.session, context.commune.id):
        ends_before = other.active_to is not None and other.active_to < wanted.on_day
        if other.id in going or other.kind != wanted.before[0].kind or ends_before:
            continue
        for one in wanted.after:
            if one.name.casefold() == other.name.casefold():
                return wording.name_in_use(other.full_name, other.code)
    if wanted.kind == RENAME and wanted.after[0].name == wanted.before[0].name:
        return wording.same_name(wanted.before[0].full_name)
    return ""


def _refused_counts(wanted: Wanted) -> str:
    """A split village's households and people are nobody's guess: the questions divide by them."""
    if wanted.kind != SPLIT or wanted.before[0].kind != "village":
        return ""
    new = [one for one in wanted.after if not one.again]
    without = [one.name for one in new if one.households is None or one.people is None]
    return wording.counts_needed(without[0]) if without else ""


def propose(context: Context, wanted: Wanted) -> UnitChange:
    """Keep an event that was checked until it is confirmed; an older proposal goes."""
    unit_changes.forget_proposed(context.session, context.commune.id)
    made = UnitChange(
        commune_id=context.commune.id,
        kind=wanted.kind,
        on_day=wanted.on_day,
        holds_from=_holds_from(context, wanted.on_day),
        decision=wanted.decision,
        before=[unit.code for unit in wanted.before],
        after=[],
        new=[asdict(one) | {"old_name": wanted.before[0].name} for one in wanted.after],
        person_id=context.actor_id,
        proposed_at=context.now,
    )
    context.session.add(made)
    context.session.flush()
    return made


def _holds_from(context: Context, day: date) -> date:
    """The first day that counts: posted weeks stay as they were told."""
    frozen = campaign_overrides.frozen_stretches(context.session, context.commune.id, day, None)
    return max([day, *(last + _DAY for _, last in frozen)])


def wanted_by(context: Context, change: UnitChange) -> Wanted:
    """What was proposed, to be checked again: between two taps a unit may have ended."""
    before = tuple(by_code(context, code) for code in change.before)
    after = tuple(
        NewUnit(new["name"], new["households"], new["people"], new["adults"], new.get("again", ""))
        for new in change.new
    )
    return Wanted(change.kind, before, after, change.on_day, change.decision)


def record(context: Context, change: UnitChange) -> None:
    """From its day on the event holds: those before it end, those after it begin. What is due follows at once."""
    change.recorded_at, change.person_id = context.now, context.actor_id
    change.holds_from = _holds_from(context, change.on_day)
    before = [by_code(context, code) for code in change.before]
    if change.kind == RENAME:
        change.after = list(change.before)
    else:
        made = [_begun(context, change, before, one) for one in wanted_by(context, change).after]
        change.after = [unit.code for unit in made]
        for unit in before:
            unit.active_to = change.holds_from - _DAY
    units.tell_apart(context.session, context.commune.id, context.today)
    old = {"units": change.before, "names": [unit.name for unit in before]}
    new = {"kind": change.kind, "after": change.after, "names": change.names, "from": change.holds_from.isoformat()}
    context.record_change(Action.UNITS_CHANGED, "units", old=old, new=new, why=change.decision)
    if change.holds_from <= context.today:
        unit_change_following.follow(context, change)


def _begun(context: Context, change: UnitChange, before: Sequence[Unit], wanted: NewUnit) -> Unit:
    taken = {unit.code for unit in units.members(context.session, context.commune.id)}
    made = Unit(
        commune_id=context.commune.id,
        code=unit_codes.following(before[0].code, taken),
        kind=before[0].kind,
        name=wanted.name,
        aliases=list(by_code(context, wanted.again).aliases) if wanted.again else [],
        active_from=change.holds_from,
        active_to=None,
        succeeds=[unit.id for unit in before],
        qualifier="",
    )
    for name in _COUNTS:
        added = [getattr(unit, name) for unit in before]
        own = getattr(wanted, name)
        merged = sum(added) if change.kind == MERGE and None not in added else None
        setattr(made, name, merged if own is None else own)
    context.session.add(made)
    context.session.flush()
    return made
