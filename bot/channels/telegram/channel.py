"""Telegram: long polling and sending through python-telegram-bot, which is imported here alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.contract import (
    LARGEST_PICTURE,
    ChannelStopped,
    Moved,
    Outcome,
    Outgoing,
    Pulse,
    Rejected,
    Sent,
    Take,
    Unknown,
)
from bot.channels.telegram import updates as telegram_updates
from bot.channels.telegram.request import Request, TooManyRequests
from bot.outbox import rendering
from handlers import buttons
from services import wording
from services.capability import Capability, Limit, Pace
from services.inbound import Inbound

log = logging.getLogger(__name__)

NAME = "telegram"
POOL = 16  # never more calls in flight than connections: beyond, the client's throughput collapses
# What Telegram's FAQ for bots says: 30 a second over all, 20 a minute into a group, about one a second into a chat
# with short bursts beyond.
PACE = Pace(bot=Limit(30, 1.0), group=Limit(20, 60.0), chat=Limit(5, 5.0))
_POLL_SECONDS = 25
_LONGEST_PAUSE = 60.0
_LOOK_SECONDS = 45.0  # how often a webhook is looked after
_WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
_LONGEST_CAPTION = 1024

# Raised before a byte of the request left: the message certainly did not arrive.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram shall push updates to, and the secret that proves they are its."""

    url: str
    secret: str


class Telegram:
    """One bot. `api_url` may be any Bot API server; `transport` lets tests answer in process.

    With a `webhook` updates come by `pushed`, without one they are polled.
    """

    kind = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        name: str = NAME,
        webhook: Address | None = None,
        pace: Pace = PACE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.name, self.webhook, self.pulse = name, webhook, Pulse()
        self.can = Capability(longest_text=4096, pace=pace)
        kwargs: dict[str, Any] = {"transport": transport} if transport else {}
        self.bot = telegram.Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=Request(POOL, kwargs),
            get_updates_request=Request(1, kwargs),
        )
        self._name = ""  # until Telegram has told it; what is pushed before is read all the same
        self._offset: int | None = None
        self._acknowledgements: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Connect and return the bot's user name; ChannelStopped when the token is wrong."""
        try:
            await self.bot.initialize()
            self._name = self.bot.username
            if self.webhook is None:
                await self.bot.delete_webhook(drop_pending_updates=False)
            else:
                await self._set_webhook(self.webhook)
            await self._show_menu()
        except InvalidToken:
            raise ChannelStopped("Telegram does not know this bot token: check TELEGRAM_BOT_TOKEN in .env") from None
        self.pulse.beat()
        return self.bot.username

    async def _set_webhook(self, address: Address) -> None:
        """What waits at Telegram stays there and is pushed."""
        try:
            await self.bot.set_webhook(
                address.url, secret_token=address.secret, allowed_updates=_WANTED, max_connections=POOL
            )
        except BadRequest as error:
            raise ChannelStopped(f"Telegram does not take PUBLIC_URL for its webhook: {_reason(error)}") from None

    async def _show_menu(self) -> None:
        """The commands behind the platform's menu button: one list for private chats, a shorter one for groups."""
        for commands, scope in (
            (wording.MENU, telegram.BotCommandScopeAllPrivateChats()),
            (wording.GROUP_MENU, telegram.BotCommandScopeAllGroupChats()),
        ):
            await self.bot.set_my_commands(list(commands.items()), scope=scope)

    async def receive(self, take: Take) -> None:
        """Bring updates in for ever."""
        await (self._poll(take) if self.webhook is None else self._look_after(self.webhook))

    async def _look_after(self, address: Address) -> None:
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
                raise ChannelStopped("Telegram refuses the bot token: check TELEGRAM_BOT_TOKEN in .env") from None
            except TelegramError as error:
                log.warning("the webhook could not be looked at: %s", _reason(error))

    async def pushed(self, body: dict[str, Any], take: Take) -> None:
        """One update of the webhook; returns only when it is stored. What cannot be read is dropped, as in a poll."""
        try:
            update = telegram.Update.de_json(body, self.bot)
            telegram_updates.read(update, self._name)
        except Exception as error:
            # It would be pushed again and again, and never be readable.
            log.error("an update could not be read: %s", type(error).__name__)
            return
        self.pulse.beat()
        await self._store([update], take)

    async def _poll(self, take: Take) -> None:
        """The offset moves only past updates that `take` has stored."""
        pause = 0.0
        while True:
            try:
                updates = await self._next_updates()
                self.pulse.beat()
                if updates:
                    await self._store(updates, take)
                    self._offset = max(update.update_id for update in updates) + 1
                pause = 0.0
            except InvalidToken:
                raise ChannelStopped("Telegram refuses the bot token: check TELEGRAM_BOT_TOKEN in .env") from None
            except Exception as error:
                pause = _next_pause(error, pause)
                log.warning("receiving stopped for %.0f s: %s", pause, _reason(error))
                await asyncio.sleep(pause)

    async def _next_updates(self) -> Sequence[telegram.Update]:
        try:
            return await self.bot.get_updates(offset=self._offset, timeout=_POLL_SECONDS, allowed_updates=_WANTED)
        except (TelegramError, OSError):
            raise
        except Exception as error:
            log.warning("an update cannot be read (%s): taking them one by one", type(error).__name__)
            return await self._next_singly()

    async def _next_singly(self) -> Sequence[telegram.Update]:
        """The same updates; one that the library stumbles over is passed over, and not met again for ever."""
        known = {"offset": self._offset or 0, "timeout": 0, "allowed_updates": _WANTED}
        found: list[telegram.Update] = []
        # Written small: under its usual name the library would insist on its own method, which has just failed.
        for written in await self.bot.do_api_request("getupdates", api_kwargs=known):
            try:
                found.append(telegram.Update.de_json(written, self.bot))
            except Exception:
                log.exception("update %s cannot be read", written["update_id"])
                found.append(telegram.Update(written["update_id"]))
        return found

    async def _store(self, updates: Sequence[telegram.Update], take: Take) -> None:
        """Store a batch, then tell the telephones whose buttons were tapped."""
        pairs = [(update, _read(update, self._name)) for update in updates]
        await take([replace(inbound, bot=self.name) for _, inbound in pairs if inbound is not None])
        for update, _ in pairs:
            if update.callback_query is not None:
                task = asyncio.create_task(self._acknowledge(update.callback_query))
                self._acknowledgements.add(task)
                task.add_done_callback(self._acknowledgements.discard)

    async def _acknowledge(self, query: telegram.CallbackQuery) -> None:
        """Stop the button's clock, and leave in the message what was tapped. Nothing depends on it."""
        with contextlib.suppress(TelegramError):
            await query.answer()
        message = query.message
        if not isinstance(message, telegram.Message) or message.chat.type != "private":
            return
        if buttons.lasts(query.data or ""):
            return
        label = telegram_updates.tapped_label(query)
        with contextlib.suppress(TelegramError):
            if message.text is not None and label:
                await query.edit_message_text(f"{message.text}\n\n✓ {label}")
            else:
                await query.edit_message_reply_markup(None)

    async def send(self, message: Outgoing) -> Outcome:
        try:
            return Sent(await self._deliver(message))
        except TooManyRequests as error:
            return Rejected(_reason(error), retry_after=error.wait, is_throttled=True)
        except ChatMigrated as error:
            return Moved(str(error.new_chat_id))
        except Forbidden as error:
            return Rejected(_reason(error), is_final=True, is_blocked=True)
        except BadRequest as error:
            return Rejected(_reason(error), is_final=True)
        except InvalidToken as error:
            return Rejected(_reason(error))  # the token is to blame, not the message: it waits for a better one
        except NetworkError as error:
            if isinstance(error.__cause__, _NOT_SENT):
                return Rejected(_reason(error), retry_after=None)
            return Unknown(_reason(error))
        except TelegramError as error:
            return Unknown(_reason(error))  # such as a page of HTML with 200: whoever wrote it, something got through

    async def _deliver(self, message: Outgoing) -> str:
        markup = _keyboard(message.choices)
        chat = int(message.chat_id)
        # What is answered may have been deleted meanwhile: the answer comes all the same.
        reply: dict[str, Any] = {}
        if message.reply_to:
            reply = {"reply_to_message_id": int(message.reply_to), "allow_sending_without_reply": True}
        if message.picture is not None:
            caption = rendering.clip(message.text, _LONGEST_CAPTION)
            sent = await self.bot.send_photo(
                chat, message.picture, caption=caption, reply_markup=markup, filename="thi-dua.png", **reply
            )
            return str(sent.message_id)
        if message.document is not None:
            caption = rendering.clip(message.text, _LONGEST_CAPTION)
            name, content = message.document.name, message.document.content
            sent = await self.bot.send_document(
                chat, content, caption=caption, reply_markup=markup, filename=name, **reply
            )
            return str(sent.message_id)
        return str((await self.bot.send_message(chat, message.text, reply_markup=markup, **reply)).message_id)

    async def fetch(self, file_id: str) -> bytes:
        """Refused by the size that Telegram tells, before a byte of it is loaded."""
        file = await self.bot.get_file(file_id)
        if (file.file_size or 0) > LARGEST_PICTURE:
            raise ValueError("the picture is too large")
        return bytes(await file.download_as_bytearray())

    async def close(self) -> None:
        for task in self._acknowledgements:
            task.cancel()
        with contextlib.suppress(Exception):
            await self.bot.shutdown()


def _keyboard(choices: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """One button a row: long enough to read, large enough for a thumb."""
    if not choices:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in choices])


def _read(update: telegram.Update, name: str) -> Inbound | None:
    try:
        return telegram_updates.read(update, name)
    except Exception:
        log.exception("update %s cannot be read", update.update_id)
        return None


def _next_pause(error: Exception, last: float) -> float:
    if isinstance(error, TooManyRequests) and error.wait is not None:
        return error.wait
    first = 5.0 if isinstance(error, Conflict) else 0.5
    return min(max(first, last * 2), _LONGEST_PAUSE)


def _reason(error: Exception) -> str:
    """The platform's words without addresses, which hold the token."""
    said = str(error) or type(error).__name__
    return "a network error" if "://" in said or "/bot" in said else said[:200]
