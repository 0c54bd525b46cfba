"""Twenty kills of the running bot, and four builds broken on purpose that the same checks must find out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.crash import faults, invariants, ordeal
from tests.crash.ordeal import Ordeal
from tests.crash.runner import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, CLAIMED
from tests.crash.trial import Plan, Trial

MOMENTS = (BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)

WEEK_47: Plan = (
    (),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1), (ACCEPTED, 1)),
    ((BEFORE_COMMIT, 2), (ACCEPTED, 1)),
    ((AFTER_COMMIT, 2), (CLAIMED, 1)),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (ACCEPTED, 1)),
)
WEEK_48: Plan = (
    ((CLAIMED, 2), (ACCEPTED, 1)),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1)),
    ((AFTER_COMMIT, 1), (ACCEPTED, 2)),
    ((BEFORE_COMMIT, 1),),
    ((CLAIMED, 1),),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, ordeal.prepare(folder)


def test_twenty_kills_harm_nobody(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through two weeks of dialogues and posts no answer is lost or doubled, and no post comes twice."""
    with Ordeal(prepared[0], tmp_path, prepared[1]) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.week(47, WEEK_47)
        trial.week(48, WEEK_48)
        with capsys.disabled():
            sys.stdout.write(ordeal.table(stage.deaths))
        assert [] == invariants.violations(stage, trial.given)
        assert dict.fromkeys(MOMENTS, 5) == dict(Counter(death.kill.moment for death in stage.deaths))
        assert 12 == len(trial.given)
        # The officer was asked about both weeks; what never left is sent when she says so.
        assert [1, 0] == [len(posts(stage, week)) for week in (47, 48)]
        stage.tap("hoa", "Chưa thấy, đăng lại")
        stage.rest()
        assert [1, 1] == [len(posts(stage, week)) for week in (47, 48)]


def posts(stage: Ordeal, week: int) -> list[str]:
    return [text for text in stage.texts("group") if f"TUẦN {week} " in text]


@pytest.mark.parametrize(
    ("fault", "moment", "found"),
    [
        ("confirmed before commit", BEFORE_COMMIT, "not stored"),
        ("answer after commit", AFTER_COMMIT, "never said back"),
        ("inbox key not checked", AFTER_COMMIT, "without having been said"),
    ],
)
def test_a_broken_dialogue_is_found_out(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, fault: str, moment: str, found: str
) -> None:
    """One kill during an answer is enough to show what each of these builds does wrong."""
    with Ordeal(prepared[0], tmp_path, prepared[1], fault) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.answer(1, ((moment, 1),))
        assert any(found in one for one in invariants.violations(stage, trial.given))


def test_a_post_sent_again_is_found_out(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """A build that treats the post like any message posts twice after a kill, and the check says so."""
    with Ordeal(prepared[0], tmp_path, prepared[1], "post sent again") as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.post(((ACCEPTED, 1),))
        assert ["week 47 was posted 2 times"] == invariants.violations(stage, trial.given)


def test_a_job_done_again_is_found_out(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """A build that claims no job reminds at every tick, and the check says so."""
    with Ordeal(prepared[0], tmp_path, prepared[1], "jobs not claimed") as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        stage.at("2026-11-18T08:00")
        stage.wait(lambda: len(stage.texts("son")) > 3, "nobody was asked twice")
        assert any("times a question" in one for one in invariants.violations(stage, trial.given))


def test_a_doubt_not_told_is_found_out(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """A build that leaves a post in doubt to itself is found out by the officer's silence."""
    with Ordeal(prepared[0], tmp_path, prepared[1], "doubt not told") as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.post(((CLAIMED, 1),))
        assert ["week 47 is in doubt and an officer was asked 0 times"] == invariants.violations(stage, trial.given)


def test_every_fault_is_tried() -> None:
    """A fault that no test starts would prove nothing."""
    tried = {"confirmed before commit", "answer after commit", "inbox key not checked", "post sent again"}
    tried |= {"jobs not claimed", "doubt not told"}
    assert tried == set(faults.FAULTS)
