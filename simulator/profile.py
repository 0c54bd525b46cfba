"""Methods about the bot and its chats: getMe, commands, getFile, getChat, getChatMember, leaveChat."""

from __future__ import annotations

import json
import re

from simulator import sending
from simulator.shapes import Json, bad_request
from simulator.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LARGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes (getFile)


def get_me(world: World, args: Json) -> Json:
    return world.bot() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_commands(world: World, args: Json) -> bool:
    commands = args["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if set(command) != {"command", "description"} or not all(isinstance(part, str) for part in command.values()):
            raise bad_request("can't parse BotCommand: fields command and description are needed")
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    clean = [command | {"command": command["command"].removeprefix("/")} for command in commands]
    world.commands[_scope(args)] = clean
    world.touch()
    return True


def get_commands(world: World, args: Json) -> list[Json]:
    return world.commands.get(_scope(args), [])


def _scope(args: Json) -> str:
    scope = args.get("scope", {"type": "default"})
    return json.dumps([scope, args.get("language_code", "")], sort_keys=True)


def get_file(world: World, args: Json) -> Json:
    stored = world.files.files.get(args["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    described: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    return described | {"file_path": stored.path}


def get_chat(world: World, args: Json) -> Json:
    """ChatFullInfo with the fields that are always there."""
    chat = sending.find_chat(world, args["chat_id"])
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return world.chat(chat.id) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, args: Json) -> Json:
    """The first member of a group owns it; the others, and the bot, are plain members."""
    chat = sending.enter(world, args["chat_id"])
    user_id = args["user_id"]
    if user_id == world.bot_id:
        return {"status": chat.bot, "user": world.bot()}
    if user_id not in world.people:
        raise bad_request("user not found")
    user = world.user(user_id)
    if user_id not in chat.members:
        return {"status": "left", "user": user}
    if chat.kind != "private" and user_id == chat.members[0]:
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "member", "user": user}


def leave_chat(world: World, args: Json) -> bool:
    chat = sending.enter(world, args["chat_id"])
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    world.post(chat, world.bot_id, {"left_chat_member": world.bot()})
    return True
