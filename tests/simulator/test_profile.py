"""The bot learns who it is, sets its commands, and looks at files, chats and members."""

from __future__ import annotations

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest

from simulator import shapes, world


async def test_bot_knows_itself(bot: Bot, sim: world.World) -> None:
    """getMe tells the id from the token, the name, and that groups are heard only in part."""
    me = await bot.get_me()

    assert (1000, "thidua_khanhkhe_bot", False) == (me.id, me.username, me.can_read_all_group_messages)
    assert me.is_bot


async def test_commands_are_kept_by_scope(bot: Bot, son: shapes.Person) -> None:
    """Commands set for all and for one chat are read back apart."""
    everywhere, here = [BotCommand("giup", "Cách dùng")], [BotCommand("tonghop", "Xem tổng hợp")]
    await bot.set_my_commands(everywhere)
    await bot.set_my_commands(here, scope=BotCommandScopeChat(son.id))

    assert tuple(everywhere) == await bot.get_my_commands()
    assert tuple(here) == await bot.get_my_commands(scope=BotCommandScopeChat(son.id))
    assert () == await bot.get_my_commands(language_code="vi")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("Giúp", "x"), "Bot_command_invalid"),
        (("a" * 33, "x"), "Bot_command_invalid"),
        (("giup", ""), "Bot_command_description_invalid"),
        (("giup", "x" * 257), "Bot_command_description_invalid"),
    ],
)
async def test_bad_commands_are_refused(bot: Bot, command: tuple[str, str], reason: str) -> None:
    """A command has small Latin letters and a description."""
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands([command])


async def test_unknown_file_is_refused(bot: Bot) -> None:
    """A file id that was never given names no file."""
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("P1-nothing")


async def test_chats_and_members_are_told(
    bot: Bot, sim: world.World, son: shapes.Person, hoa: shapes.Person, leaders: shapes.Chat
) -> None:
    """getChat tells the kind; a group's first member owns it, others are members, strangers are not in it."""
    assert ("private", "Sơn") == ((await bot.get_chat(son.id)).type, (await bot.get_chat(son.id)).first_name)
    assert ("group", "Lãnh đạo xã") == ((await bot.get_chat(leaders.id)).type, (await bot.get_chat(leaders.id)).title)
    leaders.members.remove(son.id)

    assert "creator" == (await bot.get_chat_member(leaders.id, hoa.id)).status
    assert "left" == (await bot.get_chat_member(leaders.id, son.id)).status
    assert "member" == (await bot.get_chat_member(leaders.id, sim.bot_id)).status
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(leaders.id, 42)
