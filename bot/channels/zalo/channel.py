"""Zalo's bot: who it is, updates by long polling or webhook, and sending."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

from bot.channels.contract import ChannelStopped, Outcome, Outgoing, Pulse, Take, Webhook, WebhookAddress
from bot.channels.http_client import HttpClient
from bot.channels.zalo import polling, updates, webhook
from bot.channels.zalo.client import CallFailed, Client
from bot.channels.zalo.sending import LONGEST_TEXT, Publish, Sending
from bot.channels.zalo.settings import NAME
from services.capability import Capability, Quota
from services.inbound import Inbound

log = logging.getLogger(__name__)

PACE = 1.0  # seconds between two messages: no rate is published
_POLL_SECONDS = 25
_LONGEST_PAUSE = 60.0
_LOOK_SECONDS = 90.0  # how often, with a webhook, the platform is asked for a sign of life


class Zalo:
    """One bot. `publish` is None where the outside world cannot reach this program: then pictures stay behind.

    With an `address` updates come by its webhook, without one they are polled. `setting` names the token in `.env`.
    """

    kind = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        quota: Quota | None = None,
        *,
        name: str = NAME,
        setting: str = "ZALO_BOT_TOKEN",
        publish: Publish | None = None,
        address: WebhookAddress | None = None,
        pace: float = PACE,
        http: HttpClient | None = None,
    ) -> None:
        self.name, self._setting, self.address = name, setting, address
        self.can = Capability(
            has_buttons=False,
            can_edit=False,
            can_upload=False,
            hears_files=False,
            has_captions=False,
            longest_text=LONGEST_TEXT,
            repeats_updates=False,
            announces_groups=False,
            quota=quota,
        )
        self.pulse = Pulse()
        self._client = Client(token, api_url, self.pulse, http)
        self._sending = Sending(self._client, publish, pace, setting)
        self.id = ""
        self.names: tuple[str, ...] = ()  # what the bot is called in a mention, as far as the platform says it
        self.joins_groups = False
        self._shapes: set[str] = set()  # of updates, as far as they have been seen

    async def start(self) -> str:
        """Connect and return the bot's account name; ChannelStopped when the token is wrong."""
        name = await self.identify()
        await self._choose_intake()
        return name

    def _stopped(self, verdict: str) -> ChannelStopped:
        return ChannelStopped(f"Zalo {verdict}: xem {self._setting} trong .env")

    async def identify(self) -> str:
        """Ask who the bot is, and change nothing."""
        try:
            me = await self._client.call("getMe")
        except CallFailed as error:
            if error.code == 401:
                raise self._stopped("không biết mã bot này") from None
            raise
        me = me if isinstance(me, dict) else {}
        self.id = str(me.get("id") or "")
        known = (me.get("display_name"), me.get("account_name"), me.get("name"))
        self.names = tuple(str(name) for name in known if name)
        self.joins_groups = me.get("can_join_groups") is True
        return str(me.get("account_name") or self.id)

    async def _choose_intake(self) -> None:
        """Polling and a webhook exclude each other."""
        if self.address is not None:
            await self._client.call("setWebhook", url=self.address.url, secret_token=self.address.secret)
            return
        try:
            await self._client.call("deleteWebhook")
        except CallFailed as error:
            if error.code not in (400, 404):  # none was set
                raise

    async def probe(self) -> str:
        """What the platform found when it called the webhook: «webhook.ok», or what stands in its way."""
        try:
            answer = await self._client.call("testWebhook")
        except CallFailed as error:
            return "asked too often today" if error.code == 426 else error.reason
        return str(answer.get("outcome") or answer.get("ok")) if isinstance(answer, dict) else "no outcome"

    # In

    async def receive(self, take: Take) -> None:
        """Poll for ever, or wait while a webhook brings updates. The next poll follows the commit of the last one."""
        while self.address is not None:
            await asyncio.sleep(_LOOK_SECONDS)
            with contextlib.suppress(CallFailed):  # whether the platform still answers is read from the pulse
                await self.identify()
        pause, loop = 0.0, asyncio.get_running_loop()
        repeats, pace = polling.Repeats(), polling.Pace()
        while True:
            began = loop.time()
            try:
                fresh = repeats.fresh(await self._poll())
                inbounds = self.read(fresh)
            except ChannelStopped:
                raise
            except Exception as error:  # also what nobody can read, which must not end the other channels
                pause = min(max(0.5, pause * 2), _LONGEST_PAUSE)
                reason = error.reason if isinstance(error, CallFailed) else type(error).__name__
                log.warning("receiving from Zalo stopped for %.1f s: %s", pause, reason)
                await asyncio.sleep(pause)
                continue
            pause = 0.0
            took = loop.time() - began
            await self._keep(inbounds, take)
            await asyncio.sleep(pace.rest(took, is_new=bool(fresh)))

    async def _poll(self) -> object:
        """What the platform hands out; None when nothing came, which it calls a time-out."""
        try:
            return await self._client.call("getUpdates", _POLL_SECONDS + 15.0, timeout=str(_POLL_SECONDS))
        except CallFailed as error:
            if error.code == 401:
                raise self._stopped("từ chối mã bot này") from None
            if error.code == 408:
                return None
            raise

    def read(self, body: object) -> list[Inbound]:
        """The messages in what a poll or a webhook brought. A new shape is named in the log, without its values."""
        shape = updates.shape(body)
        if shape and shape not in self._shapes:
            self._shapes.add(shape)
            log.info("Zalo sends: %s", shape)
        return updates.read(body, own_id=self.id, names=self.names, bot=self.name)

    async def _keep(self, inbounds: list[Inbound], take: Take) -> None:
        """Store what a poll brought. The platform may have forgotten it already, so it is tried until it is stored."""
        pause = 0.5
        while inbounds:
            try:
                return await take(inbounds)
            except Exception as error:
                log.warning("a message could not be stored (%s); trying again", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def webhook(self, take: Take) -> Webhook | None:
        async def accept(body: dict[str, Any]) -> None:
            inbounds = self.read(body)
            if inbounds:
                await take(inbounds)

        return webhook.route(self.name, self.address.secret, accept) if self.address is not None else None

    # Out

    async def send(self, message: Outgoing) -> Outcome:
        return await self._sending.send(message)

    async def fetch(self, file_id: str) -> bytes:
        return await self._client.fetch(file_id)

    async def close(self) -> None:
        await self._client.close()
