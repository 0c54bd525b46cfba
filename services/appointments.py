"""What people are in their units: said in words, given, ended; and who of a commune hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from models import (
    announcements,
    checks,
    good_deeds,
    honours,
    invitation_codes,
    launches,
    legal,
    message_retention,
    pledges,
    scoring,
    table_uploads,
)
from models.audit import Action
from models.people import Person, Role
from models.units import Unit
from services import wording
from services.context import Choice, Context

_MAIN = {"village": "village-head", "school": "reporter", "office": "reporter"}


def main_role(unit: Unit) -> str:
    """The role that one person holds in a unit: its head, or its reporter."""
    return _MAIN[unit.kind]


def text(role: str, unit: Unit) -> str:
    """«trưởng thôn Bản Còn», «người báo cáo Công an xã»."""
    return f"{wording.ROLE_NAMES[role]} {unit.short_name if role in ('village-head', 'deputy') else unit.full_name}"


def current(person: Person) -> list[Role]:
    """What somebody is today."""
    return [role for role in person.roles if role.until is None]


def as_value(role: Role) -> dict[str, str]:
    """A role as the audit has it."""
    return {"role": role.role, "unit": role.unit.code}


def end(context: Context, role: Role, new: dict[str, int] | None = None) -> None:
    """Somebody is this no longer; their buttons about the unit are old from now on."""
    role.until = context.now
    context.record_change(Action.ROLE_ENDED, f"person:{role.person_id}", old=as_value(role), new=new)


def give(context: Context, person: Person, role: str, unit: Unit) -> Role:
    """Somebody who is known already is this too, from now on."""
    given = Role(person_id=person.id, unit_id=unit.id, role=role, since=context.now)
    context.session.add(given)
    context.session.flush()
    context.session.expire(person, ["roles"])
    context.record_change(Action.ROLE_GIVEN, f"person:{person.id}", new={"role": role, "unit": unit.code})
    return given


def remove(context: Context, person: Person, action: Action) -> None:
    """A person's name, accounts and roles go, and every table in which they may be named; the figures stay."""
    strike(context, person, action)
    table_uploads.forget(context.session, person.id)


def strike(context: Context, person: Person, action: Action) -> None:
    """The same without a look at tables: a table itself says that the person has gone."""
    old = {"roles": [as_value(role) for role in current(person)]}
    context.record_change(action, f"person:{person.id}", old=old, new={"roles": []})
    for role in current(person):
        role.until = context.now
    chats = [(account.bot, account.chat_id) for account in person.accounts]
    message_retention.forget_person(context.session, person.name, person.address, chats)
    for account in list(person.accounts):
        context.session.delete(account)
    good_deeds.forget_name(context.session, person.name, person.address)
    honours.forget_person(context.session, person.id, person.name)
    invitation_codes.forget(context.session, person)
    announcements.forget_person(context.session, person.id)
    launches.forget_person(context.session, person.id)
    checks.forget_person(context.session, person.id)
    pledges.forget_person(context.session, person.id)
    good_deeds.forget_person(context.session, person.id)
    scoring.forget_person(context.session, person.id)
    legal.forget_person(context.session, person.id)
    context.session.flush()


def tell_officers(context: Context, about: Person, said: str, choices: Sequence[Choice] = (), by: int = 0) -> None:
    """Every officer but the one it is about, and the one who did it; what they were doing goes on."""
    for officer in context.officers():
        if officer.id not in (about.id, by):
            context.tell(officer, said, choices, beside=True)


def is_last_officer(context: Context, person: Person) -> bool:
    """Whether nobody would be left who could invite another one."""
    officers = context.officers()
    return [officer.id for officer in officers] == [person.id]
