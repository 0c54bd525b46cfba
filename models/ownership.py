"""Whose a row is: each mapped class says how its rows belong to a commune (a tenant), or why they belong to none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Alias, ColumnElement, FromClause, Integer, Table, func, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


@dataclass(frozen=True, slots=True)
class Direct:
    """Rows hold `commune_id`; where some have none, which `or_none` allows or `unless` tells, no commune sees them."""

    or_none: bool = False
    unless: Callable[[Any], bool] | None = field(default=None, compare=False)

    def needs_commune(self, row: Any) -> bool:
        """Whether this very row must be some commune's."""
        return not self.or_none and not (self.unless is not None and self.unless(row))


@dataclass(frozen=True, slots=True)
class Itself:
    """The commune's own row and the units below it."""


@dataclass(frozen=True, slots=True)
class ByParent:
    """A row is whose its parent's is: the row that `column`, a foreign key, names."""

    column: str


@dataclass(frozen=True, slots=True)
class NoCommune:
    """Rows of the deployment itself; `reason` says why no commune could own them."""

    reason: str


Owner = Direct | Itself | ByParent | NoCommune
DIRECT, ITSELF = Direct(), Itself()


class Unindexed(FunctionElement[int]):
    """A column that must not lead SQLite to an index: of two indexes that fit it may take the one by commune."""

    inherit_cache = True
    name = "unindexed"
    type = Integer()


@compiles(Unindexed)
def _plain(element: Unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(Unindexed, "sqlite")
def _without_index(element: Unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return "+" + str(compiler.process(element.clauses, **how))


def criterion(
    entity: Any, table: Table, owners: dict[Table, Owner], commune: ColumnElement[int]
) -> ColumnElement[bool]:
    """What a row of `table`, seen as `entity` (its class or an alias of it), must fulfil to be the commune's."""
    owner = owners[table]
    if isinstance(owner, NoCommune):
        return true()
    if isinstance(owner, ByParent):
        return _commune_of_parent(getattr(entity, owner.column), table.c[owner.column], owners) == commune
    if isinstance(owner, Itself):
        return func.coalesce(entity.commune_id, entity.id) == commune
    return Unindexed(entity.commune_id) == commune


def _commune_of_parent(value: Any, column: Any, owners: dict[Table, Owner]) -> ColumnElement[int]:
    """A look-up by primary key, never a join: a join would change the way a statement goes to its rows."""
    (key,) = column.foreign_keys
    table: Table = key.column.table
    parent = table.alias(f"owner_{table.name}")
    query = select(_commune_of(parent, table, owners)).where(parent.c[key.column.name] == value)
    return query.correlate_except(parent).scalar_subquery()


def _commune_of(parent: Alias | FromClause, table: Table, owners: dict[Table, Owner]) -> ColumnElement[Any]:
    owner = owners[table]
    if isinstance(owner, ByParent):
        return _commune_of_parent(parent.c[owner.column], table.c[owner.column], owners)
    if isinstance(owner, Itself):
        return func.coalesce(parent.c.commune_id, parent.c.id)
    return parent.c.commune_id
