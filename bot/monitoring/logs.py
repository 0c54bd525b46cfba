"""What is written to the log: when, how grave, where, what. Never a secret, never a person's words.

An exception is written as its kind and the places it came through: its own words may hold what a person typed, what
a query was given, or an address with the token in it.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

# httpx logs whole addresses at INFO, and a bot's token is part of them; the others tell nothing an operator needs.
TALKATIVE = ("httpx", "httpcore", "aiohttp", "apscheduler", "telegram", "alembic", "sqlalchemy", "asyncio", "uvicorn")

# These log whole updates, people's words included, when they cannot read one; we say ourselves what is to be said.
INDISCREET = ("telegram.Bot", "telegram.request.BaseRequest")


class Text(logging.Formatter):
    """One line a record, with the places of an exception below it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets: list[str] = []
        self.hide(secrets)

    def hide(self, secrets: Iterable[str]) -> None:
        """The longest first: one that another begins with would leave the rest of that one to be read."""
        self._secrets = sorted({*self._secrets, *filter(None, secrets)}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(" ", "seconds")
        lines = [f"{when} {record.levelname} {record.name}: {record.getMessage()}"]
        return self.without_secrets("\n  ".join([*lines, *_places(record)]))

    def without_secrets(self, text: str) -> str:
        """The last guard: no secret is meant to come this far."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


class Json(Text):
    """One object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if places := _places(record):
            found["exception"] = places
        return self.without_secrets(json.dumps(found, ensure_ascii=False))


def _places(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or record.exc_info[1] is None:
        return []
    return _told(record.exc_info[1])


def _told(error: BaseException) -> list[str]:
    """The kinds of an exception and of its causes, innermost first, with file, line and function of each step."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    steps = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    return [*(_told(before) if before is not None else []), *steps, f"{type(error).__module__}.{type(error).__name__}"]


def configure(level: str, *, form: str = "text", secrets: Iterable[str] = ()) -> None:
    """`form` is "text" or "json"; `secrets` are blotted out wherever they turn up."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json(secrets) if form == "json" else Text(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    sys.excepthook = _last_words
    hush()


def hide(secrets: Iterable[str]) -> None:
    """Blot these out as well from now on: a commune has come in with a bot of its own."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Text):
            handler.formatter.hide(secrets)


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("thidua").critical("the program ends by a fault", exc_info=(kind, error, trace))


def hush() -> None:
    """Let libraries speak of trouble only, whatever the program's own level."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in INDISCREET:
        logging.getLogger(name).disabled = True
