"""Telegram's bot: updates by long polling or webhook, and sending, through python-telegram-bot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import telegram
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.contract import (
    LARGEST_PICTURE,
    ChannelStopped,
    Outcome,
    Outgoing,
    Pulse,
    Take,
    Webhook,
    WebhookAddress,
)
from bot.channels.http_client import AiohttpClient, HttpClient
from bot.channels.telegram import plain_texts, polling, sending, updates, webhook
from bot.channels.telegram.acknowledging import Acknowledgements
from bot.channels.telegram.request import Request
from bot.channels.telegram.settings import NAME
from services import wording
from services.capability import Capability, Limit, Pace
from services.inbound import Inbound

log = logging.getLogger(__name__)

POOL = 32  # connections: as many as messages are on their way at once (`bot.outbox.delivery`)
START_LINK = "https://t.me/{bot}?start={code}"
# What Telegram's FAQ for bots says: 30 a second over all, 20 a minute into a group, about one a second into a chat
# with short bursts beyond.
PACE = Pace(bot=Limit(30, 1.0), group=Limit(20, 60.0), chat=Limit(5, 5.0))
# What Telegram has accepted it may answer for many seconds later. A message is given up sooner where its lease demands
# it (`bot.outbox.delivery`).
_PATIENCE = 60.0
_LOOK_SECONDS = 45.0  # how often a webhook is looked after


class ReadUpdate(NamedTuple):
    """What the update of this number says, None where it is nothing to us; and the tap that is to be acknowledged."""

    number: int
    inbound: Inbound | None
    tap: telegram.CallbackQuery | None = None


_UNREADABLE = ReadUpdate(-1, None)


class Telegram:
    """One bot. `api_url` may be any Bot API server; with `http` tests answer in process.

    With an `address` updates come by its webhook, without one they are polled. `setting` names the token in `.env`.
    """

    kind = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        name: str = NAME,
        setting: str = "TELEGRAM_BOT_TOKEN",
        address: WebhookAddress | None = None,
        pace: Pace = PACE,
        http: HttpClient | None = None,
    ) -> None:
        self.name, self._setting, self._address = name, setting, address
        self.pulse = Pulse()
        self.can = Capability(longest_text=sending.LONGEST_TEXT, pace=pace, start_link=START_LINK, resends_files=True)
        self._requests = (
            Request(http or AiohttpClient(POOL), POOL, _PATIENCE),
            Request(http or AiohttpClient(1), 1, polling.PATIENCE),
        )
        calling, polled = self._requests
        self.bot = telegram.Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=calling,
            get_updates_request=polled,
        )
        # A call by its name goes out over a bot's first client: polls have one of their own, whatever else is held up.
        self._poller = telegram.Bot(token, base_url=f"{api_url}/bot", request=polled, get_updates_request=polled)
        self._username = ""  # until Telegram has told it; what is pushed before is read all the same
        self._offset: int | None = None
        self._acknowledgements = Acknowledgements()

    async def start(self) -> str:
        """Connect and return the bot's user name; ChannelStopped when the token is wrong."""
        try:
            await self.bot.initialize()
            self._username = self.bot.username
            if self._address is None:
                await self.bot.delete_webhook(drop_pending_updates=False)
            else:
                await self._set_webhook(self._address)
            await self._show_menu()
        except InvalidToken:
            raise self._stopped("không biết mã bot này") from None
        self.pulse.beat()
        return self.bot.username

    def _stopped(self, verdict: str) -> ChannelStopped:
        return ChannelStopped(f"Telegram {verdict}: xem {self._setting} trong .env")

    async def _set_webhook(self, address: WebhookAddress) -> None:
        """What waits at Telegram stays there and is pushed."""
        try:
            await self.bot.set_webhook(
                address.url, secret_token=address.secret, allowed_updates=polling.WANTED, max_connections=POOL
            )
        except BadRequest as error:
            refusal = sending.reason(error)
            raise ChannelStopped(f"Telegram không nhận PUBLIC_URL làm webhook: {refusal}") from None

    async def _show_menu(self) -> None:
        """The commands behind the platform's menu button: one list for private chats, a shorter one for groups."""
        for commands, scope in (
            (wording.MENU, telegram.BotCommandScopeAllPrivateChats()),
            (wording.GROUP_MENU, telegram.BotCommandScopeAllGroupChats()),
        ):
            await self.bot.set_my_commands(list(commands.items()), scope=scope)

    # In

    async def receive(self, take: Take) -> None:
        """Bring updates in for ever."""
        await (self._poll(take) if self._address is None else self._look_after(self._address))

    async def _poll(self, take: Take) -> None:
        """The offset moves only past updates that `take` has stored."""
        pause = 0.0
        while True:
            try:
                batch = await polling.next_updates(self._poller, self._offset)
                self.pulse.beat()
                if batch:
                    last = max(int(written["update_id"]) for written in batch)
                    await self._store([self._read(written) for written in batch], take)
                    self._offset = last + 1
                pause = 0.0
            except InvalidToken:
                raise self._stopped("từ chối mã bot này") from None
            except Exception as error:
                pause = polling.next_pause(error, pause)
                log.warning("receiving stopped for %.0f s: %s", pause, sending.reason(error))
                await asyncio.sleep(pause)

    async def _look_after(self, address: WebhookAddress) -> None:
        """Updates come by themselves; but whoever polls with the same token takes the webhook away: put it back."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                info = await self.bot.get_webhook_info()
                self.pulse.beat()
                if info.url != address.url:
                    log.warning("the webhook was taken away; setting it again")
                    await self._set_webhook(address)
            except InvalidToken:
                raise self._stopped("từ chối mã bot này") from None
            except TelegramError as error:
                log.warning("the webhook could not be looked at: %s", sending.reason(error))

    def webhook(self, take: Take) -> Webhook | None:
        if self._address is None:
            return None
        return webhook.route(self.name, self._address.secret, partial(self.pushed, take=take))

    async def pushed(self, body: dict[str, Any], take: Take) -> None:
        """One update of the webhook; returns only when it is stored. What cannot be read is dropped, as in a poll."""
        read = self._read(body)
        if read is not _UNREADABLE:  # it would be pushed again and again, and never be readable
            self.pulse.beat()
            await self._store([read], take)

    async def _store(self, batch: Sequence[ReadUpdate], take: Take) -> None:
        """Store a batch, then tell the telephones whose buttons were tapped."""
        await take([one.inbound for one in batch if one.inbound is not None])
        for one in batch:
            if one.tap is not None:
                self._acknowledgements.begin(one.tap)

    def _read(self, written: Mapping[str, Any]) -> ReadUpdate:
        """One update as Telegram writes it; most are plain, and the library is needed for the others alone."""
        try:
            if (plain := plain_texts.read(written, self.name)) is not None:
                return ReadUpdate(written["update_id"], plain)
            update = telegram.Update.de_json(dict(written), self.bot)
            inbound = updates.read(update, self._username, self.name)
            return ReadUpdate(update.update_id, inbound, update.callback_query)
        except Exception as error:
            log.error("an update cannot be read: %s", type(error).__name__)
            return _UNREADABLE

    # Out

    async def send(self, message: Outgoing) -> Outcome:
        return await sending.send(self.bot, message)

    async def fetch(self, file_id: str) -> bytes:
        """Refused by the size that Telegram tells, before a byte of it is loaded."""
        file = await self.bot.get_file(file_id)
        if (file.file_size or 0) > LARGEST_PICTURE:
            raise ValueError("the picture is too large")
        return bytes(await file.download_as_bytearray())

    async def close(self) -> None:
        self._acknowledgements.cancel()
        with contextlib.suppress(Exception):
            await self.bot.shutdown()
        for request in self._requests:  # the library does it only for a bot that it has initialised
            await request.shutdown()
