"""What leaders are asked to look at in the weekly post: behind, gone the wrong way, under check, or not reported.

No village is named here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from campaign.assessment import goal
from campaign.assessment.result import IndicatorStanding
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Cadence, Campaign, TargetKind
from reports import format
from reports.weekly import remark_parts, rows
from reports.weekly.remark_parts import Line, Subject


def concerns(campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek) -> tuple[Line, ...]:
    """What is behind, went the wrong way, waits for a check, or was not reported, in the document's order."""
    found = []
    for one in indicators:
        missed = [] if rows.year_on_year(campaign, one) else _missed(campaign, one, period)
        line = None if missed else _concern(campaign, one, period)
        found += missed if line is None else [line]
    return tuple(found + _without_figures(campaign, indicators, period))


def _missed(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> list[Line]:
    """Every measure of an indicator that has missed its year."""
    return [
        line
        for subject in remark_parts.subjects_of(campaign, one, period)
        if (line := _missed_year(subject)) is not None
    ]


def _without_figures(
    campaign: Campaign, indicators: tuple[IndicatorStanding, ...], period: ReportingWeek
) -> list[Line]:
    """In one line the measures whose year is over without a figure of it, or without anything to compare with."""
    subjects = [subject for one in indicators for subject in remark_parts.subjects_of(campaign, one, period)]
    without = [one for one in subjects if one.standing.is_verdict and one.standing.status is Status.NO_DATA]
    if not without:
        return []
    told = [one.name for one in without[:_MOST_NAMED]]
    told += [f"{len(without) - len(told)} chỉ tiêu khác"] if len(without) > len(told) else []
    return [Line(without[0].indicator.id, f"Chưa có số liệu của năm, hoặc mốc để so: {', '.join(told)}.", 65)]


_MOST_NAMED = 6


def _missed_year(subject: Subject) -> Line | None:
    measure, standing = subject.measure, subject.standing
    if not standing.is_verdict or standing.status is not Status.MISSED:
        return None
    lacks = format.shortfall(measure, standing)
    waiting = f"; {standing.marked:02d} số đang đối chiếu" if standing.marked else ""
    told = "" if goal.is_yes_no(measure) else f"{remark_parts.told_of(subject)}, "
    return remark_parts.line_of(subject, f"{told}không đạt{f', {lacks}' if lacks else ''}{waiting}", 90)


def _concern(campaign: Campaign, one: IndicatorStanding, period: ReportingWeek) -> Line | None:
    subjects = remark_parts.subjects_of(campaign, one, period)
    marked = sum(subject.standing.marked for subject in subjects)
    shown = next(subject for subject in subjects if subject.standing is one.shown)
    waiting = _waiting(subjects, shown) if marked else ""
    if one.status in _WEIGHTS:
        weight = _WEIGHTS[one.status]
        if rows.year_on_year(campaign, one):
            return remark_parts.year_on_year(subjects, weight, f"; {one.word}{_still_missing(subjects)}{waiting}")
        return remark_parts.line_of(shown, f"{remark_parts.told_of(shown)}{_shortfall(shown)}{waiting}", weight)
    if marked:
        held = next(subject for subject in subjects if subject.standing.marked)
        return remark_parts.line_of(held, f"{remark_parts.told_of(held)}{_waiting(subjects, held)}", 70)
    return _silence(shown)


_WEIGHTS = {Status.REVIEW: 100, Status.MISSED: 90, Status.BEHIND: 80, Status.BORDERLINE: 50}


def _still_missing(subjects: Sequence[Subject]) -> str:
    """«, nhiều hơn mức giao 1 người chết»: what each missed count of several has too many of."""
    missed = [subject for subject in subjects if subject.standing.shortfall is not None]
    told = [
        f"{format.number(subject.standing.shortfall or Decimal(0))} {rows.counted(subject.indicator, subject.measure)}"
        for subject in missed
    ]
    return f", nhiều hơn mức giao {', '.join(told)}" if told else ""


def _waiting(subjects: Sequence[Subject], shown: Subject) -> str:
    """«; 01 số đang đối chiếu», with the measure's name where another one than the line's own is meant."""
    held = [subject for subject in subjects if subject.standing.marked]
    marked = sum(subject.standing.marked for subject in held)
    names = "" if held == [shown] else " về " + ", ".join(subject.measure.label for subject in held)
    return f"; {marked:02d} số{names} đang đối chiếu"


def _silence(subject: Subject) -> Line | None:
    """A figure that is asked every week and has not come for twice that time."""
    standing = subject.standing
    if subject.measure.cadence is not Cadence.WEEKLY or standing.rule != "stale" or standing.as_of is None:
        return None
    return remark_parts.line_of(subject, f"chưa có số mới từ {format.day(standing.as_of, subject.period)}", 60)


def _shortfall(subject: Subject) -> str:
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
        return f"{began}{remark_parts.movement(subject)}{format.foretold(measure, standing)}"
    if standing.expected is not None and standing.attained is not None:
        path = f", mức cần đạt đến nay {format.expected(measure, standing)}"
        return f"{path}{remark_parts.movement(subject)}{format.foretold(measure, standing)}"
    return remark_parts.movement(subject)


def _wrong_way(subject: Subject) -> str:
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
