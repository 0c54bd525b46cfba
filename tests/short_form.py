"""What of a long row of cases is tried in CI, and what only in `make test-long` (docs/decisions/0036)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """Each `step`-th case, beginning with the first, in CI as well; the others in the long form alone."""
    return [case if at % step == 0 else pytest.param(case, marks=pytest.mark.long) for at, case in enumerate(cases)]


def diagonal(*sides: Sequence[Any]) -> list[Any]:
    """The product of two rows: in CI each case of both at least once, in the long form each with each."""
    rows, columns = sides
    longest = max(len(rows), len(columns))
    chosen = {(at % len(rows), at % len(columns)) for at in range(longest)}
    return [
        pytest.param(one, other, marks=() if (row, column) in chosen else pytest.mark.long)
        for row, one in enumerate(rows)
        for column, other in enumerate(columns)
    ]
