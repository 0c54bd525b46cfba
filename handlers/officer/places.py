"""A place as an officer types it behind a command: one unit, or a reply that says what to type."""

from __future__ import annotations

from campaign.text import fold
from handlers.leader import overview
from handlers.turn import Turn
from models import units
from models.units import Unit
from services import wording

_COMMUNE = ("xa", "toan xa", "ca xa", "uy ban", "ubnd")


def named(turn: Turn, name: str) -> Unit | None:
    """The unit of that name; None where it was said that there is none, or several."""
    meant = matching(turn, name)
    if len(meant) == 1:
        return meant[0]
    if meant:
        turn.reply(wording.several_units(name, [one.full_name for one in meant]))
    else:
        turn.reply(wording.no_unit(name, overview.example(turn)))
    return None


def matching(turn: Turn, name: str) -> list[Unit]:
    """The units that a name may mean; XÃ is the commune itself."""
    return [turn.commune] if fold(name) in _COMMUNE else units.named(turn.session, turn.commune.id, name)
