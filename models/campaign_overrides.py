"""Dated overrides of the campaign file: recorded one after the other, never changed and never deleted.

To take one back is one more record, without a value. So the newest id tells whether what was read before still holds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign.definition.override import Override, Stretch, merged
from models import scope
from models.database import Base, Moment
from models.holiday_announcements import HolidayAnnouncement
from models.ownership import DIRECT
from models.periods import PeriodRow
from models.prepared import Prepared
from models.rounds import Round, State
from models.session_objects import Objects
from models.units import Unit

# The newest override's id and moment, those of the newest days off that were announced, and when a round was last
# opened, ended or dropped, with how many are open; None before the first.
Version = tuple[int | None, datetime | None, int | None, datetime | None, datetime | None, int | None]


class CampaignOverride(Base):
    """One value of the campaign from `valid_from` until `valid_until` (counted), and who recorded it when and why."""

    __tablename__ = "campaign_overrides"
    owner = DIRECT
    __table_args__ = (Index("campaign_overrides_of_commune", "commune_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    key: Mapped[str]
    written: Mapped[str | None]  # the value as TOML; None: as the campaign file has it
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    exempt: Mapped[list[list[str]]] = mapped_column(JSON)  # the frozen days it came too late for: [first, last] each
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the command line
    why: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    def override(self) -> Override:
        """As the rules see it."""
        stretches = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.exempt)
        return Override(self.id, self.key, self.written, self.valid_from, self.valid_until, stretches)


class Versioned(NamedTuple):
    """A commune, and the version of its overrides and of its days off."""

    commune: Unit
    version: Version


_OF_COMMUNE = CampaignOverride.commune_id == Unit.id
_ANNOUNCED = (HolidayAnnouncement.commune_id == Unit.id, HolidayAnnouncement.confirmed_at.is_not(None))
_ROUNDS = Round.commune_id == Unit.id
_UNIT = Objects(Unit)
_VERSION = (
    select(func.max(CampaignOverride.id)).where(_OF_COMMUNE).correlate(Unit).scalar_subquery(),
    select(func.max(CampaignOverride.recorded_at)).where(_OF_COMMUNE).correlate(Unit).scalar_subquery(),
    select(func.max(HolidayAnnouncement.id)).where(*_ANNOUNCED).correlate(Unit).scalar_subquery(),
    select(func.max(HolidayAnnouncement.confirmed_at)).where(*_ANNOUNCED).correlate(Unit).scalar_subquery(),
    select(func.max(Round.changed_at)).where(_ROUNDS).correlate(Unit).scalar_subquery(),
    select(func.count(Round.id)).where(_ROUNDS, Round.state == State.OPEN).correlate(Unit).scalar_subquery(),
)
# One statement for the commune and the version, since every turn begins with it.
_VERSIONED = (
    select(*_UNIT.columns, *_VERSION)
    .where(Unit.commune_id.is_(None))
    .execution_options(**{scope.DEPLOYMENT_WIDE: "a commune is found before it can be in scope"})
)
_COMMUNE = Prepared(_VERSIONED.where(Unit.code == bindparam("code")))
_COMMUNES = _VERSIONED.where(Unit.id.in_(bindparam("ids", expanding=True)))


def enter(session: Session, code: str) -> Versioned | None:
    """`units.enter`, with the version of the commune's overrides; None when nothing was imported yet.

    An id alone would not do: SQLite gives that of a record that was rolled back to the next one.
    """
    for row in _COMMUNE.rows(session, {"code": code}):
        found = _versioned(session, row)
        scope.enter(session, found.commune.id)
        return found
    return None


def of_several(session: Session, ids: Collection[int]) -> list[Versioned]:
    """Several communes, each with the version of its overrides; the session looks at all."""
    return [_versioned(session, row) for row in session.execute(_COMMUNES, {"ids": ids})]


def _versioned(session: Session, row: Sequence[Any]) -> Versioned:
    newest, recorded, announced, confirmed, changed, still_open = row[_UNIT.width :]
    return Versioned(_UNIT.made(session, row), (newest, recorded, announced, confirmed, changed, still_open))


def communes(session: Session) -> set[int]:
    """The communes that have overrides."""
    return set(session.scalars(select(CampaignOverride.commune_id).distinct()))


def of_commune(session: Session, commune_id: int) -> list[CampaignOverride]:
    """Every override of a commune, in the order of their recording."""
    query = select(CampaignOverride).where(CampaignOverride.commune_id == commune_id)
    return list(session.scalars(query.order_by(CampaignOverride.id)))


def frozen_stretches(session: Session, commune_id: int, since: date, until: date | None) -> tuple[Stretch, ...]:
    """The days of frozen weeks from a day until another, in as few stretches as there can be."""
    query = select(PeriodRow.first, PeriodRow.last).where(
        PeriodRow.commune_id == commune_id, PeriodRow.frozen_at.is_not(None), PeriodRow.last >= since
    )
    if until is not None:
        query = query.where(PeriodRow.first <= until)
    return merged((first, last) for first, last in session.execute(query))
