"""How a measure, and the indicator it belongs to, stands at the end of a period: plain results, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaign.assessment.goal import Basis
from campaign.assessment.status import Status
from campaign.catalogue import Campaign


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the units with something due for a measure (`due`), how many have a fresh figure in it (`fresh`)."""

    fresh: int
    due: int

    @property
    def per_cent(self) -> Decimal:
        return Decimal(100) * self.fresh / self.due if self.due else Decimal(100)


@dataclass(frozen=True, slots=True)
class Result:
    """One measure at one period. Amounts are in the measure's unit, None where there is nothing to tell.

    `attained` is per cent of the target (None for yes/no and year-on-year), `expected` where it should be by now on
    the same scale (None for levels without a day to reach them by). `in_period` is the increment of the week, or the
    change against the previous period among units known in both. `target` is the amount to reach: the commune's
    figure, the opening baseline, or what last year's same days allow. `rule` names the line of the status table.
    `decided` is the answer to the measure's deciding question, where it has one. `note` is a Vietnamese remark.
    `forecast` is the value at the end of the measure's year, `targets_given` the sum of what the units were given.
    `is_verdict` says that the measure's year is over; then `shortfall` is what is missing to the target, None where
    nothing is or where it cannot be told. `expected_value` is `expected` in the measure's unit, `band` how far below
    it is still on track. `by` is the year of a far target that has no step in this one. `pledged`
    is what was pledged, whether that is the target or an assigned one.
    """

    measure: str
    status: Status
    rule: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    attained: Decimal | None = None
    expected: Decimal | None = None
    in_period: Decimal | None = None
    previous: Decimal | None = None
    year_start: Decimal | None = None
    same_period_last_year: Decimal | None = None
    as_of: date | None = None
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    marked: int = 0
    provisional: bool = False
    decided: bool | None = None
    note: str = ""
    expected_basis: Basis = Basis.NONE
    forecast: Decimal | None = None
    forecast_basis: Basis = Basis.NONE
    targets_given: Decimal | None = None
    is_verdict: bool = False
    shortfall: Decimal | None = None
    expected_value: Decimal | None = None
    band: Decimal | None = None
    by: int | None = None
    pledged: Decimal | None = None
    regrouped: int | None = None  # of a share of units: how many more there are by mergers and splits in the period
    smallest_part: Decimal | None = None  # the smallest count that could be worked out from the value

    @property
    def word(self) -> str:
        """The status as it is printed, «chưa đến hạn 2030»; of a closed year an owner's wish is said as such."""
        if self.status is Status.FAR:
            return f"{self.status.label} {self.by}"
        return "không xét" if self.is_verdict and self.rule == "not_judged" else self.status.label


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """An indicator: the status of its worst assessed measure, that measure's standing, and all of them."""

    indicator: str
    status: Status
    shown: Result
    standings: tuple[Result, ...]

    @property
    def word(self) -> str:
        """The status as it is printed."""
        return self.shown.word


def of_indicators(campaign: Campaign, standings: Sequence[Result]) -> tuple[IndicatorStanding, ...]:
    """The indicators in the document's order; ValueError when one of them has no measure among `standings`."""
    by_measure = {one.measure: one for one in standings}
    return tuple(
        _of_indicator(one.id, [by_measure[measure.id] for measure in campaign.of_indicator(one.id)])
        for one in campaign.indicators
    )


def _of_indicator(indicator: str, standings: Sequence[Result]) -> IndicatorStanding:
    if not standings:
        raise ValueError(f"the indicator {indicator} has no measure")
    shown = max(standings, key=lambda one: (one.status.severity, -_nearness(one)))
    return IndicatorStanding(indicator, shown.status, shown, tuple(standings))


def _nearness(one: Result) -> Decimal:
    """How near the target is: among measures of one status the farther one holds the indicator back.

    A yes or no has no per cent: a no is farthest, a yes tells less than any share.
    """
    if one.attained is not None:
        return one.attained
    return Decimal("Infinity") if one.status.is_met else Decimal(0)
