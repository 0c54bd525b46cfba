"""Good deeds (việc tốt) that heads have told: words with every name masked, one name where its bearer has agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from campaign.text import fold
from models.database import UNSEEN, Base, Moment, values_of
from models.ownership import DIRECT
from models.people import Person
from models.periods import PeriodRow
from models.units import Unit


class State(StrEnum):
    """What has become of a deed."""

    DRAFT = "draft"  # being told
    WAITING = "waiting"  # for an officer
    KEPT = "kept"  # to be told below a post
    UNUSED = "unused"
    POSTED = "posted"


class GoodDeed(Base):
    """One deed of a unit. `named` is the one person who has agreed to be named, "" for nobody.

    A photo stays with its platform: `photo_bot` and `photo_id` are what that calls it.
    """

    __tablename__ = "good_deeds"
    owner = DIRECT
    __table_args__ = (Index("good_deeds_of_commune", "commune_id", "state"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: somebody who withdrew
    text: Mapped[str]
    named: Mapped[str]
    is_sensitive: Mapped[bool]  # of children, the sick or the poor: nobody is named, no photo is kept
    state: Mapped[State] = mapped_column(values_of(State))
    photo_bot: Mapped[str | None]
    photo_id: Mapped[str | None]
    told_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    used_in: Mapped[int | None] = mapped_column(ForeignKey("periods.id"))  # the week below whose post it stood
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])
    sender: Mapped[Person | None] = relationship()


def of_state(session: Session, commune_id: int, *states: State) -> Sequence[GoodDeed]:
    """A commune's deeds in these states, the one that was told first at the beginning."""
    query = select(GoodDeed).where(GoodDeed.commune_id == commune_id, GoodDeed.state.in_(states))
    return session.scalars(query.order_by(GoodDeed.id)).all()


def of_week(session: Session, period_id: int) -> GoodDeed | None:
    """What stood below the post of a week."""
    return session.scalars(select(GoodDeed).where(GoodDeed.used_in == period_id).limit(1)).first()


def posted_between(session: Session, commune_id: int, first: date, last: date) -> Sequence[tuple[GoodDeed, date]]:
    """What stood below the posts of weeks that ended between two days, each with its week's last day, in order."""
    query = (
        select(GoodDeed, PeriodRow.last)
        .join(PeriodRow, PeriodRow.id == GoodDeed.used_in)
        .where(GoodDeed.commune_id == commune_id, PeriodRow.last >= first, PeriodRow.last <= last)
    )
    return [(deed, day) for deed, day in session.execute(query.order_by(PeriodRow.last, GoodDeed.id))]


def next_kept(session: Session, commune_id: int) -> GoodDeed | None:
    """The kept deed whose turn it is: that which was kept first."""
    query = select(GoodDeed).where(GoodDeed.commune_id == commune_id, GoodDeed.state == State.KEPT)
    return session.scalars(query.order_by(GoodDeed.decided_at, GoodDeed.id).limit(1)).first()


def drop(session: Session, deed: GoodDeed) -> None:
    """Nothing of it stays."""
    session.delete(deed)
    session.flush()


def count_of(session: Session, person_id: int) -> int:
    """How many deeds are kept that somebody has told."""
    told = (GoodDeed.sender_id == person_id, GoodDeed.state != State.DRAFT)
    return session.scalar(select(func.count(GoodDeed.id)).where(*told)) or 0


def forget_person(session: Session, person_id: int) -> None:
    """What somebody told and was not posted goes; of what was posted, who told it."""
    mine = GoodDeed.sender_id == person_id
    fetched = {"synchronize_session": "fetch"}
    session.execute(delete(GoodDeed).where(mine, GoodDeed.state != State.POSTED), execution_options=fetched)
    session.execute(update(GoodDeed).where(mine).values(sender_id=None), execution_options=fetched)


def forget_name(session: Session, name: str, address: str) -> None:
    """Whoever was named with their consent, «ông Sơn» or «ông Hoàng Văn Sơn», is somebody of the village again."""
    whole, called = fold(name), fold(address)
    for deed in session.scalars(select(GoodDeed).where(GoodDeed.named != "")):
        said = fold(deed.named)
        if said == called or (whole and f" {said}".endswith(f" {whole}")):
            deed.named = ""


def purge(session: Session, commune_id: int, drafts: datetime, unused: datetime, used: datetime) -> int:
    """What was told before these instants: drafts, deeds that no post has used, and those that one has."""
    old = or_(
        (GoodDeed.state == State.DRAFT) & (GoodDeed.told_at < drafts),
        (GoodDeed.state != State.POSTED) & (GoodDeed.told_at < unused),
        GoodDeed.told_at < used,
    )
    gone = session.execute(delete(GoodDeed).where(GoodDeed.commune_id == commune_id, old), execution_options=UNSEEN)
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result always has it
