"""Constants as a table within a statement (a CTE), so that one statement looks for many things.

PostgreSQL is given an array a column: its driver rewrites every parameter in a statement, its server plans each, and an
array is one. SQLite has no arrays: it is given a parameter a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ARRAY, CTE, bindparam, column, func, select, text
from sqlalchemy.types import TypeEngine

Fields = Mapping[str, TypeEngine[Any]]
Rows = int | None  # how many a statement is put together for; None: any number, as arrays


def table(name: str, fields: Fields, rows: Rows) -> CTE:
    """The table `asked_…` with these columns; its constants are those of `bound`."""
    return _of_arrays(name, fields) if rows is None else _listed(name, fields, rows)


def bound(name: str, given: Sequence[tuple[Any, ...]], rows: Rows) -> dict[str, Any]:
    """What a statement with such a table is executed with; as many as `rows`, or any number."""
    values = chain.from_iterable(given) if rows is not None else map(list, zip(*given, strict=True))
    return {f"{name}{at}": one for at, one in enumerate(values)}


def _listed(name: str, fields: Fields, rows: int) -> CTE:
    """The value in row 2, field 1 of three is bound as `name`7."""
    names = [[f"{name}{row * len(fields) + at}" for at in range(len(fields))] for row in range(rows)]
    listed = ", ".join(f"({', '.join(f':{one}' for one in row)})" for row in names)
    named = ", ".join(f"column{number} AS {field}" for number, field in enumerate(fields, start=1))
    kinds = [bindparam(one, type_=kind) for row in names for one, kind in zip(row, fields.values(), strict=True)]
    constants = text(f"SELECT {named} FROM (VALUES {listed}) AS given").bindparams(*kinds)  # noqa: S608 - our names only
    return constants.columns(*(column(field, kind) for field, kind in fields.items())).cte(f"asked_{name}")


def _of_arrays(name: str, fields: Fields) -> CTE:
    arrays = [bindparam(f"{name}{at}", type_=ARRAY(kind)) for at, kind in enumerate(fields.values())]
    given = func.unnest(*arrays).table_valued(*(column(field, kind) for field, kind in fields.items()), name="given")
    return select(given.render_derived()).cte(f"asked_{name}")
