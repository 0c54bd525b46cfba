"""What was done around the figures in a longer stretch, as it was known at its end, for its report.

Nothing in it depends on the day on which it is compiled: rounds count by their days and frozen tables, checks, launches
and pledges by when they were made. A good deed is told until its own purge day (`services.retention`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from campaign.calendar import Kind, ReportingWeek
from models import good_deeds, launches, pledges, rounds
from models.rounds import Round, State
from reports import round_table
from reports.period.movement import Contest, Launched, Movement, Pledged, Told
from services import good_deeds as deeds_at_work
from services import permissions, round_results, spot_checks
from services.context import Context
from services.permissions import Place, Thing


def of_period(context: Context, period: ReportingWeek, kept: Mapping[str, tuple[int, int]]) -> Movement | None:
    """None of a week, whose post tells its own, and where there was nothing.

    `kept`: by unit how many pledged lines it kept, of how many, where the year has its verdict.
    """
    if period.kind is Kind.WEEK:
        return None
    checks = spot_checks.between(context, period.first, period.last)
    found = Movement(
        launches=_launches(context, period),
        pledged=_pledged(context, period, kept),
        contests=tuple(_contests(context, period)),
        checks=checks.words,
        too_few=checks.too_few,
        deeds=_deeds(context, period),
    )
    return None if found == Movement() else found


def readers_see(thing: Thing) -> bool:
    """Whether everybody who reads about villages in a report or workbook may read this there too."""
    return all(
        permissions.allowed(Thing.VILLAGE_RESULTS, place) <= permissions.allowed(thing, place)
        for place in (Place.PAPER, Place.FILE)
    )


def _launches(context: Context, period: ReportingWeek) -> tuple[Launched, ...]:
    sent = launches.sent(context.session, context.commune.id)
    days = [(context.day_of(at), launch) for launch, at in sent]
    return tuple(Launched(day, launch.paper, launch.name) for day, launch in days if day in period)


def _pledged(context: Context, period: ReportingWeek, kept: Mapping[str, tuple[int, int]]) -> Pledged | None:
    year = period.last.year
    agreed = [
        one
        for one in pledges.of_year(context.session, context.commune.id, year)
        if one.is_agreed and one.agreed_at is not None and context.day_of(one.agreed_at) <= period.last
    ]
    if not agreed:
        return None
    signed = [one for one in agreed if one.signed_at is not None and context.day_of(one.signed_at) <= period.last]
    whole = sum(had == of for had, of in kept.values()) if kept else None
    return Pledged(year, len(agreed), len(signed), whole)


def _contests(context: Context, period: ReportingWeek) -> Iterable[Contest]:
    """In the order in which they began."""
    found = rounds.of_state(context.session, context.commune.id, State.OPEN, State.CLOSED)
    there = [one for one in found if one.days[0] <= period.last and one.days[1] >= period.first]
    for one in sorted(there, key=lambda row: (row.days[0], row.id)):
        yield _contest(context, one, period)


def _contest(context: Context, one: Round, period: ReportingWeek) -> Contest:
    first, last = one.days
    if last > period.last:
        return Contest(one.name, one.paper, first, last, False, None, (), ())
    table = round_results.table(context, one)
    results = tuple(round_table.result_line(table, at) for at in range(len(table.counted)))
    honoured = tuple(line.name for line in table.honoured) if readers_see(Thing.ROUND_RESULTS) else ()
    return Contest(one.name, one.paper, first, last, True, table.frozen_on, results, honoured)


def _deeds(context: Context, period: ReportingWeek) -> tuple[Told, ...]:
    if not readers_see(Thing.PRAISE):
        return ()
    posted: Sequence[tuple[good_deeds.GoodDeed, date]] = good_deeds.posted_between(
        context.session, context.commune.id, period.first, period.last
    )
    return tuple(Told(last, deeds_at_work.told(deed)) for deed, last in posted)
