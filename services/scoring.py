"""Points by the commune's own scheme: what its rules give from figures; what needs people stays empty.

No weight is invented here and nothing is ranked. A figure under check, or one that is missing, withholds the points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.catalogue import Campaign, Measure
from campaign.facts import Filing
from campaign.text import fold
from models import units
from models.scoring import ScoreScheme
from models.units import Unit
from reports import format, small_cells
from services import date_words, filed_reports, pledge_results, pledge_text, unit_results, wording
from services import pledges as pledging
from services.context import Context

_TENTH = Decimal("0.1")
_FROM, _LAST_OF_NEXT = 12, 3  # months: rows are shown from December on, and until March
LONGEST = 600  # letters of an objection


class Rule(StrEnum):
    """How a line gets its points; the words of the table's column «Cách tính»."""

    REACHED = "đạt"  # all of them when the measure's target is met, else none
    SHARE = "theo tỷ lệ"  # the part of the target that is attained, at most all
    PLEDGE = "giao ước"  # kept lines, of those with a measure
    ON_TIME = "đúng hạn"  # reports on time, of those due
    HAND = "hội đồng"


class Sort(StrEnum):
    """What a line is; the words of the column «Loại»."""

    POINTS = "điểm"
    BONUS = "thưởng"
    DEDUCTION = "trừ"
    GRADE = "xếp loại"  # from so many points on; printed, never decided


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the scheme. `kinds` are the kinds of unit it is for, none for all; `measure` of a rule by figures."""

    text: str
    most: Decimal
    rule: Rule
    measure: str
    sort: Sort
    kinds: tuple[str, ...]
    proof: str

    def is_for(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def to_json(self) -> dict[str, Any]:
        return {
            **{"text": self.text, "most": str(self.most), "rule": self.rule.value, "measure": self.measure},
            **{"sort": self.sort.value, "kinds": list(self.kinds), "proof": self.proof},
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Criterion:
        return cls(
            text=found["text"],
            most=Decimal(found["most"]),
            rule=Rule(found["rule"]),
            measure=found["measure"],
            sort=Sort(found["sort"]),
            kinds=tuple(found["kinds"]),
            proof=found["proof"],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's line: `points` None where people give them, or where they are withheld; `source` says from what."""

    criterion: Criterion
    points: Decimal | None
    source: str
    is_withheld: bool = False
    is_small: bool = False

    @property
    def told(self) -> str:
        """The source as officers' files have it: a count too small to be told of a village is not in them."""
        return wording.SCORE_FIGURE_HIDDEN if self.is_small else self.source

    def to_json(self) -> dict[str, Any]:
        points = None if self.points is None else str(self.points)
        return {"text": self.criterion.text, "most": str(self.criterion.most), "points": points, "source": self.source}


def year_of(context: Context) -> int:
    """The year whose points are spoken of: until March that before."""
    return context.today.year - (context.today.month <= _LAST_OF_NEXT)


def may_show(context: Context) -> bool:
    """Whether units may be shown their rows: from December to March."""
    return context.today.month >= _FROM or context.today.month <= _LAST_OF_NEXT


def criteria_of(scheme: ScoreScheme) -> list[Criterion]:
    """What is scored, and the grades behind it."""
    return [Criterion.from_json(one) for one in scheme.criteria]


# Rules


def rule_of(campaign: Campaign, written: str) -> tuple[Rule, str] | None:
    """«XH1», «số liệu XH1 theo tỷ lệ», «giao ước», «đúng hạn», «hội đồng chấm»; None for anything else."""
    said = fold(written)
    if said in _WORDS:
        return _WORDS[said], ""
    shape = _BY_MEASURE.fullmatch(said)
    measure = next((one for one in campaign.measures if shape and one.id.lower() == shape[1]), None)
    if shape is None or measure is None:
        return None
    return (Rule.SHARE if shape[2] and "ty le" in shape[2] else Rule.REACHED), measure.id


_WORDS = {
    **{"hoi dong": Rule.HAND, "hoi dong cham": Rule.HAND, "cham tay": Rule.HAND},
    **{"giao uoc": Rule.PLEDGE, "dung han": Rule.ON_TIME},
}
_BY_MEASURE = re.compile(r"(?:so lieu )?([a-z]{2}[0-9][a-z]?)(?:[ :]+(dat|theo ty le|ty le))?")


def in_order(members: Iterable[Unit]) -> list[Unit]:
    """Villages, schools, offices, each by their codes: no places."""
    return sorted(members, key=lambda unit: (list(wording.KINDS).index(unit.kind), unit.code))


def lines_of_all(context: Context, scheme: ScoreScheme) -> list[tuple[Unit, list[Line]]]:
    """Every unit with the lines that are for its kind, villages first; figures are read once for all."""
    period = unit_results.until_today(context, scheme.year)
    if period is None:
        return []
    members = in_order(units.active_members(context.session, context.commune.id, period.last))
    results = unit_results.results_of(context, members, period)
    filings = filed_reports.filings_until(context, period.last, date(scheme.year, 1, 1))
    year = [one for one in filings if one.due and one.period_last.year == scheme.year]
    scored = [one for one in criteria_of(scheme) if one.sort is not Sort.GRADE]
    campaign = context.campaign_on(period.last)
    found = []
    for unit in members:
        given = _Given(context, campaign, unit, results[unit.id], [one for one in year if one.unit == unit.id])
        found.append((unit, [given.line(one, scheme.year) for one in scored if one.is_for(unit.kind)]))
    return found


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known of a unit."""

    context: Context
    campaign: Campaign
    unit: Unit
    results: Sequence[Result]
    filings: Sequence[Filing]

    def line(self, one: Criterion, year: int) -> Line:
        match one.rule:
            case Rule.HAND:
                return Line(one, None, wording.BY_COUNCIL)
            case Rule.ON_TIME:
                right, of = sum(filing.on_time for filing in self.filings), len(self.filings)
                return _part(one, right, of, wording.on_time_weeks(right, of))
            case Rule.PLEDGE:
                return self._of_pledge(one, year)
        return self._of_measure(one)

    def _of_pledge(self, one: Criterion, year: int) -> Line:
        pledge = pledge_results.in_force(self.context, self.unit, year)
        if pledge is None:
            return Line(one, None, wording.NO_PLEDGE_TO_SCORE, is_withheld=True)
        lines = pledge_results.of_pledge(self.context, pledge, self.results)
        right, of = pledge_results.counted(lines)
        open_ones = sum(found.is_kept is None for found in lines)
        if open_ones:
            return Line(one, None, wording.pledge_lines_open(right, of, open_ones), is_withheld=True)
        return _part(one, right, of, wording.pledge_lines_kept(right, of))

    def _of_measure(self, one: Criterion) -> Line:
        found = next((result for result in self.results if result.measure == one.measure), None)
        measure = self.campaign.by_id.get(one.measure)
        if found is None or measure is None or found.value is None:
            return Line(one, None, wording.NO_FIGURE_TO_SCORE, is_withheld=True)
        said, share = _said(measure, found), _share(one.rule, measure, found)
        is_small = self.unit.kind == "village" and bool(small_cells.of_standing(measure, found))
        if found.marked:
            return Line(one, None, wording.figure_in_doubt(said), is_withheld=True, is_small=is_small)
        if share is None:
            return Line(one, None, wording.no_share_to_score(said), is_withheld=True, is_small=is_small)
        return Line(one, _rounded(one.most * share), said, is_small=is_small)


def _share(rule: Rule, measure: Measure, found: Result) -> Decimal | None:
    """What part of the points a figure gives; None where nothing says what is to be reached."""
    assert found.value is not None
    if rule is Rule.SHARE and not pledging.is_yes_no(measure):
        return None if found.attained is None else min(Decimal(100), max(Decimal(0), found.attained)) / 100
    wanted = pledging.WHOLE if pledging.is_yes_no(measure) else found.target
    return None if wanted is None else Decimal(goal.meets(measure.target.comparison, found.value, wanted))


def amounts(measure: Measure, found: Result) -> tuple[str, str]:
    """A unit's value and what it is to reach, as they are said: «40,5 ha» of «45 ha», «chưa đạt» of «đạt»."""
    if pledging.is_yes_no(measure):
        return pledge_text.stood(measure, found.value), pledge_text.stood(measure, pledging.WHOLE)
    wanted = format.target(measure, found)
    if wanted and measure.unit != "%":
        wanted = format.with_unit(wanted, measure)
    return format.value(measure, found), wanted


def _said(measure: Measure, found: Result) -> str:
    """«97,2%, chỉ tiêu trên 98%, ngày 12/11»."""
    return wording.score_source(*amounts(measure, found), date_words.short_date(found.as_of) if found.as_of else "")


def _part(one: Criterion, right: int, of: int, said: str) -> Line:
    if not of:
        return Line(one, None, wording.NO_FIGURE_TO_SCORE, is_withheld=True)
    return Line(one, _rounded(one.most * right / of), said)


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(_TENTH, ROUND_HALF_UP).normalize() + 0
