"""Who may do an officer's work."""

from __future__ import annotations

from handlers import wording
from handlers.turn import Turn


def refuses(turn: Turn) -> bool:
    """True, with a sentence said, when the speaker is not an officer of this commune."""
    if turn.is_officer():
        return False
    turn.reply(wording.not_allowed())
    return True
