"""What the rules are applied to: plain values that the store hands over, free of tables and sessions.

Of figures and filings there are thousands for every post: as tuples they are made four times as fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """The four answers a figure can be (decision 5); a figure that is missing has no row at all."""

    REPORTED = "reported"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"  # nothing occurred: a confirmed zero of a flow
    NOT_KNOWN = "not_known"


class Fact(NamedTuple):
    """One figure as it stands: an input of a measure, for one subject unit, on one day.

    `on` is the last day of the reporting week (a Thursday), or the day an opening row is dated.
    `value` is in the input's unit; 1 or 0 for yes/no and choices (then `choice` is the option's key);
    0 for *nothing*; None for *not known*. `marked` is the reason an officer must look, or "".
    """

    measure: str
    input: str
    unit: int
    on: date
    state: State
    value: Decimal | None
    denominator: Decimal | None = None
    choice: str | None = None
    marked: str = ""
    opening: bool = False  # imported: a baseline, an opening total, last year's figure


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the rules see it; the commune itself has kind "commune"."""

    id: int
    code: str
    kind: str  # commune, village, school, office
    name: str
    households: int | None = None
    people: int | None = None
    adults: int | None = None
    active_from: date | None = None
    active_to: date | None = None
    succeeds: tuple[int, ...] = ()  # the units that it was merged or split from, on `active_from`

    def profile(self, field: str) -> int | None:
        """The profile number called `field` (households, people, adults)."""
        found: int | None = {"households": self.households, "people": self.people, "adults": self.adults}[field]
        return found

    def has_begun(self, on: date) -> bool:
        return self.active_from is None or self.active_from <= on

    def is_active(self, on: date) -> bool:
        return self.has_begun(on) and (self.active_to is None or on <= self.active_to)


@dataclass(frozen=True, slots=True)
class UnitTarget:
    """A dated target of one unit, or of the commune, for one measure and year: it holds from `valid_from` on.

    `is_pledged`: the unit's own promise, which judges only where none was assigned. `number` counts the records.
    """

    measure: str
    unit: int
    year: int
    value: Decimal
    valid_from: date
    is_pledged: bool = False
    number: int = 0


class Filing(NamedTuple):
    """That a unit with something due has answered in a period: complete or in part, and when."""

    unit: int
    period_last: date
    due: bool
    answered: int  # questions answered
    asked: int  # questions due
    completed_at: datetime | None
    on_time: bool
    complete: bool = False  # before the summary of its period was posted, late or not

    @property
    def has_sent(self) -> bool:
        """Whether the unit is counted as «đã gửi»: it has given some figure, all of them or not."""
        return has_sent(self.answered)


def has_sent(answered: int) -> bool:
    """The one rule behind every count of «đã gửi»; whether it was everything is told beside it."""
    return answered > 0
