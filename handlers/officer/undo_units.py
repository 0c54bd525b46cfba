"""BỎ SÁP NHẬP, BỎ TÁCH THÔN, BỎ ĐỔI TÊN: an event that was entered wrongly is taken back, after a preview.

As long as nothing rests on it, as if it had never been; else the opposite event is proposed.
"""

from __future__ import annotations

from campaign.text import fold
from handlers.officer import change_units
from handlers.turn import Turn
from models import people, unit_changes
from models.unit_changes import UnitChange
from models.units import Unit
from services import unit_change_effects, unit_change_following, unit_change_undo, wording
from services.context import Choice

_MOST = 3


def ask(turn: Turn, words: str) -> None:
    """Which one is meant: of several the newest are offered."""
    events = list(reversed(unit_changes.recorded(turn.session, turn.commune.id)))
    if not events:
        return turn.reply(wording.no_unit_changes())
    wanted = fold(words)
    named = [event for event in events if wanted in fold(unit_change_effects.said(turn, event))]
    if not named:
        return turn.reply(wording.nothing_to_take_back(words))
    if len(named) == 1:
        return preview(turn, named[0])
    choices = [
        Choice(wording.event_to_take_back(event.names, event.on_day)[:40], f"units-undo:{event.id}")
        for event in named[:_MOST]
    ]
    return turn.reply(wording.which_change_to_take_back(), choices)


def preview(turn: Turn, change: UnitChange) -> None:
    """What comes of taking it back."""
    if change.recorded_at is None:
        return turn.reply(wording.stale_button())
    said = unit_change_effects.said(turn, change)
    later = unit_change_undo.later(turn, change)
    if later is not None:
        return turn.reply(wording.take_back_later_first(unit_change_effects.said(turn, later)))
    if not unit_change_undo.is_untouched(turn, change):
        turn.reply(wording.has_taken_root(said))
        return change_units.propose(turn, unit_change_undo.opposite(turn, change))
    choices = [
        Choice(wording.TAKE_UNITS_BACK, f"units-back:{change.id}:yes"),
        Choice(wording.KEEP_UNITS, f"units-back:{change.id}:no"),
    ]
    return turn.reply(wording.taking_back(said, [unit_change_effects.when_taken_back(turn, change)]), choices)


def decide(turn: Turn, change: UnitChange, answer: str) -> None:
    """Between the question and the answer something may have come to rest on it: then it is asked anew."""
    if change.recorded_at is None:
        return turn.reply(wording.stale_button())
    if answer != "yes":
        return turn.reply(wording.unit_change_kept())
    if unit_change_undo.later(turn, change) is not None or not unit_change_undo.is_untouched(turn, change):
        return preview(turn, change)
    said = unit_change_effects.said(turn, change)
    hears = change.told_at is not None
    again = unit_change_undo.take_back(turn, change)
    turn.reply(wording.unit_change_taken_back(said))
    for unit in again if hears else ():
        _tell(turn, unit, said)
    return None


def _tell(turn: Turn, unit: Unit, said: str) -> None:
    """Whoever was told of the event hears that it is none, with what is left of the week."""
    person = people.spokesperson(turn.session, unit.id, turn.today)
    if person is None:
        return
    left, choices = unit_change_following.left_of_week(turn, unit)
    turn.tell(person, wording.your_unit_again(person.address, said, unit.full_name, left), choices)
