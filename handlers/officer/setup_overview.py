"""BẮT ĐẦU: what is done and what is left of the setup, and the way on from each of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.turn import Turn
from handlers.typed_states import SettingUp
from services import date_words, readiness, setup, wording
from services.context import Choice
from services.setup import Part, Progress

_FEW = 2


def show(turn: Turn, said: str = "") -> None:
    """The list, below what was just done; few that are left have a button each."""
    parts = setup.progress(turn)
    left = [one for one in parts if not one.is_done]
    text = _text(turn, parts, left)
    unlisted = [part_choice(one.part) for one in parts]
    turn.reply(f"{said}\n{text}".strip(), _choices(left), unlisted=unlisted)


def _text(turn: Turn, parts: Sequence[Progress], left: Sequence[Progress]) -> str:
    if not left:
        return wording.setup_is_complete(date_words.moment(readiness.next_question(turn)))
    if len(left) <= _FEW:
        lacks_opening = any(one.part is Part.OPENING for one in left)
        return wording.setup_few_left([wording.SETUP_PARTS[one.part] for one in left], lacks_opening=lacks_opening)
    lines = [wording.setup_line(wording.SETUP_PARTS[one.part], one.stand, is_done=one.is_done) for one in parts]
    return wording.setup_overview(len(left), lines)


def _choices(left: Sequence[Progress]) -> list[Choice]:
    rehearse = Choice(wording.REHEARSE, f"setup:{Part.REHEARSAL}")
    if len(left) > _FEW:
        return [part_choice(left[0].part), rehearse, Choice(wording.LATER, "setup-later:list")]
    return [*(part_choice(one.part) for one in left), rehearse]


def part_choice(part: Part) -> Choice:
    return Choice(wording.SETUP_PARTS[part], f"setup:{part}")


def later_choice(part: Part) -> Choice:
    """The way out of a question, by which the next text is known to answer it."""
    return Choice(wording.LATER, f"setup-later:{part}")


def ask(turn: Turn, part: Part, text: str, choices: Sequence[Choice] = (), unlisted: Sequence[Choice] = ()) -> None:
    """Put a part's question; the next text is for it."""
    turn.reply(text, [*choices, later_choice(part)], unlisted=unlisted)
    turn.dialogues.show(SettingUp(turn.commune.id, part))


def confirm(turn: Turn, state: SettingUp, text: str, yes: str) -> None:
    """Tell what the typed words would do, before they do it."""
    turn.reply(
        text, [Choice(yes, f"setup-yes:{state.part}:{state.mark}"), Choice(wording.CANCEL, f"setup-later:{state.part}")]
    )
    turn.dialogues.show(state)


def leave(turn: Turn) -> None:
    """What was asked for is settled, or put off."""
    turn.dialogues.leave(SettingUp(turn.commune.id, "").key)
