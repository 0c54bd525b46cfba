"""What happens to groups: they are made, the bot is added and removed, a group becomes a supergroup."""

from __future__ import annotations

from simulator import people, zalo
from simulator.shapes import Chat, Json
from simulator.world import World

_FIRST_GROUP = 4_100_000_000
_FIRST_SUPERGROUP = 1_001_900_000_000


def create(
    world: World,
    title: str,
    members: list[int],
    group_id: int = 0,
    subtitle: str = "",
    *,
    visible: bool = True,
    app: str = "telegram",
) -> Chat:
    """Make a group of people (the first owns it), or take over new particulars of one that is there (by its id)."""
    unknown = [member for member in members if member not in world.people]
    if unknown or not members or not title:
        raise LookupError(f"a group has a title and members who exist; unknown: {unknown}")
    if group_id > 0:
        raise ValueError("a group's id is negative")
    group_id = group_id or -(_FIRST_GROUP + world.count("group") * 104_729)
    known = world.chats.get(group_id)
    while known is not None and known.migrated_to is not None:
        known = world.chats[known.migrated_to]
    chat = known or Chat(group_id, "group", len(world.chats), app=app)
    chat.title, chat.subtitle, chat.visible, chat.members = title, subtitle, visible, list(members)
    world.chats[chat.id] = chat
    world.touch()
    return chat


def find(world: World, group_id: int, by: int) -> Chat:
    """The group, if this person is in it."""
    chat = people.enter(world, group_id, by)
    if chat.kind == "private":
        raise LookupError(f"{group_id} is no group")
    return chat


def add_bot(world: World, group_id: int, by: int) -> Chat:
    """A member adds the bot: my_chat_member, then the service message new_chat_members."""
    chat = find(world, group_id, by)
    if chat.bot == "member":
        return chat
    before, chat.bot = chat.bot or "left", "member"
    people.tell_membership(world, chat, by, before, "member")
    _note(world, chat, by, {"new_chat_members": [world.bot()]}, is_heard=True)
    return chat


def remove_bot(world: World, group_id: int, by: int) -> Chat:
    """A member removes the bot: my_chat_member; from then on sending answers 403."""
    chat = find(world, group_id, by)
    if chat.bot == "member":
        chat.bot = "kicked"
        people.tell_membership(world, chat, by, "member", "kicked")
        _note(world, chat, by, {"left_chat_member": world.bot()}, is_heard=False)
    return chat


def upgrade(world: World, group_id: int) -> Chat:
    """Turn a group into a supergroup: the id changes, both chats get the service message that says so."""
    old = world.chats.get(group_id)
    if old is None or old.kind != "group" or old.migrated_to is not None:
        raise LookupError(f"{group_id} is no group that could be upgraded")
    new_id = -(_FIRST_SUPERGROUP + world.count("group") * 104_729)
    new = Chat(new_id, "supergroup", old.order, old.title, old.subtitle, old.visible, old.members, old.bot)
    new.migrated_from, world.chats[new_id] = old.id, new
    owner, is_heard = old.members[0], old.bot == "member"
    _note(world, old, owner, {"migrate_to_chat_id": new_id}, is_heard=is_heard)
    _note(world, new, owner, {"migrate_from_chat_id": old.id}, is_heard=is_heard)
    old.migrated_to, old.visible = new_id, False
    world.touch()
    return new


def set_topics(world: World, group_id: int, numbers: list[int], closed: list[int]) -> Chat:
    """Make a supergroup a forum with these topics."""
    chat = world.chats.get(group_id)
    if chat is None or chat.kind != "supergroup":
        raise LookupError(f"{group_id} is no supergroup, and only those have topics")
    chat.topics, chat.closed_topics = list(numbers), list(closed)
    world.touch()
    return chat


def _note(world: World, chat: Chat, by: int, content: Json, *, is_heard: bool) -> None:
    message = world.post(chat, by, content)
    if is_heard and chat.app != zalo.NAME:
        world.queue("message", world.telegram(message))
