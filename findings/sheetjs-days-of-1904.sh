#!/usr/bin/env bash
# SheetJS (xlsx 0.18.5, the newest on npm); exceljs 4.4.0 beside it, XlsxWriter 3.3.1 to write the file.
#
# What is done: a workbook counts its days from 1904, as Excel for Macintosh did and as files that were begun there still do
# (the property date1904); a cell has the day 19/11/2026 as dd/mm/yyyy. It is read with cellDates: true and turned into rows by
# sheet_to_json. The same workbook counted from 1900.
# Expected: 19/11/2026 from both, for the file says how it counts.
# Seen: the day from 1904 is 18/11/2022, four years and a day too early, in the cell and in the rows, without a warning; the
# same cell's text (w) is «19/11/2026». The day from 1900 is right, and so are both with exceljs.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1
npm install --silent --no-audit --no-fund --prefix "$here" xlsx@0.18.5 exceljs@4.4.0 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/write.py" <<'PYTHON'
import sys
from datetime import date

import xlsxwriter

for year in (1900, 1904):
    book = xlsxwriter.Workbook(f"{sys.argv[1]}/{year}.xlsx", {"date_1904": year == 1904})
    shown = book.add_format({"num_format": "dd/mm/yyyy"})
    book.add_worksheet().write_datetime("A1", date(2026, 11, 19), shown)
    book.close()
PYTHON
cat >"$here/try.js" <<'JAVASCRIPT'
const ExcelJS = require('exceljs')
const XLSX = require('xlsx')

const day = (value) => value.toISOString().slice(0, 10)

async function read(path) {
    const sheet = Object.values(XLSX.readFile(path, { cellDates: true }).Sheets)[0]
    const row = XLSX.utils.sheet_to_json(sheet, { header: 1 })[0]
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const found = [day(sheet.A1.v), day(row[0]), sheet.A1.w, day(book.worksheets[0].getCell('A1').value)]
    console.log(`${path.slice(-9, -5)}: cell ${found[0]}, row ${found[1]}, text ${found[2]}; exceljs ${found[3]}`)
    return found.join()
}

async function main() {
    const one = await read(`${process.argv[2]}/1900.xlsx`)
    const other = await read(`${process.argv[2]}/1904.xlsx`)
    const right = '2026-11-19,2026-11-19,19/11/2026,2026-11-19'
    return one === right && other === '2022-11-18,2022-11-18,19/11/2026,2026-11-19'
}

main().then((asDescribed) => process.exit(asDescribed ? 0 : 1))
JAVASCRIPT
"$here/venv/bin/python" "$here/write.py" "$here"
TZ=UTC NODE_PATH="$here/node_modules" node "$here/try.js" "$here"
