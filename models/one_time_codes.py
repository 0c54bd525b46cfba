"""Single-use codes of people who are in already: to bring in a second messenger, or to bind a group by a mention."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import invitation_codes, message_retention
from models.database import Base, Moment
from models.ownership import ByParent
from models.people import Person

ACCOUNT, GROUP = "account", "group"
RECOVERY = "recovery"  # printed on the machine: whoever types it is that person, and their other accounts are barred
LIFETIME = timedelta(minutes=30)


class OneTimeCode(Base):
    """A code whose hash alone is kept. `purpose` says what it opens."""

    __tablename__ = "passes"
    owner = ByParent("person_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship()


def issue(session: Session, person: Person, purpose: str, now: datetime, lifetime: timedelta = LIFETIME) -> str:
    """A new code, «K7QM-4TXP»; it is shown once."""
    letters, code = invitation_codes.new_code()
    session.add(
        OneTimeCode(
            code_hash=invitation_codes.digest(letters), purpose=purpose, person_id=person.id, expires_at=now + lifetime
        )
    )
    return code


def issue_long(session: Session, person: Person, purpose: str, now: datetime, lifetime: timedelta) -> str:
    """The same as a long key that no person types: it opens something as often as it is shown, until it expires."""
    key = secrets.token_hex(24)
    session.add(
        OneTimeCode(
            code_hash=invitation_codes.digest(key), purpose=purpose, person_id=person.id, expires_at=now + lifetime
        )
    )
    return key


def code_of(typed: str) -> str:
    """A code as it was shown, «K7QM-4TXP», however it was typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return invitation_codes.code_shown(letters)


def find(session: Session, code: str, purpose: str, now: datetime) -> OneTimeCode | None:
    """The pass behind a code; None for a wrong, used or expired one."""
    query = select(OneTimeCode).where(
        OneTimeCode.code_hash == invitation_codes.digest(code), OneTimeCode.purpose == purpose
    )
    found = session.scalar(query)
    return found if found is not None and found.used_at is None and found.expires_at > now else None


def commune_of(session: Session, code: str, now: datetime) -> int | None:
    """The commune of whoever an unused code was made for, whatever it opens."""
    query = (
        select(Person.commune_id)
        .join(OneTimeCode, OneTimeCode.person_id == Person.id)
        .where(
            OneTimeCode.code_hash == invitation_codes.digest(code),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    )
    return session.scalar(query)


def void(session: Session, person_id: int, now: datetime) -> None:
    """Every unused code of a person opens nothing any more."""
    unused = select(OneTimeCode).where(OneTimeCode.person_id == person_id, OneTimeCode.expires_at > now)
    for code in session.scalars(unused):
        code.expires_at = now


def use(session: Session, code: str, purpose: str, now: datetime) -> Person | None:
    """The person whose code this is, once."""
    found = find(session, code, purpose, now)
    if found is None:
        return None
    found.used_at = now
    message_retention.hide(session, code_of(code))
    return found.person
