"""Figures as a report prints them: rounded, with the Vietnamese decimal comma, and never rounded across a target."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Aggregation, Comparison, Measure, TargetKind

_SWAP = str.maketrans(",.", ".,")
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_MOST_PLACES = 3


def within(name: str) -> str:
    """A name within a sentence: «làm đường»; «BHYT» keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def number(value: Decimal, places: int = 0) -> str:
    """`value` rounded half up: 1819.65 with one place is «1.819,7»."""
    rounded = _round(value, places)
    return f"{rounded or abs(rounded):,f}".translate(_SWAP)


def plain(value: Decimal) -> str:
    """`value` with just the decimals it has: a target of 52,95 or 98."""
    whole = value == value.to_integral_value()
    return number(value, 0 if whole else max(0, -int(value.normalize().as_tuple().exponent)))


def plain_count(count: int) -> str:
    """«2.418»; "" for none at all."""
    return number(Decimal(count)) if count else ""


def per_cent(attained: Decimal) -> str:
    """Per cent of a target, «94,5%»; 99,97 is not printed as the whole."""
    return _beside(attained, _HUNDRED, 1) + "%"


def value(measure: Measure, standing: Result) -> str:
    """The standing's value with its unit, «96,8%», «214 hộ»; "–" where there is none."""
    if standing.value is None:
        return "–"
    places = 0 if goal.is_whole(measure) else 1
    target = standing.target if measure.target.kind is TargetKind.AMOUNT else None
    printed = number(standing.value, places) if target is None else _beside(standing.value, target, places)
    return with_unit(printed, measure)


def amount(measure: Measure, figure: Decimal) -> str:
    """Any amount in the measure's unit."""
    return with_unit(number(figure, 0 if goal.is_whole(measure) else 1), measure)


def with_unit(printed: str, measure: Measure) -> str:
    return f"{printed}%" if measure.unit == "%" else f"{printed} {unit(measure)}"


def asked(measure: Measure, figure: Decimal) -> str:
    """A target or a pledge with its unit and the decimals it has; of a fraction in per cent two: 27/28 is «96,42%»."""
    if measure.unit == "%":
        figure = figure.quantize(_CENT, ROUND_FLOOR)
    return with_unit(plain(figure), measure)


def unit(measure: Measure) -> str:
    """The unit without what it is counted per: «triệu đồng/người/năm» is «triệu đồng»."""
    return measure.unit.partition("/")[0]


def target(measure: Measure, standing: Result) -> str:
    """The target in the document's words, «trên 98%», «60 ha»; "" where it has none."""
    if standing.target is None or measure.target.kind is not TargetKind.AMOUNT:
        return ""
    word = {Comparison.MORE_THAN: "trên ", Comparison.AT_MOST: "không quá "}.get(measure.target.comparison, "")
    return word + (asked(measure, standing.target) if measure.unit == "%" else plain(standing.target))


def points(moved: Decimal) -> str:
    """A change of a share, «1,2 điểm %»; one too small for that is not told as none."""
    printed = number(abs(moved), 1)
    return f"{printed} điểm %" if printed != "0,0" else "dưới 0,1 điểm %"


def difference(measure: Measure, moved: Decimal) -> str:
    """How much something moved or lacks, without its direction: «3 hộ», «12,3 ha», «1,2 điểm %»."""
    return points(moved) if measure.unit == "%" else amount(measure, abs(moved))


def expected(measure: Measure, standing: Result) -> str:
    """Where it should be by now in the measure's own unit, «5.625,8 tấn», «83,6%»; "" where nothing is expected."""
    return "" if standing.expected_value is None else amount(measure, standing.expected_value)


def shortfall(measure: Measure, standing: Result) -> str:
    """What a missed year lacks: «thiếu 48,5 ha», «còn thừa 12 hộ», «nhiều hơn mức giao 2 vụ»; "" of a yes or no."""
    if standing.shortfall is None:
        return ""
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return f"{'nhiều' if measure.falling_is_good else 'ít'} hơn mức giao {amount(measure, standing.shortfall)}"
    if measure.target.comparison is Comparison.AT_MOST:
        return f"còn thừa {difference(measure, standing.shortfall)}"
    more = needed(measure, standing)
    if more is not None:
        return f"thiếu {number(more)} {counted_units(measure)}"
    return f"thiếu {difference(measure, standing.shortfall)}"


KINDS = {"village": "thôn", "school": "trường", "office": "cơ quan"}
_OF_YES = (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES)


def reporting_units(measure: Measure) -> str:
    """Whose figures a measure is made of: «thôn», «trường», «đơn vị»."""
    kinds = ("village",) if measure.subject == "village" else measure.reporters
    return next((KINDS[kind] for kind in kinds if kind in KINDS), "đơn vị")


def counted_units(measure: Measure) -> str:
    """What a share or a fraction counts: «thôn», «trường», or the figures' own unit, «người», «tiêu chí»."""
    if measure.aggregation in _OF_YES:
        return reporting_units(measure)
    units = {one.unit for one in measure.inputs if one.unit}
    return units.pop() if len(units) == 1 else "đơn vị"


def added_up(measure: Measure, given: Decimal, target: Decimal) -> tuple[str, str, str]:
    """The units' targets added up, the commune's, and the difference: «thiếu 29,7 ha», "" where there is none."""
    gap = given - target
    word = "" if not gap else f"{'vượt' if gap > 0 else 'thiếu'} {plain(abs(gap))} {unit(measure)}"
    return f"{plain(given)} {unit(measure)}", f"{plain(target)} {unit(measure)}", word


def pledged(measure: Measure, standing: Result) -> str:
    """«giao ước 47 ha», where another target judges; "" where nothing else was pledged."""
    if standing.pledged is None or standing.pledged == standing.target:
        return ""
    return f"giao ước {asked(measure, standing.pledged)}"


def foretold(measure: Measure, standing: Result) -> str:
    """«; ước cả năm 5.384,3 tấn (theo lộ trình trong năm)», with the basis named; "" where nothing is foretold."""
    if standing.forecast is None:
        return ""
    return f"; ước {foretold_for(measure)} {amount(measure, standing.forecast)} ({standing.forecast_basis.label})"


OF_YEAR, AT_YEARS_END = "cả năm", "cuối năm"


def foretold_for(measure: Measure) -> str:
    """Until when a forecast reaches: a count over the whole campaign is not told as the year's."""
    if measure.since and measure.target.by:
        return f"đến {measure.target.by.year}"
    return OF_YEAR if measure.is_cumulative else AT_YEARS_END


def needed(measure: Measure, standing: Result) -> Decimal | None:
    """How many more people (houses, criteria) bring a share above its target; None where that cannot be told."""
    shares = (Aggregation.RATIO_OF_SUMS, Aggregation.SHARE_OF_YES)
    is_counted = measure.aggregation in shares or bool(measure.decided_by)  # «7/10 tiêu chí» is told as a fraction too
    if not is_counted or not all(one.whole for one in measure.inputs):
        return None
    if standing.numerator is None or not standing.denominator or standing.target is None or measure.scale != _HUNDRED:
        return None
    wanted = standing.target * standing.denominator / measure.scale
    if measure.target.comparison is Comparison.MORE_THAN:
        wanted = wanted.to_integral_value(ROUND_FLOOR) + 1
    more = wanted.to_integral_value(ROUND_CEILING) - standing.numerator
    return more if 0 < more <= standing.denominator - standing.numerator else None


_MANY_MONTHS = (Kind.HALF, Kind.NINE_MONTHS)
_ROMAN = ("I", "II", "III", "IV")


def title(period: ReportingWeek) -> str:
    """The period as it is called: «tuần 47», «tháng 11/2026», «quý IV/2026», «6 tháng đầu năm 2026», «năm 2026»."""
    year, number = period.year, period.number
    return {
        Kind.WEEK: f"tuần {number}",
        Kind.MONTH: f"tháng {number}/{year}",
        Kind.QUARTER: f"quý {_ROMAN[(number - 1) % 4]}/{year}",
        Kind.HALF: f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}",
        Kind.NINE_MONTHS: f"9 tháng năm {year}",
        Kind.YEAR: f"năm {year}",
        Kind.YEARS: f"giai đoạn {year}-{period.last.year}",
    }[period.kind]


def stretch(period: ReportingWeek) -> str:
    """What a period is, for «trong …» and «… này»: «tuần», «tháng», «quý», «6 tháng», «năm»."""
    if period.kind is Kind.YEARS:
        return "giai đoạn"
    return title(period).partition(" ")[0] if period.kind not in _MANY_MONTHS else " ".join(title(period).split()[:2])


def before(period: ReportingWeek) -> str:
    """What a change in the period is measured against: «tuần trước», «quý trước»; of six or nine months «đầu kỳ»."""
    return "đầu kỳ" if period.kind in _MANY_MONTHS else f"{stretch(period)} trước"


def day(on: date, period: ReportingWeek) -> str:
    """A day near the period as 29/10, one of another year as 12/2025."""
    return f"{on:%d/%m}" if on.year == period.last.year else f"{on:%m/%Y}"


def days(period: ReportingWeek) -> str:
    """«13–19/11/2026», with as much of the first day as differs."""
    first, last = period.first, period.last
    if first.year != last.year:
        return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    return f"{first:%d}–{last:%d/%m/%Y}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m/%Y}"


def _round(figure: Decimal, places: int) -> Decimal:
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places_beside(figure: Decimal, limit: Decimal | None, places: int) -> int:
    """How many decimals keep a figure on its side of the limit once it is rounded; `places` where there is none."""
    if limit is None:
        return places
    most = range(places, _MOST_PLACES + 3)
    return next((more for more in most if _keeps_side(figure, _round(figure, more), limit)), most[-1])


def _keeps_side(figure: Decimal, rounded: Decimal, limit: Decimal) -> bool:
    return all(goal.meets(sign, rounded, limit) == goal.meets(sign, figure, limit) for sign in Comparison)


def _beside(figure: Decimal, limit: Decimal, places: int) -> str:
    """Rounded so that it stays on its side of the limit: 97,96 against 98 keeps its second decimal."""
    for more in range(places, _MOST_PLACES + 1):
        rounded = _round(figure, more)
        if _keeps_side(figure, rounded, limit):
            return number(figure, more)
    toward = ROUND_FLOOR if figure < limit else ROUND_CEILING
    return number(figure.quantize(Decimal(1).scaleb(-_MOST_PLACES), toward), _MOST_PLACES)
