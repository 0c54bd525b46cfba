"""BẮT ĐẦU, the units: a typed or pasted list is read back with its sums before it is written."""

from __future__ import annotations

from campaign.parsing import unit_list
from handlers.officer import setup_overview
from handlers.turn import Turn
from handlers.typed_states import SettingUp
from models import units
from models.units import Unit
from reports import format
from services import listed_units, setup, wording
from services.context import Choice
from services.listed_units import UnitPlan
from services.setup import Part


def ask(turn: Turn) -> None:
    """What is to be typed, and what the list still lacks."""
    _ask(turn, wording.ask_for_units())


def typed(turn: Turn, state: SettingUp, text: str) -> None:
    """The list as it was understood; nothing is written yet."""
    planned = listed_units.plan(turn, text)
    said = _told(planned)
    if not planned.size:
        return setup_overview.ask(turn, Part.UNITS, said)
    return setup_overview.confirm(turn, state.typed(text), said, wording.write_units(planned.size))


def has_numbers(text: str) -> bool:
    """Whether several places with their households or people are listed, whatever else is."""
    return sum(one.households is not None or one.people is not None for one in unit_list.read(text).units) > 1


def suits(_turn: Turn, text: str) -> bool:
    """Several places at once, each with its numbers."""
    read = unit_list.read(text)
    return len(read.units) > 1 and all(one.households for one in read.units)


def write(turn: Turn, state: SettingUp) -> None:
    """«Ghi 20 nơi»."""
    listed_units.apply(turn, listed_units.plan(turn, state.words))
    members = _members(turn)
    villages = [unit for unit in members if unit.kind == "village"]
    without = sum(unit.people is None for unit in villages)
    _go_on(turn, wording.units_written(wording.unit_counts([unit.kind for unit in members]), without))


def offices(turn: Turn) -> None:
    """«Thêm 6 cơ quan này»: those that the campaign asks."""
    listed_units.add_offices(turn)
    _go_on(turn, wording.units_written(wording.unit_counts([unit.kind for unit in _members(turn)]), 0))


def _go_on(turn: Turn, said: str) -> None:
    """Where the list lacks nothing any more, the other parts."""
    has_schools = any(unit.kind == "school" for unit in _members(turn))
    if has_schools and not listed_units.missing_offices(turn):
        setup_overview.leave(turn)
        return setup_overview.show(turn, said)
    return _ask(turn, said)


def _ask(turn: Turn, said: str) -> None:
    members, missing = _members(turn), listed_units.missing_offices(turn)
    has_schools = not members or any(unit.kind == "school" for unit in members)
    lacking = wording.units_to_come([name for _, name in missing] if members else [], has_schools=has_schools)
    choices = [Choice(wording.add_offices(len(missing)), "setup-offices")] if missing and members else []
    enough = [Choice(wording.UNITS_ENOUGH, f"setup-keep:{Part.UNITS}")] if setup.has_villages(turn) else []
    setup_overview.ask(turn, Part.UNITS, f"{said} {lacking}".strip(), [*choices, *enough])


def _told(planned: UnitPlan) -> str:
    sums = wording.households_and_people(
        *(format.plain_count(planned.total(number)) for number in ("households", "people"))
    )
    return wording.unit_plan(
        wording.unit_counts([one.kind for one in planned.added]),
        len(planned.changed),
        planned.same,
        sums,
        [wording.faulty_item(item, wording.UNIT_FAULTS[why]) for item, why in planned.faulty],
    )


def _members(turn: Turn) -> list[Unit]:
    return units.active_members(turn.session, turn.commune.id, turn.today)
