"""Texts made to keep the program busy, through whole turns: answered at once, as short ones are, and never kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.http.metrics import Metrics
from bot.inbox import storage, turns
from handlers import commands, dispatch
from handlers.turn import Turn
from models.messages import InboxMessage as Stored
from services import wording
from services.imports import rows
from services.imports.unit_rows import COLUMNS
from services.inbound import LONGEST_TEXT, Inbound, Kind
from tests.commune import TUESDAY, Stand, deployment

ASK = "2026-11-18T08:00"
UNITS = (
    " ",
    "a ",
    "Ab ",
    "Ạb ",
    "ạ",
    "Ab, ",
    "1 ",
    "1.",
    " \n",
    "\n",
    "cau 1 ",
    "a\u0323\u0301",
    "\u0301\u0323",
)
TEXTS = [(unit * 4096)[:4095] + end for unit in UNITS for end in ("!", unit[-1])]
WAYS: dict[str, tuple[Kind, dict[str, str | bool]]] = {
    "private": (Kind.TEXT, {}),
    "group": (Kind.TEXT, {"is_group": True, "chat_id": "-7"}),
    "caption": (Kind.PHOTO, {"data": "file"}),
    "edit": (Kind.EDIT, {"message_id": "5"}),
    "code": (Kind.TEXT, {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_strangers_longest_text_holds_nobody_up(stand: Stand, way: str) -> None:
    """Each kind of 4,096 characters takes under 100 ms of processor time, and another's figure is read after each."""
    stand.join("son")
    stand.at(ASK)
    stand.tick()
    stand.heard()
    kind, more = WAYS[way]
    stand.send("x", kind, text="alo", **more)  # the first of its kind prepares its statements
    for text in TEXTS:
        began = time.process_time()
        stand.send("x", kind, text=("/start " if way == "code" else "") + text, **more)
        assert 0.1 > time.process_time() - began, text[:12]
        stand.say("son", "GIÚP")
        assert stand.heard("son")
    stand.say("son", "8")
    assert stand.heard("son")[-1].text.startswith("8 người")


def test_an_officers_longest_command_holds_nobody_up(stand: Stand) -> None:
    """A thousand characters behind each command: none looks for every beginning of them among all units."""
    stand.join("son", "hoa")
    stand.at(ASK)
    stand.tick()
    stand.say("hoa", "GIÚP")
    slow = {}
    for name, row in commands.COMMANDS.items():
        if row.takes_words:
            text = f"{row.words[0]} {'1 ' * LONGEST_TEXT}"[: LONGEST_TEXT - 1]
            began = time.thread_time()
            stand.say("hoa", text)
            slow[name] = time.thread_time() - began
    assert {} == {name: seconds for name, seconds in slow.items() if seconds > 0.2}


def test_a_stranger_hears_what_every_stranger_hears(stand: Stand) -> None:
    """No word of a limit, in private or in a group."""
    stand.say("x", "alo")
    (short,) = stand.heard("x")
    stand.say("x", "con 6, " * 500)
    assert [short.text] == [row.text for row in stand.heard("x")]
    stand.send("x", Kind.TEXT, text="/tonghop " * 400, is_group=True, chat_id="-7")
    stand.send("x", Kind.EDIT, text="con 6, " * 500, message_id="5")
    assert [] == stand.heard()


def test_of_an_overlong_text_nothing_is_kept(stand: Stand) -> None:
    """One sentence; the row stays, so that the update is confirmed once, without its words."""
    stand.join("son")
    stand.at(ASK)
    stand.tick()
    stand.heard()
    said = Inbound("memory", "memory", "long", "son", "son", Kind.TEXT, TUESDAY, text="con 6, " * 500)
    assert stand.intake.handle(said)
    assert not stand.intake.handle(said)
    assert [wording.too_long()] == [row.text for row in stand.heard("son")]
    with stand.store.transaction() as session:
        assert [None] == list(session.scalars(select(Stored.text).where(Stored.key == "long")))


def test_blanks_do_not_count(stand: Stand) -> None:
    """Four thousand blanks around a figure are one figure; a thousand characters are still read."""
    stand.join("son")
    stand.at(ASK)
    stand.tick()
    stand.heard()
    stand.say("son", "con" + "\u00a0" * 2000 + "8" + "\n " * 1000)
    assert stand.heard("son")[-1].text.startswith("8 người")
    stand.say("son", "x" * LONGEST_TEXT)
    assert wording.too_long() != stand.heard("son")[-1].text
    stand.say("son", "x" * (LONGEST_TEXT + 1))
    assert wording.too_long() == stand.heard("son")[-1].text


def test_an_overlong_caption_and_edit(stand: Stand) -> None:
    """The photo is kept and its words are not; the figure of an edited message stays as it was."""
    stand.join("son")
    stand.at(ASK)
    stand.tick()
    stand.send("son", Kind.TEXT, text="8", message_id="57")
    stand.heard()
    stand.send("son", Kind.EDIT, text="9 " * 2000, message_id="57")
    assert [wording.too_long()] == [row.text for row in stand.heard("son")]
    stand.send("son", Kind.PHOTO, text="9 " * 2000, data="file")
    assert [wording.caption_too_long()] == [row.text for row in stand.heard("son")]


def test_an_overlong_code_is_no_guess(stand: Stand) -> None:
    """Nothing of it is looked up."""
    stand.join("son")
    stand.say("son", "/start " + "A" * 200)
    assert [wording.too_long()] == [row.text for row in stand.heard("son")]
    said = Inbound("memory", "memory", "1", "x", "x", Kind.CHOICE, None, data="a" * 5000, title="Nhóm\nxã" + "x" * 999)
    assert ("", 255, "Nhóm xãx") == (said.data, len(said.title), said.title[:8])


def test_a_cell_is_normalised_and_held_to_its_limit(tmp_path: Path) -> None:
    """Blanks within become one, and what is longer than any cell is a fault of its line."""
    path = tmp_path / "units.csv"
    path.write_text("code,\u00a0name\u200b\nT01, Bản\u00a0\u00a0Còn \n", encoding="utf-8")
    (row,) = rows.read(path, COLUMNS, "name").rows
    assert ("T01", "Bản Còn") == (row.text("code"), row.text("name"))
    path.write_text(f"code,name\nT01,{'x' * 1001}\n", encoding="utf-8")
    (row,) = rows.read(path, COLUMNS, "name").rows
    assert ["Dòng 2: cột B «Tên đơn vị» dài 1001 chữ; nhiều nhất 1000."] == row.faults
    assert "" == row.text("name")


@pytest.mark.parametrize(("seconds", "expected"), [(0.4, []), (1.5, ["text"])])
def test_a_slow_turn_is_logged_and_counted(
    stand: Stand,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    seconds: float,
    expected: Sequence[str],
) -> None:
    """By its kind and time alone: neither words nor names."""
    now = [0.0]

    def slowly(turn: Turn) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(dispatch, "dispatch", slowly)
    metrics, counted = Metrics(dict), []

    def count(kind: str) -> None:
        counted.append(kind)
        metrics.slow_turn(kind)

    said = Inbound("memory", "memory", "slow", "son", "son", Kind.TEXT, None, text="bí mật")
    storage.Storage(stand.store, stand.communes, stand.clock).store([said])
    made = turns.Turns(stand.store, deployment(), stand.clock, note_slow=count)
    with caplog.at_level(logging.WARNING):
        made.answer()
    assert expected == counted
    assert [f"a turn of kind {kind} took {seconds} s" for kind in expected] == caplog.messages
    assert bool(expected) == ('thidua_slow_turns_total{kind="text"} 1.0' in metrics.page().decode())
