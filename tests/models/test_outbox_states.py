"""State, purpose and failure of an outbox message are values: nothing is read back from its texts or its key."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from tests.commune import Stand
from tests.models.test_messages import NOW

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("models", "reports", "services", "handlers", "scheduler", "bot")
TEXTS = {"error", "key"}
READINGS = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition"),
    *("find", "rfind", "index", "like", "not_like", "ilike", "not_ilike", "contains", "icontains", "istartswith"),
    *("iendswith", "regexp_match", "regexp_replace", "match", "fullmatch", "search"),
}


def readings(source: str) -> Iterator[int]:
    """The lines in which something is parsed out of an attribute `error` or `key`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        parts = [node.func.value, *node.args] if node.func.attr in READINGS else []
        if any(isinstance(part, ast.Attribute) and part.attr in TEXTS for of in parts for part in ast.walk(of)):
            yield node.lineno


def test_nothing_is_parsed_out_of_an_error_or_a_key() -> None:
    """What the program needs to know stands in a column of its own."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    read = {str(path.relative_to(ROOT)): list(readings(path.read_text("utf-8"))) for path in files}
    assert {} == {path: lines for path, lines in read.items() if lines}


@pytest.mark.parametrize(
    "source",
    [
        '(row.error or "").removeprefix(ASKED)',
        "select(OutboxMessage).where(~OutboxMessage.error.startswith(ASKED))",
        'query.where(OutboxMessage.error.not_like(f"{HELD_BACK}%"))',
        'int((row.key or "").rsplit(":", 1)[1])',
        "_KEY.fullmatch(row.key)",
    ],
)
def test_the_test_itself_finds_what_was_there(source: str) -> None:
    """The ways in which it was done before are found."""
    assert [1] == list(readings(source))


def test_what_is_left_out_when_the_quota_runs_short() -> None:
    """Reminders, notes and answers in a group; a new purpose is essential until somebody says otherwise."""
    assert {"reminder", "note", "group"} == {purpose for purpose in Purpose if not purpose.is_essential}


def test_what_is_said_in_a_group() -> None:
    """Posts, corrections, and answers to whoever asked there."""
    assert {"post", "correction", "group", "roll-up"} == {purpose for purpose in Purpose if purpose.is_public}


def test_a_value_that_is_none_is_refused(stand: Stand) -> None:
    """A misspelt purpose is an error where it is written, not a message that some list does not know."""
    with pytest.raises(StatementError, match="remindr"), stand.store.transaction() as session:
        session.add(OutboxMessage(bot="memory", chat_id="a", purpose="remindr", text="x", created_at=NOW))


def test_a_message_put_back_forgets_its_doubt() -> None:
    """Sent again, it is like new; should it fall into doubt again, an officer is asked again."""
    row = OutboxMessage(bot="memory", chat_id="a", purpose=Purpose.POST, text="x", once=True)
    row.put_in_doubt(Failure.REFUSED, "403")
    row.asked_at = NOW
    row.wait()
    assert [None, None, None] == [row.failure, row.error, row.asked_at]
    row.asked_at = NOW
    row.put_in_doubt(Failure.INTERRUPTED, "interrupted")
    assert row.asked_at is None
