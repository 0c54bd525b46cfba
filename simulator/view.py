"""The world as a page sees it: chats in order, each message with all that is drawn of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from simulator.shapes import Chat, Json, Message, Person
from simulator.world import World


def describe(world: World, since: int = 0) -> Json:
    """Everything, or with `since` (a version) all people and chats but only messages changed after it."""
    shown = [chat for chat in world.chats.values() if chat.migrated_to is None]
    return {
        "version": world.version,
        "now": world.now().isoformat(),
        "bot": world.bot(),
        "users": [_describe_person(person) for person in world.people.values()],
        "chats": [_describe_chat(world, chat, since) for chat in sorted(shown, key=lambda chat: chat.order)],
        "answers": [answer for answer in world.answers if answer["version"] > since],
    }


def _describe_person(person: Person) -> Json:
    return vars(person) | {"name": person.name}


def _describe_chat(world: World, chat: Chat, since: int) -> Json:
    person = world.people.get(chat.id)
    return {
        "id": chat.id,
        "type": chat.kind,
        "app": chat.app,
        "title": chat.title,
        "subtitle": chat.subtitle,
        "visible": chat.visible,
        "members": chat.members,
        "bot": chat.bot,
        "started": person.started if person else True,
        "blocked": person.blocked if person else False,
        "start": person.start if person else "",
        "messages": [describe_message(world, message) for message in _history(world, chat) if message.version > since],
    }


def _history(world: World, chat: Chat) -> list[Message]:
    """A supergroup shows what was said in the group it grew out of, too."""
    before = [] if chat.migrated_from is None else _history(world, world.chats[chat.migrated_from])
    return before + list(chat.messages.values())


def describe_message(world: World, message: Message) -> Json:
    """One message: who, when, and what of text, picture, file and keyboard it has; null where it has none."""
    content = message.content
    text = content.get("text", content.get("caption", ""))
    return {
        "id": message.id,
        "chat": message.chat,
        "from": {"id": message.sender, "name": _name(world, message.sender), "is_bot": message.sender == world.bot_id},
        "date": datetime.fromtimestamp(message.date, world.now().tzinfo).isoformat(),
        "version": message.version,
        "text": text,
        "entities": content.get("entities", content.get("caption_entities", [])),
        "keyboard": _buttons(message.keyboard),
        "photo": _file(content["photo"][-1]) if "photo" in content else None,
        "document": _file(content["document"]) if "document" in content else None,
        "sticker": content["sticker"]["emoji"] if "sticker" in content else None,
        "voice": content["voice"]["duration"] if "voice" in content else None,
        "service": _service(content),
        "reply_to": _quote(world, message),
        "edited": message.edit_date is not None and not message.deleted,
        "silent": message.silent,
        "deleted": message.deleted,
    }


def _name(world: World, user_id: int) -> str:
    return world.bot_name if user_id == world.bot_id else world.people[user_id].name


def _buttons(keyboard: list[list[Json]] | None) -> list[list[Json]]:
    return [
        [{"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")} for button in row]
        for row in keyboard or []
    ]


def _file(described: Json) -> Json:
    known = {"name": described.get("file_name", ""), "size": described["file_size"]}
    known |= {key: described[key] for key in ("width", "height") if key in described}
    return known | {"url": f"sim/files/{described['file_id']}"}


def _service(content: Json) -> str | None:
    """Which service message this is, by Telegram's field; the page has the words."""
    fields = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id")
    return next((field for field in fields if field in content), None)


def _quote(world: World, message: Message) -> Json | None:
    target: Any = None if message.reply_to is None else world.find_message(message.chat, message.reply_to)
    if target is None:
        return None
    text = target.content.get("text", target.content.get("caption", ""))
    return {
        "id": target.id,
        "name": _name(world, target.sender),
        "text": text[:120],
        "photo": "photo" in target.content,
    }
