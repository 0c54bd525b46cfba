"""Calls over HTTP, as the channels' clients make them: one answer, or why there is none and whether the call has left.

Nothing that is raised here holds an address: a bot's token is part of every address that is called.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import IO, Any, NamedTuple, Protocol
from urllib.parse import urlencode, urlsplit

import aiohttp

from bot.channels import tls

_PROXY_SCHEMES = ("http", "https")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CHUNK = 65536

# Raised before a byte of the request left: it certainly did not arrive.
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class NotSent(Exception):
    """There was no connection: not a byte of the call has left."""


class NoAnswer(Exception):
    """The call may have arrived. `is_late` where an answer may still have been on its way."""

    def __init__(self, reason: str, *, is_late: bool = False) -> None:
        super().__init__(reason)
        self.is_late = is_late


class TooLarge(ValueError):
    """More came than was wanted."""


class Answer(NamedTuple):
    """Whatever was answered, a refusal too."""

    status: int
    body: bytes


class Upload(NamedTuple):
    """A file of a form: the name that is shown, what is in it, and its kind."""

    name: str
    content: bytes | IO[bytes]
    mime_type: str


class Patience(NamedTuple):
    """Seconds until there is a connection, until a call has left, and between two parts of its answer."""

    connect: float | None
    write: float | None
    read: float | None


class HttpClient(Protocol):
    """What the channels need of HTTP. Every method raises `NotSent` or `NoAnswer`."""

    async def post(
        self,
        url: str,
        patience: Patience,
        *,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
        json: Any = None,
    ) -> Answer:
        """A form, with files or without, or a value as JSON. Redirections are answers like any."""

    async def get(self, url: str, patience: Patience, *, most: int | None = None) -> Answer:
        """`TooLarge` where the answer has more than `most` bytes; no more of it is read."""

    async def close(self) -> None: ...


class AiohttpClient:
    """At most `connections` at once, kept open between calls; a proxy is taken from the environment, as by others."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    def _opened(self) -> aiohttp.ClientSession:
        """It wants the running event loop, which a client is made before."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=tls.context()),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def post(
        self,
        url: str,
        patience: Patience,
        *,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
        json: Any = None,
    ) -> Answer:
        if json is not None:
            return await self._call("POST", url, patience, json=json)
        if files:
            return await self._call("POST", url, patience, data=_multipart(form or {}, files))
        return await self._call("POST", url, patience, data=urlencode(form or {}).encode(), headers=_FORM)

    async def get(self, url: str, patience: Patience, *, most: int | None = None) -> Answer:
        return await self._call("GET", url, patience, most=most)

    async def _call(self, method: str, url: str, patience: Patience, *, most: int | None = None, **how: Any) -> Answer:
        try:
            async with self._opened().request(
                method, url, timeout=_timeout(patience, how), proxy=_proxy(url), allow_redirects=False, **how
            ) as answer:
                return Answer(answer.status, await _body(answer, most))
        except _NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError as error:
            raise NoAnswer(type(error).__name__, is_late=True) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # the transports say goodbye in the loop's next round


async def _body(answer: aiohttp.ClientResponse, most: int | None) -> bytes:
    if most is None:
        return await answer.read()
    content = b""
    async for part in answer.content.iter_chunked(_CHUNK):
        content += part
        if len(content) > most:
            raise TooLarge("the answer is too large")
    return content


def _timeout(patience: Patience, sent: Mapping[str, Any]) -> aiohttp.ClientTimeout:
    """The library has no time-out of its own for writing: what is sent has a limit for the call as a whole."""
    parts = [patience.connect, patience.write, patience.read]
    total = None if "data" not in sent or None in parts else sum(part or 0.0 for part in parts)
    return aiohttp.ClientTimeout(total=total, sock_connect=patience.connect, sock_read=patience.read)


def _multipart(form: Mapping[str, str], files: Mapping[str, Upload]) -> aiohttp.FormData:
    """Names of files as they are: quoted, a person would read «tu%E1%BA%A7n.xlsx»."""
    data = aiohttp.FormData(quote_fields=False)
    for name, value in form.items():
        data.add_field(name, value)
    for name, file in files.items():
        content = BytesIO(file.content) if isinstance(file.content, bytes) else file.content  # so it leaves in parts
        data.add_field(name, content, filename=file.name, content_type=file.mime_type)
    return data


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    return _proxy_to(parts.scheme, parts.netloc.rpartition("@")[2])


@lru_cache(maxsize=64)
def _proxy_to(scheme: str, host: str) -> str | None:
    """By HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, looked at once for a host.

    The library's own way (`trust_env`) reads the environment and ~/.netrc in a thread for each call.
    """
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    address = proxy if "://" in proxy else f"http://{proxy}"
    if (kind := urlsplit(address).scheme) not in _PROXY_SCHEMES:
        raise NotSent(f"no proxy of kind {kind} can be used")
    return address
