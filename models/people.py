"""People, the roles they hold in units, the accounts they write from, and the codes that let them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, lazyload, mapped_column, relationship, selectinload
from sqlalchemy.sql.base import ExecutableOption

from campaign.text import fold
from models.database import Base, Moment
from models.ownership import DIRECT, ByParent
from models.units import Unit

REPORTING_ROLES = ("village-head", "deputy", "reporter")
DEPUTY_OFFICER = "deputy-officer"  # a deputy of the commune itself: approves the post when no officer does
ROLES = (*REPORTING_ROLES, "officer", DEPUTY_OFFICER, "leader")
ONE_IN_A_UNIT = ("village-head", "reporter")


class Person(Base):
    """Somebody the commune knows. `address` is how the bot speaks to them: «ông Sơn», «thầy Bình»."""

    __tablename__ = "people"
    owner = DIRECT
    __table_args__ = (Index("people_of_commune", "commune_id"),)

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


def succeed(session: Session, person: Person, now: datetime) -> list[Role]:
    """A unit has one head or reporter: who held the role before this person gives it up now. Returns what ended."""
    ended = []
    for mine in [held for held in person.roles if held.role in ONE_IN_A_UNIT and held.until is None]:
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
    held = _reporting(session, unit_ids, joinedload(Role.person).selectinload(Person.accounts))
    return spokespeople_of(held, unit_ids, today)


def reporting(session: Session, unit_ids: Collection[int]) -> dict[int, list[Role]]:
    """Who reports for units today and where they are reached, by unit; the units themselves are the caller's."""
    where = joinedload(Role.person).selectinload(Person.accounts).lazyload(Account.person)
    return _reporting(session, unit_ids, where, lazyload(Role.unit))


def _reporting(session: Session, unit_ids: Collection[int], *options: ExecutableOption) -> dict[int, list[Role]]:
    query = (
        select(Role)
        .where(Role.unit_id.in_(unit_ids), Role.role.in_(REPORTING_ROLES), Role.until.is_(None))
        .order_by(Role.since.desc())
        .options(*options)
    )
    held: dict[int, list[Role]] = {}
    for role in session.scalars(query):
        held.setdefault(role.unit_id, []).append(role)
    return held


def spokespeople_of(held: Mapping[int, Sequence[Role]], unit_ids: Iterable[int], today: date) -> dict[int, Person]:
    """The spokespeople of some of the units whose reporters are given."""
    found = {unit_id: _spokesperson(held[unit_id], today) for unit_id in unit_ids if unit_id in held}
    return {unit_id: person for unit_id, person in found.items() if person is not None}


def _spokesperson(held: Sequence[Role], today: date) -> Person | None:
    for wanted in (ONE_IN_A_UNIT, ("deputy",)):
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
            Role.role.in_(ONE_IN_A_UNIT),
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
