"""The table of buttons: what each one means, what it is about, and who may press it; enforced here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import groups, joining, wording
from handlers.officer import amending, approval, checking, correction, doubts, entry, missing
from handlers.reporter import entrance, mending, news, taking
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models.corrections import Correction
from models.figures import Figure
from models.groups import Group
from models.messages import Outbound
from models.periods import Period, Report
from models.summaries import Summary

_ID = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Button:
    """`act` gets the turn (or the dialogue of a report), the row that the first part names, and the other parts."""

    act: Callable[..., None]
    about: type[Any] | None = None
    words: int = 0  # how many further parts the data has
    for_officers: bool = False
    for_deputies: bool = False  # whoever approves in an officer's stead may press it too


BUTTONS: Mapping[str, Button] = {
    "join": Button(joining.consent, words=1),
    "stop": Button(joining.stop, words=1),
    "answer": Button(taking.tapped, Report, words=2),
    "list": Button(taking.villages, Report, words=2),
    "news": Button(news.answer, Report, words=1),
    "item": Button(Dialogue.item, Report, words=1),
    "fix": Button(mending.begin, Report, words=1),
    "sure": Button(taking.sure, Report),
    "cancel": Button(mending.cancel, Report),
    "later": Button(Dialogue.later, Report),
    "go": Button(Dialogue.resume, Report),
    "remind": Button(missing.remind, Period, for_officers=True),
    "marks": Button(checking.show, Period, for_officers=True),
    "clear": Button(checking.clear, Figure, for_officers=True),
    "enter": Button(entry.choose, Period, for_officers=True),
    "enter-for": Button(entry.begin, Report, for_officers=True),
    "approve": Button(approval.approve, Summary, words=1, for_officers=True, for_deputies=True),
    "hold": Button(approval.hold, Summary, words=1, for_officers=True, for_deputies=True),
    "draft": Button(approval.review, Period, for_officers=True),
    "mend": Button(amending.choose, Period, for_officers=True),
    "mend-for": Button(amending.begin, Report, for_officers=True),
    "correct": Button(correction.begin, Correction, for_officers=True),
    "because": Button(correction.post, Correction, words=1, for_officers=True),
    "needless": Button(correction.decline, Correction, for_officers=True),
    "doubt": Button(doubts.settle, Outbound, words=1, for_officers=True),
    "group": Button(groups.decide, Group, words=1, for_officers=True),
}


def press(turn: Turn, data: str) -> None:
    """Do what a button's data says; data that no button of ours carries, or that names nothing, is an old button."""
    verb, *parts = data.split(":")
    button = BUTTONS.get(verb)
    if button is None or len(parts) != button.words + (button.about is not None):
        return turn.reply(wording.stale_button())
    may = turn.may_approve() if button.for_deputies else turn.is_officer()
    if button.for_officers and not may:
        return turn.reply(wording.not_allowed())
    if button.about is None:
        return button.act(turn, *parts)
    row = _row(turn, button.about, parts[0])
    if row is None:
        return turn.reply(wording.stale_button())
    if button.about is not Report or button.for_officers:
        return button.act(turn, row, *parts[1:])
    is_own = entrance.may_answer(turn, row) and (turn.is_officer() or entrance.is_current(turn, row))
    if not is_own:
        return turn.reply(wording.stale_button())
    return button.act(Dialogue(turn, row), *parts[1:])


def _row(turn: Turn, model: type[Any], written: str) -> Any:
    """The row of this commune that a button names; None for another commune's, a missing one, or no number."""
    row = turn.session.get(model, int(written)) if _ID.fullmatch(written) else None
    return row if row is not None and _commune(turn, row) == turn.commune.id else None


def _commune(turn: Turn, row: Any) -> int | None:
    match row:
        case Report():
            return row.unit.commune_id or row.unit_id
        case Correction():
            return row.summary.commune_id
        case Outbound():
            return turn.commune.id
        case _:
            found: int = row.commune_id
            return found
