"""Paths into the tables of a campaign file: "calendar.post", "measures.KT1a.target.value", "measures.KT1a.inputs.area".

A part names a key of a table, or in a list of tables the one with that id, key or kind. Lists of tables may be named
in the plural, as people say them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from campaign.assessment import measure_year
from campaign.definition import measure as measures
from campaign.definition import reasons, toml_table
from campaign.definition.faults import Place

_SINGULAR = {
    "offices": "office",
    "occasions": "occasion",
    "measures": "measure",
    "indicators": "indicator",
    "groups": "group",
    "inputs": "input",
}
_NAMED_BY = ("id", "key", "kind", "code")  # what tells the tables of a list apart, the first of these that one has
_NAME_OF_NEW = {"measure": "id", "indicator": "id", "praise": "kind", "office": "code", "occasion": "key"}
_YEAR_OF_TARGET = re.compile(r"(?P<measure>(?:measures?)\.[^.]+)\.target\.(?P<year>\d{4})")


class KeyFault(Exception):
    """A path that leads nowhere in the tables; `reason` says where it ends."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key, self.reason = key, reason


def canonical(key: str) -> str:
    """The path with the tables named as the file names them."""
    return ".".join(_SINGULAR.get(part, part) for part in key.split("."))


def year_of_target(key: str) -> int | None:
    """2027 of "measures.KT1a.target.2027"."""
    found = _YEAR_OF_TARGET.fullmatch(key)
    return int(found["year"]) if found else None


def on_day(tables: Mapping[str, Any], key: str, day: date) -> str | None:
    """The path that a key stands for on a day; None where it is the target of another year of its measure."""
    found = _YEAR_OF_TARGET.fullmatch(key)
    if found is None:
        return key
    raw = get(tables, found["measure"])
    # Faults of the measure are told where the whole campaign is read.
    known = measures.measure(toml_table.Table(raw, (), "", toml_table.Notes({})))
    is_its_year = measure_year.number(known, day) == int(found["year"])
    return f"{found['measure']}.target.value" if is_its_year else None


def get(tables: Mapping[str, Any], key: str) -> Any:
    """The value at a path; KeyFault when there is none."""
    node: Any = tables
    for part in key.split("."):
        at = _step(node, part, key)
        node = node[at]
    return node


def exists(tables: Mapping[str, Any], key: str) -> bool:
    try:
        get(tables, key)
    except KeyFault:
        return False
    return True


def put(tables: dict[str, Any], key: str, value: object) -> Place:
    """Write a value at a path and return its place. A list of tables takes a new one under its name.

    KeyFault where anything but the last part is not there.
    """
    node, place, last = _parent(tables, key)
    at: Any
    try:
        at = _step(node, last, key)
    except KeyFault:
        at = _make(node, place, last, key)
    if isinstance(node, list):
        value = _named(node[at], value, key)
    node[at] = value
    return (*place, at)


def restore(tables: dict[str, Any], file: Mapping[str, Any], key: str) -> Place:
    """Bring back what the file has at a path, or nothing where it has nothing there; returns the place."""
    try:
        return put(tables, key, copy.deepcopy(get(file, key)))
    except KeyFault:
        node, place, last = _parent(tables, key)
        try:
            at = _step(node, last, key)
        except KeyFault:
            return (*place, last)
        del node[at]
        return (*place, at)


def leaves(node: Any, key: str = "", place: Place = ()) -> Iterator[tuple[str, Place, Any]]:
    """Every value that is no table and no list of tables: its path, its place, and it; in the file's order."""
    if isinstance(node, dict):
        named: list[tuple[str, str | int]] = [(name, name) for name in node]
    elif isinstance(node, list) and node and all(isinstance(entry, dict) for entry in node):
        named = [(str(_name_of(entry) or index + 1), index) for index, entry in enumerate(node)]
    else:
        yield key, place, node
        return
    for name, at in named:
        yield from leaves(node[at], f"{key}.{name}" if key else name, (*place, at))


def _parent(tables: dict[str, Any], key: str) -> tuple[Any, Place, str]:
    """The table or list that a path's last part is in, its place, and that part."""
    *parts, last = key.split(".")
    node: Any = tables
    place: Place = ()
    for part in parts:
        at = _step(node, part, key)
        node, place = node[at], (*place, at)
    return node, place, last


def _step(node: Any, part: str, key: str) -> str | int:
    """The key or index under which a part is found in a table or list."""
    if isinstance(node, dict):
        for name in (part, _SINGULAR.get(part, part)):
            if name in node:
                return name
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            if isinstance(entry, dict) and _name_of(entry) == part:
                return index
    raise KeyFault(key, reasons.nothing_called(part))


def _make(node: Any, place: Place, last: str, key: str) -> str | int:
    """Room for a value that was not there."""
    if isinstance(node, dict):
        return _SINGULAR.get(last, last)
    if isinstance(node, list):
        named_by = _NAME_OF_NEW.get(str(place[-1]), "key")
        node.append({named_by: last})
        return len(node) - 1
    raise KeyFault(key, reasons.nothing_below(str(place[-1]) if place else key))


def _named(there: Any, value: object, key: str) -> dict[str, object]:
    """A table of a list keeps the name by which it was found."""
    if not isinstance(value, dict):
        raise KeyFault(key, reasons.WHOLE_TABLE)
    named_by = next(name for name in _NAMED_BY if name in there)
    return {named_by: there[named_by], **value}


def _name_of(entry: Mapping[str, Any]) -> object:
    return next((entry[name] for name in _NAMED_BY if name in entry), None)
