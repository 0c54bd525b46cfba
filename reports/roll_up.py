"""A roll-up's week (tổng hợp liên xã): communes' frozen figures added measure by measure, as a table.

It knows no database. Who is added, and what groups were told before, it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from campaign import meaning
from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.roll_up import FEWEST_COMMUNES, RollUp
from reports import roll_up_subtraction, roll_up_sums, small_cells
from reports.roll_up_subtraction import Told
from reports.roll_up_sums import Frozen

TOO_FEW = f"chưa đủ {FEWEST_COMMUNES} xã để cộng"
WITHHELD = small_cells.WITHHELD


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one commune adds to a week: the frozen figures of the measures that its officer agreed to."""

    code: str
    name: str
    figures: Mapping[str, Frozen]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. `said` is what stands behind its name; `other` names the communes that word it otherwise.

    `told` are the codes of the communes that were in the sum when one was told last, in the week `told_in`; `mark` is
    what the measure meant then (`campaign.meaning`). Codes and names of who was added are never printed.
    """

    measure: str
    name: str
    said: str
    other: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    told_in: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A week of a roll-up. `posted` of `communes` have posted and agree; `unwilling` have not agreed (yet).

    `state` is a mark of what communes had posted of the week when it was put together; "" in tables of before.
    """

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
    state: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Table:
        lines = tuple(
            Line(**{**one, "other": tuple(one["other"]), "told": tuple(one["told"])}) for one in found["lines"]
        )
        return cls(**{**found, "lines": lines, "who": tuple(found["who"])})


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to add: the communes that have posted and agree, out of `communes`; `unwilling` do not agree.

    `told` are by measure the sums that groups know (of measures with small cells alone), `state` as a table has it.
    """

    contributions: Sequence[Contribution]
    communes: int
    unwilling: int = 0
    told: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    state: str = ""


def build(roll_up: RollUp, week: ReportingWeek, given: Given) -> Table:
    """The week's table as it is posted first."""
    posted = len(given.contributions)
    return Table(
        name=roll_up.name,
        week=week.label,
        number=week.number,
        first=str(week.first.day) if week.first.month == week.last.month else f"{week.first.day}/{week.first.month}",
        last=f"{week.last.day}/{week.last.month}/{week.last.year}",
        posted=posted,
        communes=given.communes,
        unwilling=given.unwilling,
        lines=tuple(_line(measure, given, week.label, posted) for measure in roll_up.chosen()),
        who=tuple(sorted(one.code for one in given.contributions)),
        state=given.state,
    )


def _line(measure: Measure, given: Given, week: str, posted: int) -> Line:
    added, other = _alike(measure, given)
    line = Line(measure.id, measure.name, TOO_FEW, other, mark=meaning.of(measure))
    return line if len(added) < FEWEST_COMMUNES else _told(line, measure, added, given, week, posted)


def _told(line: Line, measure: Measure, added: Mapping[str, Frozen], given: Given, week: str, posted: int) -> Line:
    """The line with the sum of these communes, or without it where it would give a small count away."""
    known = given.told.get(measure.id, ())
    if roll_up_subtraction.gives_away(measure, added, known):
        return replace(line, said=WITHHELD)
    is_compared = not roll_up_subtraction.comparison_gives_away(measure, added, known)
    said = roll_up_sums.said(measure, list(added.values()), posted, is_compared=is_compared)
    return replace(line, said=said, told=tuple(sorted(added)), told_in=week)


def _alike(measure: Measure, given: Given) -> tuple[dict[str, Frozen], tuple[str, ...]]:
    """What can be added, by the commune's code, and the names of the communes that mean something else."""
    mark = meaning.of(measure)
    having = {one.code: (one.name, one.figures[measure.id]) for one in given.contributions if measure.id in one.figures}
    other = tuple(name for name, one in having.values() if one.meaning != mark)
    return {code: one for code, (_, one) in having.items() if one.meaning == mark and one.value is not None}, other


def corrected(roll_up: RollUp, old: Table, given: Given) -> Table:
    """What would be told of a week by now. `old` is what the group was told last of it; `given` has also communes
    that were added then and take no part any more, with what they had then.

    Who was added stays so. One or two that are late wait for others: the sum, and how many have posted, would give
    theirs away. What the operator's file has changed since (meaning, measures, communes) changes no week told before.
    """
    who = {*old.who, *(one.code for one in given.contributions)}
    made = replace(old, correction=old.correction + 1, state=given.state)
    if not _are_few(who - {*old.who}):
        made = replace(
            made, who=tuple(sorted(who)), posted=len(who), communes=given.communes, unwilling=given.unwilling
        )
    chosen = {one.id: one for one in roll_up.chosen()}
    lines = tuple(_again(line, chosen.get(line.measure), given, old.week, made.posted) for line in old.lines)
    return replace(made, lines=lines)


def _again(line: Line, measure: Measure | None, given: Given, week: str, posted: int) -> Line:
    """A line of the week by now; the same where what the group knows of it would give away one or two communes."""
    if measure is None or line.mark not in ("", meaning.of(measure)):
        return line
    before = frozenset(line.told) if line.told_in == week else frozenset()
    added, other = _alike(measure, given)
    if not before <= added.keys() or len(added) < FEWEST_COMMUNES:
        return line
    if before and _are_few(added.keys() - before):
        added = {code: added[code] for code in before}
    return _told(replace(line, other=other), measure, added, given, week, posted)


def _are_few(codes: Collection[str]) -> bool:
    return len(codes) < FEWEST_COMMUNES
