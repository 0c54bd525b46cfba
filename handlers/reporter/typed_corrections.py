"""What was given may be given anew: SỬA and its list, «nhầm, 6 chứ không phải 9», an edited message.

Until the post freely, afterwards as an adjustment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.facts import State
from campaign.parsing import numbers
from campaign.parsing.flattening import flatten
from handlers.reporter import choosing, closing, named_answers, parse
from handlers.reporter.dialogue import Dialogue
from models import figure_queries
from models.figures import Figure
from services import figure_text, numbered_questions, wording
from services.context import Choice
from services.report_sheet import Ref

# Matched on flattened text, whose letters stand where they stood.
_OPENING = re.compile(
    r"^(?:(?:xin loi|a|ay|oi|u|chet|co oi|chi oi)(?:\s*,)?\s*)?"
    r"(?:nham(?: roi)?|sai roi|ghi nham|go nham|bao nham|sua lai)\b[\s,.:;]*(?:la\s+)?"
)
_BARE = re.compile(r"[\d.,]+")
_ALONE = re.compile(
    r"(?:(?:xin loi|a|ay|oi|u|chet|co oi|chi oi|toi|em)[, ]{1,2})?(?:bi )?(?:ghi |go |bao |viet |bam |tra loi )?"
    r"(?:nham|sai)(?: (?:roi|mat|mat roi|so|so roi))?(?: (?:a|nhe|co|chi|em))?[ .!]{0,4}"
)
_CONFIRMED = re.compile(r"\s?\b(?:moi dung|moi phai|moi chinh xac)\b[\s.!a]{0,6}$")
# «không phải 6 mà là 5», «đổi 7 sào thành 9 sào»: the wrong words, then the right ones.
_INSTEAD = re.compile(
    r"(?:khong phai(?: la)?|doi|sua|chuyen|thay) (?P<wrong>[^\n]{1,30}?),? "
    r"(?:ma la|ma phai la|thanh|sang) (?P<right>[^\n]{1,40})"
)
_NOT_THAT = re.compile(r"(?:chu\s+)?khong phai(?: la)?\s+")


# SỬA


def offer(dialogue: Dialogue) -> None:
    """What was given so far, a button a measure."""
    by_measure: dict[str, list[Ref]] = {}
    for ref in dialogue.sheet.refs:
        if ref.key in dialogue.sheet.given:
            by_measure.setdefault(ref.measure.id, []).append(ref)
    if not by_measure:
        return dialogue.turn.reply(wording.nothing_to_fix())
    dialogue.begin_edit()
    head = f"fix:{dialogue.report.id}:"
    choices = [Choice(_label(dialogue, refs), head + name) for name, refs in by_measure.items()]
    if dialogue.is_bundled:
        return _offer_by_number(dialogue, list(by_measure.values()), choices)
    cancel = Choice(wording.CANCEL, f"cancel:{dialogue.report.id}")
    unit = dialogue.report.unit.full_name
    asked = wording.what_to_fix_of(unit) if dialogue.is_proxy else wording.what_to_fix(dialogue.turn.title)
    return dialogue.say(asked, [*choices, cancel])


def _offer_by_number(dialogue: Dialogue, measures: list[list[Ref]], choices: list[Choice]) -> None:
    """Without buttons: a line a question, which is given anew with its number."""
    labels: dict[int, list[str]] = {}
    for refs in measures:
        labels.setdefault(_number(dialogue, refs[0]), []).append(_label(dialogue, refs))
    lines = [f"{number}. {'; '.join(said)}" for number, said in sorted(labels.items())]
    example = numbered_questions.mending_example(dialogue.sheet)
    dialogue.say(wording.mend_by_number(dialogue.turn.title, lines, example), unlisted=choices)


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

    def ask(ref: Ref) -> None:
        dialogue.answers = dialogue.answers.correct(ref.key)
        dialogue.ask_for(ref)

    dialogue.begin_edit()
    choosing.choose(dialogue, name, "fix", ask)


def cancel(dialogue: Dialogue) -> None:
    """«Thôi»: nothing is given anew; go on where the report stands."""
    if not dialogue.sheet.is_complete and not dialogue.is_edit:
        return dialogue.start_over()
    review = closing.review_choices(dialogue.sheet) if dialogue.is_proxy else []
    return dialogue.close(wording.left_as_it_was(), review)


# «Nhầm»


@dataclass(frozen=True, slots=True)
class Correction:
    """The right words, and the wrong ones where they were named."""

    words: str
    wrong: str = ""


def read(text: str) -> Correction | None:
    """The correction in a text that opens with «nhầm» or its like, or that says «A chứ không phải B»."""
    flat = flatten(text)
    instead = _INSTEAD.fullmatch(flat.strip()) if flat == flat.strip() else None
    if instead:
        return Correction(_part(text, instead, "right"), _part(text, instead, "wrong"))
    opening = _OPENING.match(flat)
    start = opening.end() if opening else 0
    confirmed = _CONFIRMED.search(flat, start)
    if confirmed and (words := text[start : confirmed.start()].strip(" ,.")):
        return Correction(words)
    middle = _NOT_THAT.search(flat, start)
    if middle and (words := _before_comma(text[start : middle.start()])):
        return Correction(words, text[middle.end() :].strip(" .!"))
    if opening and text[start:].strip():
        return Correction(_without_only(text[start:].strip(" .!")))
    return None


def _part(text: str, found: re.Match[str], name: str) -> str:
    return text[found.start(name) : found.end(name)].strip(" ,.!")


def is_bare(text: str) -> bool:
    """«Nhầm», «sai rồi»: something is to be mended, and neither what nor how is said."""
    return _ALONE.fullmatch(flatten(text).strip()) is not None


def _before_comma(words: str) -> str:
    """«6, chứ không phải 9»: the right words end before the comma."""
    return words.rstrip().removesuffix(",").strip()


def _without_only(words: str) -> str:
    """«2 mẫu thôi» without its «thôi»."""
    head = words[:-4]
    return head.rstrip() if words.endswith(("thôi", "thoi")) and head[-1:].isspace() else words


def target(dialogue: Dialogue, correction: Correction) -> Ref | None:
    """The figure that is meant: the one that has the wrong value, else the one given last; None when none was."""
    sheet = dialogue.sheet
    if correction.wrong:
        matching = [ref for ref in sheet.refs if _has(dialogue, ref, correction.wrong)]
        return matching[0] if len(matching) == 1 else None
    session, report = dialogue.turn.session, dialogue.report
    given = figure_queries.newest_first(session, report.unit_id, report.period_id, dialogue.turn.speaker.id)
    refs = ((sheet.ref(f"{one.measure}.{one.input}"), one) for one in given)
    return next((ref for ref, figure in refs if ref is not None and not _is_automatic(dialogue, ref, figure)), None)


def names_given(dialogue: Dialogue, correction: Correction) -> bool:
    """«nhầm, 7 chứ không phải 6», where 6 was given: which figure is meant is said."""
    return bool(correction.wrong) and any(_has(dialogue, ref, correction.wrong) for ref in dialogue.sheet.refs)


def _is_automatic(dialogue: Dialogue, ref: Ref, figure: Figure) -> bool:
    """Stored by «không có gì mới»: nobody gave it by itself, so that no «nhầm» means it."""
    is_rare = any(question.is_news and ref in question.refs for question in dialogue.sheet.everything)
    return is_rare and figure.state in (State.UNCHANGED, State.NOTHING)


def with_unit(dialogue: Dialogue, ref: Ref, words: str) -> str:
    """«7 sào, nhầm 8»: a bare figure is read in the unit in which the wrong one was typed."""
    figure = dialogue.sheet.given.get(ref.key)
    if figure is None or not _BARE.fullmatch(words):
        return words
    before = figure_queries.last_words(dialogue.turn.session, figure.id)
    found = named_answers.by_name(dialogue.sheet, before, dialogue.shown)
    said = next((one.words for one in found.mentions if one.key == ref.key), before) if found else before
    return f"{words} {numbers.last_unit_of(said)}".strip()


def _has(dialogue: Dialogue, ref: Ref, words: str) -> bool:
    """Whether a figure given in this report is what these words say."""
    figure = dialogue.sheet.given.get(ref.key)
    if figure is None:
        return False
    result = parse.understand(dialogue.sheet, ref, words, dialogue.turn.title)
    return isinstance(result, parse.Understood) and result.answer.value == figure.value
