"""A message written before the last question was put answers an earlier one; what is said or tapped twice is one."""

from __future__ import annotations

from datetime import timedelta

from handlers.reporter import named_answers
from handlers.reporter.dialogue import Dialogue
from handlers.turn import DELAY
from models import figure_queries, messages
from services import wording

_REPEATED = timedelta(minutes=1)
_ONE_TAP = timedelta(seconds=10)


def take(dialogue: Dialogue, text: str) -> bool:
    """Deal with a text that the last question cannot have called for; True when nothing is left to be read.

    The same text once more is one. A bare figure is never taken for the newer question; words that name theirs,
    or have a unit, are read like a line of a list.
    """
    turn = dialogue.turn
    if not turn.is_delayed or dialogue.is_proxy:
        return False
    asked = messages.last_said_at(turn.session, turn.inbound.bot, turn.inbound.chat_id)
    if asked is None or asked - turn.said_at < DELAY:
        return False
    if messages.was_heard(turn.session, turn.inbound.bot, turn.inbound.chat_id, text, turn.said_at, _REPEATED):
        return True
    if not named_answers.BARE.fullmatch(text) or dialogue.open_bundle:
        return False
    dialogue.ask(wording.written_before(text.strip()))
    return True


def is_second_tap(dialogue: Dialogue, key: str, words: str) -> bool:
    """Whether the same button has just given this figure: a finger that trembles, or a slow network."""
    figure = dialogue.sheet.given[key]
    session, report, speaker = dialogue.turn.session, dialogue.report, dialogue.turn.speaker.id
    newest = figure_queries.newest_first(session, report.unit_id, report.period_id, speaker)[:1]
    last = figure_queries.revisions(session, figure.id)[-1]
    is_last = [one.id for one in newest] == [figure.id] and (last.words, last.person_id) == (words, speaker)
    return is_last and dialogue.turn.now - last.recorded_at < _ONE_TAP
