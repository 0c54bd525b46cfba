"""The table of a round: as it stands on a day, frozen when the round is closed, and what was corrected since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.facts import Fact, Place
from models import figure_queries, rounds, units
from models.rounds import Round, RoundUnit, State
from reports import round_table
from reports.round_table import Cell, Counted, RoundTable
from services import (
    round_goals,
    round_honours,
    round_measures,
    round_reckoning,
)
from services.context import Context
from services.round_goals import ADDING, Named
from services.round_honours import Contender
from services.round_reckoning import Entry, Terms

_WHOLE = timedelta(days=7)  # after its last day all of its weeks are over
_DECIMALS = 2  # of what is measured in parts


def weeks(context: Context, one: Round) -> tuple[ReportingWeek, ReportingWeek]:
    """The first and the last reporting week that count: those of its first and last day."""
    first, last = one.days
    return context.calendar.period_on(first), context.calendar.period_on(last)


def facts_of(context: Context, counted: Sequence[Measure], places: Sequence[Place]) -> list[Fact]:
    """Every figure of the units in what is counted."""
    found = figure_queries.of_measures(context.session, [one.id for one in places], [one.id for one in counted])
    return [row.fact() for row in found]


# The table on a day


def terms(context: Context, one: Round, until: date) -> Terms:
    first, _ = one.days
    begun, ended = weeks(context, one)
    return Terms(begins=first, first=begun.first, last=ended.last, asked_by=begun.last, until=until)


def table(context: Context, one: Round, until: date | None = None) -> RoundTable:
    """The round as it stands on a day (at the end of this week); of a closed one as it was frozen."""
    if one.state is State.CLOSED and one.result is not None:
        return RoundTable.from_json(one.result)
    return reckon(context, one, until or context.calendar.period_on(context.today).last)


def reckon(context: Context, one: Round, until: date) -> RoundTable:
    """The table made anew from the figures."""
    first, last = one.days
    counted = round_goals.measures(context, one)
    agreed = terms(context, one, until)
    places = units.places(context.session, context.commune, agreed.day)
    facts = facts_of(context, [named.measure for named in counted], places)
    rows = rounds.units_of(context.session, one.id)
    by_measure = [_lines(named, facts, places, agreed, rows) for named in counted]
    groups = list(zip(*by_measure, strict=True)) if by_measure else []
    sizes = {place.id: place for place in places}
    contenders = [Contender(_size(sizes, lines[0].units), lines) for lines in groups]
    honoured = set(round_honours.honours(contenders))
    return RoundTable(
        number=one.id,
        commune=context.campaign.commune_name,
        name=one.name,
        paper=one.paper,
        first=first,
        last=last,
        counted_from=agreed.first,
        counted_to=agreed.last,
        frozen_on=context.day_of(one.closed_at) if one.closed_at else None,
        signer=context.campaign.leader_title,
        recipients=context.campaign.recipients,
        counted=tuple(_counted(context, named) for named in counted),
        lines=tuple(
            round_table.Line(
                units=contender.lines[0].units,
                name=_name(sizes, contender.lines[0].units, agreed.day),
                group=contender.group,
                cells=tuple(_cell(line) for line in contender.lines),
                is_honoured=at in honoured,
            )
            for at, contender in enumerate(contenders)
        ),
    )


def _lines(
    named: Named, facts: Sequence[Fact], places: Sequence[Place], agreed: Terms, rows: Sequence[RoundUnit]
) -> list[round_reckoning.Line]:
    adds = named.row.goal_kind in ADDING
    entries = {
        row.unit_id: Entry(row.start, row.start_over, row.start_day, row.goal, adds)
        for row in rows
        if row.measure_id == named.row.id
    }
    return round_reckoning.lines(named.measure, facts, places, agreed, entries)


def _there(places: Mapping[int, Place], group: Collection[int], day: date) -> list[Place]:
    """Of units that were joined those that exist; all of them where none does any more."""
    known = [places[unit] for unit in group]
    return [one for one in known if one.is_active(day)] or known


def _size(places: Mapping[int, Place], group: Collection[int]) -> str:
    """The size group of the largest of those that were joined: a merged village is compared with large ones."""
    known = [places[unit] for unit in group]
    return round_honours.size_group(max(known, key=lambda one: one.households or -1))


def _name(places: Mapping[int, Place], group: Collection[int], day: date) -> str:
    return ", ".join(one.name for one in _there(places, group, day))


def _cell(line: round_reckoning.Line) -> Cell:
    notes = tuple(note.value for note in line.notes)
    return Cell(line.start, line.now, line.over, line.goal, line.share, line.band.value, line.on, notes)


def _counted(context: Context, named: Named) -> Counted:
    measure = named.measure
    inputs = measure.inputs
    is_yes_no = round_measures.is_yes_no(measure)
    return Counted(
        name=measure.label[:1].upper() + measure.label[1:] if measure.label else measure.name,
        unit="" if is_yes_no else measure.unit,
        is_share=bool(measure.over) and not is_yes_no,
        is_flow=round_measures.is_flow(measure),
        is_yes_no=is_yes_no,
        places=0 if all(one.whole for one in inputs) else _DECIMALS,
        single=inputs[0].unit,
        goal=round_goals.goal_said(context, named),
    )


def close(context: Context, one: Round) -> RoundTable:
    """Freeze the table: what changes after it is a correction, told beside it."""
    one.closed_at = context.now
    found = reckon(context, one, one.days[1] + _WHOLE)
    one.state, one.result = State.CLOSED, found.to_json()
    return found


def corrected(context: Context, one: Round) -> RoundTable | None:
    """A closed round as its figures are today, with what differs from the frozen table; None where nothing does.

    A unit that merged after the freeze has no line of its own to compare: whatever is said of it, it was not mended.
    """
    if one.state is not State.CLOSED or one.result is None:
        return None
    frozen, now = RoundTable.from_json(one.result), reckon(context, one, one.days[1] + _WHOLE)
    said = round_table.differences(frozen, now)
    return replace(now, corrects=frozen.frozen_on, frozen_on=context.today, changes=tuple(said)) if said else None


def changed_since(context: Context, one: Round) -> list[str]:
    """What is otherwise now than in the frozen table, a line for each unit that is."""
    found = corrected(context, one)
    return list(found.changes) if found is not None else []
