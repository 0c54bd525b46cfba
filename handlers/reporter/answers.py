"""Taking answers: typed or tapped, one or several at once; echoed, doubted, refused, mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from campaign.facts import State
from campaign.parsing import numbers
from campaign.parsing.flattening import flatten
from campaign.parsing.messages import Found, Mention
from campaign.text import fold
from handlers.reporter import (
    changes,
    colleagues,
    general_statements,
    late_messages,
    named_answers,
    news,
    parse,
    queries,
    questions_back,
    reporting_unit,
    two_readings,
    typed_corrections,
)
from handlers.reporter.dialogue import Change, Dialogue
from handlers.reporter.parse import Understood
from handlers.reporter.state import IDLE
from models import figures
from models.figures import Figure
from models.units import Unit
from services import doubt_reasons, figure_text, question_text, round_questions, village_list, wording
from services.guards import Refusal
from services.report_sheet import Question, Ref

_RIGHT_BECAUSE = re.compile(r"(?:dung|phai|vang)(?: roi)?(?: a)?[ ,]{1,3}((?:do|vi|tai) .{2,80})")
_YES = {
    fold(wording.CORRECT),
    fold(wording.RIGHT_FOR_ANOTHER_REASON),
    "dung",
    "dung a",
    "phai",
    "vang",
    "ok",
    "dung vay",
}


def typed(dialogue: Dialogue, text: str) -> None:
    """A text that is neither a command nor the words of a button."""
    is_in_doubt = dialogue.answers.is_in_doubt
    if is_in_doubt and fold(text) in _YES:
        return sure(dialogue)
    if is_in_doubt and (reason := _reason_typed(text)):
        return sure(dialogue, words=reason)
    if late_messages.take(dialogue, text):
        return None
    if colleagues.return_to_question_seen(dialogue, text):
        return None
    if (told := two_readings.reply(dialogue, text)) is not None:
        return take(dialogue, told[0], told[1], text)
    own = reporting_unit.own_part(dialogue, text)
    return _take_own(dialogue, own) if own is not None else None


def whose(dialogue: Dialogue, which: str) -> None:
    """«Của thôn Bản Còn»: the words that named another unit are one's own figures after all, or they are not."""
    words = dialogue.answers.foreign_words
    if not words or which not in (reporting_unit.OWN, reporting_unit.OTHER):
        return dialogue.turn.reply(wording.stale_button())
    if which == reporting_unit.OTHER:
        return reporting_unit.refused(dialogue)
    return _take_own(dialogue, words)


def _take_own(dialogue: Dialogue, text: str) -> None:
    """A text about the unit's own figures."""
    text = reporting_unit.without_sender(dialogue, text)
    ref, question = dialogue.target, dialogue.question()
    found = named_answers.by_name(dialogue.sheet, text, dialogue.shown, ref)
    named = dialogue.sheet.ref(found.mentions[0].key) if found is not None and found.mentions else None
    if not any(map(str.isdigit, text)) and questions_back.answer(dialogue, text, named):
        return None
    if (found is None or len(found.mentions) == 1) and _corrects(dialogue, text):
        return None
    if found is None and named_answers.may_be_in_order(dialogue, text):
        found = named_answers.by_order(dialogue, text)
    elif found is not None and not named_answers.has_names(dialogue.sheet, text, dialogue.shown):
        found = named_answers.in_order(dialogue, text) or found  # «6», «7 sào», «12»: units alone do not tell all
    if found is None and dialogue.is_bundled and dialogue.open_bundle:
        return named_answers.ask_which(dialogue, text)
    dialogue.move(dialogue.answers.placed())
    if found is not None:
        return _named(dialogue, found, text)
    if ref is not None and ref.is_about_villages:
        return villages(dialogue, ref.key, text)
    if ref is not None:
        return take(dialogue, ref, _understand(dialogue, ref, text), text)
    if question is not None:
        return news.typed(dialogue, question, text)
    return dialogue.say(wording.all_answered(dialogue.turn.title))


def _corrects(dialogue: Dialogue, text: str) -> bool:
    """Mend a figure when the text is a correction of one that was given; False when it is none."""
    correction = typed_corrections.read(text)
    waiting = _refused_last(dialogue)
    if correction is None or not (dialogue.sheet.given or waiting):
        return False
    found = named_answers.by_name(dialogue.sheet, correction.words, dialogue.shown)
    if found is not None:
        _named(dialogue, found, text)
        return True
    if waiting is not None and not typed_corrections.names_given(dialogue, correction):
        # «11 hộ», «Xã đã có quyết định chưa?», «à nhầm 12»: the one that is not stored yet.
        result = _understand(dialogue, waiting, correction.words)
        if isinstance(result, Understood) or result.choices or result.is_limit:
            take(dialogue, waiting, result, text)
            return True
    ref = typed_corrections.target(dialogue, correction)
    if ref is None:
        return False
    dialogue.move(dialogue.answers.correct(ref.key))
    words = typed_corrections.with_unit(dialogue, ref, correction.words)
    take(dialogue, ref, _understand(dialogue, ref, words), text)
    return True


def _refused_last(dialogue: Dialogue) -> Ref | None:
    """The figure that was told last and is not stored: it waits for a choice of two readings, or was refused."""
    is_told = dialogue.answers.undecided is not None or dialogue.turn.chat.failures > 0
    is_anew = dialogue.answers.is_correction or dialogue.answers.is_in_doubt
    if dialogue.answers.key is None or not is_told or is_anew or dialogue.answers.key in dialogue.sheet.given:
        return None
    return dialogue.sheet.ref(dialogue.answers.key)


def edited(dialogue: Dialogue, ref: Ref, text: str) -> None:
    """A message was changed after it had given a figure: the new words correct it, unless they are another unit's."""
    own = reporting_unit.own_part(dialogue, text)
    if own is None:
        return None
    text = reporting_unit.without_sender(dialogue, own)
    dialogue.begin_edit()
    found = named_answers.by_name(dialogue.sheet, text, dialogue.shown)
    if found is not None:
        return _named(dialogue, found, text)
    dialogue.move(dialogue.answers.correct(ref.key))
    return take(dialogue, ref, _understand(dialogue, ref, text), text)


def tapped(dialogue: Dialogue, key: str, what: str) -> None:
    """A button of one input."""
    ref = dialogue.sheet.ref(key)
    if ref is None or ref.is_about_villages:
        return dialogue.turn.reply(wording.stale_button())
    words = dialogue.turn.inbound.tapped or what
    if late_messages.is_second_tap(dialogue, ref.key, words):
        return None
    return take(dialogue, ref, parse.tapped(dialogue.sheet, ref, what, dialogue.turn.title), words)


def _understand(dialogue: Dialogue, ref: Ref, words: str) -> Understood | Refusal:
    title = dialogue.turn.title
    result = parse.understand(dialogue.sheet, ref, words, title)
    if ref.input.falls_by_decision:
        result = two_readings.told_with(dialogue, ref, result, f"{words}\n{dialogue.turn.inbound.text}")
    if dialogue.answers.is_correction:
        return result
    return changes.question(dialogue.sheet, ref, words, result, title) or result


def take(dialogue: Dialogue, ref: Ref, result: Understood | Refusal, words: str) -> None:
    """Store one answer, echo it, and go on; or say why not."""
    if isinstance(result, Refusal):
        return refuse(dialogue, ref, result, words)
    old_text = _text_before(dialogue, ref, result)
    before = dialogue.answers
    echo, is_marked = _store(dialogue, ref, result, words)
    told = colleagues.tell(dialogue)
    dialogue.move(dialogue.answers.answered(ref.key))
    if is_marked:
        return dialogue.ask_whether_right(ref, _joined(wording.sentence(echo), told))
    if old_text and not before.is_in_doubt and not result.note:
        return _fixed(dialogue, _plain_echo(dialogue, ref, result), old_text, told)
    if before.is_correction and dialogue.is_edit:
        return dialogue.close_edit(wording.sentence(echo), "")
    return _ask_next(dialogue, _joined(wording.sentence(echo), wording.left_empty() if _is_empty(result) else "", told))


def _ask_next(dialogue: Dialogue, said: str) -> None:
    """The next question; first the choice of two readings of what was told before, which is not dropped."""
    waiting = dialogue.answers.undecided
    ref = dialogue.sheet.ref(waiting[0]) if waiting is not None else None
    if waiting is None or ref is None:
        return dialogue.ask(said)
    asked = parse.understand(dialogue.sheet, ref, waiting[1], dialogue.turn.title)
    if isinstance(asked, Refusal) and asked.choices:
        return dialogue.ask_which_reading(ref, asked, waiting[1], said)
    dialogue.move(dialogue.answers.answered())
    return dialogue.ask(said)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _text_before(dialogue: Dialogue, ref: Ref, result: Understood) -> str:
    """What a figure was that is now to be another; "" where it is new, or stays."""
    old = dialogue.sheet.given.get(ref.key)
    return figure_text.figure_text(ref, old) if old and not _stands(old, result) else ""


def _store(dialogue: Dialogue, ref: Ref, result: Understood, words: str) -> tuple[str, bool]:
    """Write one figure; its echo, and whether it was marked just now."""
    known, old_text = dialogue.sheet.last_known.get(ref.key), _text_before(dialogue, ref, result)
    is_given = ref.key in dialogue.sheet.given
    figure = parse.store(dialogue.sheet, ref, result, dialogue.saying(words))
    if is_given:
        queries.answered(dialogue.turn, figure, ref, dialogue.sheet.unit.short_name, old_text)
    if old_text:
        dialogue.changes.append(
            Change(figure.id, ref.key, wording.changed_from(_plain_echo(dialogue, ref, result), old_text))
        )
    dialogue.turn.chat.failures = 0
    dialogue.note_answer()
    if not dialogue.sheet.is_complete:
        dialogue.move(dialogue.answers.tell(ref.measure.id))
    echo = result.note or question_text.echo(ref, figure, known, typed=result.typed)
    in_round = round_questions.so_far(dialogue.turn, ref.measure, figure) if ref.measure.of_round else ""
    return f"{echo}, {in_round}" if in_round else echo, bool(figure.mark) and not _is_settled(result)


def _stands(old: Figure, result: Understood) -> bool:
    """True when the answer says what is stored already."""
    answer = result.answer
    return (old.value, old.denominator, old.choice) == (answer.value, answer.denominator, answer.choice)


def _is_settled(result: Understood) -> bool:
    """True where the person has answered a doubt already, or repeated a figure that carries its old mark."""
    return result.is_sure or result.answer.state == State.UNCHANGED


def _is_empty(result: Understood) -> bool:
    return result.answer.state == State.NOT_KNOWN


def _plain_echo(dialogue: Dialogue, ref: Ref, result: Understood) -> str:
    return question_text.echo(ref, dialogue.sheet.given[ref.key], typed=result.typed)


def _named(dialogue: Dialogue, found: Found, text: str) -> None:
    """Figures by name or number: what is understood is recorded and echoed together, the rest is asked alone."""
    said: list[str] = []
    refused, marked, waiting = None, None, ""
    unclear: list[str] = []  # besides the one that is asked about
    named = [(mention, ref) for mention in found.mentions if (ref := dialogue.sheet.ref(mention.key)) is not None]
    for mention, ref in named:
        if not mention.words and len(found.mentions) == 1:
            return dialogue.ask_for(ref)  # a name alone chooses what is told next
        if ref.is_about_villages and len(found.mentions) == 1:
            return villages(dialogue, ref.key, mention.words)
        _open_news(dialogue, ref)
        result = _unclear(ref) if mention.is_unclear else _answer(dialogue, ref, mention.words)
        if isinstance(result, str):
            said.append(result)
            continue
        if len(found.mentions) == 1 and not found.rest and not found.general:
            return take(dialogue, ref, result, text)
        if isinstance(result, Refusal):
            unclear = [*unclear, ref.label] if refused and _is_rare(dialogue, ref) else unclear
            waiting = waiting or ("" if refused else mention.words)
            refused = refused or (ref, result)
            continue
        echo, is_marked = _store(dialogue, ref, result, text)
        said.append(wording.sentence(echo))
        marked = ref if is_marked else marked
    quiet = next((one for one in found.mentions if one.key == named_answers.NEWS), None)
    if found.general:
        said += general_statements.store(dialogue, found)
        is_asked = any(question.is_news for question in dialogue.sheet.open_questions)
        quiet = quiet or (Mention(named_answers.NEWS, named_answers.NOTHING_ELSE) if is_asked else None)
    dialogue.unread = wording.not_read(found.rest[0]) if found.rest else ""
    said += [wording.tell_again(unclear)] if unclear else []
    said += filter(None, [colleagues.tell(dialogue)])
    _go_on(dialogue, " ".join([*said, *filter(None, [dialogue.unread])]), refused, marked, quiet, waiting)


def _answer(dialogue: Dialogue, ref: Ref, words: str) -> Understood | Refusal | str:
    """Read one of several answers. A list of villages is stored here, and its echo returned."""
    if not ref.is_about_villages:
        return _understand(dialogue, ref, words)
    without = village_list.read(dialogue.sheet, ref, words, dialogue.turn.title)
    if isinstance(without, Refusal):
        return without
    _store_villages(dialogue, ref, without, words)
    return wording.sentence(village_list.summary(dialogue.sheet, ref))


def _unclear(ref: Ref) -> Refusal:
    if ref.input.options:
        return Refusal(wording.tap_or_type([one.label for one in ref.input.options]), "no_option")
    return Refusal(wording.type_a_number(ref.input.example), numbers.Reason.NOT_UNDERSTOOD)


def _is_rare(dialogue: Dialogue, ref: Ref) -> bool:
    """Whether it would not be asked about by itself."""
    return any(question.is_news and ref in question.refs for question in dialogue.sheet.everything)


def _open_news(dialogue: Dialogue, ref: Ref) -> None:
    """A figure that rarely changes, named of one's own accord, is news: the rest of the list is still to be asked."""
    question = dialogue.question()
    if question is not None and question.is_news and ref in question.refs:
        dialogue.move(dialogue.answers.open_news())


def _go_on(
    dialogue: Dialogue,
    said: str,
    refused: tuple[Ref, Refusal] | None,
    marked: Ref | None,
    quiet: Mention | None,
    waiting: str,
) -> None:
    """After several figures: the one in doubt, the one refused with its words, the news, or the next question."""
    dialogue.move(dialogue.answers.answered())
    what = news.read(quiet.words) if quiet and not dialogue.sheet.is_complete else None
    if what == news.NONE and (marked is not None or refused is not None):
        said = f"{said} {news.settle(dialogue)[0]}".strip()  # what could not be settled is simply asked again
    if marked is not None:
        return dialogue.ask_whether_right(marked, said)
    if refused is not None:
        ref, refusal = refused
        return refuse(
            dialogue, ref, replace(refusal, text=f"{said}\n{wording.about(ref.label, refusal.text)}".strip()), waiting
        )
    if what is not None:
        return news.answer(dialogue, what, said)
    return dialogue.ask(said)


def villages(dialogue: Dialogue, key: str, text: str) -> None:
    """The villages that have not, named by the office that answers about all of them."""
    ref = dialogue.sheet.ref(key)
    if ref is None or not ref.is_about_villages:
        return dialogue.turn.reply(wording.stale_button())
    without = village_list.read(dialogue.sheet, ref, text, dialogue.turn.title)
    if isinstance(without, Refusal):
        return refuse(dialogue, ref, without)
    _store_villages(dialogue, ref, without, dialogue.turn.inbound.tapped or text)
    dialogue.turn.chat.failures = 0
    dialogue.move(IDLE)
    said = wording.sentence(village_list.summary(dialogue.sheet, ref))
    return dialogue.ask(_joined(said, colleagues.tell(dialogue)))


def _store_villages(dialogue: Dialogue, ref: Ref, without: Sequence[Unit], words: str) -> None:
    """A figure of each village; what the list was before, where it is another one now, is a change like any."""
    sheet = dialogue.sheet
    before = village_list.summary(sheet, ref) if ref.key in sheet.given else ""
    village_list.store(sheet, ref, without, dialogue.saying(words))
    dialogue.note_answer()
    after = village_list.summary(sheet, ref)
    if before and after != before:
        dialogue.changes.append(Change(sheet.given[ref.key].id, ref.key, wording.changed_from(after, before)))


def refuse(dialogue: Dialogue, ref: Ref, refusal: Refusal, words: str = "") -> None:
    """Say why not; every second time in other words, with a human's number."""
    chat = dialogue.turn.chat
    chat.failures += 1
    text = refusal.text
    if refusal.is_limit and chat.failures > 1:
        text = f"{text} {wording.profile_wrong(*dialogue.officer)}"
    elif not refusal.choices and chat.failures % 2 == 0:
        text = wording.not_understood_again(*dialogue.officer, ref.input.example)
    elif chat.failures > 2:
        text = f"{text} {wording.or_call(*dialogue.officer)}"
    dialogue.move(dialogue.answers.refuse(ref.key, words if refusal.choices else ""))
    again = question_text.question_choices(dialogue.sheet, Question((ref,)), may_defer=False)
    dialogue.say(text, dialogue.readings(ref, refusal) or again)


def sure(dialogue: Dialogue, code: str = doubt_reasons.OTHER, words: str = "") -> None:
    """«Đúng, do …»: the figure stays, with its mark and the reason for the officer."""
    reason = doubt_reasons.told(code) or words
    ref = dialogue.sheet.ref(dialogue.answers.key or "") if dialogue.answers.is_in_doubt else None
    if ref is not None and reason:
        _keep_reason(dialogue, ref, reason)
    dialogue.move(dialogue.answers.answered())
    dialogue.ask(wording.noted_with_reason(reason) if ref is not None and reason else wording.marked_for_check())


def _keep_reason(dialogue: Dialogue, ref: Ref, reason: str) -> None:
    session, day = dialogue.turn.session, dialogue.report.period.last
    measure, field = ref.measure.id, ref.input.key
    figure = figures.find(session, dialogue.sheet.subject_id(ref), measure, field, day)
    if figure is not None:
        words = dialogue.turn.inbound.tapped or dialogue.turn.inbound.text or reason
        figures.confirm(session, figure, dialogue.saying(words), reason)
        dialogue.note_answer()


def _reason_typed(text: str) -> str:
    """«do mưa» of «đúng, do mưa»; "" for any other text."""
    typed = _RIGHT_BECAUSE.fullmatch(flatten(text))
    return " ".join(text[typed.start(1) :].split()).rstrip(" .!") if typed else ""


def _fixed(dialogue: Dialogue, new: str, old: str, told: str) -> None:
    adjusted = wording.adjusted() if dialogue.report.period.frozen_at else ""
    said = _joined(wording.fixed(new, old), adjusted, told)
    if dialogue.is_edit:
        return dialogue.close_edit(said, wording.changed_from(new, old))
    if dialogue.is_proxy or not dialogue.sheet.is_complete:
        return _ask_next(dialogue, said)
    return dialogue.close(said)
