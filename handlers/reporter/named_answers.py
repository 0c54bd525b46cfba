"""Which questions a text answers: by their names or numbers, in their order, or the only one that it fits.

A bare figure is never guessed: «3» may be an answer or the number of a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from weakref import WeakKeyDictionary

from campaign.parsing import messages, numbers
from campaign.parsing.messages import Found, Mention
from handlers.reporter import news, parse
from handlers.reporter.dialogue import Dialogue
from services import numbered_questions, village_list, wording
from services.guards import Refusal
from services.report_sheet import Question, Ref, Sheet

NEWS = "news"
NOTHING_ELSE = "không"
BARE = re.compile(r"[\d.,\s]+")  # figures alone, whatever they are of
_BETWEEN = re.compile(r"[;\n]+|,\s+")
_QUESTION = re.compile(r"(?:câu|cau|câu số|cau so)\s*(\d{1,2})\.?", re.IGNORECASE)
_LONGEST_SAID_BACK = 30
_TELLING_NAME = 4  # letters: «đường», «nghèo», but not «thẻ», which without its accent is «thế» and «thể»
_MEASURED = frozenset(["ha", "tấn", "tạ", "kg", "km", "m", "m2", "m²"])  # said with their unit, or another is meant


# By name or number


def by_name(sheet: Sheet, text: str, shown: Sequence[Question], opened: Ref | None = None) -> Found | None:
    """What a text names among the figures due; None when it names none and is simply an answer.

    `shown` are the questions whose numbers the person saw. Under the number of what rarely changes, names may stand.
    `opened` is the figure that was asked for last.
    """
    if text.isdecimal() and text.isascii():
        return None  # the usual answer
    numbered = [NEWS if question.is_news else question.refs[0].key for question in shown]
    due, not_due = _names(sheet)
    found = messages.read(text, numbered, due, opened.key if opened else None, not_due)
    return _open_up(found, due) if found is not None else None


_names_of: WeakKeyDictionary[Sheet, tuple[list[messages.Question], tuple[str, ...]]] = WeakKeyDictionary()


def _names(sheet: Sheet) -> tuple[list[messages.Question], tuple[str, ...]]:
    """What a text may name, put together once for a sheet: a turn reads its text several times."""
    found = _names_of.get(sheet)
    if found is None:
        found = _names_of[sheet] = parse.questions(sheet), _not_due(sheet)
    return found


def _not_due(sheet: Sheet) -> tuple[str, ...]:
    """Names of figures that the unit is not asked for this week; a short word may be anything."""
    due = {ref.key for ref in sheet.refs}
    return tuple(
        name
        for measure in sheet.campaign.measures
        if sheet.unit.kind in measure.reporters
        for one in measure.inputs
        if f"{measure.id}.{one.key}" not in due
        for name in one.aliases
        if " " in name or len(name) >= _TELLING_NAME
    )


def _open_up(found: Found, due: Sequence[messages.Question]) -> Found:
    """«3: hộ nghèo 11» speaks of hộ nghèo, and says with it that nothing else is new."""
    opened: list[Mention] = []
    for mention in found.mentions:
        inner = messages.read(mention.words, [], due) if mention.key == NEWS else None
        if inner is None or inner.rest or not inner.mentions:
            opened.append(mention)
        else:
            opened += [*inner.mentions, Mention(NEWS, NOTHING_ELSE)]
    return replace(found, mentions=tuple(opened))


# Without a name


def may_be_in_order(dialogue: Dialogue, text: str) -> bool:
    """Whether a reply without names may answer several questions in a row: all were shown, or it has several pieces."""
    is_row = len(_pieces(text)) > 1
    if not (is_row or dialogue.is_bundled) or dialogue.answers.key is not None:
        return False
    return bool(dialogue.open_bundle) or (is_row and len(dialogue.sheet.open_questions) > 1)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]


def in_order_without_names(dialogue: Dialogue, text: str) -> Found | None:
    """One piece for each open question, where the text names none; beside names the order says nothing."""
    if len(_pieces(text)) < 2:
        return None
    due, not_due = _names(dialogue.sheet)
    return None if messages.has_names(text, len(dialogue.shown), due, not_due) else in_order(dialogue, text)


def in_order(dialogue: Dialogue, text: str) -> Found | None:
    """One piece for each open question, in the questions' order; None where a piece does not fit its question.

    Bare figures are asked about where they may be in another order, or where a measured one has no unit.
    """
    questions, pieces = numbered_questions.still_open(dialogue.sheet), _pieces(text)
    if dialogue.answers.key is not None or not len(pieces) == len(questions) > 1:
        return None
    found = [_in_place(dialogue, one, piece) for one, piece in zip(questions, pieces, strict=True)]
    if not all(found):
        return None
    unsure = _unsure_in_row(dialogue.sheet, questions, pieces)
    if unsure and all(map(BARE.fullmatch, pieces)):
        return None
    return Found(tuple(replace(one, is_unclear=at in unsure) for at, one in enumerate(found) if one is not None))


def _in_place(dialogue: Dialogue, question: Question, piece: str) -> Mention | None:
    """What a piece says to the question in its place; «11 hộ» where it is asked for news tells which it is."""
    if suits(dialogue, question, piece):
        return Mention(_key(question), piece)
    told = by_name(dialogue.sheet, piece, ()) if question.is_news else None
    one = told.mentions[0] if told is not None and len(told.mentions) == 1 and not told.rest else None
    return one if one is not None and dialogue.sheet.ref(one.key) in question.refs else None


def _unsure_in_row(sheet: Sheet, questions: Sequence[Question], pieces: Sequence[str]) -> set[int]:
    """Places of bare figures that may be another question's: «12, 6» where 12 stood for the second question.

    «6, 12, 5» where the third is asked in hectares: it may be sào. So it is beside «chưa» or «như cũ».
    """
    refs = [question.refs[0] for question in questions]
    known = [(found := sheet.last_known.get(ref.key)) and not ref.input.options and found.value for ref in refs]
    unsure = set()
    for at, (ref, piece) in enumerate(zip(refs, pieces, strict=True)):
        if not BARE.fullmatch(piece) or ref.input.options:
            continue
        value = Decimal(piece.strip()) if piece.strip().isdigit() else None
        if value is None or (value and ref.input.unit in _MEASURED):
            unsure.add(at)
        elif value != known[at]:
            twins = [place for place, one in enumerate(known) if isinstance(one, Decimal) and one == value]
            unsure |= {place for place in (at, *twins) if twins and BARE.fullmatch(pieces[place])}
    return unsure


def by_order(dialogue: Dialogue, text: str) -> Found | None:
    """What a reply without numbers and names speaks of; None when that is not certain."""
    questions = numbered_questions.still_open(dialogue.sheet)
    meant = _QUESTION.fullmatch(text.strip())
    words = dialogue.answers.unplaced_words
    if meant and words:
        named = [one for one in questions if numbered_questions.number(dialogue.sheet, one) == int(meant[1])]
        return Found((Mention(_key(named[0]), words),)) if named else None
    pieces = _pieces(text)
    if len(pieces) == len(questions) > 1:
        return in_order(dialogue, text)
    if len(pieces) != 1 or BARE.fullmatch(text):
        return None
    fitting = [one for one in questions if suits(dialogue, one, text)]
    fitting = fitting or [one for one in questions if _has_two_readings(dialogue, one, text)]
    if len(fitting) != 1:
        return None
    if not fitting[0].is_news and _is_denial(text) and any(map(_is_level, questions)):
        return None  # «không có»: nothing was sown, or nobody is without a card
    return Found((Mention(_key(fitting[0]), text),))


def by_unit(dialogue: Dialogue, asked: Ref, text: str) -> Ref | None:
    """The only other open question that an answer in another unit than the asked one's fits."""
    others = [one for one in dialogue.sheet.open_questions if not one.is_news and asked not in one.refs]
    fitting = [one for one in others if suits(dialogue, one, text)]
    return fitting[0].refs[0] if len(fitting) == 1 else None


def _has_two_readings(dialogue: Dialogue, question: Question, words: str) -> bool:
    """«14,5 ha» is of the question in hectares, though it is asked whether it is this week's alone."""
    if question.is_news or question.refs[0].is_about_villages:
        return False
    result = parse.understand(dialogue.sheet, question.refs[0], words, dialogue.turn.title)
    return isinstance(result, Refusal) and bool(result.choices)


def _is_denial(text: str) -> bool:
    return isinstance(numbers.read(text, numbers.Field(unit="", flow=True)), numbers.Nothing)


def _is_level(question: Question) -> bool:
    """«Không có» may be meant of it too: none is left, or nothing is new."""
    return not question.is_news and not question.refs[0].input.kind.is_flow


def suits(dialogue: Dialogue, question: Question, words: str) -> bool:
    """Whether words can be an answer to a question."""
    sheet, title = dialogue.sheet, dialogue.turn.title
    if question.is_news:
        return news.read(words) is not None
    ref = question.refs[0]
    if ref.is_about_villages:
        return not isinstance(village_list.read(sheet, ref, words, title), Refusal)
    return isinstance(parse.understand(sheet, ref, words, title), parse.Understood)


def _key(question: Question) -> str:
    return NEWS if question.is_news else question.refs[0].key


def ask_which(dialogue: Dialogue, text: str) -> None:
    """«Là của câu nào ạ?», with the questions that are open; every second time a human's number."""
    chat, sheet, title = dialogue.turn.chat, dialogue.sheet, dialogue.turn.title
    chat.failures += 1
    questions = numbered_questions.still_open(sheet)
    if BARE.fullmatch(text) or any(suits(dialogue, one, text) for one in questions):
        said = text if len(text) <= _LONGEST_SAID_BACK else f"{text[:_LONGEST_SAID_BACK]}…"
        dialogue.answers = dialogue.answers.ask_which(text)
        answer = wording.which_question(said, title, f"{numbered_questions.number(sheet, questions[0])}: {said}")
    else:
        answer = wording.write_numbers(numbered_questions.examples(sheet, questions), title)
    if chat.failures % 2 == 0:
        answer = f"{answer}\n{wording.or_call(*dialogue.officer)}"
    dialogue.say(answer, unlisted=numbered_questions.words(sheet, questions))
