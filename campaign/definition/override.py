"""One dated override of a campaign file: a path into it, a value written as TOML, and the days on which it holds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.definition import reasons, table_paths
from campaign.definition.faults import Fault

_DAY = timedelta(days=1)
Stretch = tuple[date, date]

# What the rows of the database are kept under, and the moments in them are told by.
_FIXED = ("schema", "commune.code", "calendar.timezone")


@dataclass(frozen=True, slots=True)
class Override:
    """One value of the campaign from a day on, until another day (counted) or for good.

    `key` is a path into the campaign file, "calendar.post", "measures.KT1a.target.value"; a year at the end of a
    target's path ("….target.2027") stands for its value in that year of the measure. `written` is the value as TOML;
    None: as the file has it, from that day on. `exempt` are stretches of days that were frozen when the override was
    recorded: it does not hold on them, so that nothing judged before is judged anew. `number` counts the records.
    """

    number: int
    key: str
    written: str | None
    since: date
    until: date | None = None
    exempt: tuple[Stretch, ...] = ()

    def holds(self, day: date) -> bool:
        is_dated = self.since <= day and (self.until is None or day <= self.until)
        return is_dated and not any(first <= day <= last for first, last in self.exempt)

    @property
    def is_of_a_year(self) -> bool:
        return table_paths.year_of_target(self.key) is not None

    @property
    def edges(self) -> Iterator[date]:
        """The days on which it may begin to hold, or cease to."""
        yield self.since
        if self.until is not None:
            yield self.until + _DAY
        for first, last in self.exempt:
            yield from (first, last + _DAY)
        year = table_paths.year_of_target(self.key)
        if year is not None:
            yield from (date(year, 1, 1), date(year + 1, 1, 1))


def parse_value(written: str) -> object:
    """A value as TOML reads it; what is no TOML is a text: 09:00 without quotes, a name."""
    try:
        found = tomllib.loads(f"value = {written}", parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return written
    return found["value"] if len(found) == 1 else written


def key_faults(override: Override) -> Iterator[Fault]:
    """What is wrong with the override itself, whatever the file says."""
    key = table_paths.canonical(override.key)
    fixed = next((one for one in _FIXED if one == key or one.startswith(f"{key}.")), None)
    if fixed is not None:
        yield Fault(0, override.key, reasons.cannot_be_overridden(fixed))
    if override.until is not None and override.until < override.since:
        yield Fault(0, override.key, reasons.ENDS_BEFORE_IT_BEGINS)


def shown(value: object) -> str:
    """A value as it is written in a campaign file; for people and the audit, files are written by a library."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(shown, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {shown(one)}' for key, one in value.items())} }}"
    return str(value)


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same days in as few stretches as there can be, in their order."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)
