"""Objects of a session made of plain rows, and written, without what the library does anew for each of them.

They are the session's own as any others: known by their id, one object for a row, changed as always, and written when
the session is flushed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ClauseElement, Table, bindparam, event, insert, null, update
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.attributes import instance_dict, instance_state
from sqlalchemy.orm.exc import StaleDataError

from models import rows_to_write, scope
from models.prepared import Prepared, is_sqlite
from models.scope import ScopedSession

Model = TypeVar("Model", bound=DeclarativeBase)

_ROW = "row_id"  # no column is called so
_UNKNOWN = null()  # in the place of a value that the session would have to read first


class Objects(Generic[Model]):
    """Of one mapped class, whose attributes are called as their columns are, with `id` as its key.

    A statement selects `columns`, of the class or of an alias of it.
    """

    def __init__(self, model: type[Model], alias: Any = None) -> None:
        self._model = model
        self.names = tuple(column.key for column in model.__table__.columns)
        self._id = self.names.index("id")
        self.columns = tuple(getattr(alias or model, name) for name in self.names)
        self.width = len(self.columns)
        self._manager: Any = model.__mapper__.class_manager
        self._insert: Prepared | None = None

    def of(self, session: Session, values: Sequence[Any]) -> Model | None:
        """The object of a row, given by the values of `columns`; None for one of an outer join that is not there.

        One that the session has already stays as it is.
        """
        return None if values[self._id] is None else self.made(session, values)

    def made(self, session: Session, values: Sequence[Any]) -> Model:
        """The same of a row that is there."""
        key = self._model, (values[self._id],), None
        known: Model | None = session.identity_map.get(key)
        return self._made(session, key, zip(self.names, values, strict=False)) if known is None else known

    def all(self, session: Session, rows: Iterable[Sequence[Any]]) -> list[Model]:
        """The same of several."""
        return [self.made(session, row) for row in rows]

    def insert(self, session: Session, values: Mapping[str, Any]) -> Model:
        """A new row of a commune, given by all its columns but the id, and its object.

        SQLite gives ids out one row at a time: there it is written now. PostgreSQL has the session write what is new
        together, and so has a savepoint, whose end the session must know of.
        """
        if not is_sqlite(session) or session.in_nested_transaction():
            made = self._model(**values)
            session.add(made)
            return made
        scope.refuse_others(session, self._model, values["commune_id"])
        if self._insert is None:
            table = cast(Table, self._model.__table__)
            self._insert = Prepared(insert(table).returning(table.c.id), tuple(values))
        ((row_id,),) = self._insert.rows(session, values, after_flush=False)
        return self._made(session, (self._model, (row_id,), None), {**values, "id": row_id})

    def _made(self, session: Session, key: Any, values: Any) -> Model:
        made: Model = self._manager.new_instance()
        made.__dict__.update(values)
        state = instance_state(made)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        return made


def write_changes(session: Session) -> bool:
    """Write a session's changes of columns, where that is all it has to write; False, and nothing, otherwise."""
    if session.new or session.deleted or session.in_nested_transaction():
        return False
    changed: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    dirty = list(session.dirty)
    for one in dirty:
        values = _changed(one)
        if values is None:
            return False
        if values:
            changed.setdefault((type(one), *values), []).append({**values, _ROW: one.id})
    for (model, *names), rows in sorted(changed.items(), key=lambda one: (one[0][0].__tablename__, one[0][1:])):
        rows.sort(key=itemgetter(_ROW))  # whoever changes the same rows does it in the same order
        if _update(model, tuple(names)).write(session, rows) != len(rows):
            raise StaleDataError(f"a row of {model.__name__} is gone")
    session.dispatch.after_flush(session, None)
    for one in dirty:
        instance_state(one)._commit_all(instance_dict(one), session.identity_map)
    return True


def _changed(one: Any) -> Mapping[str, Any] | None:
    """The columns whose values are others now, in the order of their names; None where something else has changed."""
    now, columns = instance_dict(one), type(one).__table__.columns
    before = instance_state(one).committed_state
    if "id" in before or "id" not in columns:
        return None
    if any(name not in columns or isinstance(now.get(name, _UNKNOWN), ClauseElement) for name in before):
        return None
    return {name: now[name] for name in sorted(before) if now[name] != before[name]}


@lru_cache(maxsize=256)
def _update(model: Any, names: tuple[str, ...]) -> Prepared:
    table: Table = model.__table__
    return Prepared(update(table).where(table.c.id == bindparam(_ROW)), names)


class WritingSession(ScopedSession):
    """The session that the store opens: it writes what it has in the cheapest way there is.

    Changes of columns alone are written by prepared statements, rows of no objects behind all others.
    """

    def flush(self, objects: Any = None) -> None:
        """The same as the library's, whatever it takes."""
        if objects is not None or self._is_clean() or not self._write_changes():
            super().flush(objects)
        if rows_to_write.WAITING in self.info:
            rows_to_write.write(self)

    def _write_changes(self) -> bool:
        if self._flushing:
            return False
        self._flushing = True
        try:
            return write_changes(self)
        finally:
            self._flushing = False


event.listen(WritingSession, "before_commit", lambda session: session.flush())
event.listen(WritingSession, "after_soft_rollback", rows_to_write.forget)
