"""A period in full, as one neutral table: what the workbook, the document, the .csv and the .json are made from.

It is stored as JSON and read back unchanged. Counts too small to be told of a single unit are not in it at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaign.assessment.curve import Lines
from campaign.assessment.result import Result
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign
from campaign.facts import Filing, Place
from reports import json_record
from reports.period import measure_lines, unit_lines
from reports.period.measure_lines import MeasureLine
from reports.period.movement import Movement
from reports.period.unit_lines import Missing, UnitLine
from reports.weekly import summary
from reports.weekly.summary import Summary


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One change of a figure after its week was posted: the log's line.

    `at` is the commune's own time, `week` the label of the figure's week. `old` and `new` are as they are said
    («12 hộ», «95/120 người», «chưa rõ», «<5»), with the number alone where it tells all; `by` is a role, never a name.
    """

    at: datetime
    week: str
    unit: str
    measure: str
    label: str
    old: str
    old_value: Decimal | None
    new: str
    new_value: Decimal | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A commune's week or longer stretch.

    `made_on` is the day it was compiled, or, when it was over by then, the day after: made again it reads the same.
    """

    summary: Summary
    made_on: date
    measures: tuple[MeasureLine, ...]
    units: tuple[UnitLine, ...]
    missing: tuple[Missing, ...]
    adjustments: tuple[Adjustment, ...]
    curves: tuple[Lines, ...] = ()  # for the workbook's charts alone
    signer: str = ""  # who signs the report in the chairman's stead
    next_targets: tuple[str, ...] = ()  # of a year's report: what was set for the year after it, in words
    pledges: Mapping[str, str] = field(default_factory=dict)  # of a year, by unit: «6/7», the pledged lines it kept
    recipients: tuple[str, ...] = ()  # whom the report goes to, where the commune has its own list
    movement: Movement | None = None  # of a longer stretch: launches, rounds, checks, deeds

    @property
    def period(self) -> ReportingWeek:
        return self.summary.period

    def measure(self, key: str) -> MeasureLine:
        return next(one for one in self.measures if one.measure == key)

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json_record.plain(self)
        for key in ("signer", "next_targets", "pledges", "recipients", "movement"):
            if not getattr(self, key):
                del found[key]  # as it was before there could be any
        return found | {"summary": self.summary.to_json()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Dossier:
        """The dossier that `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        return cls(
            summary=summary.Summary.from_json(found["summary"]),
            made_on=date.fromisoformat(found["made_on"]),
            measures=tuple(json_record.read(MeasureLine, one) for one in found["measures"]),
            units=tuple(json_record.read(UnitLine, one) for one in found["units"]),
            missing=tuple(json_record.read(Missing, one) for one in found["missing"]),
            adjustments=tuple(json_record.read(Adjustment, one) for one in found["adjustments"]),
            curves=tuple(Lines.from_json(one) for one in found.get("curves", ())),
            signer=found.get("signer", ""),
            next_targets=tuple(found.get("next_targets", ())),
            pledges=found.get("pledges", {}),
            recipients=tuple(found.get("recipients", ())),
            movement=json_record.read(Movement, found["movement"]) if "movement" in found else None,
        )


def build(
    campaign: Campaign,
    table: Summary,
    standings: Sequence[Result],
    of_units: Sequence[tuple[Place, Sequence[Result]]],
    filings: Sequence[Filing],
    still_open: Mapping[int, Sequence[str]],
    adjustments: Sequence[Adjustment],
    made_on: date,
) -> Dossier:
    """The dossier of the summary's period.

    `of_units` are the units below the commune with their own standings, in the order they are shown; `filings` may
    reach beyond the period; `still_open` names, by unit, what an incomplete report of a week still lacks.
    """
    period = table.period
    sent = [one for one in filings if one.due and one.period_last in period]
    lines = tuple(unit_lines.of_unit(campaign, place, found, sent) for place, found in of_units)
    codes = {place.code: place.id for place, _ in of_units}
    return Dossier(
        summary=table,
        made_on=made_on,
        measures=tuple(measure_lines.of_measure(campaign, one) for one in standings),
        units=lines,
        missing=tuple(
            unit_lines.missing(one, still_open.get(codes[one.code], ())) for one in lines if one.complete < one.due
        ),
        adjustments=tuple(adjustments),
        signer=campaign.leader_title,
        recipients=campaign.recipients,
    )
