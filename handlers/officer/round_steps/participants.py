"""Opening a round: who takes part."""

from __future__ import annotations

from handlers.officer.round_steps import counted_measures, round_draft
from handlers.turn import Turn
from models.rounds import Round, State
from services import announcement_audience, wording
from services import rounds as at_work
from services.context import Choice


def ask_whom(turn: Turn, draft: Round, problem: str = "") -> None:
    counts = announcement_audience.counts(turn)
    choices = [
        Choice(wording.places_of_kind(count, wording.KINDS[kind]), f"round-to:{draft.id}:kind-{kind}")
        for kind, count in counts.items()
        if count and kind != "commune"
    ]
    round_draft.say(turn, draft, "whom", problem or wording.round_whom(), choices)


def choose_units(turn: Turn, draft: Round, token: str) -> None:
    """«28 thôn»."""
    named = token.replace("-", ":", 1)
    if draft.state is not State.DRAFT or not announcement_audience.is_known([named]):
        return turn.reply(wording.stale_button())
    return _set_units(turn, draft, [named])


def take_units(turn: Turn, draft: Round, text: str) -> None:
    read = announcement_audience.read(turn, text)
    return ask_whom(turn, draft, read.problem) if read.problem else _set_units(turn, draft, list(read.tokens))


def _set_units(turn: Turn, draft: Round, tokens: list[str]) -> None:
    draft.audience = tokens
    if draft.first is None or not at_work.wanted_units(turn, tokens):
        return ask_whom(turn, draft, wording.round_no_units())
    crowded = at_work.overburdened(turn, draft)
    if crowded:
        names = [unit.short_name for unit in crowded]
        return ask_whom(turn, draft, wording.round_overburdened(names, at_work.MOST_LIVE))
    return counted_measures.ask_what(turn, draft)
