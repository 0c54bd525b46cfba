"""Every kind of dialogue as a type, with its steps and transitions; (de)serialised here and nowhere else.

Here are those about a report, and the places chosen for one; the others are in `typed_states`. Adding a kind: a frozen
dataclass with its own `step` and a `key`, in `DialogueState`, with a time in `_LIFETIME`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from handlers.reporter.state import IDLE, Answering
from handlers.typed_states import (
    AddressingAnnouncement,
    AskedBack,
    AwaitingConfirmation,
    CheckingFigure,
    ChoosingSentence,
    LaunchWords,
    NamingPerson,
    OpeningRound,
    PledgingLine,
    SettingUp,
    TellingDeed,
    WritingAnnouncement,
)
from models.conversations import DialogueKey, DialogueKind, Subject


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A reporter answers for a unit of their own. Without anything unfinished it need not be stored."""

    report_id: int
    answers: Answering = IDLE
    step: Literal["own report"] = "own report"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.REPORT, Subject.REPORT, self.report_id)

    def at(self, answers: Answering) -> OwnReport:
        return replace(self, answers=answers)


@dataclass(frozen=True, slots=True)
class ChoosingUnit:
    """GHI HỘ, first step: «Ghi hộ nơi nào?»"""

    period_id: int
    step: Literal["choosing unit"] = "choosing unit"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.ENTRY, Subject.PERIOD, self.period_id)

    def choose(self, report_id: int) -> EnteringFor:
        """A unit was chosen: its report is answered."""
        return EnteringFor(report_id)


@dataclass(frozen=True, slots=True)
class EnteringFor:
    """GHI HỘ, second step: the officer answers a unit's questions."""

    report_id: int
    answers: Answering = IDLE
    step: Literal["entering for a unit"] = "entering for a unit"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.ENTRY, Subject.REPORT, self.report_id)

    def at(self, answers: Answering) -> EnteringFor:
        return replace(self, answers=answers)


@dataclass(frozen=True, slots=True)
class ChoosingPlace:
    """«Sửa số», first step: the place whose figure is wrong."""

    period_id: int
    step: Literal["choosing place"] = "choosing place"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.EDIT, Subject.PERIOD, self.period_id)

    def choose(self, report_id: int) -> EditingFigures:
        """A place was chosen: what it has given is shown, and may be given anew."""
        return EditingFigures(report_id)


@dataclass(frozen=True, slots=True)
class EditingFigures:
    """«Sửa số», second step: the officer gives figures of a unit anew."""

    report_id: int
    answers: Answering = IDLE
    step: Literal["editing figures"] = "editing figures"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.EDIT, Subject.REPORT, self.report_id)

    def at(self, answers: Answering) -> EditingFigures:
        return replace(self, answers=answers)


ReportState = OwnReport | EnteringFor | EditingFigures  # these answer the questions of a report
PlaceState = ChoosingUnit | ChoosingPlace  # these wait for the name of a place
AnnouncementState = WritingAnnouncement | AddressingAnnouncement  # these wait for words of any kind
# These wait for words, and for no figure.
AnsweredAtOnce = (  # by what is typed right after the question alone
    ChoosingSentence | PledgingLine | CheckingFigure | LaunchWords
)
TypedState = PlaceState | NamingPerson | SettingUp | AnnouncementState | OpeningRound | TellingDeed | AnsweredAtOnce
DialogueState = ReportState | TypedState | AwaitingConfirmation | AskedBack

# How long a dialogue waits for its next answer. A question about a place is soon forgotten; figures go by the week.
_LIFETIME: dict[type[DialogueState], timedelta] = {
    OwnReport: timedelta(days=30),
    ChoosingUnit: timedelta(hours=1),
    EnteringFor: timedelta(days=7),
    ChoosingPlace: timedelta(hours=1),
    EditingFigures: timedelta(days=7),
    NamingPerson: timedelta(hours=1),
    SettingUp: timedelta(hours=6),
    ChoosingSentence: timedelta(hours=1),
    AwaitingConfirmation: timedelta(days=7),
    WritingAnnouncement: timedelta(hours=1),
    AddressingAnnouncement: timedelta(hours=1),
    PledgingLine: timedelta(hours=1),
    CheckingFigure: timedelta(hours=6),
    TellingDeed: timedelta(hours=1),
    OpeningRound: timedelta(hours=6),
    LaunchWords: timedelta(hours=1),
    AskedBack: timedelta(hours=1),
}
_ADAPTER: TypeAdapter[DialogueState] = TypeAdapter(Annotated[DialogueState, Field(discriminator="step")])


def dump(state: DialogueState) -> dict[str, Any]:
    """A state as JSON takes it."""
    stored: dict[str, Any] = _ADAPTER.dump_python(state, mode="json")
    return stored


def load(stored: dict[str, Any]) -> DialogueState:
    """The state that was stored; pydantic.ValidationError for anything that is none."""
    return _ADAPTER.validate_python(stored)


def lifetime(state: DialogueState) -> timedelta:
    return _LIFETIME[type(state)]


def is_stored(state: DialogueState) -> bool:
    """Whether a state has to be kept: a report of one's own is known from the figures."""
    return not isinstance(state, OwnReport) or state.answers != IDLE
