"""Zalo's Bot Platform: long polling or webhook, and sending, through a thin HTTP client of our own.

What is uncertain about the platform is taken in every variant; docs/zalo.md says what to look at with a first real bot.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.contract import ChannelStopped, File, Outcome, Outgoing, Pulse, Rejected, Sent, Take, Unknown
from bot.channels.zalo import updates
from bot.monitoring import logs
from services.capability import Capability, Quota
from services.inbound import Inbound

log = logging.getLogger(__name__)

NAME = "zalo"
LONGEST_TEXT = 1800  # of 2,000, whose unit is not documented
_POLL_SECONDS = 25
_LONGEST_PAUSE = 60.0
_LOOK_SECONDS = 90.0  # how often, with a webhook, the platform is asked for a sign of life
_SEND_TIMEOUT = 20.0
_PICTURE_TIMEOUT = 50.0  # the platform fetches the picture during the call, and slowly
_LARGEST_PICTURE = 10 * 1024 * 1024  # bytes, of those that people send

# Raised before a byte of the request left: the message certainly did not arrive.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

# Puts a picture or a file under an address that the outside world can open; raises when it cannot be stored.
Publish = Callable[[File], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates come in by themselves, and the secret that proves they are Zalo's."""

    url: str
    secret: str


class _Failed(Exception):
    """A call that came to nothing. `code` is the platform's, 0 for no answer that can be read."""

    def __init__(self, code: int, reason: str, *, has_left: bool = True) -> None:
        super().__init__(reason)
        self.code, self.reason, self.has_left = code, reason, has_left


class Zalo:
    """One bot. `publish` is None where the outside world cannot reach this program: then pictures stay behind."""

    kind = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        quota: Quota | None = None,
        *,
        name: str = NAME,
        publish: Publish | None = None,
        hook: Hook | None = None,
        pace: float = 1.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        logs.hush()  # however the log was set up: the token is part of every address that is called
        self.can = Capability(
            has_buttons=False,
            can_edit=False,
            can_upload=False,
            has_captions=False,
            longest_text=LONGEST_TEXT,
            announces_groups=False,
            quota=quota,
        )
        self.name, self.pulse = name, Pulse()
        self._token, self._base = token, f"{api_url}/bot{token}/"
        self._publish, self.hook, self._pace = publish, hook, pace
        self._client = httpx.AsyncClient(transport=transport, timeout=_SEND_TIMEOUT)
        self._turn, self._next = asyncio.Lock(), 0.0
        self.id = ""
        self.names: tuple[str, ...] = ()  # what the bot is called in a mention, as far as the platform says it
        self.joins_groups = False
        self._shapes: set[str] = set()  # of updates, as far as they have been seen

    # Calls

    async def _call(self, method: str, within: float = _SEND_TIMEOUT, **params: str) -> Any:
        """The `result` of a call; _Failed in every other case, without an address in it."""
        try:
            answer = await self._client.post(self._base + method, json=params, timeout=within)
        except _NOT_SENT as error:
            raise _Failed(0, f"no connection ({type(error).__name__})", has_left=False) from None
        except httpx.HTTPError as error:
            raise _Failed(0, f"no answer ({type(error).__name__})") from None
        try:
            body = answer.json()
        except ValueError:
            raise _Failed(0, f"HTTP {answer.status_code} without an answer that can be read") from None
        self.pulse.beat()
        body = body if isinstance(body, dict) else {}
        if body.get("ok") is True:
            return body.get("result")
        if "ok" not in body and isinstance(body.get("message"), dict):
            return body  # an update without its wrapper: a poll has taken it from the platform for good
        raise self._refusal(answer.status_code, body)

    def _refusal(self, status: int, body: dict[str, Any]) -> _Failed:
        """What the platform says against it; the error may come with HTTP 200."""
        written = body.get("error_code", body.get("errorCode", body.get("error")))
        try:
            code = int(str(written))
        except ValueError:
            code = status if status >= 400 else 0
        said = str(body.get("description") or body.get("message") or "no reason given").replace(self._token, "…")
        return _Failed(code, f"{code}: {'an address' if '://' in said else said[:160]}")

    async def start(self) -> str:
        """Connect and return the bot's account name; ChannelStopped when the token is wrong."""
        name = await self.identify()
        await self._choose_intake()
        return name

    async def identify(self) -> str:
        """Ask who the bot is, and change nothing."""
        try:
            me = await self._call("getMe")
        except _Failed as error:
            if error.code == 401:
                raise ChannelStopped("Zalo does not know this bot token: check ZALO_BOT_TOKEN in .env") from None
            raise
        me = me if isinstance(me, dict) else {}
        self.id = str(me.get("id") or "")
        known = (me.get("display_name"), me.get("account_name"), me.get("name"))
        self.names = tuple(str(name) for name in known if name)
        self.joins_groups = me.get("can_join_groups") is True
        return str(me.get("account_name") or self.id)

    async def _choose_intake(self) -> None:
        """Polling and a webhook exclude each other."""
        if self.hook is not None:
            await self._call("setWebhook", url=self.hook.url, secret_token=self.hook.secret)
            return
        try:
            await self._call("deleteWebhook")
        except _Failed as error:
            if error.code not in (400, 404):  # none was set
                raise

    # In

    async def receive(self, take: Take) -> None:
        """Poll for ever, or wait while a webhook brings updates. The next poll follows the commit of the last one."""
        while self.hook is not None:
            await asyncio.sleep(_LOOK_SECONDS)
            with contextlib.suppress(_Failed):  # whether the platform still answers is read from the pulse
                await self.identify()
        pause, loop = 0.0, asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                answer = await self._call("getUpdates", _POLL_SECONDS + 15.0, timeout=str(_POLL_SECONDS))
            except _Failed as error:
                if error.code == 401:
                    raise ChannelStopped("Zalo refuses the bot token: check ZALO_BOT_TOKEN in .env") from None
                if error.code == 408:  # nothing came: the platform's way to say so
                    pause = 0.0
                    await asyncio.sleep(max(0.0, min(1.0, began + 1.0 - loop.time())))  # should it say so at once
                    continue
                pause = min(max(0.5, pause * 2), _LONGEST_PAUSE)
                log.warning("receiving from Zalo stopped for %.1f s: %s", pause, error.reason)
                await asyncio.sleep(pause)
                continue
            pause = 0.0
            await self._keep(self.read(answer), take)

    def read(self, body: object) -> list[Inbound]:
        """The messages in what a poll or a webhook brought. A new shape is named in the log, without its values."""
        shape = updates.shape(body)
        if shape and shape not in self._shapes:
            self._shapes.add(shape)
            log.info("Zalo sends: %s", shape)
        heard = updates.read(body, own_id=self.id, names=self.names)
        return [replace(inbound, bot=self.name) for inbound in heard]

    async def _keep(self, inbounds: list[Inbound], take: Take) -> None:
        """Store what a poll brought. The platform has forgotten it already, so it is tried until it is stored."""
        pause = 0.5
        while inbounds:
            try:
                return await take(inbounds)
            except Exception as error:
                log.warning("a message could not be stored (%s); trying again", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    # Out

    async def send(self, message: Outgoing) -> Outcome:
        if message.picture is not None:
            return await self._send_file(message, File("thi-dua.png", message.picture), is_picture=True)
        if message.document is not None:
            return await self._send_file(message, message.document, is_picture=False)
        return await self._send("sendMessage", _SEND_TIMEOUT, chat_id=message.chat_id, text=message.text)

    async def _send_file(self, message: Outgoing, file: File, *, is_picture: bool) -> Outcome:
        """A picture by its address, which the platform opens; a file as an address that the person opens."""
        if self._publish is None:
            return Rejected("nobody outside can open an address of this program: PUBLIC_URL is missing", is_final=True)
        try:
            address = await self._publish(file)
        except Exception as error:
            return Rejected(f"the file could not be put under an address ({type(error).__name__})", is_final=True)
        if is_picture:
            return await self._send("sendPhoto", _PICTURE_TIMEOUT, chat_id=message.chat_id, photo=address)
        text = f"{file.name}: {address}"
        return await self._send("sendMessage", _SEND_TIMEOUT, chat_id=message.chat_id, text=text)

    async def _send(self, method: str, within: float, **params: str) -> Outcome:
        await self._wait_for_turn()
        try:
            return Sent(_message_id(await self._call(method, within, **params)))
        except _Failed as error:
            return _outcome(error)

    async def _wait_for_turn(self) -> None:
        """No rate is published: messages set out one after another, with a breath between them."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            self._next = loop.time() + self._pace

    async def fetch(self, file_id: str) -> bytes:
        """A picture that somebody sent: its address is public and lives for a short time."""
        local = urlsplit(self._base).scheme == "http"
        if urlsplit(file_id).scheme not in (("https", "http") if local else ("https",)):
            raise ValueError("a picture's address begins with https://")
        content = b""
        async with self._client.stream("GET", file_id) as answer:
            answer.raise_for_status()
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > _LARGEST_PICTURE:
                    raise ValueError("the picture is too large")
        return content

    async def probe(self) -> str:
        """What the platform found when it knocked at the webhook: «webhook.ok», or what stands in its way."""
        try:
            found = await self._call("testWebhook")
        except _Failed as error:
            return "asked too often today" if error.code == 426 else error.reason
        return str(found.get("outcome") or found.get("ok")) if isinstance(found, dict) else "no outcome"

    async def close(self) -> None:
        await self._client.aclose()


def _message_id(result: object) -> str:
    return str(result.get("message_id") or "") if isinstance(result, dict) else ""


def _outcome(error: _Failed) -> Outcome:
    """What became of a message whose call failed.

    403 is an internal error in this platform's book, and 408 a time-out: like no answer, they prove nothing.
    """
    if not error.has_left:
        return Rejected(error.reason)
    if error.code == 429:
        return Rejected(error.reason, is_throttled=True, is_full=True)
    if error.code == 401:
        return Rejected(f"{error.reason}: check ZALO_BOT_TOKEN in .env")
    if 400 <= error.code < 500 and error.code not in (403, 408):
        return Rejected(error.reason, is_final=True)
    return Unknown(error.reason)
