"""The list of honours of a round: who has met every goal, or gone farthest, in each size group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.facts import Place
from services.round_reckoning import Band, Line

_ZERO = Decimal(0)
SMALL, LARGE = 60, 120  # households: below, and above
HALF = Decimal("0.5")  # of the way, where nobody of a size has reached the goal


@dataclass(frozen=True, slots=True)
class Contender:
    """A unit, or those joined, over all measures of a round: its size group and its lines."""

    group: str
    lines: tuple[Line, ...]

    @property
    def is_eligible(self) -> bool:
        """Nothing is missing, and nothing is in doubt."""
        return all(one.band is not Band.UNKNOWN and not one.is_in_doubt for one in self.lines)

    @property
    def has_met_all(self) -> bool:
        """Every goal; one that only kept what it had is not named for it."""
        return all(one.band.is_met for one in self.lines) and any(one.band is not Band.KEPT for one in self.lines)

    @property
    def way(self) -> tuple[Decimal, Decimal]:
        """The shortest of its ways, and how much of it counts as equal. A goal kept is a whole way."""
        ways = [
            (one.share, abs(one.least / (one.goal - one.start)))
            for one in self.lines
            if one.share is not None and one.goal is not None and one.start is not None
        ]
        return min(ways, default=(_ZERO, _ZERO))


def honours(contenders: Sequence[Contender]) -> list[int]:
    """The places in `contenders` of those on the list, in their order.

    From each size group all that have met every goal; where none has, whoever has gone farthest of those that went at
    least half of their way, and all that are equal to them.
    """
    named: set[int] = set()
    for group in dict.fromkeys(one.group for one in contenders):
        there = [at for at, one in enumerate(contenders) if one.group == group and one.is_eligible]
        met = [at for at in there if contenders[at].has_met_all]
        named.update(met or _farthest(contenders, there))
    return sorted(named)


def _farthest(contenders: Sequence[Contender], there: Sequence[int]) -> list[int]:
    """Whoever has gone farthest, with all that are nearer to them than one person, household or per cent."""
    going = [at for at in there if any(line.share is not None for line in contenders[at].lines)]
    going = [
        at
        for at in going
        if all(line.band is not Band.SHORT or line.share is not None for line in contenders[at].lines)
    ]
    if not going:
        return []
    best, equal = max(contenders[at].way for at in going)
    if best < HALF:
        return []
    found = []
    for at in going:
        share, own = contenders[at].way
        if share >= HALF and (best == share or best - share < max(equal, own)):
            found.append(at)
    return found


def size_group(place: Place) -> str:
    """«thôn dưới 60 hộ»; schools and offices are groups of their own."""
    if place.kind != "village":
        return {"school": "trường", "office": "cơ quan"}.get(place.kind, "xã")
    if place.households is None:
        return "thôn chưa rõ số hộ"
    if place.households < SMALL:
        return f"thôn dưới {SMALL} hộ"
    return f"thôn {SMALL}-{LARGE} hộ" if place.households <= LARGE else f"thôn trên {LARGE} hộ"
