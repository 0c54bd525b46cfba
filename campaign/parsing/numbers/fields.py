"""What a figure is asked in: its unit, its limits, and the nouns that may stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from campaign.parsing.numbers import lexicon
from campaign.parsing.numbers.lexicon import LEXICON, Entry, FieldUnit, Node, Noun

_COUNT = FieldUnit("", Decimal(1), True)
_NO_NOUN = Noun("", frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Field:
    """One input as the reader of figures sees it.

    `flow`: new since last time, so «nothing occurred» is an answer and «as before» is none. `whole`: has no
    decimals; None takes it from the unit (counts are whole; ha, tấn, km, % are not). `ratio`: «95/120» is asked;
    so it is when the unit is "ratio". `nouns`: further words for what is counted, lower case. `last`: of a level, the
    figure that stood before, in the unit; by it «giảm 1 còn 11» is checked. `lacking`: those without something are
    counted, so that «thiếu 6» is 6. `vanishing`: a level that ought to be none, so that «không còn ai» is 0.
    """

    unit: str
    flow: bool = True
    whole: bool | None = None
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    ratio: bool = False
    nouns: tuple[str, ...] = ()
    last: Decimal | None = None
    lacking: bool = False
    vanishing: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What follows from a field's unit."""

    dimension: str  # "" for counts
    factor: Decimal  # one of the field's unit in the dimension's base
    whole: bool
    ratio: bool
    noun: Noun
    words: Node | None  # the field's own nouns, if it has any


_LACKING = ("thiếu", "còn thiếu", "vẫn thiếu", "vẫn còn thiếu", "hiện thiếu", "chỉ thiếu", "chỉ còn thiếu")
OWN = "own"  # the group of nouns that only this field knows


def frame(field: Field) -> Frame:
    """The dimension, factor and noun of a field's unit; an unknown unit is a counted noun of its own."""
    return _frame(field.unit.strip().lower(), field.whole, field.ratio, field.nouns, field.lacking)


@lru_cache(maxsize=256)
def _frame(unit: str, is_whole: bool | None, is_ratio: bool, nouns: tuple[str, ...], is_lacking: bool) -> Frame:
    known = LEXICON.fields.get(unit, _COUNT)
    whole = known.whole if is_whole is None else is_whole
    noun = LEXICON.nouns.get(unit, _NO_NOUN) if not known.dimension else _NO_NOUN
    own = nouns if known.dimension or noun.group else (*nouns, unit)
    words = Node()
    for form in filter(None, own):
        lexicon.plant(
            words,
            Entry(
                tuple(map(lexicon.canonical, form.lower().split())), "noun", noun=Noun(OWN, frozenset(), frozenset())
            ),
        )
    for form in _LACKING if is_lacking else ():
        lexicon.plant(words, Entry(tuple(map(lexicon.canonical, form.split())), "remain"))
    own_words = words if words.steps else None
    return Frame(known.dimension, known.factor, whole, is_ratio or unit == "ratio", noun, own_words)


def of_same_unit(dimension: str, noun: Noun | None, fields: Sequence[Field]) -> list[Field]:
    """Those of several fields beside whose figure this noun may stand, or this unit where there is no noun."""
    own = [(field, frame(field)) for field in fields]
    if noun is None:
        return [field for field, one in own if dimension and dimension == one.dimension]
    return [field for field, one in own if not one.dimension and one.noun.group and is_counted_in(noun, field)]


def is_averaged(field: Field) -> bool:
    """Is the figure itself an average: a yield, or an income per head?"""
    return frame(field).dimension == "yield" or "/người" in field.unit.lower()


def is_counted_in(noun: Noun | None, field: Field) -> bool:
    """May this noun stand beside the field's figure? No noun always may."""
    if noun is None or noun.group == OWN:
        return True
    own = frame(field).noun
    return bool(own.group) and (noun.group == own.group or noun.group in own.also or noun.of == own.group)
