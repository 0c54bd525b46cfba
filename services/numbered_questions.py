"""All open questions in one numbered message, for a channel without buttons (conversations 4). One reply answers them.

A question's number is its place among all that the report may ask, so that it never changes while answers come in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services import question_text, wording
from services.context import Choice
from services.report_sheet import Question, Sheet
from services.wording.basics import sentence


def still_open(sheet: Sheet) -> list[Question]:
    """What is still to be answered, with what only follows from an answer that has not come yet."""
    return [question for question in sheet.everything if not sheet.is_answered(question) and _may_come(sheet, question)]


def _may_come(sheet: Sheet, question: Question) -> bool:
    ref = question.refs[0]
    flow = f"{ref.measure.id}.{ref.input.asked_with}"
    return question.is_news or sheet.is_asked(ref) or flow not in sheet.given


def number(sheet: Sheet, question: Question) -> int:
    return sheet.everything.index(question) + 1


def text(sheet: Sheet, questions: Sequence[Question], unit: str = "") -> str:
    """The questions, one a line with its number and last value; `unit` where a person answers for several."""
    place = f" ({unit})" if unit else ""
    return "\n".join(f"{number(sheet, one)}{place}. {_line(sheet, one)}" for one in questions)


def _line(sheet: Sheet, question: Question) -> str:
    asked = question_text.question_text(sheet, question)
    ref = question.refs[0]
    if question.is_news:
        return f"{asked} {wording.write_no()}"
    if ref.is_about_villages:
        return f"{asked} {wording.write_no()}"
    if ref.input.options:
        return f"{asked} {wording.write_one_of([option.label for option in ref.input.options])}"
    if ref.input.asked_with:
        return f"{asked} {wording.leave_out()}"
    return f"{asked} {wording.write_zero()}" if ref.input.kind.is_flow else asked


def examples(sheet: Sheet, questions: Sequence[Question]) -> str:
    """What a reply looks like: a line a question, three at most, with nobody's real figures."""
    return full_example(sheet, questions if len(questions) <= 3 else [*questions[:2], questions[-1]])


def full_example(sheet: Sheet, questions: Sequence[Question]) -> str:
    """The same for every question."""
    return "\n".join(f"{number(sheet, one)}: {_example(one)}" for one in questions)


def _example(question: Question) -> str:
    ref = question.refs[0]
    if question.is_news or ref.is_about_villages:
        return wording.NO
    return ref.input.options[0].label.lower() if ref.input.options else ref.input.example


def mending_example(sheet: Sheet) -> str:
    """How a figure is given anew: «2: 7 sào»."""
    plain = [one for one in sheet.everything if not one.is_news and not one.refs[0].is_about_villages]
    return examples(sheet, plain[-1:]) if plain else examples(sheet, sheet.everything[:1])


def words(sheet: Sheet, questions: Sequence[Question]) -> list[Choice]:
    """Answers that would stand on buttons elsewhere: they work when typed, but for those that two questions share."""
    found = [one for question in questions for one in question_text.question_choices(sheet, question, may_defer=False)]
    shared = Counter(sentence(one.label).lower() for one in found)
    return [one for one in found if shared[sentence(one.label).lower()] == 1]
