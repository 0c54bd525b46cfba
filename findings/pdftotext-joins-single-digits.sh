#!/usr/bin/env bash
# Debian's poppler-utils 22.12.0 (pdftotext), on Debian 12; pypdf 7.1.1, pypdfium2 5.15.2 and pdfplumber 0.11.10 beside it.
#
# What is done: reportlab 5.1.0 writes five lines of figures into a PDF, with blanks between them: «5 7 3 4», «0 0 1»,
# «5 7 12 4», «Thon 5 7 3 4», «5 ; 7 ; 3». Their text is asked of pdftotext, as it is and with -layout and -raw, and of three
# other libraries.
# Expected: the figures as they are written: each blank stands in the file as a character of its own.
# Seen: pdftotext gives «5734», «001» and «5;7;3», with -layout too: it seems that where every word of a line is one character,
# even gaps are taken for wide spacing of one word. A line with a longer word is right. A row of one-digit figures becomes
# one large figure. -raw and the three libraries keep the blanks.
#
# Exit status 0: as described. 1: it behaves otherwise now. Needs apt-get on Debian 12, and its lists of packages.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
mkdir -p "$here/archives/partial" "$here/unpacked"
apt-get install --download-only --reinstall --no-install-recommends -y -qq -o "Dir::Cache::archives=$here/archives" \
    "poppler-utils=22.12.0-*" >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
for package in "$here"/archives/*.deb; do
    dpkg -x "$package" "$here/unpacked"
done
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check \
    reportlab==5.1.0 pypdf==7.1.1 pypdfium2==5.15.2 pdfplumber==0.11.10
cat >"$here/try.py" <<'PYTHON'
import os
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

HERE = sys.argv[1]
PATH = f"{HERE}/figures.pdf"
LINES = ["5 7 3 4", "0 0 1", "5 7 12 4", "Thon 5 7 3 4", "5 ; 7 ; 3"]
JOINED = ["5734", "001", "5 7 12 4", "Thon 5 7 3 4", "5;7;3"]
UNPACKED = Path(HERE, "unpacked")
PROGRAM = next(path for path in UNPACKED.rglob("pdftotext") if path.parent.name == "bin")
FOLDERS = {str(path.parent) for path in UNPACKED.rglob("*.so.*")}
LIBRARIES = {"LD_LIBRARY_PATH": ":".join(sorted(FOLDERS))}


def pdftotext(*options):
    command = [str(PROGRAM), *options, PATH, "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **LIBRARIES})
    return done.stdout


page = Canvas(PATH)
page.setFont("Helvetica", 11)
for number, line in enumerate(LINES):
    page.drawString(50, 800 - 30 * number, line)
page.save()
texts = {
    "pdftotext": pdftotext(),
    "pdftotext -layout": pdftotext("-layout"),
    "pdftotext -raw": pdftotext("-raw"),
    "pypdf": pypdf.PdfReader(PATH).pages[0].extract_text(),
    "pypdfium2": pypdfium2.PdfDocument(PATH)[0].get_textpage().get_text_range(),
    "pdfplumber": pdfplumber.open(PATH).pages[0].extract_text(),
}
seen = {name: [line.strip() for line in text.splitlines() if line.strip()] for name, text in texts.items()}
for name, found in seen.items():
    print(f"{name:17} {found}")
sys.exit(list(seen.values()) != [JOINED] * 2 + [LINES] * 4)
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py" "$here"
