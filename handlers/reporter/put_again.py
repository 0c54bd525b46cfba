"""What was asked before is put once more, when another figure was given or another dialogue has ended."""

from __future__ import annotations

from handlers.reporter import two_readings
from handlers.reporter.dialogue import Dialogue
from services import wording
from services.guards import Refusal
from services.report_sheet import Ref


def go_on(dialogue: Dialogue, said: str) -> None:
    """After a figure: the doubt or choice about another one that still waits, else the next question."""
    if dialogue.held is not None:
        held, dialogue.held = dialogue.held, None
        dialogue.answers = held
    if dialogue.is_aside or not dialogue.holds:
        return dialogue.ask(said)
    if not _reading(dialogue, said) and not dialogue.ask_again(said):
        return dialogue.ask(said)
    return None


def question(dialogue: Dialogue) -> bool:
    """After another dialogue has ended: what this one waits for; False where it waits for nothing."""
    return _reading(dialogue, wording.back_to(dialogue.sheet.unit.full_name)) or dialogue.ask_again()


def reading(dialogue: Dialogue, ref: Ref) -> bool:
    """The choice of two readings of this very figure once more; False where none waits."""
    undecided = dialogue.answers.undecided
    if undecided is None or undecided[0] != ref.key:
        return False
    said, is_second = wording.not_understood(), dialogue.turn.chat.failures % 2 == 0
    return _reading(dialogue, f"{said} {wording.or_call(*dialogue.officer)}" if is_second else said)


def is_put_off(dialogue: Dialogue, text: str) -> bool:
    """«Để tôi hỏi lại đã» where two readings are offered: they wait, and what stands is not «chưa rõ» because of it."""
    if not two_readings.puts_off(dialogue, text):
        return False
    return _reading(dialogue, wording.when_it_is_clear(dialogue.turn.title))


def _reading(dialogue: Dialogue, said: str) -> bool:
    waiting = two_readings.waiting(dialogue)
    if waiting is None:
        return False
    ref, words, asked = waiting
    if isinstance(asked, Refusal) and asked.choices:
        dialogue.ask_which_reading(ref, asked, words, said)
        return True
    dialogue.answers = dialogue.answers.answered()
    return False
