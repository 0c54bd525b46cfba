"""Good news of the weekly post: what moved, was reached, or was met over the year.

A figure under check is never good news, and no village is named here."""

from __future__ import annotations

from decimal import Decimal

from campaign.assessment import goal
from campaign.assessment.result import IndicatorStanding
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign, TargetKind
from reports import format
from reports.weekly import remark_parts, rows
from reports.weekly.remark_parts import Line, Subject


def highlights(
    campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek
) -> tuple[Line, ...]:
    """Good news of the week, in the document's order."""
    found = [_good(campaign, one, period) for one in indicators]
    return tuple(line for line in found if line is not None)


def _good(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> Line | None:
    compared = rows.year_on_year(campaign, one)
    subjects = remark_parts.subjects_of(campaign, one, period)
    sure = [subject for subject in subjects if not (subject.standing.marked or subject.standing.provisional)]
    if compared:
        is_good = one.status.is_met and len(sure) == len(subjects) and all(one.is_of_week for one in sure)
        return remark_parts.year_on_year(subjects, weight=40) if is_good else None
    lines = [line for subject in sure if (line := _good_of_measure(subject)) is not None]
    return max(lines, key=lambda line: line.weight, default=None)


def _good_of_measure(subject: Subject) -> Line | None:
    measure, standing = subject.measure, subject.standing
    if standing.is_verdict:
        return _good_of_year(subject)
    if not subject.is_of_week or standing.status is Status.REVIEW or standing.value is None:
        return None
    reached = _reached_now(subject)
    moved = standing.in_period or Decimal(0)
    better = moved < 0 if measure.falling_is_good else moved > 0
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return remark_parts.year_on_year([subject], weight=20) if standing.status.is_met else None
    if reached:
        return remark_parts.line_of(
            subject, f"{remark_parts.told_of(subject)}, vừa {standing.status.label} chỉ tiêu", 90
        )
    if not better:
        return None
    weight = {Status.EXCEEDED: 80, Status.MET: 70, Status.ON_TRACK: 60}.get(standing.status, 30)
    told = f"{remark_parts.told_of(subject)}{remark_parts.movement(subject)}"
    judged = f", {standing.status.label}" if standing.status in (Status.EXCEEDED, Status.MET, Status.ON_TRACK) else ""
    if standing.status is Status.BEHIND:
        # Its figure stands among the concerns; here only what the week brought.
        more = _brought(subject)
        return remark_parts.line_of(subject, more, 50) if more else None
    return remark_parts.line_of(subject, told + judged, weight)


def _good_of_year(subject: Subject) -> Line | None:
    """What a year that is over has met; «sát chỉ tiêu» is no highlight, nor is what need not be met yet."""
    measure, standing = subject.measure, subject.standing
    if not standing.status.is_met:
        return None
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return remark_parts.year_on_year([subject], weight=40)
    judged = "" if goal.is_yes_no(measure) else f", {standing.status.label} chỉ tiêu"
    return remark_parts.line_of(
        subject, f"{remark_parts.told_of(subject)}{judged}", 80 if standing.status is Status.EXCEEDED else 60
    )


def _reached_now(subject: Subject) -> bool:
    standing = subject.standing
    if not standing.status.is_met or standing.previous is None or standing.target is None:
        return False
    if subject.measure.decided_by or standing.regrouped is not None:
        return False  # met by a decision, or by a merger, whatever the value was
    return not goal.meets(subject.measure.target.comparison, standing.previous, standing.target)


def _brought(subject: Subject) -> str:
    """What the week added, as people or hectares rather than as a fraction of a per cent."""
    measure, standing = subject.measure, subject.standing
    if measure.unit != "%":
        return remark_parts.movement(subject).removeprefix(", ")
    if standing.denominator is None or standing.in_period is None or not all(one.whole for one in measure.inputs):
        return ""
    more = (standing.in_period * standing.denominator / measure.scale).to_integral_value()
    if more <= 0:
        return ""
    return f"thêm khoảng {format.number(more)} {measure.inputs[0].unit} trong {format.stretch(subject.period)}"
