"""The weekly summary: compiled from the figures, and drafted for the officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from campaign import calendar
from campaign.assessment import assess, praise, required_rows
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from models import figure_history, figure_queries, people, summaries, targets, units
from models.corrections import Correction
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from models.summaries import PostedSummary
from reports.weekly import caption, summary
from services import (
    date_words,
    filed_reports,
    frozen_results,
    good_deeds,
    pledge_results,
    round_lines,
    spot_checks,
    wording,
    year_closing,
)
from services.context import Choice, Context


@dataclass(frozen=True, slots=True)
class Compiled:
    """A period compiled: where every measure stands, and the neutral table made from that."""

    standings: tuple[Result, ...]
    table: summary.Summary


def compile_period(context: Context, period: calendar.ReportingWeek) -> Compiled:
    """Compile a week or a longer stretch from the figures up to its last day that can change the result."""
    session, commune, campaign = context.session, context.commune, context.campaign_on(period.last)
    members = units.members(session, commune.id)
    places = units.places(session, commune, period.last, members)
    villages = [place.id for place in places if place.kind == "village"]  # whose runs of weeks are praised
    filings = filed_reports.filings_until(context, period.last, period.first, villages, members)
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
