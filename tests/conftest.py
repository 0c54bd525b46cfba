"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import audited, commune, databases
from tests.commune import Stand


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden conversations for review")


@pytest.fixture
def stand_on_file(tmp_path: Path) -> Iterator[Stand]:
    """For what only an SQLite file has, whatever database this run is on."""
    made = Stand(tmp_path, commune.fresh_store(tmp_path, databases.SQLITE))
    yield made
    made.close()


@pytest.fixture
def watched() -> Iterator[None]:
    """Whatever is played, nobody changes anything without a word in the audit."""
    with audited.watch():
        yield


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    yield made
    made.close()
