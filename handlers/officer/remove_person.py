"""XÓA NGƯỜI: an officer removes somebody from the commune's list; name and account go, figures and the trace stay."""

from __future__ import annotations

from handlers.leader import overview
from handlers.officer import places
from handlers.turn import Turn
from models import people
from models.audit import Action
from models.people import Person
from services import appointments, wording
from services.context import Choice


def ask(turn: Turn, words: str) -> None:
    """XÓA NGƯỜI BẢN CÒN: whom?"""
    if not words:
        return turn.reply(wording.which_unit_to_remove_from(overview.example(turn)))
    unit = places.named(turn, words)
    if unit is None:
        return None
    question = wording.whom_to_remove(unit.full_name)
    return places.choose(turn, unit, places.people_of(turn, unit), "remove", question, confirm)


def confirm(turn: Turn, person: Person) -> None:
    """What goes and what stays, before it is done."""
    if not appointments.current(person):
        return turn.reply(wording.stale_button())
    if appointments.is_last_officer(turn, person):
        return turn.reply(wording.cannot_remove_last(person.address))
    choices = [
        Choice(wording.remove_button(person.address), f"remove-yes:{person.id}"),
        Choice(wording.CANCEL, f"remove-no:{person.id}"),
    ]
    return turn.reply(wording.confirm_removal(person.address, places.roles_of(person)), choices)


def keep(turn: Turn, _: Person) -> None:
    """«Thôi»."""
    turn.reply(wording.kept_as_before())


def remove(turn: Turn, person: Person) -> None:
    """They hear of it, and so do the other officers where it was one of the commune's own."""
    held = appointments.current(person)
    if not held:
        return turn.reply(wording.stale_button())
    if appointments.is_last_officer(turn, person):
        return turn.reply(wording.cannot_remove_last(person.address))
    address, roles = person.address, places.roles_of(person)
    reported = people.units_of(person, people.REPORTING_ROLES)
    is_of_commune = any(one.unit.kind == "commune" for one in held)
    officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
    turn.tell(person, wording.was_removed(person.title, officer, phone), beside=True)
    appointments.remove(turn, person, Action.PERSON_REMOVED)
    if is_of_commune:
        said = wording.removed_somebody(turn.speaker.address, address, roles)
        appointments.tell_officers(turn, person, said, by=turn.speaker.id)
    spoken_for = people.spokespeople(turn.session, [unit.id for unit in reported], turn.today)
    without = [unit.full_name for unit in reported if unit.id not in spoken_for]
    return turn.reply(wording.removed(address, wording.listing(without)))
