"""Group chats: a group is bound by officers, confirmed in private; in it the bot never answers free text."""

from __future__ import annotations

from handlers import recognition, second_channel
from handlers.turn import Turn
from models import delivery_queue, groups, one_time_codes, people, roll_ups
from models.audit import Action
from models.outbox_states import Purpose
from models.people import Person
from services import date_words, wording
from services.context import Address, Choice


def added(turn: Turn) -> None:
    """The bot was put into a group. An officer is asked about it; a hidden administrator is told how it is done.

    Who else is of the commune hears whom to ask, a stranger nothing; and nothing happens where the group is bound: a
    supergroup's id may be known already.
    """
    if is_of_others(turn) or _is_bound(groups.find(turn.session, turn.inbound.bot, turn.inbound.chat_id)):
        return
    if turn.inbound.is_anonymous:
        return tell_how(turn)
    if turn.person is None or turn.person.consented_at is None:
        return
    if not turn.is_officer():
        turn.tell(turn.person, wording.group_is_not_bound(turn.campaign.officer_name, turn.campaign.officer_phone))
        return
    group = _propose(turn, turn.person, turn.inbound.title)
    turn.tell(turn.person, wording.is_this_the_group(group.title), _choices(group))


def _is_bound(group: groups.Group | None) -> bool:
    return group is not None and group.confirmed_at is not None and group.left_at is None


def tell_how(turn: Turn) -> None:
    """Whoever speaks in the group's own name is not known: an officer's code does instead. Said once a day to each."""
    if not is_of_others(turn):
        inbound = turn.inbound
        key = f"group-how:{inbound.bot}:{inbound.chat_id}:{inbound.kind}:{turn.today.isoformat()}"
        turn.reply(wording.bind_by_code(), key=key)


def is_code_for_group(turn: Turn) -> bool:
    """Whether a text in a group is an officer's code: with a mention, /manhom or /start, or alone."""
    text = turn.inbound.text
    if recognition.code_within(text) is None:
        return False
    if not turn.can(turn.inbound.bot).announces_groups:
        return True  # there a group's texts come by mention alone
    return text.startswith(("@", "/manhom", "/start")) or recognition.bare_code(text) is not None


def mentioned(turn: Turn) -> None:
    """An officer's code typed in the group: where that proves nobody, another officer is asked in private."""
    inbound = turn.inbound
    code = recognition.code_within(inbound.text)
    if code is None or is_of_others(turn) or second_channel.is_locked(turn):
        return
    officer = one_time_codes.use(turn.session, code, one_time_codes.GROUP, turn.now)
    if officer is None or not people.has_role(officer, "officer"):
        return second_channel.note_wrong(turn)
    title = inbound.title or wording.group_named_after(officer.address, date_words.short_date(turn.today))
    if turn.can(inbound.bot).announces_groups:
        return _ask_whose_code(turn, officer, title)
    group = _propose(turn, officer, title)
    group.confirmed_at = None
    others = [one for one in turn.officers() if one.id != officer.id]
    asked = [turn.tell(one, wording.is_this_the_group_of(officer.address, title), _choices(group)) for one in others]
    say = wording.second_officer_is_asked if any(asked) else wording.second_officer_is_missing
    turn.tell(officer, say(title))


def _ask_whose_code(turn: Turn, officer: Person, title: str) -> None:
    """The code stands for an officer whom the platform hid: they are asked, as if they had been seen."""
    if _is_bound(groups.find(turn.session, turn.inbound.bot, turn.inbound.chat_id)):
        turn.tell(officer, wording.group_bound(title))
        return
    group = _propose(turn, officer, title)
    turn.tell(officer, wording.is_this_the_group(title), _choices(group))


def is_of_others(turn: Turn) -> bool:
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
    if group is not None and group.left_at is None:
        group.left_at = turn.now
        turn.record_change(Action.GROUP_LEFT, f"group:{group.id}")


def moved(turn: Turn) -> None:
    """Told in the old chat and in the new one: whichever comes first moves the group, and what waits for it.

    Where the new chat was heard of before, an officer was asked about it, and may have said no to a group unknown.
    """
    inbound = turn.inbound
    group = groups.find(turn.session, inbound.bot, inbound.chat_id)
    if group is None or group.moved_to is not None:
        return
    there = groups.find(turn.session, inbound.bot, inbound.data)
    was_bound = _is_bound(there)
    groups.move(turn.session, inbound.bot, inbound.chat_id, inbound.data, turn.now)
    delivery_queue.move_chat(turn.session, inbound.bot, inbound.chat_id, inbound.data)
    turn.record_change(Action.GROUP_MOVED, f"group:{group.id}", new={"moved_to": group.moved_to or group.id})
    if there is not None and _is_bound(there) and not was_bound:
        turn.tell(turn.session.get_one(Person, there.proposed_by), wording.group_is_the_same(there.title))


def decide(turn: Turn, group: groups.Group, answer: str) -> None:
    """The officer's private yes or no about a group.

    One that is only another chat of a group confirmed before is not put to the question any more.
    """
    group = groups.heir(turn.session, group)
    if roll_ups.at(turn.session, group.bot, group.chat_id) is not None:
        return turn.reply(wording.group_is_of_roll_up())
    if _is_bound(group) and groups.has_moved_here(turn.session, group):
        return turn.reply(wording.group_is_the_same(group.title))
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
