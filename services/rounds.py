"""Rounds at work: opened with their starts and goals, reckoned on any day, ended early, dropped, and frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from campaign.assessment import figure_index, goal
from campaign.assessment.lineage import Lineage
from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.facts import Fact, Place
from models import figure_queries, rounds, targets, units
from models.audit import Action
from models.rounds import Goal, Round, RoundMeasure, RoundUnit, State
from models.units import Unit
from reports import format, round_table
from reports.round_table import Cell, Counted, RoundTable
from services import announcement_audience, round_honours, round_measures, round_reckoning, round_typed, wording
from services.context import Context
from services.round_honours import Contender
from services.round_reckoning import Entry, Terms

STARTED = "start"  # of `Round.told`: the starts are frozen
LATE_DAYS = 3  # working days after the last deadline in which figures still count
MOST_LIVE = 2  # open rounds of one unit
SHORTEST, LONGEST = 7, 366  # days
_DAY = timedelta(days=1)
_WHOLE = timedelta(days=7)  # after its last day all of its weeks are over
_HUNDRED = Decimal(100)
_DECIMALS = 2  # of what is measured in parts
ADDING = (Goal.GROWTH, Goal.PER_HUNDRED)  # goals of what is added to the start; the others are to be reached
_NAMED_GOALS = 3  # of single units; of more their number is told, each stands in its line


@dataclass(frozen=True, slots=True)
class Named:
    """A measure of a round: its row, and what it is."""

    row: RoundMeasure
    measure: Measure


def measures(context: Context, one: Round) -> list[Named]:
    """What a round counts; a measure that the campaign does not have any more is left out."""
    by_id = context.campaign_on(min(context.today, one.last or context.today)).by_id
    found = [(row, round_measures.own(row) if row.is_own else by_id.get(row.measure)) for row in one.measures]
    return [Named(row, measure) for row, measure in found if measure is not None]


def weeks(context: Context, one: Round) -> tuple[ReportingWeek, ReportingWeek]:
    """The first and the last reporting week that count: those of its first and last day."""
    first, last = one.days
    return context.calendar.period_on(first), context.calendar.period_on(last)


def closing(context: Context, last: date) -> datetime:
    """When the table of a round that ends on a day is frozen: three working days after the deadline of that week."""
    week = context.calendar.period_on(last)
    deadline = context.calendar.schedule(week).deadline.astimezone(context.calendar.zone)
    day, left = max(deadline.date(), last), LATE_DAYS
    while left:
        day += _DAY
        left -= context.calendar.is_working_day(day)
    return datetime.combine(day, deadline.timetz().replace(tzinfo=None), context.calendar.zone)


def wanted_units(context: Context, tokens: Sequence[str]) -> list[Unit]:
    """The units an audience means today; people's roles mean none."""
    return [one.unit for one in announcement_audience.resolve(context, tokens) if one.unit.kind != "commune"]


def overburdened(context: Context, draft: Round) -> list[Unit]:
    """The units that are in two open rounds already on some day of this one."""
    first, last = draft.days
    wanted = wanted_units(context, draft.audience)
    held: dict[int, set[int]] = {}
    for one in rounds.of_state(context.session, context.commune.id, State.OPEN):
        if one.first is not None and one.last is not None and one.first <= last and one.last >= first:
            for row in rounds.units_of(context.session, one.id):
                held.setdefault(row.unit_id, set()).add(one.id)
    return [unit for unit in wanted if len(held.get(unit.id, ())) >= MOST_LIVE]


def open_round(context: Context, draft: Round) -> list[str]:
    """From now on it counts; its starts are frozen on its first day, or now where that has come.

    Returns the names of the units of which a start is missing or in doubt, as far as that is known yet.
    """
    first, last = draft.days
    wanted = wanted_units(context, draft.audience)
    for named in measures(context, draft):
        given = goals(context, named, wanted, last)
        context.session.add_all(
            RoundUnit(round_id=draft.id, measure_id=named.row.id, unit_id=unit.id, goal=given.get(unit.id))
            for unit in wanted
        )
    draft.state, draft.changed_at, draft.closes_at = State.OPEN, context.now, closing(context, last)
    new = {"first": first.isoformat(), "last": last.isoformat(), "units": len(wanted), "measures": len(draft.measures)}
    context.record_change(Action.ROUND_OPENED, f"round:{draft.id}", new=new)
    context.session.flush()
    if context.today < first:
        return []
    draft.told = [STARTED]
    return freeze_starts(context, draft)


def goals(context: Context, named: Named, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    """What each unit is to reach or to add; a unit of which that cannot be told is left out."""
    own = named.row.own_goals or {}
    single = {unit.id: Decimal(own[str(unit.id)]) for unit in wanted if str(unit.id) in own}
    return _goals_alike(context, named, wanted, last) | single


def is_unreachable(measure: Measure, wanted: round_typed.Wanted) -> bool:
    """More than all of them."""
    return measure.unit == "%" and abs(wanted.value) > _HUNDRED


def set_own_goal(named: Named, unit: Unit, wanted: round_typed.Wanted) -> bool:
    """Another goal for one unit of a draft; False where it is not of the kind that everybody's is, or beyond all."""
    if (wanted.kind in ADDING) != (named.row.goal_kind in ADDING) or is_unreachable(named.measure, wanted):
        return False
    value = wanted.value
    if wanted.kind is Goal.PER_HUNDRED:
        if not unit.households:
            return False
        value = _share_of(value, unit.households, named.measure)
    named.row.own_goals = {**(named.row.own_goals or {}), str(unit.id): str(value)}
    return True


def _goals_alike(context: Context, named: Named, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    row, measure = named.row, named.measure
    if row.goal_kind is Goal.TARGET:
        return _own_targets(context, measure, wanted, last)
    assert row.goal is not None
    if row.goal_kind is Goal.PER_HUNDRED:
        return {unit.id: _share_of(row.goal, unit.households, measure) for unit in wanted if unit.households}
    return {unit.id: row.goal for unit in wanted}


def _share_of(goal: Decimal, households: int, measure: Measure) -> Decimal:
    """What a hundred households' goal is for some of them; of what is counted one by one no part, and at least one."""
    exact = goal * households / _HUNDRED
    if not all(one.whole for one in measure.inputs):
        return exact
    whole = max(abs(exact).to_integral_value(ROUND_HALF_UP), Decimal(1))
    return whole.copy_sign(goal)


def _own_targets(context: Context, measure: Measure, wanted: Sequence[Unit], last: date) -> dict[int, Decimal]:
    """Each unit's target of the year in which the round ends; a rate's is the commune's where it has none."""
    if round_measures.is_yes_no(measure):
        return {unit.id: Decimal(1) for unit in wanted}
    known = targets.of_commune(context.session, context.commune.id)
    lineage = Lineage({one.id: one for one in units.places(context.session, context.commune, last)})
    of_all = goal.dated_target(measure, context.commune.id, known, last)
    if of_all is None:
        of_all = measure.target.value
    found = {}
    for unit in wanted:
        own = goal.own_target(measure, lineage, unit.id, known, last)
        own = of_all if own is None and goal.is_asked_of_each(measure) else own
        if own is not None:
            found[unit.id] = own
    return found


def freeze_starts(context: Context, one: Round) -> list[str]:
    """Write down what each unit had when the round began; returns the names of units of which something is missing."""
    first, _ = one.days
    places = units.places(context.session, context.commune, first)
    rows = rounds.units_of(context.session, one.id)
    missing: dict[int, None] = {}
    for named in measures(context, one):
        if round_measures.is_flow(named.measure):
            continue
        facts = _facts(context, [named.measure], places)
        book = figure_index.open_book(named.measure, facts, places)
        for row in rows:
            if row.measure_id != named.row.id:
                continue
            part = round_reckoning.standing(book, [row.unit_id], first - _DAY)
            if part is None or part.marked:
                missing[row.unit_id] = None
            if part is not None:
                row.start, row.start_over, row.start_day = part.numerator, part.denominator, part.on
    context.session.flush()
    names = {row.unit_id: row.unit.short_name for row in rows}
    return [names[unit_id] for unit_id in missing]


def _facts(context: Context, counted: Sequence[Measure], places: Sequence[Place]) -> list[Fact]:
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
    counted = measures(context, one)
    agreed = terms(context, one, until)
    places = units.places(context.session, context.commune, agreed.day)
    facts = _facts(context, [named.measure for named in counted], places)
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
        goal=goal_said(context, named),
    )


def goal_said(context: Context, named: Named) -> str:
    """«mỗi nơi thêm 300 m», «mỗi nơi đạt 99%, riêng Nà Pò 95%», «theo chỉ tiêu của từng nơi»."""
    alike, own = _goal_alike(named), named.row.own_goals or {}
    if not own:
        return alike
    if len(own) > _NAMED_GOALS:
        return wording.round_goals_apart(alike, str(len(own)))
    unit = named.measure.unit if named.measure.unit == "%" else f" {named.measure.unit}"
    said = [
        f"{one.short_name} {format.plain(abs(Decimal(value)))}{unit}"
        for key, value in own.items()
        if (one := context.session.get(Unit, int(key))) is not None
    ]
    return wording.round_goals_apart(alike, ", ".join(said))


def _goal_alike(named: Named) -> str:
    row, measure = named.row, named.measure
    if row.goal_kind is Goal.TARGET:
        return wording.ROUND_OWN_TARGETS
    if row.goal is None:
        return ""
    unit = measure.unit if measure.unit == "%" else f" {measure.unit}"
    return wording.round_goal(str(row.goal_kind), format.plain(abs(row.goal)), unit, falls=row.goal < 0)


# Ending


def end_early(context: Context, one: Round) -> None:
    """ĐÓNG: today is its last day; late figures still have their three working days."""
    first, last = one.days
    one.last = max(first, min(last, context.today))
    one.closes_at, one.changed_at = closing(context, one.last), context.now
    context.record_change(
        Action.ROUND_ENDED, f"round:{one.id}", old={"last": last.isoformat()}, new={"last": one.last.isoformat()}
    )


def drop(context: Context, one: Round) -> None:
    """BỎ: it is asked no more and counts for nothing; what was told of it stays with the figures."""
    one.state, one.changed_at, one.closed_at = State.DROPPED, context.now, context.now
    context.record_change(Action.ROUND_DROPPED, f"round:{one.id}")


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
