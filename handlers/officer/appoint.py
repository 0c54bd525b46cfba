"""THAY, MỜI: the officer names who comes into a unit, sees what follows, and says yes; the code is told once."""

from __future__ import annotations

from campaign.text import fold
from handlers.leader import overview
from handlers.officer import hand_over, places, print_invitations
from handlers.turn import Turn
from handlers.typed_states import NamingPerson
from models import people, periods
from models.people import Person, Role
from models.units import Unit
from services import appointments, invitation_sheets, invitations, missing, named_people, wording
from services.context import Choice
from services.named_people import NamedPerson

_OF_COMMUNE = {"lanh dao": "leader", "can bo": "officer", "nguoi duyet": people.DEPUTY_OFFICER}
_DEPUTY = "pho"


def replace(turn: Turn, words: str) -> None:
    """THAY BẢN CÒN: who comes after its head or reporter?"""
    if not words:
        return turn.reply(wording.which_unit_to_replace(overview.example(turn)))
    unit = places.named(turn, words)
    if unit is None:
        return None
    if unit.kind == "commune":
        return turn.reply(wording.officers_hand_over())
    if _main(turn, unit) is None:
        return turn.reply(wording.nobody_to_replace(unit.full_name, unit.short_name))
    return _ask(turn, NamingPerson(unit.id, appointments.main_role(unit), replaces=True))


def invite(turn: Turn, words: str) -> None:
    """MỜI BẢN CÒN, MỜI PHÓ BẢN CÒN, MỜI LÃNH ĐẠO: who is it? Alone: which units have nobody."""
    if not words:
        return _without_people(turn)
    role = _OF_COMMUNE.get(fold(words))
    if role is not None:
        return _ask(turn, NamingPerson(turn.commune.id, role))
    first, _, rest = words.partition(" ")
    is_deputy = fold(first) == _DEPUTY and bool(rest)
    unit = places.named(turn, rest if is_deputy else words)
    if unit is None:
        return None
    if is_deputy:
        return _invite_deputy(turn, unit)
    if unit.kind == "commune":
        return turn.reply(wording.officers_hand_over())
    held = _main(turn, unit)
    if held is not None and not people.has_joined(held.person):
        listed = held.person
        step = NamingPerson(unit.id, held.role)
        return _confirm(turn, step.name_person(listed.name, listed.address, listed.phone or "", None))
    if held is not None:
        role_text = appointments.text(held.role, unit)
        return turn.reply(wording.has_somebody(role_text, held.person.address, unit.short_name))
    return _ask(turn, NamingPerson(unit.id, appointments.main_role(unit)))


def is_meant(turn: Turn, words: str) -> bool:
    """Whether words behind THAY, MỜI, XÓA NGƯỜI name a place or a role, and are no answer to a question."""
    first, _, rest = words.partition(" ")
    name = rest if fold(first) == _DEPUTY and rest else words
    return fold(words) in _OF_COMMUNE or bool(places.matching(turn, name))


def _invite_deputy(turn: Turn, unit: Unit) -> None:
    if unit.kind != "village":
        return turn.reply(wording.deputies_are_of_villages())
    return _ask(turn, NamingPerson(unit.id, "deputy"))


def _without_people(turn: Turn) -> None:
    """The list, and a sheet to print for all of them."""
    without = invitation_sheets.without_people(turn)
    told = wording.without_people([one.full_name for one in without]) if without else wording.everybody_is_there()
    parts = [told, print_invitations.room(turn) if without else "", wording.how_to_invite(overview.example(turn))]
    turn.reply(" ".join(part for part in parts if part), print_invitations.offer(turn, without))


def _main(turn: Turn, unit: Unit) -> Role | None:
    """The unit's head or reporter today."""
    wanted = appointments.main_role(unit)
    return next((held for held in people.holders(turn.session, unit.id) if held.role == wanted), None)


# The question, and the name that answers it


def _ask(turn: Turn, step: NamingPerson, before: str = "") -> None:
    if step.hands_over:
        return hand_over.begin(turn, step, before)
    unit = turn.session.get_one(Unit, step.unit_id)
    held = _main(turn, unit) if step.replaces else None
    role = appointments.text(step.role, unit)
    text = wording.who_replaces(role, held.person.address) if held else wording.who_is_invited(role)
    deputies = [one for one in people.holders(turn.session, unit.id) if held and one.role == "deputy"]
    choices = [
        Choice(
            wording.with_role_in_brackets(one.person.address, wording.ROLE_NAMES[one.role]),
            f"appoint-known:{unit.id}:{one.person_id}",
        )
        for one in deputies
    ]
    turn.reply(before or text, [*choices, Choice(wording.CANCEL, f"appoint-no:{unit.id}")])
    return turn.dialogues.show(step)


def ask_again(turn: Turn, step: NamingPerson) -> bool:
    """After something else has ended; False where it is no officer's any more."""
    if not turn.is_officer():
        return False
    if step.name:
        _confirm(turn, step)
    else:
        _ask(turn, step)
    return True


def named(turn: Turn, step: NamingPerson, text: str) -> None:
    """«bà Lan 0912 345 678», typed in answer."""
    who = named_people.read(text)
    if who is None:
        return _ask(turn, step, wording.not_a_person(text.strip()[:40]))
    known = _known(turn, who)
    address = known.address if known else who.address
    return _confirm(turn, step.name_person(who.name, address, who.phone, known.id if known else None))


def known(turn: Turn, unit: Unit, person_id: str) -> None:
    """The unit's deputy, by a button."""
    step = _open(turn, unit)
    person = next(
        (one.person for one in people.holders(turn.session, unit.id) if str(one.person_id) == person_id), None
    )
    if step is None or person is None:
        return turn.reply(wording.stale_button())
    return _confirm(turn, step.name_person(person.name, person.address, person.phone or "", person.id))


def _known(turn: Turn, who: NamedPerson) -> Person | None:
    """Somebody of the commune who has that telephone, or that name of two words or more; None where several have."""
    same = [one for one in people.reachable_people(turn.session, turn.commune.id) if _is_same(one, who)]
    return same[0] if len(same) == 1 else None


def _is_same(person: Person, who: NamedPerson) -> bool:
    has_phone = bool(who.phone) and named_people.phone_in(person.phone or "") == who.phone
    return has_phone or (" " in who.name and fold(person.name) == fold(who.name) and not who.phone)


def _open(turn: Turn, unit: Unit) -> NamingPerson | None:
    state = turn.dialogues.state(NamingPerson(unit.id, "").key)
    return state if isinstance(state, NamingPerson) else None


def _confirm(turn: Turn, step: NamingPerson) -> None:
    if step.hands_over and step.known_id != turn.speaker.id:
        return hand_over.confirm(turn, step)
    unit = turn.session.get_one(Unit, step.unit_id)
    role = appointments.text(step.role, unit)
    held = _main(turn, unit) if step.replaces else None
    person = turn.session.get(Person, step.known_id) if step.known_id else None
    if person is not None and people.holds(person, step.role, unit.id):
        empty = step.name_person("", "", "", None)
        return _ask(turn, empty, wording.has_that_role(person.address, role))
    if held is not None:
        text = wording.replace_with(held.person.address, step.address, unit.full_name, _left(turn, unit))
    else:
        text = wording.invite_as(step.address, role)
    if person is not None:
        held_now = [appointments.text(one.role, one.unit) for one in appointments.current(person)]
        text += wording.is_known(person.address, wording.listing(held_now)) if held_now else ""
    yes = wording.REPLACE if held is not None else wording.INVITE
    turn.reply(text, [Choice(yes, f"appoint:{unit.id}:{step.mark}"), Choice(wording.CANCEL, f"appoint-no:{unit.id}")])
    turn.dialogues.show(step)
    return None


def _left(turn: Turn, unit: Unit) -> str:
    """What is open of the report that the unit was asked for last; "" where nothing is."""
    asked = periods.newest_open(turn.session, unit.id)
    return missing.left(turn, asked)[0] if asked is not None else ""


# The officer's word


def cancel(turn: Turn, unit: Unit) -> None:
    """«Thôi»."""
    turn.dialogues.leave(NamingPerson(unit.id, "").key)
    turn.reply(wording.kept_as_before())


def carry_out(turn: Turn, unit: Unit, mark: str) -> None:
    """«Thay», «Mời»: the old one is told and thanked; the new one gets a code, or the role itself where known."""
    step = _open(turn, unit)
    if step is None or not step.name or step.mark != mark:
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(step.key)
    if step.hands_over:
        return hand_over.carry_out(turn, step)
    told = []
    held = _main(turn, unit) if step.replaces else None
    if held is not None:
        appointments.end(turn, held)
        turn.tell(held.person, wording.thanked(held.person.title, step.address, unit.full_name), beside=True)
        told.append(wording.has_been_replaced(held.person.address, step.address, unit.full_name))
    person = turn.session.get(Person, step.known_id) if step.known_id else None
    if person is not None:
        told.append(_give(turn, step, unit, person))
    else:
        who = NamedPerson(step.name, step.address, step.phone)
        told.append(invitations.invite(turn, unit, step.role, who))
    return turn.reply("\n".join(told))


def _give(turn: Turn, step: NamingPerson, unit: Unit, person: Person) -> str:
    for role in appointments.current(person):
        if role.role == "deputy" and role.unit_id == unit.id:
            appointments.end(turn, role)  # a deputy who comes to be the head
    appointments.give(turn, person, step.role, unit)
    role_text = appointments.text(step.role, unit)
    asked = periods.newest_open(turn.session, unit.id)
    then = wording.questions_are_waiting() if asked else ""
    choices = [Choice(wording.NOW, f"go:{asked.id}")] if asked else []
    turn.tell(person, wording.is_now(person.title, role_text, then), choices, beside=True)
    if unit.kind == "commune":
        said = wording.gave_role(turn.speaker.address, person.address, role_text)
        appointments.tell_officers(turn, person, said, by=turn.speaker.id)
    return wording.has_been_given(person.address, role_text)
