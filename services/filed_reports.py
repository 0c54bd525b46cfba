"""Which reports with something due were filed, and when: complete or not, on time or not (decision 11)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date

from campaign.facts import Filing
from models import past_periods, units
from models.units import Unit
from services.context import Context

_FIRST_BLOCK = 13  # weeks


def filings_until(
    context: Context,
    last: date,
    first: date | None = None,
    unit_ids: Collection[int] = (),
    known: Sequence[Unit] | None = None,
) -> tuple[Filing, ...]:
    """Reports with something due, of the weeks up to a day: complete or not, on time or not (decision 11).

    Of the weeks since `first`, or the last one alone, those of every unit, with their answers counted. Of older weeks
    those of `unit_ids`, or else of every unit: all of the calendar year, and before it back to the newest that was
    not on time, as no run of weeks reaches over that one. An older report has answered all or nothing. `known` are
    the commune's members, where they have been read.
    """
    weeks = past_periods.until(context.session, context.commune.id, last)
    present = [week for week in weeks if first and week.last >= first] or weeks[:1]
    given = past_periods.given(context.session, [week.id for week in present])
    members = {unit.id: unit for unit in known or units.members(context.session, context.commune.id)}
    everybody = list(members)
    found = [
        one._replace(answered=given.get((period_id, one.unit), 0))
        for period_id, one in _filed(context, present, everybody)
    ]
    found = _of_those_there(found, members)
    waiting = set(unit_ids or everybody)
    for block in _blocks(weeks[len(present) :], date(last.year, 1, 1)):
        older = [one for _, one in _filed(context, block, waiting)]
        found += older
        waiting.difference_update([one.unit for one in older if not one.on_time])
        if not waiting:
            break
    return tuple(found)


def _of_those_there(filings: Sequence[Filing], members: Mapping[int, Unit]) -> list[Filing]:
    """A unit that has ended within its week is not counted; what it has answered is its successors' from then on."""
    found = {(one.unit, one.period_last): one for one in filings if _is_there(members[one.unit], one.period_last)}
    ended = [one for one in filings if (one.unit, one.period_last) not in found]
    for unit in members.values():
        for last in {one.period_last for one in ended if one.unit in unit.succeeds} if unit.succeeds else ():
            before = [one for one in ended if one.unit in unit.succeeds and one.period_last == last]
            if _is_there(unit, last):
                found[unit.id, last] = _together(unit.id, found.get((unit.id, last)), before)
    return list(found.values())


def _is_there(unit: Unit, day: date) -> bool:
    return unit.place().is_active(day)


def _together(unit_id: int, own: Filing | None, before: Sequence[Filing]) -> Filing:
    """What a unit and those before it have answered of one week; without an answer left to give it is theirs alone."""
    answered = sum(one.answered for one in before)
    if own is not None:
        return own._replace(answered=own.answered + answered, asked=own.asked + answered)
    done = [one.completed_at for one in before]
    return before[0]._replace(
        unit=unit_id,
        answered=answered,
        asked=sum(one.asked for one in before),
        completed_at=None if None in done else max(one for one in done if one is not None),
        on_time=all(one.on_time for one in before),
        complete=all(one.complete for one in before),
    )


def _filed(
    context: Context, weeks: Sequence[past_periods.Week], unit_ids: Collection[int]
) -> Iterator[tuple[int, Filing]]:
    """What units have filed in some weeks, each with the id of its period."""
    # Deadlines in the zone in which instants are read: two of different zones take five times as long to compare.
    ends = {
        one.id: (one.last, context.calendar.schedule(one.week).deadline.astimezone(UTC), one.frozen_at) for one in weeks
    }
    for unit, period_id, done, extended, asked in past_periods.filed(context.session, list(ends), unit_ids):
        last, deadline, frozen_at = ends[period_id]
        if done is None:
            yield period_id, Filing(unit, last, True, 0, asked, None, False)
            continue
        on_time = done <= deadline or (extended is not None and done <= extended)
        complete = frozen_at is None or done <= frozen_at
        yield period_id, Filing(unit, last, True, asked, asked, done, on_time, complete)


def _blocks(weeks: Sequence[past_periods.Week], new_year: date) -> Iterator[Sequence[past_periods.Week]]:
    """The weeks of the year, then those before it in longer and longer pieces: most runs end soon."""
    size = sum(week.last >= new_year for week in weeks) or _FIRST_BLOCK
    while weeks:
        yield weeks[:size]
        weeks, size = weeks[size:], size * 2
