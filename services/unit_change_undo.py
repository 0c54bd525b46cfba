"""Taking a merger, split or new name back: as if it had never been, or, once figures rest on it, by its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Select, or_, select

from models import campaign_overrides, conversations, people, unit_changes, units
from models.announcements import AnnouncementRecipient
from models.audit import Action
from models.checks import Check
from models.conversations import Subject
from models.figures import Figure
from models.good_deeds import GoodDeed
from models.honours import Award, Nominee
from models.invitation_codes import Invitation
from models.people import Role
from models.periods import Report
from models.photos import Photo
from models.pledges import Pledge
from models.rounds import RoundUnit
from models.scoring import ScoreRow
from models.targets import Target
from models.unit_changes import MERGE, RENAME, SPLIT, UnitChange
from models.units import Unit
from services.context import Context
from services.unit_change_following import by_code
from services.unit_changes import NewUnit, Wanted

_DAY = timedelta(days=1)


def later(context: Context, change: UnitChange) -> UnitChange | None:
    """An event that rests on this one: it has to be taken back first."""
    events = unit_changes.recorded(context.session, context.commune.id)
    behind = events[[event.id for event in events].index(change.id) + 1 :]
    return next((event for event in behind if set(event.before) & set(change.after)), None)


def is_untouched(context: Context, change: UnitChange) -> bool:
    """Whether nothing rests on an event: no posted week, and nothing of the new units' own (`_resting`)."""
    if campaign_overrides.frozen_stretches(context.session, context.commune.id, change.holds_from, None):
        return False
    if change.kind == RENAME:
        return True
    new = [by_code(context, code).id for code in change.after]
    return not any(context.session.scalar(query.limit(1)) for query in _resting(change, new))


def _resting(change: UnitChange, new: Sequence[int]) -> Iterator[Select[int]]:
    """Figures, targets, announcements, photos and people of the units made, but for what followed on an event's day."""
    yield select(Figure.id).where(or_(Figure.subject_id.in_(new), Figure.reporter_id.in_(new)))
    yield select(Target.id).where(Target.unit_id.in_(new))
    yield select(Check.id).where(Check.unit_id.in_(new))
    yield select(Pledge.id).where(Pledge.unit_id.in_(new))
    yield select(AnnouncementRecipient.id).where(AnnouncementRecipient.unit_id.in_(new))
    yield select(GoodDeed.id).where(GoodDeed.unit_id.in_(new))
    yield select(Nominee.id).where(Nominee.unit_id.in_(new))
    yield select(Award.id).where(Award.unit_id.in_(new))
    yield select(ScoreRow.id).where(ScoreRow.unit_id.in_(new))
    yield select(RoundUnit.id).where(RoundUnit.unit_id.in_(new))
    yield select(Photo.id).join(Report, Report.id == Photo.report_id).where(Report.unit_id.in_(new))
    roles = select(Role.id).where(Role.unit_id.in_(new))
    yield roles.where(or_(Role.since != change.followed_at, Role.until.is_not(None))) if change.followed_at else roles
    moved = [invitation_id for invitation_id, _ in _moved_codes(change)]
    yield select(Invitation.id).where(
        Invitation.unit_id.in_(new), or_(Invitation.id.not_in(moved), Invitation.used_at.is_not(None))
    )


def _moved_codes(change: UnitChange) -> list[list[int]]:
    codes: list[list[int]] = change.new[0].get("codes", [])
    return codes


def opposite(context: Context, change: UnitChange) -> Wanted:
    """The event that brings back what was before, from today on."""
    day = max(context.today, change.holds_from + _DAY)
    before = [by_code(context, code) for code in change.before]
    now = tuple(by_code(context, code) for code in change.after)
    if change.kind == RENAME:
        return Wanted(RENAME, now, (NewUnit(str(change.new[0]["old_name"])),), day)
    again = tuple(NewUnit(unit.name, unit.households, unit.people, unit.adults, unit.code) for unit in before)
    return Wanted(SPLIT if change.kind == MERGE else MERGE, now, again, day)


def take_back(context: Context, change: UnitChange) -> list[Unit]:
    """As if an untouched event had never been; the units that are there again."""
    before = [by_code(context, code) for code in change.before]
    made = [] if change.kind == RENAME else [by_code(context, code) for code in change.after]
    old, new = {"names": change.names}, {"names": [_name_before(change, unit) for unit in before]}
    context.record_change(Action.UNITS_TAKEN_BACK, "units", old=old, new=new, why=change.decision)
    if change.kind == RENAME:
        if change.followed_at is not None:
            _name_again(before[0], _name_before(change, before[0]))
    else:
        if change.followed_at is not None:
            _return_people(context, change, before)
            _return_codes(context, change)
        _drop_reports(context, made)
        for unit in before:
            unit.active_to = None
    context.session.flush()
    for unit in made:
        context.session.delete(unit)
    context.session.delete(change)
    units.tell_apart(context.session, context.commune.id, context.today)
    return before


def _name_before(change: UnitChange, unit: Unit) -> str:
    return str(change.new[0]["old_name"]) if change.kind == RENAME else unit.name


def _name_again(unit: Unit, name: str) -> None:
    unit.aliases = [alias for alias in unit.aliases if alias.casefold() != name.casefold()]
    unit.name = name


def _return_people(context: Context, change: UnitChange, before: Sequence[Unit]) -> None:
    """The roles that ended on the day go on, and those that began are gone."""
    made = [by_code(context, code).id for code in change.after]
    for role in context.session.scalars(select(Role).where(Role.unit_id.in_(made))).all():
        context.session.delete(role)
    context.session.flush()
    ended = select(Role).where(
        Role.unit_id.in_([unit.id for unit in before]),
        Role.until == change.followed_at,
        Role.role.in_(people.REPORTING_ROLES),
    )
    for role in context.session.scalars(ended).all():
        role.until = None
        new = {"unit": role.unit.code, "role": role.role, "name": role.unit.name}
        context.record_change(Action.ROLE_FOLLOWED, f"person:{role.person_id}", old={"units": change.after}, new=new)
        context.session.expire(role.person, ["roles"])


def _return_codes(context: Context, change: UnitChange) -> None:
    for invitation_id, unit_id in _moved_codes(change):
        invited = context.session.get(Invitation, invitation_id)
        if invited is not None and invited.used_at is None:
            invited.unit_id = unit_id


def _drop_reports(context: Context, made: Sequence[Unit]) -> None:
    """Reports without an answer, with the dialogues about them."""
    opened = context.session.scalars(select(Report).where(Report.unit_id.in_([unit.id for unit in made]))).all()
    conversations.forget(context.session, Subject.REPORT, {report.id for report in opened})
    conversations.forget(context.session, Subject.UNIT, {unit.id for unit in made})
    for report in opened:
        context.session.delete(report)
