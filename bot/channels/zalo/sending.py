"""Sending on Zalo: a text, a picture or a file by its address, and what the platform's answer says of the message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.channels.contract import File, Outcome, Outgoing, Rejected, Sent, Unknown
from bot.channels.zalo.client import SEND_TIMEOUT, CallFailed, Client

LONGEST_TEXT = 1800  # of 2,000, whose unit is not documented
_JPEG = b"\xff\xd8\xff"
_PICTURE_TIMEOUT = 50.0  # the platform fetches the picture during the call, and slowly

# Puts a picture or a file under an address that the outside world can open; raises when it cannot be stored.
Publish = Callable[[File], Awaitable[str]]


def _name(picture: bytes) -> str:
    """With the ending that its content has: its address is served as what the name says."""
    return "thi-dua.jpg" if picture.startswith(_JPEG) else "thi-dua.png"


class Sending:
    """Messages of one bot. `pace` are the seconds between two; `setting` names the token in `.env`."""

    def __init__(self, client: Client, publish: Publish | None, pace: float, setting: str) -> None:
        self._client, self._publish, self._pace, self._setting = client, publish, pace, setting
        self._turn, self._next = asyncio.Lock(), 0.0

    async def send(self, message: Outgoing) -> Outcome:
        if message.picture is not None:
            return await self._picture(message.chat_id, File(_name(message.picture), message.picture))
        if message.document is not None:
            return await self._file(message.chat_id, message.document)
        return await self._call("sendMessage", SEND_TIMEOUT, chat_id=message.chat_id, text=message.text)

    async def _picture(self, chat_id: str, file: File) -> Outcome:
        """The platform opens its address."""
        address = await self._address(file)
        if isinstance(address, Rejected):
            return address
        return await self._call("sendPhoto", _PICTURE_TIMEOUT, chat_id=chat_id, photo=address)

    async def _file(self, chat_id: str, file: File) -> Outcome:
        """The person opens its address."""
        address = await self._address(file)
        if isinstance(address, Rejected):
            return address
        return await self._call("sendMessage", SEND_TIMEOUT, chat_id=chat_id, text=f"{file.name}: {address}")

    async def _address(self, file: File) -> str | Rejected:
        if self._publish is None:
            return Rejected("nobody outside can open an address of this program: PUBLIC_URL is missing", is_final=True)
        try:
            return await self._publish(file)
        except Exception as error:
            return Rejected(f"the file could not be put under an address ({type(error).__name__})", is_final=True)

    async def _call(self, method: str, within: float, **params: str) -> Outcome:
        await self._wait_for_turn()
        try:
            result = await self._client.call(method, within, **params)
        except CallFailed as error:
            return self._outcome(error)
        return Sent(str(result.get("message_id") or "") if isinstance(result, dict) else "")

    async def _wait_for_turn(self) -> None:
        """No rate is published: messages set out one after another, with a breath between them."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            self._next = loop.time() + self._pace

    def _outcome(self, error: CallFailed) -> Outcome:
        """What became of a message whose call failed."""
        if not error.has_left:
            return Rejected(error.reason)
        outcomes: dict[int, Outcome] = {
            401: Rejected(f"{error.reason}: check {self._setting} in .env"),
            # An internal error and a time-out in this platform's book: like no answer, they prove nothing.
            403: Unknown(error.reason, is_answered=True),
            408: Unknown(error.reason, is_answered=True),
            429: Rejected(error.reason, is_throttled=True, is_full=True),
        }
        is_refused = 400 <= error.code < 500
        other = Unknown(error.reason, is_answered=error.code > 0)
        return outcomes.get(error.code, Rejected(error.reason, is_final=True) if is_refused else other)
