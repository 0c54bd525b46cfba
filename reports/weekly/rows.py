"""One line of the table for each indicator of the document: status, bar, the figure that matters and what it means.

Says things in Vietnamese from standings already computed; where and how large they are printed is for the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.assessment import goal, measure_year
from campaign.assessment.result import IndicatorStanding, Result
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Aggregation, Cadence, Campaign, Indicator, Measure, TargetKind
from reports import format

KINDS = format.KINDS


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator. `bar` and `mark` are per cent of the target: reached, and where it should be by now.

    `basis` is what the figure is measured by, whatever doubt `small` speaks of; `waiting` counts figures under check;
    `others` are the indicator's further measures with their values, which the text of a post may speak of.
    """

    indicator: str
    group: str
    name: str
    sub: str
    status: str
    word: str
    bar: Decimal | None
    mark: Decimal | None
    big: str
    small: str
    basis: str = ""
    waiting: int = 0
    others: tuple[tuple[str, str], ...] = ()


def of_indicator(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> Row:
    """The row of an indicator: of its measure that holds it back, or of all of them for last year's comparison."""
    indicator = next(found for found in campaign.indicators if found.id == one.indicator)
    measure = campaign.by_id[one.shown.measure]
    period = measure_year.own_period(measure, period)
    compared = year_on_year(campaign, one)
    return Row(
        indicator=indicator.id,
        group=next((group.name for group in campaign.groups if group.key == indicator.group), ""),
        name=indicator.name,
        sub=", ".join(counted(indicator, item) for item, _ in compared) if compared else _sub(indicator, one, measure),
        status=one.status,
        word=one.word,
        bar=one.shown.attained if one.shown.value is not None else None,
        mark=_mark(one),
        big=_counts(compared) if compared else _big(measure, one.shown),
        small=_compared(compared) if compared else _small(measure, one.shown, period),
        basis="" if compared else _measured_by(measure, one.shown),
        waiting=sum(standing.marked for standing in one.standings),
        others=() if compared else _others(campaign, one),
    )


def _others(campaign: Campaign, one: IndicatorStanding) -> tuple[tuple[str, str], ...]:
    pairs = [(campaign.by_id[standing.measure], standing) for standing in one.standings if standing is not one.shown]
    return tuple((measure.name, value(measure, standing)) for measure, standing in pairs)


def _mark(one: IndicatorStanding) -> Decimal | None:
    """Where it should be by now, of what is judged and not met; a level without a day should be at its target."""
    if one.status.is_met or not one.status.is_assessed or one.shown.attained is None or one.shown.is_verdict:
        return None
    return Decimal(100) if one.shown.expected is None else one.shown.expected


def year_on_year(campaign: Campaign, one: IndicatorStanding) -> list[tuple[Measure, Result]]:
    """The measures of an indicator that is told in several counts against last year; [] for any other."""
    pairs = [(campaign.by_id[standing.measure], standing) for standing in one.standings]
    several = len(pairs) > 1 and all(measure.target.kind is TargetKind.YEAR_ON_YEAR for measure, _ in pairs)
    return pairs if several else []


def counted(indicator: Indicator, measure: Measure) -> str:
    """What a measure counts, without the words its indicator has said: «vụ», «người chết»."""
    said = set(indicator.name.lower().split())
    words = [word for word in measure.name.split() if word.lower() not in said and not word.isupper()]
    words = [word.lower() for word in words]
    while len(words) > 1 and words[-1] in ("do", "của", "về"):
        words.pop()
    return " ".join(words) or measure.unit


def _counts(pairs: Sequence[tuple[Measure, Result]]) -> str:
    values = [standing.value for _, standing in pairs]
    if all(value is None for value in values):
        return "–"
    return " · ".join("–" if value is None else format.number(value) for value in values)


def _compared(pairs: Sequence[tuple[Measure, Result]]) -> str:
    if any(standing.marked for _, standing in pairs):
        return f"{sum(standing.marked for _, standing in pairs):02d} số đối chiếu"
    if all(standing.value is None for _, standing in pairs):
        return ""
    bases = [standing.same_period_last_year for _, standing in pairs]
    if all(base is None for base in bases):
        return "chưa có số cùng kỳ"
    return "cùng kỳ " + " · ".join("–" if base is None else format.number(base) for base in bases)


def _sub(indicator: Indicator, one: IndicatorStanding, measure: Measure) -> str:
    """The name of the measure shown, where the indicator has several."""
    if len(one.standings) < 2 or measure.name == indicator.name:
        return ""
    return format.within(measure.name)


def regrouped(standing: Result) -> str:
    """Why a share of villages is another one though nothing was done; "" where their number is the same."""
    if standing.regrouped is None:
        return ""
    if standing.regrouped > 0:
        return "do chia tách"
    return "do sáp nhập" if standing.regrouped < 0 else "do sáp nhập, chia tách"


def is_fraction(measure: Measure) -> bool:
    """Whether «25/28 thôn» tells more than a per cent."""
    counts = (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES)
    return measure.aggregation in counts or bool(measure.decided_by)


def is_plan(measure: Measure) -> bool:
    """Whether the value is an amount out of a plan, told as a per cent of it: hectares, tonnes."""
    return not (measure.over or goal.is_whole(measure) or measure.unit == "%") and (
        measure.target.kind is TargetKind.AMOUNT
    )


def fraction(measure: Measure, standing: Result) -> str:
    """«25/28 thôn», «7/10 tiêu chí»."""
    if standing.numerator is None or standing.denominator is None:
        return "–"
    return f"{format.plain(standing.numerator)}/{format.plain(standing.denominator)} {format.counted_units(measure)}"


def _big(measure: Measure, standing: Result) -> str:
    if is_plan(measure) and standing.value is not None and standing.attained is not None:
        return format.per_cent(standing.attained)
    return value(measure, standing)


def value(measure: Measure, standing: Result) -> str:
    if standing.value is None:
        return "–"
    if goal.is_yes_no(measure):
        return "đạt" if standing.value else "chưa đạt"
    return fraction(measure, standing) if is_fraction(measure) else format.value(measure, standing)


def _small(measure: Measure, standing: Result, period: ReportingWeek) -> str:
    """What is doubtful about the figure; else how old it is, and what it is measured by."""
    if standing.value is None:
        return "" if standing.is_verdict else _when_asked(measure)
    # Why a share has changed takes the place of what it is measured by, which the bar's mark shows too.
    remarks = [_age(standing, period), regrouped(standing) or _measured_by(measure, standing)]
    return _doubt(standing, measure) or ", ".join(remark for remark in remarks if remark)


def _when_asked(measure: Measure) -> str:
    if measure.cadence is Cadence.YEARLY and measure.months:
        return f"tháng {measure.months[0]}"
    return ""


def _doubt(standing: Result, measure: Measure) -> str:
    if standing.marked:
        return f"{standing.marked:02d} số đối chiếu"
    if standing.provisional:
        kind = next((KINDS[one] for one in measure.reporters if one in KINDS), "đơn vị")
        return f"tạm tính {standing.coverage.fresh}/{standing.coverage.due} {kind}"
    return ""


def _age(standing: Result, period: ReportingWeek) -> str:
    if standing.as_of is None or standing.as_of >= period.first:
        return ""
    return format.day(standing.as_of, period)


def _measured_by(measure: Measure, standing: Result) -> str:
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        base = standing.same_period_last_year
        return "chưa có số cùng kỳ" if base is None else f"cùng kỳ {format.amount(measure, base)}"
    if measure.target.kind is TargetKind.BASELINE:
        return "" if standing.target is None else f"mốc {format.amount(measure, standing.target)}"
    if goal.is_yes_no(measure):
        return ""
    if is_plan(measure) and standing.value is not None and standing.target is not None:
        return f"{format.number(standing.value, 1)}/{format.plain(standing.target)} {format.unit(measure)}"
    if standing.shortfall is not None:
        return format.shortfall(measure, standing)
    if measure.falling_is_good and standing.year_start is not None:
        return f"đầu năm {format.amount(measure, standing.year_start)}"
    more = format.needed(measure, standing)
    if standing.status is Status.BEHIND and more is not None and not is_fraction(measure):
        return f"cần thêm {format.number(more)} {format.counted_units(measure)}"
    if measure.decided_by and measure.target.by:
        return f"đến {measure.target.by.year}"
    wanted = format.target(measure, standing)
    return f"chỉ tiêu {wanted}" if wanted else ""
