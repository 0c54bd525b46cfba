"""The names of a commune's villages, with their other names, as they are looked for in what people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from models import scope
from models.read_ahead import ReadAhead
from models.units import Unit, told_apart

_VILLAGES = (
    select(Unit.id, Unit.name, Unit.aliases, Unit.qualifier, Unit.active_from, Unit.active_to)
    .where(Unit.commune_id == bindparam("commune"), Unit.kind == "village")
    .execution_options(**scope.by_key(commune="units"))
)


_Village = Row[tuple[int, str, list[str], str, date | None, date | None]]


@dataclass(frozen=True, slots=True, eq=False)
class VillageNames:
    """Every name of every village: (name, the id it belongs to, the village as it is said); of two the one there is.

    What is alike is the same object, as long as it is in use: what is put together from it need not be again.
    """

    named: tuple[tuple[str, int, str], ...]


_NAMES_AHEAD: ReadAhead[tuple[int, date], VillageNames] = ReadAhead(is_shared=True)


def of_day(session: Session, commune_id: int, day: date) -> VillageNames:
    """The names of the villages of a commune on a day."""
    return _NAMES_AHEAD.take(session, (commune_id, day), lambda: _village_names(session, commune_id, day))


def _village_names(session: Session, commune_id: int, day: date) -> VillageNames:
    rows: Sequence[_Village] = scope.rows(session, _VILLAGES, {"commune": commune_id}, after_flush=False)
    called = {
        word: (row.id, f"thôn {told_apart(row.name, row.qualifier)}")
        for row in sorted(rows, key=lambda row: _is_there(row, day))
        for word in (row.name, *row.aliases)
    }
    return _alone(tuple((word, *whose) for word, whose in called.items()))


_alone = lru_cache(maxsize=128)(VillageNames)  # communes: in a deployment of many each has its own


def _is_there(row: _Village, day: date) -> bool:
    return (row.active_from or day) <= day <= (row.active_to or day)


def read_ahead(session: Session, commune_id: int, day: date) -> None:
    """The same, for turns to come."""
    _NAMES_AHEAD.keep(session, (commune_id, day), _village_names(session, commune_id, day))
