"""Every request of a whole week, and every answer of the simulator, by the models of a library that we do not use."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from simulator import groups
from simulator import people as townsfolk
from simulator.shapes import Json, Upload
from tests.forge import ROOT
from tests.simulator.conftest import paint
from tests.stage import Stage

PYTHON = ROOT / ".venv-judge" / "bin" / "python"
SPOILED: dict[str, Json] = {
    "a method that is not": {"method": "sendMesage", "params": {"chat_id": "5", "text": "x"}},
    "a parameter that is not": {"method": "sendChatAction", "params": {"chat_id": "5", "action": "typing", "x": "y"}},
    "a number that is none": {
        "method": "sendChatAction",
        "params": {"chat_id": "5", "action": "typing", "message_thread_id": "x"},
    },
    "a parameter too few": {"method": "sendChatAction", "params": {"chat_id": "5"}},
    "a field that is not": {
        "method": "setMyCommands",
        "params": {"commands": '[{"command": "a", "description": "b", "colour": "c"}]'},
    },
    "another answer": {"method": "sendChatAction", "params": {"chat_id": "5", "action": "typing"}, "answer": {"x": 1}},
}


def judged(calls: list[Json]) -> tuple[int, list[str]]:
    """The judge's exit code, and what it prints."""
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "tests" / "judge" / "judge.py")],
        input=lines,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "" == done.stderr
    return done.returncode, done.stdout.splitlines()


async def a_week(stage: Stage) -> None:
    """Everything that a commune does in one: coming in, answers of each kind, reminders, posts, files, a correction."""
    await stage.join("son", "hien", "mai", "hoa", "lam")
    await stage.bind_group("hoa", "lam")
    son = stage.phone("son")
    await stage.at("2026-11-18T08:00")
    await stage.say("son", "8")
    await stage.tap("son", "Không gieo thêm")
    await stage.tap("son", "Không có gì mới")
    townsfolk.send_photo(
        stage.world, son, son, Upload("sổ.png", "image/png", paint(90, 60)), "nhầm, 7 chứ không phải 8"
    )
    townsfolk.send_document(
        stage.world, son, son, Upload("sổ.pdf", "application/pdf", b"%PDF"), "nhầm, 6 chứ không phải 7"
    )
    townsfolk.send_sticker(stage.world, son, son, "👍")
    townsfolk.send_voice(stage.world, son, son, 3)
    await stage.settle()
    message = townsfolk.send(stage.world, son, son, "cảm ơn")
    await stage.settle()
    townsfolk.edit(stage.world, son, son, message.id, "cảm ơn xã")
    await stage.settle()
    await stage.at("2026-11-18T19:00", "2026-11-19T14:00", "2026-11-19T16:00", "2026-11-19T17:00", "2026-11-19T19:00")
    await stage.at("2026-11-20T07:30")
    await stage.tap("hoa", "Duyệt, đăng ngay")
    groups.upgrade(stage.world, stage.group)
    stage.group = next(chat.id for chat in stage.world.chats.values() if chat.kind == "supergroup")
    groups.set_topics(stage.world, stage.group, [2], [])
    await stage.at("2026-11-20T09:00")
    lam = stage.phone("lam")
    for words in ("/tonghop", "/thon Bản Còn", "/giup"):
        townsfolk.send(stage.world, stage.group, lam, words, topic=2)
        await stage.settle()
    for words in ("tổng hợp", "chỉ tiêu KT1"):
        await stage.say("lam", words)
    for label in ("Excel", "Word", "Theo thôn"):
        await stage.tap("lam", label)
    await stage.at("2026-11-20T10:00")
    await stage.say("son", "nhầm, 4 chứ không phải 6")
    await stage.at("2026-11-20T10:15", "2026-11-20T10:30")
    await stage.tap("hoa", "Đăng đính chính")
    await stage.tap("hoa", "Ghi nhầm khi nhập")
    townsfolk.block(stage.world, son, is_blocked=True)
    await stage.settle()
    groups.remove_bot(stage.world, stage.group, lam)
    await stage.at("2026-11-20T11:00")


@pytest.mark.long
async def test_every_request_of_a_week_is_one_that_another_library_would_make(tmp_path: Path) -> None:
    """Each is known, with parameters that are known and taken; the simulator's answers are what the library expects."""
    stage = Stage(tmp_path)
    stage.world.transcript = []
    await stage.open()
    await a_week(stage)
    calls = stage.world.transcript
    await stage.close()
    code, printed = judged(calls)
    assert 0 == code, printed
    counts: dict[str, Any] = json.loads(printed[-1])["judged"]
    known = {"getMe", "getUpdates", "sendMessage", "sendPhoto", "sendDocument", "setMyCommands", "answerCallbackQuery"}
    assert {name.lower() for name in known} <= set(counts)  # to Telegram large and small letters are one
    assert len(calls) == sum(counts.values())
    assert any("message_thread_id" in call["params"] for call in calls)


@pytest.mark.long
@pytest.mark.parametrize("name", SPOILED)
def test_the_judge_sees_what_is_wrong(name: str) -> None:
    """Else it would let everything pass."""
    good: Json = {
        "method": "sendChatAction",
        "params": {"chat_id": "5", "action": "typing"},
        "files": [],
        "answer": True,
    }
    assert 0 == judged([good])[0]
    assert 1 == judged([good, {"files": [], "answer": True} | SPOILED[name]])[0]
