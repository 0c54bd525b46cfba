"""The weekly summary: compiled from the figures, drafted for the officers, posted to the leadership group once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaign import attainment, calendar, praise
from campaign.facts import Filing
from campaign.standing import Standing
from handlers import moments, wording
from handlers.context import Address, Choice, Context
from models import audit, figures, groups, people, periods, summaries, targets, units
from models.periods import Period
from models.summaries import Summary
from reports import caption, summary


@dataclass(frozen=True, slots=True)
class Compiled:
    """A period compiled: where every measure stands, and the neutral table made from that."""

    standings: tuple[Standing, ...]
    table: summary.Summary


def compile_period(context: Context, period: calendar.Period) -> Compiled:
    """Compile a week or a longer stretch from every figure up to its last day, reading each of them once."""
    session, commune = context.session, context.commune
    places = units.places(session, commune)
    filings = filings_until(context, period.last)
    facts = figures.facts(session, commune.id, period.last)
    standings = attainment.assess(
        context.campaign,
        facts,
        places,
        targets.of_commune(session, commune.id),
        period,
        filings,
    )
    praised = praise.of_period(context.campaign, facts, places, filings, period)
    return Compiled(standings, summary.build(context.campaign, standings, period, filings, places, praised))


def filings_until(context: Context, last: date) -> tuple[Filing, ...]:
    """Every report with something due, of the weeks up to a day: complete or not, on time or not (decision 11)."""
    found = []
    for report, given in periods.with_counts(context.session, context.commune.id, last):
        deadline = context.calendar.schedule(report.period.week).deadline
        done = report.completed_at
        found.append(
            Filing(
                unit=report.unit_id,
                period_last=report.period.last,
                due=True,
                answered=given,
                asked=len(report.due),
                completed_at=done,
                on_time=done is not None and done <= deadline,
                complete=done is not None and (report.period.frozen_at is None or done <= report.period.frozen_at),
            )
        )
    return tuple(found)


def draft(context: Context, period: Period) -> Summary:
    """Make or renew the draft of a period; a posted summary is never touched."""
    found = summaries.of_period(context.session, period.id)
    if found is not None and found.state == summaries.POSTED:
        return found
    table = compile_period(context, period.week).table
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
