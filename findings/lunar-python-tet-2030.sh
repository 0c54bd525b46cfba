#!/usr/bin/env bash
# lunar-python 1.4.8 and lunar-vn 1.4.0, two lunar calendars on PyPI; holidays 0.109, the holidays of countries.
#
# What is done: the first day of the lunar year is asked of each for 2026 to 2030.
# Expected: one day, or a word of the first that it knows no other country's calendar.
# Seen: they agree until 2029; in 2030 the new moon comes at 23:07 in Hanoi and at 0:07 in Beijing, so that Vietnam has
# Tết on 2/2 and China on 3/2. lunar-python counts by Beijing and cannot be told otherwise; lunar-vn and holidays give 2/2.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check lunar-python==1.4.8 lunar-vn==1.4.0 holidays==0.109
"$here/venv/bin/python" - <<'PYTHON'
import sys

import holidays
from lunar_python import Lunar
from lunar_vn import LunarDate, lunar_to_solar

seen = []
for year in range(2026, 2031):
    of_state = {name: day for day, name in holidays.country_holidays("VN", years=year, language="en_US").items()}
    days = (
        Lunar.fromYmd(year, 1, 1).getSolar().toYmd(),
        lunar_to_solar(LunarDate(1, 1, year)).isoformat(),
        of_state["Lunar New Year"].isoformat(),
    )
    print(year, *days)
    seen.append(len(set(days)))
sys.exit(seen != [1, 1, 1, 1, 2] or days != ("2030-02-03", "2030-02-02", "2030-02-02"))
PYTHON
