"""The scope of a session (multi-tenancy): whose rows its statements reach, one commune's or, for a reason, all.

Every ORM statement of a session goes through here and gets the restriction to the session's commune; a statement on
rows that belong to communes fails while none is in scope. `models.ownership` says which rows those are.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Self, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, Integer, Row, Table, bindparam, event, inspect, select, true
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, Mapper, Session, object_session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from models import ownership
from models.ownership import Direct, Itself, Owner

DEPLOYMENT_WIDE = "deployment_wide"  # the execution option of a statement that is restricted to no commune

BY_KEY = "by_key"  # that of a statement restricted by keys of rows that were read in scope: parameters by table


class OutOfScope(DontWrapMixin, Exception):
    """A statement or a row of a commune where that commune is not in scope. A fault of the program, never of a user."""


class _Current(threading.local):
    """Whose statement this thread is about to execute."""

    commune_id: int | None = None


_current = _Current()


def _commune_in_scope() -> int:
    if _current.commune_id is None:
        raise OutOfScope("no commune is in scope: enter one, or say why all are looked at")
    return _current.commune_id


class CommuneParameter(BindParameter[int]):
    """The commune in scope, asked for when a statement is executed: statements are put together once for all.

    It stays the same object in every annotated copy of a criterion. The library would compare copies one by one for
    each execution, which takes ten times as long as all the rest of a restriction.
    """

    inherit_cache = True

    def __init__(self) -> None:
        super().__init__("commune_in_scope", callable_=_commune_in_scope, type_=Integer())

    def _annotate(self, values: Any) -> Self:
        return self

    def _with_annotations(self, values: Any) -> Self:
        return self


COMMUNE = CommuneParameter()


class ScopedSession(Session):
    """A session of one commune, once it has entered it; of all communes where it says why; else of nothing owned."""

    commune_id: int | None = None
    reason: str = ""  # why it looks at all communes

    def execute(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(self.restricted(statement), params, **how)

    def scalar(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return super().scalar(self.restricted(statement), params, **how)

    def scalars(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return super().scalars(self.restricted(statement), params, **how)

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """The same as the library's, which makes its statement anew each time, and has it restricted anew."""
        mapper = inspect(entity)
        if how or not isinstance(ident, int) or mapper.identity_key_from_primary_key((ident,)) in self.identity_map:
            return super().get(entity, ident, **how)
        return self.scalar(_by_id(entity), {"id": ident})

    def restricted(self, statement: Any) -> Any:
        """The statement as this session may execute it, in this thread and now."""
        _current.commune_id = self.commune_id  # none where it looks at all: what names the commune in scope fails there
        return statement if self.reason else restrict(statement)


@cache
def _by_id(entity: Any) -> Any:
    (key,) = inspect(entity).primary_key
    return select(entity).where(key == bindparam("id"))


_restricted: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def restrict(statement: Any) -> Any:
    """The same statement for the commune in scope; what is put together once is restricted once."""
    known = _restricted.get(statement)
    if known is None:
        known = statement
        if _is_orm(statement) and not {DEPLOYMENT_WIDE, BY_KEY} & set(statement.get_execution_options()):
            known = statement.options(*options())
        _restricted[statement] = known
    return known


def _is_orm(statement: Any) -> bool:
    return isinstance(statement, Executable) and bool(getattr(statement, "is_select", False) or statement.is_dml)


def criterion_of(entity: Any) -> ColumnElement[bool]:
    """What rows of a mapped class, or of an alias of one, must fulfil to be the commune's in scope."""
    seen = inspect(entity, raiseerr=False)
    if seen is None:
        return true()  # the library tries it on the base class first
    return ownership.criterion(entity, _table(seen.mapper), owners(), COMMUNE)


def _table(mapper: Mapper[Any]) -> Table:
    return cast(Table, mapper.local_table)


_bases: dict[type[DeclarativeBase], ExecutableOption] = {}


def options() -> Sequence[ExecutableOption]:
    """What restricts a statement."""
    return tuple(_bases.values())


def owners() -> dict[Table, Owner]:
    """Every table with whose its rows are, as the mapped classes say."""
    return {_table(mapper): mapper.class_.owner for base in _bases for mapper in base.registry.mappers}


def enter(session: Session, commune_id: int) -> None:
    """From now on the session reaches one commune's rows alone; what it held of another one it forgets."""
    mine = scoped(session)
    if mine.reason or mine.commune_id not in (None, commune_id):
        mine.flush()
        mine.expunge_all()
    mine.commune_id, mine.reason = commune_id, ""


def widen(session: Session, reason: str) -> None:
    """From now on the session reaches every commune's rows, for a reason that a reader finds good."""
    mine = scoped(session)
    mine.commune_id, mine.reason = None, reason


@contextmanager
def within(session: Session, commune_id: int) -> Iterator[None]:
    """In a session that looks at several communes: what is asked for in here reaches this one's rows alone.

    What was read of the others before stays at hand, for the work on each of them.
    """
    mine = scoped(session)
    before = mine.commune_id, mine.reason
    mine.commune_id, mine.reason = commune_id, ""
    try:
        yield
    finally:
        mine.commune_id, mine.reason = before


def scoped(session: Session) -> ScopedSession:
    """A session, which is one of the store's."""
    if not isinstance(session, ScopedSession):
        raise TypeError("sessions are opened by models.database.Store")
    return session


def by_key(**tables: str) -> dict[str, Any]:
    """Execution options of a statement of the hot path, restricted by ids of rows that were read in scope.

    `by_key(subject="units")`: its parameter `subject` is the id of a unit, or several. The suite looks each of them up.
    """
    return {BY_KEY: tables}


def rows(
    session: Session, statement: Executable, parameters: Mapping[str, Any], *, after_flush: bool = True
) -> Sequence[Row[Any]]:
    """Plain rows, read past the session's own bookkeeping: for thousands of them.

    `after_flush` is left out where nothing that is looked for can have been changed in this transaction.
    """
    if after_flush:
        session.flush()  # the session would have done this itself
    return session.connection().execute(scoped(session).restricted(statement), parameters).all()


def _own(_mapper: Mapper[Any], _connection: Any, row: Any) -> None:
    """A new row is the commune's in scope; one that is another's, or nobody's where that is not meant, is refused."""
    owner = type(row).owner
    if not isinstance(owner, (Direct, Itself)):
        return
    session = object_session(row)
    in_scope = session.commune_id if isinstance(session, ScopedSession) else None
    if row.commune_id is None and isinstance(owner, Direct):
        row.commune_id = in_scope
    if session is not None:
        refuse_others(session, type(row), row.commune_id)
    if row.commune_id is None and isinstance(owner, Direct) and owner.needs_commune(row):
        raise OutOfScope(f"a row for {type(row).__name__} of no commune")


def refuse_others(session: Session, model: type[Any], commune_id: int | None) -> None:
    """What is written in the scope of a commune is its own."""
    in_scope = session.commune_id if isinstance(session, ScopedSession) else None
    if in_scope is not None and commune_id != in_scope:
        raise OutOfScope(f"a row for {model.__name__} of commune {commune_id} in commune {in_scope}")


def guard(base: type[DeclarativeBase]) -> None:
    """Restrict statements on the classes of `base`, and look at every row before it is inserted."""
    _bases[base] = with_loader_criteria(
        base,
        lambda entity: criterion_of(entity),
        include_aliases=True,
        propagate_to_loaders=False,
        track_closure_variables=False,
    )
    event.listen(base, "before_insert", _own, propagate=True)
