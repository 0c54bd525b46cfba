"""Every step of every kind of dialogue, without a database: the transitions, and what is stored of a state."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pydantic import ValidationError

from handlers import dialogue_states
from handlers.dialogue_states import ChoosingPlace, ChoosingUnit, DialogueState, EditingFigures, EnteringFor, OwnReport
from handlers.reporter.state import IDLE, Answering, AskedAlone, InDoubt, NextQuestion, WhichQuestion, WhichUnit
from handlers.typed_states import ASKED_BACK, AskedBack, NamingPerson

CARDS, AREA = "XH1.uncovered", "KT1a.area"
ASKED = Answering(AskedAlone(CARDS))
CORRECTED = Answering(AskedAlone(CARDS, is_correction=True))
DOUBTED = Answering(InDoubt(CARDS))
UNPLACED = Answering(WhichQuestion("7"))
TOLD = Answering(news=("XH6",))

# The transition with its arguments: what each state becomes by it.
TRANSITIONS: dict[tuple[str, ...], list[tuple[Answering, Answering]]] = {
    ("ask_alone", AREA): [
        (IDLE, Answering(AskedAlone(AREA))),
        (ASKED, Answering(AskedAlone(AREA))),
        (CORRECTED, Answering(AskedAlone(AREA, is_correction=True))),
        (DOUBTED, Answering(AskedAlone(AREA))),
        (UNPLACED, Answering(AskedAlone(AREA))),
        (TOLD, Answering(AskedAlone(AREA), ("XH6",))),
    ],
    ("correct", CARDS): [
        (IDLE, CORRECTED),
        (ASKED, CORRECTED),
        (CORRECTED, CORRECTED),
        (DOUBTED, CORRECTED),
        (UNPLACED, CORRECTED),
        (TOLD, Answering(AskedAlone(CARDS, is_correction=True), ("XH6",))),
    ],
    ("doubt", CARDS): [
        (IDLE, DOUBTED),
        (ASKED, DOUBTED),
        (CORRECTED, DOUBTED),
        (DOUBTED, DOUBTED),
        (UNPLACED, DOUBTED),
        (TOLD, Answering(InDoubt(CARDS), ("XH6",))),
    ],
    ("refuse", CARDS): [
        (IDLE, ASKED),
        (ASKED, ASKED),
        (CORRECTED, CORRECTED),
        (DOUBTED, DOUBTED),  # «đúng rồi» may still come
        (UNPLACED, ASKED),
        (TOLD, Answering(AskedAlone(CARDS), ("XH6",))),
    ],
    ("refuse", AREA): [(DOUBTED, Answering(AskedAlone(AREA)))],
    ("answered",): [
        (IDLE, IDLE),
        (ASKED, IDLE),
        (CORRECTED, IDLE),
        (DOUBTED, IDLE),
        (UNPLACED, UNPLACED),
        (TOLD, TOLD),
    ],
    ("ask_which", "7"): [
        (IDLE, UNPLACED),
        (ASKED, UNPLACED),
        (CORRECTED, UNPLACED),
        (DOUBTED, UNPLACED),
        (UNPLACED, UNPLACED),
        (TOLD, Answering(WhichQuestion("7"), ("XH6",))),
    ],
    ("placed",): [
        (IDLE, IDLE),
        (ASKED, ASKED),
        (CORRECTED, CORRECTED),
        (DOUBTED, DOUBTED),
        (UNPLACED, IDLE),
        (TOLD, TOLD),
    ],
    ("refuse", CARDS, "còn 11 hộ"): [
        (IDLE, Answering(AskedAlone(CARDS, words="còn 11 hộ"))),
        (CORRECTED, Answering(AskedAlone(CARDS, is_correction=True, words="còn 11 hộ"))),
        (DOUBTED, DOUBTED),
    ],
    ("ask_whose", "Khuổi Mạ 5"): [
        (IDLE, Answering(WhichUnit("Khuổi Mạ 5"))),
        (ASKED, Answering(WhichUnit("Khuổi Mạ 5"))),
        (TOLD, Answering(WhichUnit("Khuổi Mạ 5"), ("XH6",))),
    ],
    ("open_news",): [(IDLE, Answering(news=())), (ASKED, Answering(AskedAlone(CARDS), ())), (TOLD, TOLD)],
    ("tell", "XH7"): [(IDLE, IDLE), (TOLD, Answering(news=("XH6", "XH7"))), (DOUBTED, DOUBTED)],
    ("close_news",): [(IDLE, IDLE), (TOLD, IDLE), (Answering(InDoubt(CARDS), ()), DOUBTED)],
}
WALKS = [(call, before, after) for call, steps in TRANSITIONS.items() for before, after in steps]


@pytest.mark.parametrize(("call", "before", "after"), WALKS)
def test_a_transition_gives_the_state_that_is_meant(call: tuple[str, ...], before: Answering, after: Answering) -> None:
    """From every state by every transition; the state before is left as it was."""
    copy = dataclasses.replace(before)
    assert after == getattr(before, call[0])(*call[1:])
    assert copy == before


def test_every_transition_is_walked() -> None:
    """A transition added without a line above fails here: they are the methods that give an answer's state."""
    methods = {
        name
        for name, method in vars(Answering).items()
        if callable(method) and not name.startswith("_") and method.__annotations__.get("return") == "Answering"
    }
    assert methods == {call[0] for call in TRANSITIONS}


@pytest.mark.parametrize(
    ("state", "key", "is_in_doubt", "is_correction", "words"),
    [
        (IDLE, None, False, False, ""),
        (ASKED, CARDS, False, False, ""),
        (CORRECTED, CARDS, False, True, ""),
        (DOUBTED, CARDS, True, False, ""),
        (UNPLACED, None, False, False, "7"),
    ],
)
def test_what_is_in_hand(state: Answering, key: str | None, is_in_doubt: bool, is_correction: bool, words: str) -> None:
    """Each state answers the same questions, and only one thing is ever waited for."""
    assert (key, is_in_doubt, is_correction, words) == (
        state.key,
        state.is_in_doubt,
        state.is_correction,
        state.unplaced_words,
    )
    assert (state is IDLE) == (state == IDLE)


def test_an_officer_goes_from_the_place_to_its_report() -> None:
    """GHI HỘ and «Sửa số» have a first step that is about the week, and a second that is about one report."""
    assert EnteringFor(12) == ChoosingUnit(7).choose(12)
    assert EditingFigures(12) == ChoosingPlace(7).choose(12)


@pytest.mark.parametrize("state", [OwnReport(12), EnteringFor(12), EditingFigures(12)])
def test_the_answers_of_a_report_move_within_its_dialogue(
    state: OwnReport | EnteringFor | EditingFigures,
) -> None:
    """Whoever answers, the same states are gone through, and the dialogue stays the same one."""
    moved = state.at(DOUBTED)
    assert (DOUBTED, state.key, type(state)) == (moved.answers, moved.key, type(moved))
    assert IDLE == state.answers


STATES: list[DialogueState] = [
    *(OwnReport(12, answers) for answers in (IDLE, ASKED, CORRECTED, DOUBTED, UNPLACED, TOLD)),
    ChoosingUnit(7),
    EnteringFor(12, DOUBTED),
    ChoosingPlace(7),
    EditingFigures(12, CORRECTED),
    NamingPerson(7, "village-head", replaces=True).name_person("Lan", "bà Lan", "0912 345 678", None),
    AskedBack("8"),
]


@pytest.mark.parametrize("state", STATES, ids=repr)
def test_a_state_is_read_back_as_it_was_stored(state: DialogueState) -> None:
    """Every kind of state survives its way through JSON."""
    assert state == dialogue_states.load(dialogue_states.dump(state))


def test_dialogues_do_not_share_a_key() -> None:
    """Each kind about each subject is a dialogue of its own."""
    kinds: list[DialogueState] = [
        *(OwnReport(7), ChoosingUnit(7), EnteringFor(7), ChoosingPlace(7), EditingFigures(7), AskedBack("8")),
        NamingPerson(7, "deputy"),
    ]
    assert len(kinds) == len({state.key for state in kinds})
    assert ASKED_BACK == AskedBack("9").key


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"step": "dreaming"},
        {"step": "own report"},
        {"step": "choosing unit", "period_id": "x"},
        {"step": "own report", "report_id": 1, "answers": {"waits_for": {"name": "in doubt"}}},
        {"step": "own report", "report_id": 1, "answers": {"waits_for": {"name": "asked alone", "key": None}}},
    ],
)
def test_a_state_that_makes_no_sense_cannot_be_read(stored: dict[str, Any]) -> None:
    """A doubt about nothing, a step nobody knows: refused where it is read."""
    with pytest.raises(ValidationError):
        dialogue_states.load(stored)


def test_only_what_the_figures_do_not_tell_is_stored() -> None:
    """An ordinary report leaves no row; an officer's dialogue always does."""
    stored = [state for state in STATES if dialogue_states.is_stored(state)]
    assert STATES[1:] == stored


def test_a_state_cannot_be_changed() -> None:
    """A transition makes a new one."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        IDLE.news = ()  # type: ignore[misc]  # what is tried
    assert NextQuestion() == IDLE.waits_for
