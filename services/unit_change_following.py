"""What goes over on the day of a merger or split: the people of the units, their unused codes, and the open reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from models import conversations, people, periods, unit_changes, units
from models.audit import Action
from models.conversations import Subject
from models.invitation_codes import Invitation
from models.people import Role
from models.periods import Report
from models.unit_changes import RENAME, UnitChange
from models.units import Unit
from services import missing, opening_reports, report_sheet, wording
from services.context import Choice, Context


def by_code(context: Context, code: str) -> Unit:
    """A unit that an event names."""
    found = units.by_code(context.session, context.commune, code)
    if found is None:
        raise LookupError(code)
    return found


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
    before = [by_code(context, code) for code in change.before]
    if change.kind == RENAME:
        _rename(context, before[0], change.names[0])
    else:
        after = [by_code(context, code) for code in change.after]
        _move_people(context, before, after, _former_roles(context, change, after))
        _move_invitations(context, change, before, after)
        _open_reports(context, change, before, after)
    units.tell_apart(context.session, context.commune.id, context.today)


def _rename(context: Context, unit: Unit, name: str) -> None:
    old = unit.name
    unit.name = name
    unit.aliases = [*(one for one in unit.aliases if one.casefold() != name.casefold()), old]
    context.record_change(Action.UNITS_CHANGED, "units", old={"names": [old]}, new={"names": [name]})


_Former = Mapping[tuple[int, int], str]  # by person and unit: what somebody was there


def _former_roles(context: Context, change: UnitChange, after: Sequence[Unit]) -> _Former:
    """Who answered for units that are there again, until they ended."""
    found: dict[tuple[int, int], str] = {}
    for unit, wanted in zip(after, change.new, strict=True):
        if not wanted.get("again"):
            continue
        earlier = by_code(context, wanted["again"])
        query = select(Role).where(Role.unit_id == earlier.id, Role.role.in_(people.REPORTING_ROLES))
        ended = [role for role in context.session.scalars(query) if role.until is not None]
        last = max((role.until for role in ended if role.until is not None), default=None)
        found |= {(role.person_id, unit.id): role.role for role in ended if role.until == last}
    return found


def _move_people(context: Context, before: Sequence[Unit], after: Sequence[Unit], former: _Former) -> None:
    """Who answered for a unit answers for all that came of it; of two heads the first named unit's stays head.

    Where units are there again, everybody goes back to their own.
    """
    query = select(Role).where(
        Role.unit_id.in_([unit.id for unit in before]),
        Role.role.in_(people.REPORTING_ROLES),
        Role.until.is_(None),
    )
    order = [unit.id for unit in before]
    held = sorted(context.session.scalars(query), key=lambda role: (order.index(role.unit_id), role.id))
    returning = {person_id for person_id, _ in former}
    given: set[tuple[int, int]] = set()
    single = {(unit_id, name) for (_, unit_id), name in former.items()}
    for role in held:
        role.until = context.now
        for unit in after:
            own = former.get((role.person_id, unit.id))
            if (unit.id, role.person_id) in given or (own is None and role.person_id in returning):
                continue
            name = own or ("deputy" if (unit.id, role.role) in single else role.role)
            given.add((unit.id, role.person_id))
            single.add((unit.id, name))
            _give(context, role, unit, name)
    context.session.flush()
    for role in held:
        context.session.expire(role.person, ["roles"])


def _give(context: Context, role: Role, unit: Unit, name: str) -> None:
    context.session.add(Role(person_id=role.person_id, unit_id=unit.id, role=name, since=context.now))
    old, new = {"unit": role.unit.code, "role": role.role}, {"unit": unit.code, "role": name, "name": unit.name}
    context.record_change(Action.ROLE_FOLLOWED, f"person:{role.person_id}", old=old, new=new)


def _move_invitations(context: Context, change: UnitChange, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """A code that was handed out and not used yet leads to the unit that is there now; where from is kept."""
    query = select(Invitation).where(Invitation.unit_id.in_([unit.id for unit in before]), Invitation.used_at.is_(None))
    unused = list(context.session.scalars(query))
    codes = [[invited.id, invited.unit_id] for invited in unused]
    change.new = [{**change.new[0], "codes": codes}, *change.new[1:]]
    for invited in unused:
        invited.unit_id = after[0].id


def _open_reports(context: Context, change: UnitChange, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """A week that was asked of those before is open for those after it, less what all of them had told."""
    query = select(Report).where(Report.unit_id.in_([unit.id for unit in before]))
    asked = [
        report
        for report in context.session.scalars(query)
        if report.asked_at is not None and report.period.frozen_at is None and report.period.last >= change.holds_from
    ]
    conversations.forget(context.session, Subject.REPORT, {report.id for report in asked})  # nobody answers there now
    for period in {report.period_id: report.period for report in asked}.values():
        of_period = [report for report in asked if report.period_id == period.id]
        for unit in after:
            opened = opening_reports.open_report(context, unit, period)
            opened.asked_at = max(report.asked_at for report in of_period if report.asked_at is not None)
    context.session.flush()


def left_of_week(context: Context, unit: Unit) -> tuple[str, list[Choice]]:
    """What a unit that was asked this week has not answered, with the button that goes on; ("", []) where all is in."""
    period = report_sheet.current_period(context)
    report = periods.report(context.session, unit.id, period.id)
    if report is None or not report.due or report.completed_at is not None or report.asked_at is None:
        return "", []
    return missing.left(context, report)[0], [Choice(wording.NOW, f"go:{report.id}")]
