#!/usr/bin/env bash
# Alembic 1.20.1 with SQLAlchemy 2.1.9 and Python's SQLite.
#
# What is done: a table made by SQLAlchemy has a column String(collation="NOCASE") with a named unique constraint, another
# with a unique index over  code COLLATE NOCASE , a third with an index over  n DESC  and a unique constraint with
# sqlite_on_conflict="IGNORE". batch_alter_table(recreate="always") adds one column that has nothing to do with them.
# Expected: the table is as before but for the new column, as it is for CHECKs, partial indexes and server defaults,
# or else an error or a warning (an index over lower(name) is dropped with an SAWarning).
# Seen: without any error or warning the collation of the column and of the unique index are gone, so that «an» is
# accepted beside «AN» where it was refused before; DESC is gone from the index, ON CONFLICT IGNORE from the constraint,
# so that an insert that was ignored now fails. SQLite's reflection, from which the new table is made, knows none of
# the four.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9
cat >"$here/try.py" <<'PYTHON'
import sys
import warnings

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

warnings.simplefilter("error")  # whoever is warned is not surprised


def refused(connection, columns, values):
    try:
        with connection.begin_nested():
            connection.execute(sa.text(f"INSERT INTO t ({columns}) VALUES ({values})"))
    except sa.exc.IntegrityError:
        return True
    return False


def behaviour(connection):
    with connection.begin_nested() as undone:
        connection.execute(sa.text("INSERT INTO t (name, code, n) VALUES ('AN', 'A1', 1)"))
        seen = {
            "«an» beside «AN» refused by the constraint": refused(connection, "name", "'an'"),
            "«a1» beside «A1» refused by the index": refused(connection, "code", "'a1'"),
            "a second n is ignored, not refused": not refused(connection, "n", "1"),
        }
        undone.rollback()
    index = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'newest'"))
    return seen | {"the index is DESC": index.endswith("DESC)")}


metadata = sa.MetaData()
sa.Table(
    "t",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(collation="NOCASE")),
    sa.Column("code", sa.String),
    sa.Column("n", sa.Integer),
    sa.UniqueConstraint("name", name="uq_name"),
    sa.UniqueConstraint("n", name="uq_n", sqlite_on_conflict="IGNORE"),
    sa.Index("uq_code", sa.text("code COLLATE NOCASE"), unique=True),
    sa.Index("newest", sa.text("n DESC")),
)
with sa.create_engine("sqlite://").connect() as connection:
    metadata.create_all(connection)
    before = behaviour(connection)
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("t", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.String))
    after = behaviour(connection)
for what in before:
    print(f"{what:45} before: {before[what]!s:6} after: {after[what]}")
sys.exit(0 if all(before.values()) and not any(after.values()) else 1)
PYTHON
"$here/venv/bin/python" "$here/try.py"
