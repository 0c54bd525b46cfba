"""The schema that migrations build is the schema the models describe."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bot import migrate
from models.database import Base, Store, connect
from tests import announcing, commune, databases, schemas
from tests.commune import Stand


def test_migrations_go_up_down_and_up(tmp_path: Path) -> None:
    """Every migration can be taken back and made again."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    assert migrate.current(engine) is None
    migrate.upgrade(engine)
    assert migrate.newest() == migrate.current(engine)
    with engine.connect() as connection:
        known = ScriptDirectory.from_config(migrate.config(connection))
    assert known.get_current_head() == migrate.newest()
    assert all(migrate.is_known(one.revision) for one in known.walk_revisions())
    assert not migrate.is_known("9999")
    migrate.downgrade(engine)
    assert migrate.current(engine) is None
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engine)
    assert migrate.newest() == migrate.current(engine)
    engine.dispose()


def test_a_schema_that_is_written_down_is_that_of_the_migrations(tmp_path: Path) -> None:
    """What the suite puts in their place (`tests.schemas`): the library alone says constraints in another order."""
    stores = [Store(connect(f"sqlite:///{tmp_path / name}.db")) for name in ("migrated", "written")]
    with migrate.transaction(stores[0].engine) as connection:
        schemas.migrated(migrate.config(connection), "head")
    migrate.upgrade(stores[1].engine)
    found = []
    for store in stores:
        with store.engine.connect() as connection:
            tables = [sorted(re.split(r",? *\n\t?", one)) for one in schemas.written(connection)]
        found.append((sorted(tables), migrate.current(store.engine)))
        store.close()
    assert found[0] == found[1]


def test_posts_from_before_get_numbers(tmp_path: Path) -> None:
    """What was posted before there were numbers is counted by the commune's own year, in the order of posting."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    with engine.begin() as connection:
        command.upgrade(migrate.config(connection), "0001")
        connection.execute(
            text("INSERT INTO units (id, code, kind, name, aliases) VALUES (1, 'X', 'commune', 'X', '[]')")
        )
        for key, posted in (
            (1, "'2026-12-31 16:59:00'"),
            (2, "NULL"),
            (3, "'2026-12-31 17:01:00'"),
            (4, "'2026-11-20 02:00:00'"),
        ):
            period = f"({key}, 1, 2026, {key}, '2026-01-01', '2026-01-07')"
            connection.execute(text(f"INSERT INTO periods (id, commune_id, year, number, first, last) VALUES {period}"))  # noqa: S608  our own
            summary = f"({key}, {key}, 'posted', '', '{{}}', '2026-01-01 00:00:00', {posted})"
            columns = 'id, period_id, state, text, "table", drafted_at, posted_at'
            connection.execute(text(f"INSERT INTO summaries ({columns}) VALUES {summary}"))  # noqa: S608  our own
    migrate.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, commune_id, year, number FROM summaries ORDER BY id")).all()
    engine.dispose()
    assert [(1, 1, 2026, 2), (2, 1, None, None), (3, 1, 2027, 1), (4, 1, 2026, 1)] == [tuple(row) for row in rows]


@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
def test_what_was_done_before_the_audit_said_more_is_kept(kind: str, tmp_path: Path) -> None:
    """Each act gets its person's commune, a job's that of the database; down it is as it was, and up again the same."""
    store = databases.Passing() if kind == databases.POSTGRESQL else Store(connect(f"sqlite:///{tmp_path}/a.db"))
    engine = store.engine
    with engine.begin() as connection:
        command.upgrade(migrate.config(connection), "0006")
        for key, code in ((1, "X"), (2, "Y")):
            row = f"({key}, '{code}', 'commune', '{code}', '[]')"
            connection.execute(text(f"INSERT INTO units (id, code, kind, name, aliases) VALUES {row}"))  # noqa: S608  our own
        people = "(7, 2, 'A', 'ông A', false)"
        connection.execute(text(f"INSERT INTO people (id, commune_id, name, address, by_phone) VALUES {people}"))  # noqa: S608  our own
        for person in ("7", "NULL"):
            act = f"('2026-11-20 02:00:00+00:00', {person}, 'posted', '{{\"week\": \"2026-W47\"}}')".replace(":", r"\:")
            connection.execute(text(f"INSERT INTO audit (at, person_id, action, detail) VALUES {act}"))  # noqa: S608  our own
    values = "CAST(new AS TEXT), CAST(old AS TEXT)"
    read = text(f"SELECT person_id, commune_id, action, subject, why, {values} FROM audit ORDER BY id")  # noqa: S608  our own
    new = '{"week": "2026-W47"}'
    expected = [(7, 2, "posted", "", "", new, "{}"), (None, 1, "posted", "", "", new, "{}")]
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert expected == [tuple(row) for row in connection.execute(read)]
    migrate.downgrade(engine, "0006")
    with engine.connect() as connection:
        details = connection.execute(text("SELECT CAST(detail AS TEXT) FROM audit ORDER BY id"))
        assert [new, new] == list(details.scalars())
        assert "campaign_overrides" not in inspect(connection).get_table_names()
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert expected == [tuple(row) for row in connection.execute(read)]
    store.close()


@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
def test_reports_from_before_have_put_nothing_off(kind: str, tmp_path: Path) -> None:
    """Down and up again they are the same; what was settled while taking up goes with its table."""
    store = databases.Passing() if kind == databases.POSTGRESQL else Store(connect(f"sqlite:///{tmp_path}/a.db"))
    reports = text("SELECT id, due, put_off FROM reports")
    with store.engine.begin() as connection:
        command.upgrade(migrate.config(connection), "0020")
        for statement in _A_REPORT:
            connection.execute(text(statement))
    migrate.upgrade(store.engine)
    with store.engine.begin() as connection:
        before = [tuple(map(str, row)) for row in connection.execute(reports)]
        assert ["[]"] == [row[2] for row in before]
        step = "(1, 1, 'campaign', 'done', '2026-11-20 02:00:00')"
        connection.execute(text(f"INSERT INTO setup_steps (id, commune_id, step, state, settled_at) VALUES {step}"))  # noqa: S608  our own
    migrate.downgrade(store.engine, "0020")
    assert "setup_steps" not in inspect(store.engine).get_table_names()
    migrate.upgrade(store.engine)
    with store.engine.begin() as connection:
        assert before == [tuple(map(str, row)) for row in connection.execute(reports)]
        assert 0 == connection.scalar(text("SELECT count(*) FROM setup_steps"))
    store.close()


_A_REPORT = (
    "INSERT INTO units (id, commune_id, code, kind, name, aliases) VALUES (1, NULL, 'X', 'commune', 'X', '[]'),"
    " (2, 1, 'T01', 'village', 'T', '[]')",
    "INSERT INTO periods (id, commune_id, year, number, first, last)"
    " VALUES (1, 1, 2026, 47, '2026-11-13', '2026-11-19')",
    "INSERT INTO reports (id, unit_id, period_id, due) VALUES (1, 2, 1, '[]')",
)


def test_rows_from_before_get_their_commune(tmp_path: Path) -> None:
    """Messages by their group or account, jobs by their subject; down and up again loses nothing that counts."""
    is_postgresql = databases.chosen() == databases.POSTGRESQL
    store = databases.Passing() if is_postgresql else Store(connect(f"sqlite:///{tmp_path}/a.db"))
    with store.engine.begin() as connection:
        command.upgrade(migrate.config(connection), "0006")
        for statement in _TWO_COMMUNES:
            connection.execute(text(statement))
    migrate.upgrade(store.engine)
    first = _owned(store)
    assert [("g1", 1), ("g2", 2), ("p2", 2), ("x", None)] == first["outbox"]
    assert [("p2", 2), ("x", None)] == first["inbox"]
    assert [("hour 1", None), ("period:1", 1), ("person:2", 2), ("unit:3", 1)] == first["job_runs"]
    with store.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO job_runs (job, due_at, subject, ran_at, commune_id) VALUES {_ALL}"))  # noqa: S608  our own
        command.downgrade(migrate.config(connection), "0006")
        assert 5 == connection.scalar(text("SELECT count(*) FROM job_runs"))
        assert 4 == connection.scalar(text("SELECT count(*) FROM outbox"))
    migrate.upgrade(store.engine)
    assert first == _owned(store)
    store.close()


_AT = "'2026-11-20 02:00:00'"
_ALL = ", ".join(f"('ask', {_AT}, '*', {_AT}, {commune})" for commune in (1, 2))
_TWO_COMMUNES = (
    "INSERT INTO units (id, commune_id, code, kind, name, aliases) VALUES (1, NULL, 'X', 'commune', 'X', '[]'),"
    " (2, NULL, 'Y', 'commune', 'Y', '[]'), (3, 1, 'T01', 'village', 'T', '[]')",
    "INSERT INTO people (id, commune_id, name, address, by_phone) VALUES (1, 1, 'A', 'A', false),"
    " (2, 2, 'B', 'B', false)",
    "INSERT INTO accounts (id, person_id, channel, external_id, chat_id) VALUES (1, 2, 'm', 'p2', 'p2')",
    "INSERT INTO groups (id, commune_id, channel, chat_id, title, proposed_by)"
    " VALUES (1, 1, 'm', 'g1', 'G', 1), (2, 2, 'm', 'g2', 'G', 2)",
    "INSERT INTO periods (id, commune_id, year, number, first, last)"
    " VALUES (1, 1, 2026, 47, '2026-11-13', '2026-11-19')",
    "INSERT "  # noqa: S608  our own
    "INTO outbox (channel, chat_id, purpose, text, choices, once, state, attempts, created_at) VALUES "
    + ", ".join(f"('m', '{chat}', 'x', 'y', '[]', false, 'sent', 1, {_AT})" for chat in ("g1", "g2", "p2", "x")),
    "INSERT "  # noqa: S608  our own
    "INTO inbox (channel, key, chat_id, sender_id, kind, said_at, received_at) VALUES "
    + ", ".join(f"('m', '{who}', '{who}', '{who}', 'text', {_AT}, {_AT})" for who in ("p2", "x")),
    "INSERT INTO job_runs (job, due_at, subject, ran_at) VALUES "  # noqa: S608  our own
    + ", ".join(
        f"('{job}', {_AT}, '{subject}', {_AT})"
        for job, subject in (
            *(("backup", "hour 1"), ("ask", "*"), ("ask", "period:1"), ("ask", "person:2"), ("ask", "unit:3")),
        )
    ),
)


def _owned(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Whose messages and jobs are, by what they are about."""
    about = {"outbox": "chat_id", "inbox": "sender_id", "job_runs": "subject"}
    with store.engine.connect() as connection:
        return {
            table: [
                tuple(row)
                for row in connection.execute(text(f"SELECT {name}, commune_id FROM {table} ORDER BY {name}"))  # noqa: S608  our own
                if row[0] != "*"
            ]
            for table, name in about.items()
        }


def test_migrations_equal_the_models(tmp_path: Path) -> None:
    """A column added to a model without a migration fails here."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []


def _index_definitions(engine: Engine) -> set[str]:
    query = (
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if engine.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    with engine.connect() as connection:
        return {" ".join(definition.split()) for definition in connection.scalars(text(query))}


@pytest.mark.parametrize("database", [databases.SQLITE, databases.POSTGRESQL])
def test_migrated_indexes_have_the_conditions_of_the_models(tmp_path: Path, database: str) -> None:
    """Alembic's comparison does not look at a partial index's WHERE: changed or lost, it would go unnoticed."""
    is_sqlite = database == databases.SQLITE
    migrated, created = (
        Store(connect(f"sqlite:///{tmp_path}/{name}.db")) if is_sqlite else databases.Passing() for name in ("a", "b")
    )
    migrate.upgrade(migrated.engine)
    Base.metadata.create_all(created.engine)
    expected, actual = _index_definitions(created.engine), _index_definitions(migrated.engine)
    for store in (migrated, created):
        store.close()
    assert expected == actual


@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
def test_announcements_go_and_come(kind: str, tmp_path: Path) -> None:
    """Down, the version before can read what is left of them; up again, the tables are there and empty."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path, kind))
    stand.join("son", "hien", "hoa")
    announcing.send_to_two(stand)
    stand.say("hoa", "THÔNG BÁO")  # another one is being written
    store = stand.store
    migrate.downgrade(store.engine, "0020")
    counted = {
        "SELECT count(*) FROM outbox WHERE purpose IN ('announcement', 'receipt')": 0,
        "SELECT count(*) FROM outbox WHERE purpose = 'copy'": 3,
        "SELECT count(*) FROM conversations WHERE kind = 'announcement'": 0,
        "SELECT count(*) FROM chats WHERE CAST(dialogues AS TEXT) LIKE '%announcement%'": 0,
    }
    with store.engine.connect() as connection:
        assert counted == {query: connection.scalar(text(query)) for query in counted}
    migrate.upgrade(store.engine)
    with store.engine.connect() as connection:
        assert 0 == connection.scalar(text("SELECT count(*) FROM announcements"))
    stand.close()
