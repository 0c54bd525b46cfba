"""What a tap does: the button that its data names, whether its speaker may press it, and the row that it is about."""

from __future__ import annotations

import re
from typing import Any

from handlers import buttons, permissions
from handlers.buttons import Button
from handlers.reporter import router
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models.figures import Figure
from models.periods import Report
from services import marked_figures, wording
from services.context import MOST_OFFERED
from services.permissions import Thing

_ID = re.compile(r"[0-9]{1,9}")


def press(turn: Turn, data: str) -> None:
    """Do what a button's data says; data that no button of ours carries, or that names nothing, is an old button."""
    parts = data.split(":")[1:]
    button = buttons.named(data)
    if button is not None and button.unsaid and len(parts) == button.words:
        parts.append(button.unsaid)
    if button is None or len(parts) != button.words + (button.about is not None):
        return turn.reply(wording.stale_button())
    if not permissions.has(turn, button.thing, button.place):
        is_report = button.thing is Thing.OWN_REPORT
        return turn.reply(wording.stale_button() if is_report else permissions.refusal(turn, button.thing))
    if button.lasts:
        return _view_on(turn, button, parts)
    if button.about is None:
        return button.act(turn, *parts)
    return _press_about(turn, button, *parts)


def _press_about(turn: Turn, button: Button, written: str, *words: str) -> None:
    """A button that names a row."""
    is_own = button.thing is Thing.OWN_REPORT
    if is_own and button.about is Report:
        report = router.tapped(turn, int(written)) if _ID.fullmatch(written) else None
        return button.act(Dialogue(turn, report), *words) if report is not None else turn.reply(wording.stale_button())
    row = _row(turn, button.about, written)
    if row is None or (is_own and not _is_own(turn, row)):
        return turn.reply(wording.stale_button())
    return button.act(turn, row, *words)


def _is_own(turn: Turn, figure: Figure) -> bool:
    """Whether the speaker answers for the unit whose figure it is."""
    report = marked_figures.report_of(turn, figure)
    return report is not None and router.may_answer(turn, report)


def _view_on(turn: Turn, button: Button, parts: list[str]) -> None:
    """A look does not end what was offered: the words of the post still work after one of its views was read."""
    before = [one for one in turn.chat.offered if buttons.lasts(one[1])]
    row = _row(turn, button.about, parts[0]) if parts else None
    if button.about and row is None:
        return turn.reply(wording.stale_button())
    button.act(turn, *((row, *parts[1:]) if button.about else parts))
    labels = {label for label, _ in turn.chat.offered}
    turn.chat.offered = [*turn.chat.offered, *(one for one in before if one[0] not in labels)][:MOST_OFFERED]


def _row(turn: Turn, model: type[Any] | None, written: str) -> Any:
    """The row of this commune that a button names; None for another commune's, a missing one, or no number."""
    return turn.session.get(model, int(written)) if model is not None and _ID.fullmatch(written) else None
