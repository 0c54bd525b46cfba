"""Whose figures a message tells: another unit named as the one that reports, not as a place one passes by.

«Thôn Khuổi Mạ: bhyt 5» is another village's; «đường sang Khuổi Mạ», «bằng bên Nà Pò» speak of a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.parsing.messages import lexed
from campaign.parsing.messages.message import LONGEST
from campaign.parsing.messages.villages import OWN, Villages
from campaign.parsing.numbers import normalise, tokens
from campaign.parsing.numbers.lexicon import fold
from campaign.parsing.numbers.tokens import Token

# Before the name of a place one goes to, comes from, or compares with.
_PLACE_WORDS = frozenset([
    "sang", "den", "toi", "vao", "ra", "o", "tai", "qua", "voi", "giap", "len", "xuong", "ve", "canh", "gan", "duong",
    "bang", "nhu", "hon", "tu", "ben", "di", "cho", "cau", "doc", "suoi", "va", "noi", "phia", "dau", "cuoi", "kem",
])  # fmt: skip
_UNIT_WORDS = frozenset(["thon", "ban", "xom", "lang"])
# With one of these before «từ», or behind the name, the name is the sender's all the same.
_SENDING = frozenset(["tiep", "fwd", "forward", "gui", "tin", "lieu", "cao", "bao", "nhan", "nho", "cua"])
_REPORTING = re.compile(r"\s?(?::|(?:xin )?(?:bao|gui|nho|nhan)(?:\s|:|$))")
_FORWARDED = re.compile(r"^(?:chuyen tiep|fwd|fw|forward(?:ed)?)\b")
# «thôn Cốc Phạ» that nobody knows: a capital behind the word, not a hamlet's number or a person's name.
_UNKNOWN = re.compile(r"(?<!\w)[Tt]hôn (?P<name>[A-ZĐÀ-Ỹ][^\W\d_]{0,9}(?: [A-ZĐÀ-Ỹ][^\W\d_]{0,9}){0,3})")
# Another village without its name, as the one that reports: «copy của thôn bạn: …», «thôn bên báo 8».
_NEIGHBOUR = re.compile(
    r"(?:(?<!\w)(?P<before>của|cua|copy|cop|chép|chep|hộ|giúp|giup|số liệu|so lieu|tin|báo cáo|bao cao) )?(?<!\w)"
    r"(?P<name>(?:thôn|bản|làng) (?:bạn|bên cạnh|bên|khác|kia|láng giềng)|(?:thon|lang) (?:ben canh|ben|khac|kia))"
    r"(?P<behind>\s?(?::|\d|(?:họ |ho )?(?:báo|bao|gửi|gui|nhờ|nho|nhắn|nhan|có|co|còn|con|là|la)(?!\w)))?(?!\w)",
    re.IGNORECASE,
)
# The road to another village is another road than one's own.
_ROAD = re.compile(
    r"(?<!\w)(?:đường|duong)(?: (?:từ|tu) (?:thôn|thon|bản|ban|đây|day))?"
    r"(?: (?:sang|đi|di|qua|lên|len|xuống|xuong|ra|vào|vao|đến|den|tới|toi|về|ve|nối|noi|bên|ben))?"
    r"(?: (?:thôn|thon|bản|ban))? $",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"(?<!\w)(?:nhà văn hóa|nhà văn hoá|nha van hoa|nvh|nhà vh|nha vh)(?: (?:của|cua|bên|ben|ở|tại|tai))?"
    r"(?: (?:thôn|thon|bản|ban))? $",
    re.IGNORECASE,
)
# «cả xã còn 20 người»: the commune's figure, not the village's.
_WHOLE_COMMUNE = re.compile(
    r"(?<!\w)(?P<name>(?:toàn|cả|toan|ca) (?:xã|xa))"
    r" ?(?::|\d|(?:hiện |hien |tất cả |tat ca )?(?:còn|con|có|co|được|duoc|gieo|là|la|chưa|chua)(?!\w))",
    re.IGNORECASE,
)
_OTHER_HOUSE = "nhà văn hóa bên"  # so too of a culture house
_OTHER_ROAD = "đường sang"  # what the campaign file knows as the name of no road of one's own
_BEFORE_OWN = re.compile(r"(?<!\w)(?:(?:trưởng|phó|truong|pho) )?(?:thôn|thon|xóm|làng) $", re.IGNORECASE)
_BEFORE_PLACE = re.compile(r"(?<!\w)(?:\w{1,8} )?(?:(?:thôn|thon|xóm|làng) )?$", re.IGNORECASE)
_OWN_UNIT = re.compile(r"(?<!\w)(?:thôn|thon|bản|ban|bên|ben) (?:tôi|toi|em|mình|minh|ta)(?!\w)", re.IGNORECASE)
_PERSON_BEFORE = frozenset(["truong", "pho", "tho", "bi", "cong an"])


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A message, or a part of it, that tells another unit's figures.

    `name` as the message or the list of units has it; `own` is what stands before it about one's own unit, or "".
    """

    name: str
    own: str = ""


def without_places(text: str, villages: Villages) -> str:
    """The text without the names of one's own units («Thôn Bản Còn báo cáo»), and without places passed by."""
    cleaned = normalise.clean(text)
    spots = villages.spots(cleaned)
    for one in reversed(spots):
        before = _BEFORE_OWN if one.key == OWN else _BEFORE_PLACE
        other, named = _thing_of(cleaned[: one.start]) if one.key != OWN else (None, "")
        found = other or before.search(cleaned[: one.start])
        start = found.start() if found else one.start
        cleaned = f"{cleaned[:start]}{named} {cleaned[one.end :]}"
    return cleaned.strip(" ,.") if spots else text


def _thing_of(before: str) -> tuple[re.Match[str] | None, str]:
    """The road or the culture house of another village that these words end with, and what it is called then."""
    if (road := _ROAD.search(before)) is not None:
        return road, _OTHER_ROAD
    house = _HOUSE.search(before)
    return house, _OTHER_HOUSE if house is not None else ""


def read(text: str, villages: Villages, *, is_forwarded: bool = False) -> Elsewhere | None:
    """Another unit as the one whose figures these are; None where there is none, or only as a place.

    Of a forwarded message any other unit's name is enough.
    """
    if len(text) > LONGEST:
        return None
    cleaned = normalise.clean(text)
    is_forwarded = is_forwarded or _FORWARDED.match(_flat(cleaned)) is not None
    found = _known(cleaned, villages, is_forwarded=is_forwarded)
    found = found or _unknown(cleaned, villages.own_names(), is_forwarded=is_forwarded)
    found = found or _neighbour(cleaned)
    # The name alone, or nothing about a figure, is no report.
    return found if found is not None and lexed.tells(without_places(text, villages)) else None


def _known(text: str, villages: Villages, *, is_forwarded: bool) -> Elsewhere | None:
    """A village of the list, named as the one that reports."""
    spots, cut = villages.spots(text), tokens.tokens(text, villages.words)
    for one in spots:
        if one.key == OWN:
            continue
        before = [token for token in cut if token.end <= one.start]
        if not is_forwarded and _is_place(before, text[one.end :]):
            continue
        owned = [spot for spot in spots if spot.key == OWN and spot.end <= one.start]
        return Elsewhere(one.key, text[: one.start].strip() if owned and not is_forwarded else "")
    return None


def _is_place(before: Sequence[Token], behind: str) -> bool:
    words = [fold(token.lower) for token in before if token.kind == "word" or token.lower == ":"]
    while words and words[-1] in _UNIT_WORDS:
        words.pop()
    if not words or words[-1] not in _PLACE_WORDS:
        return False
    if _REPORTING.match(_flat(behind)):
        return False
    return not (words[-1] == "tu" and _SENDING.intersection(words[-4:-1]))


def _unknown(text: str, own: Sequence[str], *, is_forwarded: bool) -> Elsewhere | None:
    """A village that is not on the list, named as the one that reports."""
    if text.isupper():
        return None
    for found in _UNKNOWN.finditer(text):
        name, before = found["name"], _word_before(text, found.start())
        if not name[:1].isupper() or before in _PERSON_BEFORE or (before in _PLACE_WORDS and not is_forwarded):
            continue
        if fold(name) in own or any(fold(name).startswith(f"{one} ") for one in own):
            continue
        return Elsewhere(f"thôn {name}")
    return None


def _neighbour(text: str) -> Elsewhere | None:
    """«Thôn bạn», «cả xã» where it is said to report; as a place one passes by or compares with it is none."""
    for found in _NEIGHBOUR.finditer(text):
        if found["behind"] or found["before"]:
            before = text[: found.start()]
            return Elsewhere(found["name"].lower(), before.strip() if _OWN_UNIT.search(before) else "")
    whole = _WHOLE_COMMUNE.search(text)
    return Elsewhere(whole["name"].lower()) if whole is not None else None


def _word_before(text: str, place: int) -> str:
    words = text[:place].split()
    return fold(words[-1].strip(" :,.")) if words else ""


def _flat(text: str) -> str:
    return " ".join(fold(word) for word in text.lower().split())
