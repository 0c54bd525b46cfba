"""Tables that officers send to be imported: one sheet's cells are kept until it is applied, given up, or a day has
passed; that there was one, and what became of it, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import UNSEEN, Base, Moment, values_of
from models.ownership import DIRECT

KEPT_FOR = timedelta(hours=24)
PEOPLE = "people"  # the kind of table that names people


class UploadState(StrEnum):
    """How far an uploaded table has come."""

    WANTED = "wanted"  # to be fetched from the platform
    READY = "ready"  # its preview was shown
    APPLIED = "applied"
    DROPPED = "dropped"  # given up, refused, replaced by another one, or too old


class TableUpload(Base):
    """One table. `sheet` holds its cells (`services.imports.sheet_json`), `faults` the reasons by line."""

    __tablename__ = "table_uploads"
    owner = DIRECT
    __table_args__ = (Index("table_uploads_by_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    bot: Mapped[str]  # who brought it, and is answered; "" for what came by the page
    chat_id: Mapped[str]
    file_id: Mapped[str]  # the platform's; "" for what was pasted or came by the page
    name: Mapped[str]
    state: Mapped[UploadState] = mapped_column(values_of(UploadState))
    attempts: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="")
    sheet: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    faults: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    fingerprint: Mapped[str] = mapped_column(default="")  # of the preview that was shown last
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def is_pasted(self) -> bool:
        return bool(self.bot) and not self.file_id

    def settle(self, state: UploadState) -> None:
        """What was to be done with it is done, or never will be: its cells go."""
        self.state, self.sheet, self.faults = state, None, None


def expected(session: Session, limit: int, unanswered: Collection[int] = ()) -> Sequence[TableUpload]:
    """Those that are still to be fetched, oldest first; what communes sent that are not answered now waits apart."""
    query = select(TableUpload).where(
        TableUpload.state == UploadState.WANTED, TableUpload.commune_id.not_in(unanswered)
    )
    return session.scalars(query.order_by(TableUpload.id).limit(limit)).all()


def waiting(session: Session, person_id: int, now: datetime) -> Sequence[TableUpload]:
    """Those whose preview a person has seen, and that wait for a word, the newest first."""
    query = select(TableUpload).where(
        TableUpload.person_id == person_id, TableUpload.state == UploadState.READY, TableUpload.expires_at > now
    )
    return session.scalars(query.order_by(TableUpload.id.desc())).all()


def expire(session: Session, now: datetime) -> int:
    """Cells that have been kept for long enough go; how many tables had some."""
    query = select(TableUpload).where(
        TableUpload.sheet.is_not(None) | (TableUpload.state == UploadState.WANTED), TableUpload.expires_at <= now
    )
    old = session.scalars(query).all()
    for upload in old:
        upload.settle(UploadState.APPLIED if upload.state is UploadState.APPLIED else UploadState.DROPPED)
    return len(old)


def with_expired(session: Session, now: datetime) -> set[int]:
    """The communes in which some have."""
    query = select(TableUpload.commune_id).where(
        TableUpload.sheet.is_not(None) | (TableUpload.state == UploadState.WANTED), TableUpload.expires_at <= now
    )
    return set(session.scalars(query.distinct()))


def purge(session: Session, before: datetime) -> None:
    """Rows of tables sent long ago go altogether: the audit says what was applied."""
    session.execute(delete(TableUpload).where(TableUpload.created_at < before), execution_options=UNSEEN)


def forget(session: Session, person_id: int) -> None:
    """A person has gone: what they sent, and every table in which they may be named."""
    query = select(TableUpload).where(TableUpload.person_id == person_id)
    for upload in session.scalars(query):
        upload.settle(UploadState.APPLIED if upload.state is UploadState.APPLIED else UploadState.DROPPED)
        upload.name = ""
    named = select(TableUpload).where(TableUpload.kind == PEOPLE, TableUpload.sheet.is_not(None))
    for upload in session.scalars(named):
        upload.settle(UploadState.APPLIED if upload.state is UploadState.APPLIED else UploadState.DROPPED)


def hand_over(session: Session, giver_id: int, taker_id: int, now: datetime) -> int:
    """What waits of an officer's is another's from now on; how many tables there were."""
    waiting_tables = waiting(session, giver_id, now)
    for upload in waiting_tables:
        upload.person_id = taker_id
    return len(waiting_tables)
