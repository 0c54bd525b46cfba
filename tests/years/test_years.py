"""Eight weeks around a year's end lived by the real program and reckoned: a merger, Tết told late, verdicts."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.commune import ZONE
from tests.years import five_years
from tests.years.reckoning import Reckoning
from tests.years.story import FIRST, Life

_MERGER = "Khòn Cải và Nà Pò sáp nhập thành Bản Mới từ 15/1/2027, theo NQ 12"


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """One commune, without what its year's end does not need."""
    made = Life(tmp_path, datetime(2026, 12, 14, 9, tzinfo=ZONE))
    made.units = {FIRST: ("T01", "T03", "T04", "PKT")}
    with made.running:
        made.begin()
        yield made


@pytest.mark.first
def test_eight_weeks_around_a_years_end_agree_with_the_oracle(life: Life) -> None:
    """From 17/12/2026 to Tết 2027: posts, files and verdicts are what the rows amount to, also where villages merge."""
    happens = {
        3: lambda: life.give_estimate(2027),
        4: lambda: life.officer(FIRST, _MERGER, "Ghi"),
        5: lambda: life.close_year(FIRST, 2026),
        6: lambda: five_years.tet(life, 2027),
    }
    day = date(2026, 12, 17)
    for number in range(8):
        week = life.live(day, happens.get(number, lambda: None))
        day = week.last + timedelta(days=7)
    assert [51, 52, 53, 1, 2, 3, 4, 5] == [week.number for week in life.posted]
    assert [] == life.faults + life.reckoning.year(FIRST, 2026)
    assert [] == life.reckoning.years(FIRST, 2026, 2030, week.last)
    # The reckoning is no formality: by another target the same posts and files are found to be wrong.
    other = copy.deepcopy(dict(life.campaign))
    next(one for one in other["measure"] if one["id"] == "XH1")["target"]["value"] = 100
    found = Reckoning(life.running, other).week(FIRST, week.first, week.last, week.label, is_full=False)
    assert {"post", "file"} == {"post" if "post:" in one else "file" for one in found}
