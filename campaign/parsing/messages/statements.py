"""Statements about everything that a message does not name: «tất cả như cũ», «còn lại không có gì mới»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.parsing.messages import lexed
from campaign.parsing.messages.message import ALL_AS_BEFORE, NOTHING_NEW
from campaign.parsing.messages.names import Spot
from campaign.parsing.numbers.answers import is_politeness
from campaign.parsing.numbers.lexicon import fold

_ALL = (
    "tat ca", "toan bo", "moi thu", "moi cai", "deu", "con lai", "cai khac", "muc khac", "noi dung khac", "so khac",
    "muc con lai", "phan khac", "may cai kia", "cac cau khac", "so lieu khac", "chi tieu khac", "het", "ca",
)  # fmt: skip
_OTHERS = re.compile(r" (?:(?:cac|nhung|may) )?(?:muc|cau|cai|so|phan|noi dung|chi tieu|so lieu) (?:khac|con lai|kia) ")
# «Tuần này thôn không có gì thay đổi»: said of the village, not of one figure.
_OF_VILLAGE = re.compile(
    r" (?:(?:tuan nay|ky nay|hien) )?(?:thon|ban|xom)(?: (?:toi|em|minh|ta))?(?: van)?"
    r" (?:khong|ko|k|chua|van|giu|y|nhu) "
)
# «không có gì thay đổi, chỉ …»: said of all but what follows.
_BUT = re.compile(
    r" (?:(?:khong|ko|k|chua) (?:co )?(?:gi|j|su) thay doi|(?:khong|ko|k|chua) thay doi (?:gi|j)(?: ca)?)"
    r"(?: so voi (?:tuan|lan) truoc)? (?:chi|chi co|rieng|tru|ngoai|moi)(?: la)? "
)
_MOST_TRIED = 3  # «các mục còn lại như cũ» begins at most in so many places
_BEGINS = re.compile(
    r"(?<=\s)(?:(?:các|cac|những|nhung|mấy|may) )?"
    r"(?:còn lại|con lai|tất cả|tat ca|mục|muc|câu|cau|cái|cai|số|so|phần|phan|nội|noi)(?!\w)",
    re.IGNORECASE,
)
_ALIKE = frozenset(
    ["cũng vậy", "cung vay", "cũng thế", "cung the", "cx vậy", "cx vay", "cx thế", "cx the", "cx z", "cũng z", "cung z"]
)
_KINDS = frozenset(
    ["keep", "nothing_new", "courtesy", "pronoun", "lead", "remain", "context", "nothing_tail", "finished"]
)


def read(text: str, spots: Sequence[Spot]) -> str:
    """NOTHING_NEW, ALL_AS_BEFORE, or "" for a clause that is no such statement."""
    if spots:
        return ""
    if any(item.is_numeric for item in lexed.items(text)):
        return ""
    folded = f" {' '.join(fold(word) for word in text.lower().split())} "
    is_all = any(f" {words} " in folded for words in _ALL)
    kinds = {one.kind for one in lexed.items(text) if not is_politeness(one)}
    if "nothing_new" in kinds and (kinds <= _KINDS or _OTHERS.match(folded)):
        return NOTHING_NEW
    is_all = is_all or _BUT.fullmatch(folded) is not None
    is_of_village = _OF_VILLAGE.match(folded) is not None and kinds <= _KINDS | {"noun", "place"}
    return ALL_AS_BEFORE if "keep" in kinds and (is_all or is_of_village) else ""


def at_end(text: str) -> tuple[str, str]:
    """«bhyt 6 còn lại như cũ» in two; the whole and "" where no such statement stands behind a figure."""
    for match in list(_BEGINS.finditer(text))[-_MOST_TRIED:]:
        head, tail = text[: match.start()], text[match.start() :]
        if lexed.has_figure(head) and read(tail, []):
            return head.strip(), tail.strip()
    return text, ""


def is_alike(words: str) -> bool:
    """«cũng vậy»: like before, or like what was said just before of something else."""
    said = [one for one in lexed.items(words) if not is_politeness(one)]
    return bool(said) and all(one.kind == "keep" and one.text in _ALIKE for one in said)


def is_shared(words: str) -> bool:
    """Whether words may be said of several names in a row: «như cũ», «không có gì mới»."""
    kinds = {one.kind for one in lexed.items(words) if not is_politeness(one)}
    return bool(kinds & {"keep", "nothing_new"}) and kinds <= _KINDS
