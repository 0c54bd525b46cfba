"""The ordered tables of statuses (decision 18) and of a year's verdicts: the first line that fits names the status.

Sees a `Case`, a measure's situation already worked out; computes no figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from campaign.assessment import goal


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
    MISSED = "missed"  # the year is over
    FAR = "far"  # the year is over, but the target is for a later one

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_assessed(self) -> bool:
        """Whether the measure was judged at all."""
        return self not in (Status.NO_DATA, Status.NOT_DUE, Status.FAR)

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
    Status.MISSED: "không đạt",
    Status.FAR: "chưa đến hạn",
}
_BEST_TO_WORST = (
    Status.NO_DATA,
    Status.NOT_DUE,
    Status.FAR,
    Status.EXCEEDED,
    Status.MET,
    Status.BORDERLINE,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.REVIEW,
    Status.MISSED,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the tables look at. `behind_by` is in percentage points, negative when ahead; None: there is no path.

    `is_year_over` chooses the table; `is_far` says that the target is for a later year, without a step in this one.
    """

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
    is_year_over: bool = False
    is_far: bool = False

    @property
    def is_within_band(self) -> bool:
        return self.behind_by is not None and self.behind_by <= self.band + goal.HAIR


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
    Line(
        "on_track", Status.ON_TRACK, lambda case: case.behind_by is not None and case.behind_by <= case.band + goal.HAIR
    ),
    Line("behind", Status.BEHIND, lambda case: True),
)

# Once the measure's own year is over: nothing is on its way any more, and no turn is to be looked into.
YEAR_TABLE = (
    Line("no_value", Status.NO_DATA, lambda case: not case.has_value),
    Line("no_baseline", Status.NO_DATA, lambda case: not case.has_baseline),
    Line("not_judged", Status.NOT_DUE, lambda case: not case.is_judged),
    Line("no_figure_of_year", Status.NO_DATA, lambda case: case.is_stale),
    Line("exceeded", Status.EXCEEDED, lambda case: case.is_exceeded),
    Line("met", Status.MET, lambda case: case.is_met),
    Line("equals_strict_target", Status.BORDERLINE, lambda case: case.equals_strict_target),
    Line("far", Status.FAR, lambda case: case.is_far),
    Line("missed", Status.MISSED, lambda case: True),
)


def judge(case: Case) -> Line:
    """The first line of the table that fits: of the year's verdicts where the year is over."""
    return next(line for line in (YEAR_TABLE if case.is_year_over else TABLE) if line.fits(case))
