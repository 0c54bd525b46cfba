"""From Telegram's updates to the program's own words. Knows the shapes, decides nothing."""

from __future__ import annotations

import re

import telegram

from bot.channels.telegram.settings import NAME
from campaign.normalisation import normalise
from services.inbound import Inbound, Kind

_ADDRESSED = re.compile(r"(?P<command>/[A-Za-z0-9_]+)@(?P<bot>[A-Za-z0-9_]+)")
_IN_GROUP = ("member", "administrator", "restricted", "creator")


def read(update: telegram.Update, username: str, bot: str = NAME) -> Inbound | None:
    """The update as an Inbound, or None when it is nothing to us (a channel post, another bot's command).

    To a bot of the user name `our_bot` «/thon@our_bot Bản Còn» is «/thon Bản Còn». `bot` is its key in the database.
    """
    if update.callback_query is not None:
        return _tap(update, update.callback_query, bot)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member, bot)
    if update.edited_message is not None:
        return _message(update, update.edited_message, username, bot, is_edit=True)
    if update.message is not None:
        return _message(update, update.message, username, bot, is_edit=False)
    return None


def tapped_label(query: telegram.CallbackQuery) -> str:
    """What stood on the tapped button, as long as its message still shows it."""
    message = query.message
    markup = message.reply_markup if isinstance(message, telegram.Message) else None
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            if button.callback_data == query.data:
                return button.text
    return ""


def _tap(update: telegram.Update, query: telegram.CallbackQuery, bot: str) -> Inbound | None:
    message = query.message
    if message is None or not isinstance(query.data, str):
        return None
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(message.chat.id),
        sender_id=str(query.from_user.id),
        kind=Kind.CHOICE,
        # Telegram does not say when a button was tapped; the message's own date would be too early.
        said_at=None,
        data=query.data,
        is_group=message.chat.type != "private",
        message_id=str(message.message_id),
        tapped=tapped_label(query),
    )


def _membership(update: telegram.Update, change: telegram.ChatMemberUpdated, bot: str) -> Inbound:
    is_in = change.new_chat_member.status in _IN_GROUP
    is_group = change.chat.type != "private"
    kind = (Kind.ADDED if is_in else Kind.REMOVED) if is_group else (Kind.UNBLOCKED if is_in else Kind.BLOCKED)
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(change.chat.id),
        sender_id=str(change.from_user.id),
        kind=kind,
        said_at=change.date,
        is_group=is_group,
        title=change.chat.title or "",
    )


def _message(
    update: telegram.Update, message: telegram.Message, username: str, bot: str, *, is_edit: bool
) -> Inbound | None:
    if message.from_user is None or message.from_user.is_bot or message.chat.type == "channel":
        return None
    kind, data = _kind(message, is_edit=is_edit)
    text = _unaddressed(normalise(message.text or message.caption or ""), username)
    if kind is None or text is None:
        return None
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(message.chat.id),
        sender_id=str(message.from_user.id),
        kind=kind,
        said_at=message.edit_date if is_edit and message.edit_date else message.date,
        text=text,
        data=data,
        is_group=message.chat.type != "private",
        title=message.chat.title or "",
        message_id=str(message.message_id),
    )


def _kind(message: telegram.Message, *, is_edit: bool) -> tuple[Kind | None, str]:
    if message.migrate_to_chat_id is not None:
        return Kind.MOVED, str(message.migrate_to_chat_id)
    if is_edit:
        return Kind.EDIT, ""
    if message.text is not None:
        return Kind.TEXT, ""
    if message.photo:
        return Kind.PHOTO, message.photo[-1].file_id
    if message.new_chat_members or message.left_chat_member or message.group_chat_created:
        return None, ""
    return Kind.OTHER, ""


def _unaddressed(text: str, username: str) -> str | None:
    """A command without the bot it is addressed to; None where that is another one."""
    found = _ADDRESSED.match(text)
    if found is None:
        return text
    return found["command"] + text[found.end() :] if found["bot"].lower() == username.lower() else None
