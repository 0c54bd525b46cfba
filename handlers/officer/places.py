"""A place as an officer types it behind a command: one unit, or a reply that says what to type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from campaign.text import fold
from handlers.leader import overview
from handlers.turn import Turn
from models import people, units
from models.people import Person
from models.units import Unit
from services import appointments, wording
from services.context import Choice

_COMMUNE = ("xa", "toan xa", "ca xa", "uy ban", "ubnd")


def named(turn: Turn, name: str) -> Unit | None:
    """The unit of that name; None where it was said that there is none, several, or none any more."""
    name = _of_whom(name)
    meant = matching(turn, name)
    ended = over(turn, meant)
    if len(meant) == 1 and not ended:
        return meant[0]
    if ended:
        turn.reply(ended)
    elif meant:
        turn.reply(wording.several_units(name, [one.full_name for one in meant]))
    elif units.active_members(turn.session, turn.commune.id, turn.today):
        turn.reply(wording.no_unit(name, overview.example(turn)))
    else:
        turn.reply(wording.list_is_empty())
    return None


def _of_whom(words: str) -> str:
    """The place in «trưởng thôn Nà Pò» and «người báo cáo Nà Pò», which say whom it has."""
    said = fold(words).split()
    if said[:2] in (["truong", "thon"], ["truong", "ban"]):
        return words.split(maxsplit=1)[1]
    return words.split(maxsplit=3)[3] if said[:3] == ["nguoi", "bao", "cao"] and len(said) > 3 else words


def over(turn: Turn, meant: Sequence[Unit]) -> str:
    """What is said of the one unit that is meant where it has ended; else ""."""
    ends = meant[0].active_to if len(meant) == 1 else None
    if ends is None or ends >= turn.today:
        return ""
    after = [unit.full_name for unit in units.successors(turn.session, meant[0])]
    return wording.unit_is_over(meant[0].full_name, ends, after)


def matching(turn: Turn, name: str) -> list[Unit]:
    """The units that a name may mean; XÃ is the commune itself."""
    return [turn.commune] if fold(name) in _COMMUNE else units.named(turn.session, turn.commune.id, name)


def exactly(turn: Turn, name: str) -> list[Unit]:
    """The units that are called so, no more and no less."""
    folded = fold(name)
    wanted = {folded, folded.removeprefix("thon ")}
    meant = matching(turn, name)
    return [one for one in meant if one.id == turn.commune.id or wanted & {fold(word) for word in one.names}]


def split(turn: Turn, words: str) -> tuple[str, str]:
    """The longest beginning that names a place, and what stands behind it; no more words than a name may have."""
    parts = words.split()
    known = [name for unit in units.members(turn.session, turn.commune.id) for name in unit.names]
    longest = 1 + max((len(name.split()) for name in (*known, *_COMMUNE)), default=0)  # «thôn» may stand before it
    for length in range(min(longest, len(parts)), 0, -1):
        name = " ".join(parts[:length])
        if len(exactly(turn, name)) == 1:
            return name, " ".join(parts[length:])
    return words, ""


def people_of(turn: Turn, unit: Unit) -> list[Person]:
    """Everybody who is something in a unit today, each once."""
    return list({held.person_id: held.person for held in people.holders(turn.session, unit.id)}.values())


def called(there: Sequence[Person], name: str) -> list[Person]:
    """Those whose last name word is this one, with accents or without."""
    return [one for one in there if name and fold(one.name).split()[-1:] == [fold(name)]]


def choose(
    turn: Turn, unit: Unit, there: Sequence[Person], verb: str, question: str, confirm: Callable[[Turn, Person], None]
) -> None:
    """Go on with the only one there; of several a button each, under the question."""
    if not there:
        return turn.reply(wording.nobody_there(unit.full_name))
    if len(there) == 1:
        return confirm(turn, there[0])
    return turn.reply(question, choices_of(there, verb))


def roles_of(person: Person) -> str:
    """«trưởng thôn Bản Còn, trưởng thôn Khòn Cải»."""
    return wording.listing([appointments.text(one.role, one.unit) for one in appointments.current(person)])


def choices_of(there: Sequence[Person], verb: str) -> list[Choice]:
    """A button for each, «Bà Tú (phó thôn Bản Còn)»."""
    return [Choice(wording.with_role_in_brackets(one.address, roles_of(one)), f"{verb}:{one.id}") for one in there]
