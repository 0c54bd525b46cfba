"""Zalo's Bot API over HTTP: one call, its result, and every way it can fail.

What is uncertain about the platform is taken in every variant; docs/zalo.md says what to look at with a first real bot.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from bot.channels.contract import LARGEST_PICTURE, Pulse
from bot.channels.http_client import AiohttpClient, HttpClient, NoAnswer, NotSent, Patience, TooLarge
from bot.monitoring import logs

SEND_TIMEOUT = 20.0
_OK = 200
_CONNECTIONS = 100


class CallFailed(Exception):
    """A call that came to nothing. `code` is the platform's, 0 for no answer that can be read."""

    def __init__(self, code: int, reason: str, *, has_left: bool = True) -> None:
        super().__init__(reason)
        self.code, self.reason, self.has_left = code, reason, has_left


class Client:
    """The calls of one bot; every answer is a beat of its pulse."""

    def __init__(self, token: str, api_url: str, pulse: Pulse, http: HttpClient | None) -> None:
        logs.hush()  # however the log was set up: the token is part of every address that is called
        self._token, self._base, self._pulse = token, f"{api_url}/bot{token}/", pulse
        self._http = http or AiohttpClient(_CONNECTIONS)

    async def call(self, method: str, within: float = SEND_TIMEOUT, **params: str) -> Any:
        """The `result` of a call; CallFailed in every other case, without an address in it."""
        try:
            answer = await self._http.post(self._base + method, Patience(within, within, within), json=params)
        except NotSent as error:
            raise CallFailed(0, f"no connection ({error})", has_left=False) from None
        except NoAnswer as error:
            raise CallFailed(0, f"no answer ({error})") from None
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise CallFailed(0, f"HTTP {answer.status} without an answer that can be read") from None
        self._pulse.beat()
        body = body if isinstance(body, dict) else {}
        if body.get("ok") is True:
            return body.get("result")
        if "ok" not in body and isinstance(body.get("message"), dict):
            return body  # an update without its wrapper: a poll has taken it from the platform for good
        raise self._refusal(answer.status, body)

    def _refusal(self, status: int, body: dict[str, Any]) -> CallFailed:
        """What the platform says against it; the error may come with HTTP 200."""
        written = body.get("error_code", body.get("errorCode", body.get("error")))
        try:
            code = int(str(written))
        except ValueError:
            code = status if status >= 400 else 0
        said = str(body.get("description") or body.get("message") or "no reason given").replace(self._token, "…")
        return CallFailed(code, f"{code}: {'an address' if '://' in said else said[:160]}")

    async def fetch(self, url: str) -> bytes:
        """A picture that somebody sent: its address is public and lives for a short time."""
        is_local = urlsplit(self._base).scheme == "http"
        if urlsplit(url).scheme not in (("https", "http") if is_local else ("https",)):
            raise ValueError("a picture's address begins with https://")
        try:
            answer = await self._http.get(url, Patience(*[SEND_TIMEOUT] * 3), most=LARGEST_PICTURE)
        except TooLarge:
            raise ValueError("the picture is too large") from None
        if answer.status != _OK:
            raise ValueError(f"HTTP {answer.status} instead of the picture")
        return answer.body

    async def close(self) -> None:
        await self._http.close()
