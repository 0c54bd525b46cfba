"""A commune in memory for a rehearsal: copies of the rows that a week depends on, and made-up people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from models import groups, units
from models.campaign_overrides import CampaignOverride
from models.database import Base, Store
from models.figures import Figure
from models.holiday_announcements import HolidayAnnouncement
from models.people import Account, Person, Role
from models.periods import PeriodRow, Report
from models.targets import Target
from models.units import Unit
from services import appointments, wording
from services.context import Context

BOT, OFFICER, GROUP = "rehearsal", "officer", "group"
_COPIED = (Unit, PeriodRow, Report, CampaignOverride, HolidayAnnouncement, Target, Figure)

Copy = Mapping[str, Sequence[Mapping[str, Any]]]  # rows by table


def copy(session: Session, commune_id: int) -> Copy:
    """The rows that a week depends on, of the commune in scope; who recorded them is left out."""
    return {model.__tablename__: list(_rows(session, model)) for model in _COPIED}


def _rows(session: Session, model: type[Base]) -> Iterator[Mapping[str, Any]]:
    columns = model.__table__.columns
    people = {one.name for one in columns if any(key.column.table.name == "people" for key in one.foreign_keys)}
    for row in session.scalars(select(model).order_by(model.__mapper__.primary_key[0])):
        values = {one.name: getattr(row, model.__mapper__.get_property_by_column(one).key) for one in columns}
        yield values | dict.fromkeys(people)


def settle(store: Store, kept: Copy) -> None:
    """Put the copies into an empty database; of the units the commune itself comes first."""
    Base.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        for model in _COPIED:
            table = model.__table__
            assert isinstance(table, Table)
            for row in sorted(kept[model.__tablename__], key=lambda one: one.get("commune_id") is not None):
                connection.execute(insert(table), row)


def chat_of(unit_id: int) -> str:
    """Where whoever speaks for a unit is written to."""
    return f"unit{unit_id}"


def gather(context: Context, address: str) -> None:
    """Somebody for every unit, an officer who is called as the real one, and the leaders' group."""
    for unit in units.active_members(context.session, context.commune.id, context.today):
        _add(context, unit, appointments.main_role(unit), chat_of(unit.id), wording.rehearsed_person())
    officer = _add(context, context.commune, "officer", OFFICER, address)
    group = groups.Group(commune_id=context.commune.id, bot=BOT, chat_id=GROUP, title="", proposed_by=officer.id)
    group.confirmed_at = context.now
    context.session.add(group)


def _add(context: Context, unit: Unit, role: str, chat: str, address: str) -> Person:
    person = Person(commune_id=context.commune.id, name=address, address=address, consented_at=context.now)
    context.session.add(person)
    context.session.flush()
    account = Account(commune_id=context.commune.id, person_id=person.id, bot=BOT, external_id=chat, chat_id=chat)
    held = Role(person_id=person.id, unit_id=unit.id, role=role, since=context.now)
    context.session.add_all([account, held])
    context.session.flush()
    return person
