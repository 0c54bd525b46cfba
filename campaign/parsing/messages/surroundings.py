"""Takes out of a message what is known of its report anyway: the month, how many live there, who is spoken to.

«Tháng 11 bhyt 6», «cả thôn 512 người, còn 6 người», «6 người nhé chị Hoa». Another month, another count and a name
that is also a number stay for the reader to stumble over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaign.parsing.numbers import lexicon, tokens
from campaign.text import fold

_SOWN = r"(?:gieo|trồng|trong|cấy|cay|gặt|gat|thu|trỉa|tra|được|duoc|dc|đc)"  # «tháng 11 gieo 7 sào» may be the month's
_MEASURE = r"(?:người|nguoi|ng|hộ|ho|khẩu|khau|sào|sao|mẫu|mau|ha|tấn|tan|tạ|ta|kg|là|la|cây|cay)"
_YEAR = re.compile(
    r"^\s?(?:(?:báo cáo|bao cao|bc|số liệu|so lieu) )?(?:năm|nam) (?P<year>20\d{2})(?![\d/.-])\s?[:,-]?\s?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"^\s?(?:(?:báo cáo|bao cao|bc|số liệu|so lieu) )?(?:tháng|thang) (?P<month>\d{1,2})"
    r"(?:\s?[/.-]\s?(?P<year>20\d{2})| (?:năm|nam) (?P<long>20\d{2}))?(?!\w|[/.-]?\d)"
    rf"(?!\s?[,:]? ?(?:{_SOWN}|{_MEASURE})(?!\w))\s?[:,-]?\s?",
    re.IGNORECASE,
)
_WHOM = r"(?:anh|chị|chi|cô|co|chú|chu|bác|bac|em|ông|ong|bà|ba|cháu|chau|thầy|thay)"
_NEXT = re.compile(r"\s?(?P<count>\d{1,5}) ?[^\W\d]")
_SPOKEN_TO = re.compile(rf"(?<!\w)(?P<whom>{_WHOM}) (?P<name>[^\W\d_]{{2,10}})(?!\w)", re.IGNORECASE)
_OF_ALL = r"(?:cả|toàn|ca|toan|tổng|tong)"
_VILLAGE = r"(?:thôn|thon|bản|ban|xóm|xom)(?: (?:tôi|toi|em|mình|minh|ta))?(?: (?:hiện|hien))?(?: (?:có|co|là|la))?"
_RESIDENTS = re.compile(
    rf"(?:^|(?<=[,;.\n]))\s?(?:{_OF_ALL} )?(?:{_VILLAGE} |{_OF_ALL} (?:số|so )?)(?P<count>\d{{1,5}}) ?"
    r"(?:(?P<adults>người lớn|nguoi lon)|(?P<households>hộ dân|hộ|ho)|(?P<people>người|nguoi|nhân khẩu|khẩu|khau))"
    r"\s?(?:[,;]|\.(?!\d)|\n)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Of a report: its last day, how many live there by the profile's words, first names of those who talk."""

    day: date
    profile: Mapping[str, int]
    names: tuple[str, ...] = ()


def taken_off(text: str, known: Surroundings) -> str:
    """The text without them; the text itself where nothing would be left of it."""
    bare = _without_moment(text, known.day)
    bare = _without_residents(bare, known.profile)
    for name in known.names:
        bare = _without_name(bare, name)
    return bare if any(map(str.isalnum, bare)) else text


def _without_moment(text: str, day: date) -> str:
    """«năm 2026 …», «tháng 11 …» at the head, where the report is of that month and year."""
    year, month = _YEAR.match(text), _MONTH.match(text)
    if year is not None and int(year["year"]) == day.year:
        return text[year.end() :]
    if month is not None and int(month["month"]) == day.month:
        told = month["year"] or month["long"]
        return text[month.end() :] if told is None or int(told) == day.year else text
    return text


def _without_residents(text: str, profile: Mapping[str, int]) -> str:
    """«cả thôn 512 người, …»: a clause by itself that counts exactly as many as the profile has, and another number."""
    bare = _RESIDENTS.sub(lambda found: " " if _is_profile(found, profile) else found[0], text)
    return bare if any(letter.isdigit() for letter in bare) else text


def _is_profile(found: re.Match[str], profile: Mapping[str, int]) -> bool:
    """Whether it is the profile's number, and no other one stands behind it: «118 hộ, 512 khẩu» is told elsewhere."""
    behind = _NEXT.match(found.string, found.end())
    if behind is not None and int(behind["count"]) in profile.values():
        return False
    return profile.get(found.lastgroup or "") == int(found["count"])


def _without_name(text: str, name: str) -> str:
    """«chị Hoa» without her name, where that is no word of figures: «ông Tám» stays."""
    if len(fold(name)) < 2 or any(item.kind != "unknown" for item in tokens.items(name)):
        return text
    plain = fold(name)
    return _SPOKEN_TO.sub(lambda found: _addressed(found["whom"]) if fold(found["name"]) == plain else found[0], text)


def _addressed(whom: str) -> str:
    """«chi hoa» is a woman spoken to, and not «chỉ»."""
    return next((known for known in ("chị", "cô", "bà") if lexicon.fold(known) == whom.lower()), whom)
