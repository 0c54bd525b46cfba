"""The table of buttons: what each one means, what it is about, and who may press it; enforced here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import group_binding, joining, permissions
from handlers.leader import figure_history, files, indicator, overview, unit
from handlers.officer import approval, correction, doubts, edit_draft, enter_for_unit, missing, verify_figures
from handlers.permissions import Right, Voice
from handlers.reporter import mending, news, router, taking
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models.corrections import Correction
from models.figures import Figure
from models.groups import Group
from models.messages import OutboxMessage
from models.periods import PeriodRow, Report
from models.summaries import PostedSummary
from services import wording

_MOST_OFFERED = 40  # buttons whose words a chat remembers
_ID = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Button:
    """`act` gets the turn (or the dialogue of a report), the row that the first part names, and the other parts."""

    act: Callable[..., None]
    about: type[Any] | None = None
    words: int = 0  # how many further parts the data has
    may: Right = Right.ANYONE
    voice: Voice = Voice.SILENT  # in the leaders' group
    lasts: bool = False  # stays under its message after a tap


def _view(act: Callable[..., None], words: int = 1, about: type[Any] | None = None) -> Button:
    """A look at something: for leaders and officers, in private, as often as they like."""
    return Button(act, about, words, Right.LEADER, Voice.ASIDE, lasts=True)


BUTTONS: Mapping[str, Button] = {
    "join": Button(joining.consent, words=1),
    "stop": Button(joining.stop, words=1),
    "answer": Button(taking.tapped, Report, words=2, may=Right.REPORTER),
    "list": Button(taking.villages, Report, words=2, may=Right.REPORTER),
    "news": Button(news.answer, Report, words=1, may=Right.REPORTER),
    "item": Button(Dialogue.item, Report, words=1, may=Right.REPORTER),
    "fix": Button(mending.begin, Report, words=1, may=Right.REPORTER),
    "sure": Button(taking.sure, Report, may=Right.REPORTER),
    "cancel": Button(mending.cancel, Report, may=Right.REPORTER),
    "later": Button(Dialogue.later, Report, may=Right.REPORTER),
    "go": Button(Dialogue.resume, Report, may=Right.REPORTER),
    "remind": Button(missing.remind, PeriodRow, may=Right.OFFICER),
    "marks": Button(verify_figures.show, PeriodRow, may=Right.OFFICER),
    "clear": Button(verify_figures.clear, Figure, may=Right.OFFICER),
    "enter": Button(enter_for_unit.choose, PeriodRow, may=Right.OFFICER),
    "enter-for": Button(enter_for_unit.begin, Report, may=Right.OFFICER),
    "approve": Button(approval.approve, PostedSummary, words=1, may=Right.APPROVER),
    "hold": Button(approval.hold, PostedSummary, words=1, may=Right.APPROVER),
    "draft": Button(approval.review, PeriodRow, may=Right.OFFICER),
    "mend": Button(edit_draft.choose, PeriodRow, may=Right.OFFICER),
    "mend-for": Button(edit_draft.begin, Report, may=Right.OFFICER),
    "correct": Button(correction.begin, Correction, may=Right.OFFICER),
    "because": Button(correction.post, Correction, words=1, may=Right.OFFICER),
    "needless": Button(correction.decline, Correction, may=Right.OFFICER),
    "doubt": Button(doubts.settle, OutboxMessage, words=1, may=Right.OFFICER),
    "lines": _view(overview.lines),
    "places": _view(overview.places),
    "workbook": _view(files.workbook),
    "document": _view(files.document),
    "look": _view(indicator.look, 2),
    "spread": _view(indicator.spread, 2),
    "unit": _view(unit.look, 2),
    "trace": _view(figure_history.show, 0, Figure),
    "group": Button(group_binding.decide, Group, words=1, may=Right.OFFICER),
}


def named(data: str) -> Button | None:
    """The button whose data this is, as far as its first word tells."""
    return BUTTONS.get(data.split(":")[0])


def lasts(data: str) -> bool:
    """Whether a button stays under its message after a tap."""
    button = named(data)
    return button is not None and button.lasts


def press(turn: Turn, data: str) -> None:
    """Do what a button's data says; data that no button of ours carries, or that names nothing, is an old button."""
    parts = data.split(":")[1:]
    button = named(data)
    if button is None or len(parts) != button.words + (button.about is not None):
        return turn.reply(wording.stale_button())
    if not permissions.has(turn, button.may):
        is_report = button.may is Right.REPORTER
        return turn.reply(wording.stale_button() if is_report else permissions.refusal(turn, button.may))
    if button.lasts:
        return _view_on(turn, button, parts)
    if button.about is None:
        return button.act(turn, *parts)
    row = _row(turn, button.about, parts[0])
    if row is None:
        return turn.reply(wording.stale_button())
    if button.about is not Report or button.may is Right.OFFICER:
        return button.act(turn, row, *parts[1:])
    is_own = router.may_answer(turn, row) and (turn.is_officer() or router.is_current(turn, row))
    if not is_own:
        return turn.reply(wording.stale_button())
    return button.act(Dialogue(turn, row), *parts[1:])


def _view_on(turn: Turn, button: Button, parts: list[str]) -> None:
    """A look does not end what was offered: the words of the post still work after one of its views was read."""
    before = [one for one in turn.chat.offered if lasts(one[1])]
    row = _row(turn, button.about, parts[0]) if button.about else None
    if button.about and row is None:
        return turn.reply(wording.stale_button())
    button.act(turn, *((row, *parts[1:]) if button.about else parts))
    labels = {label for label, _ in turn.chat.offered}
    turn.chat.offered = [*turn.chat.offered, *(one for one in before if one[0] not in labels)][:_MOST_OFFERED]


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
        case OutboxMessage():
            return turn.commune.id
        case _:
            found: int = row.commune_id
            return found
