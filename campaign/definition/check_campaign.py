"""What must hold between the parts of a whole campaign: references, words that collide, clock times.

Sees shapes only; `loading` gives each complaint its line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from campaign import text
from campaign.catalogue import Campaign, Input, Measure
from campaign.definition import reasons
from campaign.definition.check_input import Complaint
from campaign.definition.check_measure import KINDS_OF_UNIT, LONGEST_NAME
from campaign.definition.faults import Place
from campaign.rules import CalendarRules


@dataclass(frozen=True, slots=True)
class Finding:
    """A complaint about one part of the campaign, with its place in the file."""

    place: Place
    where: str
    reason: str


def of_campaign(campaign: Campaign) -> Iterator[Finding]:
    """What is wrong between groups, indicators, measures and their words."""
    yield from _duplicates(campaign)
    yield from _references(campaign)
    yield from _collisions(campaign)
    yield from _companions(campaign)
    yield from _praise(campaign)


def _duplicates(campaign: Campaign) -> Iterator[Finding]:
    named = (
        ("group", "key", [group.key for group in campaign.groups]),
        ("indicator", "id", [indicator.id for indicator in campaign.indicators]),
        ("measure", "id", [measure.id for measure in campaign.measures]),
    )
    for table, key, values in named:
        for index, value in enumerate(values):
            if value and value in values[:index]:
                yield Finding((table, index, key), f"{table} {value}, {key}", reasons.duplicate(value))


def _references(campaign: Campaign) -> Iterator[Finding]:
    groups = {group.key for group in campaign.groups}
    indicators = {indicator.id for indicator in campaign.indicators}
    measured = {measure.indicator for measure in campaign.measures}
    numbers: set[tuple[str, int]] = set()
    for index, one in enumerate(campaign.indicators):
        place, where = ("indicator", index), f"indicator {one.id}"
        if one.group and one.group not in groups:
            yield Finding((*place, "group"), f"{where}, group", reasons.no_group(one.group))
        if one.id and one.id not in measured:
            yield Finding(place, where, reasons.NO_MEASURE)
        if len(one.name) > LONGEST_NAME:
            reason = reasons.long_for_picture(len(one.name), LONGEST_NAME)
            yield Finding((*place, "name"), f"{where}, name", reason)
        if (one.group, one.number) in numbers:
            yield Finding((*place, "number"), f"{where}, number", reasons.number_is_taken(one.group, one.number))
        numbers.add((one.group, one.number))
    for index, measure in enumerate(campaign.measures):
        where = f"measure {measure.id}"
        if measure.indicator and measure.indicator not in indicators:
            reason = reasons.no_indicator(measure.indicator)
            yield Finding(("measure", index, "indicator"), f"{where}, indicator", reason)
        by = measure.target.by
        if by and not campaign.starts <= by <= campaign.ends:
            reason = reasons.outside_campaign(by.isoformat())
            yield Finding(("measure", index, "target"), f"{where}, target", reason)
    if campaign.ends < campaign.starts:
        yield Finding(("commune", "ends"), "commune, ends", reasons.ENDS_BEFORE_STARTS)


def _collisions(campaign: Campaign) -> Iterator[Finding]:
    """Words by which one reporter could mean two inputs; they are compared as people type them, without accents."""
    seen: list[tuple[str, Measure, Input]] = []
    for index, measure in enumerate(campaign.measures):
        for position, one in enumerate(measure.inputs):
            if not one.asked:
                continue
            words = dict.fromkeys(text.fold(word) for word in (one.label, *one.aliases))
            place = ("measure", index, "input", position, "aliases")
            for word in filter(None, words):
                for other, whose, which in seen:
                    if other == word and _have_one_reporter(measure, whose):
                        reason = reasons.two_meanings(word, f"{whose.id}.{which.key}")
                        yield Finding(place, f"measure {measure.id}, input {one.key}, aliases", reason)
                seen.append((word, measure, one))


def _companions(campaign: Campaign) -> Iterator[Finding]:
    """What cannot be without another flow: that flow must come from the same reporter, about the same place."""
    for index, measure in enumerate(campaign.measures):
        flows = {
            f"{other.id}.{one.key}"
            for other in campaign.measures
            for one in other.inputs
            if one.kind.is_flow and (other.reporters, other.subject) == (measure.reporters, measure.subject)
        }
        for position, one in enumerate(measure.inputs):
            if one.only_with and one.only_with not in flows - {f"{measure.id}.{one.key}"}:
                place = ("measure", index, "input", position, "only_with")
                reason = reasons.no_other_flow(one.only_with)
                yield Finding(place, f"measure {measure.id}, input {one.key}, only_with", reason)


def _have_one_reporter(first: Measure, second: Measure) -> bool:
    one, other = set(first.reporters), set(second.reporters)
    if one & other:
        return True
    # A code alone does not tell a school from an office; villages never have measures of their own.
    staff = {"school", "office"}
    return bool((one & staff and other - set(KINDS_OF_UNIT)) or (other & staff and one - set(KINDS_OF_UNIT)))


def _praise(campaign: Campaign) -> Iterator[Finding]:
    for index, rule in enumerate(campaign.praise):
        place, where = ("praise", index, "measures"), f"praise {index + 1}, measures"
        for name in rule.measures:
            measure = campaign.by_id.get(name)
            if measure is None:
                yield Finding(place, where, reasons.no_such_measure(name))
            elif "village" not in measure.reporters or measure.target.value is None or measure.small_cells:
                yield Finding(place, where, reasons.no_number_by_village(name))


def of_calendar(rules: CalendarRules) -> Iterator[Complaint]:
    """Clock times that do not follow one another (decision 9), and days that are both off and worked."""
    for day in (
        ("question", "first_reminder"),
        ("second_reminder", "deadline", "late_list", "note"),
        ("draft", "post"),
    ):
        for earlier, later in itertools.pairwise(day):
            if getattr(rules, later) <= getattr(rules, earlier):
                yield (later, earlier), reasons.must_come_after(earlier, f"{getattr(rules, earlier):%H:%M}")
    for both in sorted(set(rules.days_off) & set(rules.working_days)):
        yield ("working_days", "days_off"), reasons.is_a_day_off(both.isoformat())
