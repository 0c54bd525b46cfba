#!/usr/bin/env bash
# pandas 3.1.1.
#
# What is done: the 53 weeks W-THU (Friday to Thursday) that end in 2026 are written as text by str(), as to_csv does, and
# each text is read by pandas.Period, which takes the frequency from the text; the same with months and quarters.
# Expected: the same periods, as pandas.Period gives the week for «2026-01-23/2026-01-29»; or an error.
# Seen: the weeks that end on the 24th or later are read as weeks; of the 40 others each becomes a minute, without an error or
# a warning: «2026-11-13/2026-11-19» is 2026-11-13 20:26, for the year behind the stroke is taken for a time of day first.
# With freq="W-THU" all are read, and months and quarters need none.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
cat >"$here/try.py" <<'PYTHON'
import sys
import warnings

import pandas

warnings.simplefilter("error")  # whoever is warned is not surprised


def of_2026(frequency):
    first, last = (pandas.Period(day, freq=frequency) for day in ("2026-01-01", "2026-12-31"))
    return list(pandas.period_range(first, last, freq=frequency))


same = {}
for frequency in ("M", "Q-DEC", "W-THU"):
    written = of_2026(frequency)
    read = [pandas.Period(str(one)) for one in written]
    same[frequency] = sum(one == other for one, other in zip(written, read))
    print(f"{frequency:5} {len(written)} periods, {same[frequency]} are read as they were written")
weeks = of_2026("W-THU")
texts = {str(week): pandas.Period(str(week)) for week in weeks}
late = [week for week in weeks if week.end_time.day >= 24]
print("2026-11-13/2026-11-19 is read as", texts["2026-11-13/2026-11-19"])
as_described = (
    same == {"M": 12, "Q-DEC": 4, "W-THU": len(late)}
    and all(texts[str(week)] == week for week in late)
    and {texts[str(week)].freqstr for week in weeks if week not in late} == {"min"}
    and all(pandas.Period(str(week), freq="W-THU") == week for week in weeks)
    and (len(weeks), len(late)) == (53, 13)
)
sys.exit(not as_described)
PYTHON
"$here/venv/bin/python" "$here/try.py"
