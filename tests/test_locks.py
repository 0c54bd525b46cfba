"""What is installed is what was looked at: every library at one version, known by the hash of its content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_every_library_is_locked_by_version_and_hash(name: str) -> None:
    """A line without either would take whatever the registry gives on the day."""
    written = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in written.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 20
    loose = [
        line for line in lines if not re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert [] == loose


def test_the_installation_insists_on_the_hashes() -> None:
    """The program's, its tests', the bench's and the judge's."""
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    installed = [line for line in lines if "pip install" in line or "$(PIP)" in line]
    assert [True, True, True, True] == ["--require-hashes" in line for line in installed if ".lock" in line]
