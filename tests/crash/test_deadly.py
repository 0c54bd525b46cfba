"""A message of which the process itself dies: no exception tells of it, and it must not stop the bot for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.inbox.crash_marker import DEATHS
from tests.crash import harness_setting, invariants
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import Kill
from tests.crash.hooks import ANSWERING, TURN
from tests.crash.trial import Trial


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, harness_setting.prepare(folder)


def die(stage: CrashHarness, times: int) -> None:
    """The bot dies in the turn that is next, so many times, and starts again."""
    for number in range(times):
        assert stage.dies(Kill(ANSWERING, TURN)), "the bot came to rest and answered"
        stage.arm(Kill(ANSWERING, TURN) if number + 1 < times else None)
        stage.start()
    stage.rest()


def test_a_deadly_message_is_set_aside_with_an_apology(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """Whoever sent it hears of it and may say it anew; who came after it is answered."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        stage.arm(Kill(ANSWERING, TURN))
        stage.say("son", "8")
        stage.wait(stage.is_dead, "the bot did not die")
        stage.say("hien", "24")
        die(stage, DEATHS)
        assert "Xin lỗi" in stage.texts("son")[-1]
        assert "24 người chưa có thẻ BHYT" in stage.texts("hien")[-1]
        faults = stage.rows("SELECT text, fault FROM inbox WHERE fault IS NOT NULL")
        assert [("8", "the process died of it")] == faults
        stage.say("son", "8")
        stage.rest()
        assert "8 người chưa có thẻ BHYT" in stage.texts("son")[-1]


def test_chance_deaths_lose_no_answer(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """Killed in its turn once less than that, a message is answered like any."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.answer(1, [(ANSWERING, 1)] * (DEATHS - 1))
        assert [] == invariants.violations(stage, trial.given)
