"""What must hold inside one input of a campaign: its questions, its answers and its guards.

Sees shapes only; `reading` has already seen to types, `loading` gives each complaint its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from campaign.assessment import terms
from campaign.catalogue import EntryKind, Input
from campaign.text import fold

Complaint = tuple[tuple[str, ...], str]  # the keys it is about, the first one placing it; the reason

LONGEST_QUESTION = 120  # on a phone of 360 points, three lines
LONGEST_BUTTON = 24
PROFILE = ("people", "households", "adults")
TYPICAL_SINCE = "thứ Sáu 13/11"

_OPTION_KINDS = (EntryKind.YES_NO, EntryKind.CHOICE)
_DECIMALS = re.compile(r"\d,\d")
_SAYS_UNCHANGED = ("nhu cu", "khong thay doi", "khong doi", "van nhu", "giu nguyen")


def of_input(one: Input) -> Iterator[Complaint]:
    """What is wrong within one input."""
    if one.asked:
        yield from _texts(one)
    elif one.kind is not EntryKind.LEVEL:
        yield ("asked", "kind"), "only a level can be known beforehand; a flow has to be asked"
    if len(one.label) > LONGEST_BUTTON:
        yield ("label",), f"{len(one.label)} letters; a button has room for {LONGEST_BUTTON}"
    yield from _answers(one)
    yield from _guards(one)
    yield from _doubts(one)
    if one.denominator not in (None, "asked", *PROFILE):
        yield ("denominator",), f"{one.denominator!r} is not known: asked, {', '.join(PROFILE)}"
    if one.bounded_by not in (None, *PROFILE):
        yield ("bounded_by",), f"{one.bounded_by!r} is no number of a unit's profile: {', '.join(PROFILE)}"
    if one.key == terms.OF:
        yield ("key",), "'of' means the denominator in terms; choose another key"


def _texts(one: Input) -> Iterator[Complaint]:
    said = "choice" if one.kind in _OPTION_KINDS else "figure"
    yield from ((("question",), reason) for reason in _placeholders(one.question, allowed="since"))
    yield from ((("said", "kind"), reason) for reason in _placeholders(one.said, allowed=said))
    if one.said and f"{{{said}}}" not in one.said:
        yield ("said", "kind"), f"must hold {{{said}}}, or the echo would not say the answer"
    asked = one.question.replace("{since}", TYPICAL_SINCE)
    if len(asked) > LONGEST_QUESTION:
        yield ("question",), f"{len(asked)} letters when filled; at most {LONGEST_QUESTION}"
    if "ví dụ" in one.question.lower() and one.example not in one.question:
        yield ("question", "example"), f"gives another example than {one.example!r}"


def _placeholders(text: str, allowed: str) -> Iterator[str]:
    try:
        found = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield "has a brace without its partner"
        return
    for name in found:
        if name != allowed:
            yield f"{{{name}}} cannot be filled here; only {{{allowed}}} can"


def _answers(one: Input) -> Iterator[Complaint]:
    if one.kind.is_flow and not one.nothing:
        yield ("nothing", "kind"), "missing: a flow needs the words for «nothing occurred»"
    if one.nothing and not one.kind.is_flow:
        yield ("nothing", "kind"), f"a {one.kind} cannot answer «nothing occurred»; only flows can"
    if any(word in fold(one.nothing) for word in _SAYS_UNCHANGED):
        yield ("nothing",), "reads as «unchanged»; of a flow it must say that nothing occurred"
    if len(one.nothing) > LONGEST_BUTTON:
        yield ("nothing",), f"{len(one.nothing)} letters; a button has room for {LONGEST_BUTTON}"
    if one.kind in _OPTION_KINDS:
        yield from _options(one)
    elif not one.unit:
        yield ("unit", "kind"), f"missing: a {one.kind} is counted in something"
    elif one.options:
        yield ("options", "kind"), f"a {one.kind} is a number and has no options"


def _options(one: Input) -> Iterator[Complaint]:
    if len(one.options) < 2 or (one.kind is EntryKind.YES_NO and len(one.options) != 2):
        yield ("options", "kind"), "missing: give two options for yes_no, two or more for choice"
    elif len({option.yes for option in one.options}) == 1:
        yield ("options",), "one option at least must count as yes, and one as no"
    for name in ("key", "label"):
        values = [fold(getattr(option, name)) for option in one.options if getattr(option, name)]
        if len(set(values)) < len(values):
            yield ("options",), f"two options have the same {name}"
    for option in one.options:
        if len(option.label) > LONGEST_BUTTON:
            yield ("options",), f"{option.label!r} has {len(option.label)} letters; a button has {LONGEST_BUTTON}"


def _guards(one: Input) -> Iterator[Complaint]:
    if one.maximum is not None and one.maximum < one.minimum:
        yield ("maximum", "minimum"), f"{one.maximum} is below the minimum {one.minimum}"
    for name in ("unusual_above", "unusual_below"):
        guard = getattr(one, name)
        if guard is None:
            continue
        if guard < one.minimum or (one.maximum is not None and guard > one.maximum):
            yield (name, "minimum", "maximum"), f"{guard} lies outside minimum and maximum, so it never marks a figure"
    if one.unusual_above is not None and one.unusual_below is not None and one.unusual_above < one.unusual_below:
        yield ("unusual_above", "unusual_below"), "is below unusual_below, so every figure would be marked"
    if one.whole:
        for name in ("minimum", "maximum", "unusual_above", "unusual_below"):
            guard = getattr(one, name)
            if guard is not None and guard != guard.to_integral_value():
                yield (name, "whole"), f"{guard} has decimals, but the figures are whole numbers"
        if _DECIMALS.search(one.example):
            yield ("example", "whole"), f"{one.example!r} has decimals, but the figures are whole numbers"


def _doubts(one: Input) -> Iterator[Complaint]:
    if one.opposite and not (one.kind is EntryKind.LEVEL and one.denominator):
        yield ("opposite", "kind", "denominator"), "only a level with a denominator has a rest to be taken for it"
    if len(one.opposite) > LONGEST_BUTTON:
        yield ("opposite",), f"{len(one.opposite)} letters; a button has room for {LONGEST_BUTTON}"
    if one.falls_by_decision and one.kind is not EntryKind.LEVEL:
        yield ("falls_by_decision", "kind"), f"a {one.kind} does not fall; only a level does"
    if one.only_with and not one.kind.is_flow:
        yield ("only_with", "kind"), f"a {one.kind} is there without anything happening; only flows have a companion"
    if one.only_with and not one.alone:
        yield ("alone", "only_with"), "missing: only_with needs the words for a figure without its companion"
    if one.alone and not one.only_with:
        yield ("alone", "only_with"), "is never said without only_with"
