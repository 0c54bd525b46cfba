"""Which open dialogue a typed text answers: plain cases, without a database; and the rules for a chat's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from handlers.dialogue_states import (
    ChoosingPlace,
    ChoosingUnit,
    DialogueState,
    EditingFigures,
    EnteringFor,
    OwnReport,
    PlaceState,
    ReportState,
    TypedState,
)
from handlers.open_dialogues import OpenDialogue
from handlers.typed_states import NamingPerson
from handlers.which_dialogue import Doubtful, answered_by
from models.conversations import Chat, DialogueKey, DialogueKind, Shown, Subject

OWN, OTHER_OWN = OwnReport(1), OwnReport(2)
ENTRY, SECOND_ENTRY = EnteringFor(3), EnteringFor(4)
EDIT = EditingFigures(5)
UNIT, PLACE = ChoosingUnit(7), ChoosingPlace(7)


class Questions:
    """What each dialogue would take; the place question that was said last, if one was."""

    def __init__(self, takes: Mapping[DialogueState, Sequence[str]], last_said: TypedState | None = None) -> None:
        self._takes = takes
        self._last_said = last_said

    def suits(self, state: DialogueState, text: str) -> bool:
        return text in self._takes.get(state, ())

    def reads(self, report: ReportState, text: str) -> bool:
        return self.suits(report, text)

    def is_last_said(self, state: TypedState) -> bool:
        return state == self._last_said


NUMBERS: dict[DialogueState, Sequence[str]] = {
    OWN: ["8"],
    ENTRY: ["8"],
    SECOND_ENTRY: ["8"],
    EDIT: ["8"],
    UNIT: ["Bản Còn"],
    PLACE: ["Bản Còn"],
}


def opened(*states: DialogueState, settled: DialogueState | None = None) -> list[OpenDialogue]:
    return [OpenDialogue(state, state == settled) for state in states]


@pytest.mark.parametrize(
    ("states", "text", "answered"),
    [
        ([], "8", None),
        ([OWN], "8", OWN),
        ([OWN], "cảm ơn", OWN),
        # The head's weekly question is open, and the officer that the head also is enters for another unit.
        ([OWN, ENTRY], "con 8", ENTRY),
        ([OWN, ENTRY], "8", Doubtful((ENTRY, OWN))),
        ([OWN, ENTRY], "8 ", ENTRY),  # fits nothing: the one shown last says why
        ([ENTRY, OWN], "8", Doubtful((OWN, ENTRY))),
        ([ENTRY, OWN], "không", OWN),
        ([OWN, ENTRY, SECOND_ENTRY], "8", Doubtful((SECOND_ENTRY, OWN))),  # the older place was left for it
        ([OWN, EDIT], "8", Doubtful((EDIT, OWN))),
        # A number that only the older one would take is no doubt: the one shown last says what it wants.
        ([OWN, ENTRY], "9", ENTRY),
    ],
)
def test_the_question_shown_last_is_answered(
    states: list[DialogueState], text: str, answered: DialogueState | Doubtful | None
) -> None:
    """A bare number that fits an older dialogue too is asked back; everything else is sure."""
    assert answered == answered_by(opened(*states), text, Questions(NUMBERS))


def test_a_number_that_fits_the_last_alone_is_its_own() -> None:
    """The head's own question is about something that the number cannot be."""
    assert ENTRY == answered_by(opened(OWN, ENTRY), "8", Questions({ENTRY: ["8"]}))


def test_a_dialogue_that_was_chosen_takes_the_next_numbers() -> None:
    """Asked back once, not at every answer; another dialogue that asks in between makes it doubtful again."""
    assert ENTRY == answered_by(opened(OWN, ENTRY, settled=ENTRY), "8", Questions(NUMBERS))
    assert Doubtful((ENTRY, OWN)) == answered_by(opened(OWN, ENTRY, settled=OWN), "8", Questions(NUMBERS))


@pytest.mark.parametrize("place", [UNIT, PLACE])
@pytest.mark.parametrize("text", ["Bản Còn", "xyz", "8"])
def test_a_place_is_named_while_an_own_question_is_open(place: PlaceState, text: str) -> None:
    """«Sửa số của nơi nào?» was said last: whatever is typed is taken for a name, and told that it is none."""
    assert place == answered_by(opened(OWN, place), text, Questions(NUMBERS, place))


@pytest.mark.parametrize(("text", "answered"), [("Bản Còn", PLACE), ("cảm ơn", OWN), ("8", OWN)])
def test_after_another_message_only_a_known_place_answers(text: str, answered: DialogueState) -> None:
    """Something else was said meanwhile: what is no place goes to the question before."""
    assert answered == answered_by(opened(OWN, PLACE), text, Questions(NUMBERS))


def test_a_person_is_named_whatever_was_asked_since() -> None:
    """A weekly question came between «Người mới là ai?» and the name; a figure is still the question's."""
    naming = NamingPerson(7, "village-head")
    questions = Questions({**NUMBERS, naming: ["bà Lan 0912 345 678"]})
    assert naming == answered_by(opened(naming, OWN), "bà Lan 0912 345 678", questions)
    assert OWN == answered_by(opened(naming, OWN), "8", questions)


def key(kind: DialogueKind, subject_id: int) -> DialogueKey:
    return DialogueKey(kind, Subject.REPORT, subject_id)


def test_a_chat_keeps_the_order_in_which_dialogues_asked() -> None:
    """A new one never discards an open one; asking again moves it to the end, ending takes it away."""
    own, entry, edit = key(DialogueKind.REPORT, 1), key(DialogueKind.ENTRY, 3), key(DialogueKind.EDIT, 5)
    chat = Chat(dialogues=[])
    for one in (own, entry, edit, entry):
        chat.show(one)
    assert [own, edit, entry] == [one.key for one in chat.shown]
    chat.set_aside(entry)
    assert [entry, own, edit] == [one.key for one in chat.shown]
    chat.close(own)
    assert [entry, edit] == [one.key for one in chat.shown]


def test_of_a_person_s_own_reports_the_last_one_is_kept() -> None:
    """Who answers for two villages has one that was asked about last; the other is found by what it lacks."""
    chat = Chat(dialogues=[])
    chat.show(key(DialogueKind.REPORT, 1))
    chat.show(key(DialogueKind.REPORT, 2))
    assert [Shown(key(DialogueKind.REPORT, 2))] == chat.shown


def test_alone_nothing_is_settled() -> None:
    """An ordinary reporter's chat is the same after every answer: it need not be written for that."""
    chat = Chat(dialogues=[])
    own = key(DialogueKind.REPORT, 1)
    chat.show(own, is_settled=True)
    assert [Shown(own)] == chat.shown
    chat.show(key(DialogueKind.ENTRY, 3))
    chat.show(own, is_settled=True)
    assert [Shown(key(DialogueKind.ENTRY, 3)), Shown(own, is_settled=True)] == chat.shown
