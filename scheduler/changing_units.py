"""Mergers, splits and new names whose day has come: people and open reports go over, and hear of it in the morning."""

from __future__ import annotations

from datetime import time

from models import people, unit_changes, units
from models.outbox_states import Purpose
from models.unit_changes import UnitChange
from services import missing, wording
from services import unit_changes as changes
from services.context import Choice, Context

_EVENING = time(21)


def run(context: Context) -> int:
    """Returns how many events were followed or told of. Nobody is written to in the night."""
    done = changes.follow_due(context)
    now = context.now.astimezone(context.calendar.zone).time()
    if not context.campaign.calendar.question <= now < _EVENING:
        return done
    for change in unit_changes.due(context.session, context.commune.id, context.today):
        change.told_at = context.now
        done += _tell(context, change)
    return done


def _tell(context: Context, change: UnitChange) -> int:
    """Each new unit's spokesperson, with what is left of the week."""
    found = [units.by_code(context.session, context.commune, code) for code in change.before]
    said = wording.unit_change_said(
        change.kind, [one.full_name for one in found if one], change.names, change.on_day, change.decision
    )
    told = 0
    for code in change.after:
        unit = units.by_code(context.session, context.commune, code)
        person = people.spokesperson(context.session, unit.id, context.today) if unit else None
        if unit is None or person is None:
            continue
        report = changes.waiting_report(context, unit)
        is_open = report is not None and report.asked_at is not None
        left = missing.left(context, report)[0] if report is not None and is_open else ""
        choices = [Choice(wording.NOW, f"go:{report.id}")] if report is not None and is_open else []
        text = wording.your_unit_now(person.address, said, unit.full_name, left)
        told += context.tell(person, text, choices, purpose=Purpose.QUESTION if is_open else Purpose.REPLY)
    return told
