"""What rarely changes: one question for all of it, then a list to pick from, then «hết»."""

from __future__ import annotations

from collections.abc import Collection

from campaign.parsing import numbers
from campaign.text import fold
from handlers.reporter import menus, parse
from handlers.reporter.dialogue import Dialogue
from services import question_text, wording
from services.guards import Refusal
from services.report_sheet import Question, Ref

NONE, SOME = "none", "some"
_NO_MORE = frozenset(["het", "het roi", "thoi", "xong", "xong roi"])  # while the list is gone through


def read(text: str) -> str | None:
    """«không», «như cũ», «0» -> NONE; «có» -> SOME; anything else is no answer to «có gì mới không?»."""
    reading = numbers.read(text, numbers.Field(unit="", flow=True))
    is_same = isinstance(reading, numbers.Ask) and reading.reason is numbers.Reason.KEEP_FOR_FLOW
    if (
        is_same
        or isinstance(reading, numbers.Nothing)
        or fold(text) in ("0", "khong", "nhu cu", "van the", "khong co gi moi")
    ):
        return NONE
    return SOME if fold(text) in ("co", "co moi", "co roi") else None


def typed(dialogue: Dialogue, question: Question, text: str) -> None:
    """A text where «có gì mới không?» or its list is in hand."""
    is_menu = dialogue.answers.news is not None
    said = NONE if is_menu and fold(text) in _NO_MORE else read(text)
    if said is not None:
        return answer(dialogue, said)
    turn = dialogue.turn
    turn.chat.failures += 1
    if turn.chat.failures % 2 == 0:
        sentence = wording.not_understood_buttons(*dialogue.officer)
    else:
        sentence = wording.tap_or_type(question.labels if is_menu else [wording.NOTHING_NEW, wording.SOMETHING_NEW])
    choices = question_text.question_choices(dialogue.sheet, question, may_defer=False)
    if is_menu:
        choices = menus.menu(dialogue.report.id, question, dialogue.answers.news or ())[1]
    return dialogue.say(sentence, choices)


def answer(dialogue: Dialogue, what: str, before: str = "") -> None:
    """ "some" opens the list; anything else says that all that was not told is as before.

    `before` is what else the same message said.
    """
    dialogue.turn.chat.failures = 0
    if what == SOME:
        dialogue.answers = dialogue.answers.open_news()
        return dialogue.ask(before)
    undecided = dialogue.answers.undecided
    if undecided is not None and (ref := dialogue.sheet.ref(undecided[0])) is not None:
        waiting = parse.understand(dialogue.sheet, ref, undecided[1], dialogue.turn.title)
        if isinstance(waiting, Refusal) and waiting.choices:
            return dialogue.ask_which_reading(ref, waiting, undecided[1], before)
    said, refused = settle(dialogue)
    if refused is not None:
        return dialogue.ask_for(refused[0], f"{before}\n{refused[1].text}".strip())
    # Before its turn, among several answers, it is said back at once; else the read-back says it.
    return dialogue.ask(before if dialogue.sheet.is_complete else f"{before} {said}".strip())


def settle(dialogue: Dialogue, but: Collection[str] = ()) -> tuple[str, tuple[Ref, Refusal] | None]:
    """Store that all which was not told is as before: what to say of it, and the one that cannot be so any more.

    `but` are figures that were told and not taken yet: they are not as before.
    """
    dialogue.answers = dialogue.answers.close_news()
    sheet, inbound = dialogue.sheet, dialogue.turn.inbound
    labels = []
    for ref in [ref for question in sheet.open_questions if question.is_news for ref in question.refs]:
        if ref.key in sheet.given or ref.key in but:
            continue
        result = parse.quiet(sheet, ref, dialogue.turn.title)
        if isinstance(result, Refusal):
            return "", (ref, result)
        parse.store(sheet, ref, result, dialogue.saying(inbound.tapped or inbound.text))
        labels.append(ref.measure.label)
    dialogue.note_answer()
    return wording.sentence(wording.as_before(list(dict.fromkeys(labels)))) if labels else "", None
