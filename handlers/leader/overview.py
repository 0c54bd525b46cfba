"""A whole period at a glance: TỔNG HỢP, its 21 lines in words, and who has sent figures. No unit is ranked."""

from __future__ import annotations

from collections.abc import Sequence

from campaign import calendar
from campaign.assessment.status import Status
from handlers.leader import requests
from handlers.turn import Turn
from models import past_periods, periods, units
from models.periods import Report
from models.summaries import PostedSummary as Stored
from reports import format
from reports.period import years_table
from reports.weekly import caption
from reports.weekly.rows import Row
from reports.weekly.summary import Summary
from services import date_words, filed_reports, several_years, weekly_summary, wording
from services.context import Choice

_TO_OPEN = (Status.REVIEW, Status.BEHIND, Status.BORDERLINE)
_MOST_LABEL = 40


def show(turn: Turn, words: str) -> None:
    """TỔNG HỢP, with a period or without: what was posted, else how it stands now."""
    request = requests.read(turn, words)
    if request.wrong:
        return requests.refuse(turn, request)
    if request.name:
        return turn.reply(wording.which_period(in_group=turn.inbound.is_group))
    posted = requests.posted(turn, request.period)
    if posted is not None:
        return _as_posted(turn, posted, request.period)
    span = requests.so_far(turn, request.period)
    if span is None:
        return turn.reply(wording.not_begun(format.title(request.period)))
    if span.kind is calendar.Kind.YEARS:
        return several(turn, request.period)
    table = weekly_summary.compile_period(turn, span).table
    text = caption.text(table, _as_of(turn, span))
    return turn.reply(text, weekly_summary.views(span), picture=weekly_summary.drawing(table.to_json()))


def several(turn: Turn, period: calendar.ReportingWeek) -> None:
    """«2026-2030»: each year's verdicts side by side; by village and by line there is a year for."""
    files = [one for one in weekly_summary.views(period) if one.data.startswith(("workbook", "document"))]
    table = several_years.compile_years(turn, period)
    drawn = {"kind": "years", "years": table.to_json()} if turn.can(turn.inbound.bot).has_files else None
    turn.reply_with_picture(years_table.text(table), files, drawn, wording.years_side_by_side(table.title))


def _as_posted(turn: Turn, posted: Stored, period: calendar.ReportingWeek) -> None:
    """The post with its picture, and the newest correction below it as the group got it."""
    views, corrected = weekly_summary.views(period), requests.correction(turn, posted)
    turn.reply(posted.text, [] if corrected else views, picture=weekly_summary.picture(posted))
    if corrected is not None:
        turn.reply(corrected.text, views, picture=weekly_summary.picture(corrected))


def lines(turn: Turn, label: str) -> None:
    """«Theo chỉ tiêu»: every indicator in the document's order with its figure and its status in words."""
    table = _table(turn, label)
    if table is None:
        return turn.reply(wording.stale_button())
    said = [wording.period_heading(format.title(table.period), format.days(table.period), caption.counts(table))]
    group = ""
    for row in table.rows:
        if row.group != group:
            group = row.group
            said.append(f"{group}:")
        said.append(wording.indicator_line(row.indicator, row.name, row.big, row.word))
    said.append(wording.open_indicator(table.rows[0].indicator, in_group=turn.inbound.is_group))
    return turn.reply("\n".join(said), _openers(table, label))


def _table(turn: Turn, label: str) -> Summary | None:
    """The table of a period: as posted, where it was, and as corrected last."""
    period = requests.labelled(turn, label)
    if period is None:
        return None
    posted = requests.posted(turn, period)
    if posted is not None:
        return Summary.from_json((requests.correction(turn, posted) or posted).table)
    span = requests.so_far(turn, period)
    return weekly_summary.compile_period(turn, span).table if span else None


def _openers(table: Summary, label: str) -> list[Choice]:
    """A button for each indicator that holds the commune back."""
    rows: Sequence[Row] = [row for row in table.rows if row.status in _TO_OPEN]
    return [Choice(f"{row.indicator} {row.name}"[:_MOST_LABEL], f"look:{label}:{row.indicator}") for row in rows]


def places(turn: Turn, label: str) -> None:
    """«Theo thôn»: who has sent everything, a part, or nothing, in the order of the codes."""
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    if period is None or span is None:
        return turn.reply(wording.stale_button())
    sent = _by_week(turn, period) if period.kind is calendar.Kind.WEEK else _by_stretch(turn, span)
    if not sent:
        return turn.reply(wording.nothing_was_due(format.title(period)))
    head = wording.places_heading(format.title(period), format.days(span))
    return turn.reply("\n".join([head, *sent, wording.open_unit(example(turn))]))


def _by_week(turn: Turn, period: calendar.ReportingWeek) -> list[str]:
    row = requests.row_of(turn, period)
    reports = periods.reports(turn.session, row.id, turn.today) if row else []
    given = {unit: count for (_, unit), count in past_periods.given(turn.session, [row.id] if row else []).items()}
    names = {place.id: place.name for place in units.places(turn.session, turn.commune, period.last)}
    found = []
    for noun, members in _by_kind(reports):
        full = [names[one.unit_id] for one in members if one.completed_at is not None]
        part = [names[one.unit_id] for one in members if one.completed_at is None and given.get(one.unit_id)]
        none = [names[one.unit_id] for one in members if one.completed_at is None and not given.get(one.unit_id)]
        found.append(wording.sent_by(noun, full, part, none))
    return found


def _by_kind(reports: Sequence[Report]) -> list[tuple[str, list[Report]]]:
    by_kind = [(noun, [one for one in reports if one.unit.kind == kind]) for kind, noun in wording.KINDS.items()]
    return [(noun, members) for noun, members in by_kind if members]


def _by_stretch(turn: Turn, span: calendar.ReportingWeek) -> list[str]:
    """Over several weeks: in how many of them each unit was on time."""
    due: dict[int, int] = {}
    on_time: dict[int, int] = {}
    for one in filed_reports.filings_until(turn, span.last, span.first):
        if one.period_last in span:
            due[one.unit] = due.get(one.unit, 0) + 1
            on_time[one.unit] = on_time.get(one.unit, 0) + one.on_time
    places = units.places(turn.session, turn.commune, span.last)
    return [wording.weeks_of_unit(place.name, on_time[place.id], due[place.id]) for place in places if place.id in due]


def example(turn: Turn) -> str:
    """A unit whose name shows what to type; a made-up one where none is listed yet."""
    members = units.members(turn.session, turn.commune.id)
    villages = (unit for unit in members if unit.kind == "village" and unit.place().is_active(turn.today))
    return next((unit.full_name for unit in villages), wording.SOME_VILLAGE)


def _as_of(turn: Turn, span: calendar.ReportingWeek) -> str:
    """How far to trust what was not posted: a week before its hour is no final word."""
    now = turn.now.astimezone(turn.calendar.zone)
    moment = f"{date_words.hour(now)} {date_words.day_and_date(now.date())}"
    is_week = span.kind is calendar.Kind.WEEK
    is_open = is_week and turn.now < turn.calendar.schedule(span).post
    return wording.not_posted_yet(moment) if is_open else wording.as_of(moment)
