"""The draft of a round: where its answers are kept, and how its next question is put."""

from __future__ import annotations

from zlib import crc32

from handlers.turn import Turn
from handlers.typed_states import OpeningRound, RoundStep
from models.rounds import Round, State
from services import wording
from services.context import Choice

LONGEST_NAME = 60
MORE = "more"  # the data of the button for one more measure


def draft(turn: Turn, round_id: int) -> Round | None:
    found = turn.session.get(Round, round_id)
    return found if found is not None and found.state is State.DRAFT else None


def say(turn: Turn, draft: Round, step: RoundStep, text: str, choices: list[Choice] | None = None) -> None:
    """A question, with the way out below it; the next text answers it."""
    turn.reply(text, [*(choices or []), Choice(wording.CANCEL, f"round-no:{draft.id}")])
    turn.dialogues.show(OpeningRound(draft.id, step))


def mark(draft: Round) -> str:
    """What a button carries, so that it opens the very round that its message showed."""
    counted = [(row.key, row.goal_kind, row.goal, row.most, row.own_goals) for row in draft.measures]
    return f"{crc32(f'{draft.name}|{draft.first}|{draft.last}|{draft.audience}|{counted}|{draft.paper}'.encode()):x}"
