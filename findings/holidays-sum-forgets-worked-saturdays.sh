#!/usr/bin/env bash
# holidays 0.109.
#
# What is done: the holidays of Vietnam in 2026, of which Monday 31/8 is off and Saturday 22/8 is worked for it, are added with
# «+» to a calendar of an office's own days, as the documentation combines calendars; the same with update(), which puts the
# own days into the calendar of Vietnam.
# Expected: the sum has the days of both, and what they say of weekends: 31/8 off, 22/8 worked.
# Seen: the sum has the day off, but not the day that is worked for it: weekend_workdays is empty, is_working_day(22/8) is
# False, and get_working_days_count gives one day less for August, without a warning. With update() both are kept; a sum with
# Vietnam's calendar on either side loses them.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
cat >"$here/try.py" <<'PYTHON'
import sys
import warnings
from datetime import date

import holidays

warnings.simplefilter("error")  # whoever is warned is not surprised
OFF, WORKED = date(2026, 8, 31), date(2026, 8, 22)
OWN = {date(2026, 8, 19): "the office's own day"}


def vietnam():
    return holidays.country_holidays("VN", years=2026)


def own():
    calendar = holidays.HolidayBase(years=2026)
    calendar.update(OWN)
    return calendar


def said_of(calendar):
    august = calendar.get_working_days_count(date(2026, 8, 1), date(2026, 8, 31))
    return OFF in calendar, calendar.is_working_day(WORKED), august, len(calendar.weekend_workdays) > 0


updated = vietnam()
updated.update(OWN)
seen = {
    "alone": said_of(vietnam()),
    "update()": said_of(updated),
    "Vietnam + own": said_of(vietnam() + own()),
    "own + Vietnam": said_of(own() + vietnam()),
}
for name, (off, worked, august, _) in seen.items():
    print(f"{name:14} 31/8 off: {off}, 22/8 worked: {worked}, working days in August: {august}")
august = seen["update()"][2]
as_described = (
    seen["alone"] == (True, True, august + 1, True)
    and seen["update()"] == (True, True, august, True)
    and seen["Vietnam + own"] == seen["own + Vietnam"] == (True, False, august - 1, False)
)
sys.exit(not as_described)
PYTHON
"$here/venv/bin/python" "$here/try.py"
