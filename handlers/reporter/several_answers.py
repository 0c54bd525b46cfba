"""Several figures of one message, by name or number: what is understood is stored, the rest is asked alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from campaign.parsing import numbers
from campaign.parsing.messages import Found, Mention
from handlers.reporter import (
    colleagues,
    general_statements,
    named_answers,
    news,
    one_answer,
    parse,
    put_again,
    typed_corrections,
)
from handlers.reporter.dialogue import Dialogue
from handlers.reporter.parse import Understood
from services import village_list, wording
from services.guards import Refusal
from services.report_sheet import Ref


@dataclass
class _Told:
    """What became of the figures: echoes, the one in doubt, and the first that was refused, with its words."""

    said: list[str] = field(default_factory=list)
    marked: Ref | None = None
    refused: tuple[Ref, Refusal] | None = None
    waiting: str = ""
    open: set[str] = field(default_factory=set)  # everything that was refused: none of it is as before
    unclear: list[str] = field(default_factory=list)  # besides the one that is asked about


def take(dialogue: Dialogue, found: Found, text: str) -> None:
    """Figures by name or number: what is understood is recorded and echoed together, the rest is asked alone."""
    if len(found.mentions) == 1 and _takes_alone(dialogue, found, text):
        return
    told = _Told()
    for mention in found.mentions:
        ref = dialogue.sheet.ref(mention.key)
        if ref is not None:
            _take_one(dialogue, told, ref, mention, text)
    quiet = next((one for one in found.mentions if one.key == named_answers.NEWS), None)
    if found.general:
        told.said += general_statements.store(dialogue, found)
        is_asked = any(question.is_news for question in dialogue.sheet.open_questions)
        quiet = quiet or (Mention(named_answers.NEWS, named_answers.NOTHING_ELSE) if is_asked else None)
    if told.marked is not None and told.refused is not None:
        told.unclear.insert(0, told.refused[0].label)  # the doubt is asked first: what else is not clear is said
    dialogue.unread = wording.not_read(found.rest[0]) if found.rest else ""
    told.said += [wording.tell_again(told.unclear)] if told.unclear else []
    told.said += filter(None, [colleagues.tell(dialogue), dialogue.unread])
    if dialogue.answers.key in {one.key for one in found.mentions} or not dialogue.answers.has_doubt:
        dialogue.answers = dialogue.answers.answered()
    _go_on(dialogue, told, quiet)


def _takes_alone(dialogue: Dialogue, found: Found, text: str) -> bool:
    """One figure and nothing beside it is taken like an answer to its question; a name alone chooses the next one."""
    (mention,) = found.mentions
    ref = dialogue.sheet.ref(mention.key)
    if ref is None:
        return False
    if not mention.words:
        dialogue.ask_for(ref)
        return True
    if ref.is_about_villages:
        one_answer.villages(dialogue, ref.key, mention.words)
        return True
    if found.rest or found.general:
        return False
    _open_news(dialogue, ref)
    result = _unclear(ref) if mention.is_unclear else one_answer.understand(dialogue, ref, mention.words)
    one_answer.take(dialogue, ref, result, text)
    return True


def _take_one(dialogue: Dialogue, told: _Told, ref: Ref, mention: Mention, text: str) -> None:
    """One of several; only the first that is refused is asked about by itself."""
    _open_news(dialogue, ref)
    result = _unclear(ref) if mention.is_unclear else _answer(dialogue, ref, mention.words)
    if isinstance(result, str):
        told.said.append(result)
    elif isinstance(result, Refusal):
        told.open.add(ref.key)
        if told.refused is None:
            told.refused, told.waiting = (ref, result), mention.words
        elif _is_rare(dialogue, ref):
            told.unclear.append(ref.label)
    else:
        echo, is_marked = one_answer.store(dialogue, ref, result, text)
        told.said.append(wording.sentence(echo))
        told.marked = ref if is_marked else told.marked


def _answer(dialogue: Dialogue, ref: Ref, words: str) -> Understood | Refusal | str:
    """Read one of several answers. A list of villages is stored here, and its echo returned."""
    if not ref.is_about_villages:
        return one_answer.understand(dialogue, ref, words)
    without = village_list.read(dialogue.sheet, ref, words, dialogue.turn.title)
    if isinstance(without, Refusal):
        return without
    one_answer.store_villages(dialogue, ref, without, words)
    return wording.sentence(village_list.summary(dialogue.sheet, ref))


def _unclear(ref: Ref) -> Refusal:
    if ref.input.options:
        return Refusal(wording.tap_or_type([one.label for one in ref.input.options]), parse.NO_OPTION)
    return Refusal(wording.type_a_number(ref.input.example), numbers.Reason.NOT_UNDERSTOOD)


def _is_rare(dialogue: Dialogue, ref: Ref) -> bool:
    """Whether it would not be asked about by itself."""
    return any(question.is_news and ref in question.refs for question in dialogue.sheet.everything)


def _open_news(dialogue: Dialogue, ref: Ref) -> None:
    """A figure that rarely changes, named of one's own accord, is news: the rest of the list is still to be asked."""
    question = dialogue.question()
    if question is not None and question.is_news and ref in question.refs:
        dialogue.answers = dialogue.answers.open_news()


def _go_on(dialogue: Dialogue, told: _Told, quiet: Mention | None) -> None:
    """After several figures: the one in doubt, the one refused with its words, the news, or the next question."""
    said = " ".join(told.said)
    what = news.read(quiet.words) if quiet else None
    if dialogue.sheet.is_complete and what == news.SOME and not told.said:
        return typed_corrections.offer(dialogue)  # «3: có» when all was told: which of it?
    what = None if dialogue.sheet.is_complete else what
    if what == news.NONE and (told.marked is not None or told.refused is not None):
        said = (
            f"{said} {news.settle(dialogue, told.open)[0]}".strip()
        )  # what could not be settled is simply asked again
    if told.marked is not None:
        return dialogue.ask_whether_right(told.marked, said)
    if told.refused is not None:
        ref, refusal = told.refused
        text = f"{said}\n{wording.about(ref.label, refusal.text)}".strip()
        return one_answer.refuse(dialogue, ref, replace(refusal, text=text), told.waiting)
    if what is not None:
        return news.answer(dialogue, what, said)
    return put_again.go_on(dialogue, said)
