"""What a reporter chooses beside answering: one piece of news, one input of a measure, or to answer later."""

from __future__ import annotations

from collections.abc import Callable

from handlers.reporter import menus
from handlers.reporter.dialogue import Dialogue
from services import deadlines, wording
from services.context import Choice
from services.report_sheet import Ref


def item(dialogue: Dialogue, name: str) -> None:
    """One piece of news was chosen from the list: a measure, or one input of a measure that has several."""
    choose(dialogue, name, "item", dialogue.ask_for)


def choose(dialogue: Dialogue, name: str, verb: str, ask: Callable[[Ref], None]) -> None:
    """Ask for what a name means; for which input of a measure that has several, by buttons of this verb."""
    refs = [ref for ref in dialogue.sheet.refs if name in (ref.measure.id, ref.key)]
    if not refs:
        return dialogue.turn.reply(wording.stale_button())
    return ask(refs[0]) if len(refs) == 1 else dialogue.say_below("", *menus.parts(dialogue.report.id, verb, refs))


def later(dialogue: Dialogue) -> None:
    """ĐỂ SAU: until when there is time, and the button that goes on."""
    title = dialogue.turn.title
    if not dialogue.sheet.questions:
        return dialogue.say(wording.nothing_to_ask(title))
    if dialogue.sheet.is_complete:
        return dialogue.say(wording.all_answered(title))
    said = deadlines.ahead(dialogue.turn, dialogue.report)
    text = wording.later(title, said) if said else wording.later_without_deadline(title)
    return dialogue.say(text, [Choice(wording.NOW, f"go:{dialogue.report.id}")])
