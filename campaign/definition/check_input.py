"""What must hold inside one input of a campaign: its questions, its answers and its guards.

Sees shapes only; `reading` has already seen to types, `loading` gives each complaint its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from campaign.assessment import terms
from campaign.catalogue import EntryKind, Input
from campaign.definition import measure_reasons
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
        yield ("asked", "kind"), measure_reasons.ONLY_LEVELS_ARE_KNOWN
    if len(one.label) > LONGEST_BUTTON:
        yield ("label",), measure_reasons.long_for_button(len(one.label), LONGEST_BUTTON)
    yield from _answers(one)
    yield from _guards(one)
    yield from _doubts(one)
    if one.denominator not in (None, "asked", *PROFILE):
        yield ("denominator",), measure_reasons.unknown(one.denominator, ("asked", *PROFILE))
    if one.bounded_by not in (None, *PROFILE):
        yield ("bounded_by",), measure_reasons.no_profile_number(one.bounded_by, PROFILE)
    if one.key == terms.OF:
        yield ("key",), measure_reasons.OF_IS_TAKEN


def _texts(one: Input) -> Iterator[Complaint]:
    said = "choice" if one.kind in _OPTION_KINDS else "figure"
    yield from ((("question",), reason) for reason in _placeholders(one.question, allowed="since"))
    yield from ((("said", "kind"), reason) for reason in _placeholders(one.said, allowed=said))
    if one.said and f"{{{said}}}" not in one.said:
        yield ("said", "kind"), measure_reasons.must_hold(said)
    asked = one.question.replace("{since}", TYPICAL_SINCE)
    if len(asked) > LONGEST_QUESTION:
        yield ("question",), measure_reasons.long_question(len(asked), LONGEST_QUESTION)
    if "ví dụ" in one.question.lower() and one.example not in one.question:
        yield ("question", "example"), measure_reasons.another_example(one.example)


def _placeholders(text: str, allowed: str) -> Iterator[str]:
    try:
        found = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield measure_reasons.HALF_A_BRACE
        return
    for name in found:
        if name != allowed:
            yield measure_reasons.cannot_be_filled(name, allowed)


def _answers(one: Input) -> Iterator[Complaint]:
    if one.kind.is_flow and not one.nothing:
        yield ("nothing", "kind"), measure_reasons.FLOW_NEEDS_NOTHING
    if one.nothing and not one.kind.is_flow:
        yield ("nothing", "kind"), measure_reasons.nothing_of_no_flow(one.kind)
    if any(word in fold(one.nothing) for word in _SAYS_UNCHANGED):
        yield ("nothing",), measure_reasons.NOTHING_READS_UNCHANGED
    if len(one.nothing) > LONGEST_BUTTON:
        yield ("nothing",), measure_reasons.long_for_button(len(one.nothing), LONGEST_BUTTON)
    if one.kind in _OPTION_KINDS:
        yield from _options(one)
    elif not one.unit:
        yield ("unit", "kind"), measure_reasons.needs_unit(one.kind)
    elif one.options:
        yield ("options", "kind"), measure_reasons.has_no_options(one.kind)


def _options(one: Input) -> Iterator[Complaint]:
    if len(one.options) < 2 or (one.kind is EntryKind.YES_NO and len(one.options) != 2):
        yield ("options", "kind"), measure_reasons.TWO_OPTIONS
    elif len({option.yes for option in one.options}) == 1:
        yield ("options",), measure_reasons.ONE_YES_ONE_NO
    for name in ("key", "label"):
        values = [fold(getattr(option, name)) for option in one.options if getattr(option, name)]
        if len(set(values)) < len(values):
            yield ("options",), measure_reasons.same_option(name)
    for option in one.options:
        if len(option.label) > LONGEST_BUTTON:
            yield ("options",), measure_reasons.long_option(option.label, LONGEST_BUTTON)


def _guards(one: Input) -> Iterator[Complaint]:
    if one.maximum is not None and one.maximum < one.minimum:
        yield ("maximum", "minimum"), measure_reasons.below_minimum(one.maximum, one.minimum)
    for name in ("unusual_above", "unusual_below"):
        guard = getattr(one, name)
        if guard is None:
            continue
        if guard < one.minimum or (one.maximum is not None and guard > one.maximum):
            yield (name, "minimum", "maximum"), measure_reasons.never_marks(guard)
    if one.unusual_above is not None and one.unusual_below is not None and one.unusual_above < one.unusual_below:
        yield ("unusual_above", "unusual_below"), measure_reasons.MARKS_OVERLAP
    if one.whole:
        for name in ("minimum", "maximum", "unusual_above", "unusual_below"):
            guard = getattr(one, name)
            if guard is not None and guard != guard.to_integral_value():
                yield (name, "whole"), measure_reasons.has_decimals(guard)
        if _DECIMALS.search(one.example):
            yield ("example", "whole"), measure_reasons.has_decimals(one.example)


def _doubts(one: Input) -> Iterator[Complaint]:
    if one.opposite and not (one.kind is EntryKind.LEVEL and one.denominator):
        yield ("opposite", "kind", "denominator"), measure_reasons.OPPOSITE_NEEDS_REST
    if len(one.opposite) > LONGEST_BUTTON:
        yield ("opposite",), measure_reasons.long_for_button(len(one.opposite), LONGEST_BUTTON)
    if one.falls_by_decision and one.kind is not EntryKind.LEVEL:
        yield ("falls_by_decision", "kind"), measure_reasons.does_not_fall(one.kind)
    if one.only_with and not one.kind.is_flow:
        yield ("only_with", "kind"), measure_reasons.has_no_companion(one.kind)
    if one.only_with and not one.alone:
        yield ("alone", "only_with"), measure_reasons.ALONE_IS_MISSING
    if one.alone and not one.only_with:
        yield ("alone", "only_with"), measure_reasons.ALONE_IS_NEVER_SAID
