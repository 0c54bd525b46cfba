"""A commune that was in the middle of a week under the build of 217d677 ends it under today's, every dialogue kept.

The database is a backup made by that build (`thidua backup --lines`): open questions, doubts, a list of news half gone
through, an officer entering for another, another who was asked whose figure is wrong, a draft, a post in doubt and one
that was refused. `217d677_begun.txt` is how it came there; `217d677_ended.txt` how
that build ended it, but for what is told by other rules since (decisions 60, 61: verdicts, bands, one scale; 81: the
figures drawn to be checked).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, func, select

from bot import migrate
from bot.backups import dump
from models.database import Store, connect
from models.messages import InboxMessage
from tests import databases
from tests.commune import Stand
from tests.test_conversations import Replay

FOLDER = Path(__file__).parent / "upgrade"
BACKUP = FOLDER / "217d677.jsonl.gz"
OLD_SCHEMA = "0006"


@pytest.fixture(params=[databases.SQLITE, databases.POSTGRESQL])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty database of each kind."""
    if request.param == databases.POSTGRESQL:
        return databases.Passing()
    return Store(connect(f"sqlite:///{tmp_path}/thidua.db"))


def test_a_week_begun_under_the_old_build_ends_in_its_words(store: Store, tmp_path: Path) -> None:
    """Every dialogue goes on where it was, and the post, its numbers and its buttons are the same."""
    dump.load(store.engine, BACKUP)
    with store.transaction() as session:
        updates = session.scalar(select(func.count(InboxMessage.id))) or 0
    stand = Stand(tmp_path, store, keys_from=updates)
    stand.heard()
    script = (FOLDER / "217d677_ended.txt").read_text(encoding="utf-8")
    replayed = Replay(stand).play(script)
    stand.close()
    assert script == replayed


def test_the_old_build_finds_its_rows_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to today's schema and down again: every row of every table as the old build wrote it."""
    upgrade = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", lambda to, revision: revision == "head" or upgrade(to, revision))
        dump.load(store.engine, BACKUP)
    written = contents(store.engine)
    migrate.upgrade(store.engine)
    assert migrate.newest() == migrate.current(store.engine)
    migrate.downgrade(store.engine, OLD_SCHEMA)
    found = contents(store.engine)
    store.close()
    assert written.keys() == found.keys()
    for table in written:
        assert written[table] == found[table], table


def contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every table's rows by the columns that the database says it has."""
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        return {
            table.name: [
                {name: _plain(value) for name, value in row.items()}
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            ]
            for table in tables.sorted_tables
        }


def _plain(value: Any) -> Any:
    """JSON compares by what it says, not by the order of its keys."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value
