"""Two people of one unit: the later answer to a question is a correction, and both are told.

Whoever was asked answers the question that they saw, even where another has answered it since.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reporter import named_answers
from handlers.reporter.dialogue import Dialogue
from handlers.reporter.state import NextQuestion
from models import figure_authors, messages, people
from models.outbox_states import Purpose
from models.people import Person
from services import wording
from services.report_sheet import Question


def return_to_question_seen(dialogue: Dialogue, text: str) -> bool:
    """Take a text for an answer to the question that its writer saw last, where somebody else has answered that one.

    True where several were seen in one message and a bare figure may be meant for any: what is open is put again.
    """
    seen = _questions_seen(dialogue)
    if not seen:
        return False
    if len(seen) > 1 and named_answers.BARE.fullmatch(text):
        dialogue.ask(wording.written_before(text.strip()))
        return True
    meant = seen if len(seen) == 1 else [one for one in seen if named_answers.suits(dialogue, one, text)]
    if len(meant) == 1 and not meant[0].is_news:
        dialogue.answers = dialogue.answers.ask_alone(meant[0].refs[0].key)
    return False


def _questions_seen(dialogue: Dialogue) -> Sequence[Question]:
    """The questions that were open when something was last said here; empty where they are the same now."""
    turn, sheet = dialogue.turn, dialogue.sheet
    if not sheet.given or dialogue.is_proxy or not isinstance(dialogue.answers.waits_for, NextQuestion):
        return ()
    others = figure_authors.given_by_others(sheet.authors, turn.speaker.id)
    said_at = messages.last_said_at(turn.session, turn.inbound.bot, turn.inbound.chat_id) if others else None
    unseen = {key for key, at in others.items() if said_at is not None and at > said_at}
    were_open = [
        question
        for question in sheet.questions
        if any(ref.key in unseen or ref.key not in sheet.given for ref in question.refs)
    ]
    shown = len(were_open) if dialogue.is_bundled else 1
    return were_open[:shown] if were_open[:shown] != sheet.open_questions[:shown] else ()


def tell(dialogue: Dialogue) -> str:
    """Let everybody else who has given the figures that this turn changed know; what to say of it to the speaker."""
    if dialogue.is_proxy or not dialogue.changes:
        return ""
    turn, unit = dialogue.turn, dialogue.sheet.unit
    items: dict[int, list[str]] = {}
    colleagues: dict[int, Person] = {}
    for figure_id, key, change in dialogue.changes:
        if not set(dialogue.sheet.authors.get(key, ())) - {turn.speaker.id}:
            continue  # the usual case: nobody is looked up
        for person in figure_authors.others(turn.session, figure_id, turn.speaker.id):
            if any(held.id == unit.id for held in people.units_of(person, people.REPORTING_ROLES)):
                colleagues[person.id] = person
                items.setdefault(person.id, []).append(change)
    dialogue.changes.clear()
    by = wording.sentence(turn.speaker.address)[:-1]
    told = []
    for person in colleagues.values():
        text = wording.copy_of_mending(person.address, unit.full_name, by, "; ".join(items[person.id]))
        if turn.tell(person, text, purpose=Purpose.COPY):
            told.append(wording.colleague_told(person.address, person.title))
    dialogue.told = " ".join(told)
    return dialogue.told
