"""What could be worked out of a roll-up's sum (tổng hợp liên xã) by taking away what is known otherwise.

Only measures with small cells (`reports.small_cells`) are looked at: a count under five says who is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.catalogue import Measure
from campaign.roll_up import FEWEST_COMMUNES
from reports import roll_up_sums, small_cells
from reports.roll_up_sums import Frozen

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Told:
    """A sum that some roll-up's group was told of: of which communes, and what they had in it as far as is known."""

    codes: frozenset[str] = frozenset()
    figures: Mapping[str, Frozen] = field(default_factory=dict)


def has_small_cells(measure: Measure) -> bool:
    return bool(small_cells.shown(measure, _ZERO))


def gives_away(measure: Measure, added: Mapping[str, Frozen], told: Sequence[Told]) -> bool:
    """Whether a small count of one commune could be worked out of the sum."""
    return has_small_cells(measure) and _gives_away(lambda one: one.count, added, told)


def comparison_gives_away(measure: Measure, added: Mapping[str, Frozen], told: Sequence[Told]) -> bool:
    """The same of what stands beside the sum: last year's count is as small as this year's."""
    if not has_small_cells(measure) or any(roll_up_sums.comparison(measure, one) is None for one in added.values()):
        return False
    return _gives_away(lambda one: roll_up_sums.comparison(measure, one), added, told)


def _gives_away(count: Callable[[Frozen], Decimal | None], added: Mapping[str, Frozen], told: Sequence[Told]) -> bool:
    """By a commune that takes its own away, by whoever takes away what the others have published, or by another sum
    that was told: last week's, this week's before, or that of another roll-up.
    """
    values = {code: count(one) or _ZERO for code, one in added.items()}
    total = sum(values.values(), _ZERO)
    if any(_is_small(total - value) for value in values.values()):
        return True
    small = [value for value in values.values() if _is_small(value)]
    withheld = sum(small, _ZERO)  # what is left without all published ones, also to one of those that are small
    if any(_is_small(withheld - own) for own in (_ZERO, *small)):
        return True
    return any(_is_left_by(count, values, one) for one in told)


def _is_left_by(count: Callable[[Frozen], Decimal | None], values: Mapping[str, Decimal], told: Told) -> bool:
    """Whether the sum and one told before differ by one or two communes, one of them with a small count."""
    moved = told.codes ^ values.keys() if told.codes else frozenset()
    if not 0 < len(moved) < FEWEST_COMMUNES:
        return False
    then = {code: count(one) for code, one in told.figures.items()}
    left = (values[code] if code in values else then.get(code) for code in moved)
    return any(one is None or _is_small(one) for one in left)  # what is not known any more may be small


def _is_small(count: Decimal) -> bool:
    return 0 < count < small_cells.FEWEST
