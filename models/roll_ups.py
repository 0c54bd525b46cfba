"""Roll-ups (tổng hợp liên xã): the group of each, which communes agree, and what was posted to the group."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import invitation_codes, key_values
from models.database import Base, Moment
from models.ownership import DIRECT, NoCommune

CODE_LIFETIME = timedelta(hours=1)
_LOST_TIME = "time that a restore has lost"  # in key_values
_ABOVE = "the unit above several communes is none of them, and what it posts is of all that agreed"


class RollUpGroup(Base):
    """The group that a roll-up posts to, and the operator's code that binds the next one; a row for each roll-up."""

    __tablename__ = "roll_up_groups"
    owner = NoCommune(_ABOVE)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # the roll-up's, in its file
    bot: Mapped[str | None]
    chat_id: Mapped[str | None]
    title: Mapped[str] = mapped_column(default="")
    bound_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    code_hash: Mapped[str | None]
    code_expires_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_bound(self) -> bool:
        return self.bound_at is not None and self.left_at is None


class RollUpConsent(Base):
    """A commune's officer agrees that its frozen figures of some measures are added, until it is withdrawn."""

    __tablename__ = "roll_up_consents"
    owner = DIRECT
    __table_args__ = (Index("roll_up_consents_of_commune", "commune_id", "roll_up"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    roll_up: Mapped[str]  # the roll-up's code
    measures: Mapped[list[str]] = mapped_column(JSON)  # as they were shown; others are not added
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class RollUpPost(Base):
    """What a roll-up's group was told of a week: the post (`correction` 0), then its corrections. Never changed."""

    __tablename__ = "roll_up_posts"
    owner = NoCommune(_ABOVE)
    __table_args__ = (UniqueConstraint("group_id", "year", "number", "correction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("roll_up_groups.id"))
    year: Mapped[int]
    number: Mapped[int]
    last: Mapped[date]  # the week's
    correction: Mapped[int]
    text: Mapped[str]
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    posted_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def key(self) -> str:
        """Of its message in the outbox."""
        return f"{self._week}:{self.correction}"

    @property
    def key_of_post(self) -> str:
        """Of the message that a correction follows."""
        return f"{self._week}:0"

    @property
    def _week(self) -> str:
        return f"roll-up:{self.group_id}:{self.year}-W{self.number:02d}"


class LostTime(NamedTuple):
    """After `since`, until `until`, groups may have been told what this database does not know of."""

    since: datetime
    until: datetime


def note_lost_time(session: Session, since: datetime, until: datetime) -> None:
    """A backup of `since` was put back at `until`."""
    key_values.put(session, _LOST_TIME, f"{since.isoformat()} {until.isoformat()}")


def lost_time(session: Session) -> LostTime | None:
    """Of the last restore; None where there was none."""
    noted = key_values.get(session, _LOST_TIME)
    return LostTime(*map(datetime.fromisoformat, noted.split())) if noted else None


def group(session: Session, code: str) -> RollUpGroup | None:
    return session.scalar(select(RollUpGroup).where(RollUpGroup.code == code))


def keep(session: Session, code: str) -> RollUpGroup:
    """The roll-up's row, made where there is none."""
    found = group(session, code)
    if found is None:
        found = RollUpGroup(code=code)
        session.add(found)
        session.flush()
    return found


def all_groups(session: Session) -> Sequence[RollUpGroup]:
    return session.scalars(select(RollUpGroup).order_by(RollUpGroup.id)).all()


def at(session: Session, bot: str, chat_id: str) -> RollUpGroup | None:
    """The roll-up whose group a chat is, also after the bot has left it."""
    return session.scalar(select(RollUpGroup).where(RollUpGroup.bot == bot, RollUpGroup.chat_id == chat_id))


def chats(session: Session, known: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the chats (bot, chat id) that are roll-ups' groups; there are few."""
    if not known:
        return set()
    query = select(RollUpGroup.bot, RollUpGroup.chat_id).where(RollUpGroup.chat_id.in_([chat for _, chat in known]))
    return {(bot, chat) for bot, chat in session.execute(query) if bot and chat} & set(known)


def issue_code(session: Session, of: RollUpGroup, now: datetime) -> str:
    """A code for one use, «K7QM-4TXP»; the one before opens nothing any more."""
    letters, shown = invitation_codes.new_code()
    of.code_hash, of.code_expires_at = invitation_codes.digest(letters), now + CODE_LIFETIME
    return shown


def behind(session: Session, code: str, now: datetime) -> RollUpGroup | None:
    """The roll-up that an unused code binds."""
    found = session.scalar(select(RollUpGroup).where(RollUpGroup.code_hash == invitation_codes.digest(code)))
    return found if found is not None and found.code_expires_at is not None and found.code_expires_at > now else None


def consent(session: Session, roll_up: str) -> RollUpConsent | None:
    """The one in force of the commune in scope."""
    query = select(RollUpConsent).where(RollUpConsent.roll_up == roll_up, RollUpConsent.withdrawn_at.is_(None))
    return session.scalars(query.order_by(RollUpConsent.id.desc()).limit(1)).first()


def agreed(session: Session, commune_id: int) -> set[str]:
    """The measures of a commune that its officers agree to have added, to whatever roll-up."""
    query = select(RollUpConsent.measures).where(
        RollUpConsent.commune_id == commune_id, RollUpConsent.withdrawn_at.is_(None)
    )
    return {one for measures in session.scalars(query) for one in measures}


def count_of(session: Session, person_id: int) -> int:
    """How often a person has agreed for the commune; a consent is kept until its purge, also of who has withdrawn."""
    return session.scalar(select(func.count(RollUpConsent.id)).where(RollUpConsent.person_id == person_id)) or 0


def purge_consents(session: Session, commune_id: int, before: datetime) -> int:
    """Consents of a commune that ended long ago; those in force stay."""
    ended = delete(RollUpConsent).where(RollUpConsent.commune_id == commune_id, RollUpConsent.withdrawn_at < before)
    return int(session.execute(ended).rowcount)  # type: ignore[attr-defined]  # a DELETE's result always has it


def purge_posts(session: Session, before: datetime) -> int:
    """What groups were told long ago; the session looks at all communes."""
    told = delete(RollUpPost).where(RollUpPost.posted_at < before)
    return int(session.execute(told).rowcount)  # type: ignore[attr-defined]  # likewise


def consents(session: Session, roll_up: str) -> dict[int, Sequence[str]]:
    """By commune the measures that it agrees to; the session looks at all communes."""
    query = select(RollUpConsent.commune_id, RollUpConsent.measures).where(
        RollUpConsent.roll_up == roll_up, RollUpConsent.withdrawn_at.is_(None)
    )
    return {row.commune_id: row.measures for row in session.execute(query.order_by(RollUpConsent.id))}


def ever_answered(session: Session, roll_up: str) -> set[int]:
    """The communes that have agreed at any time; the session looks at all communes."""
    return set(session.scalars(select(RollUpConsent.commune_id).where(RollUpConsent.roll_up == roll_up).distinct()))


def newest(session: Session, of: RollUpGroup, year: int, number: int) -> RollUpPost | None:
    """What the group was told last of a week."""
    query = select(RollUpPost).where(RollUpPost.group_id == of.id, RollUpPost.year == year, RollUpPost.number == number)
    return session.scalars(query.order_by(RollUpPost.correction.desc()).limit(1)).first()


def newest_of_each(session: Session, of: RollUpGroup, since: date) -> Sequence[RollUpPost]:
    """What the group was told last of every week from a day on, the oldest week first."""
    query = select(RollUpPost).where(RollUpPost.group_id == of.id, RollUpPost.last >= since)
    found = {
        (one.year, one.number): one for one in session.scalars(query.order_by(RollUpPost.last, RollUpPost.correction))
    }
    return list(found.values())


def told_since(session: Session, since: date) -> Sequence[dict[str, Any]]:
    """The tables of what any roll-up's group was told of the weeks from a day on, the oldest first."""
    query = select(RollUpPost.table).where(RollUpPost.last >= since)
    return session.scalars(query.order_by(RollUpPost.last, RollUpPost.posted_at, RollUpPost.id)).all()
