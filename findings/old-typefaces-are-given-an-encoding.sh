#!/usr/bin/env bash
# charset-normalizer 3.5.3, chardet 7.7.0 on Python 3.11.
#
# What is done: a list of villages typed in the typefaces of the nineties, as offices still have them, is saved as .csv:
# TCVN3 (.VnTime, «B¶n Cßn») and VNI («Baûn Coøn»), each one byte a sign; both detectors are asked what it is.
# Expected: None, or Windows-1252, whose letters at least are those that a converter such as UniKey turns into Unicode.
# Seen: charset-normalizer takes TCVN3 for ISO 8859-3 («Bĥn Cßn», as if Maltese) and VNI for Windows-1250 («Baűn Cořn»):
# letters that no converter knows any more. chardet names Windows-1258 for both, the one-byte encoding of Vietnamese, with
# a confidence of 0.02: who asks for the name alone has a Vietnamese file with names that are none.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check charset-normalizer==3.5.3 chardet==7.7.0 2>/dev/null
cat >"$here/try.py" <<'PYTHON'
import sys

import chardet
import charset_normalizer

TCVN3 = "Tªn th«n;Sè hé;Nh©n khÈu\nB¶n Cßn;118;512\nKhuæi M¹;107;442\nKhßn C¶i;100;467\nNµ Pß;129;590\n"
VNI = "Teân thoân;Soá hoä;Nhaân khaåu\nBaûn Coøn;118;512\nKhuoåi Maï;107;442\nKhoøn Caûi;100;467\nNaø Poø;129;590\n"
seen = {}
for name, text in (("TCVN3", TCVN3), ("VNI", VNI)):
    content = text.encode("latin-1")
    best, guess = charset_normalizer.from_bytes(content).best(), chardet.detect(content)
    seen[name] = (best and best.encoding, guess["encoding"], (guess["confidence"] or 0) < 0.1)
    print(f"{name:5} charset-normalizer: {best and best.encoding} {str(best).splitlines()[1]!r}; chardet: {guess}")
sys.exit(seen != {"TCVN3": ("iso8859_3", "cp1258", True), "VNI": ("cp1250", "cp1258", True)})
PYTHON
"$here/venv/bin/python" "$here/try.py"
