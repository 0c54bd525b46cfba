#!/usr/bin/env bash
# @dhis2/multi-calendar-dates 2.1.2, by which DHIS2's apps make the periods of data sets.
#
# What is done: the bi-weekly periods of 2026 and 2027 are generated, and the period of 31/12/2026 is asked for. The same
# with weekly ones, and with the years 2025 and 2026, of which the first has 52 ISO weeks.
# Expected: each period begins the day after the one before it ends, as they do for all other types, and the period of a
# day holds that day: «2026BiW27», or a longer «2026BiW26».
# Seen: 2026 has 53 ISO weeks, and 26 pairs. 2026BiW26 ends on 27/12/2026, 2027BiW1 begins on 4/1/2027; the week between
# belongs to no period, so that nothing can be entered for it. getFixedPeriodByDate gives 2027BiW1 for 31/12/2026, a period
# that begins four days later. Weekly periods have their week 53.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
npm install --silent --no-audit --no-fund --prefix "$here" @dhis2/multi-calendar-dates@2.1.2 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/try.js" <<'JAVASCRIPT'
const { generateFixedPeriods, getFixedPeriodByDate } = require('@dhis2/multi-calendar-dates')

const SETTING = { calendar: 'gregory', locale: 'en' }
const DAY = 24 * 60 * 60 * 1000
const periods = (periodType, year) => generateFixedPeriods({ ...SETTING, periodType, year, yearsCount: 1 })

function gap(periodType, year) {
    const last = periods(periodType, year).at(-1)
    const next = periods(periodType, year + 1)[0]
    const days = (Date.parse(next.startDate) - Date.parse(last.endDate)) / DAY - 1
    console.log(`${last.id} ends ${last.endDate}, ${next.id} begins ${next.startDate}: ${days} days between`)
    return days
}

const gaps = [gap('WEEKLY', 2026), gap('BIWEEKLY', 2025), gap('BIWEEKLY', 2026)]
const found = getFixedPeriodByDate({ ...SETTING, periodType: 'BIWEEKLY', date: '2026-12-31' })
console.log(`of 2026-12-31: ${found.id}, ${found.startDate} to ${found.endDate}`)
const asDescribed = gaps.join() === '0,0,7' && found.id === '2027BiW1' && found.startDate === '2027-01-04'
process.exit(asDescribed ? 0 : 1)
JAVASCRIPT
NODE_PATH="$here/node_modules" node "$here/try.js"
