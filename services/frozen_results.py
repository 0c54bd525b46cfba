"""What a commune's week is frozen with for the roll-ups (tổng hợp liên xã): its measures' figures, as JSON keeps them.

Only a commune whose officer agreed to be added anywhere has them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from campaign import meaning
from campaign.assessment.result import Result
from campaign.catalogue import Campaign, Measure, TargetKind
from models import roll_ups
from reports.roll_up_sums import Frozen
from services.context import Context

_NUMBERS = ("value", "numerator", "denominator", "target", "base")


def of_week(context: Context, campaign: Campaign, standings: Sequence[Result]) -> dict[str, Any] | None:
    """What is kept of a week: what the commune's officer agreed to, also while the unit above's file is faulty.

    None where the commune takes part in nothing.
    """
    agreed = roll_ups.agreed(context.session, context.commune.id)
    if not agreed:
        return None
    known = {one.measure: one for one in standings if one.measure in agreed}
    return {key: _written(frozen(campaign.by_id[key], one)) for key, one in known.items()}


def frozen(measure: Measure, one: Result) -> Frozen:
    """A standing as a roll-up sees it."""
    is_compared = measure.target.kind is TargetKind.YEAR_ON_YEAR
    return Frozen(
        meaning=meaning.of(measure),
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        target=None if is_compared else one.target,
        base=one.same_period_last_year if is_compared else None,
        met=one.status.is_met if measure.judged and one.status.is_assessed else None,
        marked=one.marked,
    )


def _written(one: Frozen) -> dict[str, Any]:
    numbers = {key: None if getattr(one, key) is None else str(getattr(one, key)) for key in _NUMBERS}
    return {"meaning": one.meaning, "met": one.met, "marked": one.marked, **numbers}


def read(results: Mapping[str, Any], measures: Collection[str]) -> dict[str, Frozen]:
    """The figures of some measures as they were kept."""
    return {key: _read(results[key]) for key in measures if key in results}


def _read(found: Mapping[str, Any]) -> Frozen:
    numbers = {key: None if found[key] is None else Decimal(found[key]) for key in _NUMBERS}
    return Frozen(meaning=found["meaning"], met=found["met"], marked=found["marked"], **numbers)


def settled(
    before: Mapping[str, Any] | None, now: Mapping[str, Any] | None, measures_under_check: Collection[str]
) -> dict[str, Any] | None:
    """The figures of a correction: what waits under check stays as it was told. None where no roll-up had the week."""
    if before is None or now is None:
        return None
    return {key: before.get(key, one) if key in measures_under_check else one for key, one in now.items()}
