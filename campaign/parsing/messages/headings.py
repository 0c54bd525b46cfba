"""Finds the numbers of questions in a message: «1: 5 sào», «2) 12», «3. không», «câu 2 7 sào», «1 là 8 người».

A number amid a line is a question's only where the numbers go on rising; «1.234» and «6, 7 sào» are none.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from campaign.parsing.messages import lexed
from campaign.text import fold

_WORDS = {"một": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "nam": 5, "sáu": 6, "sau": 6}
# The sure forms open a line or a clause; the others need a rising row of them. Blanks stand one by one in a message.
_OPENS, _BEGINS = r"(?:^|(?<=[;\n,:]))\s?", r"(?:^|(?<=[;\n,\s]))"
_QUESTION = r"(?:câu|cau|mục|muc|ý)\s?(?:số|so)?\s?"
_SIGN = r"(?:\s?[:)=]|\.(?=\s)|/(?=\s))"
_HEADING = re.compile(
    rf"{_OPENS}(?:{_QUESTION})?(?P<a>\d{{1,2}}){_SIGN}\s?"
    rf"|{_BEGINS}(?:câu|cau)\s?(?:số|so)?\s?(?:(?P<b>\d{{1,2}})|(?P<c>{'|'.join(_WORDS)}))(?:{_SIGN}|(?=\s))"
    rf"|{_BEGINS}(?P<row>(?:c\s?)?(?P<d>\d{{1,2}})(?:{_SIGN}|\s(?:là|la|thì|thi)(?=\s)|(?<=c\d)(?=\s))"
    rf"|(?:số |so )?(?P<e>{'|'.join(_WORDS)})\s(?:là|la|thì|thi)(?=\s)|(?:số|so) (?P<f>{'|'.join(_WORDS)})(?=\s))",
    re.IGNORECASE,
)
# «xóm 1: 3 người», «tuần 47: …»: the number of a place or a week.
_NUMBERED_ELSE = re.compile(
    r"(?<!\w)(?:xóm|xom|thôn|thon|bản|tổ|to|khu|đội|doi|tuần|tuan|tháng|thang|ngày|ngay)[^\S\n]?\Z", re.IGNORECASE
)
_LINE = re.compile(r"\s?(?P<number>[1-9])\s(?=[^\s:)=.,;/-])")
_MEASURED = frozenset(["unit", "noun", "multiplier"])
_KEYCAP = re.compile(r"([0-9])\ufe0f?\u20e3\s?(?=[^\s\u20e3])(?![0-9]\ufe0f?\u20e3)")
_UNIT_OF_LABEL = re.compile(r"\(\s?(?:ha|tấn|tạ|kg|hộ|người)\s?\)(?=\s?[:=|]?\s?\d)")  # «Sản lượng (tấn): 2,4»
_BRACKETED = re.compile(r"\((\d{1,2})\)\s?(?=[^\s(])")  # «(1) 6 (2) 7 sào»; «tám (8) hộ» begins no row
_OPENS_LIST = re.compile(r"(?:^|[:\n;.!,])\s?$")  # «hộ nghèo (1) 12 (2) 11» is none
_GLUED = re.compile(r"(?:^|(?<=[\s,;]))(\d)\.(?=[^\s.])")  # «1.7 người 2.3 sào 3.12 hộ»
_COUNTED_BEHIND = re.compile(r"\d{1,3}\s?(?:người|nguoi|ng|hộ|ho|khẩu|khau)(?!\w)|[^\W\d]", re.IGNORECASE)
_DECORATED = re.compile(
    "^[⚡✅☑❎⭐🌟📌📍📝📋📣📢👉🔹🔸🔶🔷💠🔴🟢🔵🟡⚠❗❕➡"
    "\U0001f32d-\U0001f379\U0001f3d5-\U0001f3f0\U0001f400-\U0001f43e"
    "\U0001f466-\U0001f469\U0001f6e2-\U0001f6e5\ufe0f ]{1,9}(?=\\w)"
    "|(?<=\\w)[⚡⭐🌟❗📣📢\ufe0f ]{1,9}$"
    "|^❌\ufe0f? ?(?=[^\n]{1,60}(?:chưa|không|chua|khong|Chưa|Không|CHƯA))",
    re.MULTILINE,
)
_COMMA_ROW = re.compile(r"^(\d), (?=\S)", re.MULTILINE)  # «1, 7» and «2, 5 sào», each on its line
_ORDINAL = re.compile(
    r"(?:^|(?<=[,;.\n]) ?)(?:thứ|thu) (nhất|nhat|hai|nhì|nhi|ba|tư|tu|năm|nam)"
    r"(?! (?:tuần|tuan|này|nay|vừa|vua|trước))(?!\w)"
    r"(?:,| là| thì| la| thi)?",
    re.IGNORECASE,
)
_ORDINALS = ("nhat", "hai nhi", "ba", "tu", "nam")
_LETTERED = re.compile(r"(?:^|(?<=[\s,;]))([a-e])\) ?(?=\S)")
_CIRCLED = re.compile("[\u2460-\u2468]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The number of a question: where it stands, and where its answer begins."""

    start: int
    end: int
    number: int
    is_repeated: bool = False  # the same numbers come twice in the message: an example was quoted, or answers differ


def find(text: str, questions: int) -> list[Heading]:
    """The headings in a cleaned text, for so many questions; [] where the numbers are no questions'."""
    found: list[Heading] = []
    unsure: set[int] = set()
    is_repeated = False
    if (lines := _lines(text, questions)) is not None:
        return lines
    for match in _HEADING.finditer(text):
        if (found and match.start() <= found[-1].end) or _is_in_brackets(text, match):
            continue  # «Câu 2: 0.», «(người lớn 5, trẻ em 2)»
        if _NUMBERED_ELSE.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        digits = match["a"] or match["b"] or match["d"]
        word = match["c"] or match["e"] or match["f"]
        number = int(digits) if digits else _WORDS[word.lower()]
        is_rising = not found or (number > found[-1].number)
        if match["row"]:
            if not (1 <= number <= questions and is_rising):
                is_repeated = is_repeated or any(one.number == number for one in found)
                continue
            unsure.add(len(found))
        found.append(Heading(match.start(), match.end(), number))
    if unsure and _are_doubtful(found, unsure):
        return []
    numbers = [one.number for one in found]
    twins = {one.number for one, other in itertools.pairwise(found) if one.number == other.number}
    if len(set(numbers)) + len(twins) == len(found) and not is_repeated:
        return [replace(one, is_repeated=one.number in twins) for one in found]  # «1. 6», «1. 7» on two lines
    return [replace(one, is_repeated=True) for one in found]


def _is_in_brackets(text: str, match: re.Match[str]) -> bool:
    """Whether the sign behind a number closes a bracket that was opened before it."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return match[0].rstrip().endswith(")") and line.count("(") > line.count(")")


def _lines(text: str, questions: int) -> list[Heading] | None:
    """«1 nhu cu», «2 khong»: every line begins with its number, from 1 on, and with nothing that the number counts."""
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.match(line)
        if match is None or int(match["number"]) != number or number > questions:
            return None
        items = lexed.items(line[match.end() :])
        if not items or _MEASURED.intersection(items[0].options):
            return None
        found.append(Heading(start + match.start("number"), start + match.end(), number))
        start += len(line) + 1
    return found if len(found) > 1 else None


def _are_doubtful(found: list[Heading], unsure: set[int]) -> bool:
    """A row of bare numbers is one of questions only from 1 on, without a gap; behind a sure first, rising will do."""
    if 0 not in unsure:
        return False
    return len(found) < 2 or [one.number for one in found] != list(range(1, len(found) + 1))


def _is_row(numbers: list[str]) -> bool:
    """From 1 on, without a gap."""
    return len(numbers) > 1 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def _has_no_decimals(text: str) -> bool:
    """Whether what stands behind each number but one at most cannot be its decimals: «1.7 người», «4.chưa đạt»."""
    behind = [_COUNTED_BEHIND.match(text, found.end()) for found in _GLUED.finditer(text)]
    return len(behind) > 2 and sum(one is None for one in behind) < 2


def _are_ordinals(words: list[str]) -> bool:
    """«thứ nhất … thứ hai …»: without the first, «thứ hai» is a Monday."""
    return 1 < len(words) <= len(_ORDINALS) and all(
        word in told.split() for word, told in zip(words, _ORDINALS, strict=False)
    )


def plain(text: str) -> str:
    """«① 6», «1️⃣ 6», «câu một» with their numbers as digits and a colon, before signs are made alike."""
    text = _UNIT_OF_LABEL.sub("", _KEYCAP.sub(r"\1: ", _DECORATED.sub("", text)))
    if _is_row(_BRACKETED.findall(text)) and _OPENS_LIST.search(text[: text.index("(1)")]):
        text = _BRACKETED.sub(r"\n\1: ", text)
    if _is_row(_GLUED.findall(text)) and _has_no_decimals(text):
        text = _GLUED.sub(r"\n\1: ", text)
    lines = [line for line in text.split("\n") if line.strip()]
    if _is_row(_COMMA_ROW.findall(text)) and len(_COMMA_ROW.findall(text)) == len(lines):
        text = _COMMA_ROW.sub(r"\1: ", text)
    if _are_ordinals([fold(word) for word in _ORDINAL.findall(text)]):
        text = _ORDINAL.sub("\n", text)
    if "".join(letters := _LETTERED.findall(text)) == "abcde"[: len(letters)] and len(letters) > 1:
        text = _LETTERED.sub("\n", text)
    return _CIRCLED.sub(lambda circled: f" {ord(circled[0]) - 0x245F}: ", text).strip()
