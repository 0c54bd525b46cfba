"""Mergers, splits and new names whose day has come: people and open reports go over, and hear of it in the morning."""

from __future__ import annotations

from datetime import time

from models import people, unit_changes, units
from models.outbox_states import Purpose
from models.unit_changes import RENAME, UnitChange
from services import unit_change_effects, unit_change_following, wording
from services.context import Context

_EVENING = time(21)


def run(context: Context) -> int:
    """Returns how many events were followed or told of. Nobody is written to in the night."""
    done = unit_change_following.follow_due(context)
    now = context.now.astimezone(context.calendar.zone).time()
    if not context.campaign.calendar.question <= now < _EVENING:
        return done
    for change in unit_changes.due(context.session, context.commune.id, context.today):
        change.told_at = context.now
        done += _tell(context, change)
    return done


def _tell(context: Context, change: UnitChange) -> int:
    """Who speaks for each unit after it, with what is left of the week where it is another unit."""
    said = unit_change_effects.said(context, change)
    told = 0
    for code in change.after:
        unit = units.by_code(context.session, context.commune, code)
        person = people.spokesperson(context.session, unit.id, context.today) if unit else None
        if unit is None or person is None:
            continue
        if change.kind == RENAME:
            told += context.tell(person, wording.your_unit_is_called(person.address, said), purpose=Purpose.REPLY)
            continue
        left, choices = unit_change_following.left_of_week(context, unit)
        text = wording.your_unit_now(person.address, said, unit.full_name, left)
        told += context.tell(person, text, choices, purpose=Purpose.QUESTION if choices else Purpose.REPLY)
    return told
