"""What must hold inside one measure of a campaign, and between its inputs.

Sees shapes only; `reading` has already seen to types, `loading` gives each complaint its line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from campaign.assessment import terms
from campaign.catalogue import Aggregation, Cadence, EntryKind, Measure, PathPoint, Target, TargetKind
from campaign.definition.check_input import LONGEST_BUTTON, Complaint

LONGEST_NAME = 26  # a row of the picture
KINDS_OF_UNIT = ("village", "school", "office")
SUBJECTS = ("self", "commune", "village")

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_OPTION_KINDS = (EntryKind.YES_NO, EntryKind.CHOICE)
_MONTHS_OF = {Cadence.QUARTERLY: 4, Cadence.HALF_YEARLY: 2, Cadence.YEARLY: 1}


def of_measure(measure: Measure) -> Iterator[Complaint]:
    """What is wrong within one measure, its inputs taken as they are."""
    if len(measure.name) > LONGEST_NAME:
        yield ("name",), f"{len(measure.name)} letters; the picture has room for {LONGEST_NAME}"
    if len(measure.label) > LONGEST_BUTTON:
        yield ("label",), f"{len(measure.label)} letters; a button has room for {LONGEST_BUTTON}"
    if measure.scale <= 0:
        yield ("scale",), "must be above zero"
    yield from _who(measure)
    yield from _months(measure)
    yield from _year(measure)
    yield from _terms(measure)
    yield from ((("path", "year_start"), reason) for reason in _path(measure.path, measure.year_start or (1, 1)))


def _who(measure: Measure) -> Iterator[Complaint]:
    for name in measure.reporters:
        if name not in KINDS_OF_UNIT and not _CODE.fullmatch(name):
            yield (
                ("reporters",),
                f"{name!r} is neither a kind of unit ({', '.join(KINDS_OF_UNIT)}) nor a code like PKT",
            )
    if len(set(measure.reporters)) < len(measure.reporters):
        yield ("reporters",), "names one reporter twice"
    if measure.subject and measure.subject not in SUBJECTS:
        yield ("subject",), f"{measure.subject!r} is not known: {', '.join(SUBJECTS)}"
    elif measure.subject != "self" and (len(measure.reporters) > 1 or set(measure.reporters) & set(KINDS_OF_UNIT)):
        yield ("reporters", "subject"), "only one office, given by its code, can answer for others than itself"


def _months(measure: Measure) -> Iterator[Complaint]:
    months, cadence = measure.months, measure.cadence
    if any(not 1 <= month <= 12 for month in months) or list(months) != sorted(set(months)):
        yield ("months",), "must be months from 1 to 12, each once, in order"
    elif cadence is Cadence.SEASON and not months:
        yield ("months", "cadence"), "missing: a season needs the months in which it is asked"
    elif cadence in _MONTHS_OF and len(months) != _MONTHS_OF[cadence]:
        yield ("months", "cadence"), f"{cadence} needs {_MONTHS_OF[cadence]}: the months in which a period is asked"
    elif months and cadence not in (Cadence.SEASON, *_MONTHS_OF):
        yield ("months", "cadence"), f"{cadence} has no months of its own"
    opened = measure.season_starts
    if opened and (cadence is not Cadence.SEASON or list(opened) != sorted(set(opened) & set(months))):
        yield ("season_starts", "months", "cadence"), "must be months of the season's own, each once, in order"


def _year(measure: Measure) -> Iterator[Complaint]:
    kinds = {one.kind for one in measure.inputs}
    if measure.year_start and measure.since:
        yield ("since", "year_start"), "give either since or year_start: a count begins anew each year or it does not"
    if kinds & {EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL} and not measure.is_cumulative:
        yield ("year_start", "since", "input"), "missing: a sum needs the day on which it begins"
    if measure.target.kind is TargetKind.YEAR_ON_YEAR and measure.year_start is None:
        yield ("year_start", "target"), "missing: a change against last year needs the day on which the year begins"


def of_target(target: Target) -> Iterator[Complaint]:
    """A value where the kind needs one, and none where it cannot have one."""
    if target.kind is TargetKind.BASELINE and target.value is not None:
        yield ("value", "kind"), "a baseline has no value: it is the opening figure"
    if target.kind is not TargetKind.BASELINE and target.value is None:
        yield ("value", "kind"), f"missing: a target of kind {target.kind} needs one"


def _terms(measure: Measure) -> Iterator[Complaint]:
    ratio = measure.aggregation in (Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN)
    single = measure.aggregation is Aggregation.COMMUNE_SINGLE
    if ratio and not measure.over:
        yield ("over", "aggregation"), f"missing: a {measure.aggregation} needs what it is divided by"
    if measure.over and not (ratio or single):
        yield ("over", "aggregation"), f"a {measure.aggregation} is divided by nothing"
    used: set[str] = set()
    for key, listed in (("value", measure.value), ("over", measure.over)):
        for term in listed:
            try:
                found = terms.names((term,))
            except terms.TermError as error:
                yield (key,), str(error)
                used.update(one.key for one in measure.inputs)
                continue
            used.update(name.removeprefix("of.") for name in found)
            yield from (((key, "input"), reason) for reason in _unknown_names(measure, found))
    yield from _used(measure, used)


def _unknown_names(measure: Measure, found: tuple[str, ...]) -> Iterator[str]:
    keys = [one.key for one in measure.inputs]
    with_denominator = [one.key for one in measure.inputs if one.denominator]
    for name in found:
        if name == terms.OF:
            if len(with_denominator) != 1:
                yield f"'of' needs exactly one input with a denominator, not {len(with_denominator)}; or write of.KEY"
        elif name.startswith("of."):
            if name[3:] not in with_denominator:
                yield f"{name!r}: no input {name[3:]!r} with a denominator"
        elif name not in keys:
            yield f"unknown term {name!r}: the inputs are {', '.join(keys)}"


def _used(measure: Measure, used: set[str]) -> Iterator[Complaint]:
    yes = measure.decided_by
    if yes and yes not in [one.key for one in measure.inputs if one.kind is EntryKind.YES_NO]:
        yield ("decided_by", "input"), f"{yes!r} is no yes_no input of this measure"
    for one in measure.inputs:
        if one.key and one.key not in used and one.key != yes and not (one.denominator and terms.OF in used):
            yield ("value", "input"), f"the input {one.key!r} is asked for but never used"
    if measure.aggregation in (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES):
        counted = [one for one in measure.inputs if one.key in measure.value and one.kind in _OPTION_KINDS]
        if len(counted) != 1 or len(measure.value) != 1:
            yield ("value", "aggregation", "input"), "must be one yes_no or choice input, for the yeses are counted"


def _path(path: tuple[PathPoint, ...], start: tuple[int, int]) -> Iterator[str]:
    if not path:
        return
    days = [(point.day < start, point.day) for point in path]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        yield "the days must follow one another within the measure's year"
    shares = [point.share for point in path]
    if any(not 0 <= share <= 1 for share in shares) or sorted(shares) != shares:
        yield "the shares must rise from 0 to 1"
    elif shares[-1] != 1:
        yield f"must end at 1, the whole target, not at {shares[-1]}"


def of_siblings(measure: Measure) -> Iterator[tuple[int, str, str]]:
    """What is wrong between the inputs of one measure: the input's index, the key, the reason."""
    by_key = {one.key: one for one in reversed(measure.inputs)}  # of two with one key, the first
    for index, one in enumerate(measure.inputs):
        if one.key and by_key[one.key] is not one:
            yield index, "key", f"duplicate: another input of this measure is called {one.key!r}"
        if not one.asked_with:
            continue
        flow = by_key.get(one.asked_with)
        if flow is None or flow is one or not flow.kind.is_flow:
            yield index, "asked_with", f"{one.asked_with!r} is no other flow of this measure"
