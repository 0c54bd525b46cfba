"""What people do with their phones: write, send pictures, press buttons, block the bot; the bot hears of it.

Raises LookupError or ValueError, in words for whoever drives the world, when it cannot be done.
"""

from __future__ import annotations

import time
from dataclasses import replace

from simulator import markup, zalo
from simulator.files import describe_document, describe_photo
from simulator.shapes import Chat, Json, Message, Person, Refusal, Tap, Upload
from simulator.world import World

_FIRST_PERSON = 5_210_000_000


def join(world: World, person: Person) -> Person:
    """Add somebody (id 0: allot one), or take over new particulars of a person who is there already."""
    known = world.people.get(person.id)
    if known is not None:
        person = replace(person, started=known.started, blocked=known.blocked)
    elif person.id == 0:
        person = replace(person, id=_FIRST_PERSON + world.count("person") * 7919)
    if person.id <= 0 or person.id == world.bot_id:
        raise ValueError("a person's id is a positive number and not the bot's")
    world.people[person.id] = person
    if person.id not in world.chats:
        world.chats[person.id] = Chat(
            person.id, "private", len(world.chats), members=[person.id], bot="member", app=person.app
        )
    chat = world.chats[person.id]
    chat.title, chat.subtitle, chat.visible = person.title or person.name, person.subtitle, person.visible
    world.touch()
    return person


def enter(world: World, chat_id: int, person_id: int) -> Chat:
    """The chat, if this person is in it and can write there."""
    chat = world.chats.get(chat_id)
    if chat is None:
        raise LookupError(f"no chat {chat_id}")
    if person_id not in chat.members:
        raise LookupError(f"{person_id} is not in chat {chat_id}")
    if chat.migrated_to is not None:
        raise ValueError(f"chat {chat_id} has become {chat.migrated_to}")
    if chat.kind == "private" and world.people[person_id].blocked:
        raise ValueError(f"{person_id} has blocked the bot")
    return chat


def send(
    world: World, chat_id: int, sender: int, text: str, reply_to: int | None = None, topic: int | None = None
) -> Message:
    """Write a text message, in a forum perhaps into one of its topics."""
    text = text.strip()
    if not 1 <= markup.measure(text) <= 4096:
        raise ValueError("a text has 1 to 4096 characters")
    content: Json = {"text": text}
    found = markup.find(text)
    if found:
        content["entities"] = found
    return speak(world, chat_id, sender, content, reply_to, topic)


def send_photo(world: World, chat_id: int, sender: int, upload: Upload, caption: str = "") -> Message:
    """Send a picture, with or without words."""
    enter(world, chat_id, sender)
    try:
        stored = world.files.add("photo", upload)
    except Refusal as refusal:
        raise ValueError(refusal.description) from refusal
    content: Json = {"photo": describe_photo(stored)} | ({"caption": caption} if caption else {})
    return speak(world, chat_id, sender, content)


def send_document(world: World, chat_id: int, sender: int, upload: Upload, caption: str = "") -> Message:
    """Send a file."""
    enter(world, chat_id, sender)
    stored = world.files.add("document", upload)
    content: Json = {"document": describe_document(stored)} | ({"caption": caption} if caption else {})
    return speak(world, chat_id, sender, content)


def send_sticker(world: World, chat_id: int, sender: int, emoji: str) -> Message:
    """Send a sticker; it has no picture here, only its emoji."""
    enter(world, chat_id, sender)
    stored = world.files.add("sticker", Upload("sticker.webp", "image/webp", b"RIFF"))
    sticker: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id, "type": "regular", "emoji": emoji}
    sticker |= {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return speak(world, chat_id, sender, {"sticker": sticker})


def send_voice(world: World, chat_id: int, sender: int, seconds: int) -> Message:
    """Send a voice message; it holds no sound here."""
    enter(world, chat_id, sender)
    stored = world.files.add("voice", Upload("voice.oga", "audio/ogg", b"OggS"))
    voice: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id, "duration": seconds}
    return speak(world, chat_id, sender, {"voice": voice | {"mime_type": stored.mime, "file_size": stored.size}})


def speak(
    world: World, chat_id: int, sender: int, content: Json, reply_to: int | None = None, topic: int | None = None
) -> Message:
    """Put a person's message into a chat and queue it for the bot, if the bot may hear it."""
    chat = enter(world, chat_id, sender)
    if chat.kind == "private":
        world.people[sender].started = True
    if topic is not None and topic not in chat.topics:
        raise LookupError(f"chat {chat_id} has no topic {topic}")
    message = world.post(chat, sender, content, reply_to=reply_to, topic=topic)
    if chat.app == zalo.NAME:
        zalo.hear(world, chat, message)
    elif _is_heard(world, chat, message):
        world.queue("message", world.telegram(message))
    return message


def _is_heard(world: World, chat: Chat, message: Message) -> bool:
    """Privacy mode (Bot features): in groups a bot hears commands, mentions of it and replies to it."""
    if chat.kind == "private":
        return True
    if chat.bot != "member":
        return False
    target = world.find_message(chat.id, message.reply_to) if message.reply_to is not None else None
    if not world.privacy_mode or (target is not None and target.sender == world.bot_id):
        return True
    own = f"@{world.bot_username}".lower()
    text = str(message.content.get("text", message.content.get("caption", "")))
    units = text.encode("utf-16-le")
    for entity in markup.find(text):
        start = entity["offset"] * 2
        word = units[start : start + entity["length"] * 2].decode("utf-16-le").lower()
        if word == own or (entity["type"] == "bot_command" and ("@" not in word or word.endswith(own))):
            return True
    return False


def edit(world: World, chat_id: int, sender: int, message_id: int, text: str) -> Message:
    """Change the words of one's own message."""
    chat = enter(world, chat_id, sender)
    message = world.find_message(chat_id, message_id)
    if chat.app == zalo.NAME:
        raise ValueError("on Zalo a message cannot be changed")
    if message is None or message.sender != sender or "text" not in message.content:
        raise LookupError(f"{sender} has no text {message_id} in chat {chat_id}")
    if not 1 <= markup.measure(text.strip()) <= 4096:
        raise ValueError("a text has 1 to 4096 characters")
    found = markup.find(text.strip())
    content: Json = {"text": text.strip()} | ({"entities": found} if found else {})
    changed = world.change(message, content=content, edit_date=world.stamp())
    if _is_heard(world, chat, changed):
        world.queue("edited_message", world.telegram(changed))
    return changed


def tap(world: World, chat_id: int, person_id: int, message_id: int, data: str) -> Tap:
    """Press an inline button; the bot gets a callback_query that it has to answer in time."""
    chat = world.chats.get(chat_id)
    if chat is None or person_id not in chat.members:
        raise LookupError(f"{person_id} is not in chat {chat_id}")
    if chat.kind == "private" and world.people[person_id].blocked:
        raise ValueError(f"{person_id} has blocked the bot")
    message = world.find_message(chat_id, message_id)
    buttons = [button for row in (message.keyboard or [] if message else []) for button in row]
    if message is None or data not in [button.get("callback_data") for button in buttons]:
        raise LookupError(f"message {message_id} has no button with data {data!r}")
    world.taps = {key: tapped for key, tapped in world.taps.items() if world.is_waiting(tapped)}
    tapped = Tap(f"{person_id}{world.count('tap'):06d}", person_id, chat_id, time.time())
    world.taps[tapped.id] = tapped
    if chat.bot == "member":
        body: Json = {"id": tapped.id, "from": world.user(person_id), "message": world.telegram(message)}
        world.queue("callback_query", body | {"chat_instance": str(-chat_id * 31), "data": data})
    world.touch()
    return tapped


def block(world: World, person_id: int, *, is_blocked: bool) -> None:
    """Block or unblock the bot; it is told by my_chat_member."""
    person = world.people.get(person_id)
    if person is None:
        raise LookupError(f"no person {person_id}")
    if person.blocked == is_blocked:
        return
    person.blocked = is_blocked
    before, after = ("member", "kicked") if is_blocked else ("kicked", "member")
    tell_membership(world, world.chats[person_id], person_id, before, after)
    world.touch()


def tell_membership(world: World, chat: Chat, by: int, before: str, after: str) -> None:
    """Queue my_chat_member: the bot's own standing in a chat has changed. Zalo tells its bots nothing of the kind."""
    if chat.app == zalo.NAME:
        return
    body: Json = {"chat": world.chat(chat.id), "from": world.user(by), "date": world.stamp()}
    for key, status in (("old_chat_member", before), ("new_chat_member", after)):
        body[key] = {"user": world.bot(), "status": status} | ({"until_date": 0} if status == "kicked" else {})
    world.queue("my_chat_member", body)
