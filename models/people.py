"""People, the roles they hold in units, the accounts they write from, and the codes that let them in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from campaign.normalisation import one_line
from campaign.text import fold
from models import audit
from models.database import Base, Moment
from models.ownership import DIRECT, ByParent
from models.read_ahead import ReadAhead
from models.units import Unit

REPORTING_ROLES = ("village-head", "deputy", "reporter")
DEPUTY_OFFICER = "deputy-officer"  # a deputy of the commune itself: approves the post when no officer does
ROLES = (*REPORTING_ROLES, "officer", DEPUTY_OFFICER, "leader")
_ONE_IN_A_UNIT = ("village-head", "reporter")

# Letters and digits that nobody confuses when reading a printed sheet aloud.
CODE_LETTERS = "ABCDEFGHKLMNPQRSTVXY3456789"


class Person(Base):
    """Somebody the commune knows. `address` is how the bot speaks to them: «ông Sơn», «thầy Bình»."""

    __tablename__ = "people"
    owner = DIRECT

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str | None]
    consented_at: Mapped[datetime | None] = mapped_column(Moment)
    consent_version: Mapped[int | None]
    by_phone: Mapped[bool] = mapped_column(default=False)  # chose to report by telephone
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]  # the last day of an absence; it ends by itself, and its reason is not asked
    preferred_bot: Mapped[str | None]  # where they want to be written to, when they write to several
    roles: Mapped[list[Role]] = relationship(back_populates="person")
    accounts: Mapped[list[Account]] = relationship(back_populates="person")

    @property
    def title(self) -> str:
        """The form of address without the name: «ông», «thầy», «đồng chí»."""
        return self.address.rsplit(" ", 1)[0]


class Role(Base):
    """What a person is in a unit, from a day until a day."""

    __tablename__ = "roles"
    owner = ByParent("person_id")
    __table_args__ = (Index("roles_of_unit", "unit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str]
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship(back_populates="roles")
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Account(Base):
    """A messenger account of a person: where their messages go. Whoever is in two communes is a person of each."""

    __tablename__ = "accounts"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("bot", "external_id", "commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    bot: Mapped[str]
    external_id: Mapped[str]
    chat_id: Mapped[str]
    blocked_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship(back_populates="accounts", lazy="joined", innerjoin=True)


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
        Invitation.role.in_(_ONE_IN_A_UNIT),
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


def holders(session: Session, unit_id: int) -> Sequence[Role]:
    """Who is what in a unit today, the head or reporter first."""
    query = select(Role).where(Role.unit_id == unit_id, Role.until.is_(None)).order_by(Role.role.desc(), Role.id)
    return session.scalars(query).all()


def reachable_people(session: Session, commune_id: int) -> Sequence[Person]:
    """Everybody of a commune who has agreed and may be written to."""
    query = (
        select(Person)
        .where(Person.commune_id == commune_id, Person.consented_at.is_not(None), Person.accounts.any())
        .order_by(Person.id)
    )
    return session.scalars(query).all()


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


def listed(session: Session, unit_id: int, role: str, name: str = "") -> Person | None:
    """Who is known to hold a role in a unit and has never joined: the officer's list has them, by this name."""
    query = (
        select(Role).where(Role.unit_id == unit_id, Role.role == role, Role.until.is_(None)).order_by(Role.id.desc())
    )
    held = [row.person for row in session.scalars(query) if not has_joined(row.person)]
    return next((person for person in held if not name or fold(person.name) == fold(name)), None)


def has_joined(person: Person) -> bool:
    """Whether somebody has come in by a code, or reports by telephone at their own word; a list alone is no yes."""
    return person.consented_at is not None or bool(person.accounts)


def _account_holder(session: Session, bot: str, external_id: str) -> Person | None:
    found = account(session, bot, external_id)
    return found.person if found else None


def succeed(session: Session, person: Person, now: datetime) -> list[Role]:
    """A unit has one head or reporter: who held the role before this person gives it up now. Returns what ended."""
    ended = []
    for mine in [held for held in person.roles if held.role in _ONE_IN_A_UNIT and held.until is None]:
        others = select(Role).where(
            Role.unit_id == mine.unit_id,
            Role.role == mine.role,
            Role.person_id != person.id,
            Role.since <= mine.since,
            Role.until.is_(None),
        )
        for other in session.scalars(others):
            other.until = now
            ended.append(other)
    return ended


WITH_ROLES = joinedload(Account.person, innerjoin=True).joinedload(Person.roles)
_ACCOUNT = (
    select(Account)
    .where(Account.bot == bindparam("bot"), Account.external_id == bindparam("external_id"))
    .options(WITH_ROLES)
)
_ACCOUNTS = (
    select(Account)
    .where(Account.bot == bindparam("bot"), Account.external_id.in_(bindparam("external_ids", expanding=True)))
    .options(WITH_ROLES)
)
_ACCOUNTS_AHEAD: ReadAhead[tuple[str, str], Account | None] = ReadAhead()


def account(session: Session, bot: str, external_id: str) -> Account | None:
    """An account with its person and all their roles: every turn needs them."""

    def look_up() -> Account | None:
        return session.scalars(_ACCOUNT, {"bot": bot, "external_id": external_id}).unique().one_or_none()

    return _ACCOUNTS_AHEAD.take(session, (bot, external_id), look_up)


def keep_ahead(session: Session, found: Account) -> None:
    """An account that was read for a turn to come."""
    _ACCOUNTS_AHEAD.keep(session, (found.bot, found.external_id), found)


def read_accounts_ahead(session: Session, bot: str, external_ids: Sequence[str]) -> dict[str, Account]:
    """The same of several, for turns to come."""
    found = session.scalars(_ACCOUNTS, {"bot": bot, "external_ids": external_ids}).unique()
    accounts = {one.external_id: one for one in found}
    for external_id, one in accounts.items():
        _ACCOUNTS_AHEAD.keep(session, (bot, external_id), one)
    return accounts


def names(session: Session) -> Sequence[str]:
    """What people of the commune are called, also those who are only invited."""
    return [*session.scalars(select(Person.name)), *session.scalars(select(Invitation.name))]


def communes_of(session: Session, senders: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The communes in which accounts (bot, external id) have a person, the one they joined first at the beginning."""
    query = select(Account.bot, Account.external_id, Account.commune_id).where(
        tuple_(Account.bot, Account.external_id).in_(sorted(senders))
    )
    joined: dict[tuple[str, str], list[int]] = {}
    for bot, external_id, commune_id in session.execute(query.order_by(Account.id)):
        joined.setdefault((bot, external_id), []).append(commune_id)
    return joined


def chats_of(session: Session, bot: str, external_id: str) -> Sequence[str]:
    """Where an account is written to."""
    query = select(Account.chat_id).where(Account.bot == bot, Account.external_id == external_id)
    return session.scalars(query.order_by(Account.id)).all()


def commune_of_code(session: Session, code: str, now: datetime) -> int | None:
    """The commune that an unused invitation leads to, whichever it is."""
    query = (
        select(func.coalesce(Unit.commune_id, Unit.id))
        .join(Invitation, Invitation.unit_id == Unit.id)
        .where(Invitation.code_hash == digest(code), Invitation.used_at.is_(None), Invitation.expires_at > now)
    )
    return session.scalar(query)


def accounts_of_chat(session: Session, bot: str, chat_id: str) -> Sequence[Account]:
    return session.scalars(select(Account).where(Account.bot == bot, Account.chat_id == chat_id)).all()


def units_of(person: Person, roles: Sequence[str]) -> list[Unit]:
    """The units in which a person holds one of `roles` today, in the order of their codes."""
    held = {role.unit_id: role.unit for role in person.roles if role.role in roles and role.until is None}
    return sorted(held.values(), key=lambda unit: unit.code)


def has_role(person: Person, role: str) -> bool:
    return any(held.role == role and held.until is None for held in person.roles)


def holds(person: Person, role: str, unit_id: int) -> bool:
    """Whether a person has `role` in that very unit today."""
    return any(held.role == role and held.unit_id == unit_id and held.until is None for held in person.roles)


def with_role(session: Session, commune_id: int, role: str) -> list[Person]:
    """Everybody of a commune who holds `role` today and has agreed to receive messages."""
    query = (
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .where(
            Person.commune_id == commune_id,
            Role.role == role,
            Role.until.is_(None),
            Person.consented_at.is_not(None),
        )
        .order_by(Person.id)
    )
    return list(session.scalars(query).unique())


def holders_of(session: Session, commune_id: int, role: str) -> Sequence[Role]:
    """Who holds a role today, in whichever unit of a commune, in the order of the units' codes."""
    query = (
        select(Role)
        .join(Person, Person.id == Role.person_id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(Person.commune_id == commune_id, Role.role == role, Role.until.is_(None))
        .order_by(Unit.code, Role.id)
        .options(joinedload(Role.person).selectinload(Person.accounts))
    )
    return session.scalars(query).unique().all()


def spokesperson(session: Session, unit_id: int, today: date) -> Person | None:
    """Who is asked for a unit: its head or reporter; the deputy only when the head is away or has blocked the bot."""
    return spokespeople(session, [unit_id], today).get(unit_id)


def spokespeople(session: Session, unit_ids: Collection[int], today: date) -> dict[int, Person]:
    """The spokesperson of each of several units, by unit; one that has nobody is left out."""
    query = (
        select(Role)
        .where(Role.unit_id.in_(unit_ids), Role.role.in_(REPORTING_ROLES), Role.until.is_(None))
        .order_by(Role.since.desc())
        .options(joinedload(Role.person).selectinload(Person.accounts))
    )
    held: dict[int, list[Role]] = {}
    for role in session.scalars(query):
        held.setdefault(role.unit_id, []).append(role)
    found = {unit_id: _spokesperson(roles, today) for unit_id, roles in held.items()}
    return {unit_id: person for unit_id, person in found.items() if person is not None}


def _spokesperson(held: Sequence[Role], today: date) -> Person | None:
    for wanted in (_ONE_IN_A_UNIT, ("deputy",)):
        for role in held:
            if role.role in wanted and _may_be_asked(role.person, today):
                return role.person
    agreed = [role for role in held if role.person.consented_at is not None]
    return next((role.person for role in [*agreed, *held]), None)


def absent_heads(session: Session, unit_ids: Collection[int], today: date) -> dict[int, Person]:
    """The heads and reporters who are away today, by unit."""
    query = (
        select(Role)
        .join(Person, Person.id == Role.person_id)
        .where(
            Role.unit_id.in_(unit_ids),
            Role.role.in_(_ONE_IN_A_UNIT),
            Role.until.is_(None),
            Person.absent_until >= today,
            or_(Person.absent_from.is_(None), Person.absent_from <= today),
        )
        .options(joinedload(Role.person))
    )
    return {role.unit_id: role.person for role in session.scalars(query)}


def _may_be_asked(person: Person, today: date) -> bool:
    """Agreed, not away, and not gone: whoever blocked the bot everywhere is asked nothing, however near the phone."""
    is_gone = not person.by_phone and all(account.blocked_at is not None for account in person.accounts)
    return person.consented_at is not None and not is_away(person, today) and not is_gone


def is_away(person: Person, day: date) -> bool:
    """Whether an absence that was told covers a day."""
    if person.absent_until is None or person.absent_until < day:
        return False
    return person.absent_from is None or person.absent_from <= day


def absent(session: Session, commune_id: int, today: date) -> Sequence[Person]:
    """Everybody of a commune who is away or has said that they will be, in the order of their last day."""
    query = select(Person).where(Person.commune_id == commune_id, Person.absent_until >= today)
    return session.scalars(query.order_by(Person.absent_until, Person.id)).all()


def with_all(session: Session, person_ids: Collection[int]) -> Sequence[Person]:
    """People with their roles and accounts, in three statements."""
    query = (
        select(Person)
        .where(Person.id.in_(person_ids))
        .options(selectinload(Person.roles), selectinload(Person.accounts))
    )
    return session.scalars(query).unique().all()


def forget(session: Session, person: Person) -> None:
    """Nothing that names a person stays: not in their row, not in the invitations they came in by."""
    person.name, person.address, person.phone = "người báo cáo đã xóa", "ông/bà", None
    person.consented_at = person.absent_from = person.absent_until = None
    came_by = select(Invitation).where(Invitation.used_by == person.id, Invitation.used_at.is_not(None))
    for invited in session.scalars(came_by):
        invited.name, invited.address, invited.phone = "", "", None


def reachable_account(person: Person, without: Collection[str] = ()) -> Account | None:
    """Where to write to a person who agreed: the preferred account that is not blocked, else another, else None.

    Bots in `without` take nothing at the moment: they come last, since what waits there may still arrive.
    """
    if person.consented_at is None or person.by_phone:
        return None
    open_ones = [one for one in person.accounts if one.blocked_at is None]
    open_ones.sort(key=lambda one: (one.bot in without, one.bot != person.preferred_bot, one.id))
    return next(iter(open_ones), None)


def count_accounts(session: Session, bot: str) -> int:
    """How many people write to a bot."""
    return session.scalar(select(func.count(Account.id)).where(Account.bot == bot)) or 0
