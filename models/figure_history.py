"""Reads out of years of figures what the rules look at (`campaign.assessment.required_rows`), and little else.

Every look-up goes by subject, measure and input, so that other communes' figures, and this one's of long ago, cost
nothing. A sum of exact figures is exact: what is read here is assessed as all figures would be, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from campaign.assessment import required_rows
from campaign.assessment.required_rows import Look, Stretch
from campaign.facts import Fact, State
from models import figure_lookups
from models.figure_lookups import End, Key

_DAY = timedelta(days=1)


def facts(session: Session, subjects: Sequence[int], looks: Sequence[Look]) -> tuple[Fact, ...]:
    """The known figures about `subjects` that `looks` ask for, in no order; one stands for many that are summed."""
    opened = figure_lookups.openings(session, subjects, {_key(look): _days(look.openings) for look in looks})
    every = figure_lookups.between(session, subjects, {_key(look): _days(look.every) for look in looks})
    told = figure_lookups.telling(session, subjects, {_key(look): _days(look.told) for look in looks})
    found = {row[0]: _fact(row) for row in (*opened, *every, *told)}
    sums = _sums(looks, [found[row[0]] for row in opened])
    for row in _single(session, subjects, looks, sums):
        fact, stretches = _fact(row), sums[row[1], row[2]]
        if not stretches or not _is_summed(fact, stretches):
            found[row[0]] = fact
    found |= {row[0]: _fact(row) for row in _beside_marks(session, looks, list(found.values()))}
    bare = {_key(look) for look in looks if look.openings}
    wanted = {key: tuple((one.first, one.last, key in bare) for one in each) for key, each in sums.items()}
    added = figure_lookups.sums(session, subjects, wanted)
    return (*found.values(), *(_sum(row) for row in added))


def _key(look: Look) -> Key:
    return look.measure, look.input


def _days(stretches: Iterable[Stretch]) -> tuple[tuple[date, date], ...]:
    return tuple((one.first, one.last) for one in stretches)


def _sums(looks: Sequence[Look], openings: Iterable[Fact]) -> dict[Key, tuple[Stretch, ...]]:
    """What is to be added up; where openings stand for themselves, no sum reaches over the day of one."""
    days: dict[str, set[date]] = {}
    for fact in openings:
        days.setdefault(fact.measure, set()).add(fact.on)
    return {
        _key(look): required_rows.part(look.summed, days.get(look.measure, ()) if look.openings else ())
        for look in looks
    }


def _single(
    session: Session, subjects: Sequence[int], looks: Sequence[Look], sums: Mapping[Key, Sequence[Stretch]]
) -> Sequence[Sequence[Any]]:
    """The newest figures up to days, the first ones in stretches, and zeros of flows that no sum shows."""
    return figure_lookups.ends(session, subjects, {_key(look): tuple(_wanted(look, sums)) for look in looks})


def _wanted(look: Look, sums: Mapping[Key, Sequence[Stretch]]) -> Iterator[tuple[Any, ...]]:
    nothing = date.min, date.min
    alone = End.ZERO_BARE if look.openings else End.ZERO_ALONE
    for day in look.newest:
        yield (date.min, day, End.NEWEST, *nothing)
    for one in sums[_key(look)]:
        yield (one.first, one.last, alone, *nothing)
    for one in look.told:
        yield (one.first, one.last, End.ZERO, *nothing)
    for end, stretches in ((End.FIRST, look.first), (End.FIRST_DIVIDED, look.first_divided)):
        for one in stretches:
            yield one.first, one.last, end, look.counted_since, one.first - _DAY


def _beside_marks(session: Session, looks: Sequence[Look], found: Sequence[Fact]) -> Sequence[Sequence[Any]]:
    """Every figure of flows that are told alone where a unit has a mark in their measure."""
    measures = {look.measure for look in looks if look.told}
    marked = {(fact.measure, fact.unit) for fact in found if fact.marked and fact.measure in measures}
    wanted = {_key(look): _days(look.told) for look in looks if look.measure in {measure for measure, _ in marked}}
    return figure_lookups.between(session, sorted({subject for _, subject in marked}), wanted)


def _is_summed(fact: Fact, stretches: Sequence[Stretch]) -> bool:
    """Whether a figure found for its day is in a sum already; what does not tell is in none (`figures.TELLING`)."""
    if not (fact.opening or fact.marked or (fact.value and fact.state is not State.UNCHANGED)):
        return False
    return any(one.first <= fact.on <= one.last for one in stretches)


def _fact(row: Sequence[Any]) -> Fact:
    return Fact._make(row[1:])  # behind its id the columns are those of a fact


def _sum(row: Sequence[Any]) -> Fact:
    measure, key, subject, day, value, mark, opening = row
    return Fact(measure, key, subject, day, State.REPORTED, value, None, None, mark, opening)
