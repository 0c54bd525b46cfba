"""Who changed what beside figures: every change by a person goes through `record`, and some that the program decided.

Figures have their own history (`models.figures`); of them only an officer's decision about somebody else's is here.
What is written names people by their ids alone, so that it stays when somebody withdraws, and holds no typed text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import DIRECT

Values = Mapping[str, Any]


class Action(StrEnum):
    """Everything that is written down. A test makes each of them happen."""

    JOINED = "joined"
    CONSENTED = "consented"
    ROLE_ENDED = "role ended"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    LINKED = "linked"
    PREFERRED_CHANNEL = "preferred channel"
    INVITED = "invited"
    GROUP_PROPOSED = "group proposed"
    GROUP_CONFIRMED = "group confirmed"
    GROUP_REFUSED = "group refused"
    GROUP_LEFT = "group left"
    GROUP_MOVED = "group moved"
    HELD = "held"
    POSTED = "posted"
    CORRECTED = "corrected"
    CORRECTION_DECLINED = "correction declined"
    POST_SETTLED = "post settled"
    MARK_CLEARED = "mark cleared"
    ENTERED_FOR_UNIT = "entered for a unit"
    MESSAGE_RETRIED = "message retried"
    MESSAGE_DROPPED = "message dropped"
    UNITS_IMPORTED = "units imported"
    UNITS_LISTED = "units listed"
    SETUP_SETTLED = "setup step settled"
    FIGURES_IMPORTED = "figures imported"
    TARGETS_IMPORTED = "targets imported"
    PEOPLE_IMPORTED = "people imported"
    CAMPAIGN_OVERRIDE = "campaign override"
    OVERRIDE_TAKEN_BACK = "campaign override taken back"
    DEADLINE_EXTENDED = "deadline extended"
    TARGET_SET = "target set"
    UNITS_CHANGED = "units changed"
    UNITS_TAKEN_BACK = "units taken back"
    ROLE_FOLLOWED = "role followed"
    YEAR_CLOSED = "year closed"
    DAYS_OFF_ANNOUNCED = "days off announced"
    DAYS_OFF_TAKEN_BACK = "days off taken back"
    DEED_KEPT = "deed kept"
    DEED_DECLINED = "deed not used"
    DEED_TAKEN_BACK = "deed taken back"
    ROUND_OPENED = "round opened"
    ROUND_ENDED = "round ended"
    ROUND_DROPPED = "round dropped"
    ANNOUNCED = "announced"
    ANNOUNCEMENT_CANCELLED = "announcement cancelled"
    ROLE_GIVEN = "role given"
    PERSON_REMOVED = "person removed"
    ACCOUNTS_BARRED = "accounts barred"
    DETAILS_CHANGED = "details changed"
    ABSENCE = "absence"
    PLEDGES_OPENED = "pledges opened"
    PLEDGE_AGREED = "pledge agreed"
    PLEDGE_CHANGED = "pledge changed"
    PLEDGES_SIGNED = "pledges signed"
    LOT_DRAWN = "lot drawn"
    FIGURE_CHECKED = "figure checked"
    LAUNCH_AGREED = "launch agreed"
    HONOURS_PROPOSED = "honours proposed"
    NOMINEE_ADDED = "nominee added"
    NOMINEE_REMOVED = "nominee removed"
    AWARDS_RECORDED = "awards recorded"
    AWARD_REVOKED = "award revoked"
    AWARDS_HANDED = "awards handed over"
    LEGAL_CONFIRMED = "legal basis confirmed"
    LEGAL_TAKEN_BACK = "legal basis taken back"
    SCHEME_IMPORTED = "scheme imported"
    SCORES_SHOWN = "scores shown"
    SCORE_OBJECTED = "score objected"
    ROLL_UP_JOINED = "roll-up joined"
    ROLL_UP_LEFT = "roll-up left"
    RESTORED = "restored"


class Audit(Base):
    """One act. Append-only; `person_id` is None for the command line and for jobs.

    `subject` is what it was done to: "person:7", "group:2", "summary:12", "campaign:calendar.post". `old` and `new`
    are the values before and after, as JSON can carry them.
    """

    __tablename__ = "audit"
    owner = DIRECT
    __table_args__ = (Index("audit_of_commune", "commune_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    action: Mapped[str]
    subject: Mapped[str]
    old: Mapped[dict[str, Any]] = mapped_column(JSON)
    new: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str]


def record(
    session: Session,
    at: datetime,
    commune_id: int,
    person_id: int | None,
    action: Action,
    subject: str,
    *,
    old: Values | None = None,
    new: Values | None = None,
    why: str = "",
) -> None:
    """Write down that a person (or, with None, the command line or a job) did something to a subject."""
    session.add(
        Audit(
            at=at,
            person_id=person_id,
            commune_id=commune_id,
            action=action.value,
            subject=subject,
            old=dict(old or {}),
            new=dict(new or {}),
            why=why,
        )
    )


def of_action(session: Session, commune_id: int, action: Action) -> Sequence[Audit]:
    """Every act of a kind in a commune, newest first."""
    query = select(Audit).where(Audit.commune_id == commune_id, Audit.action == action.value)
    return session.scalars(query.order_by(Audit.id.desc())).all()


def newest(session: Session, commune_id: int, limit: int, before: int | None = None) -> Sequence[Audit]:
    """The newest acts of a commune, newest first; with `before`, those that were written down before that one."""
    query = select(Audit).where(Audit.commune_id == commune_id).order_by(Audit.id.desc()).limit(limit)
    return session.scalars(query if before is None else query.where(Audit.id < before)).all()
