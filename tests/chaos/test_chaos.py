"""The short form of `make chaos`: some kills at random instants, some troubles, and every broken build."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos import builds, pair, storm, troubles, two_communes
from tests.chaos.builds import BROKEN, Broken
from tests.chaos.troubles import TROUBLES, Trouble
from tests.communes.province import MARKS
from tests.crash import faults, harness_setting, invariants
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import HEADS, MANY

Prepared = tuple[Path, dict[str, int]]
# The others take longer; each of them is in the table of docs/chaos.md.
SHORT = ("updates twice and out of order", "disk full")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, harness_setting.prepare(folder, MANY[:3])


def test_kills_at_random_instants_harm_nobody(prepared: Prepared, tmp_path: Path) -> None:
    """Eight in a week; `make chaos` has two hundred."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        trial = storm.endure(stage, 6, 8, (47,))
        assert [] == invariants.violations(stage, trial.given)
        assert 8 == len(stage.deaths)


def test_a_kill_at_each_moment_of_a_correction_harms_nobody(prepared: Prepared, tmp_path: Path) -> None:
    """Before it is stored, between storing and answering, before and after the commit, while its echo goes out."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        trial = storm.at_every_moment(stage)
        assert [] == invariants.violations(stage, trial.given)
        assert [*storm.MOMENTS, *storm.MOMENTS] == [death.kill.moment for death in stage.deaths]


@pytest.mark.parametrize("trouble", [one for one in TROUBLES if one.name in SHORT], ids=lambda one: one.name)
def test_a_trouble_harms_nobody(prepared: Prepared, tmp_path: Path, trouble: Trouble) -> None:
    """While it lasts nothing is said back that is not stored; when it is over, all of it is."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        found: list[str] = []
        trial = troubles.undergo(replace(trouble, lasts=min(trouble.lasts, 1.5), hits_post=False), stage, found.extend)
        assert [] == found + invariants.violations(stage, trial.given)


def test_two_communes_beside_each_other_are_as_each_alone(tmp_path: Path) -> None:
    """Killed twice in the week of both; a word of one commune that stands in the other's chat is found."""
    (tmp_path / "prepared").mkdir()
    ids = two_communes.prepare(tmp_path / "prepared", HEADS[:1])
    with two_communes.Both(tmp_path / "prepared", tmp_path, ids) as stage:
        trials = two_communes.endure(stage, 6, 2)
        assert [] == two_communes.violations(stage, trials)
        assert 2 == len(stage.deaths)
        stage.speak("a-hoa", f"UBND xã {MARKS['b']}")
        assert any("a-hoa read of the other commune" in fault for fault in two_communes.violations(stage, trials))


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.build)
def test_a_broken_build_is_found_out(prepared: Prepared, tmp_path: Path, broken: Broken) -> None:
    """Without this, that nothing is found would prove nothing."""
    found = builds.violations(broken, prepared[0], tmp_path, prepared[1])
    assert any(broken.words in one for one in found)


def test_every_fault_and_every_invariant_is_tried() -> None:
    """A broken build for each invariant, and no build that nobody starts."""
    assert {one.build for one in BROKEN} == set(faults.FAULTS)
    assert len(BROKEN) == len({one.invariant for one in BROKEN})


@pytest.mark.long
def test_two_bots_on_one_database_die_in_turn(tmp_path: Path) -> None:
    """The same invariants on PostgreSQL, with one of two processes killed every second or so."""
    with pair.Pair(tmp_path) as stage:
        trial = pair.endure(stage, 6, every=1.2)
        assert [] == invariants.violations(stage, trial.given)
        assert len(stage.deaths) >= 3
