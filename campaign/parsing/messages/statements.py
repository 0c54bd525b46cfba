"""Statements about everything that a message does not name: «tất cả như cũ», «còn lại không có gì mới»."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.parsing.messages import lexed
from campaign.parsing.messages.message import ALL_AS_BEFORE, NOTHING_NEW
from campaign.parsing.messages.names import Spot
from campaign.parsing.numbers.answers import is_politeness
from campaign.parsing.numbers.lexicon import fold

_ALL = (
    "tat ca", "toan bo", "moi thu", "moi cai", "deu", "con lai", "cai khac", "muc khac", "noi dung khac", "so khac",
    "phan khac", "may cai kia", "cac cau khac", "so lieu khac", "chi tieu khac", "het", "ca",
)  # fmt: skip
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
    items = [one for one in lexed.items(text) if not is_politeness(one)]
    kinds = {item.kind for item in items}
    if any(item.is_numeric for item in items):
        return ""
    folded = f" {' '.join(fold(word) for word in text.lower().split())} "
    if "nothing_new" in kinds and kinds <= _KINDS:
        return NOTHING_NEW
    is_all = any(f" {words} " in folded for words in _ALL)
    return ALL_AS_BEFORE if "keep" in kinds and is_all else ""


def is_alike(words: str) -> bool:
    """«cũng vậy»: like before, or like what was said just before of something else."""
    said = [one for one in lexed.items(words) if not is_politeness(one)]
    return bool(said) and all(one.kind == "keep" and one.text in _ALIKE for one in said)


def is_shared(words: str) -> bool:
    """Whether words may be said of several names in a row: «như cũ», «không có gì mới»."""
    kinds = {one.kind for one in lexed.items(words) if not is_politeness(one)}
    return bool(kinds & {"keep", "nothing_new"}) and kinds <= _KINDS
