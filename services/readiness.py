"""What a commune still lacks for its weeks: for KIỂM TRA HỆ THỐNG in the chat and for `thidua check`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from campaign.catalogue import Campaign
from models import backup_record, groups, key_values, people, targets, units
from models.units import Unit
from services import days_off, days_off_text, finding, wording
from services.context import Context
from services.finding import Finding, Weight

_TARGETS_ARE_SET_FROM = 11  # the month: in December the council sets those of the next year


def look(context: Context) -> list[Finding]:
    """Everything of the commune itself, in the order in which it is put right."""
    members = units.active_members(context.session, context.commune.id, context.today)
    return [
        _overrides(context),
        *_own_file(context),
        _units(context, members),
        *_nobody_there(context.campaign, members),
        *_reporters(context, members),
        _officers(context),
        leaders_group(context),
        *_targets(context),
        *_units_targets(context, members),
        _days_off(context),
    ]


def summary(context: Context) -> list[str]:
    """What an officer reads in the chat: whether this week can run, and what is to be done."""
    backed_up = _backup(context)
    found = [*look(context), *_channels(context), backed_up]
    return wording.readiness(
        [one.text for one in found if one.weight is Weight.FAULT],
        [one.text for one in found if one.weight is Weight.ADVICE],
        backed_up.text if backed_up.is_good else "",
    )


def can_run(found: Sequence[Finding]) -> bool:
    """Whether a week can run."""
    return all(one.weight is not Weight.FAULT for one in found)


def next_question(context: Context) -> datetime:
    """When the villages are asked next, in the commune's own time."""
    week = context.calendar.period_at(context.now)
    while context.calendar.schedule(week).question <= context.now:
        week = context.calendar.next(week)
    return context.calendar.schedule(week).question.astimezone(context.calendar.zone)


def _overrides(context: Context) -> Finding:
    """Whether the file can still be used with what was overridden in it, from today on."""
    faults = context.timeline.faults(context.today)
    if faults:
        return finding.fault(wording.CAMPAIGN_IN_FORCE, wording.overrides_are_faulty(list(map(str, faults))))
    return finding.good(wording.CAMPAIGN_IN_FORCE, wording.overridden(len(context.timeline.overrides)))


def _own_file(context: Context) -> Iterator[Finding]:
    """Where an update came with another campaign file than the commune's, until somebody has looked at it."""
    if key_values.get(context.session, key_values.CAMPAIGN_KEPT):
        yield finding.advice(wording.CAMPAIGN_IN_FORCE, wording.newer_campaign_file())


def _units(context: Context, members: Sequence[Unit]) -> Finding:
    text = wording.units_below(len(members), context.commune.full_name)
    return finding.unless(bool(members), wording.UNITS, text if members else wording.no_units())


def _nobody_there(campaign: Campaign, members: Sequence[Unit]) -> Iterator[Finding]:
    """Units, or whole kinds of them, that the campaign asks and that the commune's list does not have."""
    known = {unit.kind for unit in members} | {unit.code for unit in members} | {"commune"}
    if not members:
        return  # the list itself is what is missing
    unheard: dict[str, list[str]] = {}  # by reporter the measures
    for measure in campaign.measures:
        for reporter in measure.reporters:
            if reporter not in known:
                named = "school" if "school" not in known and _is_school(campaign, reporter) else reporter
                unheard.setdefault(named, []).append(measure.id)
    lacking: dict[tuple[str, ...], list[str]] = {}  # those who are asked the same are told of together
    for reporter, left in unheard.items():
        key = (reporter if reporter in wording.KINDS else "", *dict.fromkeys(left))
        lacking.setdefault(key, []).append(reporter)
    for (_, *measures), reporters in lacking.items():
        yield finding.advice(wording.UNITS, wording.no_such_unit(reporters, measures))


def _is_school(campaign: Campaign, reporter: str) -> bool:
    """A single school's code: the campaign knows its offices by name, and no other units by a code."""
    return (
        bool(campaign.offices)
        and reporter not in wording.KINDS
        and all(reporter != one.code for one in campaign.offices)
    )


def _reporters(context: Context, members: Sequence[Unit]) -> Iterator[Finding]:
    """By kind, which of the units that are asked have nobody, and whether anybody at all can be asked."""
    asked = [unit for unit in members if _is_asked(context.campaign, unit)]
    reached = people.spokespeople(context.session, [unit.id for unit in asked], context.today)
    reached = {unit: person for unit, person in reached.items() if person.consented_at is not None}
    if asked and not reached:
        yield finding.fault(wording.REPORTERS, wording.nobody_reports())
        return
    for kind, noun in wording.KINDS.items():
        of_kind = [unit for unit in asked if unit.kind == kind]
        without = [unit.short_name for unit in of_kind if unit.id not in reached]
        text = wording.units_without_people(len(without), len(of_kind), noun, without)
        if without:
            yield finding.advice(wording.REPORTERS, text)
        elif of_kind:
            yield finding.good(wording.REPORTERS, wording.all_have_people(len(of_kind), noun))


def _is_asked(campaign: Campaign, unit: Unit) -> bool:
    measures = [measure for measure in campaign.measures if measure.asks(unit.kind, unit.code)]
    return any(one.asked for measure in measures for one in measure.inputs)


def _officers(context: Context) -> Finding:
    count = len(context.officers())
    return finding.unless(count > 0, wording.OFFICERS, wording.officers_there(count))


def leaders_group(context: Context) -> Finding:
    """Where the post goes: a bound group, or each leader's own chat where the commune has chosen that."""
    bound = [group.title for group in groups.leadership(context.session, context.commune.id)]
    if not bound and context.campaign.rules.leaders_one_by_one:
        leaders = people.with_role(context.session, context.commune.id, "leader")
        return finding.unless(bool(leaders), wording.LEADERS_GROUP, wording.leaders_one_by_one(len(leaders)))
    return finding.unless(bool(bound), wording.LEADERS_GROUP, wording.leaders_group_bound(bound))


def _targets(context: Context) -> Iterator[Finding]:
    """The years whose targets the council should have set: this one, and from November on the next.

    Those of the campaign's first year stand in its document.
    """
    given = {one.year for one in targets.of_commune(context.session, context.commune.id)}
    for year in _years_with_targets(context.today, context.campaign.starts):
        if year in given:
            yield finding.good(wording.TARGETS, wording.targets_set(year))
        else:
            yield finding.advice(wording.TARGETS, wording.no_targets(year))


def _units_targets(context: Context, members: Sequence[Unit]) -> Iterator[Finding]:
    """Where a measure of this or the coming year is shared out among units, which of those that are asked have none."""
    known = [one for one in targets.of_commune(context.session, context.commune.id) if one.unit != context.commune.id]
    for year in dict.fromkeys((context.today.year, *_years_with_targets(context.today, context.campaign.starts))):
        for measure in context.campaign.measures:
            given = {one.unit for one in known if (one.measure, one.year) == (measure.id, year)}
            asked = [unit for unit in members if measure.asks(unit.kind, unit.code)]
            without = [unit.short_name for unit in asked if unit.id not in given]
            if given and without:
                yield finding.advice(wording.TARGETS, wording.units_without_target(measure.id, year, without))


def _channels(context: Context) -> Iterator[Finding]:
    """Which messenger the running program has not reached for minutes: what its watch has told, as long as it lasts."""
    written = json.loads(key_values.get(context.session, key_values.TROUBLES) or "{}")
    for key, told in sorted(written.items()):
        if key.startswith(key_values.OF_CHANNEL) and not told["gone"]:
            yield finding.advice(wording.CONNECTION, told["text"])


def _years_with_targets(today: date, starts: date) -> list[int]:
    years = [today.year, *([today.year + 1] if today.month >= _TARGETS_ARE_SET_FROM else [])]
    return [year for year in years if year > starts.year]


def _days_off(context: Context) -> Finding:
    """Whether a holiday of the coming year is a guess, which may move a question or a post."""
    guessed = [days_off_text.line(holiday) for holiday in days_off.ahead(context) if holiday.is_guess]
    if guessed:
        return finding.advice(wording.DAYS_OFF, wording.guessed_days_off(guessed))
    return finding.good(wording.DAYS_OFF, wording.no_guessed_days_off())


def _backup(context: Context) -> Finding:
    """The last one that was restored and compared."""
    good = backup_record.last_good(context.session)
    hours = None if good is None else int(good.hours_old(context.now))
    if good is None or hours is None or not good.is_fresh(context.now):
        said = wording.no_backup_yet() if good is None else wording.no_backup(hours)
        return finding.advice(wording.BACKUP, said)
    return finding.good(wording.BACKUP, wording.backup_is_good(hours))
