#!/usr/bin/env bash
# openpyxl 3.1.5, XlsxWriter 3.2.9.
#
# What is done: a workbook with a formula and its saved result says nothing of `fullCalcOnLoad`, as those that Excel and
# LibreOffice 7.4 save (<calcPr calcId="191029"/>, <calcPr iterateCount="100" …/>). It is opened with openpyxl, and beside
# it one of XlsxWriter, which saves 0 beside every formula and asks to be computed.
# Expected: load_workbook(…).calculation.fullCalcOnLoad is False for the first and True for the second: where the
# attribute is left out it is false (ECMA-376, 18.2.2). So it would tell results that an office program computed from
# the 0 that nobody did.
# Seen: True for both. The class has True as its default, for what openpyxl itself writes, and takes it for what a file
# leaves out. Whoever trusts it refuses every formula of every office, or takes 0 for a sum; the file's own XML tells.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 XlsxWriter==3.2.9
cat >"$here/try.py" <<'PYTHON'
import re
import sys
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook
from xlsxwriter import Workbook

written = BytesIO()
book = Workbook(written)
book.add_worksheet().write_formula("A1", "=100+18", value=118)
book.close()

silent = BytesIO()
with ZipFile(BytesIO(written.getvalue())) as old, ZipFile(silent, "w") as new:
    for entry in old.infolist():
        content = old.read(entry)
        if entry.filename == "xl/workbook.xml":
            content = re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcId="191029"/>', content)
        new.writestr(entry, content)

seen = {}
for name, file in (("says nothing", silent), ("asks", written)):
    read = load_workbook(BytesIO(file.getvalue()))
    value = load_workbook(BytesIO(file.getvalue()), data_only=True).active["A1"].value
    seen[name] = read.calculation.fullCalcOnLoad
    print(f"{name:12} A1 = {value}, fullCalcOnLoad = {seen[name]}")
sys.exit(seen != {"says nothing": True, "asks": True})
PYTHON
"$here/venv/bin/python" "$here/try.py"
