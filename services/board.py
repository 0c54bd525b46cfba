"""BẢNG: where every unit stands in a week, as one message that stays short, and the buttons that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign import facts
from models import figure_queries, messages, past_periods, people, periods
from models.people import Person
from models.periods import PeriodRow, Report
from services import date_words, deadlines, missing, wording
from services.context import Choice, Context


@dataclass(frozen=True, slots=True)
class Board:
    """The reports of a week, each in one group; names of places that are away say who answers for them."""

    period: PeriodRow
    complete: Sequence[Report]
    begun: Sequence[Report]
    silent: Sequence[Report]
    away: Mapping[str, Report]
    nobody: Sequence[Report]
    marked: int
    reminded: int  # by hand, today

    @property
    def waiting(self) -> Sequence[Report]:
        return [*self.begun, *self.silent, *self.away.values(), *self.nobody]

    @property
    def due(self) -> int:
        groups = (self.complete, self.begun, self.silent, self.away, self.nobody)
        return sum(map(len, groups))


def of_week(context: Context, period: PeriodRow) -> Board:
    """Where the units stand now."""
    reports = periods.reports(context.session, period.id, context.today)
    waiting = missing.incomplete(reports)
    spoken_for = missing.spokespeople(context, waiting)
    away = _away(context, waiting, spoken_for)
    here = [report for report in waiting if report not in away.values()]
    given = past_periods.given(context.session, [period.id])
    begun = [report for report in here if facts.has_sent(given.get((period.id, report.unit_id), 0))]
    silent = [report for report in here if report not in begun]
    return Board(
        period=period,
        complete=[report for report in reports if report.completed_at is not None],
        begun=begun,
        silent=[report for report in silent if report.unit_id in spoken_for],
        away=away,
        nobody=[report for report in silent if report.unit_id not in spoken_for],
        marked=len(figure_queries.marked(context.session, period.id)),
        reminded=len(waiting) - len(_unreminded(context, waiting)),
    )


def _away(context: Context, waiting: Sequence[Report], spoken_for: Mapping[int, Person]) -> dict[str, Report]:
    """The places whose head is away, named with who answers instead: the one query that absence is read by."""
    absent = people.absent_heads(context.session, [report.unit_id for report in waiting], context.today)
    named = {}
    for report in waiting:
        head = absent.get(report.unit_id)
        if head is None:
            continue
        substitute = spoken_for.get(report.unit_id)
        if substitute is None or substitute.id == head.id:
            named[wording.nobody_stands_in(report.unit.short_name)] = report
        else:
            named[wording.stands_in(report.unit.short_name, substitute.address)] = report
    return named


def text(context: Context, board: Board) -> str:
    """One line a group; a group that is empty is not told."""
    if not board.due:
        return wording.not_asked_yet(board.period.number)
    deadline = deadlines.of_all(context, board.period, board.waiting)
    until = date_words.deadline(deadline, context.today) if context.now < deadline else ""
    groups = (
        (wording.HALF_SENT, _names(context, board.begun, deadline)),
        (wording.NOTHING_SENT, _names(context, board.silent, deadline)),
        (wording.AWAY, list(board.away)),
        (wording.NO_REPORTER, [report.unit.short_name for report in board.nobody]),
    )
    lines = [wording.board_title(board.period.number, until, len(board.complete), board.due)]
    lines += [wording.board_group(word, names) for word, names in groups if names]
    lines += [wording.marked_count(board.marked)] if board.marked else []
    lines += [wording.reminded_today(board.reminded)] if board.reminded else []
    return "\n".join(lines)


def _names(context: Context, reports: Sequence[Report], common: datetime) -> list[str]:
    """With the hour of whoever has more time than the others."""
    return [
        deadlines.named(context, report) if deadlines.of_report(context, report) > common else report.unit.short_name
        for report in reports
    ]


def choices(context: Context, board: Board, *, may_act: bool) -> list[Choice]:
    """What an officer can do about it, and what a leader can look at."""
    period = board.period.id
    is_open = len(board.complete) < board.due
    closer = [Choice(wording.LACKING, f"lacking:{period}")] if is_open else []
    if not may_act:
        return closer
    to_remind = remindable(context, board.period)
    offered = [Choice(wording.remind_places(len(to_remind)), f"remind:{period}")] if to_remind else []
    offered += [Choice(wording.REMIND_SOME, f"nudge-some:{period}")] if len(to_remind) > 1 else []
    offered += closer
    offered += [Choice(wording.see_marked(board.marked), f"marks:{period}")] if board.marked else []
    offered += [Choice(wording.ENTER_FOR, f"enter:{period}")] if is_open else []
    return offered


def remindable(context: Context, period: PeriodRow) -> Sequence[Report]:
    """The reports still open whose unit has somebody to remind, and was not reminded by hand today."""
    return remindable_of(context, missing.incomplete(periods.reports(context.session, period.id, context.today)))


def remindable_of(context: Context, waiting: Sequence[Report]) -> Sequence[Report]:
    """The same of these reports."""
    reached = missing.reachable(context, waiting)
    return _unreminded(context, [report for report in waiting if report.unit_id in reached])


def _unreminded(context: Context, reports: Sequence[Report]) -> Sequence[Report]:
    keys = {missing.reminder_key(context, report): report for report in reports}
    sent = messages.queued_before(context.session, list(keys))
    return [report for key, report in keys.items() if key not in sent]
