"""A year's verdicts: provisional until an officer closes the year or January is over, then kept with what changes.

The closed year keeps what was told of each measure; figures that come later still count, and are told as adjustments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaign import spans
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign
from models import year_closings
from models.audit import Action
from models.year_closings import YearClosing
from reports.weekly import changes, remark_parts
from reports.weekly.summary import Verdicts
from services.context import Context

_FIRST_DAY, _LAST_DAY = (1, 15), (1, 31)  # of January after the year


def first_day(year: int) -> date:
    """From then on a year can be closed: yearly figures arrive in January."""
    return date(year + 1, *_FIRST_DAY)


def last_day(year: int) -> date:
    """The last day on which the verdicts are provisional."""
    return date(year + 1, *_LAST_DAY)


def of_period(context: Context, period: ReportingWeek, standings: Sequence[Result]) -> Verdicts | None:
    """How final the verdicts in a period are; None where no measure's year is over in it.

    A week is told as of its own end: its verdicts are provisional whenever it is looked at.
    """
    over = [one for one in standings if one.is_verdict]
    if not over:
        return None
    year, is_report = period.last.year, period.kind is not Kind.WEEK
    closing = year_closings.of_year(context.session, context.commune.id, year) if is_report else None
    return Verdicts(
        year=year,
        count=len(over),
        of=len(standings),
        told=sum(one.status is not Status.NO_DATA for one in over),
        closed_on=_closed_on(context, closing, year) if is_report else None,
        last_day=last_day(year),
        adjustments=_adjustments(context.campaign_on(period.last), closing, over)
        if closing is not None and period.kind is Kind.YEAR and not period.administrative
        else (),
    )


def _closed_on(context: Context, closing: YearClosing | None, year: int) -> date | None:
    if closing is not None:
        return min(context.day_of(closing.closed_at), last_day(year))
    return last_day(year) if context.today > last_day(year) else None


def _adjustments(campaign: Campaign, closing: YearClosing, over: Sequence[Result]) -> tuple[str, ...]:
    found = []
    for one in over:
        before, now = closing.verdicts.get(one.measure), _told(campaign, one)
        if before is not None and before != now:
            found.append(f"{campaign.by_id[one.measure].name} {changes.from_to(before, now)}")
    return tuple(found)


def _told(campaign: Campaign, one: Result) -> str:
    """«1.825,0/1.819,7 ha, bằng 100,3% kế hoạch năm: vượt»."""
    return f"{remark_parts.told(campaign.by_id[one.measure], one)}: {one.word}"


def year_of(year: int) -> ReportingWeek:
    return spans.make(Kind.YEAR, year)


def close(context: Context, year: int, standings: Sequence[Result]) -> YearClosing:
    """Close a year that is over and was not closed, by whoever speaks in this transaction, or by itself."""
    campaign = context.campaign_on(year_of(year).last)
    row = YearClosing(
        commune_id=context.commune.id,
        year=year,
        closed_at=context.now,
        person_id=context.actor_id,
        verdicts={one.measure: _told(campaign, one) for one in standings if one.is_verdict},
    )
    context.session.add(row)
    counted = {one.value: sum(found.status is one for found in standings) for one in Status}
    context.record_change(
        Action.YEAR_CLOSED, f"year:{year}", new={key: count for key, count in counted.items() if count}
    )
    return row
