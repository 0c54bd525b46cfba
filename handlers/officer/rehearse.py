"""CHẠY THỬ: a week is rehearsed beside the turns, in a database of its own, and shown to whoever asked alone."""

from __future__ import annotations

from handlers.officer import setup_overview
from handlers.turn import Turn
from models import setup_steps
from models.setup_steps import State
from services import setup, wording
from services.setup import Part


def begin(turn: Turn) -> None:
    """Ask for one; it is played as soon as the turn is over."""
    if not setup.has_villages(turn):
        return turn.reply(wording.rehearsal_needs_units(), [setup_overview.part_choice(Part.UNITS)])
    if setup_steps.of_commune(turn.session, turn.commune.id).get(Part.REHEARSAL) is State.ASKED:
        return turn.reply(wording.rehearsal_is_asked())
    setup.settle(turn, Part.REHEARSAL, State.ASKED)
    return turn.reply(wording.rehearsal_begins(turn.title))
