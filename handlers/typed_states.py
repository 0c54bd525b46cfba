"""The dialogues that wait for words, and not for a report's figures: each a frozen dataclass with a `step`
and a `key`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from zlib import crc32

from models.conversations import DialogueKey, DialogueKind, Subject


@dataclass(frozen=True, slots=True)
class NamingPerson:
    """THAY, MỜI: «Người mới là ai?»; once named, the person waits here for the officer's yes."""

    unit_id: int
    role: str
    replaces: bool = False
    hands_over: bool = False  # BÀN GIAO: the officer who was asked gives up the role
    name: str = ""
    address: str = ""
    phone: str = ""
    known_id: int | None = None  # the person, where the commune knows them already
    step: Literal["naming person"] = "naming person"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.PERSON, Subject.UNIT, self.unit_id)

    @property
    def mark(self) -> str:
        """What a button carries, so that it confirms the very person that its message named."""
        return f"{crc32(f'{self.name}|{self.phone}|{self.known_id}'.encode()):x}"

    def name_person(self, name: str, address: str, phone: str, known_id: int | None) -> NamingPerson:
        return replace(self, name=name, address=address, phone=phone, known_id=known_id)


@dataclass(frozen=True, slots=True)
class SettingUp:
    """BẮT ĐẦU: a part of the setup waits for words; those that were read wait here for the officer's yes."""

    commune_id: int
    part: str
    words: str = ""
    step: Literal["setting up"] = "setting up"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.SETUP, Subject.UNIT, self.commune_id)

    @property
    def mark(self) -> str:
        """What a button carries, so that it confirms the very words that its message told of."""
        return f"{crc32(self.words.encode()):x}"

    def typed(self, words: str) -> SettingUp:
        return replace(self, words=words)


@dataclass(frozen=True, slots=True)
class ChoosingSentence:
    """[Hỏi lại], first step: «Hỏi ông Sơn câu gì?»"""

    figure_id: int
    step: Literal["choosing sentence"] = "choosing sentence"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.QUERY, Subject.FIGURE, self.figure_id)


@dataclass(frozen=True, slots=True)
class AwaitingConfirmation:
    """[Hỏi lại], second step: the unit was asked, and the officer hears what it says. No text answers it."""

    figure_id: int
    step: Literal["awaiting confirmation"] = "awaiting confirmation"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.QUERY, Subject.FIGURE, self.figure_id)


@dataclass(frozen=True, slots=True)
class WritingAnnouncement:
    """THÔNG BÁO, first step: «Chị gõ nội dung, hoặc gửi ảnh, tệp.» The draft's row holds what was given."""

    announcement_id: int
    step: Literal["writing announcement"] = "writing announcement"

    @property
    def key(self) -> DialogueKey:
        return ANNOUNCEMENT

    def address(self) -> AddressingAnnouncement:
        """The words are there: whom are they for?"""
        return AddressingAnnouncement(self.announcement_id)


@dataclass(frozen=True, slots=True)
class AddressingAnnouncement:
    """THÔNG BÁO, second step: «Gửi cho ai?», and the preview, under which another audience may still be named."""

    announcement_id: int
    step: Literal["addressing announcement"] = "addressing announcement"

    @property
    def key(self) -> DialogueKey:
        return ANNOUNCEMENT


RoundStep = Literal["name", "days", "whom", "what", "counted", "kind", "most", "goals", "preview"]


@dataclass(frozen=True, slots=True)
class OpeningRound:
    """ĐỢT THI ĐUA: the draft's row holds what was given, `waits_for` says what the next words are."""

    round_id: int
    waits_for: RoundStep
    step: Literal["opening round"] = "opening round"

    @property
    def key(self) -> DialogueKey:
        return ROUND


@dataclass(frozen=True, slots=True)
class TellingDeed:
    """VIỆC TỐT: the words, then perhaps the one name. The draft's row holds what was given."""

    deed_id: int
    waits_for_name: bool = False
    step: Literal["telling deed"] = "telling deed"

    @property
    def key(self) -> DialogueKey:
        return DEED


DEED = DialogueKey(DialogueKind.DEED, Subject.NOTHING, 0)  # one at a time
ROUND = DialogueKey(DialogueKind.ROUND, Subject.NOTHING, 0)  # an officer opens one at a time
ANNOUNCEMENT = DialogueKey(DialogueKind.ANNOUNCEMENT, Subject.NOTHING, 0)  # an officer writes one at a time


@dataclass(frozen=True, slots=True)
class PledgingLine:
    """GIAO ƯỚC, [Sửa một dòng]: «Mình nhận bao nhiêu ạ?» Only what is typed right after it is an answer."""

    unit_id: int
    pledge_id: int
    position: int = 0
    step: Literal["pledging a line"] = "pledging a line"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.PLEDGE, Subject.UNIT, self.unit_id)


@dataclass(frozen=True, slots=True)
class CheckingFigure:
    """KIỂM TRA: «Thực tế là bao nhiêu ạ?»; what was found waits here for the way in which it was seen."""

    figure_id: int
    check_id: int
    found: str = ""  # a decimal number
    choice: str = ""
    step: Literal["checking a figure"] = "checking a figure"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.CHECK, Subject.FIGURE, self.figure_id)


@dataclass(frozen=True, slots=True)
class LaunchWords:
    """PHÁT ĐỘNG: the number of the paper («paper»), what is launched («name»), or who has agreed outside («agreed»)."""

    announcement_id: int
    what: str
    step: Literal["launch words"] = "launch words"

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind.LAUNCH, Subject.NOTHING, 0)


@dataclass(frozen=True, slots=True)
class AskedBack:
    """«8» là của nơi nào ạ? — a number that fits the open questions of two dialogues waits for the place."""

    words: str
    step: Literal["asked back"] = "asked back"

    @property
    def key(self) -> DialogueKey:
        return ASKED_BACK


ASKED_BACK = DialogueKey(DialogueKind.ASKED_BACK, Subject.NOTHING, 0)  # there is one at a time
