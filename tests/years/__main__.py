"""`make years`: five years of the real program, every week reckoned, and how it has grown.

`python -m tests.years [--short]`; exit code 1 when something does not agree or has become slower than it may.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from datetime import datetime
from pathlib import Path

from tests import forge
from tests.commune import ZONE
from tests.years import five_years
from tests.years.story import Life

OLD = "217d677"
EARLY, LATE = ("2026-W50", "2026-W53"), ("2030-W49", "2030-W52")
_AT_MOST = 1.3  # times


def old_build(folder: Path) -> Path:
    """The program as it was, in an environment of its own with the libraries that it was locked to."""
    place = folder / OLD
    place.mkdir()
    archive = subprocess.run(["git", "archive", OLD], cwd=forge.ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "x", "-C", str(place)], input=archive.stdout, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(place / ".venv")], check=True)
    pip = [str(place / ".venv/bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", "requirements.lock"], cwd=place, check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=place, check=True)
    return place


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--keep", type=Path, help="an empty folder for what is made: the year's reports, the log")
    words.add_argument("--old", type=Path, help=f"where the build of {OLD} stands already, with its environment")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="thidua-years-") as made:
        place = given.old or old_build(Path(made))
        folder = given.keep or Path(made) / "life"
        folder.mkdir(exist_ok=True)
        began = time.monotonic()
        life = Life(folder, datetime(2025, 12, 29, 9, tzinfo=ZONE), place)
        try:
            with life.running:
                five_years.live(life, _say)
        except Exception:
            life.faults.append(traceback.format_exc())
        return _report(life, time.monotonic() - began)


def _report(life: Life, seconds: float) -> int:
    for fault in life.faults[:200]:
        _say(fault)
    _say(f"{len(life.posted)} weeks posted, {life.reports} files of years, {len(life.faults)} faults")
    _say(f"{seconds / 60:.1f} minutes")
    if life.weeks and max(life.weeks) < LATE[0]:
        return 1
    slower = False
    _say(f"{'':22}{'week 53':>10}{'week 262':>10}{'times':>8}")
    for name, (early, late) in life.growth(EARLY, LATE).items():
        _say(f"{name:22}{early:10.1f}{late:10.1f}{late / early:8.2f}")
        slower = slower or (name.endswith("_ms") and late > early * _AT_MOST)
    return 1 if life.faults or slower else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  it is a command


if __name__ == "__main__":
    sys.exit(main())
