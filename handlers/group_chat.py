"""In the leaders' group: commands and buttons are obeyed, free text is nobody's business (decision 22).

What names no village is answered there; the rest goes to the private chat of whoever asked, if they may have it.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers import buttons, commands, permissions, taps
from handlers import group_binding as binding
from handlers.turn import Turn
from models import groups
from services import wording
from services.context import Address
from services.inbound import Kind
from services.permissions import Access, Place, Thing, is_given_aside


def hear(turn: Turn) -> None:
    """Somebody wrote or tapped in a group; one that no officer confirmed hears nothing but how that is done."""
    inbound = turn.inbound
    is_text, is_command = inbound.kind is Kind.TEXT, inbound.text.startswith("/")
    if is_text and binding.is_code_for_group(turn):
        return binding.mentioned(turn)
    group = groups.find(turn.session, inbound.bot, inbound.chat_id)
    if group is None or group.confirmed_at is None or group.left_at is not None:
        if is_text and is_command and inbound.is_anonymous:
            binding.tell_how(turn)
        elif is_text and turn.person is not None and commands.recognise(inbound.text) is not None:
            _not_bound(turn)
        return
    if is_text and (is_command or not turn.can(inbound.bot).announces_groups):
        _obey(turn)
    elif inbound.kind is Kind.CHOICE:
        _tap(turn)


def _obey(turn: Turn) -> None:
    command = commands.recognise(turn.inbound.text)
    if command is not None:
        _answer(turn, commands.COMMANDS[command.name].thing, lambda asked: commands.obey(asked, command))


def _tap(turn: Turn) -> None:
    button = buttons.named(turn.inbound.data)
    if button is not None:
        _answer(turn, button.thing, lambda asked: taps.press(asked, turn.inbound.data))


def _answer(turn: Turn, thing: Thing, act: Callable[[Turn], None]) -> None:
    """Aloud, in private, or with a refusal; of a tap on what is no matter for groups nothing is said."""
    match permissions.access(turn, thing, Place.GROUP):
        case Access.ALLOWED:
            act(turn)
        case Access.ASIDE:
            _aside(turn, act)
        case Access.REFUSED if is_given_aside(thing):
            is_hidden = turn.inbound.is_anonymous
            what, text = ("hidden", wording.hidden_asks()) if is_hidden else ("members", wording.members_only())
            _once_a_day(turn, what, text)
        case Access.REFUSED if turn.inbound.kind is Kind.TEXT:
            who = turn.person.id if turn.person is not None else "others"
            _once_a_day(turn, f"private-{who}", wording.ask_privately())


def _not_bound(turn: Turn) -> None:
    """A command from somebody of the commune, where no officer has said yes; another commune's group is its own."""
    if not binding.is_of_others(turn):
        _once_a_day(turn, "bind", wording.group_is_not_bound(turn.campaign.officer_name, turn.campaign.officer_phone))


def _aside(turn: Turn, act: Callable[[Turn], None]) -> None:
    """Answer in private, and say so in the group; each such word at most once a day, so that the group stays quiet."""
    person = turn.speaker
    account = turn.account_of(person)
    if account is None:
        return _once_a_day(turn, f"write-{person.id}", wording.write_first(person.address))
    act(turn.aside(Address(account.bot, account.chat_id)))
    return _once_a_day(turn, f"aside-{person.id}", wording.sent_privately(person.address))


def _once_a_day(turn: Turn, what: str, text: str) -> None:
    where = f"{turn.inbound.bot}:{turn.inbound.chat_id}"
    turn.reply(text, key=f"forum:{where}:{what}:{turn.today.isoformat()}")
