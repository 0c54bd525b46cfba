"""The campaign in force on a day as a campaign file: the file with its comments and order, and the overrides in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomlkit
from tomlkit.items import AoT

from campaign.definition import load
from campaign.definition.faults import Place
from campaign.definition.in_force import Timeline


def text(timeline: Timeline, day: date) -> str:
    """TOML that loads to the very campaign of the day; RuntimeError where it would not."""
    applied = timeline.applied(day)
    document: Any = tomlkit.parse(timeline.file.path.read_text(encoding="utf-8-sig"))
    for place, override in sorted(applied.origins.items(), key=lambda item: len(item[0])):
        if override.written is not None:  # what was taken back stands in the file
            _put(document, place, _at(applied.tables, place))
    written = tomlkit.dumps(document)
    _require_equal(written, timeline, day)
    return written


def _at(node: Any, place: Place) -> Any:
    for part in place:
        node = node[part]
    return node


def _put(document: Any, place: Place, value: Any) -> None:
    *before, at = place
    node = _at(document, tuple(before))
    if not isinstance(node, AoT):
        node[at] = _item(value)
    elif isinstance(at, int) and at < len(node):
        entry = node[at]
        for name in entry.keys() - value.keys():
            del entry[name]
        for name, one in value.items():
            entry[name] = _item(one)
    else:
        node.append(_table(value))


def _table(value: Mapping[str, Any]) -> Any:
    table = tomlkit.table()
    for name, one in value.items():
        table[name] = _item(one)
    return table


def _item(value: Any) -> Any:
    """A value as the library takes it: it knows no Decimal, and a float would print other digits."""
    match value:
        case Decimal():
            written = f"{value:f}"
            return tomlkit.value(written if "." in written else f"{written}.0")
        case dict():
            table = tomlkit.inline_table()
            for name, one in value.items():
                table[name] = _item(one)
            return table
        case list():
            items = tomlkit.array()
            for one in value:
                items.append(_item(one))
            return items
    return tomlkit.item(value)


def _require_equal(written: str, timeline: Timeline, day: date) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "campaign.toml"
        path.write_text(written, encoding="utf-8")
        if load.load(path) != timeline.on(day):
            raise RuntimeError("the file would not be the campaign in force")
