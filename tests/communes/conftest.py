"""Another process on the same PostgreSQL server, for tests whose `province` is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Store
from tests import databases
from tests.communes.province import Province, two_communes
from tests.communes.test_locks import elsewhere

SOON = 10.0  # seconds, also of a busy machine; whoever waited for the other process would wait for thirty


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """Two communes on a PostgreSQL server, with a head in each; files of tests that need no server have their own."""
    made = Province(tmp_path, databases.filled(two_communes))
    made.enter("a", "son")
    made.enter("b", "son")
    yield made
    made.close()


@pytest.fixture
def other(province: Province) -> Iterator[Store]:
    made = elsewhere(province)
    yield made
    made.close()


@pytest.fixture
def soon(other: Store) -> Iterator[None]:  # not counted: a server takes its time to start
    """The test lasts shorter than the server's patience with a process that stands still."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON
