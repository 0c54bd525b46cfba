"""Proposals for honours (đề nghị khen) with their nominees, and the book of what was decided (sổ khen thưởng).

Nothing of votes is stored. An issued decision's entry stays; of nominees nothing does that its bearer withdraws.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from campaign.text import fold
from models.database import UNSEEN, Base, Moment
from models.ownership import DIRECT, ByParent
from models.units import Unit

UNIT, PERSON, HOUSEHOLD = "unit", "person", "household"
DIRECT_WORKER, LEADS = "direct", "leads"


class Proposal(Base):
    """Of a year, or of a round; `looked_at` says which one is in hand, `issued_at` that the book has it."""

    __tablename__ = "honour_proposals"
    owner = DIRECT
    __table_args__ = (Index("honour_proposals_of_commune", "commune_id", "year"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    looked_at: Mapped[datetime] = mapped_column(Moment)
    issued_at: Mapped[datetime | None] = mapped_column(Moment)
    nominees: Mapped[list[Nominee]] = relationship(order_by="Nominee.number", cascade="all, delete-orphan")

    @property
    def standing(self) -> list[Nominee]:
        """Those who have not been taken off."""
        return [one for one in self.nominees if one.removed_at is None]


class Nominee(Base):
    """A unit, or a person or household of one. `rule` is what the printed rule found, `reason` why people added it.

    `name` is "" for a unit; `part` says of a person whether they work directly or lead. `person_id`: known in the chat.
    """

    __tablename__ = "nominees"
    owner = ByParent("proposal_id")
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("honour_proposals.id"))
    number: Mapped[int]
    kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    part: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    rule: Mapped[str]
    reason: Mapped[str]
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # what the rule rests on, with the figures' ids
    added_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_why: Mapped[str]
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    @property
    def why(self) -> str:
        """What the rule found and what people said, as papers and the book have it."""
        return "; ".join(filter(None, (self.rule, self.reason)))


class Award(Base):
    """A line of the book. It stays as the issued decision does; `revoked_on` with the reason, where it was.

    `handed_on`: when it was handed over, None where nobody has said so.
    """

    __tablename__ = "awards"
    owner = DIRECT
    __table_args__ = (Index("awards_of_commune", "commune_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    number: Mapped[int]
    decision: Mapped[str]
    decided_on: Mapped[date]
    kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    part: Mapped[str]
    form: Mapped[str]
    deed: Mapped[str]
    year: Mapped[int]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    handed_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    revoked_why: Mapped[str]
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])


def proposal_of(session: Session, commune_id: int, year: int, round_id: int | None) -> Proposal | None:
    """The one of a year, or of a round, that is not issued yet."""
    query = select(Proposal).where(Proposal.commune_id == commune_id, Proposal.issued_at.is_(None))
    found = query.where(Proposal.year == year, Proposal.round_id.is_(None)) if round_id is None else None
    found = query.where(Proposal.round_id == round_id) if found is None else found
    return session.scalars(found.order_by(Proposal.id.desc()).limit(1)).first()


def in_hand(session: Session, commune_id: int) -> Proposal | None:
    """What was looked at last, and is not issued."""
    query = select(Proposal).where(Proposal.commune_id == commune_id, Proposal.issued_at.is_(None))
    return session.scalars(query.order_by(Proposal.looked_at.desc(), Proposal.id.desc()).limit(1)).first()


def book(session: Session, commune_id: int) -> Sequence[Award]:
    """Every award, the newest first."""
    return session.scalars(select(Award).where(Award.commune_id == commune_id).order_by(Award.number.desc())).all()


def earlier(awards: Sequence[Award], kind: str, unit_id: int, name: str) -> list[Award]:
    """What the same nominee was honoured for before, revoked or not, the oldest first."""
    same = [one for one in awards if (one.kind, one.unit_id, fold(one.name)) == (kind, unit_id, fold(name))]
    return sorted(same, key=lambda one: one.number)


def counts_of(session: Session, person_id: int, name: str) -> tuple[int, int]:
    """In how many proposals somebody stands, and how many awards the book has under their name."""
    mine = [one for one in session.scalars(select(Nominee)) if _is_of(one, person_id, name)]
    awards = [one for one in session.scalars(select(Award).where(Award.kind == PERSON)) if fold(one.name) == fold(name)]
    return len(mine), len(awards)


def _is_of(one: Nominee, person_id: int, name: str) -> bool:
    return one.person_id == person_id or (one.kind == PERSON and bool(name) and fold(one.name) == fold(name))


def forget_person(session: Session, person_id: int, name: str) -> None:
    """Somebody withdraws: their nominations go, in proposals of any state; what was decided stays."""
    for one in session.scalars(select(Nominee)).all():
        if _is_of(one, person_id, name):
            session.delete(one)
    session.flush()


def purge(session: Session, commune_id: int, opened_before: datetime, removed_before: datetime) -> int:
    """Proposals that were opened before an instant; of the others people taken off before another one."""
    theirs = select(Proposal.id).where(Proposal.commune_id == commune_id)
    old = theirs.where(Proposal.opened_at < opened_before)
    gone = or_(Nominee.proposal_id.in_(old), (Nominee.kind != UNIT) & (Nominee.removed_at < removed_before))
    nominees = delete(Nominee).where(Nominee.proposal_id.in_(theirs), gone)
    proposals = delete(Proposal).where(Proposal.commune_id == commune_id, Proposal.opened_at < opened_before)
    found = [session.execute(rows, execution_options=UNSEEN) for rows in (nominees, proposals)]
    counts: list[int] = [rows.rowcount for rows in found]  # type: ignore[attr-defined]  # a DELETE's result always has it
    return sum(counts)
