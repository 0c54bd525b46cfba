"""Reader of absence notices, «tuần sau tôi đi vắng», «xin nghỉ đến 5/12»: from which day to which, and nothing else.

What is said beside it, such as the reason, is left out of everything that it returns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from campaign.parsing import spoken_days
from campaign.parsing.spoken_days import Days
from campaign.text import fold

_TOKEN = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{4})?(?![0-9/])|[0-9]{1,6}|[^\W\d_]{1,20}|[?,;.\n]")
_LONGEST_TEXT = 300
_STOPS = frozenset(",;.\n")
_ANY_DAY = date(2000, 1, 1)

# «vắng» folds like «vâng» and «vàng», «nghỉ» like «nghĩ», «tôi» like «tới»: of these the spelling counts.
_AWAY = (
    *(("đi", "vắng"), ("di", "vang"), ("vắng", "mặt"), ("vang", "mat"), ("vắng", "nhà"), ("vang", "nha"), ("vắng",)),
    *(("đi", "công", "tác"), ("di", "cong", "tac"), ("nằm", "viện"), ("nam", "vien"), ("nhập", "viện"), ("đi", "viện")),
    *(("di", "vien"), ("về", "quê"), ("ve", "que"), ("đi", "tập", "huấn"), ("di", "tap", "huan"), ("đi", "xa")),
    *(("nghỉ", "phép"), ("nghi", "phep"), ("nghỉ", "ốm"), ("nghi", "om"), ("nghỉ",), ("nghi",)),
)
_FIRST_WORDS = frozenset(verb[0] for verb in _AWAY)
_NOT_AWAY_BEFORE = frozenset(["hưu", "huu", "hẳn", "han", "việc", "viec", "học", "hoc", "ngơi", "ngoi"])  # «nghỉ học»
_SELF = frozenset(["tôi", "toi", "tui", "em", "mình", "minh"])
_NOBODYS = frozenset(["không", "khong", "ko", "chưa", "chua", "chẳng", "chang", "đừng", "dung", "hết", "het"])
_TITLES = frozenset(["anh", "chi", "ong", "ba", "co", "chu", "bac", "thay"])
_LEADING = frozenset(
    [
        *("da", "vang", "thua", "bao", "cao", "xa", "chao", "kinh", "gui", "cho", "biet", "dong", "nhe", "a"),
        *("voi", "ah", "oi", "ok", "cam", "on", "rang", "la"),
    ]
)
_BETWEEN = frozenset(
    [
        *("se", "phai", "xin", "phep", "duoc", "co", "viec", "can", "lai", "cung", "dang", "bi", "om"),
        *("benh", "met", "moi", "muon", "thi", "nen", "gia", "dinh", "tam"),
    ]
)
_BUSY = "bận"  # without its accent it is «bản», a place
_GREETING = frozenset(["da", "vang", "thua", "chao", "kinh", "gui"])
_FILLING = _LEADING | _BETWEEN | _TITLES | {fold(word) for word in _SELF}


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody will be away. `days` are None where no day was said; `has_figures` where other numbers stand beside."""

    days: Days | None
    is_of_speaker: bool  # «tôi …», «xin …», and not «tuần sau nghỉ» alone
    has_figures: bool


class _Word(NamedTuple):
    said: str  # as it was typed
    spelt: str  # in lower case
    folded: str


class _Place(NamedTuple):
    """Where the words stand that make a notice."""

    words: Sequence[_Word]
    kept: frozenset[int]  # who, the verb, the days
    days: frozenset[int]
    is_of_speaker: bool


def read(text: str, today: date) -> Notice | None:
    """The notice in a text; None for questions, for what is denied, and for whatever else somebody may answer."""
    place = _find(text, today)
    if place is None:
        return None
    days = spoken_days.read([word.spelt for word in place.words], today)
    has_figures = any(word.said[0].isdigit() for at, word in enumerate(place.words) if at not in place.kept)
    return Notice(days.days, place.is_of_speaker, has_figures)


def without_reason(text: str) -> str:
    """What may be kept of a notice: who, that they are away, and until when. Any other text as it is."""
    place = _find(text, _ANY_DAY)
    return text if place is None else " ".join(place.words[at].said for at in sorted(place.kept))


def _find(text: str, today: date) -> _Place | None:
    said = _tokens(text)
    if "?" in said or _FIRST_WORDS.isdisjoint(map(str.lower, said)):
        return None  # most texts
    words = _words(text)
    days = spoken_days.read([word.spelt for word in words], today).places
    for at in range(len(words)):
        length = _verb(words, at)
        if length and (place := _notice(words, at, length, days)) is not None:
            return place
    return None


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFC", text)) if len(text) <= _LONGEST_TEXT else []


def _words(text: str) -> Sequence[_Word]:
    return [_Word(said, said.lower(), fold(said)) for said in _tokens(text)]


def _verb(words: Sequence[_Word], at: int) -> int:
    """How many words of «đi vắng», «nghỉ phép» begin here; 0 where none do."""
    for verb in _AWAY:
        if tuple(word.spelt for word in words[at : at + len(verb)]) == verb:
            behind = words[at + len(verb)].spelt if at + len(verb) < len(words) else ""
            return 0 if verb[0].startswith("ngh") and len(verb) == 1 and behind in _NOT_AWAY_BEFORE else len(verb)
    return 0


def _notice(words: Sequence[_Word], at: int, length: int, days: frozenset[int]) -> _Place | None:
    first = max((i for i in range(at) if words[i].said in _STOPS), default=-1) + 1
    end = min((i for i in range(at, len(words)) if words[i].said in _STOPS), default=len(words))
    before = [i for i in range(first, at) if i not in days]
    after = [i for i in range(at + length, end) if i not in days]
    if any(words[i].spelt in _NOBODYS for i in before[-3:]):
        return None
    verb = frozenset(range(at, at + length))
    who = _speaker(words, before)
    is_sure = words[at].spelt != "nghi" or length > 1  # without accents «toi nghi» may be «tôi nghĩ»
    if who is not None and (is_sure or _is_filling(words, after)):
        return _Place(words, verb | days | who, days, is_of_speaker=True)
    is_of_others = any(words[i].spelt in _SELF for i in before)  # «ba tôi»
    if days and not is_of_others and _is_filling(words, [*before, *after]):
        return _Place(words, verb | days, days, is_of_speaker=False)
    return None


def _speaker(words: Sequence[_Word], before: Sequence[int]) -> frozenset[int] | None:
    """Where «tôi» or «xin» stands, if it is the one who is away: «thôn tôi», «2 em» are others."""
    for position, at in enumerate(before):
        is_asking = words[at].folded == "xin"
        if not (words[at].spelt in _SELF or is_asking) or not _is_filling(words, before[:position]):
            continue
        rest = before[position + 1 :]
        is_near = all(words[i].folded in _BETWEEN or words[i].spelt in (_BUSY, *_SELF) for i in rest)
        if is_near and not _is_relative(words, at):
            return frozenset([at])
    return None


def _is_relative(words: Sequence[_Word], at: int) -> bool:
    """«anh tôi», «ba tôi», but not «thưa chị, em …»."""
    if at == 0 or words[at - 1].folded not in _TITLES:
        return False
    return at == 1 or words[at - 2].folded not in _GREETING


def _is_filling(words: Sequence[_Word], places: Sequence[int]) -> bool:
    """Whether only «dạ thưa chị Hoa», «nhé» and the like stand there."""
    return all(
        words[i].folded in _FILLING
        or words[i].spelt == _BUSY
        or (i > 0 and words[i].said[0].isupper() and words[i - 1].folded in _TITLES)
        for i in places
    )


def days_in(text: str, today: date) -> Days | None:
    """The days in words that tell of nothing else, «đến 5/12», «tuần sau»; None where there are none, or more."""
    words = [word.spelt for word in _words(text)]
    spoken = spoken_days.read(words, today)
    rest = [word for at, word in enumerate(words) if at not in spoken.places and word not in _STOPS]
    return None if rest or spoken.days is None else spoken.days
