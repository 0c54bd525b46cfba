"""The numbers of the advisory locks stand in one place: one number used for two purposes stops the program."""

from __future__ import annotations

import re
from pathlib import Path

from models.advisory_locks import AdvisoryLock

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = (
    "bot",
    "campaign",
    "handlers",
    "migrations",
    "models",
    "reports",
    "scheduler",
    "services",
    "simulator",
    "bench",
)
_CALL = re.compile(r"pg_\w*advisory\w*\(\s*([^)]*)")
_NAMED = re.compile(r"AdvisoryLock\.[A-Z]+\.value(, commune_id)?")


def test_every_purpose_has_a_number_of_its_own() -> None:
    """Aliases count as members too."""
    numbers = [lock.value for lock in AdvisoryLock.__members__.values()]
    assert len(numbers) == len(set(numbers))
    assert 4 == len(numbers)


def test_no_other_module_writes_a_number() -> None:
    """Neither in a call of the server's functions nor anywhere else."""
    numbers = [str(lock.value) for lock in AdvisoryLock]
    called, written = [], []
    for path in (path for package in _PACKAGES for path in (ROOT / package).rglob("*.py")):
        source = path.read_text(encoding="utf-8").replace("_", "") if path.name != "advisory_locks.py" else ""
        written += [f"{path.name}: {number}" for number in numbers if number in source]
        called += [(path.name, key) for key in _CALL.findall(path.read_text(encoding="utf-8"))]
    assert [] == written
    assert [] == [call for call in called if not _NAMED.fullmatch(call[1])]
    assert {"migrate.py", "process_lock.py", "turn_locks.py"} == {name for name, _ in called}
