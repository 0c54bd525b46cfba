"""What must not be kept: identity numbers and lists of names are screened before anything is stored (decision 17).

A name behind a title, or a full name, is masked in what is kept, and what stands beside it is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from campaign.parsing import numbers, person_names
from campaign.parsing.known_names import NOBODY, KnownNames
from campaign.text import fold
from handlers import recognition
from models import accounts, conversations, invitation_codes, people, units
from services.context import Context
from services.inbound import Inbound

_IDENTITY = re.compile(r"(?<![\d.,])\d{9,12}(?![\d.,])")
# The same in groups, «0912 345 678», «020.085.001.234»: an amount does not begin with a nought, nor a list of figures.
_GROUPED = re.compile(r"(?<![\d.,])(?:\+84[ .-]?\d{2,3}|0\d{2,3})(?:[ .-]\d{3,4}){2,3}(?!\d)")
_MONEY = re.compile(r"\b(đồng|dong|đ|vnd|vnđ|triệu|trieu|tỷ|ty|tỉ|nghìn|nghin)\b", re.IGNORECASE)
# Two or more full names of at least two capitalised words, one after another or one a line.
_LETTERS = [chr(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, ord("ỹ") + 1))]
_CAPITAL = f"[{''.join(letter for letter in _LETTERS if letter.isupper())}]"
_SMALL = (
    f"[{''.join(letter for letter in _LETTERS if letter.islower())}]"  # no letter is both, or runs would be read anew
)
_NAME = rf"{_CAPITAL}{_SMALL}+(?:\s+{_CAPITAL}{_SMALL}+){{1,3}}"
_NAMES = re.compile(rf"{_NAME}(?:\s*[,;]|[^\S\n]*\n)\s*(?:\d+[.)]\s*)?{_NAME}")


_WITH_NAMES = (
    conversations.DialogueKind.PERSON,
    conversations.DialogueKind.SETUP,
    conversations.DialogueKind.ANNOUNCEMENT,
    conversations.DialogueKind.ROUND,
    conversations.DialogueKind.LAUNCH,
)
_ANNOUNCING = ("thong bao ", "de nghi khen ")  # commands with what holds names behind them
_AHEAD = 30  # letters, in any spelling of one


def is_personal(text: str, *, names_are_places: bool = False, numbers_are_money: bool = False) -> bool:
    """True for a text with a 9 to 12 digit number that is not money, in one or in groups, or with a list of names.

    Where villages are asked for, names are theirs; where money is, a long number is an amount.
    """
    has_number = not numbers_are_money and bool(_IDENTITY.search(text)) and not _MONEY.search(text)
    return has_number or bool(_GROUPED.search(text)) or (not names_are_places and bool(_NAMES.search(text)))


def _is_naming(context: Context, inbound: Inbound) -> bool:
    """Whether an officer was asked who is to come or for the commune's places, or writes an announcement.

    Such names are what the commune keeps.
    """
    account = accounts.account(context.session, inbound.bot, inbound.sender_id)
    if inbound.is_group or account is None:
        return False
    waiting = conversations.dialogues_of(context.session, account.person_id)
    deeds = [row for row in waiting if row.kind == conversations.DialogueKind.DEED and row.expires_at > context.now]
    if any(row.state.get("waits_for_name") for row in deeds):
        return True  # somebody in a good deed has agreed to be named
    if not people.has_role(account.person, "officer"):
        return False
    is_asked = any(row.kind in _WITH_NAMES and row.expires_at > context.now for row in waiting)
    opening = fold(inbound.text[:_AHEAD])
    return is_asked or opening.startswith(_ANNOUNCING)


def without_any_names(text: str) -> str:
    """The text with every name masked: for what nobody knows yet which commune it is of."""
    return _masked(text)


def without_names(inbound: Inbound, look_up: Callable[[], Context]) -> Inbound:
    """The update with «[tên]» for the names of people whom the commune does not know.

    A text that is refused for its list of names stays as it is: it is not kept.
    """
    if not inbound.text or numbers.is_bare(inbound.text) or person_names.masked(inbound.text) == inbound.text:
        return inbound  # most texts: nothing is looked up for them
    context = look_up()
    if _is_naming(context, inbound):
        return inbound
    known_people = [*invitation_codes.names(context.session), context.campaign.officer_name]
    known = KnownNames(known_people, units.names(context.session, context.commune))
    text = _masked(inbound.text, known)
    if text == inbound.text or (is_personal(inbound.text) and not is_personal(text)):
        return inbound
    return replace(inbound, text=text, has_masked_names=True)


def _masked(text: str, known: KnownNames = NOBODY) -> str:
    """With the names masked, except in a code: «S4EM-TY5N» is no em of that name, and lets somebody in."""
    parts = recognition.beside_codes(text)
    return "".join(part if at % 2 else person_names.masked(part, known) for at, part in enumerate(parts))
