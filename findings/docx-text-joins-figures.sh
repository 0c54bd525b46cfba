#!/usr/bin/env bash
# mammoth 1.13.0 (PyPI and npm), docx2txt 0.9, docx2python 3.7.1; python-docx 1.2.0 beside them.
#
# What is done: a Word file is made with python-docx: a paragraph «12», a line break (Shift+Enter), «7», as stands in cells of
# reports; a paragraph «15», a non-breaking hyphen (Ctrl+Shift+hyphen), «20 hộ», as offices type ranges and the numbers of
# documents («80-NQ/TW»). Its text is asked of four libraries.
# Expected: something between the figures: a new line or a blank; a hyphen of any kind.
# Seen: mammoth's extract_raw_text leaves the line break out: «127», in both languages; its HTML has <br />. docx2txt and
# docx2python leave the hyphen out: «1520 hộ». python-docx gives both. None of them warns.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check \
    mammoth==1.13.0 docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0
npm install --silent --no-audit --no-fund --prefix "$here" mammoth@1.13.0 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/try.py" <<'PYTHON'
import subprocess
import sys

import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

PATH = f"{sys.argv[1]}/report.docx"
SCRIPT = "require('mammoth').extractRawText({path: process.argv[1]}).then(read => process.stdout.write(read.value))"


def written():
    report = docx.Document()
    run = report.add_paragraph("12").runs[0]
    run.add_break()
    run.add_text("7")
    run = report.add_paragraph("15").runs[0]
    run._r.append(OxmlElement("w:noBreakHyphen"))
    run.add_text("20 hộ")
    report.save(PATH)


def of_mammoth():
    with open(PATH, "rb") as file:
        return mammoth.extract_raw_text(file)


def lines(text):
    """The two paragraphs, each on a line, whatever stands between paragraphs."""
    return [line.replace("\u2011", "-") for line in text.split("\n") if line]


written()
read = of_mammoth()
script = subprocess.run(["node", "-e", SCRIPT, PATH], capture_output=True, text=True, check=True)
seen = {
    "mammoth (PyPI)": lines(read.value),
    "mammoth (npm)": lines(script.stdout),
    "docx2txt": lines(docx2txt.process(PATH)),
    "docx2python": lines(docx2python(PATH).text),
    "python-docx": lines("\n".join(paragraph.text for paragraph in docx.Document(PATH).paragraphs)),
}
for name, found in seen.items():
    print(f"{name:15} {found}")
joined_break, joined_hyphen, both = ["127", "15-20 hộ"], ["12", "7", "1520 hộ"], ["12", "7", "15-20 hộ"]
as_described = not read.messages and list(seen.values()) == [joined_break] * 2 + [joined_hyphen] * 2 + [both]
sys.exit(not as_described)
PYTHON
NODE_PATH="$here/node_modules" "$here/venv/bin/python" -W ignore "$here/try.py" "$here"
