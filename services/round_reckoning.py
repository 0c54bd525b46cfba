"""Where each unit of a round stands: its start, its distance, its band, and who is on the honours list.

Pure: figures and terms in, lines out. The rules are year.md 4: everybody is measured by their own way from start to
goal; small and large villages are told apart; no places; what is missing is not last; a doubt keeps off the honours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from campaign.assessment import figure_index, unit_value
from campaign.assessment.figure_index import FigureIndex, Part
from campaign.assessment.lineage import Lineage
from campaign.catalogue import Measure
from campaign.facts import Fact, Place
from services import round_measures

_DAY = timedelta(days=1)
_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)


class Band(StrEnum):
    """How a unit stands. There are no places."""

    BEYOND = "vượt"
    REACHED = "đạt"
    KEPT = "giữ vững"  # was at its goal when the round began, and still is
    SHORT = "chưa đạt"
    UNKNOWN = "chưa có số"

    @property
    def is_met(self) -> bool:
        return self in (Band.BEYOND, Band.REACHED, Band.KEPT)


class Note(StrEnum):
    """What must be known of a line."""

    NO_START = "chưa có số đầu đợt"
    NO_GOAL = "chưa có mức"
    ASKED = "số đầu đợt hỏi trong tuần đầu"
    CORRECTED = "số đầu đợt đã sửa"
    MERGED = "gộp số các thôn trước sáp nhập"
    IN_DOUBT = "đang đối chiếu"


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit as it entered: the frozen start with its day, None where none was known; its goal.

    `goal` is the value to be reached, or, where `adds`, what is to be added to the start.
    """

    start: Decimal | None
    over: Decimal | None
    day: date | None
    goal: Decimal | None
    adds: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a round counts: `first` to `last` are whole reporting weeks, `asked_by` the end of the first of them.

    `until` is the day on which it is looked at; `begins` the round's own first day.
    """

    begins: date
    first: date
    last: date
    asked_by: date
    until: date

    @property
    def day(self) -> date:
        return min(self.until, self.last)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, or those that were joined while the round ran, in one measure. Values are in the measure's unit.

    `over` is the denominator of the present share; `share` the part of its own way; `least` what counts as equal.
    """

    units: tuple[int, ...]
    start: Decimal | None
    now: Decimal | None
    over: Decimal | None
    goal: Decimal | None
    share: Decimal | None
    band: Band
    on: date | None
    notes: tuple[Note, ...]
    least: Decimal = _ZERO

    @property
    def is_in_doubt(self) -> bool:
        return Note.IN_DOUBT in self.notes


def lines(
    measure: Measure, facts: Iterable[Fact], places: Sequence[Place], terms: Terms, entries: Mapping[int, Entry]
) -> list[Line]:
    """A line for each unit that entered; those that were merged or split since are one line together."""
    index = figure_index.index_figures(measure, facts, places)
    order = list(entries)
    return [_line(index, terms, entries, group) for group in _joined(index.lineage, order, terms)]


def _joined(lineage: Lineage, entered: Sequence[int], terms: Terms) -> list[tuple[int, ...]]:
    """The units that entered, in their order, each with those that it was joined with while the round ran."""
    groups: list[set[int]] = [{unit} for unit in entered]
    for place in lineage.places.values():
        since = place.active_from
        if since is None or not terms.begins <= since <= terms.day or not place.succeeds:
            continue
        touched = {place.id, *place.succeeds}
        met = [group for group in groups if group & touched]
        if met:
            groups = [group for group in groups if group not in met] + [set().union(*met, {place.id})]
    at = {unit: number for number, unit in enumerate(entered)}
    last = len(entered)
    ordered = [tuple(sorted(group, key=lambda one: (at.get(one, last), one))) for group in groups]
    return sorted(ordered, key=lambda group: at[group[0]])


def _line(index: FigureIndex, terms: Terms, entries: Mapping[int, Entry], group: tuple[int, ...]) -> Line:
    measure, flow = index.measure, round_measures.is_flow(index.measure)
    entered = [unit for unit in group if unit in entries]
    notes: list[Note] = []
    starts = [_start(index, unit, entries[unit], terms, notes) for unit in entered]
    now = _flow_now(index, group, terms) if flow else standing(index, group, terms.day)
    begun = Part(0, _ZERO, None, terms.begins, 0) if flow else _sum([one for one in starts if one is not None])
    if any(one is None for one in starts) and not flow:
        begun = None
        notes.append(Note.NO_START)
    if len(entered) > 1:
        notes.append(Note.MERGED)
    if (now is not None and now.marked) or (begun is not None and begun.marked):
        notes.append(Note.IN_DOUBT)
    start, value = _value(measure, begun), _value(measure, now)
    wanted = _goal(measure, [(entries[unit], begin) for unit, begin in zip(entered, starts, strict=True)], start)
    if wanted is None:
        notes.append(Note.NO_GOAL)
    over = now.denominator if now is not None else None
    least = _least(measure, wanted, over)
    band, share = _judged(measure, start, value, wanted, least, entries[entered[0]])
    on = now.on if now is not None else None
    return Line(group, start, value, over, wanted, share, band, on, tuple(dict.fromkeys(notes)), least)


def _start(index: FigureIndex, unit: int, entry: Entry, terms: Terms, notes: list[Note]) -> Part | None:
    """What was frozen, corrected where the same figure was; else what was told when it was asked in the first week."""
    if round_measures.is_flow(index.measure):
        return Part(unit, _ZERO, None, terms.begins, 0)
    known = standing(index, [unit], terms.begins - _DAY)
    if entry.start is not None:
        if known is None or known.on != entry.day:
            return Part(unit, entry.start, entry.over, entry.day or terms.begins, 0)
        if (known.numerator, known.denominator) != (entry.start, entry.over):
            notes.append(Note.CORRECTED)
        return known
    if known is not None:
        return known  # it came in after the opening, for a day before it
    asked = unit_value.part(index, unit, min(terms.asked_by, terms.day), None, True) if unit in index.rows else None
    if asked is None or asked.on < terms.first:
        return None
    notes.append(Note.ASKED)
    return asked


def _part(index: FigureIndex, unit: int, day: date) -> Part | None:
    """A level on a day; one that is older than twice its cadence is none."""
    return unit_value.part(index, unit, day, None, False) if unit in index.rows else None


def standing(index: FigureIndex, units: Sequence[int], day: date) -> Part | None:
    """What stands for units together; None where one of those that stand has told nothing, or stands for others too."""
    order = list(dict.fromkeys(before for unit in units for before in (unit, *index.lineage.made_of(unit))))
    found = {unit: _part(index, unit, day) for unit in order}
    groups = index.lineage.groups(order, day, lambda unit: found.get(unit) is not None)
    mine = [group for group in groups if set(group.units) & set(units)]
    if not mine or not all(set(group.units) <= set(units) for group in mine):
        return None
    told = [found.get(unit) for group in mine for unit in group.standing]
    known = [one for one in told if one is not None]
    return _sum(known) if len(known) == len(told) else None


def _flow_now(index: FigureIndex, group: Sequence[int], terms: Terms) -> Part | None:
    """What was added by any of them within the round's weeks."""
    told = [unit_value.part(index, unit, terms.day, terms.first, True) for unit in group if unit in index.rows]
    return _sum([one for one in told if one is not None])


def _sum(parts: Sequence[Part]) -> Part | None:
    if not parts:
        return None
    overs = [one.denominator for one in parts]
    return Part(
        unit=parts[0].unit,
        numerator=sum((one.numerator for one in parts), _ZERO),
        denominator=None if None in overs else sum((one for one in overs if one is not None), _ZERO),
        on=max(one.on for one in parts),
        marked=sum(one.marked for one in parts),
    )


def _value(measure: Measure, part: Part | None) -> Decimal | None:
    """In the measure's unit; a share of nobody is none."""
    if part is None:
        return None
    if not measure.over:
        return part.numerator
    return part.numerator * measure.scale / part.denominator if part.denominator else None


def _goal(measure: Measure, entered: Sequence[tuple[Entry, Part | None]], start: Decimal | None) -> Decimal | None:
    """Amounts add up; a rate of several is weighted by what it is a rate of. None where one of them has none."""
    given = [entry.goal for entry, _ in entered]
    if None in given:
        return None
    known = [one for one in given if one is not None]
    if measure.over and len(set(known)) > 1:
        weights = [part.denominator if part is not None else None for _, part in entered]
        if not all(weights):
            return None
        weighed = [weight for weight in weights if weight is not None]
        goal = sum((one * weight for one, weight in zip(known, weighed, strict=True)), _ZERO) / sum(weighed, _ZERO)
    else:
        goal = known[0] if measure.over else sum(known, _ZERO)
    if not entered[0][0].adds:
        return goal
    return None if start is None else _reachable(measure, start + goal)


def _reachable(measure: Measure, goal: Decimal) -> Decimal:
    """A goal that was to be added to a start near its way's end: no share is more than whole, nothing below nought."""
    return max(_ZERO, min(goal, measure.scale) if measure.over else goal)


def _least(measure: Measure, goal: Decimal | None, over: Decimal | None) -> Decimal:
    """What is closer than that is equal: one person or household, or one per cent of the goal."""
    if measure.over:
        return measure.scale / over if over else _ZERO
    if round_measures.counts_single(measure):
        return _ONE
    return abs(goal or _ZERO) / _HUNDRED


def _judged(
    measure: Measure,
    start: Decimal | None,
    now: Decimal | None,
    goal: Decimal | None,
    least: Decimal,
    entry: Entry,
) -> tuple[Band, Decimal | None]:
    """The band, and which part of its own way a unit has gone."""
    if start is None or now is None or goal is None:
        return Band.UNKNOWN, None
    falls = entry.goal is not None and entry.goal < 0 if entry.adds else measure.falling_is_good
    ahead = (goal - now) if falls else (now - goal)
    is_reached = ahead == 0 or ahead > -least
    lacking = (start - goal) if falls else (goal - start)
    if lacking <= 0 or lacking < least:  # what is equal to the goal is at it: nobody is «đạt» without a step
        return (Band.KEPT if is_reached else Band.SHORT), None
    share = (now - start) / (goal - start)
    if ahead > 0 and ahead >= least:
        return Band.BEYOND, share
    return (Band.REACHED if is_reached else Band.SHORT), share
