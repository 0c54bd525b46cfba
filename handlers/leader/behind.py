"""«Vì nơi nào»: the places that make a measure what it is, reached from the board and from an indicator."""

from __future__ import annotations

from campaign import calendar
from campaign.assessment.status import Status
from campaign.catalogue import Measure
from handlers.leader import indicator, requests
from handlers.turn import Turn
from models import figure_queries
from models.periods import PeriodRow
from reports import format, small_cells
from services import board, lacking, village_results, wording
from services.context import Choice

_HOLDS_BACK = (Status.BEHIND, Status.BORDERLINE, Status.REVIEW, Status.MISSED)


def choose(turn: Turn, period: PeriodRow) -> None:
    """«Thiếu số nào»: each measure with how many have not sent it, a button a measure."""
    campaign = turn.campaign_on(period.last)
    open_reports = lacking.by_measure(turn, period)
    if not open_reports:
        return turn.reply(wording.none_missing())
    lines, choices = [], []
    for key, reports in open_reports.items():
        label = wording.sentence(campaign.by_id[key].label)[:-1]
        lines.append(wording.measure_lacks(label, len(reports)))
        choices.append(Choice(label[:40], f"behind:{period.week.label}:{key}"))
    turn.reply(wording.measures_lacking(period.number, lines), choices)


def show(turn: Turn, label: str, key: str) -> None:
    """One measure: who has not sent it, who is behind, whose figure waits; an officer reminds from there."""
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    measure = turn.campaign_on(span.last).by_id.get(key) if span else None
    if period is None or span is None or measure is None:
        return turn.reply(wording.stale_button())
    week = requests.row_of(turn, period)
    lines, choices = _of_week(turn, week, measure) if week else ([], [])
    lines.insert(0, wording.behind_heading(measure.name, format.title(span)))
    slow = _slow(turn, measure, span) if small_cells.is_told_by_village(measure) else []
    lines += [wording.board_group(wording.SLOW, slow)] if slow else []
    if len(lines) == 1:
        lines.append(wording.none_behind())
    turn.reply("\n".join(lines), choices)


def _of_week(turn: Turn, week: PeriodRow, measure: Measure) -> tuple[list[str], list[Choice]]:
    """What a week's reports lack or leave in doubt, and what an officer does about it."""
    waiting = lacking.reports(turn, week, measure.id)
    marked = [
        unit.short_name for figure, unit in figure_queries.marked(turn.session, week.id) if figure.measure == measure.id
    ]
    silent = [report.unit.short_name for report in waiting]
    lines = [wording.board_group(wording.NOTHING_SENT, silent)] if waiting else []
    lines += [wording.board_group(wording.TO_VERIFY, marked)] if marked else []
    choices = []
    if turn.is_officer():
        to_remind = board.remindable_of(turn, waiting)
        choices += (
            [Choice(wording.remind_places(len(to_remind)), f"remind-about:{week.id}:{measure.id}")] if to_remind else []
        )
        choices += [Choice(wording.see_marked(len(marked)), f"marks:{week.id}")] if marked else []
    return lines, choices


def _slow(turn: Turn, measure: Measure, span: calendar.ReportingWeek) -> list[str]:
    """The villages that are behind by their own target, in the order of the codes; a small count is not told."""
    return [
        wording.slow_village(name, indicator.of_village(measure, result, unit))
        for name, unit, result in village_results.of_measure(turn, measure, span)
        if result.status in _HOLDS_BACK
    ]
