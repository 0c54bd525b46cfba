"""How far back the rules look: of each input, the days and stretches of days whose figures can change a standing.

A standing rests on some days only: the period's last, the one before its first, the same day last year, the eve of
the year. Of a level the newest figure on each of them is enough, of a flow the sum between them. What is not surely
covered by that is looked at whole. Knows the rules' dates; how figures are read is for the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from campaign.assessment import figure_index, measure_year, movement, praise, year_end
from campaign.assessment.figure_index import FigureIndex
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign, Measure, TargetKind

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days from `first` to `last`, both counted; `date.min` is the beginning of everything."""

    first: date
    last: date

    def holds(self, other: Stretch) -> bool:
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at of one input, always of known figures alone.

    `newest`: the newest figure on or before each of these days. `first`: the first one in each of these stretches, and
    `first_divided` the first that has a denominator, for whoever had none on the eve of the stretch: none at all since
    `counted_since`, or in the newest no denominator. `every`: each figure in these stretches. `summed`: the sum over
    each of these stretches, what is marked or opening apart, and the day of its newest figure. `openings`: every
    opening figure in these stretches on its own; their days part the sums (`part`). `told`: each figure in these
    stretches but zeros of a flow that another input of the measure is multiplied with: the newest of them is enough,
    unless a figure of the unit is marked, for the marks behind a value are counted.
    """

    measure: str
    input: str
    newest: frozenset[date] = frozenset()
    first: tuple[Stretch, ...] = ()
    first_divided: tuple[Stretch, ...] = ()
    every: tuple[Stretch, ...] = ()
    summed: tuple[Stretch, ...] = ()
    openings: tuple[Stretch, ...] = ()
    told: tuple[Stretch, ...] = ()
    counted_since: date = date.min


def looks(campaign: Campaign, period: ReportingWeek) -> tuple[Look, ...]:
    """What `attainment` and `praise` look at when they assess `period`, by measure and input."""
    until = year_end.known_until(campaign, period)
    return tuple(look for measure in campaign.measures for look in _of_measure(campaign, measure, period, until))


def part(stretches: Iterable[Stretch], days: Iterable[date]) -> tuple[Stretch, ...]:
    """The same days in shorter stretches, so that each of `days` is the last of one if it lies in any."""
    ends = sorted(days)
    found: list[Stretch] = []
    for stretch in stretches:
        first = stretch.first
        for end in ends:
            if first <= end < stretch.last:
                found.append(Stretch(first, end))
                first = end + _DAY
        found.append(Stretch(first, stretch.last))
    return tuple(found)


def _of_measure(campaign: Campaign, measure: Measure, period: ReportingWeek, until: date) -> Iterator[Look]:
    blank, own = figure_index.index_figures(measure, (), ()), measure_year.own_period(measure, period)
    scope = _Scope(campaign, blank, own, period)
    opening = (Stretch(date.min, until),)
    openings = opening if blank.is_balance or measure.target.kind is TargetKind.BASELINE else ()
    for one in measure.inputs:
        if not one.asked:
            # Known beforehand: few rows, and they serve days before their own (`unit_value._Reader`).
            yield Look(measure.id, one.key, every=opening)
        elif blank.has_flows:
            yield replace(_of_flow(scope, one.key), openings=openings)
        elif blank.is_count:
            days = frozenset({own.last, *(stretch.last for stretch in _counted(scope))})
            yield Look(measure.id, one.key, newest=days, openings=openings)
        else:
            yield replace(_of_level(scope, one.key), openings=openings)


@dataclass(frozen=True, slots=True)
class _Scope:
    """One measure, by an index without figures, the period it is assessed at, and the one that praise looks at."""

    campaign: Campaign
    blank: FigureIndex
    period: ReportingWeek
    praised_in: ReportingWeek

    @property
    def measure(self) -> Measure:
        return self.blank.measure

    @property
    def eve(self) -> date:
        """The day before the year began: the measure's own, or the calendar's."""
        return (movement.start(self.blank, self.period.last) or date(self.period.last.year, 1, 1)) - _DAY

    @property
    def standard_eve(self) -> tuple[date, ...]:
        """The day before the standard in force began, up to which no figure counts; none where there is but one."""
        standard = self.measure.standard(self.period.last)
        return (standard.since - _DAY,) if standard else ()

    @property
    def praised(self) -> tuple[date, ...]:
        """The days from which praise measures how far a unit has come."""
        rules = [rule for rule in self.campaign.praise if self.measure.id in rule.measures]
        whole = self.praised_in
        return tuple(day for rule in rules for day in (whole.last, praise.compared_with(rule, whole)))

    @property
    def known_until(self) -> date:
        """The last day whose answers still belong to the period: those to a year's last question may come late."""
        late = year_end.answered_late(self.measure, self.period)
        return late[1] if late else self.period.last


def _of_flow(scope: _Scope, key: str) -> Look:
    """Alone in its terms a flow is summed; where it is multiplied with others each day counts for itself."""
    blank, last = scope.blank, scope.period.last
    stretches = [*_counted(scope), *_balanced(scope)] if blank.is_balance else _counted(scope)
    pieces = part(_pieces(stretches), scope.standard_eve)
    # Where the way to a far target began is the first of all days with a figure.
    seeks_first = scope.measure.target.by is not None and not blank.is_count
    if _is_sum_of_flows(blank) and not seeks_first:
        return _of_sum(scope, key, pieces)
    # What came before a piece is in the one before it, unless there is a gap.
    gaps = {piece.first for piece in pieces} - {piece.last + _DAY for piece in pieces}
    look = Look(scope.measure.id, key, newest=frozenset({last, *gaps}))
    if key in blank.flows and not seeks_first and scope.period.kind is Kind.WEEK:
        return replace(look, told=pieces)
    return replace(look, every=pieces)


def _of_sum(scope: _Scope, key: str, pieces: tuple[Stretch, ...]) -> Look:
    """Of a week all is summed. Within a longer stretch each row tells by its day whether it is news (`movement`)."""
    period, newest = scope.period, frozenset({scope.period.last})
    if period.kind is Kind.WEEK:
        return Look(scope.measure.id, key, newest=newest, summed=pieces)
    single = Stretch(period.first - _WEEK, period.last)
    pieces = part(pieces, (single.first - _DAY,))
    within = tuple(piece for piece in pieces if single.holds(piece))
    return Look(
        scope.measure.id, key, newest=newest, every=within, summed=tuple(one for one in pieces if one not in within)
    )


def _of_level(scope: _Scope, key: str) -> Look:
    measure, period = scope.measure, scope.period
    eves = {scope.eve, *([scope.campaign.starts - _DAY] if measure.target.by else ())}
    last = scope.known_until
    days = {period.last, last, period.first - _DAY, measure_year.year_before(period.last), *eves, *scope.praised}
    standard = measure.standard(period.last)
    look = Look(measure.id, key, newest=frozenset(days), counted_since=standard.since if standard else date.min)
    if len(frozenset[str]().union(*scope.blank.form.used.values())) > 1:
        # The first day on which all of them are known may be any day with a figure of one.
        return replace(look, every=tuple(_since(min(eves), last)))
    after = tuple(stretch for eve in {*eves, *scope.standard_eve} for stretch in _since(eve, last))
    return replace(look, first=after, first_divided=after if measure.input(key).denominator else ())


def _since(eve: date, last: date) -> list[Stretch]:
    return [Stretch(eve + _DAY, last)] if eve < last else []


def _counted(scope: _Scope) -> list[Stretch]:
    """From where to where the rules count what grows over the measure's year, each as they ask it."""
    blank, period = scope.blank, scope.period
    begun = movement.start(blank, period.last) or date.min
    found = [Stretch(begun, period.last), Stretch(begun, period.first - _DAY), Stretch(period.first, period.last)]
    found += [Stretch(movement.start(blank, day) or date.min, day) for day in scope.praised]
    last_year = measure_year.same_days_last_year(scope.measure, period.last)
    if last_year is not None:
        found += [Stretch(*last_year), Stretch(last_year[0], scope.eve)]
    return [stretch for stretch in found if stretch.first <= stretch.last]


def _balanced(scope: _Scope) -> list[Stretch]:
    """The same of a balance, which knows no year: everything up to a day."""
    ends = (scope.period.first - _DAY, scope.eve, measure_year.year_before(scope.period.last))
    return [Stretch(date.min, end) for end in ends]


def _pieces(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that do not overlap, of which each of the given ones is made up."""
    firsts = sorted({day for one in stretches for day in (one.first, one.last + _DAY)})
    pieces = (Stretch(first, after - _DAY) for first, after in pairwise(firsts))
    return tuple(piece for piece in pieces if any(one.holds(piece) for one in stretches))


def _is_sum_of_flows(blank: FigureIndex) -> bool:
    """Whether the value is flows and nothing else, none multiplied and none standing for its denominator."""
    factors = [[name for name, _ in names] for names in blank.form.factors.values()]
    return len(blank.flows) == len(blank.inputs) and all(
        len(names) == 1 and names[0] in blank.flows for names in factors
    )
