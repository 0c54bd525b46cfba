"""The bot in a group: added, hearing only what is meant for it, removed, and moved with a supergroup."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from simulator import groups, people, shapes, world


async def test_being_added_is_told(bot: Bot, sim: world.World, hoa: shapes.Person, son: shapes.Person) -> None:
    """Who adds the bot is told by my_chat_member, and the group sees the service message; before, it is not found."""
    group = groups.create(sim, "Lãnh đạo xã", [hoa.id, son.id])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(group.id, "x")
    groups.add_bot(sim, group.id, hoa.id)
    groups.add_bot(sim, group.id, hoa.id)
    membership, service = await bot.get_updates()

    change = membership.my_chat_member
    assert change is not None
    assert (group.id, hoa.id, "left", "member") == (
        change.chat.id,
        change.from_user.id,
        change.old_chat_member.status,
        change.new_chat_member.status,
    )
    assert service.message is not None
    assert [sim.bot_id] == [user.id for user in service.message.new_chat_members or ()]


async def test_bot_hears_only_what_is_meant_for_it(
    bot: Bot, sim: world.World, son: shapes.Person, leaders: shapes.Chat
) -> None:
    """In a group the bot hears commands, mentions and replies to it, and no small talk, unless privacy is off."""
    post = await bot.send_message(leaders.id, "TỔNG HỢP")
    for text in ("họp lúc 8h", "/thon@other_bot", "@chi_hoa xem nhé"):
        people.send(sim, leaders.id, son.id, text)
    assert () == await bot.get_updates()
    for text in ("/thidua", "/thon@thidua_khanhkhe_bot", "@Thidua_KhanhKhe_bot AB12"):
        people.send(sim, leaders.id, son.id, text)
    people.send(sim, leaders.id, son.id, "số này sai", post.message_id)
    sim.privacy_mode = False
    people.send(sim, leaders.id, son.id, "họp lúc 9h")

    assert ["/thidua", "/thon@thidua_khanhkhe_bot", "@Thidua_KhanhKhe_bot AB12", "số này sai", "họp lúc 9h"] == [
        update.message.text for update in await bot.get_updates() if update.message
    ]


async def test_removed_bot_is_kept_out(bot: Bot, sim: world.World, hoa: shapes.Person, leaders: shapes.Chat) -> None:
    """After its removal the bot is told so once, hears nothing more, and cannot write."""
    groups.remove_bot(sim, leaders.id, hoa.id)
    people.send(sim, leaders.id, hoa.id, "/thidua")
    (update,) = await bot.get_updates()

    assert update.my_chat_member is not None
    assert "kicked" == update.my_chat_member.new_chat_member.status
    with pytest.raises(Forbidden, match="Forbidden: bot was kicked from the group chat"):
        await bot.send_message(leaders.id, "x")


async def test_bot_can_leave(bot: Bot, leaders: shapes.Chat, son: shapes.Person) -> None:
    """A bot that left is no member; a private chat cannot be left."""
    assert await bot.leave_chat(leaders.id)
    with pytest.raises(Forbidden, match="Forbidden: bot is not a member of the group chat"):
        await bot.send_message(leaders.id, "x")
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(son.id)


async def test_supergroup_has_a_new_id(bot: Bot, sim: world.World, leaders: shapes.Chat) -> None:
    """An upgrade is told in both chats; the old id answers with the new one, where messages count from one again."""
    await bot.send_message(leaders.id, "trước")
    upgraded = groups.upgrade(sim, leaders.id)
    told = [update.message for update in await bot.get_updates() if update.message]

    assert [(leaders.id, upgraded.id, None), (upgraded.id, None, leaders.id)] == [
        (message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id) for message in told
    ]
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(leaders.id, "sau")
    assert upgraded.id == caught.value.new_chat_id
    assert str(upgraded.id).startswith("-100")
    message = await bot.send_message(upgraded.id, "sau")
    assert (2, "supergroup") == (message.message_id, message.chat.type)


async def test_impossible_acts_are_refused(sim: world.World, son: shapes.Person, leaders: shapes.Chat) -> None:
    """Strangers do not act in a group, a private chat is none, and a group is upgraded only once."""
    groups.upgrade(sim, leaders.id)
    stranger = people.join(sim, shapes.Person(0, "Tài"))

    with pytest.raises(LookupError):
        people.send(sim, leaders.id, stranger.id, "x")
    with pytest.raises(LookupError):
        groups.add_bot(sim, son.id, son.id)
    with pytest.raises(LookupError):
        groups.upgrade(sim, leaders.id)
    with pytest.raises(ValueError, match="has become"):
        people.send(sim, leaders.id, son.id, "x")
