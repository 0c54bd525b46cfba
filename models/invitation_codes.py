"""Invitations: single-use codes that let a person into a role of a unit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from campaign.normalisation import one_line
from models import accounts, audit
from models.database import Base, Moment
from models.ownership import ByParent
from models.people import DEPUTY_OFFICER, ONE_IN_A_UNIT, Account, Person, Role, holds, listed
from models.units import Unit

# Letters and digits that nobody confuses when reading a printed sheet aloud.
CODE_LETTERS = "ABCDEFGHKLMNPQRSTVXY3456789"


class Invitation(Base):
    """A single-use code. Only its hash is kept, so that a stolen backup opens nothing."""

    __tablename__ = "invitations"
    owner = ByParent("unit_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str]
    name: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # whose duties the newcomer takes over
    unit: Mapped[Unit] = relationship()


def code_shown(letters: str) -> str:
    """«K7QM-4TXP»"""
    return f"{letters[:4]}-{letters[4:]}"


def new_code() -> tuple[str, str]:
    """The letters of a new code, of which the digest is kept, and how they are shown: «K7QM-4TXP»."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return letters, code_shown(letters)


def digest(code: str) -> str:
    """What is kept of a code: capitals or not, with or without its hyphen, it is the same code."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def invite(
    session: Session,
    unit: Unit,
    role: str,
    *,
    name: str,
    address: str,
    phone: str | None,
    now: datetime,
    days: int = 0,
    hours: int = 0,
    by: int | None = None,
    replaces_id: int | None = None,
) -> str:
    """Store an invitation and return its code, «K7QM-4TXP», which is shown once and never again.

    `by` is the person who invites; None is the command line.
    """
    if role == "deputy" and unit.kind == "commune":
        role = DEPUTY_OFFICER
    letters, code = new_code()
    invited = Invitation(
        code_hash=digest(letters),
        unit=unit,
        role=role,
        name=one_line(name),
        address=one_line(address),
        phone=one_line(phone) if phone is not None else None,
        expires_at=now + timedelta(days=days, hours=hours),
        replaces_id=replaces_id,
    )
    session.add(invited)
    session.flush()
    lasts = {"hours": hours} if hours else {"days": days}
    new = {"role": role, "unit": unit.code, **lasts}
    audit.record(
        session, now, unit.commune_id or unit.id, by, audit.Action.INVITED, f"invitation:{invited.id}", new=new
    )
    return code


def void(session: Session, unit_id: int, role: str, now: datetime) -> int:
    """Unused codes for a role in a unit open nothing any more; how many there were."""
    query = select(Invitation).where(
        Invitation.unit_id == unit_id,
        Invitation.role == role,
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    )
    unused = session.scalars(query).all()
    for invited in unused:
        invited.expires_at = now
    return len(unused)


def void_nameless(session: Session, unit_id: int, role: str, now: datetime) -> None:
    """Unused codes for somebody whose name nobody knew open nothing any more."""
    query = select(Invitation).where(
        Invitation.unit_id == unit_id,
        Invitation.role == role,
        Invitation.name == "",
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    )
    for invited in session.scalars(query):
        invited.expires_at = now


def newest_unused(session: Session, unit_id: int, role: str) -> Invitation | None:
    """Who was invited last into a role of a unit and has not come; the code may have expired."""
    query = select(Invitation).where(
        Invitation.unit_id == unit_id, Invitation.role == role, Invitation.used_at.is_(None), Invitation.name != ""
    )
    return session.scalars(query.order_by(Invitation.id.desc()).limit(1)).first()


def count_unused(session: Session, unit_ids: Collection[int], now: datetime) -> int:
    """How many codes still open one of these units' head or reporter."""
    query = select(func.count(Invitation.id)).where(
        Invitation.unit_id.in_(unit_ids),
        Invitation.role.in_(ONE_IN_A_UNIT),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    )
    return session.scalar(query) or 0


def replaced_by(session: Session, person_id: int) -> Person | None:
    """Whose duties somebody was invited to take over, by the code that they used last."""
    query = (
        select(Person)
        .join(Invitation, Invitation.replaces_id == Person.id)
        .where(Invitation.used_by == person_id, Invitation.used_at.is_not(None))
        .order_by(Invitation.used_at.desc())
    )
    return session.scalars(query.limit(1)).first()


def invitation(session: Session, code: str, now: datetime) -> Invitation | None:
    """The invitation behind `code` if it is unused and has not expired."""
    found = session.scalar(select(Invitation).where(Invitation.code_hash == digest(code)))
    return found if found and found.used_at is None and found.expires_at > now else None


def opened(session: Session, key: int, person: Person, now: datetime) -> Invitation | None:
    """The unused invitation that a person who was in already has opened last, and was asked about."""
    found = session.get(Invitation, key)
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    return found if found.used_by == person.id else None


def accept(session: Session, invited: Invitation, bot: str, external_id: str, chat_id: str, now: datetime) -> Person:
    """Bind an account to the invited person. Who held the role before keeps it until `succeed`: the newcomer's yes."""
    person = _account_holder(session, bot, external_id)
    if person is None:
        person = listed(session, invited.unit_id, invited.role, invited.name)
        if person is None:
            commune_id = invited.unit.commune_id or invited.unit.id
            person = Person(commune_id=commune_id, name=invited.name, address=invited.address, phone=invited.phone)
            session.add(person)
        session.flush()
        session.add(Account(person_id=person.id, bot=bot, external_id=external_id, chat_id=chat_id))
    if not holds(person, invited.role, invited.unit_id):
        session.add(Role(person_id=person.id, unit_id=invited.unit_id, role=invited.role, since=now))
    invited.used_at, invited.used_by = now, person.id
    session.flush()
    session.expire(person, ["roles", "accounts"])
    return person


def _account_holder(session: Session, bot: str, external_id: str) -> Person | None:
    found = accounts.account(session, bot, external_id)
    return found.person if found else None


def names(session: Session) -> Sequence[str]:
    """What people of the commune are called, also those who are only invited."""
    return [*session.scalars(select(Person.name)), *session.scalars(select(Invitation.name))]


def commune_of_code(session: Session, code: str, now: datetime) -> int | None:
    """The commune that an unused invitation leads to, whichever it is."""
    query = (
        select(func.coalesce(Unit.commune_id, Unit.id))
        .join(Invitation, Invitation.unit_id == Unit.id)
        .where(Invitation.code_hash == digest(code), Invitation.used_at.is_(None), Invitation.expires_at > now)
    )
    return session.scalar(query)


def forget(session: Session, person: Person) -> None:
    """Nothing that names a person stays: not in their row, not in the invitations they came in by."""
    person.name, person.address, person.phone = "người báo cáo đã xóa", "ông/bà", None
    person.consented_at = person.absent_from = person.absent_until = None
    came_by = select(Invitation).where(Invitation.used_by == person.id, Invitation.used_at.is_not(None))
    for invited in session.scalars(came_by):
        invited.name, invited.address, invited.phone = "", "", None
