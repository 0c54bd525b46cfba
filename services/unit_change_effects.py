"""What a merger, split or new name will bring, for the preview: profile, people, targets, answers to be asked anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from campaign.assessment import aggregate, goal, lineage
from models import figures_around, people, targets, unit_changes, units
from models.unit_changes import MERGE, RENAME, SPLIT, UnitChange
from models.units import Unit
from services import wording
from services.context import Context
from services.unit_change_following import by_code
from services.unit_changes import Wanted

_DAY = timedelta(days=1)


def lines(context: Context, wanted: Wanted, change: UnitChange) -> list[str]:
    """Each a sentence; what goes without saying is left out."""
    found = [wording.counts_from(change.holds_from)] if change.holds_from > change.on_day else []
    if wanted.kind == RENAME:
        return found
    found += [line for line in _profiles(wanted) if line]
    found.append(_people(context, wanted))
    if wanted.kind == MERGE:
        found += _unclear(context, wanted)
    if wanted.kind == SPLIT:
        found.append(wording.old_figures_stand())
    return found


def _profiles(wanted: Wanted) -> list[str]:
    if wanted.kind == SPLIT:
        return [wording.profile_after(one.name, one.households, one.people) for one in wanted.after]
    households = [unit.households for unit in wanted.before]
    counted = [unit.people for unit in wanted.before]
    total = [None if None in each else sum(one or 0 for one in each) for each in (households, counted)]
    return [wording.profile_after(wanted.after[0].name, *total)]


def _people(context: Context, wanted: Wanted) -> str:
    """Who will be asked: the first unit's head, with the others' as deputies; those who speak for both once."""
    found = people.spokespeople(context.session, [unit.id for unit in wanted.before], context.today)
    held = list(dict.fromkeys(found[unit.id].address for unit in wanted.before if unit.id in found))
    if not held:
        return wording.nobody_after(wording.listing([one.name for one in wanted.after]))
    return wording.heads_after(held[0], held[1:])


def _unclear(context: Context, wanted: Wanted) -> list[str]:
    """Targets that do not add up, and answers that contradict each other."""
    found, name = [], wanted.after[0].name
    differing = _differing_targets(context, wanted)
    if differing:
        found.append(wording.targets_to_set(name, differing))
    asked = _differing_answers(context, wanted.before)
    if asked:
        found.append(wording.answers_to_ask(asked))
    return found


def _differing_targets(context: Context, wanted: Wanted) -> Sequence[str]:
    given = targets.of_commune(context.session, context.commune.id)
    alone = lineage.Lineage({unit.id: unit.place() for unit in units.members(context.session, context.commune.id)})
    found = []
    for measure in context.campaign.measures:
        if goal.adds_up(measure):
            continue
        own = [goal.own_target(measure, alone, unit.id, given, wanted.on_day) for unit in wanted.before]
        if len(set(own)) > 1:
            found.append(measure.label)
    return found


def _differing_answers(context: Context, before: Sequence[Unit]) -> Sequence[str]:
    told = [figures_around.latest(context.session, unit.id, context.today + 7 * _DAY) for unit in before]
    found = []
    for measure in context.campaign.measures:
        if aggregate.counts_units(measure):
            keys = [f"{measure.id}.{one.key}" for one in measure.inputs]
            answers = {tuple(row.value if (row := each.get(key)) else None for key in keys) for each in told}
            if len(answers) > 1:
                found.append(measure.label)
    return found


def listed(context: Context) -> list[str]:
    """Every event that was recorded, a line each, behind the number that takes it back."""
    return [
        f"{change.id}. {said(context, change)}."
        for change in unit_changes.recorded(context.session, context.commune.id)
    ]


def said(context: Context, change: UnitChange) -> str:
    """A recorded event as people say it."""
    called = {unit.code: unit.full_name for unit in units.members(context.session, context.commune.id)}
    before = [called[code] for code in change.before]
    if change.kind == RENAME:
        unit = by_code(context, change.before[0])
        before = [units.full_name(unit.kind, str(change.new[0]["old_name"]))]
    return wording.unit_change_said(change.kind, before, change.names, change.on_day, change.decision)


def when_taken_back(context: Context, change: UnitChange) -> str:
    """What is again as it was once an event that nothing rests on is gone."""
    called = {unit.code: unit.full_name for unit in units.members(context.session, context.commune.id)}
    before = [called[code] for code in change.before]
    if change.followed_at is None:
        return wording.not_yet_in_force()
    if change.kind == RENAME:
        return wording.called_again(before[0], str(change.new[0]["old_name"]))
    return wording.there_again(before)
