"""Mergers, splits and new names of units: checked, recorded with the paper, and followed by people and open reports.

Levels and sums follow by themselves (`campaign.assessment.lineage`), names by the day they are looked at
(`models.units.places`); what is decided here is who exists from when, and who answers for whom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import select

from campaign.text import fold
from models import campaign_overrides, people, periods, unit_changes, units
from models.audit import Action
from models.people import Invitation, Role
from models.periods import Report
from models.unit_changes import MERGE, RENAME, SPLIT, UnitChange
from models.units import Unit
from services import report_sheet, wording
from services.context import Context

_DAY = timedelta(days=1)
_CODE = re.compile(r"([A-Z]{1,4})([0-9]{1,4})")
_COUNTS = ("households", "people", "adults")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as it is to be called, and what it counts where that is said; a merged one adds up those before it."""

    name: str
    households: int | None = None
    people: int | None = None
    adults: int | None = None


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
    without = [one.name for one in wanted.after if one.households is None or one.people is None]
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
    before = tuple(_by_code(context, code) for code in change.before)
    after = tuple(NewUnit(**{name: one[name] for name in ("name", *_COUNTS)}) for one in change.new)
    return Wanted(change.kind, before, after, change.on_day, change.decision)


def _by_code(context: Context, code: str) -> Unit:
    found = units.by_code(context.session, context.commune, code)
    if found is None:
        raise LookupError(code)
    return found


def record(context: Context, change: UnitChange) -> None:
    """From its day on the event holds: those before it end, those after it begin. What is due follows at once."""
    change.recorded_at, change.person_id = context.now, context.actor_id
    change.holds_from = _holds_from(context, change.on_day)
    before = [_by_code(context, code) for code in change.before]
    if change.kind == RENAME:
        change.after = list(change.before)
    else:
        made = [_begun(context, change, before, one) for one in wanted_by(context, change).after]
        change.after = [unit.code for unit in made]
        for unit in before:
            unit.active_to = change.holds_from - _DAY
    units.tell_apart(context.session, context.commune.id)
    new = {"kind": change.kind, "after": change.after, "names": change.names, "from": change.holds_from.isoformat()}
    context.record_change(Action.UNITS_CHANGED, "units", old={"units": change.before}, new=new, why=change.decision)
    if change.holds_from <= context.today:
        follow(context, change)


def _begun(context: Context, change: UnitChange, before: Sequence[Unit], wanted: NewUnit) -> Unit:
    made = Unit(
        commune_id=context.commune.id,
        code=_next_code(context, before[0].code),
        kind=before[0].kind,
        name=wanted.name,
        aliases=[],
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


def _next_code(context: Context, like: str) -> str:
    """T01 has T29 after T28; a school's TH05 has TH12 after TH11."""
    codes = {unit.code for unit in units.members(context.session, context.commune.id)}
    matched = _CODE.fullmatch(like)
    head, width = (matched[1], len(matched[2])) if matched else (like[:4], 2)
    of_head = [found for code in codes if (found := _CODE.fullmatch(code)) and found[1] == head]
    number = max((int(found[2]) for found in of_head), default=0) + 1
    while f"{head}{number:0{width}}" in codes:
        number += 1
    return f"{head}{number:0{width}}"


def follow_due(context: Context) -> int:
    """Every event whose day has come: people and open reports go over. Returns how many."""
    waiting = [
        one for one in unit_changes.due(context.session, context.commune.id, context.today) if one.followed_at is None
    ]
    for change in waiting:
        follow(context, change)
    return len(waiting)


def follow(context: Context, change: UnitChange) -> None:
    """On the day itself: the new name, or the people, their codes and the open reports of those that end."""
    change.followed_at = context.now
    before = [_by_code(context, code) for code in change.before]
    if change.kind == RENAME:
        _rename(context, before[0], change.names[0])
        change.told_at = context.now
    else:
        after = [_by_code(context, code) for code in change.after]
        _move_people(context, before, after)
        _move_invitations(context, before, after)
        _open_reports(context, change, before, after)
    units.tell_apart(context.session, context.commune.id)


def _rename(context: Context, unit: Unit, name: str) -> None:
    old = unit.name
    unit.name = name
    unit.aliases = [*(one for one in unit.aliases if one.casefold() != name.casefold()), old]
    context.record_change(Action.UNITS_CHANGED, "units", old={"name": old}, new={"name": name})


def _move_people(context: Context, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """Who answered for a unit answers for all that came of it; of two heads the first named unit's stays head."""
    query = select(Role).where(
        Role.unit_id.in_([unit.id for unit in before]),
        Role.role.in_(people.REPORTING_ROLES),
        Role.until.is_(None),
    )
    order = [unit.id for unit in before]
    held = sorted(context.session.scalars(query), key=lambda role: (order.index(role.unit_id), role.id))
    given: set[tuple[int, int]] = set()
    single: set[tuple[int, str]] = set()
    for role in held:
        role.until = context.now
        for unit in after:
            name = role.role
            if name != "deputy" and (unit.id, name) in single:
                name = "deputy"
            if (unit.id, role.person_id) in given:
                continue
            given.add((unit.id, role.person_id))
            single.add((unit.id, name))
            context.session.add(Role(person_id=role.person_id, unit_id=unit.id, role=name, since=context.now))
            context.record_change(
                Action.ROLE_FOLLOWED,
                f"person:{role.person_id}",
                old={"unit": role.unit_id, "role": role.role},
                new={"unit": unit.code, "role": name},
            )
    context.session.flush()
    for role in held:
        context.session.expire(role.person, ["roles"])


def _move_invitations(context: Context, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """A code that was handed out and not used yet leads to the unit that is there now."""
    query = select(Invitation).where(Invitation.unit_id.in_([unit.id for unit in before]), Invitation.used_at.is_(None))
    for invited in context.session.scalars(query):
        invited.unit_id = after[0].id


def _open_reports(context: Context, change: UnitChange, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """A week that was asked of those before is open for those after it, less what all of them had told."""
    query = select(Report).where(Report.unit_id.in_([unit.id for unit in before]))
    asked = [
        report
        for report in context.session.scalars(query)
        if report.asked_at is not None and report.period.frozen_at is None and report.period.last >= change.holds_from
    ]
    for period in {report.period_id: report.period for report in asked}.values():
        of_period = [report for report in asked if report.period_id == period.id]
        for unit in after:
            opened = report_sheet.open_report(context, unit, period)
            opened.asked_at = max(report.asked_at for report in of_period if report.asked_at is not None)
    context.session.flush()


def waiting_report(context: Context, unit: Unit) -> Report | None:
    """The report of the present week that a unit has taken over and not completed."""
    period = report_sheet.current_period(context)
    found = periods.report(context.session, unit.id, period.id)
    return found if found is not None and found.due and found.completed_at is None else None
