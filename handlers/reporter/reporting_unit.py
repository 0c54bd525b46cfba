"""«Là số của thôn nào ạ?»: a message that names another unit as the one reporting is not stored as one's own."""

from __future__ import annotations

import re
from functools import lru_cache

from campaign.parsing import messages, person_names
from campaign.parsing.known_names import KnownNames
from handlers.reporter.dialogue import Dialogue
from models import accounts, people, units, village_names
from models.units import Unit
from models.village_names import VillageNames
from services import wording
from services.context import Choice

OWN, OTHER = "own", "other"
_WORD = re.compile(r"[^\W\d_]+")


def own_part(dialogue: Dialogue, text: str) -> str | None:
    """The part of a text that is about one's own unit; None where it was asked whose figures they are.

    Who enters figures for a unit has chosen it; of the units that a person speaks for none is foreign.
    """
    if dialogue.is_proxy:
        return text
    if (their_unit := _unit_of_author(dialogue)) is not None and any(map(str.isdigit, text)):
        _ask(dialogue, text, their_unit.full_name)
        return None
    if dialogue.sheet.unit.kind != "village":
        return text
    if len(_WORD.findall(text)) < 2:
        return text  # the usual answer: no village has so short a name that it would stand in it
    own = {unit.id for unit in dialogue.turn.units} | {dialogue.sheet.unit.id}
    called = village_names.of_day(dialogue.turn.session, dialogue.turn.commune.id, dialogue.turn.today)
    villages = _tree(called).seen_by(own)
    found = messages.elsewhere(text, villages, is_forwarded=dialogue.turn.inbound.is_forwarded)
    if found is None or found.own:
        return messages.without_places(found.own if found else text, villages) or text
    _ask(dialogue, text, found.name)
    return None


@lru_cache(maxsize=128)  # communes: in a deployment of many each has its own
def _tree(villages: VillageNames) -> messages.VillageTree:
    return messages.village_tree((_spoken(name), unit_id, said) for name, unit_id, said in villages.named)


def _unit_of_author(dialogue: Dialogue) -> Unit | None:
    """The unit for which somebody else reports whose message was forwarded; None where it is the speaker's too."""
    inbound = dialogue.turn.inbound
    if not inbound.forwarded_from or inbound.forwarded_from == inbound.sender_id:
        return None
    author = accounts.account(dialogue.turn.session, inbound.bot, inbound.forwarded_from)
    theirs = people.units_of(author.person, people.REPORTING_ROLES) if author is not None else []
    own = {unit.id for unit in dialogue.turn.units}
    return None if own.intersection(unit.id for unit in theirs) else next(iter(theirs), None)


def _spoken(name: str) -> str:
    """As a message must have it: of «thôn 5» the bare number is a figure, and no village."""
    return f"thôn {name}" if name[:1].isdigit() and not _WORD.search(name) else name


def without_sender(dialogue: Dialogue, text: str) -> str:
    """The text without a copy's stamps and what is known anyway; «[tên]» for who is named as telling it."""
    bare = messages.without_stamps(text) or text
    if len(_WORD.findall(bare)) > 1:
        bare = messages.without_surroundings(bare, _surroundings(dialogue))
    if person_names.masked(bare) == bare:
        return bare  # most texts: nothing is looked up for them
    return person_names.masked(bare, KnownNames(places=units.names(dialogue.turn.session, dialogue.turn.commune)))


def _surroundings(dialogue: Dialogue) -> messages.Surroundings:
    place, speaker = dialogue.sheet.unit.place(), dialogue.turn.speaker
    profile = {field: count for field in ("people", "households", "adults") if (count := place.profile(field))}
    names = {name.split()[-1] for name in (dialogue.officer[0], speaker.name) if name.strip()}
    return messages.Surroundings(dialogue.report.period.last, profile, tuple(sorted(names)))


def _ask(dialogue: Dialogue, text: str, other: str) -> None:
    unit, report = dialogue.sheet.unit.full_name, dialogue.report.id
    dialogue.answers = dialogue.answers.ask_whose(text)
    choices = [
        Choice(wording.of_unit(unit), f"whose:{report}:{OWN}"),
        Choice(wording.of_unit(other), f"whose:{report}:{OTHER}"),
    ]
    dialogue.say(wording.whose_figures(unit, other, dialogue.turn.title), choices)


def refused(dialogue: Dialogue) -> None:
    """They are another unit's: nothing is stored, and the question is put again."""
    dialogue.answers = dialogue.answers.placed()
    dialogue.ask(wording.not_of_unit(dialogue.sheet.unit.full_name))
