"""A database file that is moved or replaced while the bot runs: nothing more is confirmed, and somebody hears of it."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.channels.contract import Outgoing, Rejected, Sent, Unknown
from bot.channels.memory import Memory
from bot.http.health import Health
from bot.monitoring.database_watch import DatabaseWatch
from bot.monitoring.file_signature import FileSignature
from models import key_values
from models.database import Store, connect
from models.database_file import DatabaseMoved
from services import wording
from services.context import Address
from services.inbound import Inbound, Kind
from tests import commune
from tests.commune import Stand
from tests.live import Live, simulated, until

OFFICER = Address("memory", "hoa")


def moved(file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))


def replaced_by_rename(file: Path) -> None:
    shutil.copy(file, file.with_name("copy.db"))
    file.with_name("copy.db").replace(file)


def deleted(file: Path) -> None:
    file.unlink()


def deleted_and_made_anew(file: Path) -> None:
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)


def folder_moved(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


def replaced_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def replaced_by_link(file: Path) -> None:
    shutil.copy(file, file.with_name("copy.db"))
    file.unlink()
    file.symlink_to("copy.db")


HARMS = [
    moved,
    replaced_by_rename,
    deleted,
    deleted_and_made_anew,
    folder_moved,
    replaced_by_folder,
    replaced_by_link,
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Stand]:
    """A commune in a folder of its own."""
    folder = tmp_path / "var"
    folder.mkdir()
    made = Stand(folder, Store(connect(f"sqlite:///{commune.fresh_file(folder)}")))
    yield made
    made.close()


def said(number: int) -> Inbound:
    return Inbound("memory", "memory", f"file {number}", "son", "son", Kind.TEXT, None, text="GIÚP")


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
async def test_nothing_more_is_taken_or_answered(place: Stand, harm: Callable[[Path], None]) -> None:
    """Not ready at the next look; what comes is not confirmed; what waits is not answered; no other file is made."""
    health = Health(place.store, {}, lambda: 0.0, 60.0)
    assert (await health.ready())["database"]
    await place.intake.take([said(1)])
    harm(Path(str(place.store.engine.url.database)))
    health._written = (-1.0, False)  # a second later
    assert not (await health.ready())["database"]
    with pytest.raises(DatabaseMoved):
        await place.intake.take([said(2)])
    with pytest.raises(DatabaseMoved):
        place.intake.answer_all()
    with pytest.raises(DatabaseMoved):
        place.tick()


async def test_a_file_that_comes_back_is_used_again(place: Stand) -> None:
    """Moved away by mistake and put back: everything goes on, and nothing is lost."""
    place.join("son")
    file = Path(str(place.store.engine.url.database))
    await place.intake.take([said(1)])
    moved(file)
    with pytest.raises(DatabaseMoved):
        await place.intake.take([said(2)])
    assert not file.exists()  # noqa: ASYNC240  a look that takes no time
    file.with_name("elsewhere.db").rename(file)
    await place.take([said(2)])
    assert 2 == len(place.heard("son"))


async def test_what_is_being_written_is_not_committed(place: Stand) -> None:
    """The file goes between the beginning and the commit of a transaction."""
    with pytest.raises(DatabaseMoved), place.context() as context:
        context.commune.name = "x"
        moved(Path(str(place.store.engine.url.database)))


def copied_over(file: Path) -> None:
    shutil.copy(file.with_name("before.db"), file)


def backup_copied_over(file: Path) -> None:
    """One file without a log, as `thidua backup` makes it."""
    with closing(sqlite3.connect(file.with_name("before.db"))) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    copied_over(file)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def scratched(file: Path) -> None:
    file.write_bytes(b"nothing" * (file.stat().st_size // 7))


@pytest.mark.parametrize(
    "harm", [copied_over, backup_copied_over, emptied, scratched], ids=lambda harm: str(harm.__name__)
)
async def test_what_is_overwritten_in_place_is_noticed_at_the_next_look(
    place: Stand, harm: Callable[[Path], None]
) -> None:
    """The same file by its name and number, with another content: from that look on nothing is taken."""
    file = Path(str(place.store.engine.url.database))
    shutil.copy(file, file.with_name("before.db"))
    signature = FileSignature(place.store)
    signature.sign()
    health = Health(place.store, {}, lambda: 0.0, 60.0, signature.look)
    assert (await health.ready())["database"]
    place.join("son")
    harm(file)
    health._written = (-1.0, False)  # a second later
    assert not (await health.ready())["database"]
    with pytest.raises(DatabaseMoved):
        await place.intake.take([said(2)])


async def test_a_busy_database_keeps_its_signature(place: Stand) -> None:
    """While its log is written back again and again, and while somebody reads it."""
    signature = FileSignature(place.store)
    signature.sign()
    file = Path(str(place.store.engine.url.database))
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM units").fetchone()
        signature.look()
    for number in range(60):
        with place.store.transaction() as session:
            for row in range(20):
                key_values.put(session, f"filling {number} {row}", "x" * 2000)
        signature.look()
        if number % 10 == 0:
            with closing(sqlite3.connect(file)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with place.store.transaction() as session:
        assert "x" * 2000 == key_values.get(session, "filling 59 19")


class Alerts:
    """A watch over the stand's database, whose alerts are kept."""

    def __init__(self, stand: Stand) -> None:
        self.channel = Memory()
        self._watch = DatabaseWatch(stand.store, {"memory": self.channel}, lambda _session: [OFFICER])

    async def looks(self, count: int) -> list[str]:
        """What is said at so many looks."""
        before = len(self.channel.sent)
        for _ in range(count):
            await self._watch.look()
        assert {OFFICER.chat_id} >= {message.chat_id for message in self.channel.sent}
        return [message.text for message in self.channel.sent[before:]]


async def test_the_officer_hears_of_it_once_and_of_its_end(place: Stand) -> None:
    """From memory: at the second look at which it stands, however long it lasts."""
    alerts = Alerts(place)
    file = Path(str(place.store.engine.url.database))
    assert [] == await alerts.looks(3)
    moved(file)
    assert [] == await alerts.looks(1)
    assert [wording.database_moved()] == await alerts.looks(20)
    file.with_name("elsewhere.db").rename(file)
    assert [wording.database_usable_again()] == await alerts.looks(3)
    deleted(file)
    assert [wording.database_moved()] == await alerts.looks(3)


async def test_a_database_that_takes_no_writes_is_told_too(place: Stand) -> None:
    """Whatever the reason: here a table that is not there."""
    alerts = Alerts(place)
    assert [] == await alerts.looks(1)
    with place.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE markers RENAME TO elsewhere")
    assert [wording.database_unusable()] == await alerts.looks(4)


async def test_an_alert_is_tried_until_it_is_taken(place: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times at most, for what was not answered may have arrived."""
    alerts = Alerts(place)
    await alerts.looks(1)
    outcomes = [Rejected("no"), Unknown("time-out"), Sent("1"), Sent("2")]
    tried: list[str] = []

    async def send(message: Outgoing) -> object:
        tried.append(message.text)
        return outcomes[len(tried) - 1]

    monkeypatch.setattr(alerts.channel, "send", send)
    moved(Path(str(place.store.engine.url.database)))
    await alerts.looks(8)
    assert [wording.database_moved()] * 3 == tried


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


@pytest.mark.first
def test_a_running_bot_stops_confirming_and_tells_the_officer(world: httpx.Client, tmp_path: Path) -> None:
    """`thidua run`, its file moved away and put back: what was said meanwhile stays with the platform."""
    live = Live(tmp_path, world)
    officer = live.person("Hoa")
    _, printed = live.command("invite", "--role", "officer", "--unit", "XA", "--name", "Đàm Thị Hoa")
    with live.bot() as client:
        live.say(officer, f"/start {printed.splitlines()[0]}")
        until(lambda: len(heard(world, officer)) == 1, "the welcome")
        live.say(officer, "Đồng ý")
        until(lambda: len(heard(world, officer)) == 2, "the thanks")
        since = int(time.time()) + 2  # what the watch writes is rounded, up or down
        looked = f"SELECT 1 FROM markers WHERE key = 'written for the watch' AND CAST(value AS INTEGER) >= {since}"  # noqa: S608  a number
        until(lambda: bool(live.query(looked)), "the watch knows the officer")
        moved(live.file)
        until(lambda: client.get("/health").status_code == 503, "the health check notices")
        live.say(officer, "GIÚP")
        until(lambda: wording.database_moved() in heard(world, officer), "the officer is told")
        assert 1 == live.pending()
        assert not live.file.exists()
        live.file.with_name("elsewhere.db").rename(live.file)
        until(lambda: client.get("/health").status_code == 200, "the health check notices")
        until(lambda: not live.pending(), "what was said is taken")
        until(lambda: wording.database_usable_again() in heard(world, officer), "the officer is told of the end")


def heard(world: httpx.Client, who: int) -> list[str]:
    state = world.get("/sim/state").json()
    chat = next(chat for chat in state["chats"] if chat["id"] == who)
    return [message["text"] for message in chat["messages"] if message["from"]["is_bot"] and "text" in message]
