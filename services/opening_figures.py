"""Opening figures as an officer types them, one a line («XH3 Bản Còn 12»): read first, written after a yes.

They stand on the last day before the week that begins the work, so that the first question can be «vẫn 12 hộ».
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaign.catalogue import Input, Measure
from campaign.facts import State
from campaign.parsing import written_numbers
from campaign.text import fold
from models import figures, past_periods, units
from models.audit import Action
from models.figures import Answer, Place, Saying
from models.units import Unit
from services import wording
from services.context import Context

_LINE = re.compile(r"(?P<key>[^\s:]{2,40})[ :]{1,3}(?P<rest>.{3,120})")
_VALUE = re.compile(
    rf"(?P<value>{written_numbers.PATTERN})(?:/(?P<of>{written_numbers.PATTERN}))?"
    r"(?: ?(?P<unit>%|[^\W\d_]{1,12}))?"
)
_MOST = Decimal(10**9)
_MOST_WORDS = 16
_COMMUNE = ("xa", "toan xa", "ca xa")


@dataclass(frozen=True, slots=True)
class OpeningFigure:
    """One figure that was read."""

    measure: Measure
    input: Input
    unit: Unit
    answer: Answer


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What a text holds; nothing is stored yet. `faulty` has lines with the key of their reason."""

    figures: Sequence[OpeningFigure]
    faulty: Sequence[tuple[str, str]]
    on: date


def is_over(context: Context) -> bool:
    """Whether a week was posted: what was told then must not change unseen."""
    return past_periods.any_frozen(context.session, context.commune.id)


def plan(context: Context, text: str) -> OpeningPlan:
    """Read every line of a text."""
    by_name = _names(context)
    read: list[OpeningFigure] = []
    faulty: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _read(context, line, by_name)
        if isinstance(found, str):
            faulty.append((line, found))
        else:
            read.append(found)
    return OpeningPlan(read, faulty, context.calendar.period_at(context.now).first - timedelta(days=1))


def apply(context: Context, made: OpeningPlan) -> None:
    """Store each as a dated figure that belongs to no week."""
    saying = Saying(
        words="",
        channel="import",
        person_id=context.actor_id,
        said_at=context.now,
        recorded_at=context.now,
        reason=wording.BY_MESSAGE,
    )
    for one in made.figures:
        place = Place(context.commune.id, one.measure.id, one.input.key, one.unit.id, made.on, None, None)
        figures.record(context.session, place, one.answer, saying)
    new = {"rows": len(made.figures), "measures": sorted({one.measure.id for one in made.figures})}
    context.record_change(Action.FIGURES_IMPORTED, "figures", new=new)


def _names(context: Context) -> Mapping[str, list[Unit]]:
    """Every name that a place may be typed by, without its accents."""
    found: dict[str, list[Unit]] = {word: [context.commune] for word in (*_COMMUNE, fold(context.commune.name))}
    for unit in units.active_members(context.session, context.commune.id, context.today):
        words = {fold(word) for name in unit.names for word in (name, f"thôn {name}")} | {fold(unit.code)}
        for word in words:
            found.setdefault(word, []).append(unit)
    return found


def _read(context: Context, line: str, by_name: Mapping[str, list[Unit]]) -> OpeningFigure | str:
    typed = _LINE.fullmatch(" ".join(line.split()))
    if typed is None or isinstance(_input(context, typed["key"]), str):
        spoken = _by_label(context, line.split(), by_name)
        if spoken is not None:
            return spoken
    if typed is None:
        return "shape"
    meant = _input(context, typed["key"])
    if isinstance(meant, str):
        return meant
    measure, wanted = meant
    words = typed["rest"].split()
    for length in range(len(words) - 1, 0, -1):
        named = by_name.get(fold(" ".join(words[:length])))
        if named is not None:
            if len(named) > 1:
                return "several units"
            answer = _answer(wanted, named[0], " ".join(words[length:]))
            return answer if isinstance(answer, str) else OpeningFigure(measure, wanted, named[0], answer)
    return "unit" if len(words) > 1 else "shape"


def _by_label(context: Context, words: Sequence[str], by_name: Mapping[str, list[Unit]]) -> OpeningFigure | str | None:
    """«Bản Còn hộ nghèo 12»: a place, what people call the figure, and the number; None where that is not clear."""
    words = words[:_MOST_WORDS]
    for first in range(1, len(words) - 1):
        named = by_name.get(fold(" ".join(words[:first])), [])
        for end in range(first + 1, len(words)) if len(named) == 1 else ():
            meant = _called(context, named[0], fold(" ".join(words[first:end])))
            if len(meant) == 1:
                answer = _answer(meant[0][1], named[0], " ".join(words[end:]))
                return answer if isinstance(answer, str) else OpeningFigure(*meant[0], named[0], answer)
    return None


def _called(context: Context, unit: Unit, label: str) -> list[tuple[Measure, Input]]:
    """The inputs that a unit answers and that are called so."""
    return [
        (measure, one)
        for measure in context.campaign.measures
        if measure.asks(unit.kind, unit.code)
        for one in measure.inputs
        if label in {fold(word) for word in (one.label, measure.label, *one.aliases)}
    ]


def _input(context: Context, key: str) -> tuple[Measure, Input] | str:
    """«XH3» where it has one figure, «KT1b.area» where it has several."""
    measure_id, _, input_key = key.partition(".")
    measure = next((one for one in context.campaign.measures if fold(one.id) == fold(measure_id)), None)
    if measure is None:
        return "measure"
    if not input_key:
        return (measure, measure.inputs[0]) if len(measure.inputs) == 1 else "input"
    found = next((one for one in measure.inputs if fold(one.key) == fold(input_key)), None)
    return (measure, found) if found is not None else "input"


def _answer(wanted: Input, unit: Unit, said: str) -> Answer | str:
    if wanted.options:
        typed = fold(said)
        option = next(
            (
                one
                for one in wanted.options
                if typed in {fold(word) for word in (one.key, one.label, one.said, *one.words)}
            ),
            None,
        )
        return Answer(State.REPORTED, Decimal(int(option.yes)), choice=option.key) if option else "value"
    number = _VALUE.fullmatch(said)
    if number is None or (number["unit"] and fold(number["unit"]) != fold(wanted.unit.partition("/")[0].split(" ")[0])):
        return "value"
    value, of = written_numbers.read(number["value"]), written_numbers.read(number["of"] or "")
    if value is None or any(one is not None and one > _MOST for one in (value, of)):
        return "value"
    if of is not None and of != of.to_integral_value():
        return "value"
    if wanted.whole and value != value.to_integral_value():
        return "whole"
    return _bounded(wanted, unit, value, of)


def _bounded(wanted: Input, unit: Unit, value: Decimal, of: Decimal | None) -> Answer | str:
    """The denominator that was typed, or the profile's; nothing above it is taken."""
    if wanted.denominator == "asked" and of is None:
        return "ratio"
    place = unit.place()
    if of is None and wanted.denominator not in (None, "asked"):
        profile = place.profile(str(wanted.denominator))
        of = None if profile is None else Decimal(profile)
    most = place.profile(wanted.bounded_by) if wanted.bounded_by else None
    if any(limit is not None and value > limit for limit in (of, most, wanted.maximum)):
        return "above"
    return Answer(State.REPORTED, value, of)
