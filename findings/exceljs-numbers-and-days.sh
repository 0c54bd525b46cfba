#!/usr/bin/env bash
# exceljs 4.4.0; SheetJS (xlsx 0.18.5 on npm) and openpyxl 3.1.5 beside it.
#
# What is done: a workbook has the figure 45.5 in four cells, with the formats «0.0 "ha"», «0.0 \h\a», «0.0 \m» and
# «General \d» (a quoted unit, and the same written letter by letter with a backslash, as the format allows and offices' files
# have), and the day 19/11/2026 as a cell of type "d", ISO 8601, which Excel writes in «Strict Open XML».
# Expected: four numbers and a day: a letter behind a backslash is shown as it is, as one between quotes.
# Seen: exceljs gives the number where the unit is quoted; the three others are Dates in February 1900, since it looks for
# the letters d, m, y, h, s anywhere outside of quotes. The day is 18/7/1905: of «2026-11-19» it reads 2026 as a number of
# days. No error or warning. The two others give four numbers and the day.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$here" exceljs@4.4.0 xlsx@0.18.5 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/write.py" <<'PYTHON'
import sys
from datetime import date, datetime

import openpyxl

book = openpyxl.Workbook()
book.iso_dates = True
sheet = book.active
for row, written in enumerate(('0.0 "ha"', "0.0 \\h\\a", "0.0 \\m", "General \\d"), start=1):
    sheet.cell(row, 1, 45.5).number_format = written
sheet.cell(5, 1, date(2026, 11, 19)).number_format = "dd/mm/yyyy"
book.save(sys.argv[1])
read = [row[0] for row in openpyxl.load_workbook(sys.argv[1]).active.values]
print("openpyxl", *read[:4], f"{read[4]:%d/%m/%Y}")
sys.exit(read[:4] != [45.5] * 4 or datetime(*read[4].timetuple()[:3]) != datetime(2026, 11, 19))
PYTHON
cat >"$here/try.js" <<'JAVASCRIPT'
const ExcelJS = require('exceljs')
const XLSX = require('xlsx')

const shown = (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value))

async function main() {
    const rows = [1, 2, 3, 4, 5]
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(process.argv[2])
    const one = rows.map((row) => shown(book.worksheets[0].getCell(row, 1).value))
    const sheet = Object.values(XLSX.readFile(process.argv[2], { UTC: true }).Sheets)[0]
    const other = rows.map((row) => shown(row < 5 ? sheet[`A${row}`].v : sheet.A5.w))
    console.log('exceljs', ...one)
    console.log('SheetJS', ...other)
    const wrong = '45.5,1900-02-13,1900-02-13,1900-02-13,1905-07-18'
    return one.join() === wrong && other.join() === '45.5,45.5,45.5,45.5,19/11/2026'
}

main().then((asDescribed) => process.exit(asDescribed ? 0 : 1))
JAVASCRIPT
"$here/venv/bin/python" "$here/write.py" "$here/book.xlsx"
TZ=UTC NODE_PATH="$here/node_modules" node "$here/try.js" "$here/book.xlsx"
