"""Rewrites a message before it is read: a copied question becomes its name, «à quên» before another figure a comma.

Parts that are told beside their whole are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.parsing.messages.names import ELSEWHERE, Names

# «Còn bao nhiêu người không có thẻ BHYT? (tuần trước 9)», also behind «>» and between «»: what the bot had asked.
_QUESTION = re.compile(
    r"(?:^|(?<=[«»\"“”\n?.;>]))(?P<asked>[^«»\"“”\n?.;]{1,180})\?(?: ?\([^()\n]{0,80}\))?(?:[^«»\"“”\n]{0,80}[»\"”])?",
)
_HOW_MANY = re.compile(r"(?<!\w)bao nhi[êe]u(?!\w)", re.IGNORECASE)
_FORGOTTEN = re.compile(r"[ ,]{1,2}(?:à |a )?(?:quên|quen)(?: mất| mat| nữa| nua)?[ ,]{1,2}", re.IGNORECASE)
_PART = re.compile(r"[ ,(]{1,2}trong (?:đó|do)(?!\w)", re.IGNORECASE)


def without_questions(text: str, known: Names) -> str:
    """The text with the name of each copied question in its stead; a question that names no figure stays."""
    for asked in reversed(list(_QUESTION.finditer(text))):
        how_many = _HOW_MANY.search(asked["asked"])
        if how_many is None or any(map(str.isdigit, asked["asked"][: how_many.start()])):
            continue  # «bhyt 6, còn bao nhiêu thẻ?» tells a figure before it asks
        names = [spot for spot in known.spots(asked["asked"]) if spot.key != ELSEWHERE]
        if len({spot.key for spot in names}) == 1:
            name = asked["asked"][names[0].start : names[0].end]
            start = text.rfind("\n", 0, asked.start()) + 1
            start = start if text[start : asked.start()].strip('> .1234567890«"“') == "" else asked.start()
            text = f"{text[:start]}\n{name}: {text[asked.end() :].lstrip()}"
    return text.strip()


def without_forgotten(text: str, known: Names) -> str:
    """«nvh chua a quen duong cung chua»: one more figure, and no correction, where it was not named before."""
    spots = known.spots(text) if _FORGOTTEN.search(text) else []
    for word in reversed(list(_FORGOTTEN.finditer(text))):
        named = next((spot for spot in spots if spot.start == word.end()), None)
        before = {spot.key for spot in spots if spot.end <= word.start()}
        if named is not None and before and named.key not in (*before, ELSEWHERE):
            text = f"{text[: word.start()]}, {text[word.end() :]}"
    return text


def without_parts(clauses: Sequence[str], known: Names) -> list[str]:
    """«thẻ 6 người trong đó 2 hộ nghèo»: how many of those are poor, and not how many poor the village has."""
    found = []
    for clause in clauses:
        part = _PART.search(clause)
        inside = _keys(clause[part.start() :], known) if part else set()
        is_other = part is not None and bool(inside) and bool(_keys(clause[: part.start()], known) - inside)
        found.append(clause[: part.start()] if part and is_other else clause)
    return found


def _keys(text: str, known: Names) -> set[str]:
    return {spot.key for spot in known.spots(text)} - {ELSEWHERE}
