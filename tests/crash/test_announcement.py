"""The bot killed while an announcement goes out, to Telegram and Zalo: nobody is left out, nobody is told twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import harness_setting
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import Kill
from tests.crash.hooks import ACCEPTED, BEFORE_COMMIT, CLAIMED, TURN

WORDS = "Sáng thứ Hai họp ở hội trường xã."
HEADS = ("son", "hien", "tho")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, harness_setting.prepare(folder, HEADS, zalo=("hien",))


@pytest.mark.parametrize(("moment", "passing"), [(BEFORE_COMMIT, 1), (CLAIMED, 1), (ACCEPTED, 2)])
def test_everybody_is_told_once(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, moment: str, passing: int
) -> None:
    """Killed before anything is queued, all are told; of those who were being told the officer is asked: nothing goes
    out again by itself, and nobody is passed over.
    """
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        stage.at("2026-11-18T08:00")
        stage.start()
        stage.rest()
        stage.say("hoa", f"THÔNG BÁO {WORDS}")
        stage.rest()
        stage.tap("hoa", "28 thôn")
        stage.rest()
        kill = Kill(moment, TURN, passing)
        stage.arm(kill)
        stage.tap("hoa", "Gửi, không cần")
        assert stage.dies(kill)
        stage.start()
        stage.rest()
        told = [_count(stage, who) for who in HEADS]
        in_doubt = len(stage.rows("SELECT id FROM outbox WHERE purpose = 'announcement' AND state = 'unknown'"))
        asked = [text for text in stage.texts("hoa") if "chưa rõ đã tới chưa" in text]
        assert 1 >= max(told)
        assert in_doubt >= 3 - sum(told)  # whoever was not told is among those whom the officer reads of
        assert bool(in_doubt) == bool(asked) == (moment != BEFORE_COMMIT)
        if moment == CLAIMED:  # none of them had left
            stage.tap("hoa", f"Gửi lại {in_doubt} nơi")
            stage.rest()
            assert [1, 1, 1] == [_count(stage, who) for who in HEADS]


def _count(stage: CrashHarness, who: str) -> int:
    return sum(WORDS in text for text in stage.texts(who))
