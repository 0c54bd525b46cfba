"""SỬA: what was given may be given anew, until the post freely, afterwards as an adjustment."""

from __future__ import annotations

from handlers.reporter.dialogue import Dialogue
from services import figure_text, numbered_questions, wording
from services.context import Choice
from services.report_sheet import Ref


def offer(dialogue: Dialogue) -> None:
    """What was given so far, a button a measure."""
    sheet, head = dialogue.sheet, f"fix:{dialogue.report.id}:"
    by_measure: dict[str, list[Ref]] = {}
    for ref in sheet.refs:
        if ref.key in sheet.given:
            by_measure.setdefault(ref.measure.id, []).append(ref)
    if not by_measure:
        return dialogue.turn.reply(wording.nothing_to_fix())
    choices = [Choice(_label(dialogue, refs), head + name) for name, refs in by_measure.items()]
    if dialogue.is_bundled:
        said: dict[int, list[str]] = {}
        for refs in by_measure.values():
            said.setdefault(_number(dialogue, refs[0]), []).append(_label(dialogue, refs))
        lines = [f"{number}. {'; '.join(labels)}" for number, labels in sorted(said.items())]
        example = numbered_questions.mending_example(sheet)
        return dialogue.turn.reply(wording.mend_by_number(dialogue.turn.title, lines, example), unlisted=choices)
    cancel = Choice(wording.CANCEL, f"cancel:{dialogue.report.id}")
    unit = dialogue.report.unit.full_name
    asked = wording.what_to_fix_of(unit) if dialogue.is_proxy else wording.what_to_fix(dialogue.turn.title)
    return dialogue.turn.reply(asked, [*choices, cancel])


def _number(dialogue: Dialogue, ref: Ref) -> int:
    """The number of the question that a figure answered."""
    question = next(one for one in dialogue.shown if ref in one.refs)
    return dialogue.shown.index(question) + 1


def _label(dialogue: Dialogue, refs: list[Ref]) -> str:
    if len(refs) > 1:
        return wording.sentence(refs[0].measure.label)[:-1]
    said = figure_text.figure_text(refs[0], dialogue.sheet.given[refs[0].key])
    return f"{wording.sentence(refs[0].label)[:-1]}: {said}"


def begin(dialogue: Dialogue, name: str) -> None:
    """One figure is to be given anew: `name` is a measure, or one input of it."""
    dialogue.state.pop("doubt", None)
    dialogue.state["fixing"] = True
    dialogue.item(name, verb="fix")


def cancel(dialogue: Dialogue) -> None:
    """«Thôi»: nothing is mended; go on where the report stands."""
    dialogue.state.clear()
    if not dialogue.sheet.is_complete and not dialogue.is_proxy:
        return dialogue.ask()
    dialogue.turn.reply(wording.left_as_it_was(), dialogue.review_choices())
    return dialogue.save()
