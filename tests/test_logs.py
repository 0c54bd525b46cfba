"""The log tells what happened and where, in text or JSON; never whose it was or what was said."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.monitoring import logs
from tests.commune import Stand

WORDS = "Nông Thị Bí-mật 0912 345 678"


def _record(message: str, *given: object, error: BaseException | None = None) -> logging.LogRecord:
    trouble = (type(error), error, error.__traceback__) if error is not None else None
    return logging.LogRecord("bot.inbox.queue", logging.ERROR, __file__, 1, message, given, trouble)


def _fault() -> BaseException:
    with pytest.raises(LookupError) as caught:
        _stumble()
    return caught.value


def _stumble() -> None:
    try:
        int(WORDS)
    except ValueError as error:
        raise LookupError(WORDS) from error


@pytest.mark.parametrize("form", [logs.Text, logs.Json])
def test_an_exception_is_its_kinds_and_places(form: type[logs.Text]) -> None:
    """Both kinds, the file and the function are there; what it was about is not."""
    said = form([]).format(_record("a turn failed", error=_fault()))
    assert WORDS not in said
    for part in ("builtins.ValueError", "builtins.LookupError", "test_logs.py", "_stumble"):
        assert part in said


def test_json_is_one_object_a_line() -> None:
    """A collector reads it, whatever stands in a message."""
    said = logs.Json([]).format(_record('two\nlines and a "quote"'))
    assert 1 == len(said.splitlines())
    assert 'two\nlines and a "quote"' == json.loads(said)["message"]


@pytest.mark.parametrize("form", [logs.Text, logs.Json])
def test_a_secret_is_blotted_out(form: type[logs.Text]) -> None:
    """The last guard, should a library say what it must not."""
    said = form(["1000:GEHEIM"]).format(_record("GET /bot%s/getMe", "1000:GEHEIM"))
    assert "GEHEIM" not in said
    assert "/bot…/getMe" in said


def test_a_database_error_does_not_repeat_what_it_was_given(stand: Stand) -> None:
    """SQLAlchemy would write the parameters of the statement, and those are people's words."""
    with pytest.raises(SQLAlchemyError) as caught, stand.store.transaction() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": WORDS})
    assert WORDS not in str(caught.value)


@pytest.fixture
def _kept() -> Iterator[None]:
    """The root logger as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def test_a_failed_turn_is_logged_without_its_words(
    stand: Stand, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, _kept: None
) -> None:
    """A handler stumbles over what a person typed: the kind and the place are written, the person is not."""
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    logs.configure("DEBUG", form="json")

    def stumble(_turn: object) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr("handlers.dispatch.dispatch", stumble)
    stand.say("son", WORDS)
    written = capsys.readouterr().err
    assert "builtins.ValueError" in written
    assert "a message of kind text could not be answered" in written
    assert WORDS not in written
