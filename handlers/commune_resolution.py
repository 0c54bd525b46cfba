"""Which commune an update of a shared bot belongs to, where account or group alone do not tell.

The rule for somebody who is in several communes: a button is of the commune that offered it, a code of the one that
gave it; other words go to the commune that was chosen last, until another one has said something. Then it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.roll_up import RollUp
from campaign.text import fold
from handlers import joining, recognition, roll_up_binding, second_channel
from models import conversations, groups, invitation_codes, messages, one_time_codes
from models.conversations import Chat
from models.outbox_states import Purpose
from services import wording
from services.context import Choice
from services.inbound import Inbound, Kind

_CHOICE = "commune:"
_OF_EACH = (Kind.BLOCKED, Kind.UNBLOCKED, Kind.EDIT)  # what concerns every commune that the sender is in


@dataclass(frozen=True, slots=True)
class Passed:
    """An update goes to one or more communes; `releases` what was put aside, too, once the sender has chosen."""

    communes: Sequence[int] = ()
    inbound: Inbound | None = None  # as it goes there
    releases: int | None = None
    is_put_aside: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose commune is not known yet.

    `communes` are theirs, by id with the name, in the order in which they joined.
    """

    session: Session
    inbound: Inbound
    now: datetime
    communes: Mapping[int, str]
    accounts: Sequence[str]  # where they are written to in private
    roll_ups: Sequence[RollUp] = ()  # of the deployment
    closed: Collection[int] = ()  # communes that are out of service: their codes open nothing

    @property
    def chat(self) -> Chat:
        """That of no commune: in private with whoever writes."""
        return conversations.chat_of(self.session, None, self.inbound.bot, self.inbound.chat_id)

    def reply(self, text: str, choices: Sequence[Choice] = (), chat_id: str = "") -> None:
        """Said for no commune."""
        offered = [[choice.label, choice.data] for choice in choices]
        row = messages.OutboxMessage(
            bot=self.inbound.bot,
            chat_id=chat_id or self.inbound.chat_id,
            purpose=Purpose.DEPLOYMENT,
            text=text,
            choices=offered,
            created_at=self.now,
        )
        messages.queue(self.session, row)
        if not self.inbound.is_group:
            self.chat.offered = offered


def receive(caller: Caller) -> Passed:
    """Where an update goes. What goes nowhere is answered here."""
    inbound = caller.inbound
    if inbound.kind in _OF_EACH:
        return Passed(list(caller.communes), inbound)
    if inbound.is_group:
        return _of_group(caller)
    code = _code(inbound)
    if code and second_channel.is_locked(caller):
        second_channel.refuse(caller)
        return Passed()
    behind = commune_behind(caller, code) if code else None
    if behind is not None:
        return _enters(caller, behind)
    if not caller.communes:
        return _greet(caller, is_wrong=bool(code))
    return _of_one(caller) if len(caller.communes) == 1 else _of_several(caller)


def _code(inbound: Inbound) -> str:
    """The code in what was said in private, alone or behind /start."""
    if inbound.kind not in (Kind.TEXT, Kind.PHOTO):
        return ""
    return recognition.start_code(inbound.text) or recognition.bare_code(inbound.text) or ""


def commune_behind(caller: Caller, code: str) -> int | None:
    """The commune to which an unused code leads."""
    found = invitation_codes.commune_of_code(caller.session, code, caller.now) or one_time_codes.commune_of(
        caller.session, code, caller.now
    )
    return found if found not in caller.closed else None


def _enters(caller: Caller, commune_id: int) -> Passed:
    """Who is in another commune already will be in both: from now on what is said to them names its commune."""
    if set(caller.communes) - {commune_id}:
        for one in {*caller.communes, commune_id}:
            conversations.chat_of(caller.session, one, caller.inbound.bot, caller.inbound.chat_id).is_shared = True
        _choose(caller, commune_id)
    return Passed([commune_id], caller.inbound)


def _greet(caller: Caller, *, is_wrong: bool) -> Passed:
    if is_wrong:
        second_channel.note_wrong(caller)
    if joining.is_greeted(caller.chat, caller.now, caller.inbound.kind):
        caller.reply(wording.stranger_of_several())
    caller.chat.last_in_at = caller.now
    return Passed()


def _of_one(caller: Caller) -> Passed:
    """Also where a mark on the button says otherwise: it is of a commune that they have left, or made up."""
    data = caller.inbound.data
    (commune_id,) = caller.communes
    mine, bare = _unmarked(data)
    is_mine = mine in (None, commune_id) and not data.startswith(_CHOICE)
    return Passed([commune_id], replace(caller.inbound, data=bare if is_mine else ""))


def _of_several(caller: Caller) -> Passed:
    inbound = caller.inbound
    chosen = _chosen_by(caller)
    if chosen is not None:
        _choose(caller, chosen)
        return Passed(releases=chosen)
    if inbound.kind is Kind.CHOICE:
        mark, data = _unmarked(inbound.data)
        # One without a mark is from before they were in several: of the first.
        whose = mark if mark is not None else next(iter(caller.communes))
        if whose in caller.communes and not data.startswith(_CHOICE):
            _choose(caller, whose)
            return Passed([whose], replace(inbound, data=data))
        caller.reply(wording.stale_button())
        return Passed()
    current = _current(caller, inbound.chat_id)
    if current is not None:
        return Passed([current], inbound)
    caller.reply(wording.which_commune(), _choices(caller))
    return Passed(is_put_aside=True)


def _unmarked(data: str) -> tuple[int | None, str]:
    """The commune that a button bears, and what it means there."""
    bare, at, mark = data.rpartition("@")
    return (int(mark), bare) if at and mark.isascii() and mark.isdigit() and len(mark) <= 9 else (None, data)


def _chosen_by(caller: Caller) -> int | None:
    """The commune that a tap on a button with a commune's name, or its name as typed, chooses.

    The whole name, «xã Khánh Khê», does so whenever it is typed: else who has chosen one could not go back.
    """
    inbound = caller.inbound
    if inbound.kind is Kind.CHOICE and inbound.data.startswith(_CHOICE):
        return next((key for key in caller.communes if inbound.data == f"{_CHOICE}{key}"), None)
    if inbound.kind is not Kind.TEXT:
        return None
    typed, is_asked = fold(inbound.text), bool(caller.chat.offered)
    whole = [key for key, name in caller.communes.items() if typed == fold(name)]
    short = [key for key, name in caller.communes.items() if is_asked and typed == fold(name).removeprefix("xa ")]
    named = whole or short
    return named[0] if len(named) == 1 else None


def _choose(caller: Caller, commune_id: int) -> None:
    """From now on they speak to this one alone, also where both were chosen at one moment."""
    caller.chat.offered = []
    for other in caller.communes:
        chat = conversations.chat_of(caller.session, other, caller.inbound.bot, caller.inbound.chat_id)
        chat.chosen_at = None
    chat = conversations.chat_of(caller.session, commune_id, caller.inbound.bot, caller.inbound.chat_id)
    chat.is_shared, chat.chosen_at = True, caller.now


def confirm(caller: Caller, commune_id: int) -> None:
    """Chosen with nothing put aside: they hear where what they type goes."""
    caller.reply(wording.speaking_to(caller.communes[commune_id]))


def _current(caller: Caller, chat_id: str) -> int | None:
    """The commune chosen last, unless another one has said something since."""
    chats = {key: conversations.chat_of(caller.session, key, caller.inbound.bot, chat_id) for key in caller.communes}
    chosen = [(chat.chosen_at, key) for key, chat in chats.items() if chat.chosen_at is not None]
    if not chosen:
        return None
    since, current = max(chosen)
    others = (chat.said_at for key, chat in chats.items() if key != current)
    return None if any(said_at is not None and said_at > since for said_at in others) else current


def _choices(caller: Caller) -> list[Choice]:
    return [Choice(name, f"{_CHOICE}{key}") for key, name in caller.communes.items()]


def _of_group(caller: Caller) -> Passed:
    """A group that is nobody's yet: an officer's code or account leads to the commune; else nothing is said in it."""
    inbound = caller.inbound
    if roll_up_binding.hear(caller.session, inbound, caller.roll_ups, caller.now):
        return Passed()
    code = recognition.code_within(inbound.text) if inbound.kind is Kind.TEXT else None
    behind = one_time_codes.commune_of(caller.session, code, caller.now) if code else None
    here = (inbound.bot, inbound.chat_id)
    bound_to = groups.communes_of(caller.session, {here}).get(here) if code else None
    led_to = [one for one in (behind, bound_to) if one is not None and one not in caller.closed]
    if led_to:
        return Passed(led_to[:1], inbound)
    if inbound.is_anonymous and (inbound.kind is Kind.ADDED or inbound.text.startswith("/")):
        caller.reply(wording.bind_by_code())
    if len(caller.communes) == 1:
        return Passed(list(caller.communes), inbound)
    if inbound.kind is not Kind.ADDED or not caller.communes:
        return Passed()
    for chat_id in caller.accounts[:1]:
        caller.reply(wording.which_commune_of_group(inbound.title), _choices(caller), chat_id)
    return Passed(is_put_aside=True)


def names_of(communes: Mapping[int, str], joined: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The communes that a person is in, by id with their names, in the order in which they joined."""
    yield from ((key, communes[key]) for key in dict.fromkeys(joined) if key in communes)
