"""A person as an officer types them, «bà Lan 0912 345 678»: form of address, name and telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.parsing.phone_numbers import phone_and_rest
from campaign.text import fold

_TITLES = ("đồng chí", "ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy", "cụ", "em")
_BY_FOLDED = {fold(title): title for title in _TITLES}
_UNKNOWN = "ông/bà"
_SIGN = re.compile(r"[,;:()]")
_LONGEST = 6  # words of a name
_LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody who is to come. `phone` is "" where none was typed."""

    name: str
    address: str
    phone: str


def read(text: str) -> NamedPerson | None:
    """The person in a text; None for anything that is rather a figure, a place or an answer.

    Words alone are a name only behind a form of address, beside a telephone, or all with capitals.
    """
    if len(text) > _LONGEST_TEXT or "\n" in text.strip():
        return None
    phone, rest = phone_and_rest(text)
    words = _SIGN.sub(" ", rest).split()
    title, words = title_and_rest(words)
    if not 1 <= len(words) <= _LONGEST or not all(word.isalpha() for word in words):
        return None
    is_name = all(word[0].isupper() for word in words) and len(words) > 1
    if not (title or phone or is_name):
        return None
    name = " ".join(word if word[0].isupper() and not word.isupper() else word.capitalize() for word in words)
    return NamedPerson(name, f"{title or _UNKNOWN} {name.split()[-1]}", phone)


def phone_in(text: str) -> str:
    """The telephone number in a text, as it is read aloud; "" where there is none."""
    return phone_and_rest(text)[0]


def title_and_rest(words: list[str]) -> tuple[str, list[str]]:
    """With accents or without; «Ba» is a title only where a name follows."""
    for length in (2, 1):
        title = _BY_FOLDED.get(fold(" ".join(words[:length]))) if len(words) > length else None
        if title is not None:
            return title, words[length:]
    return "", words
