"""The weekly summary as a neutral table: what the picture, the caption and the documents are made from.

It is stored as JSON and read back unchanged, so that what is shown later is what was meant then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from campaign.assessment import result
from campaign.assessment.praise import Praise
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign
from campaign.facts import Filing, Place
from campaign.rules import PraiseKind
from reports import json_record
from reports.weekly import concern_remarks, remarks, rows
from reports.weekly.remark_parts import Line
from reports.weekly.rows import Row

# Only once a year is over; tables of before know nothing of them, so a nought of them is not written.
_OF_YEARS = (Status.MISSED, Status.FAR)

# Exceeded is met too, and what was not assessed is one thing to a leader, whatever the reason.
_COUNTED = (
    (Status.MET, "đạt", (Status.MET, Status.EXCEEDED)),
    (Status.BORDERLINE, "sát chỉ tiêu", (Status.BORDERLINE,)),
    (Status.ON_TRACK, "đúng tiến độ", (Status.ON_TRACK,)),
    (Status.BEHIND, "chậm", (Status.BEHIND,)),
    (Status.REVIEW, "cần xem lại", (Status.REVIEW,)),
    (Status.MISSED, "không đạt", (Status.MISSED,)),
    (Status.FAR, "chưa đến hạn", (Status.FAR,)),
    (Status.NOT_DUE, "chưa xét", (Status.NOT_DUE, Status.NO_DATA)),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Of the units of one kind with something due in the period, how many have sent figures.

    Over a longer stretch each week of a unit is one: «lượt thôn».
    """

    kind: str
    sent: int
    due: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many indicators have a status; `status` is its key, `word` what is printed."""

    status: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How final the verdicts of a year are that is over for `count` of `of` measures; `told` of them have a figure.

    `closed_on` is the day on which the year was closed, None while its verdicts are provisional; `last_day` is that
    after which they are final without it. `adjustments` are the verdicts that have changed since, «Hộ nghèo: …».
    """

    year: int
    count: int
    of: int
    told: int
    closed_on: date | None
    last_day: date
    adjustments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A commune's week. Decimals and dates become strings in JSON and come back as they were.

    `correction` is the number of the correction that shows the week anew, 0 for the post itself. `verdicts` is None
    while no measure's year is over. `rounds` are the lines of the rounds that ran, `deed` the one good deed told.
    """

    commune: str
    period: ReportingWeek
    sent: tuple[Sent, ...]
    counts: tuple[Count, ...]
    exceeded: int
    rows: tuple[Row, ...]
    highlights: tuple[Line, ...]
    concerns: tuple[Line, ...]
    praise: tuple[Praise, ...]
    villages: int
    correction: int = 0
    verdicts: Verdicts | None = None
    rounds: tuple[str, ...] = ()
    deed: str = ""
    checks: str = ""  # what the checks by lot have found so far

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = _plain(asdict(self))
        return {key: one for key, one in found.items() if one or key not in ("verdicts", "rounds", "deed", "checks")}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Summary:
        """The summary that `to_json` wrote; KeyError or TypeError for anything else."""
        period = dict(found["period"])
        for end in ("first", "last"):
            period[end] = date.fromisoformat(period[end])
        period["kind"] = Kind(period.get("kind", Kind.WEEK))  # posts of the first release knew only weeks
        return cls(
            commune=found["commune"],
            period=ReportingWeek(**period),
            sent=tuple(Sent(**one) for one in found["sent"]),
            counts=tuple(Count(**one) for one in found["counts"]),
            exceeded=found["exceeded"],
            rows=tuple(_row(one) for one in found["rows"]),
            highlights=tuple(Line(**one) for one in found["highlights"]),
            concerns=tuple(Line(**one) for one in found["concerns"]),
            praise=tuple(_praise(one) for one in found["praise"]),
            villages=found["villages"],
            correction=found.get("correction", 0),
            verdicts=json_record.read(Verdicts, found["verdicts"]) if found.get("verdicts") else None,
            rounds=tuple(found.get("rounds", ())),
            deed=found.get("deed", ""),
            checks=found.get("checks", ""),
        )


def build(
    campaign: Campaign,
    standings: Sequence[Result],
    period: ReportingWeek,
    filings: Sequence[Filing],
    places: Sequence[Place],
    praised: Sequence[Praise] = (),
    verdicts: Verdicts | None = None,
) -> Summary:
    """The summary of a period from the commune's standings, every filing up to it, and who is praised."""
    indicators = result.of_indicators(campaign, standings)
    return Summary(
        commune=campaign.commune_name,
        period=period,
        sent=_sent(filings, places, period),
        counts=counts([one.status for one in indicators]),
        exceeded=sum(one.status is Status.EXCEEDED for one in indicators),
        rows=tuple(rows.of_indicator(campaign, one, period) for one in indicators),
        highlights=remarks.highlights(campaign, indicators, period),
        concerns=concern_remarks.concerns(campaign, indicators, period),
        praise=tuple(praised),
        verdicts=verdicts,
        villages=sum(place.kind == "village" and place.is_active(period.last) for place in places),
    )


def _sent(filings: Sequence[Filing], places: Sequence[Place], period: ReportingWeek) -> tuple[Sent, ...]:
    kinds = {place.id: place.kind for place in places}
    due: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    for one in filings:
        if one.period_last in period and one.due and one.unit in kinds:
            due[kinds[one.unit]] += 1
            sent[kinds[one.unit]] += one.has_sent
    each = "" if period.kind is Kind.WEEK else "lượt "
    return tuple(Sent(each + word, sent[kind], due[kind]) for kind, word in rows.KINDS.items() if due[kind])


def counts(statuses: Iterable[str]) -> tuple[Count, ...]:
    """How many indicators have each status that leaders are told."""
    found = Counter(statuses)
    all_of = (Count(key, word, sum(found[one] for one in members)) for key, word, members in _COUNTED)
    return tuple(one for one in all_of if one.count or one.status not in _OF_YEARS)


def _plain(found: Any) -> Any:
    """The same structure in what JSON knows."""
    if isinstance(found, dict):
        return {key: _plain(one) for key, one in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(one) for one in found]
    if isinstance(found, Decimal):
        return str(found)
    if isinstance(found, date):
        return found.isoformat()
    return str(found) if isinstance(found, StrEnum) else found


def _praise(found: Mapping[str, Any]) -> Praise:
    return Praise(PraiseKind(found["kind"]), found["weeks"], tuple(found["names"]), found["label"])


def _row(found: Mapping[str, Any]) -> Row:
    numbers = {key: None if found[key] is None else Decimal(found[key]) for key in ("bar", "mark")}
    others = tuple((name, value) for name, value in found.get("others", ()))
    return Row(**{**found, **numbers, "others": others})
