"""`thidua praise`: the rules of praise, who is praised in a week by them, and the working behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.assessment import praise, required_rows
from campaign.calendar import ReportingWeek
from campaign.rules import PraiseKind
from models import figure_history, units
from reports import praise_text
from services import filed_reports, weekly_summary
from services.context import Context

_LIKE = "2026-W47"


def command(week: Annotated[str, typer.Option(help="such as 2026-W47")]) -> None:
    """Print the rules of praise, who is praised in a week by them, and the working behind it."""
    typer.echo(praised(settings.load(), week))


def praised(settings: Settings, week: str) -> str:
    """Rules, result and working of a past week, computed anew from what is stored. OperatorError for a wrong week."""
    made = bootstrap.deployment(bootstrap.load_campaign(settings))
    store = bootstrap.open_store(settings)
    try:
        with store.transaction() as session:
            context = made.context(session, RealClock().now())
            period = context.calendar.of(week)
            table = weekly_summary.compile_period(context, period).table
            result = praise_text.lines(table) or ("không có thôn nào",)
            return "\n".join(
                [
                    *praise_text.rules(context.campaign_on(period.last)),
                    "",
                    *(f"{week}: {line}" for line in result),
                    "",
                    *_working(context, period),
                ]
            )
    except LookupError as error:
        raise OperatorError(str(error)) from None
    except ValueError as error:
        like = "" if _LIKE in str(error) else f"; write it like {_LIKE}"
        raise OperatorError(f"--week: {error}{like}") from None
    finally:
        store.close()


def _working(context: Context, period: ReportingWeek) -> Iterator[str]:
    """Village by village: weeks on time in a row, and for each measure how many were missing then and now."""
    everybody = units.places(context.session, context.commune, period.last)
    villages = [place for place in everybody if place.kind == "village"]
    weeks = praise.streaks(filed_reports.filings_until(context, period.last))
    campaign = context.campaign_on(period.last)
    facts = figure_history.facts(
        context.session, [place.id for place in villages], required_rows.looks(campaign, period)
    )
    rules = [rule for rule in campaign.praise if rule.kind is PraiseKind.IMPROVED]
    found = [one for rule in rules for one in praise.advances(campaign, rule, facts, villages, period)]
    for place in (one for one in villages if one.is_active(period.last)):
        parts = [f"đúng hạn {weeks.get(place.id, 0)} tuần liền"]
        parts += [
            f"{campaign.by_id[one.measure].label} còn thiếu {one.then:.1f} → {one.now:.1f}"
            for one in found
            if one.unit == place.id
        ]
        yield f"{place.code} {place.name}: " + "; ".join(parts)
