"""Sets aside the numbers that are no figures: days, times, weeks, villages, telephone numbers.

A mark before it («ngày 15», «thôn 3») makes a context sure; without one («15/6», «8h») it is "bare", and the
figure beside it must then have its unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from campaign.parsing.numbers import tokens
from campaign.parsing.numbers.lexicon import Node
from campaign.parsing.numbers.tokens import Item

_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_YEAR = re.compile(r"20[0-9]{2}|[0-9]{2}")
_HOUR = re.compile(r"[01]?[0-9]|2[0-4]")
_MINUTE = re.compile(r"[0-5][0-9]")
_DOTTED_DATE = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[.](0?[1-9]|1[0-2])([.]20[0-9]{2})?")
_THREE = re.compile(r"[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}")
_LAST_GROUP = re.compile(r"[0-9]{3}(,[0-9]+)?")
_PHONE = re.compile(r"0[0-9]{8,10}")
PHONE = "phone"  # the text of an item that is a telephone number
_NO_SIGNS = str.maketrans("", "", ".,")
_WEEKDAYS = frozenset(["2", "3", "4", "5", "6", "7", "4t"])
_NAME_WORDS = 3
_COLD = frozenset(["ret", "lanh", "nong", "troi", "nang"])  # before «8 do», which may else be «8, do …»
_ANIMALS = frozenset(
    ["lợn", "trâu", "bò", "gà", "vịt", "dê", "ngựa", "trau", "ngua"]
)  # «lon», «bo», «ga» are other words
_WHILE = frozenset(["suốt", "suot", "mất", "mat", "trong", "liền", "lien"])
_MEASURED = frozenset(["unit", "noun", "multiplier"])
_OTHERWISE = frozenset(["lead", "courtesy", "pronoun"])
_BEGINNING = frozenset(["pronoun", "place", "day", "since", "weekday", "ordinal", "phone"])  # kinds, of a context
# Words with a capital that are no part of a village's name: they would change the figure.
_NO_NAME = frozenset(["hedge", "range", "change", "added", "other_time", "cumulative", "nothing", "not_yet", "keep",
                      "not_known", "none_left", "negative", "over", "multiplier", "unit", "finished"])  # fmt: skip


@lru_cache(maxsize=512)  # a clause is looked at for what it tells, for its figures, and for each question
def items(text: str, more: Node | None = None, *, ratio: bool = False) -> tuple[Item, ...]:
    """The items of a cleaned text with their contexts set aside. They are shared: nobody changes them."""
    return tuple(set_aside(tokens.items(text, more), ratio=ratio))


def set_aside(items: Sequence[Item], *, ratio: bool) -> list[Item]:
    """The items with every context in one item of kind "context", "bare" or "unclear", and spaced thousands joined."""
    found: list[Item] = []
    place = 0
    while place < len(items):
        kind, length = _context(items, place, ratio=ratio, before=found[-1].kind if found else "")
        if length:
            text = PHONE if _phone(items, place) else ""
            found.append(Item(kind, text, items[place].glued))
        else:
            length = _thousands(items, place)
            found.append(_joined(items[place : place + length]))
        place += length
    return found


def _context(items: Sequence[Item], place: int, *, ratio: bool, before: str) -> tuple[str, int]:
    item = items[place]
    if item.is_numeric and (length := _aside_counted(items, place)):
        return "context", length
    if item.kind == "num":
        length = _phone(items, place) or _time(items, place) or (0 if ratio else _date(items, place))
        return "bare", length
    if _BEGINNING.isdisjoint(item.options):
        return "", 0
    until = before == "context" and item.options.keys() & {"since", "day"}  # «từ 1/11 đến 7/11»
    if place and items[place - 1].is_numeric and not items[place - 1].options and not until:
        return "", 0  # «3 thôn 75/90», «10 đến 12/11»: the number before it is no context's
    after = place + 1
    if "pronoun" in item.options and after < len(items) and items[after].capital and items[after].code:
        return "context", 2  # «anh Tư», «Bác Hai»
    if length := _days(items, place):
        return "context", length
    if "place" in item.options and (length := _name(items, after)):
        return "context", 1 + length
    for kind in ("day", "since", "weekday", "ordinal", "place", "phone"):
        if kind in item.options and (length := _AFTER[kind](items, after)):
            return ("bare" if item.plain and kind == "weekday" else "context"), 1 + length
    if (
        item.options.keys() & {"place", "day", "ordinal"}
        and _text(items, after).isdigit()
        and (is_measure(items, after + 1) or _text(items, after + 1) in ("/", "-"))
    ):
        return "unclear", 1  # «thôn 3 hộ»: three households, or thôn 3
    return "", 0


def _aside_counted(items: Sequence[Item], place: int) -> int:
    """«8 độ», «ret qua 8 do» is the weather's, «cả hai xóm» those that were asked, «suốt 5 ngày» how long it took.

    «độ 8 người», «xóm 2», «suốt 5 ngày 15» are none of it.
    """
    after = place + 1
    word, before = _text(items, after), items[place - 1].text if place else ""
    if word == "con" and any(item.text in _ANIMALS for item in items[max(0, place - 4) : place]):
        return 2  # «trâu chết 2 con»
    if word in ("bông", "bó") and _text(items, after + 1) == "hoa":
        return 3
    is_of_weather = word == "độ" or (word == "do" and _COLD.intersection(before.split()))
    is_while = word == "ngày" and not _WHILE.isdisjoint(before.split())
    if word == "xóm" or (is_of_weather and items[place].kind == "num") or is_while:
        return 0 if after + 1 < len(items) and items[after + 1].is_numeric else 2
    return 0


def _text(items: Sequence[Item], place: int) -> str:
    return items[place].text if place < len(items) else ""


def is_measure(items: Sequence[Item], place: int) -> bool:
    """Does a unit, noun or multiplier stand here, and no verb that looks like one («cay»)?"""
    return place < len(items) and bool(
        _MEASURED.intersection(items[place].options) and not _OTHERWISE.intersection(items[place].options)
    )


def _number(items: Sequence[Item], place: int) -> int:
    """One number that nothing measures: «thôn 3», but not the «3 hộ» of «thôn 3 hộ»."""
    if place >= len(items) or items[place].kind != "num" or not items[place].text.isdigit():
        return 0
    if len(items[place].text) > 2 or is_measure(items, place + 1) or _text(items, place + 1) in ("/", "-"):
        return 0
    return 1


def _date(items: Sequence[Item], place: int) -> int:
    """«15/6», «15/6/2026»; a number with a unit behind it is a fraction («1/2 mẫu»)."""
    parts = [_text(items, place + step) for step in range(5)]
    if parts[1] not in ("/", "-") or not items[place + 1].glued or not _DAY.fullmatch(parts[0]):
        return 0
    if not _MONTH.fullmatch(parts[2]) or not items[place + 2].glued:
        return 0
    if parts[3] == parts[1] and items[place + 3].glued and _YEAR.fullmatch(parts[4]) and items[place + 4].glued:
        return 5
    after = place + 3
    if parts[1] == "-" or is_measure(items, after):
        return 0
    return 3


def _since(items: Sequence[Item], place: int) -> int:
    """After «từ»: 13/11, «hôm 13», «ngày 13/11»."""
    is_day = place < len(items) and "day" in items[place].options
    length = _day(items, place + 1) if is_day else 0
    return length + 1 if length else _date(items, place)


def _day(items: Sequence[Item], place: int) -> int:
    """After «ngày»: 15, 15/6, 15-6, 15.6, 15 tháng 6, and a year; after «hôm» also «thứ bảy»."""
    if place < len(items) and "weekday" in items[place].options and (length := _weekday(items, place + 1)):
        return length + 1
    dash = _text(items, place + 1) == "-" and _MONTH.fullmatch(_text(items, place + 2)) is not None
    dash = (
        dash and _DAY.fullmatch(_text(items, place)) is not None and items[place + 1].glued and items[place + 2].glued
    )
    length = _date(items, place) or (3 if dash else 0) or _number(items, place)
    if not length and _DOTTED_DATE.fullmatch(_text(items, place)):
        length = 1
    for word, shape in (("month", _MONTH), ("", _YEAR)):
        step = place + length
        if length and step + 1 < len(items) and (word in items[step].options if word else items[step].code == "5"):
            year = shape.fullmatch(_text(items, step + 1)) is not None and (word or len(items[step + 1].text) == 4)
            length += 2 if year else 0
    return length


def _days(items: Sequence[Item], place: int) -> int:
    """«từ 13 đến 19 tháng 11»."""
    if "since" not in items[place].options or not _DAY.fullmatch(_text(items, place + 1)):
        return 0
    until = place + 2 < len(items) and {"since", "range"} & items[place + 2].options.keys()
    if not until or not _DAY.fullmatch(_text(items, place + 3)) or place + 4 >= len(items):
        return 0
    is_month = "month" in items[place + 4].options and _MONTH.fullmatch(_text(items, place + 5))
    if is_month:
        return 6
    return 6 if _text(items, place + 4) in ("/", "-") and _MONTH.fullmatch(_text(items, place + 5)) else 0


def _weekday(items: Sequence[Item], place: int) -> int:
    if place >= len(items):
        return 0
    if items[place].code in _WEEKDAYS:
        return 1
    return _number(items, place) if _text(items, place) in _WEEKDAYS else 0


def _ordinal(items: Sequence[Item], place: int) -> int:
    return _time(items, place) or _number(items, place)


def _place(items: Sequence[Item], place: int) -> int:
    if place < len(items) and items[place].code and items[place].code in _WEEKDAYS and _text(items, place + 1) == ":":
        return 1
    return _number(items, place)


def _name(items: Sequence[Item], place: int) -> int:
    """After «thôn»: up to three words with a capital; never all capitals, which is a way of typing."""
    length = 0
    while length < _NAME_WORDS and place + length < len(items):
        item = items[place + length]
        if not item.capital or _NO_NAME.intersection(item.options):
            break
        length += 1
    return length


def _time(items: Sequence[Item], place: int) -> int:
    """«8h», «8h30», «16 giờ 30», «8:30»."""
    if not _HOUR.fullmatch(_text(items, place)) or place + 1 >= len(items):
        return 0
    sign = items[place + 1]
    minutes = place + 2 < len(items) and _MINUTE.fullmatch(_text(items, place + 2)) is not None
    if sign.text == ":" and sign.glued and minutes and items[place + 2].glued:
        return 3
    if "hour" in sign.options:
        measured = is_measure(items, place + 3)
        return 3 if minutes and not measured and items[place + 2].glued else 2
    return 0


def _phone(items: Sequence[Item], place: int) -> int:
    """A number that begins with 0 and has 9 to 11 digits, however it is cut up."""
    digits, length = "", 0
    while place + length < len(items) and items[place + length].kind == "num" and len(digits) < 9:
        digits += items[place + length].text.translate(_NO_SIGNS)
        length += 1
    return length if _PHONE.fullmatch(digits) else 0


def _after_phone(items: Sequence[Item], place: int) -> int:
    skipped = 1 if _text(items, place) in (":", ".") else 0
    length = _phone(items, place + skipped)
    return length + skipped if length else 0


_AFTER = {
    "day": _day,
    "since": _since,
    "weekday": _weekday,
    "ordinal": _ordinal,
    "place": _place,
    "phone": _after_phone,
}


def _thousands(items: Sequence[Item], place: int) -> int:
    """How many items one number written with spaces takes: «1 819,7» is two."""
    length = 1
    if items[place].kind != "num" or not _THREE.fullmatch(items[place].text):
        return length
    while place + length < len(items) and items[place + length].spaced and items[place + length].kind == "num":
        text = items[place + length].text
        if not _LAST_GROUP.fullmatch(text):
            break
        length += 1
        if not _GROUP.fullmatch(text):
            break
    return length


def _joined(part: Sequence[Item]) -> Item:
    first = part[0]
    if len(part) == 1:
        return first
    return Item("num", " ".join(one.text for one in part), first.glued, first.spaced)
