"""ĐIỆN THOẠI, XƯNG HÔ: an officer changes what the commune keeps about how somebody is called, and by which number."""

from __future__ import annotations

from campaign.parsing import phone_numbers
from handlers.leader import overview
from handlers.officer import places
from handlers.turn import Turn
from models.audit import Action
from models.people import Person
from services import named_people, wording
from services.named_people import NamedPerson


def change_phone(turn: Turn, words: str) -> None:
    """ĐIỆN THOẠI BẢN CÒN 0912 345 678; where a unit has several people, their name behind the unit's."""
    phone, rest = phone_numbers.phone_and_rest(words)
    if not phone or not rest:
        return turn.reply(wording.how_to_change_phone(overview.example(turn)))
    person = _person(turn, rest)
    if person is None:
        return None
    before, person.phone = person.phone, phone
    turn.record_change(Action.DETAILS_CHANGED, f"person:{person.id}", new={"changed": "phone"})
    return turn.reply(wording.phone_changed(person.address, phone, before or ""))


def change_address(turn: Turn, words: str) -> None:
    """XƯNG HÔ BẢN CÒN bác Sơn; of several people «XƯNG HÔ BẢN CÒN Sơn bác Sơn»; «ông Hoàng Văn Sơn» tells the name."""
    place, who = places.split(turn, words)
    meant, said = _whom_and_how(who)
    if said is None or "/" in said.address:
        return turn.reply(wording.how_to_change_address(overview.example(turn)))
    person = _person(turn, f"{place} {meant or said.address.split()[-1]}")
    if person is None:
        return None
    before, person.address = person.address, said.address
    if " " in said.name:
        person.name = said.name
    turn.record_change(Action.DETAILS_CHANGED, f"person:{person.id}", new={"changed": "address"})
    return turn.reply(wording.address_changed(before, person.address))


def _whom_and_how(who: str) -> tuple[str, NamedPerson | None]:
    """The name before the form of address, "" where none stands there; and how somebody is called from now on."""
    words = who.split()
    for start in range(len(words)):
        title, rest = named_people.title_and_rest(words[start:])
        if title and rest:
            return " ".join(words[:start]), named_people.read(" ".join(words[start:]))
    return "", named_people.read(who) if who else None


def _person(turn: Turn, words: str) -> Person | None:
    """Who is meant in a place: the only one there, or the one whose name stands behind it."""
    place, who = places.split(turn, words)
    unit = places.named(turn, place)
    if unit is None:
        return None
    there = places.people_of(turn, unit)
    named = places.called(there, who.split()[-1] if who else "")
    if len(there) == 1 or len(named) == 1:
        return named[0] if named else there[0]
    if there:
        turn.reply(wording.which_of_them(unit.full_name, [one.address for one in there]))
    else:
        turn.reply(wording.nobody_there(unit.full_name))
    return None
