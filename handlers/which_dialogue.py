"""Which open dialogue a typed text answers: the one whose question was shown last; a doubtful number is asked back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.dialogue_states import (
    AnnouncementState,
    AnsweredAtOnce,
    DialogueState,
    EnteringFor,
    ReportState,
    TypedState,
)
from handlers.open_dialogues import OpenDialogue
from handlers.typed_states import AddressingAnnouncement, NamingPerson, WritingAnnouncement

_BARE_NUMBER = re.compile(r"[\d.,\s]+")
FEWEST_WORDS = 4  # of an announcement, where a report asks too: shorter is «7 sào», «không có gì mới»


class Questions(Protocol):
    """What the open questions are, as far as it matters whose answer a text is."""

    def suits(self, state: DialogueState, text: str) -> bool:
        """Whether a text can answer what a dialogue waits for: a figure it would take, a place it knows."""

    def reads(self, report: ReportState, text: str) -> bool:
        """Whether a report would take a figure out of a text, which may name what it is about."""

    def is_last_said(self, state: TypedState) -> bool:
        """Whether a question about a place, a person or a sentence is the very last thing said in the chat."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A bare number that fits what these dialogues wait for, or a text that may be an announcement: they say which."""

    dialogues: tuple[ReportState, ...]
    announcement: WritingAnnouncement | None = None


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
        if isinstance(state, AnsweredAtOnce):
            if questions.is_last_said(state):
                return state
        elif isinstance(state, AnnouncementState):
            if (taken := _for_announcement(state, dialogues[:position], text, questions)) is not None:
                return taken
        elif isinstance(state, TypedState):
            if questions.is_last_said(state) or questions.suits(state, text):
                return state
        elif isinstance(state, ReportState):
            if (named := _person_named(dialogues[:position], text, questions)) is not None:
                return named
            if (announced := _announced(state, dialogues[:position], text, questions)) is not None:
                return announced
            older = [] if is_settled else _suiting(state, dialogues[:position], text, questions)
            return Doubtful((state, *older)) if older and questions.suits(state, text) else state
    return None


def _person_named(older: Sequence[OpenDialogue], text: str, questions: Questions) -> NamingPerson | None:
    waiting = [state for state, _ in reversed(older) if isinstance(state, NamingPerson)]
    return next((state for state in waiting if questions.suits(state, text)), None)


def _for_announcement(
    state: AnnouncementState, older: Sequence[OpenDialogue], text: str, questions: Questions
) -> ReportState | AnnouncementState | None:
    """An announcement was asked for last: a figure is an older report's all the same, and what is no place nobody's."""
    reports = [state for state, _ in reversed(older) if isinstance(state, ReportState)]
    is_answer = len(text.split()) < FEWEST_WORDS and not questions.suits(state, text)
    if is_answer and (suiting := next((one for one in reports if questions.reads(one, text)), None)) is not None:
        return suiting
    is_awaited = isinstance(state, WritingAnnouncement) or questions.is_last_said(state)
    return state if is_awaited or questions.suits(state, text) else None


def _announced(
    report: ReportState, older: Sequence[OpenDialogue], text: str, questions: Questions
) -> AnnouncementState | Doubtful | None:
    """A report has asked since an announcement was begun: a text that may be either is asked back."""
    state = next((state for state, _ in reversed(older) if isinstance(state, AnnouncementState)), None)
    if state is None:
        return None
    is_figure = questions.reads(report, text)
    if isinstance(state, AddressingAnnouncement):
        return state if not is_figure and questions.suits(state, text) else None
    if len(text.split()) < FEWEST_WORDS:
        return None
    return Doubtful((report,), state) if is_figure else state


def _suiting(last: ReportState, older: Sequence[OpenDialogue], text: str, questions: Questions) -> list[ReportState]:
    """The older dialogues whose question a bare number fits; of any other text the one shown last is sure."""
    if not _BARE_NUMBER.fullmatch(text):
        return []
    reports = [state for state, _ in reversed(older) if isinstance(state, ReportState)]
    if isinstance(last, EnteringFor):
        reports = [state for state in reports if not isinstance(state, EnteringFor)]  # this one was chosen since
    return [state for state in reports if questions.suits(state, text)]
