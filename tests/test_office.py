"""LibreOffice opens what we write: every workbook and report of a good week, a bad one, a quarter and a year."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.period import document, workbook
from reports.period.dossier import Dossier
from tests.reports import samples

pytestmark = pytest.mark.long

NEEDED = "libreoffice-calc libreoffice-writer poppler-utils fonts-liberation"
DOSSIERS: dict[str, Callable[[], Dossier]] = {
    "good-week": samples.good_dossier,
    "bad-week": samples.bad_dossier,
    "quarter": samples.quarter_dossier,
    "year": samples.year_dossier,
}
WRITERS = {"xlsx": workbook.write, "docx": document.write}
# Said in every file, on its first and on its last sheet or section.
FIRST = {"xlsx": "7 chỉ tiêu thi đua", "docx": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}
LAST = {"xlsx": "Nhật ký điều chỉnh số liệu", "docx": "PHỤ LỤC"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    assert shutil.which(words[0]), f"{words[0]} is missing: apt-get install --no-install-recommends {NEEDED}"
    return subprocess.run(words, capture_output=True, text=True, timeout=180, check=False)


def opened(path: Path) -> str:
    """The text of the pages that LibreOffice makes of a file; AssertionError when it cannot load it."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    folder = str(path.parent)
    done = run("soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(path))
    made = path.with_suffix(".pdf")
    assert made.exists(), done.stdout + done.stderr
    assert "error" not in done.stderr.lower(), done.stderr
    return " ".join(run("pdftotext", str(made), "-").stdout.split())


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", DOSSIERS)
def test_libreoffice_opens_it(tmp_path: Path, name: str, form: str) -> None:
    """Loaded without repair: from the first heading to the last page, every measure's value is on the pages."""
    path = tmp_path / f"{name}.{form}"
    found = DOSSIERS[name]()
    path.write_bytes(WRITERS[form](found))
    text = opened(path)
    assert FIRST[form] in text
    assert LAST[form] in text
    assert [] == [one.measure for one in found.measures if one.measure not in text]


@pytest.mark.parametrize("form", WRITERS)
def test_a_damaged_file_is_noticed(tmp_path: Path, form: str) -> None:
    """The check above can fail: a file cut in half is not loaded."""
    path = tmp_path / f"damaged.{form}"
    whole = WRITERS[form](samples.good_dossier())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AssertionError):
        opened(path)
