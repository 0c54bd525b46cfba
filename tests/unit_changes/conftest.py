"""The commune of the tests of mergers and splits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.commune import Stand, fresh_store


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """Two villages, the culture office and an officer, on a Tuesday."""
    made = Stand(tmp_path, fresh_store(tmp_path, request.param))
    made.join("son", "hien", "hoa")
    yield made
    made.close()
