#!/usr/bin/env bash
# dateparser 1.5.0.
#
# What is done: days in Vietnamese words are read by dateparser.parse and found by dateparser.search.search_dates, with
# languages=["vi"] and 1/6/2026 as «today»: months ten to twelve in words, and a report «tuần 47: 12/14 thôn đã báo» (week
# 47: 12 of 14 villages have reported).
# Expected: both read the same day; search_dates finds «ngày 15/6» in a sentence, and nothing in a sentence without one.
# Seen: parse reads «19 tháng mười một» (19 November) and «19 tháng mười hai» (19 December). search_dates takes «19 tháng
# mười» out of both, leaves the last word, and gives 19 October, without a word; «ngày 19 tháng 11» in digits is right.
# In the report it finds two days, of the years 2047 and 2014.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cat >"$here/try.py" <<'PYTHON'
import sys
from datetime import datetime

import dateparser
from dateparser.search import search_dates

HOW = {"languages": ["vi"], "settings": {"RELATIVE_BASE": datetime(2026, 6, 1)}}
REPORT = "Báo cáo tuần 47: 12/14 thôn đã báo"
WRITTEN = ("19 tháng mười", "19 tháng mười một", "19 tháng mười hai", "ngày 19 tháng 11", "ngày 15/6")


def found(text):
    return [(words, day.date().isoformat()) for words, day in search_dates(text, **HOW) or []]


parsed = [dateparser.parse(text, **HOW).date().isoformat() for text in WRITTEN]
searched = [found(f"Họp thôn {text}") for text in WRITTEN]
for text, one, other in zip(WRITTEN, parsed, searched):
    print(f"{text:20} parse: {one}  search_dates: {other}")
print(REPORT, found(REPORT))
as_described = (
    parsed == ["2026-10-19", "2026-11-19", "2026-12-19", "2026-11-19", "2026-06-15"]
    and [days[0][1] for days in searched] == ["2026-10-19", "2026-10-19", "2026-10-19", "2026-11-19", "2026-06-15"]
    and [day[:4] for _, day in found(REPORT)] == ["2047", "2014"]
)
sys.exit(not as_described)
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
