"""What an officer types about the commune itself: «xã Hội Hoan», «tỉnh Lạng Sơn», «liên hệ chị Hoa 0912 345 678»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.parsing import phone_numbers
from campaign.text import fold

_BETWEEN = re.compile(r"[\n;,]")
_NAME = re.compile(r"(?:ten xa |ten )?(?=(?:xa|phuong|dac khu) )")
_PROVINCE = re.compile(r"(?:tinh|thanh pho|tp) ")
_CONTACT = re.compile(r"(?:nguoi )?(?:lien he|goi):? ")
_SIGNER = re.compile(r"(?:nguoi )?ky:? ")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class CommuneDetails:
    """Values by their path in the campaign file, and what was not understood."""

    values: Mapping[str, str]
    unread: Sequence[str]


def read(text: str) -> CommuneDetails:
    """Every item of a text, each behind the word that says what it is; a telephone number alone is the contact's."""
    values: dict[str, str] = {}
    unread: list[str] = []
    for part in _BETWEEN.split(text):
        item = " ".join(part.split())
        if not item:
            continue
        found = _item(item) if len(item) <= _LONGEST else {}
        values |= found
        if not found:
            unread.append(item)
    return CommuneDetails(values, unread)


def _item(item: str) -> dict[str, str]:
    folded = fold(item)
    if (behind := _behind(_SIGNER, item, folded)) is not None:
        return {"commune.leader_title": behind[:1].upper() + behind[1:]}
    if (behind := _behind(_CONTACT, item, folded)) is not None:
        return _contact(behind)
    phone, rest = phone_numbers.phone_and_rest(item)
    if phone and not rest:
        return {"commune.officer_phone": phone}
    if _PROVINCE.match(folded):
        return {"commune.province": _with_small_kind(item)}
    if (behind := _behind(_NAME, item, folded)) is not None:
        return {"commune.name": _with_small_kind(behind)}
    return {}


def _behind(opening: re.Pattern[str], item: str, folded: str) -> str | None:
    """What stands behind an opening; None where the item does not begin so. Folding keeps the number of words."""
    match = opening.match(folded)
    if match is None:
        return None
    words = len(match[0].split())
    return " ".join(item.split()[words:]) or None


def _with_small_kind(name: str) -> str:
    """«xã Hội Hoan», however its first word was typed."""
    return name[:1].lower() + name[1:]


def _contact(said: str) -> dict[str, str]:
    phone, rest = phone_numbers.phone_and_rest(said)
    who = " ".join(rest.split()).strip(" :-")
    found = {"commune.officer_name": who} if who else {}
    return found | ({"commune.officer_phone": phone} if phone else {})
