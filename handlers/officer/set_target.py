"""GIAO CHỈ TIÊU, GIAO ƯỚC: an officer records a dated target of the commune or of a unit, and reads it back.

«GIAO CHỈ TIÊU KT1a BẢN CÒN 45 năm 2027 từ 1/1/2027 theo NQ 05/NQ-HĐND»; XÃ stands for the commune.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from campaign.assessment import goal
from campaign.catalogue import Comparison, Measure
from campaign.parsing import written_days, written_numbers
from campaign.text import fold
from handlers.officer import places
from handlers.turn import Turn
from models import targets, units
from models.audit import Action
from models.targets import ASSIGNED, PLEDGED, Target, Wanted
from models.units import Unit
from reports import format
from reports.weekly import rows
from services import date_words, pledges, target_rules, wording

_DECEMBER = 12
_KEPT = Decimal("0.000001")
_TYPED = re.compile(
    r"(?P<measure>\S{1,12}) (?P<unit>.{1,60}?) (?P<value>[0-9][0-9.,]{0,20})(?:/(?P<of>[0-9]{1,4}))?(?P<sign> ?%)?"
    r"(?: n[ăa]m (?P<year>[0-9]{4}))?"
    r"(?: t[ừu] (?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<since>[0-9]{4}))?"
    r"(?: theo (?P<decision>.{1,80}))?",
    re.IGNORECASE,
)
_COMMUNE = ("xa", "toan xa", "ca xa")


@dataclass(frozen=True, slots=True)
class TypedTarget:
    """One target as it was understood; nothing is recorded yet."""

    measure: Measure
    unit: Unit
    value: Decimal
    year: int
    since: date
    decision: str


def assign(turn: Turn, words: str) -> None:
    """GIAO CHỈ TIÊU: by a decision; it judges."""
    _record(turn, words, ASSIGNED)


def pledge(turn: Turn, words: str) -> None:
    """GIAO ƯỚC: the unit's own promise; it is told beside an assigned target, and judges where there is none."""
    _record(turn, words, PLEDGED)


def _record(turn: Turn, words: str, kind: str) -> None:
    said = read(turn, words, kind)
    turn.reply(said if isinstance(said, str) else record(turn, said, kind))


def record(turn: Turn, said: TypedTarget, kind: str) -> str:
    """Record what was understood, and read it back."""
    wanted = Wanted(
        said.measure.id, said.unit.id, said.year, said.value, said.since, kind, said.decision, source="tin nhắn"
    )
    before, made = targets.record(turn.session, turn.commune.id, wanted, turn.now, turn.speaker.id)
    if before is not made:
        name = f"{made.measure} {said.unit.code} {made.year} {kind}"
        turn.record_change(
            Action.TARGET_SET,
            "targets",
            old={} if before is None else {name: str(before.value)},
            new={name: str(made.value), "from": made.valid_from.isoformat(), "decision": made.decision},
        )
        if kind == PLEDGED:
            pledges.follow(turn, said.unit, made.measure, said.year, made.value, said.decision)
    return _read_back(turn, said, kind, before, made)


def read(turn: Turn, words: str, kind: str) -> TypedTarget | str:
    """What is to be recorded, or the sentence to say back."""
    example = wording.target_example(is_pledge=kind == PLEDGED, year=_year(turn))
    typed = _TYPED.fullmatch(" ".join(words.split()))
    if typed is None:
        return example
    measure = next((one for one in turn.campaign.measures if fold(one.id) == fold(typed["measure"])), None)
    if measure is None:
        return wording.no_such_measure(typed["measure"], example)
    unit = _unit(turn, typed["unit"])
    if isinstance(unit, str):
        return unit
    value, since = _value(measure, typed), _since(turn, typed)
    if value is None or since is None:
        return example
    if measure.decided_by and not (typed["of"] or typed["sign"]):
        return wording.which_scale(measure.id, typed["value"], format.counted_units(measure))
    year = int(typed["year"] or _year(turn))
    refused = target_rules.refusal(turn.campaign, measure, value, year)
    return refused or TypedTarget(measure, unit, value, year, since, (typed["decision"] or "").strip())


def _value(measure: Measure, typed: re.Match[str]) -> Decimal | None:
    """The number typed; «8/10» of a measure that is told so is brought to its scale."""
    value = written_numbers.read(typed["value"])
    if value is None or typed["of"] is None:
        return value
    below = Decimal(typed["of"])
    if not below or not rows.is_fraction(measure):
        return None
    # Kept with six decimals: never so that two of three that are reached would be less than the target of 2/3.
    is_most = measure.target.comparison is Comparison.AT_MOST
    return (measure.scale * value / below).quantize(_KEPT, ROUND_CEILING if is_most else ROUND_FLOOR)


def _year(turn: Turn) -> int:
    """In December the council sets the targets of the year to come."""
    return turn.today.year + (turn.today.month == _DECEMBER)


def _unit(turn: Turn, name: str) -> Unit | str:
    if fold(name) in _COMMUNE:
        return turn.commune
    found = units.named(turn.session, turn.commune.id, name)
    if len(found) == 1:
        return places.over(turn, found) or found[0]
    return wording.several_units(name, [one.full_name for one in found]) if found else wording.no_unit(name, "Bản Còn")


def _since(turn: Turn, typed: re.Match[str]) -> date | None:
    """The day it holds from: as typed, else the first of its year, or today in a year under way."""
    if typed["since"] is None:
        year = int(typed["year"] or _year(turn))
        return date(year, 1, 1) if year != turn.today.year else turn.today
    return written_days.day(int(typed["since"]), int(typed["month"]), int(typed["day"]))


def _read_back(turn: Turn, said: TypedTarget, kind: str, before: Target | None, made: Target) -> str:
    measure = said.measure
    whose = said.unit.full_name
    name = whose[:1].upper() + whose[1:]
    told = wording.target_recorded(
        name,
        measure.name,
        said.year,
        format.asked(measure, made.value),
        date_words.plain_date(made.valid_from),
        made.decision,
        is_pledge=kind == PLEDGED,
        before="" if before is None or before is made else format.asked(measure, before.value),
    )
    kept = (
        wording.posted_weeks_keep(date_words.plain_date(made.holds_from)) if made.holds_from > made.valid_from else ""
    )
    return " ".join(part for part in (told, kept, added_up(turn, measure, said.year)) if part)


def described(said: TypedTarget) -> str:
    """«KT1a Bản Còn 45 ha năm 2026», before it is recorded."""
    return wording.target_planned(
        said.measure.id, said.unit.short_name, format.asked(said.measure, said.value), said.year, said.decision
    )


def added_up(turn: Turn, measure: Measure, year: int) -> str:
    """How far the units' targets add up to the commune's; "" where a sum means nothing."""
    day, all_of = date(year, 12, 31), targets.of_commune(turn.session, turn.commune.id)
    given = goal.given_to_units(measure, units.places(turn.session, turn.commune, day), all_of, day)
    dated = goal.dated_target(measure, turn.commune.id, all_of, day)
    target = measure.target.value if dated is None else dated
    if given is None or target is None:
        return ""
    return wording.sentence(wording.targets_added(*format.added_up(measure, given, target)))
