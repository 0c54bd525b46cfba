"""From Telegram's updates to the program's own words. Knows the shapes, decides nothing."""

from __future__ import annotations

import re

import telegram

from bot.channels.telegram.settings import NAME
from campaign.normalisation import normalise
from services.inbound import Inbound, Kind

_ADDRESSED = re.compile(r"(?P<command>/[A-Za-z0-9_]+)@(?P<bot>[A-Za-z0-9_]+)")
_IN = ("member", "administrator", "creator")  # in a chat; «restricted» may be either
_OUT = ("left", "kicked")
_PICTURES = ("image/jpeg", "image/png")
# What somebody may send besides words. Whatever else a message may hold is the platform's own word about the chat (a
# pin, a timer, a topic …): those need no answer, and new ones come with every version of the Bot API.
_CONTENT = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location", "paid_media"),
    *("photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
)


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
    message = shown(query)
    markup = message.reply_markup if message is not None else None
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            if button.callback_data == query.data:
                return button.text
    return ""


def shown(query: telegram.CallbackQuery) -> telegram.Message | None:
    """The message under which a button was tapped; None when the platform does not show it to bots any more.

    The library makes a `Message` of either, the inaccessible one with a date of 0.
    """
    message = query.message
    return message if isinstance(message, telegram.Message) and message.is_accessible else None


def _tap(update: telegram.Update, query: telegram.CallbackQuery, bot: str) -> Inbound | None:
    message = query.message
    if message is None or not isinstance(query.data, str):
        return None
    under = shown(query)
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
        thread_id=_topic(under) if under is not None else "",
        tapped=tapped_label(query),
    )


def _membership(update: telegram.Update, change: telegram.ChatMemberUpdated, bot: str) -> Inbound | None:
    """The bot has come in or gone out; other rights within a chat, or a status that is not known, change nothing."""
    is_in = _is_in(change.new_chat_member)
    if is_in is None or (is_in and _is_in(change.old_chat_member)):
        return None
    is_group = change.chat.type != "private"
    kind = (Kind.ADDED if is_in else Kind.REMOVED) if is_group else (Kind.UNBLOCKED if is_in else Kind.BLOCKED)
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(change.chat.id),
        sender_id=str(change.chat.id if change.from_user.is_bot else change.from_user.id),
        kind=kind,
        said_at=change.date,
        is_group=is_group,
        title=change.chat.title or "",
        is_anonymous=change.from_user.is_bot,
    )


def _is_in(member: telegram.ChatMember) -> bool | None:
    """Whether a member of this status is in the chat; None where the status does not tell."""
    if isinstance(member, telegram.ChatMemberRestricted):
        return member.is_member
    return True if member.status in _IN else False if member.status in _OUT else None


def _message(
    update: telegram.Update, message: telegram.Message, username: str, bot: str, *, is_edit: bool
) -> Inbound | None:
    if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
        return _move(update, message, bot)
    if message.chat.type == "channel" or message.is_automatic_forward:
        return None
    is_anonymous = message.sender_chat is not None
    if not is_anonymous and (message.from_user is None or message.from_user.is_bot):
        return None
    is_group = message.chat.type != "private"
    kind, data = _kind(message, is_edit=is_edit, is_group=is_group)
    text = _unaddressed(normalise(message.text or message.caption or ""), username)
    if kind is None or text is None:
        return None
    sender = message.sender_chat or message.from_user
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(message.chat.id),
        sender_id=str(sender.id) if sender is not None else "",
        kind=kind,
        said_at=message.edit_date if is_edit and message.edit_date else message.date,
        text=text,
        data=data,
        is_group=is_group,
        title=message.chat.title or "",
        message_id=str(message.message_id),
        thread_id=_topic(message),
        file_name=(message.document.file_name or "") if message.document is not None else "",
        file_size=(message.document.file_size or 0) if message.document is not None else 0,
        pasted=message.text or "",
        is_anonymous=is_anonymous,
        is_forwarded=message.forward_origin is not None,
        forwarded_from=_author(message.forward_origin),
        written_at=message.date.isoformat() if is_edit else "",
    )


def _author(origin: telegram.MessageOrigin | None) -> str:
    """Who wrote what was forwarded; "" where they do not let it be known, or it is a channel's."""
    return str(origin.sender_user.id) if isinstance(origin, telegram.MessageOriginUser) else ""


def _move(update: telegram.Update, message: telegram.Message, bot: str) -> Inbound:
    """A group has become a supergroup: told in the old chat and in the new one, by whomever."""
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    return Inbound(
        bot=bot,
        channel=NAME,
        key=str(update.update_id),
        chat_id=str(old),
        sender_id=str(message.chat.id),
        kind=Kind.MOVED,
        said_at=message.date,
        data=str(new),
        is_group=True,
        title=message.chat.title or "",
    )


def _topic(message: telegram.Message) -> str:
    """The topic; "" outside of forums, where the same field names a thread of replies that cannot be written into."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _kind(message: telegram.Message, *, is_edit: bool, is_group: bool) -> tuple[Kind | None, str]:
    """By what a message holds. Words below a video are words; a picture sent as a file is a picture.

    A moving picture bears a document too; and in a group nobody's files are looked at.
    """
    if is_edit:
        return Kind.EDIT, ""
    if message.photo:
        return Kind.PHOTO, message.photo[-1].file_id
    if message.document is not None and message.document.mime_type in _PICTURES:
        return Kind.PHOTO, message.document.file_id
    if message.document is not None and message.animation is None and not is_group:
        return Kind.FILE, message.document.file_id
    if message.text is not None or message.caption:
        return Kind.TEXT, ""
    return (Kind.OTHER if any(getattr(message, name) for name in _CONTENT) else None), ""


def _unaddressed(text: str, username: str) -> str | None:
    """A command without the bot it is addressed to; None where that is another one."""
    found = _ADDRESSED.match(text)
    if found is None:
        return text
    return found["command"] + text[found.end() :] if found["bot"].lower() == username.lower() else None
