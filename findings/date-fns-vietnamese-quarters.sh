#!/usr/bin/env bash
# date-fns 4.4.0 with its locale vi.
#
# What is done: the first days of the four quarters of 2026 are written by format as «QQQQ yyyy» («quý II 2026») and read
# back by parse with the same pattern and locale; the same with «QQQ yyyy» («Q2 2026»), and with the seven days of a week
# as «EEE» («Thứ 2»).
# Expected: the day that was written; where parse cannot read what format wrote, an Invalid Date.
# Seen: «quý II 2026» and «quý III 2026» are read as 1 January, the first quarter, without any sign; «quý IV» is right.
# The locale takes for the first whatever ends with an I, as II and III do. Of the short names of days only Sunday's («CN»)
# comes back, the six others are an Invalid Date.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
npm install --silent --no-audit --no-fund --prefix "$here" date-fns@4.4.0 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/try.js" <<'JAVASCRIPT'
const { format, isValid, parse } = require('date-fns')
const { vi } = require('date-fns/locale')

const MONDAY = new Date(2026, 10, 16)

function readBack(day, pattern) {
    const written = format(day, pattern, { locale: vi })
    const read = parse(written, pattern, MONDAY, { locale: vi })
    const shown = isValid(read) ? format(read, 'yyyy-MM-dd') : 'Invalid Date'
    console.log(`${format(day, 'yyyy-MM-dd')} as «${written}» is read as ${shown}`)
    return isValid(read) ? format(read, 'M-d') : ''
}

const quarters = [0, 3, 6, 9].map((month) => new Date(2026, month, 1))
const long = quarters.map((day) => readBack(day, 'QQQQ yyyy'))
const short = quarters.map((day) => readBack(day, 'QQQ yyyy'))
const days = [0, 1, 2, 3, 4, 5, 6].map((count) => readBack(new Date(2026, 10, 16 + count), 'EEE'))
const asDescribed =
    long.join() === '1-1,1-1,1-1,10-1' && short.join() === '1-1,4-1,7-1,10-1' && days.filter(Boolean).length === 1
process.exit(asDescribed ? 0 : 1)
JAVASCRIPT
NODE_PATH="$here/node_modules" node "$here/try.js"
