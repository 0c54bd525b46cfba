"""Migration 0008: what earlier builds kept in an outbox row's error text and key is in columns, and goes back there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from bot import migrate
from models import messages, outbox_troubles
from models.database import connect
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose, State
from tests import databases
from tests.models import old_rows

WRITTEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SHORT = "the month's quota runs short"

# name: the columns as the build before wrote them; then failure, error, whether an officer was asked, period and group.
ROWS: dict[str, tuple[dict[str, object], tuple[Failure | None, str | None, bool, int | None, int | None]]] = {
    "reply": ({"state": "sent"}, (None, None, False, None, None)),
    "waiting": ({"error": "502: Bad Gateway"}, (None, "502: Bad Gateway", False, None, None)),
    "asks once": ({"purpose": "reminder", "key": "remind-by-hand:7:2026-11-20"}, (None, None, False, None, None)),
    "told": (
        {"state": "given_up", "error": "chat not found", "told_at": WRITTEN},
        (None, "chat not found", False, None, None),
    ),
    "untold": ({"state": "given_up", "error": "chat not found"}, (None, "chat not found", False, None, None)),
    "strange": ({"state": "given_up", "error": "refused: by hand"}, (None, "refused: by hand", False, None, None)),
    "held back": (
        {"state": "given_up", "purpose": "note", "error": f"held back: {SHORT}"},
        (Failure.HELD_BACK, SHORT, False, None, None),
    ),
    "went over": (
        {"state": "given_up", "purpose": "reminder", "error": f"held back: {SHORT}; sent by memory"},
        (Failure.SENT_ELSEWHERE, f"held back: {SHORT}; sent by memory", False, None, None),
    ),
    "copy": ({"purpose": "reminder", "instead_of": "went over"}, (None, None, False, None, None)),
    "group reply": (
        {"state": "unknown", "purpose": "group", "error": "ReadTimeout"},
        (Failure.UNANSWERED, "ReadTimeout", False, None, None),
    ),
    "post": ({"state": "sent", "purpose": "post", "key": "post:5:3"}, (None, None, False, 5, 3)),
    "post without picture": (
        {"state": "sent", "purpose": "post", "key": "post:5:4", "error": "without its picture or file: 413"},
        (None, "without its picture or file: 413", False, 5, 4),
    ),
    "interrupted": (
        {"state": "unknown", "purpose": "post", "key": "post:6:3", "error": "interrupted while sending"},
        (Failure.INTERRUPTED, "interrupted while sending", False, 6, 3),
    ),
    "asked": (
        {"state": "unknown", "purpose": "post", "key": "post:6:4", "error": "asked; ReadTimeout"},
        (Failure.UNANSWERED, "ReadTimeout", True, 6, 4),
    ),
    "refused": (
        {"state": "unknown", "purpose": "correction", "key": "correction:9:1:3", "error": "refused: 403: kicked"},
        (Failure.REFUSED, "403: kicked", False, 5, 3),
    ),
    "refused, asked": (
        {"state": "unknown", "purpose": "post", "key": "post:7:3", "error": "asked; refused: 403: kicked"},
        (Failure.REFUSED, "403: kicked", True, 7, 3),
    ),
    "restored": (
        {
            "state": "unknown",
            "purpose": "correction",
            "key": "correction:9:12:4",
            "error": "restored from a backup: it may have gone out",
        },
        (Failure.RESTORED, "restored from a backup: it may have gone out", False, 5, 4),
    ),
    "arrived": (
        {"state": "sent", "purpose": "post", "key": "post:7:4", "error": "asked; interrupted while sending"},
        (Failure.INTERRUPTED, "interrupted while sending", True, 7, 4),
    ),
    "again": (
        {"state": "pending", "purpose": "post", "key": "post:8:3", "error": "asked; refused: 403: kicked"},
        (Failure.REFUSED, "403: kicked", True, 8, 3),
    ),
    "dropped": (
        {"state": "dropped", "purpose": "post", "key": "post:8:4", "error": "asked; refused: 403: kicked"},
        (Failure.REFUSED, "403: kicked", True, 8, 4),
    ),
    "lost group": ({"state": "sent", "purpose": "post", "key": "post:5:77"}, (None, None, False, 5, None)),
    "lost week": ({"state": "sent", "purpose": "correction", "key": "correction:77:1:3"}, (None, None, False, None, 3)),
}
PUBLIC = ("post", "correction")


@pytest.fixture(params=[databases.SQLITE, databases.POSTGRESQL])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of either kind."""
    store = databases.Passing() if request.param == databases.POSTGRESQL else None
    made = store.engine if store else connect(f"sqlite:///{tmp_path}/a.db")
    yield made
    made.dispose()
    if store:
        store.close()


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        old_rows.units_and_weeks(connection, periods=(5, 6, 7, 8), groups=(3, 4), summaries={9: 5})
        table = old_rows.table(connection, "outbox")
        numbers = {name: number for number, name in enumerate(ROWS, 1)}
        for name, (columns, _) in ROWS.items():
            row = {
                "id": numbers[name],
                "channel": "memory",
                "chat_id": name,
                "purpose": "reply",
                "text": name,
                "choices": [],
                "once": columns.get("purpose") in PUBLIC,
                "state": "pending",
                "attempts": 1,
                "pieces_sent": 0,
                "created_at": WRITTEN,
            } | columns
            row["instead_of"] = numbers.get(str(row.get("instead_of")))
            connection.execute(insert(table).values(row))


def _old_columns(engine: Engine) -> list[tuple[object, ...]]:
    query = "SELECT id, text, purpose, key, once, state, error, told_at, instead_of FROM outbox ORDER BY id"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_what_texts_said_is_in_columns_and_goes_back(engine: Engine) -> None:
    """Up, each row says the same in columns; down, the earlier build reads its own texts; and up again."""
    old_rows.upgrade(engine, "0006")
    _fill(engine)
    before = _old_columns(engine)
    for _ in range(2):
        old_rows.upgrade(engine, "0008")
        with engine.connect() as connection:
            query = "SELECT text, failure, error, asked_at, period_id, group_id FROM outbox ORDER BY id"
            rows = connection.execute(text(query)).all()
        seen = {
            row.text: (row.failure, row.error, row.asked_at is not None, row.period_id, row.group_id) for row in rows
        }
        assert {name: expected for name, (_, expected) in ROWS.items()} == seen
        migrate.downgrade(engine, "0006")
        assert before == _old_columns(engine)


def test_the_new_build_goes_on_with_the_rows_of_the_old(engine: Engine) -> None:
    """Who is asked about a post, and who is told of a loss, is as it was before."""
    old_rows.upgrade(engine, "0006")
    _fill(engine)
    migrate.upgrade(engine)
    with Session(engine) as session:
        assert {"interrupted", "refused", "restored"} == {row.text for row in outbox_troubles.in_doubt(session)}
        assert ["untold", "strange"] == [row.text for row in outbox_troubles.untold(session)]
        fifth = [(row.text, row.purpose, row.state) for row in messages.of_period(session, 5)]
        assert ("post", Purpose.POST, State.SENT) == fifth[0]
        assert ["post", "post without picture", "refused", "restored", "lost group"] == [name for name, *_ in fifth]
        assert set(ROWS) == {row.text for row in session.scalars(select(OutboxMessage))}


def test_a_purpose_that_is_not_known_does_not_stop_the_outbox(engine: Engine) -> None:
    """A row written by hand becomes an ordinary reply, and is sent."""
    old_rows.upgrade(engine, "0006")
    with engine.begin() as connection:
        table = old_rows.table(connection, "outbox")
        row = {"channel": "memory", "chat_id": "a", "purpose": "x", "text": "Chào", "choices": [], "once": False}
        later = {"state": "pending", "attempts": 0, "pieces_sent": 0, "created_at": WRITTEN}
        connection.execute(insert(table).values(row | later))
    migrate.upgrade(engine)
    with Session(engine) as session:
        assert [Purpose.REPLY] == [row.purpose for row in session.scalars(select(OutboxMessage))]
