"""Figures as they stand, and every revision that led there. `record` is the only way in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Index,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from campaign.facts import Fact, State
from models import rows_to_write, scope
from models.database import Base, Micro, Moment
from models.ownership import DIRECT, ByParent
from models.read_ahead import ReadAhead
from models.units import Unit

CLEARED = "đã đối chiếu"  # the reason of a revision by which an officer took a mark away

CONFIRMED = "xác nhận"  # of one by which whoever gave an unusual figure stood by it, without giving it anew

# What a sum or a baseline must not miss. Most figures are zeros of flows (nothing occurred) and levels kept as they
# were: a flow is never «unchanged» (decision 5). In one spelling, so that both databases find the index by it.
TELLING = text("((value <> 0 AND state <> 'unchanged') OR mark <> '' OR period_id IS NULL)")


class Figure(Base):
    """One input of a measure for one subject unit on one day (a report's day is its week's Thursday)."""

    __tablename__ = "figures"
    owner = DIRECT
    __table_args__ = (
        UniqueConstraint("subject_id", "measure", "input", "on_day"),
        Index("figures_of_commune", "commune_id", "measure", "on_day"),
        Index("figures_of_period", "period_id", "reporter_id"),
        Index(
            "figures_telling",
            "subject_id",
            "measure",
            "input",
            "on_day",
            sqlite_where=TELLING,
            postgresql_where=TELLING,
        ),
        Index(
            "figures_opening",
            "subject_id",
            "measure",
            "input",
            "on_day",
            sqlite_where=text("period_id IS NULL"),
            postgresql_where=text("period_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    measure: Mapped[str]
    input: Mapped[str]
    subject_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    on_day: Mapped[date]
    period_id: Mapped[int | None] = mapped_column(ForeignKey("periods.id"))  # None: an opening row
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    state: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Micro)
    denominator: Mapped[Decimal | None] = mapped_column(Micro)
    choice: Mapped[str | None]
    mark: Mapped[str] = mapped_column(default="")  # why an officer must look; "" when nobody must
    first_said_at: Mapped[datetime] = mapped_column(Moment)

    def fact(self) -> Fact:
        return Fact(
            measure=self.measure,
            input=self.input,
            unit=self.subject_id,
            on=self.on_day,
            state=State(self.state),
            value=self.value,
            denominator=self.denominator,
            choice=self.choice,
            marked=self.mark,
            opening=self.period_id is None,
        )


class Revision(Base):
    """One writing of a figure: who said what, where and when. Never changed, never deleted."""

    __tablename__ = "figure_revisions"
    owner = ByParent("figure_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figures.id"), index=True)
    state: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Micro)
    denominator: Mapped[Decimal | None] = mapped_column(Micro)
    choice: Mapped[str | None]
    mark: Mapped[str]
    words: Mapped[str]
    channel: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    bot: Mapped[str | None]  # which bot heard it; None where nobody said it to one
    message_id: Mapped[str | None]  # the platform's, where an edited message must find its figure again
    reason: Mapped[str] = mapped_column(default="")  # "điều chỉnh" after the freeze, or an import's source
    figure: Mapped[Figure] = relationship()


_REVISIONS = cast(Table, Revision.__table__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood for one input: the part of a figure that a person decides."""

    state: State
    value: Decimal | None = None
    denominator: Decimal | None = None
    choice: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """Who said it: `words` as typed or the label of the button, by whom, through what, when."""

    words: str
    channel: str
    person_id: int | None
    said_at: datetime
    recorded_at: datetime
    on_behalf_of: int | None = None
    reason: str = ""
    bot: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure belongs: its key, the period it was given in, and the unit that gave it."""

    commune_id: int
    measure: str
    input: str
    subject_id: int
    on_day: date
    period_id: int | None
    reporter_id: int | None


def record(session: Session, place: Place, answer: Answer, saying: Saying) -> Figure:
    """Store an answer as the figure's present value and append the revision. Saying the same twice adds none."""
    standing = find(session, place.subject_id, place.measure, place.input, place.on_day)
    return write(session, standing, place, answer, saying)


def write(session: Session, figure: Figure | None, place: Place, answer: Answer, saying: Saying) -> Figure:
    """The same where the caller has looked already: `figure` is what stands at `place`, or None."""
    if figure is not None and _stands(figure, place, answer):
        return figure
    if figure is None:
        figure = Figure(
            commune_id=place.commune_id,
            measure=place.measure,
            input=place.input,
            subject_id=place.subject_id,
            on_day=place.on_day,
            first_said_at=saying.said_at,
        )
        session.add(figure)
    figure.period_id, figure.reporter_id = place.period_id, place.reporter_id
    figure.state, figure.value, figure.denominator = answer.state, answer.value, answer.denominator
    figure.choice, figure.mark = answer.choice, answer.mark
    _note_revision(session, figure, answer, saying)
    return figure


def _stands(figure: Figure, place: Place, answer: Answer) -> bool:
    """Whether nothing is to be written. An opening row that is now reported becomes the report's, whatever it says."""
    is_now_reported = figure.period_id is None and place.period_id is not None
    return not is_now_reported and answer == Answer(
        State(figure.state), figure.value, figure.denominator, figure.choice, figure.mark
    )


def _note_revision(session: Session, figure: Figure, answer: Answer, saying: Saying) -> None:
    """Append a revision. The figure may have no id yet: the row is put together when it has one."""
    rows_to_write.add(session, _REVISIONS, partial(_revision, figure, answer, saying))


def _revision(figure: Figure, answer: Answer, saying: Saying) -> rows_to_write.Row:
    return {
        "figure_id": figure.id,
        "state": answer.state,
        "value": answer.value,
        "denominator": answer.denominator,
        "choice": answer.choice,
        "mark": answer.mark,
        "words": saying.words,
        "channel": saying.channel,
        "person_id": saying.person_id,
        "on_behalf_of": saying.on_behalf_of,
        "said_at": saying.said_at,
        "recorded_at": saying.recorded_at,
        "reason": saying.reason,
        "bot": saying.bot,
        "message_id": saying.message_id,
    }


def on_day(session: Session, subject_id: int, day: date) -> dict[str, Figure]:
    """Everything that stands for a unit on one day, by "KT1a.area"."""
    rows = session.scalars(_ON_DAY, {"subject": subject_id, "day": day})
    return {f"{row.measure}.{row.input}": row for row in rows}


def clear_mark(session: Session, figure: Figure, saying: Saying) -> None:
    """An officer has looked: the value stays, the mark goes, and the history says who cleared it."""
    answer = Answer(State(figure.state), figure.value, figure.denominator, figure.choice)
    if figure.mark:
        figure.mark = ""
        _note_revision(session, figure, answer, saying)


def confirm(session: Session, figure: Figure, saying: Saying, because: str = "") -> None:
    """Whoever gave a figure stands by it: the value stays, and its mark goes on with their reason."""
    if figure.mark and because:
        figure.mark = f"{figure.mark}, {because}"
    answer = Answer(State(figure.state), figure.value, figure.denominator, figure.choice, figure.mark)
    _note_revision(session, figure, answer, replace(saying, reason=CONFIRMED))


def newest_first(session: Session, unit_id: int, period_id: int, person_id: int) -> Sequence[Figure]:
    """The figures of a report that a person gave or changed, the last one first."""
    query = (
        select(Figure)
        .join(Revision, Revision.figure_id == Figure.id)
        .where(Figure.period_id == period_id, Figure.reporter_id == unit_id, Revision.person_id == person_id)
        .order_by(Revision.id.desc())
    )
    return session.scalars(query).unique().all()


def said_in(session: Session, bot: str, person_id: int, message_id: str) -> Sequence[Figure]:
    """The figures that a message of a person to a bot gave: the platform numbers messages for each bot anew."""
    query = (
        select(Figure)
        .join(Revision, Revision.figure_id == Figure.id)
        .where(Revision.bot == bot, Revision.person_id == person_id, Revision.message_id == message_id)
        .order_by(Figure.id)
    )
    return session.scalars(query).unique().all()


def of_measures(session: Session, subject_ids: Sequence[int], measures: Sequence[str]) -> Sequence[Figure]:
    """Every figure about some units in some measures."""
    query = select(Figure).where(Figure.subject_id.in_(subject_ids), Figure.measure.in_(measures))
    return session.scalars(query).all()


def revisions(session: Session, figure_id: int) -> Sequence[Revision]:
    """Every writing of a figure, the first one first."""
    return session.scalars(select(Revision).where(Revision.figure_id == figure_id).order_by(Revision.id)).all()


def last_words(session: Session, figure_id: int) -> str:
    """The words of the newest revision that gave it."""
    is_given = (Revision.figure_id == figure_id, Revision.reason != CONFIRMED)
    query = select(Revision.words).where(*is_given).order_by(Revision.id.desc())
    return session.scalar(query.limit(1)) or ""


# The queries of every answer, put together once: building them anew takes longer than running them.
_BY_SUBJECT = scope.by_key(subject="units")
_FIND = (
    select(Figure)
    .where(
        Figure.subject_id == bindparam("subject"),
        Figure.measure == bindparam("measure"),
        Figure.input == bindparam("input"),
        Figure.on_day == bindparam("day"),
    )
    .execution_options(**_BY_SUBJECT)
)
_STANDING = (Figure.subject_id == bindparam("subject"), Figure.on_day == bindparam("day"))
_ON_DAY = select(Figure).where(*_STANDING).execution_options(**_BY_SUBJECT)
_GIVEN = (
    select(Figure)
    .where(Figure.period_id == bindparam("period"), Figure.reporter_id == bindparam("unit"))
    .order_by(Figure.id)
)
_NEWEST = (
    select(Figure.measure, Figure.input, func.max(Figure.on_day).label("on_day"))
    .where(Figure.subject_id == bindparam("subject"), Figure.on_day < bindparam("day"))
    .group_by(Figure.measure, Figure.input)
)
_NEWEST_AND_PRESENT = union_all(_NEWEST, select(Figure.measure, Figure.input, Figure.on_day).where(*_STANDING))


def _figures_at(places: Select[Any, Any, Any] | CompoundSelect[Any, Any, Any]) -> Select[Figure]:
    """The figures of a subject at the measures, inputs and days that a query finds."""
    at = places.subquery()
    return (
        select(Figure)
        .join(
            at,
            (Figure.subject_id == bindparam("subject"))
            & (Figure.measure == at.c.measure)
            & (Figure.input == at.c.input)
            & (Figure.on_day == at.c.on_day),
        )
        .execution_options(**_BY_SUBJECT)
    )


_LATEST = _figures_at(_NEWEST)
_SUBJECTS = Figure.subject_id.in_(bindparam("subjects", expanding=True))
_LAST_DAYS = (
    select(Figure.subject_id, Figure.measure, Figure.input, func.max(Figure.on_day).label("on_day"))
    .where(_SUBJECTS, Figure.on_day < bindparam("day"))
    .group_by(Figure.subject_id, Figure.measure, Figure.input)
    .subquery()
)
_NEWEST_OF_ALL = (
    select(Figure.subject_id, Figure.measure, Figure.input, Figure.on_day, Figure.state)
    .join(
        _LAST_DAYS,
        (Figure.subject_id == _LAST_DAYS.c.subject_id)
        & (Figure.measure == _LAST_DAYS.c.measure)
        & (Figure.input == _LAST_DAYS.c.input)
        & (Figure.on_day == _LAST_DAYS.c.on_day),
    )
    .execution_options(**scope.by_key(subjects="units"))
)
_READING: tuple[Any, ...] = (
    Figure.subject_id,
    Figure.measure,
    Figure.input,
    Figure.on_day,
    Figure.state,
    Figure.value,
    Figure.denominator,
    Figure.choice,
    Figure.mark,
    Figure.period_id,
    Figure.reporter_id,
)
_READ_OF_ALL = _NEWEST_OF_ALL.with_only_columns(*_READING)
_PRESENT_OF_ALL = (
    select(*_READING)
    .where(_SUBJECTS, Figure.on_day == bindparam("day"))
    .execution_options(**scope.by_key(subjects="units"))
)
_LATEST_AND_PRESENT = _figures_at(_NEWEST_AND_PRESENT)

_PLACES_OF_ALL = union_all(
    select(Figure.subject_id, Figure.measure, Figure.input, func.max(Figure.on_day).label("on_day"))
    .where(_SUBJECTS, Figure.on_day < bindparam("day"))
    .group_by(Figure.subject_id, Figure.measure, Figure.input),
    select(Figure.subject_id, Figure.measure, Figure.input, Figure.on_day).where(
        _SUBJECTS, Figure.on_day == bindparam("day")
    ),
).subquery()
_LATEST_AND_PRESENT_OF_ALL = (
    select(Figure)
    .join(
        _PLACES_OF_ALL,
        (Figure.subject_id == _PLACES_OF_ALL.c.subject_id)
        & (Figure.measure == _PLACES_OF_ALL.c.measure)
        & (Figure.input == _PLACES_OF_ALL.c.input)
        & (Figure.on_day == _PLACES_OF_ALL.c.on_day),
    )
    .execution_options(**scope.by_key(subjects="units"))
)

_PAST = (
    select(Figure)
    .where(
        Figure.subject_id == bindparam("subject"),
        Figure.measure == bindparam("measure"),
        Figure.input == bindparam("input"),
        Figure.on_day < bindparam("day"),
    )
    .order_by(Figure.on_day.desc())
    .limit(60)
    .execution_options(**_BY_SUBJECT)
)
_TOLD = _PAST.with_only_columns(Figure.on_day, Figure.value, Figure.period_id)


def find(session: Session, subject_id: int, measure: str, input_key: str, on_day: date) -> Figure | None:
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": on_day}
    return session.scalar(_FIND, named)


def given(session: Session, unit_id: int, period_id: int) -> dict[str, Figure]:
    """What a unit has answered in a period, by "KT1a.area"; of several subjects the last one stands for all."""
    rows = session.scalars(_GIVEN, {"period": period_id, "unit": unit_id})
    return {f"{row.measure}.{row.input}": row for row in rows}


def latest(session: Session, subject_id: int, before: date) -> dict[str, Figure]:
    """The newest figure of every input of a unit dated before `before`, in whatever state."""
    rows = session.scalars(_LATEST, {"subject": subject_id, "day": before})
    return {f"{row.measure}.{row.input}": row for row in rows}


class Newest(NamedTuple):
    """When an input of a unit was last told of, and in which state."""

    measure: str
    on_day: date
    state: State


def newest_of(session: Session, subject_ids: Sequence[int], before: date) -> dict[int, dict[str, Newest]]:
    """The same of several subjects in one query, by subject and "KT1a.area", without the figures themselves."""
    found: dict[int, dict[str, Newest]] = {subject: {} for subject in subject_ids}
    rows = session.execute(_NEWEST_OF_ALL, {"subjects": list(subject_ids), "day": before})
    for subject, measure, key, on_day, state in rows:
        found[subject][f"{measure}.{key}"] = Newest(measure, on_day, State(state))
    return found


Around = tuple[dict[str, Figure], dict[str, Figure]]
_AROUND_AHEAD: ReadAhead[tuple[int, date], Around] = ReadAhead()


def around(session: Session, subject_id: int, day: date) -> Around:
    """What stands for a unit on a day, and the newest of every input before it: `on_day` and `latest` in one query."""

    def look_up() -> Around:
        return _sorted_out(session.scalars(_LATEST_AND_PRESENT, {"subject": subject_id, "day": day}), day)

    return _AROUND_AHEAD.take(session, (subject_id, day), look_up)


def read_ahead(session: Session, subject_ids: Sequence[int], day: date) -> None:
    """The same of several subjects, for turns to come."""
    rows: dict[int, list[Figure]] = {subject_id: [] for subject_id in subject_ids}
    for row in session.scalars(_LATEST_AND_PRESENT_OF_ALL, {"subjects": subject_ids, "day": day}):
        rows[row.subject_id].append(row)
    for subject_id, found in rows.items():
        _AROUND_AHEAD.keep(session, (subject_id, day), _sorted_out(found, day))


def _sorted_out(rows: Iterable[Figure], day: date) -> Around:
    present: dict[str, Figure] = {}
    earlier: dict[str, Figure] = {}
    for row in rows:
        (present if row.on_day == day else earlier)[f"{row.measure}.{row.input}"] = row
    return present, earlier


class Reading(NamedTuple):
    """A figure to be read alone: hundreds are read at once where a week's questions are put together."""

    subject_id: int
    measure: str
    input: str
    on_day: date
    state: State
    value: Decimal | None
    denominator: Decimal | None
    choice: str | None
    mark: str
    period_id: int | None
    reporter_id: int | None


Read = dict[int, dict[str, Reading]]


def around_all(session: Session, subject_ids: Sequence[int], day: date) -> tuple[Read, Read]:
    """`around` of several subjects, by subject: what stands on the day, and the newest of every input before it."""
    read: tuple[Read, Read] = ({}, {})
    for into, query in zip(read, (_PRESENT_OF_ALL, _READ_OF_ALL), strict=True):
        for row in session.execute(query, {"subjects": list(subject_ids), "day": day}):
            seen = Reading(*row)._replace(state=State(row.state))
            into.setdefault(seen.subject_id, {})[f"{seen.measure}.{seen.input}"] = seen
    return read


def given_of(session: Session, period_id: int) -> Read:
    """What was given in a period, by the unit that gave it: `given` of all units."""
    found: Read = {}
    query = select(*_READING).where(Figure.period_id == period_id, Figure.reporter_id.is_not(None))
    for row in session.execute(query.order_by(Figure.id)):
        seen = Reading(*row)._replace(state=State(row.state))
        found.setdefault(row.reporter_id, {})[f"{seen.measure}.{seen.input}"] = seen
    return found


def openings(session: Session, commune_id: int) -> Sequence[Figure]:
    """Every opening figure of a commune, measure by measure, in the order of the units and days."""
    query = select(Figure).join(Unit, Unit.id == Figure.subject_id)
    query = query.where(Figure.commune_id == commune_id, Figure.period_id.is_(None))
    return session.scalars(query.order_by(Figure.measure, Figure.input, Unit.code, Figure.on_day)).all()


def marked(session: Session, period_id: int) -> Sequence[tuple[Figure, Unit]]:
    """The figures of a period that wait for an officer's look, with the unit they are about."""
    query = (
        select(Figure, Unit)
        .join(Unit, Unit.id == Figure.subject_id)
        .where(Figure.period_id == period_id, Figure.mark != "")
        .order_by(Unit.code, Figure.id)
    )
    return [(figure, unit) for figure, unit in session.execute(query)]


def past(session: Session, subject_id: int, measure: str, input_key: str, before: date) -> Sequence[Figure]:
    """The figures of one input dated before a day, newest first, as far back as a year's weeks go."""
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": before}
    return session.scalars(_PAST, named).all()


class Told(NamedTuple):
    """A figure of the past as plausibility looks at it."""

    on_day: date
    value: Decimal | None
    period_id: int | None


def told(session: Session, subject_id: int, measure: str, input_key: str, before: date) -> Sequence[Told]:
    """The same as `past`, without the session's bookkeeping: every figure that is given is held against them.

    What a turn has written itself is of the day, not of a day before it.
    """
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": before}
    return [Told._make(row) for row in scope.rows(session, _TOLD, named, after_flush=False)]


def has_opening(session: Session, commune_id: int) -> bool:
    """Whether any figure stands that belongs to no week: a baseline, a total so far, last year's."""
    query = select(Figure.id).where(Figure.commune_id == commune_id, Figure.period_id.is_(None)).limit(1)
    return session.scalar(query) is not None


def count_yes(session: Session, measure: str, input_key: str, subject_ids: Sequence[int], on_day: date) -> int:
    """How many of the given units have a yes on a day."""
    query = select(func.count(Figure.id)).where(
        Figure.measure == measure,
        Figure.input == input_key,
        Figure.subject_id.in_(subject_ids),
        Figure.on_day == on_day,
        Figure.value > 0,
    )
    return session.scalar(query) or 0


def facts(session: Session, commune_id: int, until: date) -> tuple[Fact, ...]:
    """Every figure of a commune up to a day, as the rules see it; `history.facts` reads those alone that they need."""
    query = select(Figure).where(Figure.commune_id == commune_id, Figure.on_day <= until)
    return tuple(row.fact() for row in session.scalars(query.order_by(Figure.on_day, Figure.id)))
