"""Whatever stands in one commune's folder takes out that commune alone, and who had a code or a token keeps it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap
from bot.communes.folders import CommuneFolders
from tests.communes.province import CODES, MARKS
from tests.communes.test_folders import Running, spoil

TOKEN = "TELEGRAM_BOT_TOKEN=123456:abc\nTELEGRAM_API_URL=http://127.0.0.1:9\n"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """An officer of each commune is in, and has heard everything."""
    made = Running(tmp_path)
    for key in MARKS:
        made.province.enter(key, "hoa")
    made.province.heard()
    yield made
    for channel in made.program.channels.values():
        await channel.close()
    made.close()


def folder(running: Running, key: str) -> Path:
    return running.folder / "communes" / key


def change(running: Running, key: str, before: str, after: str) -> None:
    path = folder(running, key) / "commune.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def served(running: Running) -> dict[str, str]:
    return {one.commune_code: one.campaign.commune_name for one in running.program.communes}


def told(running: Running) -> set[str]:
    return {row.chat_id for row in running.province.heard()}


async def restart(running: Running) -> None:
    """The same files are read by a program that has not served anybody yet."""
    store = running.province.store
    running.folders = running.program.folders = CommuneFolders(running.settings, store, bootstrap.deployment)
    await running.look()


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 10,
        b"campaign = 5\n",
        b'campaign = "\\u0000x"\ncode = "1"\n',
        b'campaign = "."\n',
        b'campaign = "' + b"x" * 5000 + b'"\n',
        b"a=" + b"[" * 5000 + b"]" * 5000,
        b"a = 9e99999999999\nd = 0000-00-00\n",
    ],
)
async def test_no_file_stops_the_others(running: Running, junk: bytes) -> None:
    """Also names that no system has, and what is nested too deeply to be read; those of others are seen as before."""
    (folder(running, "b") / "commune.toml").write_bytes(junk)
    await running.look()
    change(running, "a", MARKS["a"], "Nậm Mới")
    await running.look()
    assert {CODES["a"]: "xã Nậm Mới"} == served(running)
    assert {"b-hoa", "operator"} == told(running)


async def test_a_folder_that_nobody_may_look_into(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commune is faulty, with its officer and the operator told; on the root of all nothing is concluded."""
    shut, stat = folder(running, "b"), Path.stat

    def refuse(path: Path, **how: Any) -> Any:
        if path.parent == shut:
            raise PermissionError(13, "Permission denied")
        return stat(path, **how)

    monkeypatch.setattr(Path, "stat", refuse)
    await running.look()
    assert [CODES["a"]] == list(served(running))
    assert {"b-hoa", "operator"} == told(running)
    shut = running.folder / "communes"
    await running.look()
    assert [CODES["a"]] == list(served(running))


async def test_a_fault_of_the_program_s_own_is_one_commune_s(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody has thought of, in reading, in holding overrides against the file, in opening a bot."""
    make = running.folders._reader._deployment

    def stumble(place: Any) -> Any:
        if place.name.endswith("b"):
            raise ZeroDivisionError
        return make(place)

    monkeypatch.setattr(running.folders._reader, "_deployment", stumble)
    change(running, "b", "chị", "cô")
    change(running, "a", MARKS["a"], "Nậm Mới")
    await running.look()
    assert {CODES["a"]: "xã Nậm Mới"} == served(running)
    assert {"b-hoa", "operator"} == told(running)


async def test_a_bot_that_cannot_be_opened_keeps_no_other_from_it(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = running.folders.open

    def stumble(key: str, member: Any) -> Any:
        if key.endswith(CODES["a"]):
            raise ZeroDivisionError
        return opened(key, member)

    monkeypatch.setattr(running.folders, "open", stumble)
    for key, token in (("a", TOKEN), ("b", TOKEN.replace("123456", "654321"))):
        (folder(running, key) / ".env").write_text(token, encoding="utf-8")
    await running.look()
    assert {"memory", f"telegram@{CODES['b']}"} == set(running.program.channels)
    assert set(CODES.values()) == set(served(running))
    running.program.live_updates._listening.popitem()[1].cancel()


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_copied_folder_takes_no_code(running: Running, is_restarted: bool) -> None:
    """By name it comes before the one that it was copied from; told is the operator, and no officer."""
    copy = folder(running, "A copy")
    copy.mkdir()
    written = (folder(running, "b") / "commune.toml").read_text(encoding="utf-8")
    (copy / "commune.toml").write_text(written.replace(MARKS["b"], "Mới Tinh"), encoding="utf-8")
    await (restart(running) if is_restarted else running.look())
    assert f"xã {MARKS['b']}" == served(running)[CODES["b"]]
    assert {"operator"} == told(running)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_file_that_takes_another_s_code_is_faulty(running: Running, is_restarted: bool) -> None:
    """Its own officer hears of it, not the other one; what its commune had said is still sent."""
    change(running, "a", CODES["a"], CODES["b"])
    await (restart(running) if is_restarted else running.look())
    assert {CODES["b"]: f"xã {MARKS['b']}"} == served(running)
    assert {"a-hoa", "operator"} == told(running)
    with running.province.everything() as session:
        assert not running.program.communes.held(session)


async def test_a_file_that_takes_another_s_token_is_faulty(running: Running) -> None:
    """The bot stays with the commune that had it."""
    (folder(running, "b") / ".env").write_text(TOKEN, encoding="utf-8")
    await running.look()
    (folder(running, "a") / ".env").write_text(TOKEN, encoding="utf-8")
    await running.look()
    assert [CODES["b"]] == list(served(running))
    assert ["memory", f"telegram@{CODES['b']}"] == list(running.program.channels)
    running.program.live_updates._listening.popitem()[1].cancel()


async def test_files_that_change_places(running: Running) -> None:
    """At one moment each has the other's code: both are right, and each commune goes on."""
    first, second = (folder(running, key) / "commune.toml" for key in MARKS)
    one, other = first.read_text(encoding="utf-8"), second.read_text(encoding="utf-8")
    first.write_text(other, encoding="utf-8")
    second.write_text(one, encoding="utf-8")
    await running.look()
    assert {CODES[key]: f"xã {MARKS[key]}" for key in MARKS} == served(running)
    assert set() == told(running)


async def test_a_renamed_folder_is_the_same_commune(running: Running) -> None:
    """Also where another one had its name before, and is faulty there: the removed commune's messages stay held."""
    folder(running, "b").rename(folder(running, "zz"))
    await running.look()
    assert set(CODES.values()) == set(served(running))
    assert set() == told(running)
    (folder(running, "zz") / "commune.toml").unlink()
    await running.look()
    folder(running, "a").rename(folder(running, "yy"))
    await running.look()
    for name in ("a", "zz"):
        folder(running, name).mkdir(exist_ok=True)
        (folder(running, name) / "commune.toml").write_text('code = "93333"\n', encoding="utf-8")
    await running.look()
    assert [CODES["a"]] == list(served(running))
    assert {"operator"} == told(running)
    with running.province.everything() as session:
        assert [running.province.ids["b"]] == list(running.program.communes.held(session))


async def test_a_faulty_copy_of_a_served_commune_takes_nothing_out(running: Running) -> None:
    """The commune moved to a new folder; in the old one something is left that cannot be read."""
    (folder(running, "zz")).mkdir()
    (folder(running, "b") / "commune.toml").rename(folder(running, "zz") / "commune.toml")
    (folder(running, "b") / "commune.toml").write_text(f'code = "{CODES["b"]}"\n', encoding="utf-8")
    await running.look()
    assert set(CODES.values()) == set(served(running))
    assert {"operator"} == told(running)


async def test_gone_and_back_within_one_look(running: Running) -> None:
    """Nobody notices, and nobody is told."""
    before = spoil(running.folder, "b")
    running.folders.look(running.province.clock.now())
    (folder(running, "b") / "commune.toml").write_text(before, encoding="utf-8")
    await running.look()
    assert set(CODES.values()) == set(served(running))
    assert set() == told(running)
