"""A message just said leaves at once, not at the next look into a table."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from tests import commune, databases, patience
from tests.chaos import promptness


@pytest.mark.alone
@pytest.mark.parametrize("kind", [databases.SQLITE, databases.POSTGRESQL])
def test_a_reply_is_with_the_platform_within_fifty_milliseconds(tmp_path: Path, kind: str) -> None:
    """From the commit to the receipt over loopback; the median, as if the machine were idle. A poll: 500."""
    milliseconds = promptness.measure(tmp_path, commune.fresh_store(tmp_path, kind), turns=30)
    assert 30 == len(milliseconds)
    assert median(milliseconds) < 50 * patience.slowness()
