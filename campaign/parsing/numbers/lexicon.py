"""The words of `words.toml`, ready to be found: with their accents, without them, or with telex keys left in.

Knows which word is of which kind; what the kinds mean together is decided elsewhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from campaign import text as folding

# Where one spelling without accents is several words, the kind that comes first wins; `code` (a number word)
# is kept beside the kind and tried first by the reader of numbers.
ORDER = (
    "keep", "not_known", "nothing_new", "none_left", "finished", "remain", "added", "cumulative", "other_time",
    "nothing", "not_yet", "over", "unit", "noun", "multiplier", "hedge", "range", "negative", "change", "equals",
    "since", "day", "month", "weekday", "ordinal", "place", "phone", "hour", "later", "average", "lead", "crop",
    "pronoun", "courtesy", "correction", "corrected", "not_that", "nothing_tail", "small_talk",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(ORDER)}
_TONE_KEY = re.compile(r"(?<=[aeiouy])[sfrxj]|(?<=[a-z])[sfrxj]$")
_LONE_W = re.compile(r"^([^auow]*)w")  # «ddwowngf»: a w with no vowel before it is ư
_DOUBLE = re.compile(r"(aa|ee|oo|dd)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; see the file for the flags."""

    name: str
    dimension: str
    factor: Decimal
    counted: bool = False
    tenths: bool = False
    single: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun's group; `beside` are groups it may stand beside, `also` and `of` others that say the same.

    A field of the group takes nouns of the groups in its `also` («28 người» for party members); a noun with `of`
    is taken by fields of that group («6 người chưa có thẻ» for people).
    """

    group: str
    beside: frozenset[str]
    also: frozenset[str]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one word or phrase."""

    words: tuple[str, ...]  # canonical
    kind: str
    code: str = ""
    unit: Unit | None = None
    noun: Noun | None = None
    multiplier: Decimal | None = None


@dataclass(slots=True, eq=False)
class Node:
    """A step of the tree of folded words."""

    steps: dict[str, Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FieldUnit:
    """How figures of a field's unit relate to the base of their dimension."""

    dimension: str
    factor: Decimal
    whole: bool


class Lexicon:
    """All words, as a tree of folded words; built once."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.root = Node()
        self.vocabulary: set[str] = set()
        self.emoji = frozenset(data["emoji"])
        self.fields = {
            one["unit"]: FieldUnit(one["dimension"], Decimal(one["factor"]), one.get("whole", False))
            for one in data["fields"]
        }
        self.nouns: dict[str, Noun] = {}
        self.factors = {one["name"]: Decimal(one["factor"]) for one in data["units"]}  # of one unit in its base
        self._needs_accents = frozenset(map(canonical, data["accents_needed"]))
        self._negations = [form for form in data["phrases"]["nothing"] if " " not in form and form != "không"]
        self._add_numbers(data)
        self._add_units(data["units"])
        self._add_nouns(data["nouns"])
        for kind, forms in data["phrases"].items():
            for form in forms:
                self._add(form, kind)

    def _add_numbers(self, data: dict[str, Any]) -> None:
        for form, code in data["numbers"].items():
            self._add(form, "number", code=code)
        for form, times in data["multipliers"].items():
            self._add(form, "multiplier", multiplier=Decimal(times))

    def _add_units(self, units: list[dict[str, Any]]) -> None:
        for one in units:
            flags = {flag: bool(one.get(flag)) for flag in ("counted", "tenths", "single")}
            unit = Unit(one["name"], one["dimension"], Decimal(one["factor"]), **flags)
            for form in one["forms"]:
                self._add(form, "unit", unit=unit)

    def _add_nouns(self, nouns: list[dict[str, Any]]) -> None:
        for one in nouns:
            noun = Noun(
                one["group"], frozenset(one.get("beside", ())), frozenset(one.get("also", ())), one.get("of", "")
            )
            for form in one["forms"]:
                self.nouns[form] = noun
                self._add(form, "noun", noun=noun)

    def _add(self, form: str, kind: str, **more: Any) -> None:
        words = form.split(" ")
        self._plant(Entry(tuple(map(canonical, words)), kind, **more))
        if "không" in words and kind not in ("number", "nothing"):
            for negation in self._negations:
                other = (canonical(negation if one == "không" else one) for one in words)
                self._plant(Entry(tuple(other), kind, **more))

    def _plant(self, entry: Entry) -> None:
        self.vocabulary.update(map(fold, entry.words))
        plant(self.root, entry)

    def fits(self, entry: Entry, words: list[str]) -> bool:
        """Does the entry stand for these typed words: the same, or the same without accents?"""
        if entry.words == tuple(words):
            return True
        if len(words) == 1 and entry.words[0] in self._needs_accents:
            return False
        return all(
            mine == typed or (typed.isascii() and mine != typed) for mine, typed in zip(entry.words, words, strict=True)
        )

    def spelled(self, folded: str, more: frozenset[str] = frozenset()) -> str:
        """A folded word, rid of telex keys when only that makes it a known one: «muwoif» -> «muoi»."""
        if folded in self.vocabulary or folded in more or not folded.isascii():
            return folded
        plain = _DOUBLE.sub(lambda pair: pair[0][0], _LONE_W.sub(r"\1u", folded).replace("w", ""))
        for candidate in (plain, _TONE_KEY.sub("", plain)):
            if candidate in self.vocabulary or candidate in more:
                return candidate
        return folded


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """One word or sign without accents; signs stay."""
    return folding.fold(word) if word[:1].isalpha() else word


_TONES = "\u0300\u0301\u0303\u0309\u0323"


@lru_cache(maxsize=4096)
def canonical(word: str) -> str:
    """A lower-case word with its tone at the end and «ươ» whole: hoà and hòa, mười and mừơi are one."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in letters if mark in _TONES)
    rest = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    return rest.replace("uơ", "ươ").replace("ưo", "ươ") + tone


def plant(root: Node, entry: Entry) -> None:
    """Put an entry into a tree of folded words."""
    node = root
    for word in entry.words:
        node = node.steps.setdefault(fold(word), Node())
    node.entries.append(entry)


def rank(entry: Entry) -> int:
    return _RANK.get(entry.kind, len(_RANK))


def _load() -> Lexicon:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return Lexicon(tomllib.loads(text))


LEXICON = _load()
