"""One person on two messengers: a typed code brings the second one in, a word says where they want to be written to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from handlers.turn import Turn
from models import one_time_codes
from models.audit import Action
from models.conversations import Chat
from models.people import Account, Person
from services import wording

_MOST_WRONG = 5  # tries of one chat within an hour
_HOUR = timedelta(hours=1)
_MINUTES = int(one_time_codes.LIFETIME.total_seconds() // 60)


class Speaking(Protocol):
    """Somebody in a chat: a turn, or a caller whose commune is not known yet."""

    @property
    def chat(self) -> Chat: ...

    @property
    def now(self) -> datetime: ...

    def reply(self, text: str) -> None: ...


def is_locked(turn: Speaking) -> bool:
    """After too many wrong codes a chat's codes are not looked at for an hour."""
    chat = turn.chat
    if chat.wrong_since is not None and turn.now - chat.wrong_since >= _HOUR:
        chat.wrong_codes, chat.wrong_since = 0, None
    return chat.wrong_codes >= _MOST_WRONG


def refuse(turn: Speaking) -> None:
    """Said once; who goes on trying hears nothing."""
    if turn.chat.wrong_codes == _MOST_WRONG:
        turn.chat.wrong_codes += 1
        turn.reply(wording.too_many_codes())


def note_wrong(turn: Speaking) -> None:
    chat = turn.chat
    chat.wrong_codes += 1
    chat.wrong_since = chat.wrong_since or turn.now


def add(turn: Turn) -> None:
    """THÊM KÊNH: a code to be typed on the other messenger."""
    code = one_time_codes.issue(turn.session, turn.speaker, one_time_codes.ACCOUNT, turn.now)
    turn.reply(wording.code_for_another(code, _MINUTES))


def link(turn: Turn, person: Person) -> None:
    """The code came in on another messenger: its account is that person's from now on, and is written to."""
    if turn.person is not None:
        return turn.reply(wording.linked_before(turn.title))
    inbound = turn.inbound
    account = Account(person_id=person.id, bot=inbound.bot, external_id=inbound.sender_id, chat_id=inbound.chat_id)
    turn.session.add(account)
    turn.session.flush()
    turn.session.expire(person, ["accounts"])
    person.preferred_bot, turn.person, turn.chat.failures = inbound.bot, person, 0
    turn.record_change(Action.LINKED, f"person:{person.id}", new={"channel": inbound.channel})
    return turn.reply(wording.linked(person.title))


def prefer(turn: Turn) -> None:
    """NHẮN Ở ĐÂY: from now on messages come where this was typed."""
    person = turn.speaker
    if len({account.bot for account in person.accounts}) < 2:
        return turn.reply(wording.only_channel(person.title))
    before, person.preferred_bot = person.preferred_bot, turn.inbound.bot
    old, new = {"bot": before}, {"bot": person.preferred_bot}
    turn.record_change(Action.PREFERRED_CHANNEL, f"person:{person.id}", old=old, new=new)
    return turn.reply(wording.preferred_here(person.title))


def group_code(turn: Turn) -> None:
    """MÃ NHÓM: what an officer types in a mention, where the platform tells nobody who put the bot into a group."""
    code = one_time_codes.issue(turn.session, turn.speaker, one_time_codes.GROUP, turn.now)
    bots = {turn.inbound.bot: turn.can(turn.inbound.bot), **turn.bots}
    by_command = [turn.label(bot) for bot, can in bots.items() if can.announces_groups]
    by_mention = [turn.label(bot) for bot, can in bots.items() if not can.announces_groups]
    turn.reply(wording.group_code(code, _MINUTES, by_command=by_command, by_mention=by_mention))
