"""What deserves a sentence in the weekly post: what went well, and what leaders are asked to look at.

Chooses and words; a figure under check is never good news, and no village is named here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.assessment import goal, measure_year
from campaign.assessment.result import IndicatorStanding, Result
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Cadence, Campaign, Indicator, Measure, TargetKind
from reports import format
from reports.weekly import rows


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence about an indicator; the higher `weight`, the longer it stays when room is short.

    `reading` is the footnote on how the commune reads an unclear phrase of the document, "" where none is needed.
    """

    indicator: str
    text: str
    weight: int
    reading: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """An indicator with one of its measures, about to be spoken of."""

    indicator: Indicator
    measure: Measure
    standing: Result
    period: ReportingWeek

    @property
    def name(self) -> str:
        """The measure's name, or the indicator's where the measure is all there is."""
        return self.measure.name

    @property
    def is_of_week(self) -> bool:
        return self.standing.as_of is not None and self.standing.as_of >= self.period.first


def highlights(
    campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek
) -> tuple[Line, ...]:
    """Good news of the week, in the document's order."""
    found = [_good(campaign, one, period) for one in indicators]
    return tuple(line for line in found if line is not None)


def concerns(campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek) -> tuple[Line, ...]:
    """What is behind, went the wrong way, waits for a check, or was not reported, in the document's order."""
    found = []
    for one in indicators:
        missed = [] if rows.year_on_year(campaign, one) else _missed(campaign, one, period)
        line = None if missed else _concern(campaign, one, period)
        found += missed if line is None else [line]
    return tuple(found + _without_figures(campaign, indicators, period))


def _subjects(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> list[_Subject]:
    indicator = next(found for found in campaign.indicators if found.id == one.indicator)
    measures = [(campaign.by_id[item.measure], item) for item in one.standings]
    return [_Subject(indicator, one, item, measure_year.own_period(one, period)) for one, item in measures]


def _good(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> Line | None:
    compared = rows.year_on_year(campaign, one)
    subjects = _subjects(campaign, one, period)
    sure = [subject for subject in subjects if not (subject.standing.marked or subject.standing.provisional)]
    if compared:
        is_good = one.status.is_met and len(sure) == len(subjects) and all(one.is_of_week for one in sure)
        return _year_on_year(subjects, weight=40) if is_good else None
    lines = [line for subject in sure if (line := _good_of_measure(subject)) is not None]
    return max(lines, key=lambda line: line.weight, default=None)


def _good_of_measure(subject: _Subject) -> Line | None:
    measure, standing = subject.measure, subject.standing
    if standing.is_verdict:
        return _good_of_year(subject)
    if not subject.is_of_week or standing.status is Status.REVIEW or standing.value is None:
        return None
    reached = _reached_now(subject)
    moved = standing.in_period or Decimal(0)
    better = moved < 0 if measure.falling_is_good else moved > 0
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return _year_on_year([subject], weight=20) if standing.status.is_met else None
    if reached:
        return _line(subject, f"{_told(subject)}, vừa {standing.status.label} chỉ tiêu", 90)
    if not better:
        return None
    weight = {Status.EXCEEDED: 80, Status.MET: 70, Status.ON_TRACK: 60}.get(standing.status, 30)
    told = f"{_told(subject)}{_movement(subject)}"
    judged = f", {standing.status.label}" if standing.status in (Status.EXCEEDED, Status.MET, Status.ON_TRACK) else ""
    if standing.status is Status.BEHIND:
        # Its figure stands among the concerns; here only what the week brought.
        more = _brought(subject)
        return _line(subject, more, 50) if more else None
    return _line(subject, told + judged, weight)


def _good_of_year(subject: _Subject) -> Line | None:
    """What a year that is over has met; «sát chỉ tiêu» is no highlight, nor is what need not be met yet."""
    measure, standing = subject.measure, subject.standing
    if not standing.status.is_met:
        return None
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return _year_on_year([subject], weight=40)
    judged = "" if goal.is_yes_no(measure) else f", {standing.status.label} chỉ tiêu"
    return _line(subject, f"{_told(subject)}{judged}", 80 if standing.status is Status.EXCEEDED else 60)


def _missed(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> list[Line]:
    """Every measure of an indicator that has missed its year."""
    return [line for subject in _subjects(campaign, one, period) if (line := _missed_year(subject)) is not None]


def _without_figures(
    campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek
) -> list[Line]:
    """In one line the measures whose year is over without a figure of it, or without anything to compare with."""
    subjects = [subject for one in indicators for subject in _subjects(campaign, one, period)]
    without = [one for one in subjects if one.standing.is_verdict and one.standing.status is Status.NO_DATA]
    if not without:
        return []
    told = [one.name for one in without[:_MOST_NAMED]]
    told += [f"{len(without) - len(told)} chỉ tiêu khác"] if len(without) > len(told) else []
    return [Line(without[0].indicator.id, f"Chưa có số liệu của năm, hoặc mốc để so: {', '.join(told)}.", 65)]


_MOST_NAMED = 6


def _missed_year(subject: _Subject) -> Line | None:
    measure, standing = subject.measure, subject.standing
    if not standing.is_verdict or standing.status is not Status.MISSED:
        return None
    lacks = format.shortfall(measure, standing)
    waiting = f"; {standing.marked:02d} số đang đối chiếu" if standing.marked else ""
    told = "" if goal.is_yes_no(measure) else f"{_told(subject)}, "
    return _line(subject, f"{told}không đạt{f', {lacks}' if lacks else ''}{waiting}", 90)


def _reached_now(subject: _Subject) -> bool:
    standing = subject.standing
    if not standing.status.is_met or standing.previous is None or standing.target is None:
        return False
    if subject.measure.decided_by or standing.regrouped is not None:
        return False  # met by a decision, or by a merger, whatever the value was
    return not goal.meets(subject.measure.target.comparison, standing.previous, standing.target)


def _concern(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> Line | None:
    subjects = _subjects(campaign, one, period)
    marked = sum(subject.standing.marked for subject in subjects)
    shown = next(subject for subject in subjects if subject.standing is one.shown)
    waiting = _waiting(subjects, shown) if marked else ""
    if one.status in _WEIGHTS:
        weight = _WEIGHTS[one.status]
        if rows.year_on_year(campaign, one):
            return _year_on_year(subjects, weight, f"; {one.word}{_still_missing(subjects)}{waiting}")
        return _line(shown, f"{_told(shown)}{_shortfall(shown)}{waiting}", weight)
    if marked:
        held = next(subject for subject in subjects if subject.standing.marked)
        return _line(held, f"{_told(held)}{_waiting(subjects, held)}", 70)
    return _silence(shown)


_WEIGHTS = {Status.REVIEW: 100, Status.MISSED: 90, Status.BEHIND: 80, Status.BORDERLINE: 50}


def _still_missing(subjects: Sequence[_Subject]) -> str:
    """«, nhiều hơn mức giao 1 người chết»: what each missed count of several has too many of."""
    missed = [subject for subject in subjects if subject.standing.shortfall is not None]
    told = [
        f"{format.number(subject.standing.shortfall or Decimal(0))} {rows.counted(subject.indicator, subject.measure)}"
        for subject in missed
    ]
    return f", nhiều hơn mức giao {', '.join(told)}" if told else ""


def _waiting(subjects: Sequence[_Subject], shown: _Subject) -> str:
    """«; 01 số đang đối chiếu», with the measure's name where another one than the line's own is meant."""
    held = [subject for subject in subjects if subject.standing.marked]
    marked = sum(subject.standing.marked for subject in held)
    names = "" if held == [shown] else " về " + ", ".join(subject.measure.label for subject in held)
    return f"; {marked:02d} số{names} đang đối chiếu"


def _silence(subject: _Subject) -> Line | None:
    """A figure that is asked every week and has not come for twice that time."""
    standing = subject.standing
    if subject.measure.cadence is not Cadence.WEEKLY or standing.rule != "stale" or standing.as_of is None:
        return None
    return _line(subject, f"chưa có số mới từ {format.day(standing.as_of, subject.period)}", 60)


def _line(subject: _Subject, text: str, weight: int) -> Line:
    reading = subject.measure.reading if subject.measure.judged else ""
    return Line(subject.indicator.id, f"{subject.name}: {text}.", weight, reading)


def _told(subject: _Subject) -> str:
    return told(subject.measure, subject.standing)


def told(measure: Measure, standing: Result) -> str:
    """The value and what it is measured by: «1.719,4/1.819,7 ha, bằng 94,5% kế hoạch năm»."""
    if standing.value is None:
        return "chưa có số liệu"
    if goal.is_yes_no(measure):
        return "đạt" if standing.value else "chưa đạt"
    wanted = format.target(measure, standing)
    if rows.is_plan(measure) and standing.attained is not None and standing.target is not None:
        value = format.number(standing.value, 1)
        plan = f"{value}/{format.plain(standing.target)} {format.unit(measure)}"
        return f"{plan}, bằng {format.per_cent(standing.attained)} kế hoạch năm{_doubt(standing)}"
    value = format.value(measure, standing)
    if rows.is_fraction(measure):
        share = f", bằng {value}" if measure.unit == "%" else ""
        value = f"{rows.fraction(measure, standing)}{share}"
    said = f"{value} (chỉ tiêu {wanted})" if wanted and not measure.falling_is_good else value
    why = rows.regrouped(standing)
    return said + _doubt(standing) + (f", số thôn đổi {why}" if why else "")


def _doubt(standing: Result) -> str:
    return f" (tạm tính, {standing.coverage.fresh}/{standing.coverage.due} nơi báo)" if standing.provisional else ""


def _movement(subject: _Subject) -> str:
    moved = subject.standing.in_period
    if not moved:
        return ""
    word = "tăng" if moved > 0 else "giảm"
    if subject.measure.unit == "%":
        return f", {word} {format.points(moved)} trong {format.stretch(subject.period)}"
    if any(one.kind.is_flow for one in subject.measure.inputs) and moved > 0:
        word = "thêm"
    return f", trong {format.stretch(subject.period)} {word} {format.amount(subject.measure, abs(moved))}"


def _brought(subject: _Subject) -> str:
    """What the week added, as people or hectares rather than as a fraction of a per cent."""
    measure, standing = subject.measure, subject.standing
    if measure.unit != "%":
        return _movement(subject).removeprefix(", ")
    if standing.denominator is None or standing.in_period is None or not all(one.whole for one in measure.inputs):
        return ""
    more = (standing.in_period * standing.denominator / measure.scale).to_integral_value()
    if more <= 0:
        return ""
    return f"thêm khoảng {format.number(more)} {measure.inputs[0].unit} trong {format.stretch(subject.period)}"


def _shortfall(subject: _Subject) -> str:
    """Why it is among the concerns; a figure under check is not news before it is checked."""
    measure, standing = subject.measure, subject.standing
    if standing.marked:
        return ""
    if standing.status is Status.REVIEW:
        return _wrong_way(subject)
    if standing.status is Status.BORDERLINE:
        return ", bằng mức «trên», còn sát chỉ tiêu"
    more = format.needed(measure, standing)
    if more is not None:
        if rows.is_fraction(measure):
            return f", cần thêm {format.number(more)} {format.counted_units(measure)}"
        about = "khoảng " if standing.coverage.fresh < standing.coverage.due else ""
        return f", cần thêm {about}{format.number(more)} {format.counted_units(measure)}"
    if measure.falling_is_good and standing.year_start is not None:
        # A per cent of the way down says nothing to anybody; how many there were does.
        began = f", đầu năm {format.amount(measure, standing.year_start)}"
        return f"{began}{_movement(subject)}{format.foretold(measure, standing)}"
    if standing.expected is not None and standing.attained is not None:
        path = f", mức cần đạt đến nay {format.expected(measure, standing)}"
        return f"{path}{_movement(subject)}{format.foretold(measure, standing)}"
    return _movement(subject)


def _wrong_way(subject: _Subject) -> str:
    standing = subject.standing
    if standing.value is None:
        return ""
    if goal.is_yes_no(subject.measure):
        return ", trước đây đạt"
    if subject.measure.target.kind is TargetKind.YEAR_ON_YEAR:
        base = standing.same_period_last_year
        return "" if base is None else f", cùng kỳ {format.amount(subject.measure, base)}"
    is_worse = subject.measure.falling_is_good
    for change, since in (
        (standing.in_period, format.before(subject.period)),
        (None if standing.year_start is None else standing.value - standing.year_start, "đầu năm"),
    ):
        if change and (change > 0) == is_worse:
            word = "tăng" if change > 0 else "giảm"
            return f", {word} {format.difference(subject.measure, change)} so với {since}"
    return ""


def _year_on_year(subjects: list[_Subject], weight: int, ending: str = "") -> Line:
    """«Tai nạn giao thông từ 15/12/2025: 3 vụ, không có người chết, 2 người bị thương; cùng kỳ 4, 1, 3.»"""
    first = subjects[0]
    begun = measure_year.start(first.measure, first.period.last)
    since = f" từ {begun:%d/%m/%Y}" if begun else ""
    counts = ", ".join(_counted(subject) for subject in subjects)
    bases = [subject.standing.same_period_last_year for subject in subjects]
    earlier = ", ".join("–" if base is None else format.number(base) for base in bases)
    told = "" if all(base is None for base in bases) else f"; cùng kỳ {earlier}"
    name = first.indicator.name if len(subjects) > 1 else first.name
    reading = first.measure.reading if first.measure.judged else ""
    return Line(first.indicator.id, f"{name}{since}: {counts}{told}{ending}.", weight, reading)


def _counted(subject: _Subject) -> str:
    what = rows.counted(subject.indicator, subject.measure)
    value = subject.standing.value
    if value is None:
        return f"chưa có số {what}"
    return f"{format.number(value)} {what}" if value else f"không có {what}"
