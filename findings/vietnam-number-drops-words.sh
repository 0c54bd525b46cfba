#!/usr/bin/env bash
# vietnam-number 1.0.6, the reader of Vietnamese number words on PyPI.
#
# What is done: number words of everyday speech in the north are read by w2n: «hăm hai» (22), «băm ba» (33), «một tá»
# (12), «không phẩy năm» (0,5), and «mười hai hộ nghèo bảy người» (12 and 7).
# Expected: the number, or the ValueError that it raises for «nửa» (a half), a word that it does not know either.
# Seen: words that it does not know are dropped without a word where another number word stands beside them: 2, 3, 1, 5,
# and 127 for the two figures. The tens, the dozen and the decimal point are gone, and nothing tells the caller.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check vietnam-number==1.0.6
"$here/venv/bin/python" - <<'PYTHON'
import sys

from vietnam_number import w2n

seen = {words: w2n(words) for words in ("hăm hai", "băm ba", "một tá", "không phẩy năm", "mười hai hộ nghèo bảy người")}
try:
    seen["nửa"] = w2n("nửa")
except ValueError:
    seen["nửa"] = "ValueError"
for words, number in seen.items():
    print(f"{words}: {number}")
sys.exit(list(seen.values()) != [2, 3, 1, 5, 127, "ValueError"])
PYTHON
