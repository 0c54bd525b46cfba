"""Which targets can be given at all: what would be recorded and never judged by is refused, however it comes in."""

from __future__ import annotations

from decimal import Decimal

from campaign.assessment import goal
from campaign.catalogue import Campaign, Comparison, Measure, TargetKind
from services import wording

_HUNDRED = Decimal(100)


def refusal(campaign: Campaign, measure: Measure, value: Decimal, year: int) -> str:
    """The sentence that says why this is no target of a measure's year; "" where it is one."""
    first, last = campaign.starts.year, campaign.ends.year
    if not first <= year <= last:
        return wording.year_outside_campaign(year, first, last)
    if measure.target.kind is not TargetKind.AMOUNT:
        return wording.target_is_compared(measure.name)
    if goal.is_yes_no(measure):
        return wording.target_is_yes_or_no(measure.name)
    own = measure.target.value
    if measure.unit == "%" and own is not None and own <= _HUNDRED < value:
        return wording.target_is_a_share(measure.name)
    if not value and measure.target.comparison is not Comparison.AT_MOST:
        return wording.target_is_above_nothing(measure.name)
    return ""
