"""The weekly summary: compiled from the figures, drafted for the officers, posted to the leadership group once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from campaign import calendar
from campaign.assessment import assess, praise, required_rows
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.facts import Filing
from models import figure_history, figure_queries, groups, past_periods, people, summaries, targets, units
from models.audit import Action
from models.corrections import Correction
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from models.summaries import PostedSummary
from models.units import Unit
from reports.weekly import caption, summary
from services import (
    date_words,
    frozen_results,
    good_deeds,
    lot_checks,
    pledge_results,
    round_lines,
    spot_checks,
    wording,
    year_closing,
)
from services.context import Address, Choice, Context

_FIRST_BLOCK = 13  # weeks


@dataclass(frozen=True, slots=True)
class Compiled:
    """A period compiled: where every measure stands, and the neutral table made from that."""

    standings: tuple[Result, ...]
    table: summary.Summary


def compile_period(context: Context, period: calendar.ReportingWeek) -> Compiled:
    """Compile a week or a longer stretch from the figures up to its last day that can change the result."""
    session, commune, campaign = context.session, context.commune, context.campaign_on(period.last)
    places = units.places(session, commune, period.last)
    villages = [place.id for place in places if place.kind == "village"]  # whose runs of weeks are praised
    filings = filings_until(context, period.last, period.first, villages)
    facts = figure_history.facts(session, [place.id for place in places], required_rows.looks(campaign, period))
    standings = assess.assess(
        campaign,
        facts,
        places,
        targets.of_commune(session, commune.id),
        period,
        filings,
    )
    praised = praise.of_period(campaign, facts, places, filings, period)
    verdicts = year_closing.of_period(context, period, standings)
    table = summary.build(campaign, standings, period, filings, places, praised, verdicts)
    rounds, checks = round_lines.of_week(context, period), _checked(context, period)
    return Compiled(standings, replace(table, rounds=rounds, checks=checks))


def _checked(context: Context, period: calendar.ReportingWeek) -> str:
    """What the checks by lot have found until a week's end: the same whenever the week is compiled again."""
    if period.kind is not calendar.Kind.WEEK:
        return ""
    return spot_checks.share(context, period.last)


def years_verdicts(context: Context, year: int, compiled: Compiled) -> str:
    """What an officer closes with a year: how many measures have a figure, how they stand, which have none."""
    campaign, over = context.campaign_on(date(year, 12, 31)), [one for one in compiled.standings if one.is_verdict]
    missing = [campaign.by_id[one.measure].name for one in over if one.status is Status.NO_DATA]
    last = date_words.plain_date(year_closing.last_day(year))
    counts = caption.counts(compiled.table)
    told = wording.years_verdicts(year, len(over) - len(missing), len(over), counts, missing, last)
    return "\n".join(part for part in (told, pledge_results.verdicts(context, year)) if part)


def filings_until(
    context: Context, last: date, first: date | None = None, unit_ids: Collection[int] = ()
) -> tuple[Filing, ...]:
    """Reports with something due, of the weeks up to a day: complete or not, on time or not (decision 11).

    Of the weeks since `first`, or the last one alone, those of every unit, with their answers counted. Of older weeks
    those of `unit_ids`, or else of every unit: all of the calendar year, and before it back to the newest that was
    not on time, as no run of weeks reaches over that one. An older report has answered all or nothing.
    """
    weeks = past_periods.until(context.session, context.commune.id, last)
    present = [week for week in weeks if first and week.last >= first] or weeks[:1]
    given = past_periods.given(context.session, [week.id for week in present])
    members = {unit.id: unit for unit in units.members(context.session, context.commune.id)}
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


def draft(context: Context, period: PeriodRow) -> PostedSummary:
    """Make or renew the draft of a period; a posted summary is never touched."""
    found = summaries.of_period(context.session, period.id)
    if found is not None and found.state == summaries.POSTED:
        return found
    compiled = compile_period(context, period.week)
    table = good_deeds.added(context, compiled.table, period)
    if found is None:
        found = PostedSummary(commune_id=context.commune.id, period=period, drafted_at=context.now, text="", table={})
        context.session.add(found)
    found.text, found.table = caption.text(table), table.to_json()
    found.results = frozen_results.of_week(context, context.campaign_on(period.last), compiled.standings)
    context.session.flush()
    return found


def show_draft(context: Context, drafted: PostedSummary) -> int:
    """Send the draft to every officer, as it will look, with its picture; returns how many were reached."""
    drafted.drafted_at = context.now  # from now on the officers have their time to look
    return show_to(context, drafted, context.officers(), intro(context, drafted))


def show_to(context: Context, drafted: PostedSummary, whom: Sequence[Person], said: str) -> int:
    """Say something to each of them, and show the draft below it; returns how many were reached."""
    reached = 0
    for person in whom:
        reached += context.tell(person, said, purpose=Purpose.DRAFT)
        choices = [*approval_choices(context, drafted, person), *views(drafted.period.week)]
        context.tell(person, drafted.text, choices, purpose=Purpose.DRAFT, picture=picture(drafted))
    return reached


def post_due(context: Context, drafted: PostedSummary) -> datetime:
    """When a draft is posted by itself: at the set time, later where the officers saw it later."""
    schedule = context.calendar.schedule(drafted.period.week)
    return max(schedule.post, drafted.drafted_at + (schedule.post - schedule.draft))


def needs_approval(context: Context, drafted: PostedSummary) -> bool:
    """Whether a week is posted only when somebody says so."""
    return context.campaign_on(drafted.period.last).rules.approval_required


def intro(context: Context, drafted: PostedSummary) -> str:
    """What is said above a draft: what waits in it, and what happens without an answer."""
    week, waiting = drafted.period.number, len(figure_queries.marked(context.session, drafted.period_id))
    at = date_words.deadline(post_due(context, drafted).astimezone(context.calendar.zone), context.today)
    if drafted.state == summaries.HELD:
        return wording.draft_held(week, waiting)
    say = wording.draft_needs_approval if needs_approval(context, drafted) else wording.draft
    return say(week, at, waiting)


def approval_choices(context: Context, drafted: PostedSummary, person: Person) -> list[Choice]:
    """The buttons under a draft as it is now; they remember which version they stood under.

    A deputy decides about the post alone: figures are the officer's to correct.
    """
    version = summaries.shown(context.session, drafted, context.now).id
    choices = [Choice(wording.APPROVE, f"approve:{drafted.id}:{version}")]
    if drafted.state != summaries.HELD:
        choices.append(Choice(wording.HOLD, f"hold:{drafted.id}:{version}"))
    if people.has_role(person, "officer"):
        choices.append(Choice(wording.MEND_FIGURES, f"mend:{drafted.period_id}"))
    return choices


def views(period: calendar.ReportingWeek) -> list[Choice]:
    """What can be asked about a period from under its post; villages and files come in private."""
    label = period.label
    return [
        Choice(wording.BY_INDICATOR, f"lines:{label}"),
        Choice(wording.BY_VILLAGE, f"places:{label}"),
        Choice(wording.EXCEL, f"workbook:{label}"),
        Choice(wording.WORD, f"document:{label}"),
    ]


def picture(posted: PostedSummary | Correction) -> dict[str, Any]:
    """What to draw: the table as it stands, and where the drawing is kept once it was sent."""
    of = "correction" if isinstance(posted, Correction) else "summary"
    return {"kind": "summary", "table": posted.table, "of": of, "id": posted.id}


def drawing(table: dict[str, Any]) -> dict[str, Any]:
    """The same of a table that was not drafted."""
    return {"kind": "summary", "table": table}


def post(context: Context, drafted: PostedSummary, decided_by: int | None) -> str:
    """Freeze the period with the draft as it is, queue the post, and return what is said of it; "" where none goes out.

    Once for each group; without one, where the commune has chosen so, to each leader's own chat. The draft was renewed
    and locked by the caller.
    """
    bound = groups.leadership(context.session, context.commune.id)
    leaders = [] if bound else leaders_one_by_one(context)
    if not (bound or leaders) or drafted.state == summaries.POSTED:
        return ""
    summaries.assign_number(context.session, drafted, context.today.year)
    before = drafted.state
    drafted.state, drafted.posted_at, drafted.decided_by = summaries.POSTED, context.now, decided_by
    drafted.period.frozen_at = context.now
    good_deeds.note_posted(context, drafted.period, drafted.text)
    new = {"state": drafted.state, "week": drafted.period.week.label, "number": drafted.called}
    context.record_change(Action.POSTED, f"summary:{drafted.id}", old={"state": before}, new=new, by=decided_by)
    lot_checks.draw_and_tell(context, drafted.period, context.officers())
    for group in bound:
        context.say(
            Address(group.bot, group.chat_id),
            drafted.text,
            views(drafted.period.week),
            purpose=Purpose.POST,
            group_id=group.id,
            period_id=drafted.period_id,
            key=f"post:{drafted.period_id}:{group.id}",
            picture=picture(drafted),
            once=True,
        )
    for leader in leaders:
        _post_to(context, leader, drafted)
    said = wording.posting(drafted.period.number, [group.title for group in bound])
    if leaders:
        said = wording.posting_to_leaders(drafted.period.number, [one.address for one in leaders], drafted.called)
    _announce(context, said, decided_by)
    return said


def leaders_one_by_one(context: Context) -> list[Person]:
    """The leaders who get the post themselves; nobody where the commune has not chosen that, or they have no chat."""
    if not context.campaign.rules.leaders_one_by_one:
        return []
    everybody = people.with_role(context.session, context.commune.id, "leader")
    return [one for one in everybody if context.account_of(one) is not None]


def _post_to(context: Context, leader: Person, posted: PostedSummary) -> None:
    """A private message like any other: sent at least once, and the officers hear whom it did not reach."""
    context.tell(
        leader,
        posted.text,
        views(posted.period.week),
        purpose=Purpose.LEADERS_POST,
        period_id=posted.period_id,
        picture=picture(posted),
        key=f"post:{posted.period_id}:person:{leader.id}",
    )


def _announce(context: Context, said: str, decided_by: int | None) -> None:
    """Every officer but the one who pressed learns that it is under way; that it arrived is told when it has."""
    for officer in context.officers():
        if officer.id != decided_by:
            context.tell(officer, said, purpose=Purpose.POSTED)
