"""ĐỢT THI ĐUA: an officer opens a round in six answers; what it counts itself takes three more.

Name, days, who, what, goals, and [Mở đợt] under what it will be. The draft's row holds what was given;
the steps stand in `round_steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.officer.round_steps import (
    counted_measures,
    name_and_days,
    participants,
    round_draft,
    round_goals,
    round_preview,
)
from handlers.turn import Turn
from handlers.typed_states import ROUND, OpeningRound, RoundStep
from models import rounds
from models.rounds import Round, State
from services import announcement_audience, date_words, round_notices, round_typed, wording
from services import rounds as at_work


def begin(turn: Turn, name: str = "") -> None:
    """[Mở đợt mới], with the name of an occasion or without; a draft that was left is given up for it."""
    before = turn.dialogues.state(ROUND)
    if isinstance(before, OpeningRound):
        left = round_draft.draft(turn, before.round_id)
        turn.dialogues.leave(ROUND)
        if left is not None:
            rounds.drop_draft(turn.session, left)
    draft = Round(
        commune_id=turn.commune.id,
        author_id=turn.speaker.id,
        name=name,
        paper="",
        audience=[],
        state=State.DRAFT,
        why="",
        drafted_at=turn.now,
        told=[],
    )
    turn.session.add(draft)
    turn.session.flush()
    return name_and_days.ask_days(turn, draft) if name else name_and_days.ask_name(turn, draft)


def open_it(turn: Turn, draft: Round, mark: str) -> None:
    """[Mở đợt]: once, and only what was shown."""
    if draft.state is not State.DRAFT:
        return turn.reply(wording.stale_button())
    ready = draft.first is not None and bool(draft.audience) and bool(draft.measures)
    if not ready or any(row.goal_kind is None for row in draft.measures):
        return turn.reply(wording.stale_button())
    if draft.days[1] < turn.today or at_work.overburdened(turn, draft):
        return name_and_days.ask_days(turn, draft)
    if mark != round_draft.mark(draft):
        return round_preview.preview(turn, draft)
    turn.dialogues.end(OpeningRound(draft.id, "preview"))
    without = at_work.open_round(turn, draft)
    told = round_notices.run_opened(turn, draft)
    starts = date_words.plain_date(draft.days[0]) if draft.days[0] > turn.today else ""
    return turn.reply(wording.round_opened(draft.name, told, starts, without), [round_notices.view(draft)])


def cancel(turn: Turn, draft: Round) -> None:
    """«Thôi»: nothing of it stays."""
    if draft.state is not State.DRAFT:
        return turn.reply(wording.stale_button())
    turn.dialogues.end(OpeningRound(draft.id, "name"))
    rounds.drop_draft(turn.session, draft)
    return turn.reply(wording.round_draft_dropped())


_TAKES: Mapping[RoundStep, Callable[[Turn, Round, str], None]] = {
    "name": name_and_days.take_name,
    "days": name_and_days.take_days,
    "whom": participants.take_units,
    "what": counted_measures.take_measures,
    "counted": counted_measures.take_counted,
    "kind": counted_measures.take_kind,
    "most": counted_measures.take_most,
    "goals": round_goals.take_goals,
    "preview": round_preview.take_more,
}
_ASKS: Mapping[RoundStep, Callable[[Turn, Round], None]] = {
    "name": name_and_days.ask_name,
    "days": name_and_days.ask_days,
    "whom": participants.ask_whom,
    "what": counted_measures.ask_what,
    "counted": counted_measures.ask_counted,
    "most": counted_measures.ask_most,
    "kind": counted_measures.ask_kind,
    "goals": round_goals.ask_goals,
    "preview": round_preview.preview,
}


def typed(turn: Turn, state: OpeningRound, text: str) -> None:
    """The words for the step that was asked."""
    draft = round_draft.draft(turn, state.round_id)
    if draft is None:
        return turn.reply(wording.stale_button())
    return _TAKES[state.waits_for](turn, draft, text)


def suits(turn: Turn, state: OpeningRound, text: str) -> bool:
    """Whether words that come after something else was said can only be for this step."""
    draft = round_draft.draft(turn, state.round_id)
    if draft is None:
        return False
    match state.waits_for:
        case "days":
            return round_typed.days(text, turn.today) is not None
        case "whom":
            return not announcement_audience.read(turn, text).problem
        case "most":
            return round_typed.number(text) is not None
        case "preview":
            return round_typed.of_units(text) is not None
        case "goals":
            waiting = round_goals.without_goal(turn, draft)
            return round_typed.goals(text, [one.measure for one in waiting]) is not None
        case _:
            return False


def resume(turn: Turn) -> bool:
    """A draft that was left is gone on with; False where there is none."""
    state = turn.dialogues.state(ROUND)
    return isinstance(state, OpeningRound) and ask_again(turn, state)


def ask_again(turn: Turn, state: OpeningRound) -> bool:
    """After something else has ended; False where nothing is left to be asked."""
    draft = round_draft.draft(turn, state.round_id)
    if draft is None or not turn.is_officer():
        return False
    _ASKS[state.waits_for](turn, draft)
    return True
