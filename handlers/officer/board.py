"""BẢNG: the board of the week, and reminding one unit after another from it."""

from __future__ import annotations

from handlers.turn import Turn
from models import people
from models.periods import PeriodRow, Report
from services import board, board_picture, missing, wording
from services.context import Choice

_MOST_LABEL = 40


def show(turn: Turn) -> None:
    """With a picture where the channel takes one; a leader is offered a closer look, an officer what to do about it."""
    period = missing.asked_period(turn)
    week = board.of_week(turn, period)
    choices = board.choices(turn, week, may_act=turn.is_officer())
    drawn = board_picture.picture(turn, week) if turn.can(turn.inbound.bot).has_files else None
    turn.reply_with_picture(board.text(turn, week), choices, drawn, wording.board_picture_title(period.number))


def choose(turn: Turn, period: PeriodRow) -> None:
    """«Nhắc từng nơi»: whoever was not reminded today, a button each; they stay while several are tapped."""
    waiting = board.remindable(turn, period)
    if not waiting:
        return turn.reply(
            wording.reminded_already() if board.of_week(turn, period).reminded else wording.none_missing()
        )
    choices = [
        Choice(wording.remind_unit(report.unit.short_name)[:_MOST_LABEL], f"nudge:{report.id}") for report in waiting
    ]
    turn.reply(wording.remind_which(len(waiting)), choices)


def nudge(turn: Turn, report: Report) -> None:
    """Remind one unit, at most once a day; who cannot be written to is named with whom to call."""
    unit = report.unit.full_name
    if report.completed_at is not None:
        return turn.reply(wording.unit_needs_no_reminder(unit))
    person = people.spokesperson(turn.session, report.unit_id, turn.today)
    if person is None:
        return turn.reply(wording.unit_has_nobody(unit))
    outcome = missing.remind_one(turn, report)
    if outcome is False:
        return turn.reply(wording.unit_not_reached(wording.contact(unit, person.address, person.phone)))
    turn.reply(wording.unit_reminded(unit) if outcome else wording.unit_reminded_before(unit))
