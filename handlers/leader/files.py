"""Excel and Word of a period: the neutral table goes into the outbox, the file is made when it is sent."""

from __future__ import annotations

from handlers.leader import requests
from handlers.turn import Turn
from reports import format
from services import period_files, wording


def workbook(turn: Turn, label: str) -> None:
    """«Excel»."""
    _send(turn, label, period_files.WORKBOOK)


def document(turn: Turn, label: str) -> None:
    """«Word»."""
    _send(turn, label, period_files.DOCUMENT)


def _send(turn: Turn, label: str, kind: str) -> None:
    if not can_send(turn):
        return None
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    if span is None:
        return turn.reply(wording.stale_button())
    return turn.reply(wording.file_of(format.title(span)), picture=period_files.describe(turn, span, kind))


def can_send(turn: Turn) -> bool:
    """Whether a file can be had where the turn came from; where not, it is said on which messengers it can."""
    if turn.can(turn.inbound.bot).has_files:
        return True
    turn.reply(wording.no_files_here([turn.label(bot) for bot, can in turn.bots.items() if can.has_files]))
    return False
