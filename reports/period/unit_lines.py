"""One line a unit: whether it sent its figures, and where it stands in what it reports about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.assessment import goal
from campaign.assessment.result import Result
from campaign.catalogue import Aggregation, Campaign
from campaign.facts import Filing, Place
from reports import small_cells
from reports.period import measure_lines

COMPLETE, PARTLY, NOTHING, NOT_DUE = "đủ", "một phần", "chưa gửi", "không đến kỳ"
_OF_YES = (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES)


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit's own standing in one measure: `value` in the measure's unit, 1 or 0 where `yes_no`.

    `withheld` is printed in place of a value too small to be told.
    """

    measure: str
    places: int
    yes_no: bool
    value: Decimal | None
    withheld: str
    target: Decimal | None
    attained: Decimal | None
    status: str
    word: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the period: of `due` weekly reports, how many were begun, complete, and complete by the deadline.

    In a single week `due` is 0 or 1. `word` is one of «đủ», «một phần», «chưa gửi», «không đến kỳ».
    """

    code: str
    kind: str
    name: str
    due: int
    sent: int
    complete: int
    on_time: int
    answered: int  # questions answered, of those asked
    asked: int
    word: str
    figures: tuple[UnitFigure, ...]

    def figure(self, measure: str) -> UnitFigure | None:
        return next((one for one in self.figures if one.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit whose reports are not complete; `still_open` names what a week's report lacks, «gieo trồng»."""

    code: str
    kind: str
    name: str
    word: str
    reports: int  # reports that are not complete
    due: int
    answered: int
    asked: int
    still_open: tuple[str, ...]


def of_unit(campaign: Campaign, place: Place, standings: Sequence[Result], filings: Sequence[Filing]) -> UnitLine:
    """The line of a unit from its own standings and the period's filings, of which those of others are left out."""
    own = [one for one in filings if one.unit == place.id]
    sent = sum(one.has_sent for one in own)
    complete = sum(one.completed_at is not None for one in own)
    return UnitLine(
        code=place.code,
        kind=place.kind,
        name=place.name,
        due=len(own),
        sent=sent,
        complete=complete,
        on_time=sum(one.on_time for one in own),
        answered=sum(min(one.answered, one.asked) for one in own),
        asked=sum(one.asked for one in own),
        word=_word(len(own), sent, complete),
        figures=tuple(_figure(campaign, one) for one in standings),
    )


def missing(line: UnitLine, still_open: Sequence[str]) -> Missing:
    return Missing(
        code=line.code,
        kind=line.kind,
        name=line.name,
        word=line.word,
        reports=line.due - line.complete,
        due=line.due,
        answered=line.answered,
        asked=line.asked,
        still_open=tuple(still_open),
    )


def _word(due: int, sent: int, complete: int) -> str:
    if not due:
        return NOT_DUE
    if complete == due:
        return COMPLETE
    return PARTLY if sent else NOTHING


def _figure(campaign: Campaign, one: Result) -> UnitFigure:
    """A withheld value takes with it everything from which it could be worked out.

    A share or count of yes is, of a single unit, that yes or no.
    """
    measure = campaign.by_id[one.measure]
    withheld = small_cells.of_standing(measure, one)
    yes_no = measure.aggregation in _OF_YES or goal.is_yes_no(measure)
    value = one.numerator if yes_no else one.value
    return UnitFigure(
        measure=measure.id,
        places=measure_lines.places(measure),
        yes_no=yes_no,
        value=None if withheld else value,
        withheld=withheld,
        target=None if yes_no else one.target,
        attained=None if withheld or yes_no else one.attained,
        status="" if withheld else one.status.value,
        word="" if withheld else one.word,
    )
