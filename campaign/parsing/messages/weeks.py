"""Leaves of a message that tells two weeks only this one: «Tuần trước: BHYT 9. Tuần này: BHYT 7.»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.parsing.messages.names import ELSEWHERE, Names

_HEADING = re.compile(
    r"(?:^|(?<=[.;\n])) ?(?:(?:báo cáo|bao cao|bc) )?(?:tuần|tuan) "
    r"(?:(?P<now>này|nay)|(?P<before>trước|truoc)|(?P<number>\d{1,2}))"
    r"(?!\w)(?! ?\(?\d{1,2}[-/]) ?:?",
    re.IGNORECASE,
)
_MOST_APART = 26  # weeks: from the 52nd to the first is another year


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    is_now: bool
    is_before: bool
    number: int


def this_week(text: str, known: Names) -> str:
    """The part about this week; the whole where the message has no two such parts that name figures."""
    found = list(_HEADING.finditer(text))
    if len(found) != 2 or text[: found[0].start()].strip():
        return text
    ends = [found[1].start(), len(text)]
    parts = [
        _Part(text[one.end() : end].strip(), bool(one["now"]), bool(one["before"]), int(one["number"] or 0))
        for one, end in zip(found, ends, strict=True)
    ]
    now, before = sorted(parts, key=lambda part: (not part.is_now, part.is_before, -part.number))
    is_told = now.is_now and before.is_before
    is_numbered = bool(now.number and before.number) and 0 < now.number - before.number < _MOST_APART
    names_both = bool(_keys(before.text, known)) and bool(_keys(now.text, known))
    return now.text if (is_told or is_numbered) and names_both else text


def _keys(text: str, known: Names) -> set[str]:
    return {spot.key for spot in known.spots(text)} - {ELSEWHERE}
