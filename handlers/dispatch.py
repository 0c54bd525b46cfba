"""From an update to the handler that answers it: events, commands, buttons by their words, and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.folding import fold
from handlers import buttons, commands, groups, joining, pairing, privacy, wording
from handlers.inbound import Kind
from handlers.officer import approval, entry, missing
from handlers.reporter import entrance
from handlers.turn import Turn
from models import people

LONGEST_TEXT = 1000  # no answer is longer; what is, is a paste or a list


def dispatch(turn: Turn) -> None:
    """Answer one update. Says things through the turn; raises only on a fault of the program."""
    kind = turn.inbound.kind
    if kind in _EVENTS:
        return _EVENTS[kind](turn)
    if turn.inbound.is_group:
        # Decision 22: in a group only commands and buttons; a code in a mention is all there is yet.
        return groups.mentioned(turn) if kind is Kind.TEXT else None
    _answer(turn)
    turn.chat.last_in_at = turn.now  # last, so that the chat is written once


def _answer(turn: Turn) -> None:
    """Somebody wrote or tapped in private."""
    kind = turn.inbound.kind
    if kind is Kind.TEXT and (code := commands.start_code(turn.inbound.text)) is not None:
        return joining.start(turn, code)
    code = commands.bare_code(turn.inbound.text) if kind is Kind.TEXT else None
    if code is not None and (turn.person is None or joining.is_code(turn, code)):
        return joining.start(turn, code)
    if turn.person is None:
        return joining.greet_stranger(turn)
    if kind is Kind.CHOICE:
        return _tap(turn, turn.inbound.data)
    if turn.person.consented_at is None:
        return _before_consent(turn)
    if kind is Kind.TEXT:
        return _read(turn)
    if kind is Kind.PHOTO:
        return entrance.photo(turn)
    return turn.reply(wording.type_the_numbers(turn.title))


def _blocked(turn: Turn) -> None:
    account = people.account(turn.session, turn.inbound.channel, turn.inbound.sender_id)
    if account is not None:
        account.blocked_at = turn.now if turn.inbound.kind is Kind.BLOCKED else None


_EVENTS: Mapping[Kind, Callable[[Turn], None]] = {
    Kind.ADDED: groups.added,
    Kind.REMOVED: groups.removed,
    Kind.MOVED: groups.moved,
    Kind.BLOCKED: _blocked,
    Kind.UNBLOCKED: _blocked,
    Kind.EDIT: entrance.edited,
}


def _before_consent(turn: Turn) -> None:
    typed = fold(turn.inbound.text)
    if commands.recognise(turn.inbound.text) == "agree":
        return joining.consent(turn, "yes")
    for label, data in turn.chat.offered:
        if fold(label) == typed:
            return _tap(turn, data)
    return joining.ask_consent_first(turn)


def _tap(turn: Turn, data: str) -> None:
    if turn.speaker.consented_at is None and not data.startswith("join:"):
        return joining.ask_consent_first(turn)
    return buttons.press(turn, data)


def _assist(turn: Turn) -> None:
    if turn.is_officer():
        by_code = any(not can.announces_groups for can in turn.channels.values())
        return turn.reply(wording.help_officer(by_code=by_code))
    if people.units_of(turn.speaker, people.REPORTING_ROLES):
        return entrance.assist(turn)
    return turn.reply(wording.help_leader())


COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "help": _assist,
    "fix": entrance.fix,
    "report": entrance.go,
    "mine": entrance.mine,
    "later": entrance.later,
    "stop": joining.confirm_stop,
    "my_data": joining.show_data,
    "withdraw": joining.withdraw,
    "agree": lambda turn: joining.consent(turn, "yes"),
    "add_channel": pairing.add,
    "here": pairing.prefer,
    "group_code": pairing.group_code,
    "missing": missing.show,
    "enter": entry.choose_now,
    "draft": approval.show,
}
FOR_OFFICERS = {"missing", "enter", "draft", "group_code"}


def _read(turn: Turn) -> None:
    """A typed text: a button's words, a command, or an answer — in that order."""
    text = turn.inbound.text
    if len(text) > LONGEST_TEXT:
        return turn.reply(wording.too_long())
    data = _offered(turn, fold(text))
    if data is not None:
        return _tap(turn, data)
    command = commands.recognise(text)
    if command == "stop" and entrance.is_in_doubt(turn):
        command = None  # «dung» without accents answers «có đúng không ạ?»
    if command is not None:
        if command == "missing" and not turn.is_officer() and people.has_role(turn.speaker, "leader"):
            return missing.show(turn, may_act=False)
        if command in FOR_OFFICERS and not turn.is_officer():
            return turn.reply(wording.not_allowed())
        return COMMANDS[command](turn)
    if _is_refused(turn, text):
        return turn.reply(wording.names_refused(turn.title))
    return entrance.typed(turn)


def _offered(turn: Turn, typed: str) -> str | None:
    """What the typed words of a button mean; the part before its comma will do («duyệt»), where it is one's alone."""
    for label, data in turn.chat.offered:
        if fold(label) == typed:
            return data
    begun = [data for label, data in turn.chat.offered if "," in label and fold(label.split(",")[0]) == typed]
    return begun[0] if len(begun) == 1 else None


def _is_refused(turn: Turn, text: str) -> bool:
    """Names and identity numbers are not taken, unless what is asked for looks like them."""
    if not privacy.is_personal(text):
        return False
    refs = entrance.awaited(turn)
    return privacy.is_personal(
        text,
        names_are_places=any(ref.measure.subject == "village" for ref in refs),
        numbers_are_money=any("đồng" in ref.input.unit for ref in refs),
    )
