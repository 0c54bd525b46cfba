"""Group chats: a group is bound only by an officer, in private; in it the bot never answers free text."""

from __future__ import annotations

from handlers import wording
from handlers.context import Address, Choice
from handlers.turn import Turn
from models import audit, groups


def added(turn: Turn) -> None:
    """The bot was put into a group. Only an officer is asked about it; for anybody else nothing happens."""
    if turn.person is None or not turn.is_officer():
        return
    inbound = turn.inbound
    group = groups.find(turn.session, inbound.channel, inbound.chat_id)
    if group is None:
        group = groups.Group(
            commune_id=turn.commune.id,
            channel=inbound.channel,
            chat_id=inbound.chat_id,
            title=inbound.title,
            proposed_by=turn.person.id,
        )
        turn.session.add(group)
    if group.left_at is not None:
        group.confirmed_at = None  # who puts it back may mean another use of the group: ask anew
    group.title, group.left_at, group.proposed_by = inbound.title, None, turn.person.id
    turn.session.flush()
    choices = [Choice(wording.GROUP_YES, f"group:{group.id}:yes"), Choice(wording.GROUP_NO, f"group:{group.id}:no")]
    turn.tell(turn.person, wording.is_this_the_group(group.title), choices)


def removed(turn: Turn) -> None:
    group = groups.find(turn.session, turn.inbound.channel, turn.inbound.chat_id)
    if group is not None:
        group.left_at = turn.now


def moved(turn: Turn) -> None:
    groups.move(turn.session, turn.inbound.channel, turn.inbound.chat_id, turn.inbound.data, turn.now)


def decide(turn: Turn, group: groups.Group, answer: str) -> None:
    """The officer's private yes or no about a group."""
    if answer != "yes":
        group.confirmed_at = None
        return turn.reply(wording.group_refused(group.title))
    is_new = group.confirmed_at is None
    group.confirmed_at = turn.now
    audit.note(turn.session, turn.now, turn.speaker.id, "group confirmed", group=group.id)
    turn.reply(wording.group_bound(group.title))
    if is_new:
        turn.say(Address(group.channel, group.chat_id), wording.group_hello(), purpose="group")
    return None
