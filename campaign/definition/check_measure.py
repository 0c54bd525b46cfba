"""What must hold inside one measure of a campaign, and between its inputs.

Sees shapes only; `reading` has already seen to types, `loading` gives each complaint its line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from campaign.assessment import terms
from campaign.catalogue import Aggregation, Cadence, EntryKind, Measure, PathPoint, Target, TargetKind
from campaign.definition import measure_reasons, reasons
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
        yield ("name",), reasons.long_for_picture(len(measure.name), LONGEST_NAME)
    if len(measure.label) > LONGEST_BUTTON:
        yield ("label",), measure_reasons.long_for_button(len(measure.label), LONGEST_BUTTON)
    if measure.scale <= 0:
        yield ("scale",), measure_reasons.ABOVE_ZERO
    yield from _who(measure)
    yield from _months(measure)
    yield from _year(measure)
    yield from _terms(measure)
    yield from ((("path", "year_start"), reason) for reason in _path(measure.path, measure.year_start or (1, 1)))


def _who(measure: Measure) -> Iterator[Complaint]:
    for name in measure.reporters:
        if name not in KINDS_OF_UNIT and not _CODE.fullmatch(name):
            yield ("reporters",), measure_reasons.no_reporter(name, KINDS_OF_UNIT)
    if len(set(measure.reporters)) < len(measure.reporters):
        yield ("reporters",), measure_reasons.REPORTER_TWICE
    if measure.subject and measure.subject not in SUBJECTS:
        yield ("subject",), measure_reasons.unknown(measure.subject, SUBJECTS)
    elif measure.subject != "self" and (len(measure.reporters) > 1 or set(measure.reporters) & set(KINDS_OF_UNIT)):
        yield ("reporters", "subject"), measure_reasons.ONE_OFFICE


def _months(measure: Measure) -> Iterator[Complaint]:
    months, cadence = measure.months, measure.cadence
    if any(not 1 <= month <= 12 for month in months) or list(months) != sorted(set(months)):
        yield ("months",), measure_reasons.MONTHS_IN_ORDER
    elif cadence is Cadence.SEASON and not months:
        yield ("months", "cadence"), measure_reasons.SEASON_NEEDS_MONTHS
    elif cadence in _MONTHS_OF and len(months) != _MONTHS_OF[cadence]:
        yield ("months", "cadence"), measure_reasons.months_needed(cadence, _MONTHS_OF[cadence])
    elif months and cadence not in (Cadence.SEASON, *_MONTHS_OF):
        yield ("months", "cadence"), measure_reasons.no_months(cadence)
    opened = measure.season_starts
    if opened and (cadence is not Cadence.SEASON or list(opened) != sorted(set(opened) & set(months))):
        yield ("season_starts", "months", "cadence"), measure_reasons.SEASON_STARTS_IN_MONTHS


def _year(measure: Measure) -> Iterator[Complaint]:
    kinds = {one.kind for one in measure.inputs}
    if measure.year_start and measure.since:
        yield ("since", "year_start"), measure_reasons.SINCE_OR_YEAR_START
    if kinds & {EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL} and not measure.is_cumulative:
        yield ("year_start", "since", "input"), measure_reasons.SUM_NEEDS_START
    if measure.target.kind is TargetKind.YEAR_ON_YEAR and measure.year_start is None:
        yield ("year_start", "target"), measure_reasons.YEAR_ON_YEAR_NEEDS_START


def of_target(target: Target) -> Iterator[Complaint]:
    """A value where the kind needs one, and none where it cannot have one."""
    if target.kind is TargetKind.BASELINE and target.value is not None:
        yield ("value", "kind"), measure_reasons.BASELINE_HAS_NO_VALUE
    if target.kind is not TargetKind.BASELINE and target.value is None:
        yield ("value", "kind"), measure_reasons.needs_value(target.kind)


def _terms(measure: Measure) -> Iterator[Complaint]:
    ratio = measure.aggregation in (Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN)
    single = measure.aggregation is Aggregation.COMMUNE_SINGLE
    if ratio and not measure.over:
        yield ("over", "aggregation"), measure_reasons.needs_over(measure.aggregation)
    if measure.over and not (ratio or single):
        yield ("over", "aggregation"), measure_reasons.divided_by_nothing(measure.aggregation)
    used: set[str] = set()
    for key, listed in (("value", measure.value), ("over", measure.over)):
        for term in listed:
            try:
                found = terms.names((term,))
            except terms.UnreadableTerm as error:
                yield (key,), measure_reasons.unreadable_term(error.factor, error.term)
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
                yield measure_reasons.one_denominator(len(with_denominator))
        elif name.startswith("of."):
            if name[3:] not in with_denominator:
                yield measure_reasons.no_denominator(name, name[3:])
        elif name not in keys:
            yield measure_reasons.unknown_term(name, keys)


def _used(measure: Measure, used: set[str]) -> Iterator[Complaint]:
    yes = measure.decided_by
    if yes and yes not in [one.key for one in measure.inputs if one.kind is EntryKind.YES_NO]:
        yield ("decided_by", "input"), measure_reasons.no_yes_no(yes)
    for one in measure.inputs:
        if one.key and one.key not in used and one.key != yes and not (one.denominator and terms.OF in used):
            yield ("value", "input"), measure_reasons.never_used(one.key)
    if measure.aggregation in (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES):
        counted = [one for one in measure.inputs if one.key in measure.value and one.kind in _OPTION_KINDS]
        if len(counted) != 1 or len(measure.value) != 1:
            yield ("value", "aggregation", "input"), measure_reasons.ONE_COUNTED_INPUT


def _path(path: tuple[PathPoint, ...], start: tuple[int, int]) -> Iterator[str]:
    if not path:
        return
    days = [(point.day < start, point.day) for point in path]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        yield measure_reasons.PATH_DAYS
    shares = [point.share for point in path]
    if any(not 0 <= share <= 1 for share in shares) or sorted(shares) != shares:
        yield measure_reasons.PATH_RISES
    elif shares[-1] != 1:
        yield measure_reasons.ends_below_the_whole(shares[-1])


def of_siblings(measure: Measure) -> Iterator[tuple[int, str, str]]:
    """What is wrong between the inputs of one measure: the input's index, the key, the reason."""
    by_key = {one.key: one for one in reversed(measure.inputs)}  # of two with one key, the first
    for index, one in enumerate(measure.inputs):
        if one.key and by_key[one.key] is not one:
            yield index, "key", measure_reasons.duplicate_input(one.key)
        if not one.asked_with:
            continue
        flow = by_key.get(one.asked_with)
        if flow is None or flow is one or not flow.kind.is_flow:
            yield index, "asked_with", measure_reasons.no_other_flow_here(one.asked_with)
