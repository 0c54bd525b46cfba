"""Statements that every answer needs, put together once and given to the driver as they are.

The library takes a hundred calls to execute a statement that it has compiled before, and twenty more for each object;
the driver takes three. What a statement says, to whose rows it is restricted and how values are converted is the
library's as always; only what it does anew for every execution is done once. Watchers of statements (the checks of the
suite, the benches) are told of these as of all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Executable, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import scope
from models.scope import CommuneParameter, OutOfScope, ScopedSession

_COMMUNE = scope.COMMUNE.key
_OPEN = "open on"  # in the session's own place for such things

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class _Open(NamedTuple):
    """What a transaction of a session is open on."""

    session: ScopedSession
    connection: Connection
    driver: Any  # the driver's own connection
    dialect: Dialect
    error: type[Exception]  # of the driver's own
    is_watched: bool


class _Step(NamedTuple):
    """One parameter: what is given under a name, or the same each time."""

    name: str | None
    same: Any
    convert: Convert | None


class _Form(NamedTuple):
    """A statement for one database."""

    statement: Any
    words: str
    steps: tuple[_Step, ...]
    keys: tuple[str, ...]  # how the driver names the parameters; none where it counts them
    is_scoped: bool
    columns: tuple[tuple[int, Convert], ...]  # of a row: the places that are converted

    def parameters(self, commune_id: int | None, values: Values) -> Any:
        if self.is_scoped:
            if commune_id is None:
                raise OutOfScope("no commune is in scope: enter one, or say why all are looked at")
            values = {**values, _COMMUNE: commune_id}
        given = [
            same if name is None else values[name] if convert is None else convert(values[name])
            for name, same, convert in self.steps
        ]
        return dict(zip(self.keys, given, strict=True)) if self.keys else given

    def rows(self, found: Iterable[Sequence[Any]]) -> list[list[Any]]:
        rows = [list(row) for row in found]
        for place, convert in self.columns:
            for row in rows:
                if row[place] is not None:
                    row[place] = convert(row[place])
        return rows


class Prepared:
    """A select, or an insert or update of one table. Lists as parameters are not for it: they change the words."""

    def __init__(
        self, statement: Executable, names: Sequence[str] | None = None, *, on_postgresql: Executable | None = None
    ) -> None:
        """`names` are the columns of a plain insert or update; `on_postgresql`, what it is there if not the same."""
        self._statement: Any = statement
        self._on_postgresql: Any = statement if on_postgresql is None else on_postgresql
        self.names = names
        self._forms: dict[tuple[str, bool], _Form] = {}

    def rows(self, session: Session, values: Values, *, after_flush: bool = True) -> list[list[Any]]:
        """What a statement finds, or gives back, as plain rows of converted values.

        `after_flush` is left out where nothing that is looked for can have been changed in this transaction.
        """
        if after_flush:
            session.flush()  # the session would have done this itself
        on, form = self._on(session)
        parameters = form.parameters(on.session.commune_id, values)
        return form.rows(self._cursor(on, form, parameters, values).fetchall())

    def write(self, session: Session, rows: Sequence[Values]) -> int:
        """Execute it for each of several rows, in one call; how many rows of the table it concerned."""
        on, form = self._on(session)
        parameters = [form.parameters(on.session.commune_id, row) for row in rows]
        if len(rows) == 1:
            count: int = self._cursor(on, form, parameters[0], rows[0]).rowcount
            return count
        return int(self._cursor(on, form, parameters, rows).rowcount)

    def _on(self, session: Session) -> tuple[_Open, _Form]:
        """What the session is open on, and the statement there."""
        on = _opened(session)
        key = on.dialect.name, on.session.reason != ""
        form = self._forms.get(key)
        if form is None:
            statement = self._on_postgresql if key[0] == "postgresql" else self._statement
            form = self._forms[key] = _form(statement if key[1] else scope.restrict(statement), self.names, on.dialect)
        return on, form

    def _cursor(self, on: _Open, form: _Form, parameters: Any, values: Any) -> Any:
        cursor = on.driver.cursor()
        if on.is_watched:
            self._tell(on, form, cursor, parameters, values)
        try:
            (cursor.execute if isinstance(values, Mapping) else cursor.executemany)(form.words, parameters)
        except on.error as error:
            raise _fault(on, form.words, error, cursor) from error
        return cursor

    def _tell(self, on: _Open, form: _Form, cursor: Any, parameters: Any, values: Any) -> None:
        is_many = not isinstance(values, Mapping)
        many, one = (values, {}) if is_many else ([], values)
        for listener in on.connection.dispatch.before_execute:
            listener(on.connection, form.statement, many, one, {})
        for listener in on.connection.dispatch.before_cursor_execute:
            listener(on.connection, cursor, form.words, parameters, self, is_many)

    @property
    def compiled(self) -> Any:
        """As of an execution's context: what stands behind the words."""
        return self._statement


def _opened(session: Session) -> _Open:
    on: _Open | None = session.info.get(_OPEN)
    if on is None:
        scope.scoped(session).connection()  # begins
        on = session.info[_OPEN]
        assert on is not None
    return on


def _fault(on: _Open, words: str, error: Exception, cursor: Any) -> Exception:
    """A fault of the driver as one of the library's; the connection is given up where it is lost."""
    is_lost = on.dialect.is_disconnect(cast(Any, error), on.driver, cursor)
    if is_lost:
        on.connection.invalidate(error)
    return DBAPIError.instance(
        words,
        None,
        error,
        on.error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=on.dialect,
    )


def is_sqlite(session: Session) -> bool:
    return _opened(session).dialect.name == "sqlite"


def _form(statement: Any, names_written: Sequence[str] | None, dialect: Dialect) -> _Form:
    compiled: Any = statement.compile(dialect=dialect, column_keys=names_written)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise TypeError(f"the words of this statement change with its parameters: {compiled}")
    same = {column.key: column.default.arg for column in getattr(compiled, "insert_prefetch", ())}
    names = compiled.positiontup if compiled.positional else list(compiled.binds)
    steps = tuple(_step(compiled.binds[name], name, same, dialect) for name in names)
    converted = [(place, _result(column.type, dialect)) for place, column in enumerate(statement.exported_columns)]
    return _Form(
        statement,
        str(compiled),
        steps,
        () if compiled.positional else tuple(names),
        any(isinstance(one, CommuneParameter) for one in compiled.binds.values()),
        tuple((place, convert) for place, convert in converted if convert is not None),
    )


def _step(bound: Any, name: str, same: Values, dialect: Dialect) -> _Step:
    convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(bound, CommuneParameter):
        return _Step(_COMMUNE, None, None)
    if name in same:
        value = same[name]
    elif bound.required or bound.value is None:
        return _Step(name, None, convert)
    else:
        value = bound.value
    return _Step(None, value if convert is None else convert(value), None)


def _result(kind: Any, dialect: Dialect) -> Convert | None:
    return cast("Convert | None", kind.dialect_impl(dialect).result_processor(dialect, None))


def _note_begun(session: ScopedSession, _transaction: Any, connection: Connection) -> None:
    if _OPEN not in session.info:
        dispatch = connection.dispatch
        is_watched = bool(dispatch.before_execute) or bool(dispatch.before_cursor_execute)
        driver = connection.connection.driver_connection
        error = cast(Any, connection.dialect.dbapi).Error
        session.info[_OPEN] = _Open(session, connection, driver, connection.dialect, error, is_watched)


def _note_ended(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info.pop(_OPEN, None)


event.listen(ScopedSession, "after_begin", _note_begun)
event.listen(ScopedSession, "after_transaction_end", _note_ended)
