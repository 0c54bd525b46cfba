"""Communes come, change and go while the program runs; a faulty one is alone with its fault, and is told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import bootstrap, settings
from bot.app import Program
from bot.channels.memory import Memory
from bot.communes.folders import CommuneFolders
from bot.communes.places import Unreadable, find
from bot.communes.reading import Reader
from bot.operator_error import OperatorError
from bot.setting_faults import SettingsError
from bot.settings import Settings
from models import delivery_queue
from models.messages import OutboxMessage
from models.outbox_states import Purpose, State
from services.communes import Communes
from services.inbound import Inbound, Kind
from tests.commune import FOLDER
from tests.communes.province import CODES, MARKS, Province, short_file
from tests.live import live_settings


def written(folder: Path, **more: object) -> Settings:
    """Both communes' files in a folder, and settings that name it."""
    for key in MARKS:
        short_file(folder / "communes", key)
    return live_settings(communes=(folder / "communes",), **more)


def spoil(folder: Path, key: str) -> str:
    """A commune's file becomes faulty; what it was."""
    path = folder / "communes" / key / "commune.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("name =", "nam ="), encoding="utf-8")
    return before


class Running:
    """A program over the province's database, that has read its communes from files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._keys = folder, count(1)
        self.province = Province(folder)
        self.settings = written(folder, administrator="memory:operator")
        self.folders = CommuneFolders(self.settings, self.province.store, bootstrap.deployment)
        self.channel = Memory()
        self.program = Program(
            self.settings,
            self.province.store,
            Communes(()),
            clock=self.province.clock,
            channels=[self.channel],
            folders=self.folders,
        )
        self.program.live_updates.begin()

    async def look(self) -> None:
        """Two looks: what has been the same at both is put in force."""
        for _ in range(2):
            listed = self.folders.look(self.province.clock.now())
            if listed is not None:
                await self.program.live_updates.change(listed)

    async def said(self, who: str, text: str, bot: str = "memory") -> None:
        heard = Inbound(
            bot, "memory", f"n{next(self._keys)}", who, who, Kind.TEXT, self.province.clock.now(), text=text
        )
        await self.program.intake.take([heard])
        self.program.intake.answer_all()

    def close(self) -> None:
        self.program.executor.shutdown()
        self.province.close()


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    made = Running(tmp_path)
    yield made
    made.close()


def test_places_are_files_folders_and_folders_of_folders(tmp_path: Path) -> None:
    """Each commune once, however often it is named; a place that is not there is no decision."""
    for key in MARKS:
        short_file(tmp_path, key)
    named = [tmp_path, tmp_path / "a", FOLDER / "campaign.toml"]
    assert 3 == len(find(named))
    with pytest.raises(Unreadable):
        find([tmp_path / "nothing"])


def test_communes_with_the_same_file_share_one_campaign(tmp_path: Path) -> None:
    """Measures, calendar and tables are the same objects; code, name and officer are each commune's own."""
    first, second = (one.deployment for one in Reader(written(tmp_path), bootstrap.deployment).read().members)
    assert first.campaign.as_written.measures is second.campaign.as_written.measures
    assert first.campaign.as_written.by_id is second.campaign.as_written.by_id
    assert first.calendar is second.calendar
    assert list(CODES.values()) == [first.campaign.commune_code, second.campaign.commune_code]
    assert [f"chị {mark}" for mark in MARKS.values()] == [
        one.campaign.as_written.officer_name for one in (first, second)
    ]


def test_a_zalo_bot_is_never_shared(tmp_path: Path) -> None:
    """Among the deployment's settings it is refused in a sentence; in a commune's own it is that commune's bot."""
    with pytest.raises(ValueError, match="ZALO_BOT_TOKEN: bot Zalo không dùng chung được"):
        written(tmp_path, zalo_bot_token="123456:abc")
    (tmp_path / "communes" / "a" / ".env").write_text("ZALO_BOT_TOKEN=123456:abc\n", encoding="utf-8")
    membership_settings = written(tmp_path)
    first, second = Reader(membership_settings, bootstrap.deployment).read().members
    assert ["Zalo"] == [bot.label for bot in first.tokens]
    assert [] == second.tokens


def test_a_commune_does_not_inherit_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the deployment's own nor one in the process's environment; other settings it does."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_2", "777777:seventh")
    (tmp_path / "communes" / "a").mkdir(parents=True)
    own = tmp_path / "communes" / "a" / ".env"
    own.write_text("TELEGRAM_BOT_TOKEN=123456:abc\n", encoding="utf-8")
    found = settings.load_own(own, written(tmp_path, telegram_api_url="http://127.0.0.1:9"))
    assert ["123456:abc"] == settings.secrets_of(found)
    assert "http://127.0.0.1:9" == found.telegram_api_url  # type: ignore[attr-defined]  # of the channel
    own.write_text("TELEGRAM_BOT_TOKE=123456:abc\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="không có mục này"):
        settings.load_own(own, written(tmp_path))


def test_a_code_and_a_token_are_one_communes(tmp_path: Path) -> None:
    """Of two with the same the second is faulty, and says which the first is."""
    chosen = written(tmp_path)
    for key in MARKS:
        (tmp_path / "communes" / key / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:abc\n", encoding="utf-8")
    listed = Reader(chosen, bootstrap.deployment).read()
    assert [CODES["a"]] == [one.code for one in listed.members]
    assert "TELEGRAM_BOT_TOKEN: mã bot này đã dùng ở" in str(listed.faulty[0])
    assert "abc" not in str(listed.faulty[0])


def test_a_command_says_which_commune_it_is_about(tmp_path: Path) -> None:
    """By code or folder; without it, or with a wrong one, the list of all."""
    chosen = written(tmp_path)
    named = chosen.model_copy(update={"commune": "b"})
    assert CODES["b"] == bootstrap.load_campaign(named).commune_code
    with pytest.raises(OperatorError, match=CODES["a"]):
        bootstrap.load_campaign(chosen)


async def test_a_commune_is_added_and_removed_while_the_others_go_on(running: Running) -> None:
    """Nothing queued of a removed one is sent; what it is told waits, and is answered when it comes back."""
    province = running.province
    province.enter("a", "son")
    province.enter("b", "son")
    path = running.folder / "communes" / "b" / "commune.toml"
    written_before = path.read_text(encoding="utf-8")
    await running.said("b-son", "GIÚP")
    path.unlink()
    await running.look()
    await running.said("a-son", "GIÚP")
    with province.everything() as session:
        held = delivery_queue.Held(communes=running.program.communes.held(session))
        claimed = delivery_queue.claim(session, datetime.now(UTC), timedelta(seconds=60), 100, held)
        assert {province.ids["a"]} == {row.commune_id for row in claimed}
        waiting = session.scalars(select(OutboxMessage).where(OutboxMessage.commune_id == province.ids["b"])).all()
        assert {State.PENDING} == {row.state for row in waiting}
    path.write_text(written_before, encoding="utf-8")
    await running.look()
    with province.everything() as session:
        assert not running.program.communes.held(session)


async def test_a_faulty_file_takes_out_its_own_commune(running: Running) -> None:
    """Its officer and the operator hear it once; what it is told waits for its answer; the other notices nothing."""
    province = running.province
    province.enter("a", "hoa", "son")
    province.enter("b", "hoa", "son")
    province.heard()
    before = spoil(running.folder, "b")
    await running.look()
    await running.look()
    told = province.heard()
    assert {("b-hoa", Purpose.ALERT), ("operator", Purpose.DEPLOYMENT)} == {(row.chat_id, row.purpose) for row in told}
    assert 2 == len(told)
    await running.said("b-son", "GIÚP")
    await running.said("a-son", "GIÚP")
    assert {"a-son"} == {row.chat_id for row in province.heard()}
    (running.folder / "communes" / "b" / "commune.toml").write_text(before, encoding="utf-8")
    await running.look()
    running.program.intake.answer_all()
    heard = {row.chat_id for row in province.heard()}
    assert {"b-hoa", "operator", "b-son"} == heard


async def test_a_place_that_cannot_be_read_changes_nothing(running: Running) -> None:
    """A disk that is not mounted is no decision of the operator's."""
    (running.folder / "communes").rename(running.folder / "away")
    await running.look()
    assert 2 == len(running.program.communes)


async def test_a_commune_gets_a_bot_of_its_own(running: Running) -> None:
    """Opened with its folder's .env and closed when that goes; its key bears the commune's code."""
    own = running.folder / "communes" / "b" / ".env"
    own.write_text("TELEGRAM_BOT_TOKEN=123456:abc\nTELEGRAM_API_URL=http://127.0.0.1:9\n", encoding="utf-8")
    await running.look()
    assert ["memory", f"telegram@{CODES['b']}"] == list(running.program.channels)
    first, second = running.program.communes
    assert (["memory"], ["memory", f"telegram@{CODES['b']}"]) == (list(first.bots), list(second.bots))
    assert "Telegram" == second.label(f"telegram@{CODES['b']}")
    own.unlink()
    await running.look()
    assert ["memory"] == list(running.program.channels)


def test_without_any_commune_the_program_does_not_start(tmp_path: Path) -> None:
    """With the faults of all."""
    chosen = written(tmp_path)
    for key in MARKS:
        spoil(tmp_path, key)
    province = Province(tmp_path)
    folders = CommuneFolders(chosen, province.store, bootstrap.deployment)
    program = Program(chosen, province.store, Communes(()), clock=province.clock, channels=[Memory()], folders=folders)
    with pytest.raises(OperatorError, match="name: còn thiếu"):
        program.live_updates.begin()
    program.executor.shutdown()
    province.close()
