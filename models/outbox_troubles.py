"""What became of messages in the outbox: arrived, given up, in doubt, and whether an officer has heard of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.messages import ARRIVED, GIVEN_UP, TROUBLED, UNKNOWN, OutboxMessage
from models.outbox_states import Failure, Purpose


def in_doubt(session: Session) -> Sequence[OutboxMessage]:
    """Posts of which nobody knows whether they arrived and whose officer was not asked yet."""
    return session.scalars(
        select(OutboxMessage).where(
            TROUBLED, OutboxMessage.state == UNKNOWN, OutboxMessage.once, OutboxMessage.asked_at.is_(None)
        )
    ).all()


def announcements_in_doubt(session: Session) -> Sequence[OutboxMessage]:
    """Announcements of which nobody knows whether they arrived and nobody was asked."""
    query = select(OutboxMessage).where(
        TROUBLED,
        OutboxMessage.state == UNKNOWN,
        OutboxMessage.purpose == Purpose.ANNOUNCEMENT,
        OutboxMessage.asked_at.is_(None),
    )
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def troubled(session: Session) -> Sequence[OutboxMessage]:
    """Everything that was given up, or of which nobody knows whether it arrived, in order."""
    return session.scalars(select(OutboxMessage).where(TROUBLED).order_by(OutboxMessage.id)).all()


def roll_ups_in_trouble(session: Session) -> Sequence[OutboxMessage]:
    """What a roll-up's group may not have got; the session looks at all communes."""
    query = select(OutboxMessage).where(TROUBLED, OutboxMessage.purpose == Purpose.ROLL_UP)
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def arrived(session: Session) -> Sequence[OutboxMessage]:
    """Posts and corrections that a platform has taken, and no officer has heard of."""
    return session.scalars(select(OutboxMessage).where(ARRIVED).order_by(OutboxMessage.id)).all()


def untold(session: Session) -> Sequence[OutboxMessage]:
    """What was given up, for good and not on purpose, and no officer has heard of."""
    settled = [failure for failure in Failure if failure.is_settled]
    query = select(OutboxMessage).where(
        TROUBLED,
        OutboxMessage.state == GIVEN_UP,
        OutboxMessage.told_at.is_(None),
        or_(OutboxMessage.failure.is_(None), OutboxMessage.failure.not_in(settled)),
    )
    return session.scalars(query.order_by(OutboxMessage.id)).all()


# In the order of its index: SQLite would otherwise go through everything that was ever said of a week.
_NEWS = (
    select(OutboxMessage.commune_id).where(ARRIVED).order_by(OutboxMessage.id),
    select(OutboxMessage.commune_id)
    .where(TROUBLED, OutboxMessage.told_at.is_(None), OutboxMessage.asked_at.is_(None))
    .order_by(OutboxMessage.id),
)


def with_news(session: Session) -> set[int]:
    """The communes of which a post has arrived, or anything was given up or is in doubt, and nobody was told."""
    return {commune_id for query in _NEWS for commune_id in session.scalars(query) if commune_id is not None}
