"""What a message offers: its buttons, the words in capitals it tells people to type, and its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from models.invitation_codes import CODE_LETTERS
from models.messages import OutboxMessage
from tests.commune import FOLDER

# What is printed large and is no word to type.
_HEADING = re.compile(
    r"^(?:(?:TỔNG HỢP|SƠ KẾT|TỔNG KẾT) THI ĐUA|TỔNG HỢP LIÊN XÃ"
    r"|ĐÍNH CHÍNH (?:lần [0-9]+ )?(?:tổng hợp liên xã )?tuần) .*$",
    re.MULTILINE,
)
_CODE = re.compile(rf"[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}")  # typed somewhere else: that is what it is for
_PAPER = re.compile(r"[0-9]+/[A-ZĐ]+(?:-[A-ZĐ]+)+")  # «12/QĐ-UBND»: a paper's number
_WORD = re.compile(r"[\w/]+")
_SLASH = re.compile(r"(?<!\w)/[a-z]+(?: [A-Z]{2}[0-9]+| tuần [0-9]+| quý [0-9])?")
_ROMAN = re.compile(r"[IVX]+(?:/[0-9]+)?")
_EXAMPLE = re.compile(r"[Vv]í dụ ((?:(?! hoặc |, )[^;\n«»])+?)(?=[.?!]?(?:\n|$|, | hoặc |\. ))")
_QUOTED = re.compile(r"«[^»]*»")
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_PROPER = {"UBND", "QĐ", "CSV", "PDF", "UTF", "TCVN3", "VNI", "KHẨN"}


class Offer(NamedTuple):
    """Something to tap or to type; `data` is that of the button, also where its words are typed."""

    words: str
    data: str = ""
    is_typed: bool = True


def of(row: OutboxMessage) -> Iterator[Offer]:
    """Everything that a message offers."""
    for label, data in row.choices:
        yield Offer(label, data, is_typed=False)
        if row.purpose not in ("post", "group"):
            yield Offer(label.upper(), data)
    for words in [*capitals(row.text), *examples(row.text), *_SLASH.findall(row.text)]:
        yield Offer(words)
    if "gõ dấu ?" in row.text:
        yield Offer("?")


def examples(text: str) -> list[str]:
    """«Ví dụ 7 sào»: what is held up as right must be taken."""
    return [found.strip() for found in _EXAMPLE.findall(text) if not found.strip().isupper()]


def capitals(text: str) -> list[str]:
    """Runs of words in capitals, with the numbers within them, that are no names or abbreviations."""
    runs: list[list[str]] = []
    end = -1
    for found in _WORD.finditer(_QUOTED.sub(" ", _CODE.sub(" ", _PAPER.sub(" ", _HEADING.sub("", text))))):
        word = found.group()
        is_next = bool(runs) and found.start() == end + 1
        if word.isupper() and (is_next or sum(letter.isalpha() for letter in word) > 1):
            runs.append([*(runs.pop() if is_next else []), word])
            end = found.end()
        elif word.isdigit() and is_next:
            runs[-1].append(word)
            end = found.end()
    return [" ".join(run) for run in runs if not all(_is_name(word) for word in run)]


def _is_name(word: str) -> bool:
    return word.isdigit() or word in _names() or _ROMAN.fullmatch(word) is not None


@cache
def _names() -> frozenset[str]:
    """Abbreviations and codes of the commune's own files; what their comments explain are words to type."""
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("campaign.toml", "units.csv"))
    text = _COMMENT.sub("", text)
    return frozenset(word for word in _WORD.findall(text) if word.isupper()) | _PROPER
