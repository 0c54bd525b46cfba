"""Where the answers to one report stand: what a typed text would answer, and how far the list of news is told.

A state machine without effects: every transition is a method that returns the new state. What is asked next follows
from the figures; kept here is only what they cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The next open question, or all of them in one message."""

    name: Literal["next question"] = "next question"


@dataclass(frozen=True, slots=True)
class AskedAlone:
    """One input was asked for out of turn: a piece of news, an answer that was refused, a figure to be given anew."""

    key: str
    is_correction: bool = False
    words: str = ""  # what was typed, and waits until it is said which of two readings is meant
    name: Literal["asked alone"] = "asked alone"


@dataclass(frozen=True, slots=True)
class InDoubt:
    """An unusual figure was stored, and «có đúng không ạ?» waits for «đúng rồi» or another figure."""

    key: str
    name: Literal["in doubt"] = "in doubt"


@dataclass(frozen=True, slots=True)
class WhichQuestion:
    """«7» là của câu nào ạ? — words that may answer several open questions wait for the number of one."""

    words: str
    name: Literal["which question"] = "which question"


@dataclass(frozen=True, slots=True)
class WhichUnit:
    """«Là số của thôn nào ạ?» — words that name another unit wait for whose figures they are."""

    words: str
    name: Literal["which unit"] = "which unit"


Waiting = Annotated[NextQuestion | AskedAlone | InDoubt | WhichQuestion | WhichUnit, Field(discriminator="name")]


@dataclass(frozen=True, slots=True)
class Answering:
    """What is waited for, and the measures told so far while the list of news is gone through (None: it is not)."""

    waits_for: Waiting = NextQuestion()
    news: tuple[str, ...] | None = None

    # What is in hand

    @property
    def key(self) -> str | None:
        """The input that is asked for alone, if one is."""
        return self.waits_for.key if isinstance(self.waits_for, AskedAlone | InDoubt) else None

    @property
    def is_in_doubt(self) -> bool:
        return isinstance(self.waits_for, InDoubt)

    @property
    def is_correction(self) -> bool:
        """True when the figure asked for was given before and is to be given anew."""
        return isinstance(self.waits_for, AskedAlone) and self.waits_for.is_correction

    @property
    def has_doubt(self) -> bool:
        """True while it is asked whether a figure is right, or how one is meant."""
        return self.is_in_doubt or self.undecided is not None

    @property
    def unplaced_words(self) -> str:
        """The words of which it was asked what they answer; "" when none wait."""
        return self.waits_for.words if isinstance(self.waits_for, WhichQuestion) else ""

    @property
    def undecided(self) -> tuple[str, str] | None:
        """An input and the words for it whose reading is still to be chosen."""
        waits = self.waits_for
        return (waits.key, waits.words) if isinstance(waits, AskedAlone) and waits.words else None

    @property
    def foreign_words(self) -> str:
        """The words of which it was asked whose figures they are; "" when none wait."""
        return self.waits_for.words if isinstance(self.waits_for, WhichUnit) else ""

    # Transitions: one input alone

    def ask_alone(self, key: str) -> Answering:
        """One input is asked for out of turn. What was to be given anew still is."""
        return replace(self, waits_for=AskedAlone(key, self.is_correction))

    def correct(self, key: str) -> Answering:
        """A figure that was given is to be given anew."""
        return replace(self, waits_for=AskedAlone(key, is_correction=True))

    def doubt(self, key: str) -> Answering:
        """A figure was stored that is so unusual that the person is asked whether it is right."""
        return replace(self, waits_for=InDoubt(key))

    def refuse(self, key: str, words: str = "") -> Answering:
        """What was typed for an input could not be taken. A doubt about that very figure may still be answered.

        `words` are kept where they have two readings: nothing closes before they are decided upon.
        """
        if self.waits_for == InDoubt(key):
            return self
        return replace(self, waits_for=AskedAlone(key, self.is_correction, words))

    def answered(self, key: str | None = None) -> Answering:
        """A figure was stored, or a doubt answered: on to the next question. Words without a place still wait.

        So do those of another figure than `key` of which two readings were offered, and a doubt about another.
        """
        if key is not None and self.has_doubt and self.key != key:
            return self
        stays = isinstance(self.waits_for, WhichQuestion | NextQuestion)
        return self if stays else replace(self, waits_for=NextQuestion())

    # Transitions: words that name no question

    def ask_which(self, words: str) -> Answering:
        """It is asked which question some words answer."""
        return replace(self, waits_for=WhichQuestion(words))

    def ask_whose(self, words: str) -> Answering:
        """It is asked whether some words are this unit's figures at all."""
        return replace(self, waits_for=WhichUnit(words))

    def placed(self) -> Answering:
        """Another text has come, or the number that was asked for: nothing waits for its place any more."""
        is_placing = isinstance(self.waits_for, WhichQuestion | WhichUnit)
        return replace(self, waits_for=NextQuestion()) if is_placing else self

    # Transitions: the list of news

    def open_news(self) -> Answering:
        """Something that rarely changes has changed: the list of such things is gone through."""
        return self if self.news is not None else replace(self, news=())

    def tell(self, measure: str) -> Answering:
        """A measure was given: while the list is gone through it is not offered again."""
        return self if self.news is None else replace(self, news=(*self.news, measure))

    def close_news(self) -> Answering:
        """«Hết»: the rest of the list is as before."""
        return replace(self, news=None)


IDLE = Answering()  # nothing that the figures do not tell
