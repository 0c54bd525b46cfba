"""Which open dialogue a typed text answers: the one whose question was shown last; a doubtful number is asked back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.dialogue_states import ChoosingSentence, DialogueState, NamingPerson, ReportState, TypedState
from handlers.open_dialogues import OpenDialogue

_BARE_NUMBER = re.compile(r"[\d.,\s]+")


class Questions(Protocol):
    """What the open questions are, as far as it matters whose answer a text is."""

    def suits(self, state: DialogueState, text: str) -> bool:
        """Whether a text can answer what a dialogue waits for: a figure it would take, a place it knows."""

    def is_last_said(self, state: TypedState) -> bool:
        """Whether a question about a place, a person or a sentence is the very last thing said in the chat."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A bare number that fits what these dialogues wait for: the person says which."""

    dialogues: tuple[ReportState, ...]


def answered_by(
    dialogues: Sequence[OpenDialogue], text: str, questions: Questions
) -> ReportState | TypedState | Doubtful | None:
    """The dialogue that a typed text answers. `dialogues` stand in the order in which they asked.

    A question about a place takes whatever is typed right after it. Once something else was said it takes only
    names of places: «cảm ơn» after the post is no place that is not known. A person's name with its title or telephone
    is nobody's figure, whatever was asked since.
    """
    for position in range(len(dialogues) - 1, -1, -1):
        state, is_settled = dialogues[position]
        if isinstance(state, ChoosingSentence):
            if questions.is_last_said(state):
                return state
        elif isinstance(state, TypedState):
            if questions.is_last_said(state) or questions.suits(state, text):
                return state
        elif isinstance(state, ReportState):
            if (named := _person_named(dialogues[:position], text, questions)) is not None:
                return named
            older = [] if is_settled else _suiting(dialogues[:position], text, questions)
            return Doubtful((state, *older)) if older and questions.suits(state, text) else state
    return None


def _person_named(older: Sequence[OpenDialogue], text: str, questions: Questions) -> NamingPerson | None:
    waiting = [state for state, _ in reversed(older) if isinstance(state, NamingPerson)]
    return next((state for state in waiting if questions.suits(state, text)), None)


def _suiting(older: Sequence[OpenDialogue], text: str, questions: Questions) -> list[ReportState]:
    """The older dialogues whose question a bare number fits; of any other text the one shown last is sure."""
    if not _BARE_NUMBER.fullmatch(text):
        return []
    reports = [state for state, _ in reversed(older) if isinstance(state, ReportState)]
    return [state for state in reports if questions.suits(state, text)]
