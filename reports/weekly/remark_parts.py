"""A sentence of the weekly post about an indicator, and the parts that good news and concerns are made of."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.assessment import goal, measure_year
from campaign.assessment.result import IndicatorStanding, Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, Indicator, Measure
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
class Subject:
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


def subjects_of(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> list[Subject]:
    indicator = next(found for found in campaign.indicators if found.id == one.indicator)
    measures = [(campaign.by_id[item.measure], item) for item in one.standings]
    return [Subject(indicator, one, item, measure_year.own_period(one, period)) for one, item in measures]


def line_of(subject: Subject, text: str, weight: int) -> Line:
    reading = subject.measure.reading if subject.measure.judged else ""
    return Line(subject.indicator.id, f"{subject.name}: {text}.", weight, reading)


def told_of(subject: Subject) -> str:
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


def movement(subject: Subject) -> str:
    moved = subject.standing.in_period
    if not moved:
        return ""
    word = "tăng" if moved > 0 else "giảm"
    if subject.measure.unit == "%":
        return f", {word} {format.points(moved)} trong {format.stretch(subject.period)}"
    if any(one.kind.is_flow for one in subject.measure.inputs) and moved > 0:
        word = "thêm"
    return f", trong {format.stretch(subject.period)} {word} {format.amount(subject.measure, abs(moved))}"


def year_on_year(subjects: list[Subject], weight: int, ending: str = "") -> Line:
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


def _counted(subject: Subject) -> str:
    what = rows.counted(subject.indicator, subject.measure)
    value = subject.standing.value
    if value is None:
        return f"chưa có số {what}"
    return f"{format.number(value)} {what}" if value else f"không có {what}"
