"""What is known of a merged unit before it has told anything itself: the newest figures of those before it, together.

Levels that are added up are added, of a yes or no the common answer; anything else is not known and is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from campaign.assessment import aggregate, terms
from campaign.catalogue import Aggregation, EntryKind, Input, Measure
from campaign.facts import State
from models import figures_around, units
from models.figures import Figure
from models.units import Unit
from services.context import Context

_DAY = timedelta(days=1)
_ADDED = (Aggregation.SUM, Aggregation.RATIO_OF_SUMS, Aggregation.COMMUNE_SINGLE)


def known(context: Context, unit: Unit, day: date) -> dict[str, Figure]:
    """By "KT1a.area" what those before a unit told by a day; nothing where it was split from one, or came of none."""
    before = merged_from(context, unit)
    if not before:
        return {}
    told = [known(context, one, day) | figures_around.latest(context.session, one.id, day + _DAY) for one in before]
    campaign = context.campaign_on(day)
    found = {}
    for measure in campaign.measures:
        for one in measure.inputs:
            key = f"{measure.id}.{one.key}"
            of_all = [row for each in told if (row := each.get(key)) is not None and row.value is not None]
            together = _together(measure, one, unit, of_all) if len(of_all) == len(before) else None
            if together is not None:
                found[key] = together
    return found


def merged_from(context: Context, unit: Unit) -> Sequence[Unit]:
    """The units that went into a unit whole; none of one that was split off."""
    if not unit.succeeds:
        return ()
    members = units.members(context.session, context.commune.id)
    wanted = set(unit.succeeds)
    if any(one.id != unit.id and wanted & set(one.succeeds) for one in members):
        return ()
    return [one for one in members if one.id in wanted]


def _together(measure: Measure, field: Input, unit: Unit, rows: Sequence[Figure]) -> Figure | None:
    """One figure for all of them; it is read and never stored."""
    newest = max(rows, key=lambda row: row.on_day)
    made = Figure(
        commune_id=newest.commune_id,
        measure=measure.id,
        input=field.key,
        subject_id=unit.id,
        on_day=min(row.on_day for row in rows),
        period_id=newest.period_id,
        reporter_id=newest.reporter_id,
        state=State.REPORTED,
        mark="",
        first_said_at=newest.first_said_at,
    )
    if aggregate.counts_units(measure) or field.kind in (EntryKind.YES_NO, EntryKind.CHOICE):
        if len({(row.value, row.choice) for row in rows}) > 1:
            return None
        made.value, made.choice = newest.value, newest.choice
        return made
    if not _is_added(measure, field):
        return None
    below = [row.denominator for row in rows]
    made.value = sum((row.value for row in rows if row.value is not None), Decimal(0))
    made.denominator = None if None in below else sum((one for one in below if one is not None), Decimal(0))
    return made


def _is_added(measure: Measure, field: Input) -> bool:
    """Whether two villages' figures make one by adding: people and households do, a yield does not."""
    if field.kind not in (EntryKind.LEVEL, EntryKind.RUNNING_TOTAL) or measure.aggregation not in _ADDED:
        return False
    used = [terms.parse(term).names for term in (*measure.value, *measure.over)]
    return all(len(names) == 1 for names in used if field.key in names)
