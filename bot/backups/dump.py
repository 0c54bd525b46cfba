"""A database as one compressed file of lines: a head, every table's rows, and an end that says they are all there.

No tool of any database is needed to write or to read it, and what one database wrote another takes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, Update, func, insert, select, update

from bot import migrate
from bot.backups import rows
from models.backup_record import BackupFault

SUFFIX = ".jsonl.gz"
_FORMAT = 1
_BATCH = 500


def write(connection: Connection, path: Path, revision: str) -> None:
    """All tables as the caller's transaction sees them."""
    counts: dict[str, int] = {}
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        _line(file, {"thidua": _FORMAT, "schema": revision})
        for one in rows.tables():
            _line(file, {"table": one.name, "columns": [column.name for column in one.columns]})
            counts[one.name] = 0
            for row in rows.read(connection, one):
                _line(file, row)
                counts[one.name] += 1
        _line(file, {"end": counts})


def _line(file: TextIO, value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False) + "\n")


def load(engine: Engine, path: Path, *, replacing: bool = False) -> None:
    """Fill an empty database, in one transaction: its schema as it was, its rows, then the newest schema.

    `replacing` empties it first, in the same transaction.

    BackupFault when the file is damaged or of a newer program; then nothing of it is kept.
    """
    lines = _lines(path)
    head = next(lines)
    if not isinstance(head, dict) or head.get("thidua") != _FORMAT:
        raise BackupFault(f"{path} không phải bản sao lưu của chương trình này")
    if not migrate.is_known(head.get("schema")):
        raise BackupFault(f"{path} do bản chương trình mới hơn làm: xin cập nhật chương trình trước")
    try:
        with migrate.transaction(engine) as connection:
            if replacing:
                there = MetaData()
                there.reflect(connection)
                there.drop_all(connection)
            migrate.upgrade_on(connection, head["schema"])
            _Filling(connection, path).fill(lines)
            migrate.upgrade_on(connection)
    except migrate.BrokenReference as error:
        raise BackupFault(f"{path} hỏng ({error}): xin lấy bản cũ hơn") from None


def _lines(path: Path) -> Iterator[Any]:
    """The file's lines, decoded; whatever is wrong with it is one fault, and so is an end too early."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise BackupFault(f"{path} hỏng ({type(error).__name__}): xin lấy bản cũ hơn") from None
    raise BackupFault(f"{path} bị cụt: xin lấy bản cũ hơn")


class _Filling:
    """Puts the rows of a dump into tables that are there and empty."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._tables = MetaData()
        self._tables.reflect(connection)
        self._counts: dict[str, int] = {}
        self._target: Table | None = None
        self._columns: Sequence[str] = ()
        self._batch: list[dict[str, Any]] = []
        self._later: list[Update] = []

    def fill(self, lines: Iterator[Any]) -> None:
        for found in lines:
            if isinstance(found, list):
                self._row(found)
                continue
            self._flush()
            if "end" in found:
                return self._finish(found["end"])
            self._begin(found)
        raise AssertionError("the lines of a dump end in a fault or in its end")

    def _begin(self, found: dict[str, Any]) -> None:
        name = found.get("table")
        if not isinstance(name, str) or name not in self._tables.tables:
            raise BackupFault(f"{self._path} hỏng: có bảng không ai biết")
        self._target, self._columns = self._tables.tables[name], found["columns"]
        self._counts[name] = 0
        for one in self._target.columns:
            if isinstance(one.type, JSON):
                one.type = JSON(none_as_null=True)

    def _row(self, found: list[Any]) -> None:
        assert self._target is not None
        self._batch.append(dict(zip(self._columns, (rows.decode(value) for value in found), strict=True)))
        self._counts[self._target.name] += 1
        if len(self._batch) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        """Rows that refer to others of their own table are joined at the end: their order is not known."""
        if self._target is None or not self._batch:
            return
        target, key = self._target, next(iter(self._target.primary_key.columns))
        within = [one.parent.name for one in target.foreign_keys if one.column.table is target]
        for row in self._batch:
            joined = {name: row[name] for name in within if row[name] is not None}
            if joined:
                self._later.append(update(target).where(key == row[key.name]).values(joined))
                row.update(dict.fromkeys(joined))
        self._connection.execute(insert(target), self._batch)
        self._batch = []

    def _finish(self, counts: dict[str, int]) -> None:
        if counts != self._counts:
            raise BackupFault(f"{self._path} hỏng: thiếu dòng; xin lấy bản cũ hơn")
        for one in self._later:
            self._connection.execute(one)
        if self._connection.dialect.name == "postgresql":
            for name in counts:
                self._advance(self._tables.tables[name])

    def _advance(self, of: Table) -> None:
        """The next row gets a number that none of these has."""
        if "id" not in of.columns:
            return
        highest = self._connection.scalar(select(func.max(of.c.id)))
        if highest is not None:
            sequence = func.pg_get_serial_sequence(of.name, "id")
            self._connection.execute(select(func.setval(sequence, highest)))
