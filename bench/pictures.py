"""Pages of a paper or workbook as one picture: what whoever signs or files it sees, made by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image

_SCALE = 1.0  # 72 points to the inch
_GAP = 10
_MOST, _ROW = 6, 3  # pages of a picture, and beside each other
_NEEDED = "libreoffice-writer libreoffice-calc fonts-liberation"
_GREYS = 16  # and the yellow of open places


def of_all(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """One PNG a file, by its name («to-trinh.docx»): its pages, of a long one the first and the last two."""
    if shutil.which("soffice") is None:
        raise SystemExit(f"LibreOffice is missing: apt-get install --no-install-recommends {_NEEDED}")
    made = []
    for name, content in files.items():
        with tempfile.TemporaryDirectory(prefix="pictures-") as place:
            source = Path(place) / name
            source.write_bytes(content)
            profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/pictures-profile"
            into = ["--convert-to", "pdf", "--outdir", place, str(source)]
            words = ["soffice", profile, "--headless", "--norestore", *into]
            subprocess.run(words, capture_output=True, timeout=180, check=True)
            made.append(folder / f"{name.replace('.', '-')}.png")
            _beside_each_other(source.with_suffix(".pdf")).save(made[-1], optimize=True)
    return made


def _beside_each_other(pdf: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    chosen = list(range(count)) if count <= _MOST else [*range(_MOST - 2), count - 2, count - 1]
    pages = [document[number].render(scale=_SCALE).to_pil().convert("RGB") for number in chosen]
    document.close()
    rows = [pages[first : first + _ROW] for first in range(0, len(pages), _ROW)]
    width = max(sum(page.width for page in row) + _GAP * (len(row) - 1) for row in rows)
    heights = [max(page.height for page in row) for row in rows]
    whole = Image.new("RGB", (width, sum(heights) + _GAP * (len(rows) - 1)), "#888888")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        left = 0
        for page in row:
            whole.paste(page, (left, top))
            left += page.width + _GAP
        top += height + _GAP
    return whole.quantize(_GREYS, dither=Image.Dither.NONE)
