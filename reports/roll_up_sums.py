"""What a roll-up (tổng hợp liên xã) says of one measure: communes' frozen figures added by the measure's own kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.assessment import goal
from campaign.catalogue import Aggregation, Measure, TargetKind
from campaign.roll_up import FEWEST_COMMUNES
from reports import format

MET, MARKED = "xã đạt", "số đang đối chiếu"  # how these parts of a line end
_NOTHING = "chưa có số để cộng"
_OF_YES = (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES)


@dataclass(frozen=True, slots=True)
class Frozen:
    """One measure of one commune as its week was frozen. `met` is None where it was not judged.

    `meaning` is the mark of the measure then (`campaign.meaning`); `base` is last year's same days.
    """

    meaning: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    base: Decimal | None = None
    met: bool | None = None
    marked: int = 0

    @property
    def count(self) -> Decimal | None:
        """What is counted: of a share whom it counts, otherwise the value."""
        return self.value if self.numerator is None else self.numerator


def said(measure: Measure, added: Sequence[Frozen], posted: int, *, is_compared: bool = True) -> str:
    """«633 hộ; 0/3 xã đạt; 01 số đang đối chiếu». Of fewer communes than have `posted` it says of how many it is.

    `is_compared` False: without last year's, or the opening, figure beside a sum.
    """
    total, met = _value(measure, added, is_compared=is_compared), _met(measure, added)
    says_how_many = len(added) == posted or met.partition(" ")[0].endswith(f"/{len(added)}")
    apart = "" if says_how_many else f"(cộng {len(added)} xã)"
    first = " ".join(part for part in (total, apart) if part) if total else ""
    return "; ".join(part for part in (first, met, _marked(added)) if part) or _NOTHING


def comparison(measure: Measure, one: Frozen) -> Decimal | None:
    """What a sum is told beside: last year's same days, or the opening figure; None where nothing is."""
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return one.base
    return one.target if measure.target.kind is TargetKind.BASELINE else None


def _value(measure: Measure, added: Sequence[Frozen], *, is_compared: bool) -> str:
    """The communes' figures added by the measure's own kind; "" where adding would mean nothing."""
    above, below = _sum(one.numerator for one in added), _sum(one.denominator for one in added)
    if goal.is_yes_no(measure) or measure.decided_by:
        return ""
    if measure.aggregation in _OF_YES:
        if above is None or below is None:
            return ""
        return f"{format.plain(above)}/{format.plain(below)} {format.counted_units(measure)}"
    if above is not None and below:
        return format.with_unit(format.number(measure.scale * above / below, 1), measure)
    total = _sum(one.value for one in added)
    if total is None or "%" in measure.unit or "/" in measure.unit or measure.over:
        return ""
    return _amount(measure, total, added, is_compared=is_compared)


def _amount(measure: Measure, total: Decimal, added: Sequence[Frozen], *, is_compared: bool) -> str:
    """A sum, and what it is measured by where every commune has that."""
    amount = format.amount(measure, total)
    if measure.target.kind is TargetKind.AMOUNT:
        target = _sum(one.target for one in added)
        if not target or measure.falling_is_good:
            return amount
        return f"{amount}, {format.per_cent(100 * total / target)} kế hoạch"
    before = _sum(comparison(measure, one) for one in added)
    if before is None or not is_compared:
        return amount
    word = "cùng kỳ" if measure.target.kind is TargetKind.YEAR_ON_YEAR else "mốc"
    return f"{amount} ({word} {format.amount(measure, before)})"


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as one is not known: a sum of some would pass for that of all."""
    found = list(values)
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def _met(measure: Measure, added: Sequence[Frozen]) -> str:
    """«41/58 xã đạt»: of those that were judged."""
    judged = [one.met for one in added if one.met is not None]
    if not measure.judged or len(judged) < FEWEST_COMMUNES:
        return ""
    return f"{sum(judged)}/{len(judged)} {MET}"


def _marked(added: Iterable[Frozen]) -> str:
    marked = sum(one.marked for one in added)
    return f"{marked:02d} {MARKED}" if marked else ""


def of_kind(told: str) -> Mapping[str, str]:
    """The parts of what was said, by kind: "" the sum, MET and MARKED."""
    return {next((kind for kind in (MET, MARKED) if part.endswith(kind)), ""): part for part in told.split("; ")}
