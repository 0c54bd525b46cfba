"""One line a measure: the four columns that officials expect, the target, and why it stands as it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.catalogue import Campaign, Measure, TargetKind
from reports import format, status_reason


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of the commune. Amounts are in `unit`, exact; `places` is how many decimals they are shown with.

    `value` is the total since the year began where `cumulative`, else the level; 1 or 0 where `yes_no`. `in_period`
    is what was added, or the change against the period before. `change` is the difference to `last_year` in the unit
    (points, for per cent); `change_per_cent` is None for small bases, per cent and yes/no. `attained` is per cent of
    the target, None of what is a per cent itself; `expected` is in the unit, like `shortfall`. `target_words` is the
    target as the document has it, «trên 98%», «giảm 5%»: where `compared`, `target` is what last year's same days
    allow. `fresh` of `due` units have told. `status` and `rule` are keys, `word` and `rule_words` what is printed.
    `reading` and `standard` are footnotes.
    """

    measure: str
    indicator: str
    indicator_name: str
    group: str
    name: str
    unit: str
    places: int
    yes_no: bool
    cumulative: bool
    compared: bool
    in_period: Decimal | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    target: Decimal | None
    target_words: str
    attained: Decimal | None
    expected: Decimal | None
    last_year: Decimal | None
    change: Decimal | None
    change_per_cent: Decimal | None
    as_of: date | None
    fresh: int
    due: int
    marked: int
    provisional: bool
    status: str
    word: str
    rule: str
    rule_words: str
    forecast: Decimal | None
    forecast_basis: str
    expected_basis: str
    targets_given: Decimal | None  # the units' targets added up; None where they are not summed
    targets_gap: Decimal | None  # by how much that passes (or falls short of) the commune's target
    reading: str
    standard: str
    is_verdict: bool = False  # the measure's year is over
    shortfall: Decimal | None = None
    shortfall_words: str = ""
    forecast_for: str = ""  # «cả năm», «đến 2030»


def of_measure(campaign: Campaign, one: Result) -> MeasureLine:
    measure = campaign.by_id[one.measure]
    indicator = next(found for found in campaign.indicators if found.id == measure.indicator)
    return MeasureLine(
        measure=measure.id,
        indicator=indicator.id,
        indicator_name=indicator.name,
        group=next((group.name for group in campaign.groups if group.key == indicator.group), ""),
        name=measure.name,
        unit=measure.unit,
        places=places(measure),
        yes_no=goal.is_yes_no(measure),
        cumulative=measure.is_cumulative,
        compared=measure.target.kind is TargetKind.YEAR_ON_YEAR,
        in_period=one.in_period,
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        target=one.target,
        target_words=_target_words(measure, one),
        attained=None if measure.unit == "%" else one.attained,
        expected=one.expected_value,
        last_year=one.same_period_last_year,
        change=_change(measure, one),
        change_per_cent=_change_per_cent(campaign, measure, one),
        as_of=one.as_of,
        fresh=one.coverage.fresh,
        due=one.coverage.due,
        marked=one.marked,
        provisional=one.provisional,
        status=one.status.value,
        word=one.word,
        rule=one.rule,
        rule_words=status_reason.words(measure, one),
        forecast=one.forecast,
        forecast_basis=one.forecast_basis.label,
        forecast_for="" if one.forecast is None else format.foretold_for(measure),
        expected_basis=one.expected_basis.label,
        targets_given=one.targets_given,
        targets_gap=None if one.targets_given is None or one.target is None else one.targets_given - one.target,
        reading=measure.reading,
        standard=one.note,
        is_verdict=one.is_verdict,
        shortfall=one.shortfall,
        shortfall_words=format.shortfall(measure, one),
    )


def places(measure: Measure) -> int:
    """How many decimals the measure's amounts are shown with."""
    return 0 if goal.is_whole(measure) or goal.is_yes_no(measure) else 1


def _target_words(measure: Measure, one: Result) -> str:
    """The target in the document's words; a change against last year is «giảm 5%»."""
    wanted = measure.target.value
    if measure.target.kind is not TargetKind.YEAR_ON_YEAR or wanted is None:
        return format.target(measure, one)
    return f"{'giảm' if wanted < 0 else 'tăng'} {format.plain(abs(wanted))}%"


def _change(measure: Measure, one: Result) -> Decimal | None:
    if one.value is None or one.same_period_last_year is None or goal.is_yes_no(measure):
        return None
    return one.value - one.same_period_last_year


def _change_per_cent(campaign: Campaign, measure: Measure, one: Result) -> Decimal | None:
    """Of a share a per cent of a per cent says nothing; of a small count it is noise (domain 1.4)."""
    change, base = _change(measure, one), one.same_period_last_year
    if change is None or not base or measure.unit == "%":
        return None
    if goal.is_whole(measure) and base < campaign.rules.small_base:
        return None
    return 100 * change / base
