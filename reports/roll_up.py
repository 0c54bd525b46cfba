"""A roll-up's week (tổng hợp liên xã): communes' frozen figures added measure by measure, as a table and as its text.

It knows no database. Who is added, and since when, it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from campaign import meaning
from campaign.assessment import goal
from campaign.calendar import ReportingWeek
from campaign.catalogue import Aggregation, Measure, TargetKind
from campaign.roll_up import FEWEST_COMMUNES, RollUp
from reports import format, small_cells
from reports.weekly import changes

TOO_FEW = f"chưa đủ {FEWEST_COMMUNES} xã để cộng"
_MOST_NAMES = 5
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


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one commune adds to a week: the frozen figures of the measures that its officer agreed to."""

    code: str
    name: str
    figures: Mapping[str, Frozen]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. `said` is what stands behind its name; `other` names the communes that word it otherwise.

    `told` are the codes of the communes that were in the sum when one was told last, in the week `told_in`. Codes and
    names of who was added are never printed.
    """

    measure: str
    name: str
    said: str
    other: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A week of a roll-up. `posted` of `communes` have posted and agree; `unwilling` have not agreed (yet)."""

    name: str
    week: str
    number: int
    first: str
    last: str
    posted: int
    communes: int
    unwilling: int
    lines: tuple[Line, ...]
    who: tuple[str, ...] = ()  # the codes of those that have posted: never printed
    correction: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Table:
        lines = tuple(
            Line(**{**one, "other": tuple(one["other"]), "told": tuple(one["told"])}) for one in found["lines"]
        )
        return cls(**{**found, "lines": lines, "who": tuple(found["who"])})


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a measure before: of which communes, in which week, and what they had then."""

    codes: frozenset[str] = frozenset()
    week: str = ""
    values: Mapping[str, Decimal | None] = field(default_factory=dict)


def build(
    roll_up: RollUp,
    week: ReportingWeek,
    given: Sequence[Contribution],
    communes: int,
    unwilling: int,
    told: Mapping[str, Told],
    old: Table | None = None,
) -> Table:
    """The week's table. `told` is what the group knows of each measure from the weeks before, `old` of this one."""
    before = {line.measure: frozenset(line.told) for line in old.lines if line.told_in == week.label} if old else {}
    lines = tuple(
        _line(measure, given, told.get(measure.id, Told()), week.label, before.get(measure.id, frozenset()))
        for measure in roll_up.chosen()
    )
    return Table(
        name=roll_up.name,
        week=week.label,
        number=week.number,
        first=str(week.first.day) if week.first.month == week.last.month else f"{week.first.day}/{week.first.month}",
        last=f"{week.last.day}/{week.last.month}/{week.last.year}",
        posted=len(given),
        communes=communes,
        unwilling=unwilling,
        lines=lines,
        who=tuple(sorted(one.code for one in given)),
    )


def _line(
    measure: Measure, given: Sequence[Contribution], told: Told, week: str, before: frozenset[str] = frozenset()
) -> Line:
    """`before` are the communes in the sum that the group was told of this very week."""
    mark = meaning.of(measure)
    having = [one for one in given if measure.id in one.figures]
    other = tuple(one.name for one in having if one.figures[measure.id].meaning != mark)
    added = {one.code: one.figures[measure.id] for one in having if one.figures[measure.id].meaning == mark}
    added = {code: one for code, one in added.items() if one.value is not None}
    if _few(before, added) and before <= added.keys():
        added = {code: added[code] for code in before}  # one or two that are late wait for others
    name = measure.name
    if len(added) < FEWEST_COMMUNES:
        return Line(measure.id, name, TOO_FEW, other, tuple(sorted(told.codes)), told.week)
    if _gives_away(measure, added, told):
        return Line(measure.id, name, small_cells.WITHHELD, other, tuple(sorted(told.codes)), told.week)
    said = "; ".join(
        part for part in (_value(measure, list(added.values())), _met(measure, added), _marked(added)) if part
    )
    return Line(measure.id, name, said or "chưa có số để cộng", other, tuple(sorted(added)), week)


def _gives_away(measure: Measure, added: Mapping[str, Frozen], told: Told) -> bool:
    """Whether a count under five could be worked out: by a commune that takes its own away, by whoever takes away what
    the others have published, or by last week's sum.
    """
    if not small_cells.shown(measure, Decimal(0)):
        return False
    values = {code: one.value or Decimal(0) for code, one in added.items()}
    total = sum(values.values(), Decimal(0))
    if any(_is_small(total - value) for value in values.values()):
        return True
    small = [value for value in values.values() if _is_small(value)]
    withheld = sum(small, Decimal(0))  # what is left without all published ones, also to one of those that are small
    if any(_is_small(withheld - own) for own in (Decimal(0), *small)):
        return True
    moved = told.codes ^ added.keys() if told.codes else frozenset()
    if not 0 < len(moved) < FEWEST_COMMUNES:
        return False
    return any(_is_small(values.get(code, told.values.get(code) or Decimal(1))) for code in moved)


def _is_small(count: Decimal) -> bool:
    return 0 < count < small_cells.FEWEST


def _value(measure: Measure, added: Sequence[Frozen]) -> str:
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
    return _amount(measure, total, added)


def _amount(measure: Measure, total: Decimal, added: Sequence[Frozen]) -> str:
    """A sum, and what it is measured by where every commune has that."""
    said = format.amount(measure, total)
    target, base = _sum(one.target for one in added), _sum(one.base for one in added)
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return f"{said} (cùng kỳ {format.amount(measure, base)})" if base is not None else said
    if measure.target.kind is TargetKind.BASELINE:
        return f"{said} (mốc {format.amount(measure, target)})" if target is not None else said
    if target and not measure.falling_is_good:
        return f"{said}, {format.per_cent(100 * total / target)} kế hoạch"
    return said


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as one is not known: a sum of some would pass for that of all."""
    found = list(values)
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def _met(measure: Measure, added: Mapping[str, Frozen]) -> str:
    """«41/58 xã đạt»: of those that were judged."""
    judged = [one.met for one in added.values() if one.met is not None]
    if not measure.judged or len(judged) < FEWEST_COMMUNES:
        return ""
    return f"{sum(judged)}/{len(judged)} xã đạt"


def _marked(added: Mapping[str, Frozen]) -> str:
    marked = sum(one.marked for one in added.values())
    return f"{marked:02d} số đang đối chiếu" if marked else ""


def settled(old: Table, new: Table) -> Table:
    """The new table of a week as far as it may be told after the old one.

    Where one or two communes came or went, the sum would give theirs away: the line stays as it was until there are
    more, and so does the count of those that have posted.
    """
    before = {line.measure: line for line in old.lines}
    lines = tuple(_kept(before.get(line.measure), line) for line in new.lines)
    is_same = not _few(old.who, new.who)
    made = replace(new, lines=lines, correction=old.correction + 1)
    if is_same:
        return made
    return replace(made, posted=old.posted, who=old.who, unwilling=old.unwilling, communes=old.communes)


def _kept(old: Line | None, new: Line) -> Line:
    if old is None or old.told_in != new.told_in:
        return new
    return old if _few(old.told, new.told) else new


def _few(one: Collection[str], other: Collection[str]) -> bool:
    return 0 < len(set(one) ^ set(other)) < FEWEST_COMMUNES


def changed(old: Table, new: Table) -> list[str]:
    """What reads otherwise, «Hộ nghèo: 6.214 → 6.211 hộ»; [] where nothing does."""
    before = {line.measure: line for line in old.lines}
    found = []
    if (old.posted, old.communes) != (new.posted, new.communes):
        found.append(f"Đã đăng: {old.posted}/{old.communes} → {new.posted}/{new.communes} xã")
    for line in new.lines:
        was = before.get(line.measure)
        if was is not None and was.said != line.said:
            found.append(f"{line.name}: {_from_to(was.said, line.said)}")
        if was is not None and was.other != line.other and line.other:
            found.append(f"{line.name}: không cộng {names(line.other)} (cách tính khác)")
    return found


def _from_to(old: str, new: str) -> str:
    """Part by part, «633 → 642 hộ; 0/3 → 1/3 xã đạt»; what is the same is not said."""
    before, now = old.split("; "), new.split("; ")
    if len(before) != len(now):
        return f"{old} → {new}"
    pairs = zip(before, now, strict=True)
    return "; ".join(changes.from_to(was, one) for was, one in pairs if was != one)


def names(of: Sequence[str]) -> str:
    """«xã A, xã B và 3 xã khác»."""
    shown = ", ".join(of[:_MOST_NAMES])
    return f"{shown} và {len(of) - _MOST_NAMES} xã khác" if len(of) > _MOST_NAMES else shown
