"""The campaign in force on a day: a campaign file with its dated overrides, effective-dated as in a personnel system.

Of several overrides of one key the one with the newest first day holds, of those the one recorded last. They are
applied to the file's tables before anything is checked, so that an override is held to the rules of the file itself.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from campaign.assessment import measure_year
from campaign.catalogue import Campaign, Measure
from campaign.definition import load, reasons, table_paths
from campaign.definition.faults import CampaignFileError, Fault, Place
from campaign.definition.load import CampaignFile
from campaign.definition.override import Override, key_faults, parse_value
from campaign.definition.table_paths import KeyFault
from campaign.rules import CalendarRules


@dataclass(frozen=True, slots=True)
class Applied:
    """The tables of a day, the overrides that made them, and for each place that one of them wrote, which."""

    tables: dict[str, Any]
    overrides: tuple[Override, ...]
    origins: Mapping[Place, Override]

    def origin(self, place: Place) -> Override | None:
        """The override that a value comes from; None where it is the file's."""
        around = (place[:end] for end in range(len(place), 0, -1))
        return next((self.origins[one] for one in around if one in self.origins), None)


@dataclass(frozen=True)
class Timeline:
    """A campaign file with all overrides of a commune. Days with the same overrides share one `Campaign`.

    `own` are measures that rounds count beside it: known by their ids, never among the campaign's own. `open_rounds` is
    how many rounds are open.
    """

    file: CampaignFile
    overrides: tuple[Override, ...] = ()
    own: tuple[Measure, ...] = ()
    open_rounds: int = 0
    _by_day: dict[date, Campaign] = field(default_factory=dict, compare=False, repr=False)
    _alike: dict[tuple[object, ...], Campaign] = field(default_factory=dict, compare=False, repr=False)
    _by_overrides: dict[tuple[int, ...], Campaign] = field(default_factory=dict, compare=False, repr=False)
    _with_own: dict[int, Campaign] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> Campaign:
        """The campaign in force on a day; CampaignFileError where file and overrides no longer agree."""
        found = self._on(day)
        if not self.own:
            return found
        if id(found) not in self._with_own:  # what `found` is stays in the other tables, and keeps its id
            made = replace(found)
            made.__dict__["by_id"] = found.by_id | {one.id: one for one in self.own}
            self._with_own[id(found)] = made
        return self._with_own[id(found)]

    def _on(self, day: date) -> Campaign:
        if not self.overrides:
            return self.file.as_written
        found = self._by_day.get(day)
        if found is None:
            alike = self._signature(day)
            if alike not in self._alike:
                self._alike[alike] = self._campaign(day)
            found = self._by_day[day] = self._alike[alike]
        return found

    def _signature(self, day: date) -> tuple[object, ...]:
        """What is the same on days that have the same campaign, without making it: a year of weeks is asked for."""
        held = [one for one in self.overrides if one.holds(day)]
        return (*(one.number for one in held), *(self._year(one, day) for one in held if one.is_of_a_year))

    def _year(self, override: Override, day: date) -> object:
        """The year of the measure whose target is overridden, or the day itself where that cannot be told at once."""
        name = override.key.split(".")[1]
        measure = self.file.as_written.by_id.get(name)
        return measure_year.number(measure, day) if measure and not self._remade & {name, ""} else day

    @cached_property
    def _remade(self) -> frozenset[str]:
        """The measures of which more is overridden than a target's number; "" stands for all of them."""
        keys = [table_paths.canonical(one.key).split(".") for one in self.overrides if not one.is_of_a_year]
        return frozenset(".".join(key[1:2]) for key in keys if key[0] == "measure" and key[2:] != ["target", "value"])

    def _campaign(self, day: date) -> Campaign:
        try:
            applied = self.applied(day)
        except KeyFault as error:
            raise CampaignFileError(self.file.path, (Fault(0, error.key, error.reason),)) from None
        numbers = tuple(one.number for one in applied.overrides)
        if not numbers:
            return self.file.as_written
        if numbers not in self._by_overrides:
            campaign, found = load.read_tables(applied.tables, self.file.lines)
            if found:
                raise CampaignFileError(self.file.path, tuple(found))
            self._by_overrides[numbers] = campaign
        return self._by_overrides[numbers]

    def calendar_rules(self, day: date) -> CalendarRules:
        return self.on(day).calendar

    @property
    def changes_calendar(self) -> bool:
        """Whether any override touches clock times or days off."""
        return any(one.key.split(".")[0] == "calendar" for one in self.overrides)

    def applied(self, day: date) -> Applied:
        """What the file says on a day; KeyFault where an override names what is not there."""
        tables, used = copy.deepcopy(dict(self.file.tables)), []
        origins: dict[Place, Override] = {}
        for one in sorted(self.overrides, key=lambda one: (one.since, one.number)):
            key = table_paths.on_day(tables, one.key, day) if one.holds(day) else None
            if key is None:
                continue
            place = _apply(tables, self.file.tables, key, one.written)
            is_gone = not table_paths.exists(tables, key)
            origins = _around(origins, place, is_gone=is_gone) | ({} if is_gone else {place: one})
            used.append(one)
        return Applied(tables, tuple(used), origins)

    def faults(self, since: date = date.min, until: date | None = None) -> list[Fault]:
        """What is wrong on any day of a stretch, each fault once, on the first day that has it."""
        days = sorted({since, *(day for one in self.overrides for day in one.edges if day >= since)})
        found: dict[tuple[str, str], Fault] = {}
        for day in (one for one in days if until is None or one <= until):
            for fault in self._faults_on(day):
                found.setdefault((fault.where, fault.reason), fault)
        return list(found.values())

    def _faults_on(self, day: date) -> Sequence[Fault]:
        try:
            self.on(day)
        except CampaignFileError as error:
            return error.faults
        return ()

    def faults_with(self, added: Override) -> list[Fault]:
        """Why an override cannot be added: every fault it would make on any day; [] when it can."""
        own = list(key_faults(added))
        if own:
            return own
        both = Timeline(self.file, (*self.overrides, added))
        found = both.faults(added.since, added.until)
        if not found and both.first_day_of(added) is None:
            found = [Fault(0, added.key, reasons.HOLDS_ON_NO_DAY)]
        return found

    def first_day_of(self, override: Override) -> date | None:
        """The first day on which an override holds; None where all its days are frozen, or of another year."""
        both = self if override in self.overrides else Timeline(self.file, (*self.overrides, override))
        days = (day for day in sorted(override.edges) if override.holds(day))
        return next((day for day in days if override in both.applied(day).overrides), None)


def _around(origins: Mapping[Place, Override], place: Place, *, is_gone: bool) -> dict[Place, Override]:
    """What is known of other places once one was written anew; those behind it in a list move up where it is gone."""
    kept = {known: by for known, by in origins.items() if known[: len(place)] != place}
    *before, at = place
    if not is_gone or not isinstance(at, int):
        return kept
    size = len(before)

    def moved(known: Place) -> Place:
        index = known[size] if known[:size] == tuple(before) and len(known) > size else None
        return (*before, index - 1, *known[size + 1 :]) if isinstance(index, int) and index > at else known

    return {moved(known): by for known, by in kept.items()}


def _apply(tables: dict[str, Any], file: Mapping[str, Any], key: str, written: str | None) -> Place:
    if written is None:
        return table_paths.restore(tables, file, key)
    return table_paths.put(tables, key, parse_value(written))


def changed(file: CampaignFile, values: Mapping[str, str]) -> CampaignFile:
    """A file with other values for good, as if it had been written so; for samples and rehearsals."""
    tables = copy.deepcopy(dict(file.tables))
    for key, written in values.items():
        table_paths.put(tables, key, parse_value(written))
    return CampaignFile(file.path, tables, file.lines)
