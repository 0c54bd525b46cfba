"""BIỂU DƯƠNG: who is praised in a week, and by which rules. Praise is public, so everybody may ask."""

from __future__ import annotations

from campaign.calendar import Kind, ReportingWeek
from handlers.leader import requests
from handlers.turn import Turn
from reports import format, praise_text
from services import weekly_summary, wording


def show(turn: Turn, words: str) -> None:
    """The newest week that is over, or the one that was named, worked out anew by the rules that held in it."""
    request = requests.read(turn, words)
    if request.wrong:
        return requests.refuse(turn, request)
    week = request.period if words else _newest(turn)
    if request.name or week.kind is not Kind.WEEK or week.first > turn.today:
        return turn.reply(wording.which_week_of_praise(in_group=turn.inbound.is_group))
    table = weekly_summary.compile_period(turn, week).table
    rules = praise_text.rules(turn.campaign_on(week.last))
    turn.reply(wording.praised(format.title(week), praise_text.lines(table), rules))


def _newest(turn: Turn) -> ReportingWeek:
    """The week whose post was due last: before it everybody may still send."""
    week = turn.calendar.period_on(turn.today)
    while turn.calendar.schedule(week).post > turn.now:
        week = turn.calendar.previous(week)
    return week
