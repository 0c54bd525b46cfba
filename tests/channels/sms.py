"""A third channel, for tests alone: texts of 160 signs through an HTTP gateway; no buttons, no pictures, no files.

It is to the program what a new package in `bot/channels/` would be: settings, client, check, and one descriptor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx
from pydantic import SecretStr

from bot.channels.contract import ChannelStopped, Outcome, Outgoing, Pulse, Rejected, Sent, Take, Unknown, Webhook
from bot.channels.descriptor import BotToken, ChannelDescriptor, ChannelSettings
from bot.setting_types import WebAddress
from models.database import Store
from services import finding
from services.capability import Capability
from services.finding import Finding
from services.inbound import Inbound, Kind

NAME = "sms"
LONGEST_TEXT = 160
_POLL_SECONDS = 5.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class SmsSettings(ChannelSettings):
    """The gateway's token and its address."""

    sms_token: SecretStr | None = None
    sms_api_url: WebAddress = "https://sms.example"


class Sms:
    """One number of the gateway. A message of a group, where the gateway keeps one, is written to everybody in it."""

    kind = NAME

    def __init__(
        self, token: str, api_url: str, *, name: str = NAME, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.name, self.pulse = name, Pulse()
        self.can = Capability(
            has_buttons=False,
            can_edit=False,
            can_upload=False,
            has_files=False,
            hears_files=False,
            has_captions=False,
            longest_text=LONGEST_TEXT,
            announces_groups=False,
        )
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(base_url=api_url, headers=headers, transport=transport, timeout=10)

    async def start(self) -> str:
        answer = await self._http.get("/me")
        if answer.status_code == 401:
            raise ChannelStopped("cổng SMS không biết mã này: xem SMS_TOKEN trong .env")
        self.pulse.beat()
        return str(answer.raise_for_status().json()["number"])

    async def receive(self, take: Take) -> None:
        """The gateway hands out what lies beyond the last number that was confirmed; asking for more confirms."""
        last = 0
        while True:
            try:
                answer = await self._http.get("/messages", params={"after": last, "wait": _POLL_SECONDS})
                messages: list[dict[str, Any]] = answer.raise_for_status().json()
                self.pulse.beat()
                if messages:
                    await take([self._inbound(message) for message in messages])
                    last = messages[-1]["id"]
            except (httpx.HTTPError, RuntimeError):  # the latter is the store's
                await asyncio.sleep(0.05)

    def _inbound(self, message: dict[str, Any]) -> Inbound:
        return Inbound(
            bot=self.name,
            channel=NAME,
            key=str(message["id"]),
            chat_id=message["group"] or message["from"],
            sender_id=message["from"],
            kind=Kind.TEXT,
            said_at=datetime.fromisoformat(message["at"]),
            text=message["text"],
            is_group=bool(message["group"]),
            message_id=str(message["id"]),
        )

    def webhook(self, take: Take) -> Webhook | None:
        return None

    async def send(self, message: Outgoing) -> Outcome:
        try:
            answer = await self._http.post("/send", json={"to": message.chat_id, "text": message.text})
        except _NOT_SENT as error:
            return Rejected(f"no connection ({type(error).__name__})")
        except httpx.HTTPError as error:
            return Unknown(f"no answer ({type(error).__name__})")
        reason = f"HTTP {answer.status_code}"
        if answer.is_success:
            return Sent(str(answer.json()["id"]))
        if answer.status_code == 429:
            return Rejected(reason, is_throttled=True)
        if 400 <= answer.status_code < 500:
            return Rejected(reason, is_final=answer.status_code != 401)
        return Unknown(reason)

    async def fetch(self, file_id: str) -> bytes:
        raise LookupError("nobody sends a picture by SMS")

    async def close(self) -> None:
        await self._http.aclose()


def open_bot(settings: SmsSettings, bot: BotToken, _store: Store) -> Sms:
    return Sms(bot.secret, settings.sms_api_url, name=bot.key)


async def examine(settings: SmsSettings, bot: BotToken, _store: Store | None) -> Sequence[Finding]:
    channel = Sms(bot.secret, settings.sms_api_url)
    try:
        return [finding.good(bot.label, await channel.start())]
    except ChannelStopped as error:
        return [finding.fault(bot.label, str(error))]
    except httpx.HTTPError as error:
        reason = f"không tới được {settings.sms_api_url} ({type(error).__name__})"
        return [finding.fault(bot.label, reason)]
    finally:
        await channel.close()


SMS = ChannelDescriptor(
    name=NAME,
    label="SMS",
    settings=SmsSettings,
    tokens=("sms_token",),
    api_url="sms_api_url",
    open=open_bot,
    check=examine,
    invitation=lambda number, code: f"SMS: write {code} to {number}",
)
