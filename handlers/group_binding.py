"""Group chats: a group is bound by officers, confirmed in private; in it the bot never answers free text."""

from __future__ import annotations

from handlers import recognition, second_channel
from handlers.turn import Turn
from models import groups, one_time_codes, people
from models.audit import Action
from models.outbox_states import Purpose
from models.people import Person
from services import date_words, wording
from services.context import Address, Choice


def added(turn: Turn) -> None:
    """The bot was put into a group. Only an officer is asked about it; for anybody else nothing happens."""
    if turn.person is None or not turn.is_officer() or _is_of_others(turn):
        return
    group = _propose(turn, turn.person, turn.inbound.title)
    turn.tell(turn.person, wording.is_this_the_group(group.title), _choices(group))


def mentioned(turn: Turn) -> None:
    """An officer's code in a mention: another officer is asked in private. Anything else is not heard."""
    inbound = turn.inbound
    code = recognition.code_within(inbound.text)
    if code is None or turn.can(inbound.bot).announces_groups or _is_of_others(turn) or second_channel.is_locked(turn):
        return
    officer = one_time_codes.use(turn.session, code, one_time_codes.GROUP, turn.now)
    if officer is None or not people.has_role(officer, "officer"):
        return second_channel.note_wrong(turn)
    title = inbound.title or wording.group_named_after(officer.address, date_words.short_date(turn.today))
    group = _propose(turn, officer, title)
    group.confirmed_at = None
    others = [one for one in people.with_role(turn.session, turn.commune.id, "officer") if one.id != officer.id]
    asked = [turn.tell(one, wording.is_this_the_group_of(officer.address, title), _choices(group)) for one in others]
    say = wording.second_officer_is_asked if any(asked) else wording.second_officer_is_missing
    turn.tell(officer, say(title))


def _is_of_others(turn: Turn) -> bool:
    """Another commune's group that shares the database: nothing happens, as for whoever is no officer."""
    return groups.is_elsewhere(turn.session, turn.inbound.bot, turn.inbound.chat_id)


def _propose(turn: Turn, officer: Person, title: str) -> groups.Group:
    """The group's row, new or known, as this officer's proposal."""
    inbound = turn.inbound
    group = groups.find(turn.session, inbound.bot, inbound.chat_id)
    if group is None:
        group = groups.Group(commune_id=turn.commune.id, bot=inbound.bot, chat_id=inbound.chat_id)
        turn.session.add(group)
    old = {"proposed_by": group.proposed_by, "is_confirmed": group.confirmed_at is not None}
    if group.left_at is not None:
        group.confirmed_at = None  # who puts it back may mean another use of the group: ask anew
    group.title, group.left_at, group.proposed_by = title, None, officer.id
    turn.session.flush()
    new = {"bot": group.bot, "proposed_by": officer.id}
    turn.record_change(Action.GROUP_PROPOSED, f"group:{group.id}", old=old, new=new, by=officer.id)
    return group


def _choices(group: groups.Group) -> list[Choice]:
    return [Choice(wording.GROUP_YES, f"group:{group.id}:yes"), Choice(wording.GROUP_NO, f"group:{group.id}:no")]


def removed(turn: Turn) -> None:
    group = groups.find(turn.session, turn.inbound.bot, turn.inbound.chat_id)
    if group is not None:
        group.left_at = turn.now
        turn.record_change(Action.GROUP_LEFT, f"group:{group.id}")


def moved(turn: Turn) -> None:
    inbound = turn.inbound
    group = groups.find(turn.session, inbound.bot, inbound.chat_id)
    groups.move(turn.session, inbound.bot, inbound.chat_id, inbound.data, turn.now)
    if group is not None:
        turn.record_change(Action.GROUP_MOVED, f"group:{group.id}", new={"moved_to": group.moved_to or group.id})


def decide(turn: Turn, group: groups.Group, answer: str) -> None:
    """The officer's private yes or no about a group."""
    was = {"is_confirmed": group.confirmed_at is not None}
    if answer != "yes":
        group.confirmed_at = None
        turn.record_change(Action.GROUP_REFUSED, f"group:{group.id}", old=was, new={"is_confirmed": False})
        return turn.reply(wording.group_refused(group.title))
    if not turn.can(group.bot).announces_groups and group.proposed_by == turn.speaker.id:
        return turn.reply(wording.somebody_else_confirms())
    is_new = group.confirmed_at is None
    group.confirmed_at = turn.now
    turn.record_change(Action.GROUP_CONFIRMED, f"group:{group.id}", old=was, new={"is_confirmed": True})
    turn.reply(wording.group_bound(group.title))
    if is_new:
        turn.say(Address(group.bot, group.chat_id), wording.group_hello(), purpose=Purpose.GROUP)
    return None
