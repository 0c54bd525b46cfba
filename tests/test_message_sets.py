"""Sets of whole messages with their right answers, written without a look at the reading code.

`tests/test_reading_messages.py` measures the bot on them. What is kept here is that each line
says for every measure due what is right, once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import commune

DATA = Path(__file__).parent / "data"
SETS = [DATA / f"messages_{name}.jsonl" for name in "abci"]
FIELDS = {"message", "due", "expected", "ask", "may_ask"}
WORDS = {"keep", "missing", "yes", "no"}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
def test_a_set_says_what_is_right_for_every_measure_due(path: Path) -> None:
    """At least 200 different messages; each due measure is expected or asked, never both."""
    campaign = commune.deployment().campaign.as_written
    messages = lines(path)
    assert len({line["message"] for line in messages}) == len(messages) >= 200
    for line in messages:
        assert set(line) == FIELDS, line
        assert sorted(line["due"]) == sorted([*line["expected"], *line["ask"]]), line
        assert set(line["may_ask"]) <= set(line["expected"]), line
        for measure, value in line["expected"].items():
            choices = {option.key for field in campaign.by_id[measure].inputs for option in field.options}
            assert isinstance(value, int | float) or value in WORDS | choices, line
