"""Thirty kills of the running bot at named moments; those at random ones, and the broken builds, are in tests/chaos."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.crash import harness_setting, invariants
from tests.crash.harness import CrashHarness
from tests.crash.hooks import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, BEFORE_STORING, CLAIMED, STORED
from tests.crash.trial import Plan, Trial

MOMENTS = (BEFORE_STORING, STORED, BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)

WEEK_47: Plan = (
    (),
    ((BEFORE_STORING, 1), (STORED, 1), (BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1), (ACCEPTED, 1)),
    ((BEFORE_STORING, 1), (BEFORE_COMMIT, 2), (ACCEPTED, 1)),
    ((STORED, 1), (AFTER_COMMIT, 2), (CLAIMED, 1)),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (ACCEPTED, 1)),
)
WEEK_48: Plan = (
    ((CLAIMED, 2), (ACCEPTED, 1)),
    ((STORED, 1), (BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1)),
    ((BEFORE_STORING, 1), (STORED, 1), (AFTER_COMMIT, 1), (ACCEPTED, 2)),
    ((BEFORE_STORING, 1), (BEFORE_STORING, 1), (STORED, 1), (BEFORE_COMMIT, 1)),
    ((CLAIMED, 1),),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, harness_setting.prepare(folder)


@pytest.mark.first
def test_thirty_kills_harm_nobody(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through two weeks of dialogues and posts no answer is lost or doubled, and no post comes twice."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.week(47, WEEK_47)
        trial.week(48, WEEK_48)
        with capsys.disabled():
            sys.stdout.write(harness_setting.table(stage.deaths))
        assert [] == invariants.violations(stage, trial.given)
        assert dict.fromkeys(MOMENTS, 5) == dict(Counter(death.kill.moment for death in stage.deaths))
        assert 12 == len(trial.given)
        # The officer was asked about both weeks; what never left is sent when she says so.
        assert [1, 0] == [len(posts(stage, week)) for week in (47, 48)]
        stage.tap("hoa", "Chưa thấy, đăng lại")
        stage.rest()
        assert [1, 1] == [len(posts(stage, week)) for week in (47, 48)]


def posts(stage: CrashHarness, week: int) -> list[str]:
    return [text for text in stage.texts("group") if f"TUẦN {week} " in text]
