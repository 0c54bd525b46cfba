"""Reads out of years of figures what the rules look at (`campaign.assessment.required_rows`), and little else.

Every look-up goes by subject, measure and input, so that other communes' figures, and this one's of long ago, cost
nothing. A sum of exact figures is exact: what is read here is assessed as all figures would be, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from campaign.assessment import required_rows
from campaign.assessment.required_rows import Look, Stretch
from campaign.facts import Fact, State
from models import figure_lookups
from models.figure_lookups import Key


def facts(session: Session, subjects: Sequence[int], looks: Sequence[Look]) -> tuple[Fact, ...]:
    """The known figures about `subjects` that `looks` ask for, in no order; one stands for many that are summed."""
    opened = figure_lookups.openings(session, subjects, {_key(look): _ends(look.openings) for look in looks})
    every = figure_lookups.between(session, subjects, {_key(look): _ends(look.every) for look in looks})
    told = figure_lookups.telling(session, subjects, {_key(look): _ends(look.told) for look in looks})
    found = {row.id: row for row in (*opened, *every, *told)}
    sums = _sums(looks, opened)
    summed = {key: each for key, each in sums.items() if each}
    for row in _single(session, subjects, looks, sums):
        stretches = summed.get((row.measure, row.input))
        if not stretches or not _is_summed(row, stretches):
            found[row.id] = row
    found |= {row.id: row for row in _beside_marks(session, looks, list(found.values()))}
    bare = {_key(look) for look in looks if look.openings}
    wanted = {key: tuple((one.first, one.last, key in bare) for one in each) for key, each in sums.items()}
    added = figure_lookups.sums(session, subjects, wanted)
    return (*(_fact(row) for row in found.values()), *(_sum(row) for row in added))


def _key(look: Look) -> Key:
    return look.measure, look.input


def _ends(stretches: Iterable[Stretch]) -> tuple[tuple[date, date], ...]:
    return tuple((one.first, one.last) for one in stretches)


def _sums(looks: Sequence[Look], openings: Iterable[Row[Any]]) -> dict[Key, tuple[Stretch, ...]]:
    """What is to be added up; where openings stand for themselves, no sum reaches over the day of one."""
    days: dict[str, set[date]] = {}
    for row in openings:
        days.setdefault(row.measure, set()).add(row.on_day)
    return {
        _key(look): required_rows.part(look.summed, days.get(look.measure, ()) if look.openings else ())
        for look in looks
    }


def _single(
    session: Session, subjects: Sequence[int], looks: Sequence[Look], sums: Mapping[Key, Sequence[Stretch]]
) -> Sequence[Row[Any]]:
    """The newest figures up to days, the first ones in stretches, and the newest zeros of flows."""
    wanted = {
        _key(look): (
            *((date.min, day, False, False) for day in look.newest),
            *((one.first, one.last, False, True) for one in (*sums[_key(look)], *look.told)),
            *((one.first, one.last, True, False) for one in look.first),
            *((one.first, one.last, True, True) for one in look.first_divided),
        )
        for look in looks
    }
    return figure_lookups.ends(session, subjects, wanted)


def _beside_marks(session: Session, looks: Sequence[Look], found: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Every figure of flows that are told alone where a unit has a mark in their measure."""
    measures = {look.measure for look in looks if look.told}
    marked = {(row.measure, row.subject_id) for row in found if row.mark and row.measure in measures}
    wanted = {_key(look): _ends(look.told) for look in looks if look.measure in {measure for measure, _ in marked}}
    return figure_lookups.between(session, sorted({subject for _, subject in marked}), wanted)


def _is_summed(row: Sequence[Any], stretches: Sequence[Stretch]) -> bool:
    """Whether a figure found for its day is in a sum already; what does not tell is in none (`figures.TELLING`)."""
    _, _, _, _, day, state, value, _, _, mark, opening = row
    if not (opening or mark or (value and state != State.UNCHANGED)):
        return False
    return any(one.first <= day <= one.last for one in stretches)


_STATES = {str(state): state for state in State}  # thousands of figures are read for a post


def _fact(row: Sequence[Any]) -> Fact:
    _, subject, measure, key, day, state, value, denominator, choice, mark, opening = row
    return Fact(measure, key, subject, day, _STATES[state], value, denominator, choice, mark, bool(opening))


def _sum(row: Sequence[Any]) -> Fact:
    subject, measure, key, day, value, mark, opening = row
    return Fact(measure, key, subject, day, State.REPORTED, value, marked=mark, opening=bool(opening))
