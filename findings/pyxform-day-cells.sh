#!/usr/bin/env bash
# pyxform 4.5.0 (XLSForms of ODK and KoboToolbox), openrosa-xpath-evaluator 2.0.13 (Enketo, CHT) with jsdom 29.1.1.
#
# What is done: an XLSForm in .xlsx asks for a date and a dateTime whose defaults are day cells, which Excel and LibreOffice
# make of what is typed as 2026-11-19; and for a date whose default is the text 2026-11-19. The default that pyxform writes
# into the form is compared with 2026-12-01 by the evaluator that fills such forms in.
# Expected: <d>2026-11-19</d> and <t>2026-11-19T08:30:00</t>: the form declares the types date and dateTime, which are
# ISO 8601 in XForms; or an error or a warning. A text cell comes out as it is.
# Seen: «2026-11-19 00:00:00» and «2026-11-19 08:30:00», which neither type allows, without a warning. The evaluator takes
# the first for a plain text: it is not before 2026-12-01, and decimal-date-time() of it is NaN, so that a deadline or a
# condition on that default never holds. The text cell's day is before it.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check pyxform==4.5.0 openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$here" openrosa-xpath-evaluator@2.0.13 jsdom@29.1.1 \
    >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/try.py" <<'PYTHON'
import json
import re
import subprocess
import sys
from datetime import datetime
from io import BytesIO

import openpyxl
from pyxform.xls2xform import convert

ROWS = (
    ("type", "name", "label", "default"),
    ("date", "d", "Ngày", datetime(2026, 11, 19)),
    ("dateTime", "t", "Lúc", datetime(2026, 11, 19, 8, 30)),
    ("date", "w", "Ngày", "2026-11-19"),
)
SCRIPT = """
const { JSDOM } = require('jsdom')
const { window } = new JSDOM('<data/>', { contentType: 'text/xml' })
for (const name of ['Node', 'Element', 'Attr', 'XPathResult', 'XPathEvaluator', 'document']) global[name] = window[name]
const evaluator = require('openrosa-xpath-evaluator')()
const asked = JSON.parse(process.argv[1])
const read = (what) => evaluator.evaluate(what, document, null, XPathResult.STRING_TYPE).stringValue
console.log(JSON.stringify(asked.map(read)))
"""


def evaluated(*asked):
    done = subprocess.run(["node", "-e", SCRIPT, json.dumps(asked)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


book, kept = openpyxl.Workbook(), BytesIO()
book.active.title = "survey"
for row in ROWS:
    book.active.append(row)
book.save(kept)
made = convert(kept.getvalue())
default = {name: re.search(f"<{name}>(.*?)</{name}>", made.xform)[1] for name in "dtw"}
before = evaluated(*(f"'{default[name]}' < '2026-12-01'" for name in "dw"))
days = evaluated(*(f"decimal-date-time('{default[name]}')" for name in "dw"))
print(f"pyxform: {default}, warnings: {made.warnings}")
print(f"before 2026-12-01: {before}; decimal-date-time: {days}")
as_described = (
    default == {"d": "2026-11-19 00:00:00", "t": "2026-11-19 08:30:00", "w": "2026-11-19"}
    and before == ["false", "true"]
    and days == ["NaN", "20776"]
    and not [one for one in made.warnings if "default" in one.lower()]
)
sys.exit(not as_described)
PYTHON
TZ=UTC NODE_PATH="$here/node_modules" "$here/venv/bin/python" -W ignore "$here/try.py"
