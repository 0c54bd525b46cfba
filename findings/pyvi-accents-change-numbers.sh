#!/usr/bin/env bash
# pyvi 0.1.1, ViUtils.add_accents: the Vietnamese accents that a telephone's user has left out are put back.
#
# What is done: answers of village heads typed without accents are given their accents: «ho ngheo muoi hai» (hộ nghèo
# mười hai: twelve poor households), «gieo bay sao» (gieo bảy sào: seven sào sown), «bhyt con sau nguoi» (còn sáu người).
# Expected: the common words of numbers and units, or the words as they were where they are doubtful.
# Seen: «Ho nghèo muối hại», «Giếo Bay sao», «Bhýt Còn sau người»: no number word survives, an abbreviation gets an accent,
# and words get capitals; nothing says how sure it is. Restoring accents before figures are read would lose the figures.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check pyvi==0.1.1
"$here/venv/bin/python" -W ignore - <<'PYTHON'
import sys

from pyvi import ViUtils

seen = {words: ViUtils.add_accents(words) for words in ("ho ngheo muoi hai", "gieo bay sao", "bhyt con sau nguoi")}
for words, restored in seen.items():
    print(f"{words}: {restored}")
sys.exit(list(seen.values()) != ["Ho nghèo muối hại", "Giếo Bay sao", "Bhýt Còn sau người"])
PYTHON
