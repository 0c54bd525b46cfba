"""Typed commands, with or without accents, in any case, with one letter wrong in the longer ones."""

from __future__ import annotations

import re
from typing import NamedTuple

from campaign.text import fold
from models import people

WORDS: dict[str, tuple[str, ...]] = {
    "help": ("giup", "tro giup", "/help", "/giup", "help"),
    "fix": ("sua", "/sua", "sua so"),
    "report": ("bao cao", "/baocao", "lam ngay", "tiep tuc"),
    "mine": ("thon toi", "truong toi", "co quan toi", "/thontoi", "xem"),
    "later": ("de sau", "/desau", "luc khac"),
    "stop": ("dung", "/dung", "/stop"),
    "my_data": ("du lieu cua toi", "xem du lieu", "/dulieu"),
    "withdraw": ("rut ten", "/rutten", "xoa du lieu"),
    "agree": ("dong y",),
    "add_channel": ("them kenh", "/themkenh"),
    "here": ("nhan o day", "/nhanoday"),
    "group_code": ("ma nhom", "/manhom"),
    "missing": ("con thieu", "/conthieu"),
    "enter": ("ghi ho", "/ghiho"),
    "draft": ("du thao", "/duthao"),
}
# Words behind which more may follow: a period, the name of an indicator, the name of a unit.
WITH_WORDS: dict[str, tuple[str, ...]] = {
    "correct": ("dinh chinh", "/dinhchinh"),
    "summary": ("tong hop", "/tonghop"),
    "indicator": ("chi tieu", "/chitieu"),
    "praise": ("bieu duong", "/bieuduong"),
    "unit": ("thon", "truong", "co quan", "/thon"),
}


class Command(NamedTuple):
    """A command's name, and the words behind it as they were typed."""

    name: str
    words: str = ""


_LETTERS = f"[{people.CODE_LETTERS}]{{4}}"
_CODE = re.compile(rf"{_LETTERS}[- ]?{_LETTERS}")
_CODE_WITHIN = re.compile(rf"(?<![0-9A-Z]){_LETTERS}-{_LETTERS}(?![0-9A-Z])")
_BY_WORD = {word: name for name, words in WORDS.items() for word in words}


def recognise(text: str) -> Command | None:
    """The command in a text, or None. «dừng» and «đúng» fold alike: only DỪNG stops."""
    typed = fold(text)
    if typed == "dung" and "đ" in text.lower():
        return None
    if typed in _BY_WORD:
        return Command(_BY_WORD[typed])
    for name, openings in WITH_WORDS.items():
        for opening in openings:
            if typed == opening or typed.startswith(f"{opening} "):
                return Command(name, " ".join(text.split()[len(opening.split()) :]))
    near = [word for word in _BY_WORD if _may_be_misspelt(word) and _is_one_off(typed, word)]
    return Command(_BY_WORD[near[0]]) if len({_BY_WORD[word] for word in near}) == 1 else None


def _may_be_misspelt(word: str) -> bool:
    """Short words are too near to others, and nobody is to be removed by a slip («rút tiền»)."""
    return len(word) >= 6 and word[0] != "/" and _BY_WORD[word] not in ("withdraw", "stop")


def start_code(text: str) -> str | None:
    """The code behind «/start CODE», "" for a bare /start, None for anything else."""
    parts = text.strip().split(maxsplit=1)
    if not parts or parts[0].split("@")[0].lower() != "/start":
        return None
    return parts[1].strip() if len(parts) > 1 else ""


def bare_code(text: str) -> str | None:
    """A code typed as it stands on the sheet, «K7QM-4TXP» or «k7qm4txp»; None for anything else."""
    return text.strip() if _CODE.fullmatch(text.strip().upper()) else None


def code_within(text: str) -> str | None:
    """The code in a mention, whatever else stands there."""
    found = _CODE_WITHIN.search(text.upper())
    return found[0] if found else None


def _is_one_off(one: str, other: str) -> bool:
    """True when one letter was changed, left out, doubled, or swapped with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    if len(one) == len(other):
        differing = [i for i in range(len(one)) if one[i] != other[i]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return len(differing) == 1 or (
            swapped and one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
