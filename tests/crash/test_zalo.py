"""The bot killed on Zalo, whose polls forget what they handed out: what is lost is asked again, nothing comes twice.

On Zalo alone, and where the people of one commune have different messengers, with their leaders' group on either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash import harness_setting
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import Kill
from tests.crash.hooks import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, BEFORE_STORING, CLAIMED, POST, STORED, TURN
from tests.short_form import diagonal

MOMENTS = (BEFORE_STORING, STORED, BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)
OF_THE_POST = (BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)
REPLY = "1: 8, 2: 0, 3: không"
READ_BACK = "Đã nhận báo cáo của thôn Bản Còn: 8 người chưa có thẻ BHYT (giảm 1)"


ALONE, GROUP_ON_ZALO, GROUP_ON_TELEGRAM = "zalo alone", "mixed, group on zalo", "mixed, group on telegram"
HOUSES = {
    ALONE: (("son", "hien", "hoa", "thu"), "zalo"),
    GROUP_ON_ZALO: (("son", "hoa", "thu"), "zalo"),
    GROUP_ON_TELEGRAM: (("son",), "telegram"),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    zalo, group_on = HOUSES[request.param]
    return folder, harness_setting.prepare(folder, zalo=zalo, group_on=group_on)


def begin(stage: CrashHarness, *instants: str) -> None:
    stage.week = 47
    stage.at("2026-11-17T15:00")
    stage.start()
    for instant in instants:
        stage.at(instant)
        stage.rest()


def kill(stage: CrashHarness, moment: str, what: str) -> None:
    assert stage.dies(Kill(moment, what)), f"the bot came to rest and never passed {moment}"
    stage.start()
    stage.rest()


def answers(stage: CrashHarness) -> int:
    """How many figures the one reply has given."""
    words = REPLY.replace("'", "")
    return int(stage.rows(f"SELECT count(*) FROM figure_revisions WHERE words = '{words}'")[0][0])  # noqa: S608  ours


@pytest.mark.parametrize(("prepared", "moment"), diagonal(list(HOUSES), MOMENTS), indirect=["prepared"])
def test_an_answer_is_stored_once(prepared: tuple[Path, dict[str, int]], tmp_path: Path, moment: str) -> None:
    """Killed before it is stored, it is lost with the poll and said again; else it is there, and read back."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        begin(stage, "2026-11-18T08:00")
        stage.arm(Kill(moment, TURN))
        stage.say("son", REPLY)
        kill(stage, moment, TURN)
        if moment == BEFORE_STORING:
            assert 0 == answers(stage)
            stage.say("son", REPLY)
            stage.rest()
        asked = 2 + len(_news(stage))  # two single figures, and all that rarely changes
        assert asked == answers(stage)
        if not stage.is_on_zalo("hien"):  # where a dead bot's last poll would still swallow what she says
            stage.say("hien", "bhyt 3")
            stage.rest()
            assert any("3 người chưa có thẻ BHYT" in text for text in stage.texts("hien"))
        read_back = [text for text in stage.texts("son") if text.startswith(READ_BACK)]
        assert (2 if moment == ACCEPTED else 1) == len(read_back)


def _news(stage: CrashHarness) -> Sequence[object]:
    """The figures of what rarely changes, as the report owes them."""
    query = "SELECT due FROM reports JOIN units ON units.id = unit_id WHERE units.code = 'T01'"
    return json.loads(stage.rows(query)[0][0])[2:]  # type: ignore[no-any-return]  # a list of keys


@pytest.mark.parametrize(("prepared", "moment"), diagonal(list(HOUSES), OF_THE_POST), indirect=["prepared"])
def test_the_post_never_comes_twice(prepared: tuple[Path, dict[str, int]], tmp_path: Path, moment: str) -> None:
    """It arrives by itself where it cannot have gone out before; otherwise an officer is asked."""
    with CrashHarness(prepared[0], tmp_path, prepared[1]) as stage:
        begin(stage, "2026-11-18T08:00", "2026-11-20T07:30")
        stage.arm(Kill(moment, POST))
        stage.at("2026-11-20T09:00")
        kill(stage, moment, POST)
        posts = [text for text in stage.texts("group") if "TUẦN 47 " in text]
        asked = [text for text in stage.texts("hoa") if "Tôi không biết bài đã tới chưa" in text]
        in_doubt = moment in (CLAIMED, ACCEPTED)
        assert (0 if moment == CLAIMED else 1) == len(posts)
        assert (1 if in_doubt else 0) == len(asked)
