"""Several years side by side, read from the database year by year: each is told as its own report tells it."""

from __future__ import annotations

from campaign import spans
from campaign.assessment import years
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from reports.period import years_table
from reports.period.years_table import YearsTable
from services import weekly_summary
from services.context import Context


def compile_years(context: Context, period: ReportingWeek) -> YearsTable:
    """The table of the years in `period` that have begun; ValueError where none has a whole week."""
    standings: dict[int, tuple[Result, ...]] = {}
    open_until = None
    for year in spans.years_of(period):
        span = spans.until(year, context.today, context.calendar)
        if span is None:
            break
        standings[year.year] = weekly_summary.compile_period(context, span).standings
        open_until = None if span.last == year.last else span.last
    if not standings:
        raise ValueError(f"{period.label}: no week of it is over yet")
    campaign = context.campaign_on(min(period.last, context.today))
    found = years.side_by_side(campaign, standings)
    return years_table.build(campaign, period.year, period.last.year, found, list(standings), open_until, context.today)
