"""The weekly summary: compiled from the figures, drafted for the officers, posted to the leadership group once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from campaign import attainment, lookback
from campaign.facts import Filing
from campaign.standing import Standing
from handlers import moments, wording
from handlers.context import Address, Choice, Context
from models import audit, figures, groups, history, people, periods, summaries, targets, units
from models.periods import Period
from models.summaries import Summary
from reports import caption, summary

_FIRST_BLOCK = 26  # weeks


@dataclass(frozen=True, slots=True)
class Week:
    """A period compiled: where every measure stands, and the neutral table made from that."""

    standings: tuple[Standing, ...]
    table: summary.Summary


def compile_week(context: Context, period: Period) -> Week:
    """Compile a period from the figures up to its last day, reading those alone that can change the result."""
    session, commune = context.session, context.commune
    places = units.places(session, commune)
    filings = filings_until(context, period)
    standings = attainment.assess(
        context.campaign,
        history.facts(session, [place.id for place in places], lookback.looks(context.campaign, period.week)),
        places,
        targets.of_commune(session, commune.id),
        period.week,
        [one for one in filings if one.period_last == period.last],
    )
    return Week(standings, summary.build(context.campaign, standings, period.week, filings, places))


def filings_until(context: Context, period: Period, unit_ids: Collection[int] = ()) -> tuple[Filing, ...]:
    """Reports with something due up to a period, of all units or some: complete or not, on time or not (decision 11).

    Of each unit the newest ones, back to the last that was left incomplete: no run of weeks reaches over that one.
    `answered` is counted for the period itself; an older report has answered all or nothing.
    """
    weeks = periods.until(context.session, context.commune.id, period.last)
    waiting = set(unit_ids or units.member_ids(context.session, context.commune.id))
    found: list[Filing] = []
    for block in _blocks(list(weeks)):
        ends = {one: (weeks[one].last, context.calendar.schedule(weeks[one]).deadline) for one in block}
        found += [_filing(row, *ends[row.period_id]) for row in periods.filed(context.session, block, waiting)]
        waiting.difference_update(one.unit for one in found if one.completed_at is None)
        if not waiting:
            break
    given, last = periods.given(context.session, period.id), period.last
    return tuple(replace(one, answered=given.get(one.unit, 0)) if one.period_last == last else one for one in found)


def _filing(row: Sequence[Any], last: date, deadline: datetime) -> Filing:
    unit_id, _, done, asked = row
    is_done = done is not None
    return Filing(unit_id, last, True, asked if is_done else 0, asked, done, on_time=is_done and done <= deadline)


def _blocks(weeks: Sequence[int]) -> Iterator[Sequence[int]]:
    """Half a year, then what is before it in longer and longer pieces: most runs end soon."""
    size = _FIRST_BLOCK
    while weeks:
        yield weeks[:size]
        weeks, size = weeks[size:], size * 2


def draft(context: Context, period: Period) -> Summary:
    """Make or renew the draft of a period; a posted summary is never touched."""
    found = summaries.of_period(context.session, period.id)
    if found is not None and found.state == summaries.POSTED:
        return found
    table = compile_week(context, period).table
    if found is None:
        found = Summary(period=period, drafted_at=context.now, text="", table={})
        context.session.add(found)
    found.text, found.table = caption.text(table), table.to_json()
    context.session.flush()
    return found


def show_draft(context: Context, drafted: Summary) -> int:
    """Send the draft to every officer, as it will look, with its picture; returns how many were reached."""
    drafted.drafted_at = context.now  # from now on the officers have their time to look
    intro = _intro(context, drafted)
    choices = approval_choices(drafted)
    reached = 0
    for officer in people.with_role(context.session, context.commune.id, "officer"):
        reached += context.tell(officer, intro, purpose="draft")
        context.tell(officer, drafted.text, choices, purpose="draft", picture=picture(drafted))
    return reached


def post_due(context: Context, drafted: Summary) -> datetime:
    """When a draft is posted by itself: at the set time, later where the officers saw it later."""
    schedule = context.calendar.schedule(drafted.period.week)
    return max(schedule.post, drafted.drafted_at + (schedule.post - schedule.draft))


def _intro(context: Context, drafted: Summary) -> str:
    week, waiting = drafted.period.number, len(figures.marked(context.session, drafted.period_id))
    at = moments.deadline(post_due(context, drafted).astimezone(context.calendar.zone), context.today)
    if drafted.state == summaries.HELD:
        return wording.draft_held(week, waiting)
    say = wording.draft_needs_approval if context.campaign.rules.approval_required else wording.draft
    return say(week, at, waiting)


def approval_choices(drafted: Summary) -> list[Choice]:
    approve = Choice(wording.APPROVE, f"approve:{drafted.id}")
    return [approve] if drafted.state == summaries.HELD else [approve, Choice(wording.HOLD, f"hold:{drafted.id}")]


def picture(drafted: Summary) -> dict[str, Any]:
    """What to draw: the table as it stands, so that what is shown later is what was meant now."""
    return {"kind": "summary", "table": drafted.table}


def post(context: Context, drafted: Summary, decided_by: int | None) -> Sequence[groups.Group]:
    """Freeze the period and queue the post, once for each group; no group, no post (an empty list)."""
    bound = groups.leadership(context.session, context.commune.id)
    if not bound or drafted.state == summaries.POSTED:
        return []
    renewed = draft(context, drafted.period)
    renewed.state, renewed.posted_at, renewed.decided_by = summaries.POSTED, context.now, decided_by
    renewed.period.frozen_at = context.now
    audit.note(context.session, context.now, decided_by, "posted", week=renewed.period.week.label)
    for group in bound:
        context.say(
            Address(group.channel, group.chat_id),
            renewed.text,
            purpose="post",
            key=f"post:{renewed.period_id}:{group.id}",
            picture=picture(renewed),
            once=True,
        )
    return bound
