"""The one ordered table of statuses (decision 18): the first line that fits names the status and the rule.

Sees a `Case`, a measure's situation already worked out; computes no figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """How a measure stands. `label` is the Vietnamese word that is printed, lower case."""

    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    REVIEW = "review"
    EXCEEDED = "exceeded"
    MET = "met"
    BORDERLINE = "borderline"
    ON_TRACK = "on_track"
    BEHIND = "behind"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_assessed(self) -> bool:
        """Whether the measure was judged at all; the two others are told as «chưa xét»."""
        return self not in (Status.NO_DATA, Status.NOT_DUE)

    @property
    def is_met(self) -> bool:
        return self in (Status.EXCEEDED, Status.MET)

    @property
    def severity(self) -> int:
        """The higher, the worse; an indicator takes the worst of its assessed measures (decision 19)."""
        return _BEST_TO_WORST.index(self)


_LABELS = {
    Status.NO_DATA: "chưa có số liệu",
    Status.NOT_DUE: "chưa đến kỳ xét",
    Status.REVIEW: "cần xem lại",
    Status.EXCEEDED: "vượt",
    Status.MET: "đạt",
    Status.BORDERLINE: "sát chỉ tiêu",
    Status.ON_TRACK: "đúng tiến độ",
    Status.BEHIND: "chậm",
}
_BEST_TO_WORST = (
    Status.NO_DATA,
    Status.NOT_DUE,
    Status.EXCEEDED,
    Status.MET,
    Status.BORDERLINE,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.REVIEW,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the table looks at. `behind_by` is in percentage points, negative when ahead; None: there is no path."""

    has_value: bool
    has_baseline: bool
    is_judged: bool = True
    is_stale: bool = False
    moved_wrong: bool = False
    is_met: bool = False
    is_exceeded: bool = False
    equals_strict_target: bool = False
    behind_by: Decimal | None = None
    band: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its name is kept beside the status, so that a leader can ask why."""

    rule: str
    status: Status
    fits: Callable[[Case], bool]


TABLE = (
    Line("no_value", Status.NO_DATA, lambda case: not case.has_value),
    Line("no_baseline", Status.NO_DATA, lambda case: not case.has_baseline),
    Line("not_judged", Status.NOT_DUE, lambda case: not case.is_judged),
    Line("stale", Status.NOT_DUE, lambda case: case.is_stale),
    Line("moved_wrong", Status.REVIEW, lambda case: case.moved_wrong),
    Line("exceeded", Status.EXCEEDED, lambda case: case.is_exceeded),
    Line("met", Status.MET, lambda case: case.is_met),
    Line("equals_strict_target", Status.BORDERLINE, lambda case: case.equals_strict_target),
    Line("on_track", Status.ON_TRACK, lambda case: case.behind_by is not None and case.behind_by <= case.band),
    Line("behind", Status.BEHIND, lambda case: True),
)


def judge(case: Case) -> Line:
    """The first line of the table that fits."""
    return next(line for line in TABLE if line.fits(case))
