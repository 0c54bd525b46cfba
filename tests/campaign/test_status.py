"""Every line of the status table, in its order."""

from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.assessment import status
from campaign.assessment.status import Case, Status

# A case that fits no line but the last.
BEHIND = Case(has_value=True, has_baseline=True, behind_by=Decimal(40), band=Decimal(5))

# From the bottom of the table to the top: each change makes the case fit a line above all the lines before.
CLIMB = [
    ("on_track", Status.ON_TRACK, {"behind_by": Decimal(5)}),
    ("equals_strict_target", Status.BORDERLINE, {"equals_strict_target": True}),
    ("met", Status.MET, {"is_met": True}),
    ("exceeded", Status.EXCEEDED, {"is_exceeded": True}),
    ("moved_wrong", Status.REVIEW, {"moved_wrong": True}),
    ("stale", Status.NOT_DUE, {"is_stale": True}),
    ("not_judged", Status.NOT_DUE, {"is_judged": False}),
    ("no_baseline", Status.NO_DATA, {"has_baseline": False}),
    ("no_value", Status.NO_DATA, {"has_value": False}),
]


def test_the_first_line_that_fits_decides() -> None:
    """A case that fits several lines takes the highest of them, whatever the lower ones say."""
    case, climbed = BEHIND, []
    assert "behind" == status.judge(case).rule
    for rule, expected, change in CLIMB:
        case = replace(case, **change)  # type: ignore[arg-type]  # the table above is of mixed types
        line = status.judge(case)
        climbed.append(line.rule)
        assert (rule, expected) == (line.rule, line.status)
    assert [line.rule for line in status.TABLE] == [*reversed(climbed), "behind"]


@pytest.mark.parametrize(
    ("behind_by", "expected"),
    [
        ("-3", Status.ON_TRACK),
        ("0", Status.ON_TRACK),
        ("5", Status.ON_TRACK),
        ("5.001", Status.BEHIND),
        (None, Status.BEHIND),
    ],
)
def test_band_of_the_path(behind_by: str | None, expected: Status) -> None:
    """At most five points short is on track; without a path nothing short of the target is."""
    case = replace(BEHIND, behind_by=None if behind_by is None else Decimal(behind_by))
    assert expected == status.judge(case).status


YEAR_CLIMB = [
    ("far", Status.FAR, {"is_far": True}),
    ("equals_strict_target", Status.BORDERLINE, {"equals_strict_target": True}),
    ("met", Status.MET, {"is_met": True}),
    ("exceeded", Status.EXCEEDED, {"is_exceeded": True}),
    ("no_figure_of_year", Status.NO_DATA, {"is_stale": True}),
    ("not_judged", Status.NOT_DUE, {"is_judged": False}),
    ("no_baseline", Status.NO_DATA, {"has_baseline": False}),
    ("no_value", Status.NO_DATA, {"has_value": False}),
]


def test_the_first_line_of_a_years_verdicts_that_fits_decides() -> None:
    """Once the year is over no band helps and no wrong turn hurts: what is not met is missed."""
    case, climbed = replace(BEHIND, is_year_over=True, behind_by=Decimal(1), moved_wrong=True), []
    assert ("missed", Status.MISSED) == (status.judge(case).rule, status.judge(case).status)
    for rule, expected, change in YEAR_CLIMB:
        case = replace(case, **change)  # type: ignore[arg-type]  # the table above is of mixed types
        line = status.judge(case)
        climbed.append(line.rule)
        assert (rule, expected) == (line.rule, line.status)
    assert [line.rule for line in status.YEAR_TABLE] == [*reversed(climbed), "missed"]


def test_every_status_has_a_word_and_a_place() -> None:
    """All ten statuses have a Vietnamese word of their own and their own severity."""
    assert 10 == len({one.label for one in Status})
    assert list(range(10)) == sorted(one.severity for one in Status)


def test_unassessed_statuses_are_the_mildest() -> None:
    """A measure without a mark never hides one that has a mark; a wrong turn is worse than lateness."""
    assessed = [one for one in Status if one.is_assessed]
    assert max(one.severity for one in Status if not one.is_assessed) < min(one.severity for one in assessed)
    assert Status.MISSED == max(assessed, key=lambda one: one.severity)
    assert Status.REVIEW.severity > Status.BEHIND.severity > Status.ON_TRACK.severity > Status.MET.severity
