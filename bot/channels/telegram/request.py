"""Telegram's HTTP client: as many calls at once as connections, and only Telegram's own refusals taken for refusals."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest


class TooManyRequests(TelegramError):
    """A 429, with the seconds to wait where Telegram says them. The library's own one is between two types for them."""

    def __init__(self, wait: float | None) -> None:
        super().__init__("too many requests")
        self.wait = wait


class Request(HTTPXRequest):
    """The library's client, with a place for each connection: beyond, its throughput collapses.

    `patience` are the seconds until an answer begins.
    """

    def __init__(self, connections: int, httpx_kwargs: dict[str, Any], patience: float) -> None:
        super().__init__(connection_pool_size=connections, read_timeout=patience, httpx_kwargs=httpx_kwargs)
        self._places = asyncio.Semaphore(connections)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        async with self._places:
            code, payload = await super().do_request(*args, **kwargs)
        if code >= 300:
            _check(code, payload)
        return code, payload


def _check(code: int, payload: bytes) -> None:
    """A proxy's or a hotel's page with 403 or 404 is no word of Telegram's: nobody has blocked the bot."""
    try:
        said = json.loads(payload)
    except ValueError:
        said = None
    is_telegrams = isinstance(said, dict) and "ok" in said
    if code == 429:
        raise TooManyRequests(_seconds(said))
    if not is_telegrams:
        raise NetworkError(f"somebody else than Telegram answered ({code})")


def _seconds(said: Any) -> float | None:
    parameters = said.get("parameters") if isinstance(said, dict) else None
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int | float) else None
