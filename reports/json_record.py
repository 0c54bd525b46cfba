"""Frozen dataclasses to what JSON knows and back, by their declared types: tables are stored and read unchanged."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


def plain(found: Any) -> Any:
    """The value in what JSON knows: decimals, dates and enumerations become text."""
    if is_dataclass(found):
        return {one.name: plain(getattr(found, one.name)) for one in fields(found)}
    if isinstance(found, Enum):
        return found.value
    if isinstance(found, Decimal):
        return str(found)
    if isinstance(found, date):  # a datetime is one too
        return found.isoformat()
    if isinstance(found, Mapping):
        return {str(key): plain(one) for key, one in found.items()}
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    return found


def read(cls: Callable[..., _T], found: Mapping[str, Any]) -> _T:
    """What `plain` wrote of a `cls`, also without fields of later; TypeError or ValueError for anything else."""
    return cls(**{name: reader(found[name]) for name, reader in _readers(cls).items() if name in found})


@cache
def _readers(cls: Any) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    return {one.name: _reader(hints[one.name]) for one in fields(cls)}


def _reader(kind: Any) -> Callable[[Any], Any]:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        known = _reader(next(one for one in inside if one is not type(None)))
        return lambda found: None if found is None else known(found)
    if origin is tuple:
        member = _reader(inside[0])
        return lambda found: tuple(member(one) for one in found)
    if kind in (date, datetime):
        read_date: Callable[[Any], Any] = kind.fromisoformat
        return read_date
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return lambda found: kind(found)
    if is_dataclass(kind) and isinstance(kind, type):
        return lambda found: read(kind, found)
    return lambda found: found
