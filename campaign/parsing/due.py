"""What is due: which inputs a unit owes in a reporting week, by each measure's cadence (decision 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from campaign.assessment import measure_year
from campaign.calendar import ReportingWeek
from campaign.catalogue import Cadence, Campaign, Measure
from campaign.facts import Place

# Asked first what moves every week, last the one question about what rarely changes.
_ORDER = (
    Cadence.WEEKLY,
    Cadence.SEASON,
    Cadence.MONTHLY,
    Cadence.QUARTERLY,
    Cadence.HALF_YEARLY,
    Cadence.YEARLY,
    Cadence.ON_CHANGE,
)


def due(
    campaign: Campaign,
    place: Place,
    period: ReportingWeek,
    previous: ReportingWeek,
    answered: Callable[[str], date | None],
) -> list[str]:
    """The inputs `place` owes in `period`, as "KT1a.area", in asking order.

    `answered` gives the day of the newest known answer to an input, or None.
    """
    if not (place.is_active(period.first) or place.is_active(period.last)):
        return []  # who ends within the period answers until then
    asked = [
        measure
        for measure in campaign.measures
        if measure.asks(place.kind, place.code)
        and (_is_open(campaign, measure, period, previous, answered) or _is_new_to(place, measure, answered))
    ]
    asked.sort(key=lambda measure: _ORDER.index(measure.cadence))
    return [f"{measure.id}.{one.key}" for measure in asked for one in measure.inputs if one.asked]


def _is_new_to(place: Place, measure: Measure, answered: Callable[[str], date | None]) -> bool:
    """Whether nobody knows a level of a unit that was merged or split: it is asked at once, whatever its cadence."""
    if not place.succeeds or any(one.kind.is_flow for one in measure.inputs):
        return False
    return any(answered(f"{measure.id}.{one.key}") is None for one in measure.inputs if one.asked)


def _is_open(
    campaign: Campaign,
    measure: Measure,
    period: ReportingWeek,
    previous: ReportingWeek,
    answered: Callable[[str], date | None],
) -> bool:
    if measure.cadence in (Cadence.WEEKLY, Cadence.ON_CHANGE):
        return True
    if measure.cadence is Cadence.SEASON:
        return period.last.month in measure.months
    if measure.cadence is Cadence.MONTHLY:
        return period.last.month != previous.last.month
    opened = measure_year.opening(measure, period.last)
    if opened < campaign.starts:
        return False
    return any(_is_unanswered(answered(f"{measure.id}.{one.key}"), opened) for one in measure.inputs if one.asked)


def _is_unanswered(on: date | None, since: date) -> bool:
    return on is None or on < since
