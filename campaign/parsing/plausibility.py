"""Decides whether a possible figure is so unlikely, against the unit's own past, that somebody must be asked.

Knows an input, a value and what came before; neither dates nor rows, nor what the person is then asked. It is called
for a figure somebody gave as new: «vẫn như cũ» carries its old mark instead (decision 13).
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from campaign.assessment import measure_year
from campaign.catalogue import Cadence, EntryKind, Input, Measure
from campaign.parsing import numbers

_DAY = timedelta(days=1)

# Counts: births, deaths and one family moving make nine people in a week; below that no ratio says anything.
COUNT_STEP = 10
# Levels: a good campaign day halves who has no card, or doubles who was trained; beyond threefold it is a slip.
LEVEL_RATIO = 3
# With so many own weeks the past is a habit; with fewer it is chance.
HABIT = 3

# With-and-without confusion. The other reading must fit the past four times better than the one typed, and the move
# must be a quarter of all, for near one half the two readings lie side by side (250 or 262 of 512).
COMPLEMENT_FIT = 4
COMPLEMENT_MOVE = Decimal("0.25")
# Without any past: the campaign asks for 98 % with a card, so four fifths without one are the cards themselves.
COMPLEMENT_FIRST = Decimal("0.8")

# A total typed for a week. Twice the largest week so far is still a week: two people sowed what one did.
NORMAL_WEEK = 2
# What then is left for the week must be like one, a missed week or two included.
USUAL_STEP = 3
# After so many usual weeks a total can be told from a week by its size.
TOTAL_WEEKS = 4
# Where the own weeks say nothing, a tenth of the total is a week of a season of ten to thirteen.
TOTAL_STEP = Decimal("0.1")
# A total below this (ha, people, cases) is met by an honest week now and then.
SMALL_TOTAL = 5

# Increments: sowing swells to some times the largest week so far; that much of it is asked about only where it is
# also a fifth of what is unusual for anybody.
FLOW_RATIO = 4
FLOW_SHARE = Decimal("0.2")
# Whatever its size: seven sào typed as seven hectares are 28 times as much.
FLOW_SLIP = 8

# Running totals: land sold brings several ordinary weeks at once, a digit too many brings hundreds.
RUNNING_STEP = 8
# Without known weeks: a wrong unit or digit is tenfold, the second week of a year at most fivefold.
RUNNING_RATIO = 5


class Kind(StrEnum):
    """What is doubtful; the order is not that of weight."""

    JUMP = "jump"  # far from the unit's own past
    COMPLEMENT = "complement"  # those with, given for those without
    CUMULATIVE = "cumulative"  # the season's total, given for the week
    DECISION = "decision"  # a fall that needs a paper
    COMPANION = "companion"  # there is not what it comes from
    BOUND = "bound"  # beyond what is usual for anybody


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one input of one unit before this answer, all in the input's unit.

    `previous` is the newest earlier value, imported or not; of a running total, only one of the same year, for it
    begins anew. `recent` are the weekly values of earlier reports, newest first, at most 12, no imports, zeros too.
    `season_total` sums the increments from `season_start` on, imports too, without this answer; None for other kinds.
    `companions` are the values of this week by "QP2a.accidents": 0 for «nothing», None for «not known», no key where
    nothing was answered yet.
    """

    previous: Decimal | None = None
    recent: tuple[Decimal, ...] = ()
    season_total: Decimal | None = None
    companions: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why somebody must look.

    `reason` is for the officer's list, in Vietnamese. `other` is what the figure would be if read the other way:
    denominator less value (COMPLEMENT), value less total (CUMULATIVE), the previous value (DECISION); else None.
    """

    kind: Kind
    reason: str
    other: Decimal | None = None


def doubt(measure: Measure, one: Input, value: Decimal, denominator: Decimal | None, history: History) -> Doubt | None:
    """The most specific doubt about `value`, or None; `denominator` is the one that goes with it, if any."""
    if one.kind not in _JUMPS:
        return None  # a yes, a no or a choice is never unlikely
    found = _companion(one, value, history) or _decision(one, value, history)
    found = found or _complement(one, value, denominator, history)
    if measure.is_cumulative and one.kind is EntryKind.INCREMENT:
        found = found or _cumulative(one, value, history)
    return found or _JUMPS[one.kind](one, value, history) or _bound(one, value)


def season_start(measure: Measure, day: date) -> date:
    """The first day of the season that holds `day`; out of season, or without seasons, that of the measure's year.

    A season is a run of the measure's months without a gap; it ends too where another begins (`season_starts`).
    """
    if measure.cadence is not Cadence.SEASON or day.month not in measure.months or len(measure.months) == 12:
        return measure_year.start(measure, day) or date(day.year, 1, 1)
    first = day.replace(day=1)
    while first.month not in measure.season_starts and (first - _DAY).month in measure.months:
        first = (first - _DAY).replace(day=1)
    return first


def _companion(one: Input, value: Decimal, history: History) -> Doubt | None:
    """Somebody was hurt, yet no accident happened."""
    if one.only_with and value > 0 and history.companions.get(one.only_with) == 0:
        return Doubt(Kind.COMPANION, one.alone)
    return None


def _decision(one: Input, value: Decimal, history: History) -> Doubt | None:
    if one.falls_by_decision and history.previous is not None and value < history.previous:
        return Doubt(Kind.DECISION, "chưa có quyết định", history.previous)
    return None


def _complement(one: Input, value: Decimal, denominator: Decimal | None, history: History) -> Doubt | None:
    """Whether those with were given for those without."""
    if not one.opposite or not denominator or value > denominator:
        return None
    other = denominator - value
    if history.previous is None:
        if value < denominator * COMPLEMENT_FIRST:
            return None
        shown = numbers.show(value, whole=one.whole)
        return Doubt(Kind.COMPLEMENT, f"{shown} trên {_amount(one, denominator)}", other)
    # One week answered the wrong way round must not make the right answer look like the slip.
    known = statistics.median(history.recent) if len(history.recent) >= HABIT else history.previous
    moved = abs(value - known)
    is_move = moved >= max(Decimal(COUNT_STEP), denominator * COMPLEMENT_MOVE)
    if is_move and abs(other - known) * COMPLEMENT_FIT <= moved:
        return Doubt(Kind.COMPLEMENT, _move(one, history.previous, value), other)
    return None


def _cumulative(one: Input, value: Decimal, history: History) -> Doubt | None:
    """Whether the total since the season's start was given for what is new in it."""
    total = history.season_total
    weeks = [week for week in history.recent if week > 0]
    if total is None or value < total or value <= NORMAL_WEEK * max(weeks, default=Decimal(0)):
        return None
    step, is_small = value - total, total < SMALL_TOTAL
    fits_habit, fits_size = False, not is_small and step <= total * TOTAL_STEP
    if weeks:
        usual = statistics.median(weeks)
        fits_habit = total >= TOTAL_WEEKS * usual and step <= USUAL_STEP * usual and not (one.whole and is_small)
    if not (fits_habit or fits_size):
        return None
    return Doubt(Kind.CUMULATIVE, f"gần bằng lũy kế {_amount(one, total)}", step)


def _level_jump(one: Input, value: Decimal, history: History) -> Doubt | None:
    previous = history.previous
    if previous is None or not _is_far(one, value, previous) or _is_usual(one, value, history):
        return None
    return Doubt(Kind.JUMP, _move(one, previous, value))


def _flow_jump(one: Input, value: Decimal, history: History) -> Doubt | None:
    weeks = [week for week in history.recent if week > 0]
    if len(weeks) < HABIT:
        return None
    largest = max(weeks)
    if one.whole and value - largest < COUNT_STEP:
        return None
    matters = one.unusual_above is not None and value > one.unusual_above * FLOW_SHARE
    if value > largest * (FLOW_RATIO if matters else FLOW_SLIP):
        return Doubt(Kind.JUMP, f"nhiều nhất trước đây {_amount(one, largest)}")
    return None


def _running_jump(one: Input, value: Decimal, history: History) -> Doubt | None:
    """A running total never falls within its year; how fast it grows, its own weeks say."""
    previous = history.previous
    if previous is None:
        return None
    # Where a year begins the total falls: that is no week's step.
    steps = [newer - older for newer, older in itertools.pairwise(history.recent) if newer > older]
    if len(steps) >= HABIT:
        is_leap = value - previous > RUNNING_STEP * max(steps)
    else:
        is_leap = value > RUNNING_RATIO * previous > 0
    return Doubt(Kind.JUMP, _move(one, previous, value)) if is_leap or value < previous else None


def _bound(one: Input, value: Decimal) -> Doubt | None:
    high, low = one.unusual_above, one.unusual_below
    if high is not None and value > high:
        return Doubt(Kind.BOUND, f"trên {_amount(one, high)}")
    if low is not None and value < low:
        return Doubt(Kind.BOUND, f"dưới {_amount(one, low)}")
    return None


def _is_far(one: Input, value: Decimal, known: Decimal) -> bool:
    """Whether a level lies so far from a known one that the way between them is no week's or month's."""
    low, high = sorted((value, known))
    if one.whole:
        return high - low >= COUNT_STEP and high > LEVEL_RATIO * low
    return known > 0 and high > LEVEL_RATIO * low


def _is_usual(one: Input, value: Decimal, history: History) -> bool:
    """Whether a level is the unit's own all the same: it comes back to it after one wrong week."""
    if len(history.recent) < HABIT:
        return False
    return not _is_far(one, value, statistics.median(history.recent))


def _move(one: Input, previous: Decimal, value: Decimal) -> str:
    return f"{numbers.show(previous, whole=one.whole)} → {_amount(one, value)}"


def _amount(one: Input, value: Decimal) -> str:
    return f"{numbers.show(value, whole=one.whole)} {one.unit}"


_JUMPS: dict[EntryKind, Callable[[Input, Decimal, History], Doubt | None]] = {
    EntryKind.INCREMENT: _flow_jump,
    EntryKind.CHANGE: _flow_jump,
    EntryKind.RUNNING_TOTAL: _running_jump,
    EntryKind.LEVEL: _level_jump,
}
