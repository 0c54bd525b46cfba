#!/usr/bin/env bash
# pandas 3.1.1 with odfpy 1.4.1, python-calamine 0.9.1.
#
# What is done: an .ods has four boolean cells: two as LibreOffice 7.4 writes them with Vietnamese settings («ĐÚNG», «SAI»),
# one as with English ones («TRUE»), one that is shown as «Có»: the attribute office:boolean-value holds what is true, the
# paragraph inside what is shown. The file is read by pandas.read_excel with engine="odf" and with engine="calamine".
# Expected: True, False, True, True: OpenDocument has the attribute for the value, the paragraph for the reader's eyes.
# Seen: with engine="odf" only the cell that shows the English word is True; «ĐÚNG» and «Có» become False, without an
# error or a warning. A column of «đạt / chưa đạt» from an office with Vietnamese settings is «chưa đạt» from top to bottom.
# engine="calamine" reads the attribute.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cat >"$here/try.py" <<'PYTHON'
import sys
from io import BytesIO

import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

CELLS = (("true", "ĐÚNG"), ("false", "SAI"), ("true", "TRUE"), ("true", "Có"))

book = OpenDocumentSpreadsheet()
sheet, row = Table(name="S"), TableRow()
for value, shown in CELLS:
    cell = TableCell(valuetype="boolean", booleanvalue=value)
    cell.addElement(P(text=shown))
    row.addElement(cell)
sheet.addElement(row)
book.spreadsheet.addElement(sheet)
file = BytesIO()
book.save(file)
seen = {}
for engine in ("odf", "calamine"):
    read = pandas.read_excel(BytesIO(file.getvalue()), engine=engine, header=None)
    seen[engine] = [bool(one) for one in read.iloc[0]]
    print(f"{engine:8}", *(f"{shown} ({value}): {one};" for (value, shown), one in zip(CELLS, seen[engine])))
sys.exit(seen != {"odf": [False, False, True, False], "calamine": [True, False, True, True]})
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
