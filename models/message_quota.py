"""The ledger of messages with a platform that counts them: in and out, for each bot and month (real time).

Whether a platform counts what comes in is not known of every one; both directions are counted, to be safe.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import NoCommune

WARNED_SHARE = 80  # per cent of the month's messages at which the officers are told
SHORT_SHARE = 95  # per cent from which only what is essential still goes out


class MessageQuota(Base):
    """One bot's month. `stopped_until` is set when the platform refused for want of quota."""

    __tablename__ = "traffic"
    owner = NoCommune("a platform counts a bot's messages, whichever communes they are of")
    __table_args__ = (UniqueConstraint("bot", "identity", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bot: Mapped[str]
    identity: Mapped[str]  # what the platform knows the bot by: another token is another ledger
    month: Mapped[str]  # "2026-11"
    taken: Mapped[int] = mapped_column(default=0)
    given: Mapped[int] = mapped_column(default=0)
    warned_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_until: Mapped[datetime | None] = mapped_column(Moment)
    alerted_at: Mapped[datetime | None] = mapped_column(Moment)  # the officers know of this stop

    @property
    def used(self) -> int:
        return self.taken + self.given


def month_of(now: datetime) -> str:
    """The month of an instant that is given in the commune's time."""
    return f"{now:%Y-%m}"


def of(session: Session, bot: str, identity: str, month: str) -> MessageQuota:
    """The ledger's row, made when it is not there yet."""
    query = select(MessageQuota).where(
        MessageQuota.bot == bot, MessageQuota.identity == identity, MessageQuota.month == month
    )
    found = session.scalar(query)
    if found is not None:
        return found
    # Another process may begin the month in this very moment: then its row will do.
    with contextlib.suppress(IntegrityError), session.begin_nested():
        session.add(MessageQuota(bot=bot, identity=identity, month=month, taken=0, given=0))
    return session.scalars(query).one()


def count(session: Session, bot: str, identity: str, month: str, *, taken: int = 0, given: int = 0) -> None:
    """Add to the ledger. The database adds, so that two processes lose nothing of each other."""
    row = of(session, bot, identity, month)
    session.execute(
        update(MessageQuota)
        .where(MessageQuota.id == row.id)
        .values(taken=MessageQuota.taken + taken, given=MessageQuota.given + given)
        .execution_options(synchronize_session="fetch")
    )


def stopped(session: Session) -> Sequence[str]:
    """The bots whose platform takes nothing more for now."""
    return session.scalars(select(MessageQuota.bot).where(MessageQuota.stopped_until.is_not(None))).all()


def resume(session: Session, now: datetime) -> None:
    """What was stopped until an instant (real time) may be tried again."""
    session.execute(
        update(MessageQuota).where(MessageQuota.stopped_until <= now).values(stopped_until=None, alerted_at=None)
    )


def counted(session: Session) -> Sequence[MessageQuota]:
    """Every row of the ledger, the newest month first."""
    return session.scalars(select(MessageQuota).order_by(MessageQuota.month.desc(), MessageQuota.id)).all()
