"""Changing the campaign from a day on: an override is checked as the file would be, recorded, and audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign.catalogue import Campaign
from campaign.definition import table_paths
from campaign.definition.faults import Fault
from campaign.definition.in_force import Timeline
from campaign.definition.override import Override, key_faults, shown
from models import campaign_overrides
from models.audit import Action
from models.campaign_overrides import CampaignOverride
from services.context import Context


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants: `key` and `written` as in `Override`; None takes an earlier override back."""

    key: str
    written: str | None
    since: date
    until: date | None
    why: str


def record(context: Context, change: Change) -> Sequence[Fault]:
    """Record a change, or return every fault it would make, and record nothing.

    It holds on no day of a week that is frozen by now. The caller's transaction runs `Store.alone`, so that no week
    is frozen in between. The context of this transaction goes on with the campaign it began with.
    """
    override = _override(context, change, 1 + _newest(context))
    faults = context.timeline.faults_with(override)
    if not faults:
        context.session.add(_row(context, change, override))
        _audit(context, change, override)
    return faults


def record_together(context: Context, changes: Sequence[Change]) -> Sequence[Fault]:
    """The same for changes that only hold together, such as measures that are left out with those they need."""
    overrides = [_override(context, change, number) for number, change in enumerate(changes, 1 + _newest(context))]
    faults = [fault for one in overrides for fault in key_faults(one)]
    if not faults:
        both = Timeline(context.timeline.file, (*context.timeline.overrides, *overrides))
        faults = both.faults(min(one.since for one in overrides))
    if not faults:
        for change, override in zip(changes, overrides, strict=True):
            context.session.add(_row(context, change, override))
            _audit(context, change, override)
    return faults


def with_changes(context: Context, changes: Sequence[Change]) -> Campaign:
    """The campaign of today as it is once changes are recorded; CampaignFileError where they do not fit."""
    overrides = [_override(context, change, number) for number, change in enumerate(changes, 1 + _newest(context))]
    return Timeline(context.timeline.file, (*context.timeline.overrides, *overrides)).on(context.today)


def _newest(context: Context) -> int:
    return max((one.number for one in context.timeline.overrides), default=0)


def _override(context: Context, change: Change, number: int) -> Override:
    exempt = campaign_overrides.frozen_stretches(context.session, context.commune.id, change.since, change.until)
    return Override(number, change.key, change.written, change.since, change.until, exempt)


def _row(context: Context, change: Change, override: Override) -> CampaignOverride:
    return CampaignOverride(
        commune_id=context.commune.id,
        key=change.key,
        written=change.written,
        valid_from=change.since,
        valid_until=change.until,
        exempt=[[first.isoformat(), last.isoformat()] for first, last in override.exempt],
        person_id=context.actor_id,
        why=change.why,
        recorded_at=context.now,
    )


def _audit(context: Context, change: Change, override: Override) -> None:
    first = context.timeline.first_day_of(override)
    days = {"from": change.since.isoformat(), "until": change.until.isoformat() if change.until else None}
    action = Action.CAMPAIGN_OVERRIDE if change.written is not None else Action.OVERRIDE_TAKEN_BACK
    context.record_change(
        action,
        f"campaign:{change.key}",
        old={"value": _value(context, change.key, first) if first else None},
        new={"value": change.written, **days},
        why=change.why,
    )


def _value(context: Context, key: str, day: date) -> str | None:
    """What stood at a path on a day; None where nothing did."""
    tables = context.timeline.applied(day).tables
    path = table_paths.on_day(tables, key, day) or key
    return shown(table_paths.get(tables, path)) if table_paths.exists(tables, path) else None
