"""Messages that wait for their answer: kept, shown, copied, restored and forgotten like everything else of people's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import bootstrap
from bot.backups import making, restoring
from bot.http import gauges
from bot.inbox.queue import InboxQueue
from models import message_retention
from models.database import Store
from models.messages import InboxMessage, OutboxMessage
from scheduler import housekeeping, watching
from services.inbound import Inbound, Kind
from tests import commune, databases
from tests.commune import Stand
from tests.live import live_settings

_NAMES = "Nguyễn Văn An, Trần Thị Bình"


def said(number: int, who: str, text: str, **more: object) -> Inbound:
    fields: dict[str, object] = {"kind": Kind.TEXT, "said_at": commune.TUESDAY, "text": text} | more
    return Inbound("memory", "memory", f"waiting {number}", who, who, **fields)  # type: ignore[arg-type]  # by name


def rows(stand: Stand) -> list[InboxMessage]:
    """What this test has said, in order."""
    query = select(InboxMessage).where(InboxMessage.key.startswith("waiting")).order_by(InboxMessage.id)
    with stand.context() as context:
        return list(context.session.scalars(query))


def whole_file(stand: Stand) -> bytes:
    """The database's file with all that its log holds."""
    file = Path(str(stand.store.engine.url.database))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


@pytest.mark.parametrize("target", [databases.SQLITE, databases.POSTGRESQL])
@pytest.mark.parametrize("as_lines", [False, True], ids=["file", "lines"])
async def test_what_waits_in_a_backup_is_answered_after_its_restore(
    stand: Stand, tmp_path: Path, as_lines: bool, target: str
) -> None:
    """In order, once; but what an officer said may have been carried out by the program that went on."""
    stand.ask("son", "hoa", "hien")
    told = [said(1, "son", "con 6"), said(2, "hoa", "DUYỆT"), said(3, "hien", "con 3"), said(4, "son", "5 sào")]
    await stand.intake.take(told)
    settings = live_settings(
        database_url=stand.store.engine.url.render_as_string(hide_password=False),
        backup_folder=tmp_path / "kept",
        evidence_folder=tmp_path / "photos",
    )
    good = making.make(settings, stand.store, as_lines=as_lines)
    other: Store | None = None
    if target == databases.POSTGRESQL:
        other = databases.Passing()
        address = other.url
    else:
        address = f"sqlite:///{tmp_path}/new/thidua.db"
    there = settings.model_copy(update={"database_url": live_settings(database_url=address).database_url})
    restoring.restore(there, settings.backups / good.file, force=False)
    store = bootstrap.open_store(there)
    intake = InboxQueue(store, stand.communes, stand.clock, stand._executor, lambda: None)
    intake.answer_all()
    intake.answer_all()
    with store.transaction() as session:
        stand.deployment.context(session, stand.clock.now())
        query = select(InboxMessage).where(InboxMessage.key.startswith("waiting")).order_by(InboxMessage.id)
        faults = [row.fault for row in session.scalars(query)]
        assert [None, "restored from a backup: it may have been carried out", None, None] == faults
        assert {(None, None)} == {(row.payload, row.queue_round) for row in session.scalars(query)}
        heard = [row.text for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]
    assert 1 == sum("6 người chưa có thẻ" in text for text in heard)
    assert 1 == sum("3 người chưa có thẻ" in text for text in heard)
    store.close()
    if other is not None:
        other.close()


@pytest.mark.parametrize(("days", "waits"), [(89, True), (91, False)])
async def test_what_waits_is_forgotten_with_the_other_texts(stand: Stand, days: int, waits: bool) -> None:
    """After the private days it leaves the line, and nothing of its words stays."""
    stand.join("son")
    await stand.intake.take([said(1, "son", "chuyện riêng")])
    with stand.context() as context:
        long_ago = stand.clock.now() - timedelta(days=days)
        context.session.execute(update(InboxMessage).values(received_at=long_ago))
    with stand.context() as context:
        message_retention.forget_texts(context.session, stand.clock.now() - timedelta(days=90))
    (row,) = rows(stand)
    assert [waits] * 3 == [row.text is not None, row.payload is not None, row.queue_round is not None]
    assert waits == (row.fault is None)
    stand.heard()
    stand.intake.answer_all()
    assert waits == bool(stand.heard("son"))


async def test_codes_of_an_older_version_are_hidden_by_the_daily_purge(stand: Stand) -> None:
    """What stands behind /start in the inbox."""
    with stand.context() as context:
        now = stand.clock.now()
        row = InboxMessage(bot="m", key="1", chat_id="a", sender_id="a", kind="text", said_at=now, received_at=now)
        row.text, row.commune_id = "/start K7QM-4TXP", context.commune.id
        context.session.add(row)
    housekeeping.run(stand.store, stand.communes, stand.clock.now())
    with stand.context() as context:
        assert ["/start [mã]"] == list(context.session.scalars(select(InboxMessage.text)))


async def test_how_many_wait_and_for_how_long_is_measured_and_watched(stand: Stand) -> None:
    """By bot; after ten minutes whoever looks after the machine hears of it."""
    stand.join("son")
    await stand.intake.take([said(number, "son", "GIÚP") for number in range(3)])
    stand.clock.instant += timedelta(minutes=11)
    await stand.intake.take([said(9, "son", "GIÚP")])
    found = gauges.of(stand.store, stand.communes, stand.clock, {}, lambda: 0.0)()
    assert {"memory": 4} == found["thidua_inbox_waiting"]
    assert {"memory": 660.0} == found["thidua_inbox_oldest_seconds"]
    with stand.everything() as session:
        troubles = watching.of_bots(session, stand.communes, stand.clock.now())
    assert ["4 tin đến qua memory"] == [one.text[:20] for one in troubles if one.key == "inbox memory"]
    stand.intake.answer_all()
    found = gauges.of(stand.store, stand.communes, stand.clock, {}, lambda: 0.0)()
    assert {} == found["thidua_inbox_waiting"] == found["thidua_inbox_oldest_seconds"]


async def test_nothing_of_an_answered_message_is_left_in_the_file(stand_on_file: Stand) -> None:
    """Not in the space that its words have taken either: a copy of the file tells nobody."""
    stand = stand_on_file
    stand.join("son")
    texts = [_NAMES, "Số của bà là 012345678901", f"/start {stand.code('hien')}"]
    await stand.take([said(number, "son", text) for number, text in enumerate(texts)])
    content = whole_file(stand)
    for words in ("Trần Thị Bình", "012345678901", texts[2].split()[1]):
        assert words.encode() not in content
        assert words.encode("unicode_escape") not in content


async def test_the_time_of_a_message_is_the_platforms_however_long_it_waited(stand: Stand) -> None:
    """By it an answer is on time; where the platform tells none, by the time at which it came."""
    stand.ask("son")
    stand.at("2026-11-19T15:59")
    await stand.intake.take([said(1, "son", "1: 6, 2: 0, 3: không", said_at=None)])
    stand.at("2026-11-19T18:00")
    stand.intake.answer_all()
    with stand.context() as context:
        completed = context.session.execute(
            select(InboxMessage.said_at).where(InboxMessage.key == "waiting 1")
        ).scalar_one()
    assert "2026-11-19 08:59" == f"{completed:%Y-%m-%d %H:%M}"
    assert not any("muộn" in row.text for row in stand.heard("son"))
