"""Takes the stamps of a copied message away: «[14:05, 18/11] Sơn: …», «Tuần 47 (13-19/11): …» at the head of a line."""

from __future__ import annotations

import re

_TIME = r"\d{1,2}(?::|h|g)\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?"
_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-](?:20)?\d{2})?"
_MOMENT = rf"(?:{_TIME}(?:\s?[-,]?\s?(?:ngày )?{_DATE})?|{_DATE}\s?[-,]?\s?{_TIME})"
_SPAN = rf"(?:từ |tu )?\d{{1,2}}(?:[/.]\d{{1,2}})?\s?(?:-|–|đến|den)\s?{_DATE}"
_STAMP = re.compile(
    rf"^[^\S\n]{{0,3}}(?:\[\s?(?:{_MOMENT}|{_DATE})\s?\][^\S\n]?[-:]?|{_MOMENT}[^\S\n]?[-–][^\S\n]?(?=[^\W\d][^\n:]{{0,40}}:)"
    rf"|(?:báo cáo |bao cao )?(?:tuần|tuan)[^\S\n]?\d{{1,2}}[^\S\n]?\((?:{_SPAN}|{_DATE})\)[^\S\n]?[:,-]?)[^\S\n]?",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(r"(?P<name>[^\W\d_][^\n:\d]{0,40}):[^\S\n]?")


def taken_off(text: str) -> str:
    """The text without its stamps; the sender behind one goes too where it is written as a name."""
    kept, end = [], 0
    for stamp in _STAMP.finditer(text):
        kept.append(text[end : stamp.start()])
        end = stamp.end()
        sender = _SENDER.match(text, end)
        if sender and _is_name(sender["name"]):
            end = sender.end()
    return "".join([*kept, text[end:]]) if end else text


def _is_name(words: str) -> bool:
    """One to five words with a capital each, and small letters: «Hoàng Văn Sơn», not «BHYT», not «Hộ nghèo»."""
    cut = words.split()
    return 0 < len(cut) <= 5 and all(word.istitle() and len(word) > 1 for word in cut)
