"""The campaign in force in a commune: the file with the database's overrides, days off and rounds, once a version."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.calendar import Calendar
from campaign.definition.in_force import Timeline
from campaign.definition.load import CampaignFile
from models import campaign_overrides, holiday_announcements, rounds
from models.campaign_overrides import Version, Versioned
from services import round_measures


@dataclass(frozen=True, slots=True)
class InForce:
    """A commune's campaign on every day, and the calendar that follows from it."""

    timeline: Timeline
    calendar: Calendar


@dataclass(frozen=True)
class Cache:
    """What was made of the overrides of each commune last. A turn reads their version alone, with its commune."""

    file: CampaignFile
    calendar: Calendar  # as the file alone has it
    _made: dict[int, tuple[Version, InForce]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, session: Session, found: Versioned) -> InForce:
        """The campaign in force in a commune, anew where an override or a day off was recorded since."""
        known = self._made.get(found.commune.id)
        if known is None or known[0] != found.version:
            known = found.version, self._make(session, found)
            self._made[found.commune.id] = known
        return known[1]

    def _make(self, session: Session, found: Versioned) -> InForce:
        rows = campaign_overrides.of_commune(session, found.commune.id) if found.version[0] else []
        counted = rounds.own_measures(session, found.commune.id) if found.version[4] else []
        own = tuple(round_measures.own(one) for one in counted)
        timeline = Timeline(self.file, tuple(row.override() for row in rows), own, found.version[5] or 0)
        announced = holiday_announcements.confirmed(session, found.commune.id) if found.version[2] else []
        calendar = self.calendar.observing([row.announcement() for row in announced]) if announced else self.calendar
        if timeline.changes_calendar:
            calendar = calendar.ruled_by(timeline.calendar_rules)
        return InForce(timeline, calendar)
