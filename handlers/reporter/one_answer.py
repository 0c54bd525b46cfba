"""One answer: stored and echoed, doubted, or refused with what to say instead."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.catalogue import EntryKind
from campaign.facts import State
from handlers.reporter import changes, colleagues, parse, put_again, queries, two_readings
from handlers.reporter.dialogue import Change, Dialogue
from handlers.reporter.parse import Understood
from handlers.reporter.state import IDLE, NextQuestion
from models.figures import Figure
from models.units import Unit
from services import figure_text, question_text, round_questions, village_list, wording
from services.guards import Refusal
from services.report_sheet import Question, Ref


def understand(dialogue: Dialogue, ref: Ref, words: str) -> Understood | Refusal:
    title = dialogue.turn.title
    result = parse.understand(dialogue.sheet, ref, words, title)
    if ref.input.falls_by_decision:
        result = two_readings.told_with(dialogue, ref, result, f"{words}\n{dialogue.turn.inbound.text}")
    may_be_change = isinstance(result, Refusal) or ref.key in dialogue.sheet.given
    if not may_be_change or dialogue.answers.is_correction:
        return result
    return changes.question(dialogue.sheet, ref, words, result, title) or result


def take(dialogue: Dialogue, ref: Ref, result: Understood | Refusal, words: str) -> None:
    """Store one answer, echo it, and go on; or say why not."""
    if isinstance(result, Refusal):
        return refuse(dialogue, ref, result, words)
    old_text = _text_before(dialogue, ref, result)
    before = dialogue.answers
    echo, is_marked = store(dialogue, ref, result, words)
    told = colleagues.tell(dialogue) if dialogue.changes else ""
    if not isinstance(before.waits_for, NextQuestion):
        dialogue.answers = dialogue.answers.answered(ref.key)
    if is_marked:
        return dialogue.ask_whether_right(ref, _joined(wording.sentence(echo), told))
    if old_text and not before.is_in_doubt and not result.note:
        return _fixed(dialogue, _plain_echo(dialogue, ref, result), old_text, told)
    if dialogue.is_proxy and dialogue.is_edit and before.is_correction:
        return dialogue.close_edit(wording.sentence(echo), "")
    return put_again.go_on(
        dialogue, _joined(wording.sentence(echo), wording.left_empty() if _is_empty(result) else "", told)
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _text_before(dialogue: Dialogue, ref: Ref, result: Understood) -> str:
    """What a figure was that is now to be another; "" where it is new, or stays."""
    old = dialogue.sheet.given.get(ref.key)
    return figure_text.figure_text(ref, old) if old and not _stands(old, result) else ""


def store(dialogue: Dialogue, ref: Ref, result: Understood, words: str) -> tuple[str, bool]:
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
    if dialogue.answers.news is not None and not dialogue.sheet.is_complete:
        dialogue.answers = dialogue.answers.tell(ref.measure.id)
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


def villages(dialogue: Dialogue, key: str, text: str) -> None:
    """The villages that have not, named by the office that answers about all of them."""
    ref = dialogue.sheet.ref(key)
    if ref is None or not ref.is_about_villages:
        return dialogue.turn.reply(wording.stale_button())
    without = village_list.read(dialogue.sheet, ref, text, dialogue.turn.title)
    if isinstance(without, Refusal):
        return refuse(dialogue, ref, without)
    store_villages(dialogue, ref, without, dialogue.turn.inbound.tapped or text)
    dialogue.turn.chat.failures = 0
    dialogue.answers = IDLE
    said = wording.sentence(village_list.summary(dialogue.sheet, ref))
    return dialogue.ask(_joined(said, colleagues.tell(dialogue)))


def store_villages(dialogue: Dialogue, ref: Ref, without: Sequence[Unit], words: str) -> None:
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
    if not refusal.choices and not any(map(str.isdigit, words)) and put_again.reading(dialogue, ref):
        return  # nothing was said that could stand instead of the figure that waits
    text = refusal.text
    if refusal.is_limit and chat.failures > 1:
        text = f"{text} {wording.profile_wrong(*dialogue.officer)}"
    elif not refusal.choices and chat.failures % 2 == 0:
        text = wording.not_understood_again(*dialogue.officer, ref.input.example)
    elif chat.failures > 2:
        text = f"{text} {wording.or_call(*dialogue.officer)}"
    dialogue.answers = dialogue.answers.refuse(ref.key, words if refusal.choices else "")
    again = question_text.question_choices(dialogue.sheet, Question((ref,)), may_defer=False)
    if ref.key in dialogue.sheet.given and ref.input.kind is EntryKind.LEVEL:
        again = []  # «Vẫn 9 người» is last week's, where 6 stands
    dialogue.say(text, dialogue.readings(ref, refusal) or again)


def _fixed(dialogue: Dialogue, new: str, old: str, told: str) -> None:
    adjusted = wording.adjusted() if dialogue.report.period.frozen_at else ""
    said = _joined(wording.fixed(new, old), adjusted, told)
    if dialogue.is_edit:
        return dialogue.close_edit(said, wording.changed_from(new, old))
    if dialogue.is_proxy or not dialogue.sheet.is_complete or dialogue.holds:
        return put_again.go_on(dialogue, said)
    return dialogue.close(said)
