"""Figures as they stand, and every revision that led there. `record` is the only way in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import cast

from sqlalchemy import (
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from campaign.facts import Fact, State
from models import rows_to_write, scope
from models.database import Base, Micro, Moment
from models.ownership import DIRECT, ByParent
from models.session_objects import Objects

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


_FIGURES = Objects(Figure)


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
        figure = _FIGURES.insert(session, _columns(place, answer, saying))
    else:
        figure.period_id, figure.reporter_id = place.period_id, place.reporter_id
        figure.state, figure.value, figure.denominator = answer.state, answer.value, answer.denominator
        figure.choice, figure.mark = answer.choice, answer.mark
    _note_revision(session, figure, answer, saying)
    return figure


def _columns(place: Place, answer: Answer, saying: Saying) -> rows_to_write.Row:
    return {
        "commune_id": place.commune_id,
        "measure": place.measure,
        "input": place.input,
        "subject_id": place.subject_id,
        "on_day": place.on_day,
        "period_id": place.period_id,
        "reporter_id": place.reporter_id,
        "state": answer.state,
        "value": answer.value,
        "denominator": answer.denominator,
        "choice": answer.choice,
        "mark": answer.mark,
        "first_said_at": saying.said_at,
    }


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


# Put together once: building it anew takes longer than running it.
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


def find(session: Session, subject_id: int, measure: str, input_key: str, on_day: date) -> Figure | None:
    named = {"subject": subject_id, "measure": measure, "input": input_key, "day": on_day}
    return session.scalar(_FIND, named)
