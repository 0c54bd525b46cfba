"""From an update to the handler that answers it: events, commands, buttons by their words, and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from campaign.normalisation import composed
from campaign.parsing import remarks
from campaign.text import fold
from handlers import (
    asides,
    buttons,
    commands,
    group_binding,
    group_chat,
    intents,
    joining,
    older_question,
    permissions,
    privacy,
    recognition,
    taps,
    typed_text,
)
from handlers.officer import announce, appoint, spot_checks, tables
from handlers.recognition import Typed
from handlers.reporter import good_deeds, own_absence, router
from handlers.turn import Turn
from models import accounts, units
from services import wording
from services.inbound import Kind
from services.permissions import Thing


def dispatch(turn: Turn) -> None:
    """Answer one update. Says things through the turn; raises only on a fault of the program."""
    kind = turn.inbound.kind
    is_masked = turn.inbound.has_masked_names and turn.person is not None and not turn.inbound.is_group
    if is_masked and not good_deeds.is_deed(turn):
        turn.preface = wording.names_are_not_kept()
    if kind in _EVENTS:
        _EVENTS[kind](turn)
    elif turn.inbound.is_group:
        return group_chat.hear(turn)
    else:
        _answer(turn)
    if turn.person is not None and turn.dialogues.has_ended:
        older_question.ask_again(turn)
    if kind not in _EVENTS:
        turn.chat.last_in_at = turn.now  # last, so that the chat is written once


def _answer(turn: Turn) -> None:
    """Somebody wrote or tapped in private."""
    kind = turn.inbound.kind
    if (code := _code(turn)) is not None:
        return joining.start(turn, code)
    if turn.person is None:
        return joining.greet_stranger(turn)
    if kind is Kind.CHOICE:
        return _tap(turn, turn.inbound.data)
    if turn.person.consented_at is None:
        return _before_consent(turn)
    if kind is Kind.TEXT:
        return _read(turn)
    step = announce.open_step(turn) if kind in (Kind.PHOTO, Kind.FILE) else None
    if step is not None:
        return _read(turn) if turn.inbound.pasted else announce.attach(turn, step)
    deed = good_deeds.step(turn) if kind is Kind.PHOTO else None
    if deed is not None:
        return good_deeds.attach(turn, deed)
    if kind is Kind.PHOTO:
        return _photo(turn)
    if kind is Kind.FILE:
        return _file(turn)
    return asides.unreadable(turn)


def _code(turn: Turn) -> str | None:
    """The code that was typed, also below a photo or file; None where there is none, or none that opens anything."""
    if turn.inbound.kind not in (Kind.TEXT, Kind.PHOTO, Kind.FILE) or turn.is_bare_figure:
        return None
    started = recognition.start_code(turn.inbound.text)
    if started is not None:
        return started
    code = recognition.bare_code(turn.inbound.text)
    return code if code is not None and (turn.person is None or joining.is_code(turn, code)) else None


def _photo(turn: Turn) -> None:
    """A picture is kept with the report in hand; its caption is read like any text."""
    if spot_checks.attach(turn):
        return None
    is_kept = router.keep_photo(turn)
    if turn.inbound.is_too_long:
        return turn.reply(wording.caption_too_long() if is_kept else wording.too_long())
    if turn.inbound.text:
        return _read(turn)
    if is_kept is None:
        return asides.unasked_file(turn)
    # Each picture of an album comes by itself: that it was kept is said once a minute.
    key = f"photo:{turn.inbound.bot}:{turn.inbound.chat_id}:{is_kept}:{turn.now:%Y-%m-%dT%H:%M}"
    return turn.reply(wording.photo_kept(turn.title) if is_kept else wording.enough_photos(turn.title), key=key)


def _file(turn: Turn) -> None:
    """A table of those who may bring one in; of anybody else's file the words below it are read."""
    if permissions.has(turn, Thing.TABLES):
        return tables.received(turn)
    if turn.inbound.text or turn.inbound.is_too_long:
        return _read(turn)
    return asides.unasked_file(turn)


def _blocked(turn: Turn) -> None:
    account = accounts.account(turn.session, turn.inbound.bot, turn.inbound.sender_id)
    if account is not None:
        account.blocked_at = turn.now if turn.inbound.kind is Kind.BLOCKED else None


def _edited(turn: Turn) -> None:
    if announce.edited(turn):
        return None
    if router.is_edit_of_last(turn):
        turn.inbound = replace(turn.inbound, kind=Kind.TEXT)  # as if it had been typed so at once
        return _answer(turn)
    return router.edited(turn)


_EVENTS: Mapping[Kind, Callable[[Turn], None]] = {
    Kind.ADDED: group_binding.added,
    Kind.REMOVED: group_binding.removed,
    Kind.MOVED: group_binding.moved,
    Kind.BLOCKED: _blocked,
    Kind.UNBLOCKED: _blocked,
    Kind.EDIT: _edited,
}


def _before_consent(turn: Turn) -> None:
    typed = fold(turn.inbound.text)
    command = commands.recognise(turn.inbound.text)
    if command is not None and permissions.has(turn, commands.COMMANDS[command.name].thing):
        return commands.obey(turn, command)
    for label, data in turn.chat.offered:
        if fold(label) == typed:
            return _tap(turn, data)
    return joining.ask_consent_first(turn)


def _tap(turn: Turn, data: str) -> None:
    if turn.person is not None and turn.person.consented_at is None:
        button = buttons.named(data)
        if button is None or not permissions.has(turn, button.thing):
            return joining.ask_consent_first(turn)
    return taps.press(turn, data)


def _read(turn: Turn) -> None:
    """A typed text: a button's words, a command, or an answer — in that order."""
    text = turn.inbound.text
    if turn.inbound.is_too_long:
        step = announce.open_step(turn)
        return announce.too_long(turn, step) if step is not None else turn.reply(wording.too_long())
    data = _offered(turn)
    if data is not None:
        return _tap(turn, data)
    if turn.is_bare_figure:
        return typed_text.take(turn, typed_text.answered_by(turn))
    command = commands.recognise(text)
    is_bare = command is not None and not command.words and command.name != "unit"
    if typed_text.is_for_last(turn, is_bare_command=is_bare):
        return typed_text.take(turn, typed_text.answered_by(turn))
    notice = own_absence.notice_in(turn, text)
    if notice is not None and not remarks.is_leaving(text) and (command is None or not _may(turn, command)):
        return own_absence.tell(turn, notice)  # «nghỉ đến 5/12» of a head is no officer's NGHỈ
    if command is not None and intents.is_question(command) and intents.take(turn, text):
        return None
    if command is not None and not _is_answer(turn, command):
        return _obey(turn, command)
    if own_absence.is_return(turn, text):
        return own_absence.back(turn)
    answered = typed_text.answered_by(turn)
    if asides.take(turn, answered):
        return None
    is_kept = typed_text.takes_names(answered)
    if not is_kept and _is_refused(turn, text) and not typed_text.tells_commune(turn, answered):
        return turn.reply(wording.names_refused(turn.title))
    return typed_text.take(turn, answered)


def _may(turn: Turn, command: Typed) -> bool:
    return permissions.has(turn, commands.COMMANDS[command.name].thing)


def _obey(turn: Turn, command: Typed) -> None:
    if not _may(turn, command):
        return turn.reply(permissions.refusal(turn, commands.COMMANDS[command.name].thing))
    return commands.obey(turn, command)


_WITH_WORDS = (
    "absence",
    "deed",
    "pledge",
    "scores",
    "honours",
    "award_book",
    "legal",
)  # what a unit types behind them is never a figure of the week


def _is_answer(turn: Turn, command: Typed) -> bool:
    """Whether a text that reads like a command answers a question: «dung» in a doubt, «thôn Bản Còn» about villages."""
    if command.name == "stop":
        return router.is_in_doubt(turn)  # «dung» without accents answers «có đúng không ạ?»
    if command.name == "board" and not permissions.has(turn, Thing.MISSING):
        is_plain = composed(turn.inbound.text).casefold().startswith(("bang", "bằng"))
        return is_plain and bool(router.awaited(turn))  # «bang» without accents may be «bằng»
    if not command.words or turn.inbound.text.startswith("/") or command.name in _WITH_WORDS:
        return False
    if command.name == "unit" and typed_text.is_place_asked(turn):
        return True  # «Sửa số của nơi nào?»
    if command.name == "unit" and typed_text.is_list_asked(turn, turn.inbound.text):
        return True
    if command.name == "unit" and not _may(turn, command):
        return not units.named(turn.session, turn.commune.id, command.words)  # «thôn mất điện rồi»
    refs = router.awaited(turn)
    if commands.COMMANDS[command.name].thing is Thing.PEOPLE:
        return bool(refs) and not appoint.is_meant(turn, command.words)  # «thay 2 biển báo»
    return any(ref.is_about_villages for ref in refs) or (
        bool(refs) and not permissions.has(turn, Thing.VILLAGE_RESULTS)
    )


def _offered(turn: Turn) -> str | None:
    """What the typed words of a button mean; the part before its comma will do («duyệt»), where it is one's alone."""
    typed = fold(turn.inbound.text)
    for label, data in turn.chat.offered:
        if fold(label) == typed:
            return data
    begun = [data for label, data in turn.chat.offered if "," in label and fold(label.split(",")[0]) == typed]
    return begun[0] if len(begun) == 1 else None


def _is_refused(turn: Turn, text: str) -> bool:
    """Names and identity numbers are not taken, unless what is asked for looks like them."""
    if not privacy.is_personal(text):
        return False
    refs = router.awaited(turn)
    return privacy.is_personal(
        text,
        names_are_places=any(ref.measure.subject == "village" for ref in refs),
        numbers_are_money=any("đồng" in ref.input.unit for ref in refs),
    )
