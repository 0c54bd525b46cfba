#!/usr/bin/env bash
# vietnamese-lunar-calendar 0.0.6 on npm; amlich 0.0.2 (npm) and lunar-vn 1.4.0 (PyPI) beside it.
#
# What is done: the lunar day of every day from 2026 to 2030 is asked for, with the process in the time zones of Vietnam, UTC
# and New York. amlich is asked with the time zone 7, lunar-vn knows no other.
# Expected: one answer whatever the clock of the server: the Vietnamese calendar counts new moons by 105° east, and its readme
# names no time zone.
# Seen: in Vietnam's time zone all 1826 days are as in the two others. With TZ=UTC, as servers and containers run, 548 of them
# (30 %) are a day ahead, whole months at a time: 16/5/2026 is the first of the fourth month, not the 30th of the third; in New
# York 1038. It takes the process's own time zone for that of the calendar. With UTC the first day of the year is right in these
# five years, so that a look at Tết does not show it.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check lunar-vn==1.4.0
npm install --silent --no-audit --no-fund --prefix "$here" vietnamese-lunar-calendar@0.0.6 amlich@0.0.2 \
    >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/ask.js" <<'JAVASCRIPT'
const { convertSolar2Lunar } = require('amlich')
const { LunarDate } = require('vietnamese-lunar-calendar')

const answers = []
for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2031, 0, 1); at += 24 * 60 * 60 * 1000) {
    const [year, month, day] = new Date(at).toISOString().slice(0, 10).split('-').map(Number)
    const read = new LunarDate(year, month, day)
    const known = convertSolar2Lunar(day, month, year, 7).slice(0, 3).map(Number)
    answers.push([[year, month, day], [read.date, read.month, read.year], known])
}
console.log(JSON.stringify(answers))
JAVASCRIPT
cat >"$here/try.py" <<'PYTHON'
import json
import os
import subprocess
import sys
from datetime import date

from lunar_vn import solar_to_lunar

DAY = date(2026, 5, 16)
ZONES = ("Asia/Ho_Chi_Minh", "UTC", "America/New_York")


def lunar(day):
    found = solar_to_lunar(day)
    return [found.day, found.month, found.year]


def asked(zone):
    command = ["node", f"{sys.argv[1]}/ask.js"]
    done = subprocess.run(command, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True)
    return [(date(*day), read, known) for day, read, known in json.loads(done.stdout)]


otherwise = {}
for zone in ZONES:
    days = asked(zone)
    agreed = all(known == lunar(day) for day, _, known in days)
    otherwise[zone] = [day for day, read, _ in days if read != lunar(day)]
    said = {day: read for day, read, _ in days}[DAY]
    print(f"{zone:17} {len(days)} days, {len(otherwise[zone])} otherwise; {DAY} is {said}, the two others agree: {agreed}")
firsts = [day for day in otherwise["UTC"] if lunar(day)[:2] == [1, 1]]
counts = [len(otherwise[zone]) for zone in ZONES]
sys.exit(not (agreed and counts == [0, 548, 1038] and not firsts and DAY in otherwise["UTC"]))
PYTHON
NODE_PATH="$here/node_modules" "$here/venv/bin/python" "$here/try.py" "$here"
