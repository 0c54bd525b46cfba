"""Which figures a text or a tap answers or mends, and what is said to a doubt."""

from __future__ import annotations

import re

from campaign.parsing import numbers
from campaign.parsing.flattening import flatten
from campaign.text import fold
from handlers.reporter import (
    colleagues,
    late_messages,
    named_answers,
    news,
    one_answer,
    parse,
    put_again,
    questions_back,
    reporting_unit,
    several_answers,
    two_readings,
    typed_corrections,
)
from handlers.reporter.dialogue import Dialogue
from handlers.reporter.parse import Understood
from handlers.reporter.state import AskedAlone, InDoubt, NextQuestion
from models import figures
from models.outbox_states import Purpose
from services import doubt_reasons, question_text, wording
from services.guards import Refusal
from services.report_sheet import Ref

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
    waits = dialogue.answers.waits_for
    if isinstance(waits, InDoubt) and fold(text) in _YES:
        return sure(dialogue)
    if isinstance(waits, InDoubt) and (reason := _reason_typed(text)):
        return sure(dialogue, words=reason)
    if dialogue.turn.is_delayed and late_messages.take(dialogue, text):
        return None
    asked = dialogue.asked
    is_seen = asked is not None and dialogue.is_offered(asked)
    if not is_seen and colleagues.return_to_question_seen(dialogue, text):
        return None
    told = two_readings.reply(dialogue, text) if isinstance(waits, AskedAlone) else None
    if told is not None:
        return one_answer.take(dialogue, told[0], told[1], text)
    if isinstance(waits, AskedAlone) and two_readings.is_let_be(dialogue, text):
        dialogue.answers = dialogue.answers.answered()
        return dialogue.ask(wording.left_as_it_was())
    if isinstance(waits, AskedAlone) and put_again.is_put_off(dialogue, text):
        return None
    if asked is not None and _takes_bare(dialogue, asked, text):
        return None
    own = reporting_unit.own_part(dialogue, text)
    return _take_own(dialogue, own) if own is not None else None


def _takes_bare(dialogue: Dialogue, asked: Ref, text: str) -> bool:
    """Take a figure alone that is an answer to the open question, the usual case: nobody else's question is meant.

    Of one that is none, or that goes to the question its writer saw, the place is still to be found.
    """
    is_open = isinstance(dialogue.answers.waits_for, NextQuestion)
    if not is_open or not dialogue.turn.is_bare_figure or asked.is_about_villages or asked.input.options:
        return False
    result = one_answer.understand(dialogue, asked, text)
    if isinstance(result, Refusal):
        return False
    one_answer.take(dialogue, asked, result, text)
    return True


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
    elif found is not None:
        found = (
            named_answers.in_order_without_names(dialogue, text) or found
        )  # «6», «7 sào», «12»: units do not tell all
    if found is None and dialogue.is_bundled and dialogue.open_bundle:
        return named_answers.ask_which(dialogue, text)
    dialogue.answers = dialogue.answers.placed()
    if found is not None:
        return several_answers.take(dialogue, found, text)
    if ref is not None and ref.is_about_villages:
        return one_answer.villages(dialogue, ref.key, text)
    if ref is not None:
        return _take_single(dialogue, ref, text)
    if question is not None:
        return news.typed(dialogue, question, text)
    return dialogue.say(wording.all_answered(dialogue.turn.title))


def _take_single(dialogue: Dialogue, ref: Ref, text: str) -> None:
    """The answer to one question; «7 sào» where people are asked for is of the one open question in hectares."""
    result = one_answer.understand(dialogue, ref, text)
    if isinstance(result, Refusal) and result.reason == numbers.Reason.OTHER_DIMENSION and not dialogue.holds:
        other = named_answers.by_unit(dialogue, ref, text)
        if other is not None:
            ref, result = other, one_answer.understand(dialogue, other, text)
    return one_answer.take(dialogue, ref, result, text)


def _corrects(dialogue: Dialogue, text: str) -> bool:
    """Mend a figure when the text is a correction of one that was given; False when it is none."""
    correction = typed_corrections.read(text)
    waiting = _refused_last(dialogue)
    if typed_corrections.is_bare(text) and dialogue.sheet.given:
        return _mends_without_figure(dialogue)
    if correction is None or not (dialogue.sheet.given or waiting):
        return False
    found = named_answers.by_name(dialogue.sheet, correction.words, dialogue.shown)
    if found is not None:
        several_answers.take(dialogue, found, text)
        return True
    if waiting is not None and not typed_corrections.names_given(dialogue, correction):
        # «11 hộ», «Xã đã có quyết định chưa?», «à nhầm 12»: the one that is not stored yet.
        result = one_answer.understand(dialogue, waiting, correction.words)
        if isinstance(result, Understood) or result.choices or result.is_limit:
            one_answer.take(dialogue, waiting, result, text)
            return True
    ref = typed_corrections.target(dialogue, correction)
    if ref is None:
        return False
    dialogue.answers = dialogue.answers.correct(ref.key)
    words = typed_corrections.with_unit(dialogue, ref, correction.words)
    one_answer.take(dialogue, ref, one_answer.understand(dialogue, ref, words), text)
    return True


def _mends_without_figure(dialogue: Dialogue) -> bool:
    """«Nhầm rồi»: the figure in doubt is given anew, else it is chosen which one."""
    ref = dialogue.sheet.ref(dialogue.answers.key or "") if dialogue.answers.is_in_doubt else None
    if ref is None:
        typed_corrections.offer(dialogue)
    else:
        typed_corrections.begin(dialogue, ref.key)
    return True


def _refused_last(dialogue: Dialogue) -> Ref | None:
    """The figure that was told last and is not stored: it waits for a choice of two readings, or was refused."""
    if dialogue.answers.undecided is not None:
        return dialogue.sheet.ref(dialogue.answers.undecided[0])  # also where it would stand instead of another
    is_told = dialogue.turn.chat.failures > 0
    is_anew = dialogue.answers.is_correction or dialogue.answers.is_in_doubt
    if dialogue.answers.key is None or not is_told or is_anew or dialogue.answers.key in dialogue.sheet.given:
        return None
    return dialogue.sheet.ref(dialogue.answers.key)


def edited(dialogue: Dialogue, ref: Ref, text: str) -> None:
    """A message was changed after it had given a figure: the new words correct it, unless they are another unit's.

    What was asked meanwhile is put again; words that cannot be read change nothing and ask for nothing.
    """
    own = reporting_unit.own_part(dialogue, text)
    if own is None:
        return None
    text = reporting_unit.without_sender(dialogue, own)
    found = named_answers.by_name(dialogue.sheet, text, dialogue.shown)
    held, figure = dialogue.answers, dialogue.sheet.given.get(ref.key)
    if found is None and figure is not None and _is_unread(parse.understand(dialogue.sheet, ref, text, "")):
        said = question_text.echo(ref, figure)
        return dialogue.turn.reply(wording.edit_left_as_it_was(said), purpose=Purpose.RECEIPT, beside=True)
    dialogue.begin_edit()
    told = {ref.key} if found is None else {one.key for one in found.mentions}
    dialogue.held = None if held.key in told else held
    if found is not None:
        return several_answers.take(dialogue, found, text)
    dialogue.answers = dialogue.answers.correct(ref.key)
    return one_answer.take(dialogue, ref, one_answer.understand(dialogue, ref, text), text)


def _is_unread(result: Understood | Refusal) -> bool:
    """Whether nothing was made of the words: no figure, and none that is only not clear."""
    return isinstance(result, Refusal) and result.reason in (numbers.Reason.NOT_UNDERSTOOD, parse.NO_OPTION)


def tapped(dialogue: Dialogue, key: str, what: str) -> None:
    """A button of one input."""
    ref = dialogue.sheet.ref(key)
    if ref is None or ref.is_about_villages:
        return dialogue.turn.reply(wording.stale_button())
    words = dialogue.turn.inbound.tapped or what
    if key in dialogue.sheet.given and late_messages.is_second_tap(dialogue, key, words):
        return None
    return one_answer.take(dialogue, ref, parse.tapped(dialogue.sheet, ref, what, dialogue.turn.title), words)


def sure(dialogue: Dialogue, code: str = doubt_reasons.OTHER, words: str = "") -> None:
    """«Đúng, do …»: the figure stays, with its mark and the reason for the officer."""
    reason = doubt_reasons.told(code) or words
    ref = dialogue.sheet.ref(dialogue.answers.key or "") if dialogue.answers.is_in_doubt else None
    if ref is not None and reason:
        _keep_reason(dialogue, ref, reason)
    dialogue.answers = dialogue.answers.answered()
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
