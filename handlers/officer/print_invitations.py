"""«Tờ mời in cho cả 19»: a sheet with a slip for each unit that has nobody, as a file where the channel takes files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.leader import files
from handlers.turn import Turn
from models.units import Unit
from reports import invitation_slips
from services import date_words, invitation_sheets, wording
from services.context import Choice
from services.invitations import DAYS

ASK, BY_LINK, BY_PHONE = "ask", "link", "phone"


def offer(turn: Turn, without: Sequence[Unit]) -> list[Choice]:
    """The button below the list of units that have nobody."""
    return [Choice(wording.print_sheets(len(without)), f"sheets:{ASK}")] if without else []


def room(turn: Turn) -> str:
    """«Zalo còn chỗ cho 12 người.»; "" where nobody is counted."""
    other = invitation_sheets.typed(turn)
    return wording.room_left(other.label, other.room) if other is not None and other.room is not None else ""


def print_all(turn: Turn, how: str) -> None:
    """Counted before anything is printed: who has no room on one messenger comes by the other, or by telephone."""
    if not files.can_send(turn):
        return None
    wanted = invitation_sheets.without_people(turn)
    if not wanted:
        return turn.reply(wording.nobody_to_print_for())
    other, link = invitation_sheets.typed(turn), invitation_sheets.linked(turn)
    beyond = wanted[other.room :] if other is not None and other.room is not None else []
    if beyond and how == ASK and other is not None and link is not None:
        ways = ((wording.by_link(link[0]), BY_LINK), (wording.BY_PHONE_ALL, BY_PHONE))
        choices = [Choice(label, f"sheets:{way}") for label, way in ways]
        return turn.reply(wording.room_is_short(other.label, other.room or 0, len(beyond)), choices)
    by_phone = beyond if link is None or how == BY_PHONE else []
    printed = wanted[: len(wanted) - len(by_phone)]
    return _send(turn, printed, by_phone)


def _send(turn: Turn, printed: Sequence[Unit], by_phone: Sequence[Unit]) -> None:
    said = []
    if printed:
        until = date_words.short_date(turn.today + timedelta(days=DAYS))
        said.append(wording.sheets_are_here(len(printed), invitation_slips.pages(len(printed)), until))
        void = invitation_sheets.unused(turn, printed)
        said += [wording.codes_are_void(void)] if void else []
    if by_phone:
        said.append(wording.by_phone_then([unit.full_name for unit in by_phone]))
    what = invitation_sheets.describe(turn, printed, turn.actor_id) if printed else None
    turn.reply("\n".join(said), picture=what)
