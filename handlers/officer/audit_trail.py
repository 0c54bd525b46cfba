"""NHẬT KÝ: the newest acts in the commune's audit, and older ones by a button."""

from __future__ import annotations

from handlers.turn import Turn
from services import audit_trail, wording
from services.context import Choice

_ONE_SCREEN = 10


def show(turn: Turn) -> None:
    """The newest ones."""
    _page(turn, None)


def older(turn: Turn, before: str) -> None:
    """«Xem cũ hơn» under a page."""
    if not before.isdecimal() or len(before) > 9:
        return turn.reply(wording.stale_button())
    return _page(turn, int(before))


def _page(turn: Turn, before: int | None) -> None:
    lines, last = audit_trail.lines(turn, _ONE_SCREEN, before)
    choices = [] if last is None else [Choice(wording.older_acts(), f"audit:{last}")]
    turn.reply(wording.audit_trail(lines) if lines else wording.no_audit_yet(), choices)
