"""Units as an officer lists them in the chat: what the list would add or change, told first and then written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaign.definition.override import shown
from campaign.parsing import unit_list
from campaign.parsing.unit_list import Fault, ListedUnit
from campaign.text import fold
from models import units
from models.audit import Action
from models.units import Unit
from services import campaign_changes, unit_codes, wording
from services.campaign_changes import Change
from services.context import Context

_NURSERY = ("truong mam non", "mam non", "mn ", "truong mn")
_NUMBERS = ("households", "people", "adults")


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What a list would do; nothing is stored yet. `changed` has what is there beside what it would become."""

    added: Sequence[ListedUnit]
    changed: Sequence[tuple[Unit, ListedUnit]]
    faulty: Sequence[tuple[str, Fault]]
    same: int = 0  # places that are there just so

    @property
    def size(self) -> int:
        return len(self.added) + len(self.changed)

    def total(self, number: str) -> int:
        """The sum over the list of «households» or «people»."""
        listed = [*self.added, *(wanted for _, wanted in self.changed)]
        return sum(getattr(one, number) or 0 for one in listed)


def plan(context: Context, text: str) -> UnitPlan:
    """What a typed list would add and change. A unit that is not in the list stays as it is."""
    read = unit_list.read(text)
    there = units.active_members(context.session, context.commune.id, context.today)
    added: list[ListedUnit] = []
    changed: list[tuple[Unit, ListedUnit]] = []
    same = 0
    for wanted in read.units:
        known = _known(there, wanted)
        if known is None:
            added.append(wanted)
        elif any(getattr(wanted, name) not in (None, getattr(known, name)) for name in _NUMBERS):
            changed.append((known, wanted))
        else:
            same += 1
    return UnitPlan(added, changed, read.faulty, same)


def _known(there: Sequence[Unit], wanted: ListedUnit) -> Unit | None:
    """The unit of that name, as written or else without its accents, where there is but one."""
    of_kind = [unit for unit in there if unit.kind == wanted.kind]
    for form in (str.casefold, fold):
        same = [unit for unit in of_kind if form(wanted.name) in map(form, unit.names)]
        if same:
            return same[0] if len(same) == 1 else None
    return None


def apply(context: Context, wanted: UnitPlan) -> None:
    """Write what a plan says."""
    taken = {unit.code for unit in units.members(context.session, context.commune.id)}
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for unit, listed in wanted.changed:
        old[unit.code] = _numbers(unit)
        for name in _NUMBERS:
            if getattr(listed, name) is not None:
                setattr(unit, name, getattr(listed, name))
        new[unit.code] = _numbers(unit)
    for listed in wanted.added:
        code = _code(context, listed, taken)
        taken.add(code)
        made = Unit(
            commune_id=context.commune.id,
            code=code,
            kind=listed.kind,
            name=listed.name,
            households=listed.households,
            people=listed.people,
            adults=listed.adults,
            aliases=[],
        )
        context.session.add(made)
        new[code] = {"kind": made.kind, "name": made.name, **_numbers(made)}
    units.tell_apart(context.session, context.commune.id, context.today)
    context.record_change(Action.UNITS_LISTED, "units", old=old, new=new)
    if any(listed.kind == "school" for listed in wanted.added):
        _ask_these_schools(context)


def _ask_these_schools(context: Context) -> None:
    """Measures that the campaign asks of single schools are asked of the commune's own, from today.

    Those are of the schools that are no nursery schools («từ cấp tiểu học»).
    """
    offices = {one.code for one in context.campaign.offices}
    schools = [
        unit.code
        for unit in units.active_members(context.session, context.commune.id, context.today)
        if unit.kind == "school" and not fold(unit.name).startswith(_NURSERY)
    ]
    for measure in context.campaign.measures:
        is_of_schools = not {*offices, *units.KINDS} & set(measure.reporters)
        if is_of_schools and schools and list(measure.reporters) != schools:
            change = Change(f"measures.{measure.id}.reporters", shown(schools), context.today, None, wording.BY_MESSAGE)
            campaign_changes.record(context, change)


def add_offices(context: Context) -> Sequence[Unit]:
    """The offices that the campaign asks by their code and that are not there yet; what was made."""
    missing = missing_offices(context)
    made = [
        Unit(commune_id=context.commune.id, code=code, kind="office", name=name, aliases=[]) for code, name in missing
    ]
    context.session.add_all(made)
    units.tell_apart(context.session, context.commune.id, context.today)
    new = {one.code: {"kind": one.kind, "name": one.name} for one in made}
    context.record_change(Action.UNITS_LISTED, "units", new=new)
    return made


def missing_offices(context: Context) -> list[tuple[str, str]]:
    """Code and usual name of each office that a measure of the campaign asks and that the commune has not."""
    there = {unit.code for unit in units.members(context.session, context.commune.id)}
    asked = {code for measure in context.campaign.measures for code in measure.reporters}
    return [(one.code, one.name) for one in context.campaign.offices if one.code in asked and one.code not in there]


def _numbers(unit: Unit) -> dict[str, int | None]:
    return {name: getattr(unit, name) for name in _NUMBERS}


def _code(context: Context, listed: ListedUnit, taken: set[str]) -> str:
    """The code of a new unit: an office of the campaign's list has its own there."""
    offices = context.campaign.offices if listed.kind == "office" else ()
    own = (one.code for one in offices if _is_called(one.name, listed.name) and one.code not in taken)
    return next(own, None) or unit_codes.free(listed.kind, taken)


def _is_called(usual: str, typed: str) -> bool:
    return fold(typed) == fold(usual) or fold(typed).startswith(f"{fold(usual)} ")
