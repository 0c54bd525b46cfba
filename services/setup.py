"""The setup of a commune by its first officer: its parts in their order, which are done, and what is left of each.

What is left is what `readiness` finds missing; only what no table tells is kept in `models.setup_steps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.text import fold
from models import figure_queries, setup_steps, targets, units
from models.audit import Action
from models.setup_steps import SetupStep, State
from services import invitation_sheets, readiness, wording
from services.context import Context


class Part(StrEnum):
    """What is asked of an officer; `NAME` and `REHEARSAL` are no part of the list."""

    NAME = "name"
    COMMUNE = "commune"
    UNITS = "units"
    PEOPLE = "people"
    CAMPAIGN = "campaign"
    OPENING = "opening"
    TARGETS = "targets"
    GROUP = "group"
    REHEARSAL = "rehearsal"


LISTED = (Part.COMMUNE, Part.UNITS, Part.PEOPLE, Part.CAMPAIGN, Part.OPENING, Part.TARGETS, Part.GROUP)


@dataclass(frozen=True, slots=True)
class Progress:
    """One part as the overview tells it: done or not, and where it stands («3/31 nơi»)."""

    part: Part
    is_done: bool
    stand: str = ""


def progress(context: Context) -> list[Progress]:
    """Every listed part, in the order in which it is best done."""
    settled = setup_steps.of_commune(context.session, context.commune.id)
    return [_progress(context, part, settled.get(part)) for part in LISTED]


def left(context: Context) -> list[Part]:
    """The parts that are not done."""
    return [one.part for one in progress(context) if not one.is_done]


def _progress(context: Context, part: Part, state: State | None) -> Progress:
    stand = wording.setup_skipped() if state is State.SKIPPED else ""
    match part:
        case Part.COMMUNE:
            return Progress(part, state is not None, context.campaign.commune_name if state is not None else "")
        case Part.UNITS:
            return _units(context)
        case Part.PEOPLE:
            return _people(context)
        case Part.OPENING:
            has_any = figure_queries.has_opening(context.session, context.commune.id)
            return Progress(part, state is not None or has_any, "" if has_any else stand)
        case Part.TARGETS:
            has_any = bool(targets.of_commune(context.session, context.commune.id))
            return Progress(part, state is not None or has_any, "" if has_any else stand)
        case Part.GROUP:
            found = readiness.leaders_group(context)
            return Progress(part, found.is_good, found.text if found.is_good else "")
        case _:
            return Progress(part, state is not None, stand)


def _units(context: Context) -> Progress:
    members = units.active_members(context.session, context.commune.id, context.today)
    counts = wording.unit_counts([unit.kind for unit in members])
    return Progress(Part.UNITS, has_villages(context), counts)


def _people(context: Context) -> Progress:
    total = len(units.active_members(context.session, context.commune.id, context.today))
    without = len(invitation_sheets.without_people(context))
    return Progress(Part.PEOPLE, total > 0 and not without, wording.places_with_people(total - without, total))


def has_villages(context: Context) -> bool:
    """Whether there is anybody to be asked in a week."""
    members = units.active_members(context.session, context.commune.id, context.today)
    return any(unit.kind == "village" for unit in members)


def settle(context: Context, part: Part, state: State = State.DONE) -> None:
    """Write down that a part was settled, once more where it was before."""
    row = setup_steps.find(context.session, context.commune.id, part)
    if row is not None and row.state is state and part is not Part.REHEARSAL:
        return
    old = {"state": row.state.value} if row is not None else {}
    if row is None:
        row = SetupStep(commune_id=context.commune.id, step=part.value)
        context.session.add(row)
    row.state, row.person_id, row.settled_at = state, context.actor_id, context.now
    context.session.flush()
    context.record_change(Action.SETUP_SETTLED, f"setup:{part.value}", old=old, new={"state": state.value})


def named(text: str) -> Sequence[Part]:
    """The listed parts that typed words may mean."""
    typed = fold(text)
    return [part for part in LISTED if typed and fold(wording.SETUP_PARTS[part]).startswith(typed)]
