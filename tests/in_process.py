"""The channels' HTTP client without sockets: an application in this process answers, or whatever a test puts there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.http_client import Answer, NoAnswer, NotSent, Patience, TooLarge, Upload

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class InProcess:
    """What a test raises as httpx would means the same as over a socket."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._client = httpx.AsyncClient(transport=transport)

    async def post(
        self,
        url: str,
        patience: Patience,
        *,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
        json: Any = None,
    ) -> Answer:
        return await self._call("POST", url, patience, data=form, files=files, json=json)

    async def get(self, url: str, patience: Patience, *, most: int | None = None) -> Answer:
        answer = await self._call("GET", url, patience)
        if most is not None and len(answer.body) > most:
            raise TooLarge("the answer is too large")
        return answer

    async def _call(self, method: str, url: str, patience: Patience, **how: Any) -> Answer:
        timeout = httpx.Timeout(connect=patience.connect, write=patience.write, read=patience.read, pool=None)
        try:
            answer = await self._client.request(method, url, timeout=timeout, **how)
        except _NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise NoAnswer(type(error).__name__, is_late=isinstance(error, httpx.TimeoutException)) from None
        return Answer(answer.status_code, answer.content)

    async def close(self) -> None:
        await self._client.aclose()
