"""What the scheduler has done: a unique row is the claim, so no job is done twice for one subject."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import Direct

_OF_DEPLOYMENT = text("commune_id IS NULL")
_IS_WHOLE = text("subject = '*'")


class JobRun(Base):
    """One job, at the time it was due, for one subject ("unit:12", "period:3")."""

    __tablename__ = "job_runs"
    owner = Direct(or_none=True)  # the deployment has jobs of its own: the backup
    __table_args__ = (
        UniqueConstraint("commune_id", "job", "due_at", "subject"),
        Index(
            "job_runs_of_deployment",
            *("job", "due_at", "subject"),
            unique=True,
            sqlite_where=_OF_DEPLOYMENT,
            postgresql_where=_OF_DEPLOYMENT,
        ),
        Index("job_runs_wholly_done", "due_at", "job", sqlite_where=_IS_WHOLE, postgresql_where=_IS_WHOLE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    job: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(Moment)
    subject: Mapped[str]
    ran_at: Mapped[datetime] = mapped_column(Moment)


def of_day(day: date) -> datetime:
    """The time under which what is done once for a day is claimed, wherever the commune is."""
    return datetime.combine(day, datetime.min.time(), UTC)


def claim(session: Session, job: str, due_at: datetime, subject: str, now: datetime) -> bool:
    """Claim a piece of work inside the caller's transaction; False when it was claimed before."""
    done = select(JobRun.id).where(JobRun.job == job, JobRun.due_at == due_at, JobRun.subject == subject)
    if session.scalar(done) is not None:
        return False
    session.add(JobRun(job=job, due_at=due_at, subject=subject, ran_at=now))
    session.flush()
    return True


def claimed(session: Session, job: str, due_at: datetime) -> set[str]:
    """The subjects for which a job due at `due_at` has run."""
    query = select(JobRun.subject).where(JobRun.job == job, JobRun.due_at == due_at)
    return set(session.scalars(query))


def claimed_in(session: Session, commune_ids: Collection[int], job: str, due_at: datetime) -> dict[int, set[str]]:
    """The same of several communes, by commune; one without any is left out."""
    query = select(JobRun.commune_id, JobRun.subject).where(JobRun.job == job, JobRun.due_at == due_at)
    found: dict[int, set[str]] = {}
    for commune_id, subject in session.execute(query.where(JobRun.commune_id.in_(commune_ids))):
        found.setdefault(commune_id or 0, set()).add(subject)
    return found


def claim_in(
    session: Session, commune_ids: Collection[int], job: str, due_at: datetime, subject: str, now: datetime
) -> None:
    """Claim the same piece of work in several communes of which none had claimed it, in one statement."""
    rows = [{"commune_id": one, "job": job, "due_at": due_at, "subject": subject, "ran_at": now} for one in commune_ids]
    if rows:
        session.execute(insert(JobRun), rows)


def wholly_done(session: Session, subject: str, since: datetime) -> set[tuple[str, datetime]]:
    """The jobs claimed for a subject, each with the time when it was due, from `since` on."""
    query = select(JobRun.job, JobRun.due_at).where(JobRun.subject == subject, JobRun.due_at >= since)
    return {(job, due) for job, due in session.execute(query)}


_WHOLE = select(JobRun.job, JobRun.due_at, func.count()).where(
    JobRun.subject == "*", JobRun.due_at >= bindparam("since"), JobRun.commune_id.is_not(None)
)


def counted(
    session: Session, since: datetime, among: Collection[int], others: Collection[int]
) -> dict[tuple[str, datetime], int]:
    """In how many communes of `among` each job is wholly done («*»), for every time that it was due from `since` on.

    `others` are all that the database has besides: the shorter of both is asked for, or kept out.
    """
    is_few = len(among) <= len(others)
    counted_in = JobRun.commune_id.in_(sorted(among)) if is_few else JobRun.commune_id.not_in(sorted(others))
    query = _WHOLE.where(counted_in) if others else _WHOLE
    rows = session.execute(query.group_by(JobRun.job, JobRun.due_at), {"since": since})
    return {(job, due_at): count for job, due_at, count in rows}


def communes_done(session: Session, job: str, due_at: datetime) -> set[int]:
    """The communes of which a job that was due then is wholly done."""
    query = select(JobRun.commune_id).where(JobRun.job == job, JobRun.due_at == due_at, JobRun.subject == "*")
    return {commune_id for commune_id in session.scalars(query) if commune_id is not None}


def communes_of(session: Session, job: str, due_at: datetime, subject: str) -> set[int]:
    """The communes in which a piece of work was done; the session looks at all communes."""
    query = select(JobRun.commune_id).where(JobRun.job == job, JobRun.due_at == due_at, JobRun.subject == subject)
    return {commune_id for commune_id in session.scalars(query) if commune_id is not None}


def first_due(session: Session, job: str, since: datetime, before: datetime) -> datetime | None:
    """The earliest time within a stretch for which any of a job's work was claimed."""
    within = (JobRun.job == job, JobRun.due_at >= since, JobRun.due_at < before)
    return session.scalar(select(func.min(JobRun.due_at)).where(*within))


def first_run(session: Session) -> datetime | None:
    """Since when jobs have been run here."""
    return session.scalar(select(func.min(JobRun.ran_at)))
