"""Zalo's side of the world: what its Bot Platform does with chats that live there, with the quirks that are known.

A poll takes an update away for good, or does not (`Platform.repeats`); there are no buttons, no edits and no uploads;
in a group the bot hears only mentions and replies; errors may come with HTTP 200. What nobody knows for sure can be set
either way.
"""

from __future__ import annotations

import asyncio

import httpx

from simulator import markup
from simulator.shapes import Chat, Json, Message, Refusal, Upload
from simulator.world import World
from simulator.zalo_platform import Platform, client

NAME = "zalo"
_LONGEST = 2000  # UTF-16 units, it is thought
_MENTION = "@"


def outside(number: int) -> str:
    """An id as the platform writes it: letters and digits, telling nothing."""
    return f"{abs(number):019x}{'a' if number > 0 else 'b'}"


def inside(written: object) -> int:
    """The chat's number behind an id; 0 for none of ours."""
    word = str(written)
    try:
        return int(word[:-1], 16) * (1 if word.endswith("a") else -1)
    except ValueError:
        return 0


def hear(world: World, chat: Chat, message: Message) -> None:
    """A person has said something: the bot gets it, if the platform lets it hear."""
    platform = world.zalo
    if chat.kind != "private" and not _is_meant(world, chat, message):
        return
    update = describe(world, chat, message)
    if platform.url:
        task = asyncio.get_running_loop().create_task(_push(platform, update))
        platform.pushing.add(task)
        task.add_done_callback(platform.pushing.discard)
    else:
        platform.waiting.append(update)
        platform.bell.ring()


def _is_meant(world: World, chat: Chat, message: Message) -> bool:
    """Only mentions of the bot and replies to it, and only while it is in the group."""
    target = world.find_message(chat.id, message.reply_to) if message.reply_to is not None else None
    if chat.bot != "member":
        return False
    said = str(message.content.get("text", message.content.get("caption", "")))
    name = f"{_MENTION}{world.zalo.display_name}".lower()
    return name in said.lower() or (target is not None and target.sender == world.bot_id)


def describe(world: World, chat: Chat, message: Message) -> Json:
    """The update of a message, in one of its shapes."""
    platform, content = world.zalo, message.content
    body: Json = {
        "from": {"id": outside(message.sender), "display_name": world.people[message.sender].name, "is_bot": False},
        "chat": {"id": outside(chat.id), "chat_type": "PRIVATE" if chat.kind == "private" else "GROUP"},
        "date": message.date * 1000,
    }
    if platform.has_ids:
        body["message_id"] = f"{message.id:020x}"
    event = "unsupported"
    if "text" in content:
        event, body["text"] = "text", content["text"]
    elif "photo" in content:
        event = "image"
        body[platform.photo_key] = f"https://photos.zalo.example/{content['photo'][-1]['file_id']}"
        body["message_type"] = "CHAT_PHOTO"
        if "caption" in content:
            body["caption"] = content["caption"]
    elif "sticker" in content:
        event, body["sticker"] = "sticker", content["sticker"]["file_unique_id"]
    elif "voice" in content:
        event, body["voice_url"] = "voice", "https://voice.zalo.example/1.aac"
    update = {"event_name": f"message.{event}.received", "message": body}
    return update if platform.is_bare else {"ok": True, "result": update}


async def _push(platform: Platform, update: Json) -> None:
    """Once: whether the platform would try again is not known."""
    try:
        if platform.push is not None:
            return await platform.push(update)
        headers = {"X-Bot-Api-Secret-Token": platform.secret, "User-Agent": "Java/1.8.0_192"}
        async with client() as caller:
            await caller.post(platform.url, json=update, headers=headers)
    except httpx.HTTPError:
        return


# What the bot may do


def get_me(world: World, _args: Json) -> Json:
    platform = world.zalo
    found = {"id": platform.token.partition(":")[0], "account_name": platform.account_name, "account_type": "BASIC"}
    return found | {"can_join_groups": platform.can_join_groups, "display_name": platform.display_name}


async def get_updates(world: World, args: Json) -> Json:
    """One update, which is forgotten the moment it is handed out, or handed out until the next; 408 when none comes."""
    platform = world.zalo
    if platform.url:
        raise Refusal(400, "Bad Request: a webhook is set")
    platform.is_handed_over = False
    platform.polls += 1
    this_poll = platform.polls
    loop = asyncio.get_running_loop()
    deadline = loop.time() + float(args.get("timeout", 30))
    while not platform.waiting and not world.closed:
        if platform.repeats and platform.last is not None:
            return platform.last
        if loop.time() >= deadline:
            raise Refusal(408, "Request timeout")
        await platform.bell.wait(min(1.0, deadline - loop.time()))
        if platform.polls > this_poll:  # a bot that was started anew polls again: the poll before it is nobody's
            raise Refusal(408, "Request timeout")
    if world.closed:
        raise Refusal(408, "Request timeout")
    platform.is_handed_over = True
    update = platform.waiting.popleft()
    result: Json = update.get("result", update)
    platform.last = result
    return result


async def set_webhook(world: World, args: Json) -> Json:
    url, secret = str(args.get("url", "")), str(args.get("secret_token", ""))
    # The platform wants https; a webhook on this very machine is spared the certificate.
    if not url.startswith(("https://", "http://127.0.0.1:")) or not 8 <= len(secret) <= 256:
        raise Refusal(400, "Bad Request: url or secret_token")
    world.zalo.url, world.zalo.secret = url, secret
    return {"url": url, "updated_at": world.stamp() * 1000}


def delete_webhook(world: World, _args: Json) -> Json:
    if not world.zalo.url:
        raise Refusal(400, "Bad Request: no webhook")
    world.zalo.url = ""
    return {"url": "", "updated_at": world.stamp() * 1000}


def get_webhook_info(world: World, _args: Json) -> Json:
    if not world.zalo.url:
        raise Refusal(404, "Not found")
    return {"url": world.zalo.url, "updated_at": world.stamp() * 1000}


def test_webhook(world: World, _args: Json) -> Json:
    if not world.zalo.url:
        raise Refusal(404, "Not found")
    return {"ok": True, "url": world.zalo.url, "outcome": "webhook.ok", "hint": ""}


def _chat(world: World, args: Json) -> Chat:
    chat = world.chats.get(inside(args.get("chat_id", "")))
    if chat is None or chat.app != NAME:
        raise Refusal(400, "Bad Request: chat not found")
    if chat.kind == "private" and (not world.people[chat.id].started or world.people[chat.id].blocked):
        raise Refusal(400, "Bad Request: user not reachable")
    if chat.kind != "private" and chat.bot != "member":
        raise Refusal(400, "Bad Request: bot is not a member")
    return chat


def _spend(platform: Platform) -> None:
    if platform.left is not None:
        if platform.left < 1:
            raise Refusal(429, "Quota exceeded")
        platform.left -= 1


def _sent(world: World, chat: Chat, content: Json) -> Json:
    message = world.post(chat, world.bot_id, content)
    return {"message_id": f"{message.id:020x}", "date": message.date * 1000}


def send_message(world: World, args: Json) -> Json:
    text = str(args.get("text", ""))
    if not 1 <= markup.measure(text) <= _LONGEST:
        raise Refusal(400, "Bad Request: text has 1 to 2000 characters")
    chat = _chat(world, args)
    _spend(world.zalo)
    return _sent(world, chat, {"text": text})


async def send_photo(world: World, args: Json) -> Json:
    """The picture is fetched from its address, during the call."""
    chat, address = _chat(world, args), str(args.get("photo", ""))
    if not address.startswith(("https://", "http://127.0.0.1")):
        raise Refusal(400, "Bad Request: photo is the address of a picture")
    try:
        data = await world.zalo.fetch(address)
        stored = world.files.add("photo", Upload("picture.png", "image/png", data))
    except (httpx.HTTPError, ValueError, Refusal) as fault:
        raise Refusal(400, "Bad Request: the picture cannot be fetched") from fault
    _spend(world.zalo)
    size: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    size |= {"width": stored.width, "height": stored.height}
    caption = str(args.get("caption", ""))
    return _sent(world, chat, {"photo": [size]} | ({"caption": caption} if caption else {}))


def send_chat_action(world: World, args: Json) -> None:
    _chat(world, args)
