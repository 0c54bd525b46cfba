"""Telegram's HTTP client: as many calls at once as connections, and only Telegram's own refusals taken for refusals."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.http_client import Answer, HttpClient, NoAnswer, NotSent, Patience, Upload

_NEVER = 1e9  # seconds: no platform means that
_CONNECT, _WRITE, _WRITE_FILES = 5.0, 5.0, 20.0  # seconds, as in the library's own client


class TooManyRequests(TelegramError):
    """A 429, with the seconds to wait where Telegram says them. The library's own one is between two types for them."""

    def __init__(self, wait: float | None) -> None:
        super().__init__("too many requests")
        self.wait = wait


class Request(BaseRequest):
    """The library's calls over a client of ours. A call waits here for its place, with however much patience.

    `patience` are the seconds until an answer begins.
    """

    def __init__(self, client: HttpClient, connections: int, patience: float) -> None:
        self._client, self._patience = client, patience
        self._places = asyncio.Semaphore(connections)

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def initialize(self) -> None:
        """There is nothing to do: the client opens its connections when they are needed."""

    async def shutdown(self) -> None:
        await self._client.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        files = _files(request_data)
        patience = Patience(
            connect=_seconds(connect_timeout, _CONNECT),
            write=_seconds(write_timeout, _WRITE_FILES if files else _WRITE),
            read=_seconds(read_timeout, self._patience),
        )
        try:
            async with self._places:
                answer = await self._call(method, url, patience, request_data, files)
        except NoAnswer as error:
            raise (TimedOut() if error.is_late else NetworkError(f"no answer ({error})")) from error
        except NotSent as error:
            raise NetworkError(f"no connection ({error})") from error
        if answer.status >= 300:
            _check(*answer)
        return answer

    async def _call(
        self, method: str, url: str, patience: Patience, data: RequestData | None, files: dict[str, Upload]
    ) -> Answer:
        if method == "GET":
            return await self._client.get(url, patience)
        return await self._client.post(url, patience, form=data.json_parameters if data else {}, files=files)


def _seconds(asked: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(asked, DefaultValue) else asked


def _files(data: RequestData | None) -> dict[str, Upload]:
    return {name: Upload(*written) for name, written in (data.multipart_data.items() if data else ())}


def _check(code: int, payload: bytes) -> None:
    """A proxy's or a hotel's page with 403 or 404 is no word of Telegram's: nobody has blocked the bot."""
    try:
        said = json.loads(payload)
    except ValueError:
        said = None
    is_telegrams = isinstance(said, dict) and "ok" in said
    if code == 429:
        raise TooManyRequests(_wait(said))
    if not is_telegrams:
        raise NetworkError(f"somebody else than Telegram answered ({code})")


def _wait(said: Any) -> float | None:
    """Seconds, where there are some: none at all, fewer than none or no number would be asked again at once."""
    parameters = said.get("parameters") if isinstance(said, dict) else None
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int | float) and 0 < wait < _NEVER else None
