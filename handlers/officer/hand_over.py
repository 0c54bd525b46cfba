"""BÀN GIAO: an officer names who takes over; what waits goes with it, and the last officer leaves no other way."""

from __future__ import annotations

from handlers.turn import Turn
from handlers.typed_states import NamingPerson
from models.people import Person
from services import invitations, officer_handover, wording
from services.context import Choice
from services.named_people import NamedPerson


def ask(turn: Turn) -> None:
    """Another officer by a button, anybody else by name."""
    begin(turn, NamingPerson(turn.commune.id, "officer", hands_over=True))


def begin(turn: Turn, step: NamingPerson, before: str = "") -> None:
    """The question, also after a name that was none."""
    others = [one for one in turn.officers() if one.id != turn.speaker.id]
    choices = [Choice(wording.sentence(one.address)[:-1], f"appoint-known:{step.unit_id}:{one.id}") for one in others]
    choices.append(Choice(wording.CANCEL, f"appoint-no:{step.unit_id}"))
    turn.reply(before or wording.who_takes_over(), choices)
    turn.dialogues.show(step)


def confirm(turn: Turn, step: NamingPerson) -> None:
    """Who it is and what goes along, before it is done."""
    waiting = wording.listing(officer_handover.what_waits(turn))
    choices = [
        Choice(wording.HAND_OVER, f"appoint:{step.unit_id}:{step.mark}"),
        Choice(wording.CANCEL, f"appoint-no:{step.unit_id}"),
    ]
    turn.reply(wording.hand_over_to(turn.title, step.address, waiting), choices)
    turn.dialogues.show(step)


def carry_out(turn: Turn, step: NamingPerson) -> None:
    """At once to somebody who is known; else when the newcomer has come in by the code, and agreed."""
    person = turn.session.get(Person, step.known_id) if step.known_id else None
    if person is not None and person.consented_at is not None:
        return officer_handover.complete(turn, turn.speaker, person)
    who = NamedPerson(step.name, step.address, step.phone)
    code = invitations.invite(turn, turn.commune, "officer", who, replaces_id=turn.speaker.id)
    return turn.reply(f"{code}\n{wording.takes_over_by_code(step.address)}")
