"""VIỆC TỐT: a head tells a good deed in two sentences and a photo; an officer keeps it or not.

Names are masked before anything is stored; one is asked for only after its bearer has agreed.
"""

from __future__ import annotations

from campaign.text import fold
from handlers.turn import Turn
from handlers.typed_states import DEED, TellingDeed
from models import good_deeds, people
from models.good_deeds import GoodDeed, State
from services import good_deeds as deeds
from services import wording
from services.context import Choice

_COMMAND_WORDS = 2  # «VIỆC TỐT»
_COMMAND, _AHEAD = "viec tot", 20


def begin(turn: Turn, words: str) -> None:
    """VIỆC TỐT, with the deed behind it or without; an officer without a unit reads what waits."""
    mine = people.units_of(turn.speaker, people.REPORTING_ROLES)
    if not mine:
        return show(turn)
    deed = _open(turn) or GoodDeed(
        commune_id=turn.commune.id,
        unit_id=mine[0].id,
        sender_id=turn.speaker.id,
        text="",
        named="",
        is_sensitive=False,
        state=State.DRAFT,
        told_at=turn.now,
    )
    deed.text, deed.named, deed.photo_bot, deed.photo_id, deed.told_at = "", "", None, None, turn.now
    turn.session.add(deed)
    turn.session.flush()
    if not words:
        return _ask(turn, deed)
    return _take_words(turn, deed, turn.inbound.text.split(maxsplit=_COMMAND_WORDS)[-1].lstrip(" :.-\n"))


def _open(turn: Turn) -> GoodDeed | None:
    state = turn.dialogues.state(DEED)
    return _draft(turn, state) if isinstance(state, TellingDeed) else None


def _draft(turn: Turn, state: TellingDeed) -> GoodDeed | None:
    found = turn.session.get(GoodDeed, state.deed_id)
    is_mine = found is not None and found.sender_id == turn.speaker.id
    return found if found is not None and is_mine and found.state is State.DRAFT else None


def _ask(turn: Turn, deed: GoodDeed, problem: str = "") -> None:
    turn.reply(problem or wording.tell_deed(turn.title), [_cancel(deed)])
    turn.dialogues.show(TellingDeed(deed.id))


def _cancel(deed: GoodDeed) -> Choice:
    return Choice(wording.CANCEL, f"deed-no:{deed.id}")


def step(turn: Turn) -> TellingDeed | None:
    """The step of a deed that was asked for last in this chat; None where something else was."""
    latest = turn.dialogues.shown()[-1:]
    return next((one.state for one in latest if isinstance(one.state, TellingDeed)), None)


def is_deed(turn: Turn) -> bool:
    """Whether what is said is one: that its names are masked is told by the question whether one may be named."""
    return step(turn) is not None or fold(turn.inbound.text[:_AHEAD]).startswith(_COMMAND)


def typed(turn: Turn, state: TellingDeed, text: str) -> None:
    """The deed itself, or the name of whoever has agreed."""
    deed = _draft(turn, state)
    if deed is None:
        return turn.reply(wording.stale_button())
    return _take_name(turn, deed, text) if state.waits_for_name else _take_words(turn, deed, text)


def attach(turn: Turn, state: TellingDeed) -> None:
    """A photo, with its caption as the words."""
    deed = _draft(turn, state)
    if deed is None:
        return turn.reply(wording.stale_button())
    deed.photo_bot, deed.photo_id = turn.inbound.bot, turn.inbound.data
    if turn.inbound.text:
        return _take_words(turn, deed, turn.inbound.text)
    return _ask(turn, deed, wording.deed_needs_words())


def _take_words(turn: Turn, deed: GoodDeed, text: str) -> None:
    if len(text) > deeds.LONGEST:
        return _ask(turn, deed, wording.deed_too_long(deeds.LONGEST))
    if len(text.split()) < deeds.FEWEST_WORDS:
        return _ask(turn, deed)
    deed.text = deeds.without_names(turn, text)
    deed.is_sensitive = deeds.is_sensitive(deed.text)
    if deed.is_sensitive:
        deed.photo_bot = deed.photo_id = None
    if deed.is_sensitive or not deeds.has_names(deed.text):
        return _hand_in(turn, deed)
    choices = [
        Choice(wording.AGREED, f"deed-agreed:{deed.id}:yes"),
        Choice(wording.NO_NAME, f"deed-agreed:{deed.id}:no"),
        _cancel(deed),
    ]
    turn.reply(wording.deed_agreed(), choices)
    turn.dialogues.show(TellingDeed(deed.id))
    return None


def agreed(turn: Turn, deed: GoodDeed, answer: str) -> None:
    """[Đã đồng ý], [Không nêu tên]"""
    if not _is_mine(turn, deed) or deed.state is not State.DRAFT or not deed.text or answer not in ("yes", "no"):
        return turn.reply(wording.stale_button())
    if answer == "no":
        return _hand_in(turn, deed)
    turn.reply(wording.deed_whose_name(), [Choice(wording.NO_NAME, f"deed-agreed:{deed.id}:no"), _cancel(deed)])
    return turn.dialogues.show(TellingDeed(deed.id, waits_for_name=True))


def _take_name(turn: Turn, deed: GoodDeed, text: str) -> None:
    name = " ".join(text.split()).strip(" .,")
    is_one = not any(letter.isdigit() or letter in ",;" for letter in name)
    if not name or len(name) > deeds.LONGEST_NAME or not is_one or deeds.has_names(name):
        turn.reply(
            wording.deed_one_name(deeds.LONGEST_NAME),
            [Choice(wording.NO_NAME, f"deed-agreed:{deed.id}:no"), _cancel(deed)],
        )
        return turn.dialogues.show(TellingDeed(deed.id, waits_for_name=True))
    deed.named = name
    return _hand_in(turn, deed)


def _hand_in(turn: Turn, deed: GoodDeed) -> None:
    note = wording.deed_photo_not_kept() if deed.is_sensitive else ""
    turn.dialogues.end(TellingDeed(deed.id))
    turn.reply(wording.deed_received(turn.title, note))
    deeds.hand_in(turn, deed)


def _is_mine(turn: Turn, deed: GoodDeed) -> bool:
    return deed.sender_id == turn.speaker.id


def cancel(turn: Turn, deed: GoodDeed) -> None:
    """«Thôi»: nothing of it stays."""
    if not _is_mine(turn, deed) or deed.state is not State.DRAFT:
        return turn.reply(wording.stale_button())
    turn.dialogues.end(TellingDeed(deed.id))
    good_deeds.drop(turn.session, deed)
    return turn.reply(wording.deed_dropped())


def take_back(turn: Turn, deed: GoodDeed) -> None:
    """[Đừng đăng]"""
    if not _is_mine(turn, deed):
        return turn.reply(wording.stale_button())
    if deed.state is State.POSTED:
        return turn.reply(wording.deed_posted_before())
    deeds.take_back(turn, deed)
    return turn.reply(wording.deed_taken_back())


def ask_again(turn: Turn, state: TellingDeed) -> bool:
    """After something else has ended; False where nothing is left to be asked."""
    deed = _draft(turn, state)
    if deed is None or deed.text:
        return False
    _ask(turn, deed)
    return True


# The officer


def show(turn: Turn) -> None:
    """What waits for a decision, and what waits for its week."""
    waiting = good_deeds.of_state(turn.session, turn.commune.id, State.WAITING)
    kept = good_deeds.of_state(turn.session, turn.commune.id, State.KEPT)
    if not waiting and not kept:
        return turn.reply(wording.no_deeds())
    if kept:
        turn.reply(wording.deeds_kept([deeds.told(one) for one in kept]))
    for one in waiting[:3]:
        deeds.show(turn, turn.speaker, one)
    return None


def decide(turn: Turn, deed: GoodDeed, how: str) -> None:
    """[Giữ để đăng], [Giữ, không nêu tên], [Không dùng]"""
    if how not in ("keep", "nameless", "no"):
        return turn.reply(wording.stale_button())
    if deed.state is not State.WAITING:
        return turn.reply(wording.deed_decided_before())
    deeds.decide(turn, deed, how)
    return turn.reply(wording.deed_decided(wording.DEED_IS_DECLINED if how == "no" else wording.DEED_IS_KEPT))
