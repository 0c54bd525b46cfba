"""A message written before the last question was put answers an earlier one, by the platform's time of both."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.reporter.dialogue import Dialogue
from models import messages
from services import wording

_DELAY = timedelta(seconds=2)  # nobody reads a question and answers it faster
_REPEATED = timedelta(minutes=1)
_BARE = re.compile(r"[\d.,\s]+")


def take(dialogue: Dialogue, text: str) -> bool:
    """Deal with a text that the last question cannot have called for; True when nothing is left to be read.

    The same text once more is one. A bare figure is never taken for the newer question; words that name theirs,
    or have a unit, are read like a line of a list.
    """
    turn = dialogue.turn
    if turn.now - turn.said_at < _DELAY or dialogue.is_proxy:
        return False
    asked = messages.last_said_at(turn.session, turn.inbound.bot, turn.inbound.chat_id)
    if asked is None or asked - turn.said_at < _DELAY:
        return False
    if messages.was_heard(turn.session, turn.inbound.bot, turn.inbound.chat_id, text, turn.said_at, _REPEATED):
        return True
    if not _BARE.fullmatch(text) or dialogue.open_bundle:
        return False
    dialogue.ask(wording.written_before(text.strip()))
    return True
