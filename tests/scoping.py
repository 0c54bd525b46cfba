"""The checks of scope that are on for the whole suite.

Tests look at all communes' rows, so their own sessions are deployment-wide; those that the program opens are not, and
whatever they execute on owned tables must carry the restriction to a commune (`models.scope`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Table, event, func, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session, object_session
from sqlalchemy.sql import visitors

from models import scope
from models.database import Base, Store
from models.ownership import Direct, NoCommune
from models.scope import BY_KEY, DEPLOYMENT_WIDE, CommuneParameter, OutOfScope, ScopedSession
from models.units import Unit

_TESTS = str(Path(__file__).resolve().parent)
LOOK_UP = "/* a look-up of the suite, not of the program */"
_REASON = "a test looks at what all communes have"
_sessions: WeakKeyDictionary[Connection, Session] = WeakKeyDictionary()
_fine: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()  # statements that were looked at
opened_in_program = Store.transaction


@contextmanager
def _transaction(store: Store) -> Iterator[Session]:
    is_of_test = _caller(sys._getframe(2)).startswith(_TESTS)
    with opened_in_program(store) as session:
        if is_of_test:
            scope.widen(session, _REASON)
        yield session


def _caller(frame: FrameType | None) -> str:
    """The file that opened a transaction, in whatever of the store's ways."""
    while frame is not None and frame.f_code.co_filename.endswith(("contextlib.py", "models/database.py")):
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else ""


def _note(session: Session, _transaction: Any, connection: Connection) -> None:
    _sessions[connection] = session


def _check(connection: Connection, statement: Any, _many: Any, values: Any, _options: Any) -> None:
    session = _sessions.get(connection)
    if not isinstance(session, ScopedSession) or session.reason or session._flushing:
        return  # what a flush writes was read in scope, or looked at before (`scope.guard`)
    keys = statement.get_execution_options().get(BY_KEY)
    if keys is not None:
        return _look_up(connection, session, keys, values)
    if statement in _fine:
        return
    if not is_restricted(statement):
        raise OutOfScope(f"this statement is restricted to no commune: {statement}")
    _fine[statement] = True


def _look_up(connection: Connection, session: ScopedSession, keys: dict[str, str], values: Any) -> None:
    """Every key that restricts a statement is of a row of the commune in scope; none ever moves to another one."""
    for name, table in keys.items():
        given = values[name] if isinstance(values[name], (list, tuple, set, frozenset)) else [values[name]]
        seen: set[object] = session.info.setdefault((LOOK_UP, session.commune_id, table), set())
        if seen.issuperset(given):
            continue
        owner = "coalesce(commune_id, id)" if table == "units" else "commune_id"
        query = text(f"{LOOK_UP} SELECT id FROM {table} WHERE {owner} = :commune")  # noqa: S608  names of tables
        seen |= set(connection.scalars(query, {"commune": session.commune_id}))
        if not seen.issuperset(given):
            raise OutOfScope(f"restricted by a key that is not in scope: {table} {sorted(set(given) - seen)}")


def is_restricted(statement: Any) -> bool:
    """Whether a statement reaches one commune alone: it got the restriction, carries it, or touches nothing owned."""
    if DEPLOYMENT_WIDE in statement.get_execution_options():
        return True
    options = getattr(statement, "_with_options", ())
    is_orm = statement._propagate_attrs.get("compile_state_plugin") == "orm"  # a plain table's gets no criteria
    if is_orm and any(option in options for option in scope.options()):
        return True
    parts = list(visitors.iterate(statement))
    if any(isinstance(part, CommuneParameter) for part in parts):
        return True
    owners = scope.owners()
    if getattr(statement, "is_insert", False):
        return _says_whose(statement, owners)
    return all(isinstance(owners[part], NoCommune) for part in parts if isinstance(part, Table) and part in owners)


def _says_whose(statement: Any, owners: Any) -> bool:
    """A plain insert holds what the caller writes into its rows: by name here, or given when it is executed."""
    is_nobodys = isinstance(owners[statement.table], NoCommune)
    names = {getattr(key, "key", key) for key in statement._values or ()}
    return is_nobodys or not names or "commune_id" in names


def _check_words(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    """SQL that no construct stands behind: none of its words may be a table that is owned."""
    session = _sessions.get(connection)
    if not isinstance(session, ScopedSession) or session.reason or context.compiled is not None:
        return
    owned = {table.name for table, owner in scope.owners().items() if not isinstance(owner, NoCommune)}
    if owned & set(re.findall(r"\w+", statement)):
        raise OutOfScope(f"this statement is restricted to no commune: {statement}")


def _give_to_the_first(_mapper: Any, connection: Connection, row: Any) -> None:
    """Most tests have one commune: what they put in themselves is its own unless they say otherwise."""
    session = object_session(row)
    is_of_test = isinstance(session, ScopedSession) and session.reason == _REASON
    owner = type(row).owner
    if is_of_test and isinstance(owner, Direct) and owner.needs_commune(row) and row.commune_id is None:
        row.commune_id = connection.scalar(select(func.min(Unit.id)).where(Unit.commune_id.is_(None)))


def install() -> None:
    Store.transaction = _transaction  # type: ignore
    event.listen(Session, "after_begin", _note)
    event.listen(Base, "before_insert", _give_to_the_first, propagate=True, insert=True)
    event.listen(Engine, "before_execute", _check)
    event.listen(Engine, "before_cursor_execute", _check_words)
