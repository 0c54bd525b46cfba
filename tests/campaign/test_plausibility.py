"""Which weeks are believed and which are asked about, on the questions of the commune that the project ships.

Needless doubt is a cost too: a table of ordinary weeks must pass without a word.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaign.definition import load
from campaign.parsing import plausibility
from campaign.parsing.plausibility import Doubt, History, Kind
from tests.campaign.khanh_khe import CAMPAIGN, VILLAGES, rows
from tests.campaign.spoiled import ROAD, SMALL, Spoiled
from tests.campaign.weeks import DOUBTFUL, ORDINARY, Week


@pytest.mark.parametrize("week", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_weeks_pass(week: Week) -> None:
    """What villages and offices honestly say in ordinary and in lively weeks is asked about by nobody."""
    assert None is week.doubt()


@pytest.mark.parametrize(("week", "expected"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_doubtful_weeks_are_told_apart(week: Week, expected: Doubt) -> None:
    """Each slip has its own kind, words for the officer and, where there is one, the other reading."""
    assert expected == week.doubt()


def test_every_kind_of_doubt_has_a_week() -> None:
    """No kind is without a case in the table."""
    assert set(Kind) == {expected.kind for _, expected in DOUBTFUL.values()}


def test_complement_needs_an_input_that_declares_it() -> None:
    """Where the campaign names no opposite, the same figures are a plain jump."""
    measure = CAMPAIGN.by_id["XH1"]
    plain = replace(measure.input("uncovered"), opposite="")
    found = plausibility.doubt(measure, plain, Decimal(503), Decimal(512), History(Decimal(9)))
    assert Doubt(Kind.JUMP, "9 → 503 người") == found


def test_the_shipped_autumn_raises_no_doubt() -> None:
    """The sample weeks of sowing and of cards, told week by week, pass for every village."""
    doubts = []
    for question, first in (("KT1a.area", "2026-09-24"), ("XH1.uncovered", "2026-10-22")):
        for village in VILLAGES:
            values = [
                row["value"]
                for row in rows("figures.csv")
                if f"{row['measure']}.{row['input']}" == question and row["unit"] == village and row["date"] >= first
            ]
            for at in range(1, len(values)):
                total = str(sum(map(Decimal, values[:at])))
                week = Week(question, values[at], values[at - 1], " ".join(reversed(values[:at])), "600", total)
                doubts += [(village, week, week.doubt())] if week.doubt() else []
    assert [] == doubts


@pytest.mark.parametrize(
    ("measure", "day", "first"),
    [
        ("KT1a", date(2026, 11, 19), date(2026, 9, 1)),
        ("KT1a", date(2026, 9, 1), date(2026, 9, 1)),
        ("KT1a", date(2026, 8, 31), date(2026, 6, 1)),
        ("KT1a", date(2026, 3, 31), date(2026, 1, 1)),
        ("KT1a", date(2026, 4, 2), date(2026, 1, 1)),
        ("KT1b", date(2026, 10, 8), date(2026, 10, 1)),
        ("KT1b", date(2026, 7, 31), date(2026, 5, 1)),
        ("KT5", date(2026, 11, 19), date(2026, 1, 1)),
        ("QP2a", date(2026, 11, 19), date(2025, 12, 15)),
        ("KT7", date(2028, 3, 1), date(2026, 1, 1)),
        ("KT6a", date(2026, 11, 19), date(2026, 1, 1)),
    ],
)
def test_season_starts(measure: str, day: date, first: date) -> None:
    """A season begins after a gap or where another ends; what has no season begins with its year."""
    assert first == plausibility.season_start(CAMPAIGN.by_id[measure], day)


def test_season_may_cross_the_new_year() -> None:
    """Months around the new year are one season, and twelve of them are none."""
    winter = replace(CAMPAIGN.by_id["KT1a"], months=(1, 2, 11, 12), season_starts=())
    assert date(2025, 11, 1) == plausibility.season_start(winter, date(2026, 2, 28))
    always = replace(winter, months=tuple(range(1, 13)))
    assert date(2026, 1, 1) == plausibility.season_start(always, date(2026, 2, 28))


WITH = 'only_with = "KT1b.area"\nalone = "không có"'
SPOILED = {
    "a rest of nothing": Spoiled(
        'label = "năng suất"', 'label = "năng suất"\nopposite = "còn lại"', "loại level có mẫu số", on="opposite"
    ),
    "a rest too long for a button": Spoiled(
        'label = "thẻ BHYT"', f'label = "thẻ BHYT"\nopposite = "{"x" * 25}"', "một nút chỉ đủ chỗ", on="opposite"
    ),
    "a fall of what cannot fall": Spoiled(
        'label = "thu hoạch"',
        'label = "thu hoạch"\nfalls_by_decision = true',
        "không giảm; chỉ loại level",
        on="falls_by",
    ),
    "a companion of a level": Spoiled(
        'label = "năng suất"', f'label = "năng suất"\n{WITH}', "mới đi cùng số khác", on="only_with"
    ),
    "a companion that is itself": Spoiled(
        'label = "thu hoạch"', f'label = "thu hoạch"\n{WITH}', "không phải số phát sinh khác", on="only_with"
    ),
    "a companion without its words": Spoiled(
        'label = "thu hoạch"',
        'label = "thu hoạch"\nonly_with = "KT9.x"',
        "cần câu nói khi số này đứng một mình",
        on="[[measure.input]]",
    ),
    "words without a companion": Spoiled(
        'label = "thu hoạch"', 'label = "thu hoạch"\nalone = "không có"', "không bao giờ dùng đến", on="alone"
    ),
    "a season that opens outside its months": Spoiled(
        "months = [5, 6, 7, 10]", "months = [5, 6, 7, 10]\nseason_starts = [8]", "của chính mùa đó", on="season_starts"
    ),
    "seasons without a season": Spoiled(
        'cadence = "weekly"', 'cadence = "weekly"\nseason_starts = [1]', "của chính mùa đó", on="season_starts"
    ),
    "seasons that are no numbers": Spoiled(
        "months = [5, 6, 7, 10]", "months = [5]\nseason_starts = ['5']", "danh sách số tháng", on="season_starts"
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED.keys())
def test_faults_of_doubts_are_told_with_their_line(spoiled: Spoiled, tmp_path: Path) -> None:
    """A doubt that could never arise, or would have no words, is a fault of the campaign file."""
    path = tmp_path / "campaign.toml"
    path.write_text(spoiled.text(), encoding="utf-8")
    found = load.check(path)
    assert [spoiled.line()] == [fault.line for fault in found if spoiled.reason in fault.reason], list(map(str, found))


def test_a_companion_of_another_reporter_is_a_fault(tmp_path: Path) -> None:
    """Who is asked about accidents is not who can be asked why somebody died without one."""
    path = tmp_path / "campaign.toml"
    flow = 'kind = "increment"\nunit = "vụ"\nnothing = "không có"\n' + WITH
    text = SMALL.replace(f'{ROAD}\nkind = "yes_no"', f"{ROAD}\n{flow}")
    path.write_text(text, encoding="utf-8")
    assert ["measure XH2, input road, only_with"] == [
        fault.where for fault in load.check(path) if "không phải số phát sinh khác" in fault.reason
    ]
