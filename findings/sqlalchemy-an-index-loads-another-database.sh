#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with Python's SQLite.
#
# What is done: a program that has a database of SQLite alone defines a table with an index; once without a condition, once
# with sqlite_where, and once with sqlite_where and postgresql_where, as one does whose program may run on both. Each time a
# process of its own says which modules of other databases it has loaded, and how much memory Python holds for them.
# Expected: an option named after another database is kept for whoever creates the index there; nothing of it is loaded.
# Seen: postgresql_where loads the whole of sqlalchemy.dialects.postgresql, so as to look at its own list of options, and with
# it the modules of all its drivers, asyncpg, pg8000, psycopg and psycopg2, of which none need be installed: 3.2 MB in a
# program that will never speak to such a server. A partial index for two databases cannot be written without.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
cat >"$here/try.py" <<'PYTHON'
import sys
import tracemalloc

import sqlalchemy as sa

engine = sa.create_engine("sqlite://")
table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("state", sa.String))
options = {name: sa.text("state = 'new'") for name in sys.argv[1:]}
tracemalloc.start()
sa.Index("waiting", table.c.id, **options)
held = tracemalloc.get_traced_memory()[0] / 1e6
table.metadata.create_all(engine)
loaded = sorted(name.rpartition(".")[2] for name in sys.modules if name.startswith("sqlalchemy.dialects.postgresql."))
drivers = [name for name in loaded if name in ("asyncpg", "pg8000", "psycopg", "psycopg2")]
print(f"{' '.join(options) or 'no condition'}: {len(loaded)} modules of PostgreSQL, drivers {drivers}, {held:.1f} MB")
wanted = "postgresql_where" in options
sys.exit(bool(drivers) != wanted or (held > 1) != wanted)
PYTHON
"$here/venv/bin/python" "$here/try.py"
"$here/venv/bin/python" "$here/try.py" sqlite_where
"$here/venv/bin/python" "$here/try.py" sqlite_where postgresql_where
