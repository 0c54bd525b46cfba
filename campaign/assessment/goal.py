"""What a measure must reach, and how far a value is from it: per cent of the target, and where it should be by now.

Works on values already computed; knows no units and no reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from campaign.assessment import measure_year
from campaign.assessment.lineage import Lineage
from campaign.catalogue import Comparison, EntryKind, Measure, TargetKind
from campaign.facts import Place, UnitTarget

_HUNDRED = Decimal(100)
# What is divided by three must not decide: one village of the last one is the whole way, and one short is one short.
HAIR = Decimal("1e-15")


class Basis(StrEnum):
    """What an expectation or a forecast rests on; `label` says it in Vietnamese."""

    NONE = ""
    PATH = "path"
    LAST_YEAR = "last_year"
    LINEAR = "linear"
    TREND = "trend"

    @property
    def label(self) -> str:
        return _BASES[self]


_BASES = {
    Basis.NONE: "",
    Basis.PATH: "theo lộ trình trong năm",
    Basis.LAST_YEAR: "theo nhịp năm trước",
    Basis.LINEAR: "chia đều theo ngày",
    Basis.TREND: "theo đà từ đầu năm",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """Per cent of the target that should be reached by now, and on what that rests; None: nothing is expected yet."""

    per_cent: Decimal | None = None
    basis: Basis = Basis.NONE


@dataclass(frozen=True, slots=True)
class Progress:
    """Per cent of the target reached, and what should be reached by now; `expected_value` is that in the unit.

    `band` is how many of the same points below the expectation are still on track, `band_value` the same in the unit.
    """

    attained: Decimal | None = None
    expected: Expectation = Expectation()
    expected_value: Decimal | None = None
    band: Decimal = Decimal(0)
    band_value: Decimal | None = None


def dated_target(measure: Measure, unit: int, targets: Sequence[UnitTarget], day: date) -> Decimal | None:
    """A unit's newest dated target for the year of `day`: one assigned to it, else its own pledge; None without."""
    assigned = _newest(measure, unit, targets, day, is_pledged=False)
    return _newest(measure, unit, targets, day, is_pledged=True) if assigned is None else assigned


def pledge(measure: Measure, unit: int, targets: Sequence[UnitTarget], day: date) -> Decimal | None:
    """What a unit has pledged for the year of `day`, whether that judges it or an assigned target does."""
    return _newest(measure, unit, targets, day, is_pledged=True)


def _newest(
    measure: Measure, unit: int, targets: Sequence[UnitTarget], day: date, *, is_pledged: bool
) -> Decimal | None:
    if not targets:
        return None
    key = (measure.id, unit, measure_year.number(measure, day), is_pledged)
    found = [
        one for one in targets if (one.measure, one.unit, one.year, one.is_pledged) == key and one.valid_from <= day
    ]
    return max(found, key=lambda one: (one.valid_from, one.number)).value if found else None


def given_to_units(
    measure: Measure, places: Iterable[Place], targets: Sequence[UnitTarget], day: date
) -> Decimal | None:
    """The sum of what the units were given for the year of `day`; None where none was, or where a sum means nothing."""
    if not targets or not adds_up(measure):
        return None
    lineage = Lineage({place.id: place for place in places if place.kind != "commune"})
    by_unit: dict[int, list[UnitTarget]] = {}
    for one in targets:
        by_unit.setdefault(one.unit, []).append(one)
    dated = {unit: dated_target(measure, unit, by_unit.get(unit, ()), day) for unit in lineage.places}
    groups = lineage.groups(lineage.places, day, lambda unit: dated[unit] is not None)
    given = [found for group in groups for unit in group.standing if (found := dated[unit]) is not None]
    return sum(given, Decimal(0)) if given else None


def adds_up(measure: Measure) -> bool:
    """Whether units' targets can be added: amounts can, rates cannot."""
    return not measure.over and measure.unit != "%" and measure.target.kind is TargetKind.AMOUNT


def own_target(
    measure: Measure, lineage: Lineage, unit: int, targets: Sequence[UnitTarget], day: date
) -> Decimal | None:
    """A unit's own target for the year of `day`; a merged one without has the sum of those before it.

    A rate follows where all of them had the same; where not, the unit has none until an officer sets it.
    """
    own, before = dated_target(measure, unit, targets, day), lineage.before(unit)
    if own is not None or not before or not all(lineage.is_under(one, {unit}) for one in before):
        return own
    given = [own_target(measure, lineage, one, targets, day) for one in before]
    known = [one for one in given if one is not None]
    if adds_up(measure):
        return sum(known, Decimal(0)) if known else None
    return known[0] if len(known) == len(given) and len(set(known)) == 1 else None


def is_asked_of_each(measure: Measure) -> bool:
    """Whether the commune's figure holds for each unit too: a rate does, or a number not to be passed."""
    is_share = measure.unit == "%" or measure.target.kind is not TargetKind.AMOUNT
    return is_share or measure.target.comparison is Comparison.AT_MOST


def meets(comparison: Comparison, value: Decimal, target: Decimal) -> bool:
    """Whether `value` stands to `target` as the document's comparison word asks."""
    return {
        Comparison.MORE_THAN: value > target,
        Comparison.AT_LEAST: value >= target,
        Comparison.AT_MOST: value <= target,
        Comparison.EQUAL: value == target,
    }[comparison]


def is_yes_no(measure: Measure) -> bool:
    """Whether the measure is one yes or no for the commune, so that a per cent of it means nothing."""
    by_key = {one.key: one.kind for one in measure.inputs}
    kinds = {by_key.get(term) for term in measure.value}
    return (
        not measure.over
        and measure.target.comparison is Comparison.EQUAL
        and kinds
        <= {
            EntryKind.YES_NO,
            EntryKind.CHOICE,
        }
    )


def is_whole(measure: Measure) -> bool:
    """Whether the measure's value counts things, so that it has no decimals."""
    return not measure.over and measure.unit != "%" and all(one.whole for one in measure.inputs)


def band(share: Decimal, distance: Decimal, single: Decimal | None) -> Decimal:
    """How far below its path a measure is still on track: `share` per cent of the distance from the year's start.

    At least `single`, what one person, household or case makes, unless that is the whole distance already: then
    standing still would be on track.
    """
    if distance <= 0:
        return Decimal(0)
    part = share * distance / _HUNDRED
    return max(part, single) if single is not None and distance - single > HAIR else part


def is_step(measure: Measure, target: Decimal) -> bool:
    """Whether a target asks for less than the document does: what is to be reached on the way to it (8 of 10, KT4)."""
    wanted = measure.target.value
    return wanted is not None and measure.target.comparison is not Comparison.AT_MOST and target < wanted


def shortfall(measure: Measure, value: Decimal, target: Decimal) -> Decimal | None:
    """What is missing to an amount, in the measure's unit; None where it is met, and of a yes or no.

    Of things that are counted whole ones are missing: 27 of «trên 28» lack two.
    """
    comparison = measure.target.comparison
    if is_yes_no(measure) or meets(comparison, value, target) or (measure.decided_by and not is_step(measure, target)):
        return None
    if comparison is Comparison.AT_MOST:
        return value - (target.to_integral_value(ROUND_FLOOR) if is_whole(measure) else target)
    if not is_whole(measure):
        return target - value
    if comparison is Comparison.MORE_THAN:
        return target.to_integral_value(ROUND_FLOOR) + 1 - value
    return target.to_integral_value(ROUND_CEILING) - value


def year_on_year_shortfall(measure: Measure, value: Decimal, base: Decimal, small_base: int) -> Decimal | None:
    """How many cases too many (too few, where a rise is wanted) against last year's same days; None where it is met."""
    target = year_on_year_target(measure, base)
    if target is None or meets_year_on_year(measure, value, base, small_base):
        return None
    if 0 < base < small_base:
        target = base - 1 if measure.falling_is_good else base + 1
    if measure.falling_is_good:
        return value - (base if base == 0 else target.to_integral_value(ROUND_FLOOR))
    return target.to_integral_value(ROUND_CEILING) - value


def rising(value: Decimal, target: Decimal) -> Decimal | None:
    """Per cent of a target that is reached from below; None for a target of zero."""
    return _HUNDRED * value / target if target else None


def falling(value: Decimal, target: Decimal, first: Decimal | None) -> Decimal | None:
    """Per cent of the way down from `first` to the target: all of it at the target, none of it above the start."""
    if value <= target:
        return _HUNDRED
    if first is None:
        return None
    return max(_HUNDRED * (first - value) / (first - target), Decimal(0)) if first > target else Decimal(0)


def expected_of_count(
    measure: Measure, day: date, last_year: tuple[Decimal, Decimal] | None, by: date | None = None
) -> Expectation:
    """How much of a yearly count should be reached by `day`.

    The measure's path decides; else what part of its whole year last year had reached on the same day
    (`last_year`: then, and in all); else the days that have passed, to the day `by` where it does not begin anew.
    """
    share = measure_year.path_share(measure, day)
    if share is not None:
        return Expectation(_HUNDRED * share, Basis.PATH)
    if last_year is not None and last_year[1] > last_year[0] >= 0:
        return Expectation(_HUNDRED * (last_year[0] / last_year[1]), Basis.LAST_YEAR)
    first, last = measure_year.start(measure, day), measure_year.end(measure, day)
    last = by if by and measure.since else last
    if first and last:
        return Expectation(_HUNDRED * measure_year.elapsed(first, last, day), Basis.LINEAR)
    return Expectation()


def expected_of_level(
    measure: Measure, day: date, by: date | None, begun: date | None, then: Decimal | None
) -> Expectation:
    """How much of a level should be reached by `day`; nothing of one that has no day `by` which to be reached.

    The measure's path decides; else a straight line from `then` per cent on the day `begun` to the whole target.
    """
    share = measure_year.path_share(measure, day)
    if share is not None:
        return Expectation(_HUNDRED * share, Basis.PATH)
    if by is None or begun is None or then is None:
        return Expectation()
    return Expectation(then + (_HUNDRED - then) * measure_year.elapsed(begun, max(by, begun), day), Basis.LINEAR)


def year_on_year_target(measure: Measure, base: Decimal) -> Decimal | None:
    """The amount that last year's same days allow: 5 per cent less of 20 is 19."""
    change = measure.target.value
    return None if change is None else base * (_HUNDRED + change) / _HUNDRED


def meets_year_on_year(measure: Measure, value: Decimal, base: Decimal, small_base: int) -> bool:
    """Whether a count fell (or rose) enough against last year's same days (domain 1.4, reading A).

    From a base of zero only zero will do; from a small one any change the right way; else the per cent.
    """
    target = year_on_year_target(measure, base)
    if target is None:
        return False
    if base == 0:
        return meets(measure.target.comparison, value, base)
    if base < small_base:
        return value < base if measure.falling_is_good else value > base
    return meets(measure.target.comparison, value, target)
