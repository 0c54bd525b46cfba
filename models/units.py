"""Units: the commune and the villages, schools and offices below it, each with the days it exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign.assessment.lineage import Lineage
from campaign.facts import Place
from campaign.text import fold
from models import scope, unit_changes
from models.database import Base
from models.ownership import ITSELF

KINDS = ("commune", "village", "school", "office")


class Unit(Base):
    """A commune (`commune_id` is None) or a unit of one. People, households and adults are its profile.

    `succeeds` are the ids of the units it was merged or split from; `qualifier` tells it from others of its name.
    """

    __tablename__ = "units"
    owner = ITSELF
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    households: Mapped[int | None]
    people: Mapped[int | None]
    adults: Mapped[int | None]
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    succeeds: Mapped[list[int]] = mapped_column(JSON, default=list)
    qualifier: Mapped[str] = mapped_column(default="")

    @property
    def full_name(self) -> str:
        """As it is said: «thôn Bản Còn», «Trường Tiểu học …», «xã Khánh Khê»."""
        return full_name(self.kind, self.short_name)

    @property
    def short_name(self) -> str:
        """The same without its kind: «Bản Còn», and «Bản Còn (T29)» where two are called so."""
        return told_apart(self.name, self.qualifier)

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it."""
        return (self.name, *self.aliases)

    def place(self) -> Place:
        return Place(
            id=self.id,
            code=self.code,
            kind=self.kind,
            name=self.name,
            households=self.households,
            people=self.people,
            adults=self.adults,
            active_from=self.active_from,
            active_to=self.active_to,
            succeeds=tuple(self.succeeds or ()),
        )


# By the column that its index begins with: in a province's database the code alone is looked for in every commune.
_COMMUNE = (
    select(Unit)
    .where(Unit.commune_id.is_(None), Unit.code == bindparam("code"))
    .execution_options(**{scope.DEPLOYMENT_WIDE: "a commune is found before it can be in scope"})
)


def commune(session: Session, code: str) -> Unit | None:
    """The commune with this official code, or None when nothing was imported yet."""
    return session.scalar(_COMMUNE, {"code": code})


_COMMUNES = (
    select(Unit.code, Unit.id)
    .where(Unit.commune_id.is_(None))
    .execution_options(**{scope.DEPLOYMENT_WIDE: "which communes there are is known before one can be in scope"})
)


def communes(session: Session) -> dict[str, int]:
    """The id of every commune in the database, by its official code."""
    return {row.code: row.id for row in session.execute(_COMMUNES)}


def commune_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of communes by their ids; the session looks at all of them."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.commune_id.is_(None), Unit.id.in_(ids)))
    return {row.id: row.name for row in rows}


def enter(session: Session, code: str) -> Unit | None:
    """The same, and from now on the session reaches this commune's rows alone (`models.scope`)."""
    found = commune(session, code)
    if found is not None:
        scope.enter(session, found.id)
    return found


def members(session: Session, commune_id: int) -> Sequence[Unit]:
    """Every unit of a commune, in the order of its codes."""
    return session.scalars(select(Unit).where(Unit.commune_id == commune_id).order_by(Unit.code)).all()


def members_of(session: Session, commune_ids: Collection[int]) -> dict[int, list[Unit]]:
    """The same of several communes, by commune."""
    found: dict[int, list[Unit]] = {commune_id: [] for commune_id in commune_ids}
    for unit in session.scalars(select(Unit).where(Unit.commune_id.in_(commune_ids)).order_by(Unit.code)):
        found[unit.commune_id or 0].append(unit)
    return found


def active_members(session: Session, commune_id: int, day: date) -> list[Unit]:
    """Those of them that exist on a day."""
    return [unit for unit in members(session, commune_id) if unit.place().is_active(day)]


def member_ids(session: Session, commune_id: int) -> Sequence[int]:
    """The ids of every unit of a commune."""
    return session.scalars(select(Unit.id).where(Unit.commune_id == commune_id)).all()


def places(session: Session, commune: Unit, day: date, known: Sequence[Unit] | None = None) -> tuple[Place, ...]:
    """The commune and its units as the rules see them, called as on a day; those of one name are told apart.

    `known` are its `members`, where they have been read.
    """
    everybody = [commune.place(), *(unit.place() for unit in known or members(session, commune.id))]
    earlier = unit_changes.earlier_names(session, commune.id, day)
    called = [replace(one, name=earlier[one.code]) if one.code in earlier else one for one in everybody]
    alike = _alike(called)
    return tuple(replace(one, name=told_apart(one.name, _qualifier(one, alike, day))) for one in called)


def told_apart(name: str, qualifier: str) -> str:
    return f"{name} ({qualifier})" if qualifier else name


def _shown_as(kind: str, name: str) -> tuple[str, str]:
    return kind, name.casefold()


def tell_apart(session: Session, commune_id: int, day: date) -> None:
    """Give every unit of a name that others have too what tells it apart, as things are on a day."""
    session.flush()
    everybody = members(session, commune_id)
    alike = _alike([unit.place() for unit in everybody])
    for unit in everybody:
        unit.qualifier = _qualifier(unit.place(), alike, day)
    session.flush()


_Alike = Mapping[tuple[str, str], Sequence[Place]]


def _alike(places: Iterable[Place]) -> _Alike:
    """Units by kind and name."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        found.setdefault(_shown_as(place.kind, place.name), []).append(place)
    return found


def _qualifier(place: Place, alike: _Alike, day: date) -> str:
    """What tells a unit from others of its name: the day it ended or begins, or its code. The one there is needs none.

    A head reads the plain name of the own village, whatever was called so before.
    """
    same = alike[_shown_as(place.kind, place.name)]
    if len(same) == 1 or [other.id for other in same if other.is_active(day)] == [place.id]:
        return ""
    ended = place.active_to if place.active_to is not None and place.active_to < day else None
    if ended is not None and [other.active_to for other in same].count(ended) == 1:
        return f"đến {ended:%d/%m/%Y}"
    begins = None if place.has_begun(day) else place.active_from
    if begins is not None and [other.active_from for other in same].count(begins) == 1:
        return f"từ {begins:%d/%m/%Y}"
    return place.code


def full_name_on(session: Session, unit: Unit, day: date) -> str:
    """What a unit was called on a day, as it is said."""
    earlier = unit_changes.earlier_names(session, unit.commune_id or unit.id, day).get(unit.code)
    return unit.full_name if earlier is None else full_name(unit.kind, earlier)


def full_name(kind: str, name: str) -> str:
    return f"thôn {name}" if kind == "village" else name


def kin(session: Session, commune_id: int, unit: Unit) -> list[Unit]:
    """A unit with all that mergers and splits have tied to it."""
    if not unit.succeeds:
        return [unit]
    everybody = {other.id: other for other in members(session, commune_id)}
    lineage = Lineage({key: other.place() for key, other in everybody.items()})
    return [everybody[key] for key in sorted(lineage.kin(unit.id))]


def successors(session: Session, unit: Unit) -> list[Unit]:
    """The units that came of one that has ended."""
    everybody = members(session, unit.commune_id) if unit.commune_id is not None else []
    return [one for one in everybody if unit.id in one.succeeds]


def by_code(session: Session, commune: Unit, code: str) -> Unit | None:
    """A unit by its code, any case; the commune answers to «XA» and to its own code."""
    wanted = code.upper()
    if wanted in ("XA", commune.code.upper()):
        return commune
    return session.scalar(select(Unit).where(Unit.commune_id == commune.id, Unit.code == wanted))


_PREFIXES = ("thon ", "truong ", "co quan ")


def named(session: Session, commune_id: int, name: str) -> list[Unit]:
    """The units a typed name may mean: those called so, else those whose name begins so, else those that hold it.

    Of several of one name the plain one means the unit that is shown by it; the others have something behind it.
    """
    typed = _bare(name)
    everybody = members(session, commune_id) if typed else []
    shown = [unit for unit in everybody if _bare(unit.short_name) == typed]
    if shown:
        return shown
    for is_like in (str.__eq__, str.startswith, str.__contains__):
        found = [unit for unit in everybody if any(is_like(word, typed) for word in _names(unit))]
        if found:
            return found
    return []


def names(session: Session, commune: Unit) -> list[str]:
    """What the places of the commune are called."""
    return [name for unit in (commune, *members(session, commune.id)) for name in (unit.name, *unit.aliases)]


def _names(unit: Unit) -> list[str]:
    return [_bare(word) for word in (unit.short_name, unit.name, unit.code, *unit.aliases)]


def _bare(name: str) -> str:
    """«Thôn Bản Còn» -> "ban con", «Trường Tiểu học Khánh Khê» -> "tieu hoc khanh khe"."""
    typed = fold(name)
    return next((typed.removeprefix(word) for word in _PREFIXES if typed.startswith(word)), typed)
