"""Announcements of a commune to its people: drafted, confirmed, sent once and never changed; and who has received them.

A correction is another announcement that names the one it corrects. Whom one was sent to is frozen when it is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, delete, false, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from models.database import UNSEEN, Base, Moment
from models.ownership import DIRECT, ByParent
from models.people import Person
from models.units import Unit

WANTED, KEPT, REFUSED = "wanted", "kept", "refused"


class Announcement(Base):
    """One text. Until `due_at` its officer's draft; confirmed at night it waits until then to be sent."""

    __tablename__ = "announcements"
    owner = DIRECT
    # A button of a draft that is gone must not mean the next one: no id is given twice.
    __table_args__ = (Index("announcements_of_commune", "commune_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]  # purged after the private days of the campaign file
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)  # see services/announcement_audience.py
    wants_receipt: Mapped[bool] = mapped_column(default=False, server_default=false())
    message_id: Mapped[str | None]  # of the officer's own message with the words, which they may edit
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)  # set when it is confirmed
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    listed_at: Mapped[datetime | None] = mapped_column(Moment)  # when the officers were told who has not received it
    file: Mapped[AnnouncementFile | None] = relationship(lazy="selectin", cascade="all, delete-orphan")


class AnnouncementFile(Base):
    """The picture or file that goes with one. `file_id` is the platform's, by which the same bot sends it again."""

    __tablename__ = "announcement_files"
    owner = ByParent("announcement_id")

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    bot: Mapped[str]
    file_id: Mapped[str]
    is_picture: Mapped[bool]
    name: Mapped[str]  # as its sender called it; "" for a picture
    state: Mapped[str] = mapped_column(default=WANTED)
    attempts: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class AnnouncementRecipient(Base):
    """A place that an announcement is for, with whoever was written to for it; `received_at` is the place's receipt."""

    __tablename__ = "announcement_recipients"
    owner = ByParent("announcement_id")
    __table_args__ = (
        UniqueConstraint("announcement_id", "unit_id", "person_id"),
        Index("announcement_recipients_of_person", "person_id"),
        Index("announcement_recipients_of_unit", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: nobody, or somebody who withdrew
    told_at: Mapped[datetime | None] = mapped_column(Moment)  # None: there was no way to write to them
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    announcement: Mapped[Announcement] = relationship()
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])


def recipients(session: Session, announcement_id: int) -> Sequence[AnnouncementRecipient]:
    """Everybody that one was sent to, or would have been, in the order of sending."""
    query = (
        select(AnnouncementRecipient)
        .where(AnnouncementRecipient.announcement_id == announcement_id)
        .options(
            selectinload(AnnouncementRecipient.person).selectinload(Person.roles),
            selectinload(AnnouncementRecipient.person).selectinload(Person.accounts),
        )
    )
    return session.scalars(query.order_by(AnnouncementRecipient.id)).all()


def by_message(session: Session, author_id: int, message_id: str) -> Announcement | None:
    """What somebody has written in a message of theirs; the newest, for each bot counts for itself."""
    query = select(Announcement).where(Announcement.author_id == author_id, Announcement.message_id == message_id)
    return session.scalars(query.order_by(Announcement.id.desc()).limit(1)).first()


def sent_since(session: Session, commune_id: int, since: datetime) -> Sequence[Announcement]:
    """What a commune has sent since an instant, and what waits to be sent; the newest first."""
    query = select(Announcement).where(
        Announcement.commune_id == commune_id,
        Announcement.due_at.is_not(None),
        or_(Announcement.sent_at.is_(None), Announcement.sent_at >= since),
    )
    return session.scalars(query.order_by(Announcement.id.desc())).all()


def of_person(
    session: Session, person_id: int, unit_ids: Collection[int], since: datetime
) -> Sequence[AnnouncementRecipient]:
    """What was sent to somebody, or to a unit that they report for now, since an instant; the newest first."""
    query = (
        select(AnnouncementRecipient)
        .join(Announcement, Announcement.id == AnnouncementRecipient.announcement_id)
        .where(
            or_(AnnouncementRecipient.person_id == person_id, AnnouncementRecipient.unit_id.in_(unit_ids)),
            Announcement.sent_at >= since,
            Announcement.text != "",
        )
        .order_by(AnnouncementRecipient.announcement_id.desc(), AnnouncementRecipient.id)
    )
    return session.scalars(query).all()


def due(session: Session, commune_id: int, now: datetime) -> Sequence[Announcement]:
    """What waits to be sent, and may be by now."""
    query = select(Announcement).where(
        Announcement.commune_id == commune_id, Announcement.sent_at.is_(None), Announcement.due_at <= now
    )
    return session.scalars(query.order_by(Announcement.id)).all()


def hold_back(session: Session, commune_id: int, now: datetime) -> Sequence[Announcement]:
    """What waits to be sent is a draft again; returns what did."""
    query = select(Announcement).where(
        Announcement.commune_id == commune_id, Announcement.sent_at.is_(None), Announcement.due_at.is_not(None)
    )
    waiting = session.scalars(query.order_by(Announcement.id)).all()
    for one in waiting:
        one.due_at, one.drafted_at = None, now
    return waiting


def unlisted(session: Session, commune_id: int, before: datetime) -> Sequence[Announcement]:
    """What was sent before an instant, wants receipts, and whose missing ones nobody was told of."""
    query = select(Announcement).where(
        Announcement.commune_id == commune_id,
        Announcement.wants_receipt,
        Announcement.listed_at.is_(None),
        Announcement.sent_at <= before,
        Announcement.text != "",
    )
    return session.scalars(query.order_by(Announcement.id)).all()


def communes_with_something_to_do(session: Session, now: datetime, listed_before: datetime) -> set[int]:
    """The communes for which `due` or `unlisted` may find something."""
    query = select(Announcement.commune_id).where(
        or_(
            Announcement.sent_at.is_(None) & (Announcement.due_at <= now),
            Announcement.wants_receipt & Announcement.listed_at.is_(None) & (Announcement.sent_at <= listed_before),
        )
    )
    return set(session.scalars(query.distinct()))


def recently_sent(session: Session, commune_id: int, since: datetime) -> Sequence[Announcement]:
    """What was sent since an instant, in order."""
    query = select(Announcement).where(Announcement.commune_id == commune_id, Announcement.sent_at >= since)
    return session.scalars(query.order_by(Announcement.id)).all()


def wanted_files(session: Session, limit: int) -> Sequence[AnnouncementFile]:
    """Files that are still to be fetched, oldest first."""
    query = select(AnnouncementFile).where(AnnouncementFile.state == WANTED)
    return session.scalars(query.order_by(AnnouncementFile.announcement_id).limit(limit)).all()


def drop(session: Session, announcement: Announcement) -> None:
    """A draft, or what waits to be sent, is given up: nothing of it stays."""
    session.delete(announcement)
    session.flush()


def count_of(session: Session, person_id: int) -> int:
    """How many announcements are kept with somebody's name: sent to them, received or written by them."""
    told = select(AnnouncementRecipient.announcement_id).where(
        or_(AnnouncementRecipient.person_id == person_id, AnnouncementRecipient.received_by == person_id)
    )
    mine = or_(Announcement.id.in_(told), Announcement.author_id == person_id)
    return session.scalar(select(func.count(Announcement.id)).where(mine, Announcement.text != "")) or 0


def forget_person(session: Session, person_id: int) -> None:
    """That the unit has received something stays; to whom it was sent, and who said so, does not."""
    for column in (AnnouncementRecipient.person_id, AnnouncementRecipient.received_by):
        session.execute(
            update(AnnouncementRecipient).where(column == person_id).values({column.key: None}),
            execution_options={"synchronize_session": "fetch"},
        )


def purge(session: Session, commune_id: int, drafts: datetime, files: datetime, texts: datetime) -> int:
    """Before these instants: drafts that were never confirmed go whole, files go, texts go with who had them.

    That something was announced, by whom and when, stays. Returns how many texts and drafts went.
    """
    old_drafts = session.scalars(
        select(Announcement).where(
            Announcement.commune_id == commune_id, Announcement.due_at.is_(None), Announcement.drafted_at < drafts
        )
    ).all()
    for draft in old_drafts:
        drop(session, draft)
    mine = select(Announcement.id).where(Announcement.commune_id == commune_id)
    _delete(session, AnnouncementFile, mine.where(Announcement.sent_at < files))
    _delete(session, AnnouncementRecipient, mine.where(Announcement.sent_at < texts))
    emptied = session.execute(
        update(Announcement)
        .where(Announcement.commune_id == commune_id, Announcement.sent_at < texts, Announcement.text != "")
        .values(text=""),
        execution_options=UNSEEN,
    )
    return len(old_drafts) + int(emptied.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result always has it


def _delete(session: Session, table: type[AnnouncementFile] | type[AnnouncementRecipient], of: object) -> None:
    rows = delete(table).where(table.announcement_id.in_(of))  # type: ignore[arg-type]  # a SELECT of ids
    session.execute(rows, execution_options=UNSEEN)
