"""Migration 0009: what was kept by the channel is kept by the bot, and an earlier build finds it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import migrate
from models import accounts, conversations, figure_queries, figures, groups, message_quota
from models.database import connect
from models.messages import InboxMessage
from models.photos import Photo
from tests import databases
from tests.models import old_rows

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
KEYED = ("inbox", "outbox", "chats", "accounts", "groups", "traffic", "photos")


@pytest.fixture(params=[databases.SQLITE, databases.POSTGRESQL])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of either kind as the build before left it, with rows of two channels in every table."""
    store = databases.Passing() if request.param == databases.POSTGRESQL else None
    made = store.engine if store else connect(f"sqlite:///{tmp_path}/a.db")
    old_rows.upgrade(made, "0008")
    _fill(made)
    yield made
    made.dispose()
    if store:
        store.close()


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        old_rows.units_and_weeks(connection, periods=(5,), groups=(3,), summaries={})
        rows = old_rows.Rows(connection)
        rows.add("reports", id=1, unit_id=1, period_id=5, due=[])
        for number, channel in enumerate(("telegram", "zalo"), 1):
            where = {"id": number, "channel": channel, "chat_id": "77"}
            about = {"kind": "text", "sender_id": "77", "said_at": NOW, "received_at": NOW}
            rows.add("inbox", **where, **about, key="1", text="6")
            rows.add("outbox", **where, purpose="reply", text="Vâng", choices=[], created_at=NOW, **old_rows.UNSENT)
            rows.add("chats", **where, dialogues=[], offered=[], failures=0, wrong_codes=0)
            rows.add("accounts", **where, person_id=1, external_id="77")
            rows.add("groups", **(where | {"id": 10 + number}), commune_id=1, title=channel, proposed_by=1)
            rows.add("traffic", id=number, channel=channel, bot="2000", month="2026-11", taken=number, given=7)
            rows.add("photos", id=number, report_id=1, person_id=1, channel=channel, file_id="f", **old_rows.photo(NOW))
            _say(rows, number, channel)
        connection.execute(text("UPDATE people SET preferred_channel = 'zalo'"))


def _say(rows: old_rows.Rows, number: int, channel: str) -> None:
    """A figure with two revisions: one typed, whose message has an id, and one imported."""
    place = {"commune_id": 1, "measure": f"M{number}", "input": "x", "subject_id": 1, "on_day": date(2026, 11, 20)}
    rows.add("figures", id=number, **place, period_id=5, state="value", mark="", first_said_at=NOW)
    said = {"figure_id": number, "state": "value", "mark": "", "words": "6", "said_at": NOW, "recorded_at": NOW}
    rows.add("figure_revisions", **said, channel=channel, person_id=1, message_id="57", reason="")
    rows.add("figure_revisions", **said, channel="import", reason="so-lieu.csv")


def _contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that change, as the build before knows them."""
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}" ORDER BY id'))]  # noqa: S608  our own
            for name in (*KEYED, "people", "figure_revisions")
        }


def test_up_down_and_up_again_nothing_is_lost(engine: Engine) -> None:
    """The same rows in the same columns, and the constraints under their names of before."""
    before, schema = _contents(engine), _constraints(engine)
    for _ in range(2):
        migrate.upgrade(engine)
        migrate.downgrade(engine, "0008")
        assert before == _contents(engine)
        assert schema == _constraints(engine)


def _constraints(engine: Engine) -> set[tuple[str | None, tuple[str, ...]]]:
    names = inspect(engine)
    return {(one["name"], tuple(one["column_names"])) for name in KEYED for one in names.get_unique_constraints(name)}


def test_the_first_bot_of_a_channel_bears_its_name(engine: Engine) -> None:
    """Accounts, chats, groups, preference, quota and said figures are found under the channel's name, now the bot's."""
    migrate.upgrade(engine)
    with Session(engine) as session:
        for number, bot in enumerate(("telegram", "zalo"), 1):
            account = accounts.account(session, bot, "77")
            assert account is not None
            assert "zalo" == account.person.preferred_bot
            assert number == conversations.chat(session, bot, "77").id
            group = groups.find(session, bot, "77")
            assert group is not None
            assert bot == group.title
            assert number + 7 == message_quota.of(session, bot, "2000", "2026-11").used
            assert [number] == [figure.id for figure in figure_queries.said_in(session, bot, 1, "57")]
        assert ["telegram", "zalo"] == [photo.bot for photo in session.query(Photo).order_by(Photo.id)]
        imported = session.query(figures.Revision).filter_by(channel="import").all()
        assert [None, None] == [revision.bot for revision in imported]


def test_a_second_bot_has_numbers_of_its_own(engine: Engine) -> None:
    """The same key is refused to the same bot alone; going back to the build before loses neither row."""
    migrate.upgrade(engine)
    row = {"key": "1", "chat_id": "77", "sender_id": "77", "kind": "text", "said_at": NOW, "received_at": NOW}
    with Session(engine) as session, session.begin():
        session.add(InboxMessage(id=8, bot="telegram-2", **row))
    with (
        pytest.raises(IntegrityError, match=r"uq_inbox_bot_key|inbox\.bot"),
        Session(engine) as session,
        session.begin(),
    ):
        session.add(InboxMessage(id=9, bot="telegram-2", **row))
    migrate.downgrade(engine, "0008")
    with engine.connect() as connection:
        channels = connection.scalars(text("SELECT channel FROM inbox ORDER BY channel")).all()
    assert ["telegram", "telegram-2", "zalo"] == channels
