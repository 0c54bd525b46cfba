"""The older question, put again when a newer dialogue has ended."""

from __future__ import annotations

from handlers.dialogue_states import (
    AnnouncementState,
    AnsweredAtOnce,
    ChoosingPlace,
    DialogueState,
    PlaceState,
    ReportState,
)
from handlers.officer import announce, appoint, edit_draft, enter_for_unit, open_round
from handlers.reporter import good_deeds, put_again, router, typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from handlers.typed_states import AskedBack, AwaitingConfirmation, NamingPerson, OpeningRound, SettingUp, TellingDeed
from models.periods import PeriodRow, Report


def ask_again(turn: Turn) -> None:
    """A dialogue has ended in this turn: the one that was open before it asks again.

    What the last message offered still works when it is typed.
    """
    before = turn.chat.offered
    for state, _ in reversed(turn.dialogues.shown()):
        if _asks_again(turn, state):
            labels = {label for label, _ in turn.chat.offered}
            turn.chat.offered = [*turn.chat.offered, *(one for one in before if one[0] not in labels)]
            return
        if not isinstance(state, ReportState) or turn.dialogues.state(state.key) is None:
            continue
        turn.dialogues.leave(state.key)


def _asks_again(turn: Turn, state: DialogueState) -> bool:
    """Put a dialogue's question once more; False where it has none any more."""
    if isinstance(state, AskedBack | SettingUp | AwaitingConfirmation | AnsweredAtOnce):
        return False
    if isinstance(state, AnnouncementState):
        return announce.ask_again(turn, state)
    if isinstance(state, TellingDeed):
        return good_deeds.ask_again(turn, state)
    if isinstance(state, OpeningRound):
        return open_round.ask_again(turn, state)
    if isinstance(state, NamingPerson):
        return appoint.ask_again(turn, state)
    if isinstance(state, PlaceState):
        return _asks_for_place_again(turn, state)
    report = turn.session.get(Report, state.report_id)
    if report is None or not router.may_answer(turn, report):
        return False
    dialogue = Dialogue(turn, report)
    if put_again.question(dialogue):
        return True
    if not dialogue.is_edit:
        return False
    typed_corrections.offer(dialogue)
    return True


def _asks_for_place_again(turn: Turn, state: PlaceState) -> bool:
    period = turn.session.get(PeriodRow, state.period_id)
    if period is None or period.frozen_at is not None or not turn.is_officer():
        return False
    ask = edit_draft.choose if isinstance(state, ChoosingPlace) else enter_for_unit.choose
    ask(turn, period)
    return True
