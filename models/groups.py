"""Group chats: where the weekly post goes, once an officer has confirmed the group."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import scope
from models.database import Base, Moment
from models.ownership import DIRECT


class Group(Base):
    """A group the bot was added to; it receives nothing before `confirmed_at`."""

    __tablename__ = "groups"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("bot", "chat_id"), Index("groups_of_commune", "commune_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    bot: Mapped[str]
    chat_id: Mapped[str]
    title: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    moved_to: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # the row under which it goes on


def find(session: Session, bot: str, chat_id: str) -> Group | None:
    return session.scalar(select(Group).where(Group.bot == bot, Group.chat_id == chat_id))


_ANYWHERE = select(Group.id).execution_options(
    **{scope.DEPLOYMENT_WIDE: "a chat is one commune's group and no other's"}
)


def is_elsewhere(session: Session, bot: str, chat_id: str) -> bool:
    """Whether a chat is a group of another commune; nothing else is learnt of it."""
    is_known = session.scalar(_ANYWHERE.where(Group.bot == bot, Group.chat_id == chat_id)) is not None
    return is_known and find(session, bot, chat_id) is None


def communes_of(session: Session, chats: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The communes whose groups chats (bot, chat id) are."""
    query = select(Group.bot, Group.chat_id, Group.commune_id).where(
        tuple_(Group.bot, Group.chat_id).in_(sorted(chats))
    )
    return {(bot, chat_id): commune_id for bot, chat_id, commune_id in session.execute(query)}


def is_leadership(session: Session, bot: str, chat_id: str) -> bool:
    """Whether a chat is a commune's confirmed group that the bot is still in."""
    query = select(Group.id).where(Group.bot == bot, Group.chat_id == chat_id, Group.confirmed_at.is_not(None))
    return session.scalar(query.where(Group.left_at.is_(None)).limit(1)) is not None


def leadership(session: Session, commune_id: int) -> list[Group]:
    """The confirmed groups of a commune that the bot is still in."""
    query = select(Group).where(
        Group.commune_id == commune_id, Group.confirmed_at.is_not(None), Group.left_at.is_(None)
    )
    return list(session.scalars(query.order_by(Group.id)))


def move(session: Session, bot: str, old: str, new: str, now: datetime) -> None:
    """A group became a supergroup: the same group under another id.

    Where the new id was heard of first, the confirmation goes over to it and the old one ends: one group, one post.
    """
    found, there = find(session, bot, old), find(session, bot, new)
    if found is None or found is there or found.moved_to is not None:
        return
    if there is None:
        # Of the old chat the platform may have said before that the bot has left it.
        found.chat_id, found.left_at = new, None
        return
    there.confirmed_at = there.confirmed_at or found.confirmed_at
    found.confirmed_at, found.left_at, found.moved_to = None, now, there.id


def heir(session: Session, group: Group) -> Group:
    """The row under which a group goes on: mostly its own."""
    while group.moved_to is not None:
        group = session.get_one(Group, group.moved_to)
    return group


def has_moved_here(session: Session, group: Group) -> bool:
    """Whether another row's confirmation went over to this one when its chat became a supergroup."""
    return session.scalar(select(Group.id).where(Group.moved_to == group.id).limit(1)) is not None


def lost(session: Session, commune_id: int) -> list[Group]:
    """The confirmed groups of a commune that the bot is in no more, and that have not become another."""
    query = select(Group).where(
        Group.commune_id == commune_id,
        Group.confirmed_at.is_not(None),
        Group.left_at.is_not(None),
        Group.moved_to.is_(None),
    )
    return list(session.scalars(query.order_by(Group.id)))


def with_lost(session: Session, since: datetime) -> set[int]:
    """The communes that have lost a confirmed group since."""
    query = select(Group.commune_id).where(
        Group.confirmed_at.is_not(None), Group.left_at >= since, Group.moved_to.is_(None)
    )
    return set(session.scalars(query))


def successor(session: Session, group_id: int) -> Group | None:
    """The confirmed group that a group has become, mostly itself; None when the bot is in it no more."""
    named = session.get(Group, group_id)
    found = heir(session, named) if named is not None else None
    return found if found is not None and found.confirmed_at is not None and found.left_at is None else None
