"""Reporting weeks and the reports in them: what each unit owes for a week, fixed when the week's report opens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, bindparam, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from campaign import calendar
from models import scope
from models.database import Base, Moment
from models.ownership import DIRECT, ByParent
from models.prepared import Prepared
from models.read_ahead import ReadAhead
from models.session_objects import Objects
from models.units import Unit


class PeriodRow(Base):
    """A reporting week of a commune. Frozen once its summary has been posted (decision 10)."""

    __tablename__ = "periods"
    owner = DIRECT
    __table_args__ = (UniqueConstraint("commune_id", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    number: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    frozen_at: Mapped[datetime | None] = mapped_column(Moment)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)  # a figure changed after the freeze, to be looked at

    @property
    def week(self) -> calendar.ReportingWeek:
        return calendar.ReportingWeek(first=self.first, last=self.last, year=self.year, number=self.number)


class Report(Base):
    """One unit's answers for one period. `due` lists the inputs it owes, as "KT1a.area", in asking order."""

    __tablename__ = "reports"
    owner = ByParent("period_id")
    __table_args__ = (
        UniqueConstraint("unit_id", "period_id"),
        Index("reports_of_period", "period_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"))
    due: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    completed_at: Mapped[datetime | None] = mapped_column(Moment)  # the platform's time of the last answer
    extended_until: Mapped[datetime | None] = mapped_column(Moment)  # GIA HẠN: on time until then
    put_off: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))  # left for later weeks
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    period: Mapped[PeriodRow] = relationship(lazy="joined", innerjoin=True)

    def counts_on(self, day: date) -> bool:
        """Whether its unit is there on a day of the week, or at its end: one that has ended is asked no more."""
        return self.unit.place().is_active(min(day, self.period.last))


_PERIOD = select(PeriodRow).where(
    PeriodRow.commune_id == bindparam("commune"),
    PeriodRow.year == bindparam("year"),
    PeriodRow.number == bindparam("number"),
)


_PERIODS_AHEAD: ReadAhead[tuple[int, calendar.ReportingWeek], PeriodRow | None] = ReadAhead(is_shared=True)


def find(session: Session, commune_id: int, week: calendar.ReportingWeek) -> PeriodRow | None:
    """The stored row of a week."""
    key = {"commune": commune_id, "year": week.year, "number": week.number}
    return _PERIODS_AHEAD.take(session, (commune_id, week), lambda: session.scalar(_PERIOD, key))


def read_ahead(session: Session, commune_id: int, week: calendar.ReportingWeek) -> PeriodRow | None:
    """The stored row of a week, for turns to come; where there is none, the first of them will make it."""
    found = session.scalar(_PERIOD, {"commune": commune_id, "year": week.year, "number": week.number})
    if found is not None:
        _PERIODS_AHEAD.keep(session, (commune_id, week), found)
    return found


def keep(session: Session, commune_id: int, week: calendar.ReportingWeek) -> PeriodRow:
    """The stored row of a week, made when it is not there yet."""
    found = find(session, commune_id, week)
    if found is None:
        found = PeriodRow(commune_id=commune_id, year=week.year, number=week.number, first=week.first, last=week.last)
        session.add(found)
        session.flush()
    return found


def keep_in(session: Session, commune_ids: Collection[int], week: calendar.ReportingWeek) -> dict[int, PeriodRow]:
    """The same of several communes, by commune."""
    query = select(PeriodRow).where(PeriodRow.commune_id.in_(commune_ids))
    query = query.where(PeriodRow.year == week.year, PeriodRow.number == week.number)
    found = {one.commune_id: one for one in session.scalars(query)}
    for commune_id in commune_ids:
        if commune_id not in found:
            found[commune_id] = PeriodRow(
                commune_id=commune_id, year=week.year, number=week.number, first=week.first, last=week.last
            )
    session.add_all(found.values())
    session.flush()
    return found


def note_change(period: PeriodRow, now: datetime) -> None:
    """A figure of the period was written: after the freeze the post may have to be corrected."""
    if period.frozen_at is not None:
        period.changed_at = now


def changed(session: Session, commune_id: int, before: datetime) -> Sequence[PeriodRow]:
    """The frozen periods whose last change lies before an instant and was not looked at yet."""
    query = select(PeriodRow).where(PeriodRow.commune_id == commune_id, PeriodRow.changed_at <= before)
    return session.scalars(query.order_by(PeriodRow.last)).all()


def with_changes(session: Session, before: datetime) -> set[int]:
    """The communes of which a frozen period has changed, the last time before an instant."""
    return set(session.scalars(select(PeriodRow.commune_id).where(PeriodRow.changed_at <= before).distinct()))


_REPORT = (
    select(Report)
    .where(Report.unit_id == bindparam("unit"), Report.period_id == bindparam("period"))
    .execution_options(**scope.by_key(unit="units", period="periods"))
)


def report(session: Session, unit_id: int, period_id: int) -> Report | None:
    return session.scalar(_REPORT, {"unit": unit_id, "period": period_id})


_REPORTS = (
    select(Report)
    .where(
        Report.unit_id.in_(bindparam("units", expanding=True)),
        Report.period_id.in_(bindparam("periods", expanding=True)),
    )
    .execution_options(**scope.by_key(units="units", periods="periods"))
)


_REPORTS_AHEAD: ReadAhead[tuple[tuple[int, ...], int], dict[int, Report]] = ReadAhead()


def reports_of(session: Session, unit_ids: Sequence[int], *period_ids: int) -> dict[int, Report]:
    """The reports of units for a period, by unit; those that are not open are left out.

    Of units of several communes for the same week, of which each commune has its own row.
    """

    def look_up() -> dict[int, Report]:
        return {one.unit_id: one for one in session.scalars(_REPORTS, {"units": unit_ids, "periods": period_ids})}

    if len(period_ids) > 1:
        return look_up()
    return _REPORTS_AHEAD.take(session, (tuple(unit_ids), period_ids[0]), look_up)


def read_reports_ahead(session: Session, unit_ids: Sequence[int], period_id: int) -> Sequence[Report]:
    """The same of several units, each for a turn of its own."""
    found = reports_of(session, unit_ids, period_id)
    for unit_id, one in found.items():
        _REPORTS_AHEAD.keep(session, ((unit_id,), period_id), {unit_id: one})
    return list(found.values())


def reports(session: Session, period_id: int, day: date = date.max) -> Sequence[Report]:
    """Every report of a period with something due: villages, then schools, then offices, by their codes.

    A unit that has ended by `day` since it was asked is left in peace.
    """
    return [one for one in every(session, [period_id])[period_id] if one.due and one.counts_on(day)]


_EVERY_AHEAD: ReadAhead[int, list[Report]] = ReadAhead()


def keep_every_ahead(session: Session, period_id: int, reports: Sequence[Report]) -> None:
    """All that were opened of a period just now, for what follows in the transaction."""
    ordered = sorted(sorted(reports, key=lambda one: one.unit.code), key=lambda one: one.unit.kind, reverse=True)
    _EVERY_AHEAD.keep(session, period_id, ordered)


def every(session: Session, period_ids: Collection[int]) -> dict[int, list[Report]]:
    """Every report of several periods, by period: villages, then schools, then offices, by their codes."""
    if all(_EVERY_AHEAD.has(session, period_id) for period_id in period_ids):
        return {period_id: _EVERY_AHEAD.take(session, period_id, list) for period_id in period_ids}
    query = select(Report).join(Unit).where(Report.period_id.in_(period_ids)).order_by(Unit.kind.desc(), Unit.code)
    found: dict[int, list[Report]] = {period_id: [] for period_id in period_ids}
    for one in session.scalars(query):
        found[one.period_id].append(one)
    return found


_EARLIER_VILLAGES = Prepared(
    select(func.count(Report.id))
    .join(Unit, Unit.id == Report.unit_id)
    .where(
        Report.period_id == bindparam("period"),
        Unit.kind == "village",
        Report.completed_at < bindparam("completed_at"),
    )
    .execution_options(**scope.by_key(period="periods"))
)


def earlier_villages(session: Session, report: Report) -> int:
    """How many villages had completed their report of the same period before this one."""
    asked = {"period": report.period_id, "completed_at": report.completed_at}
    ((count,),) = _EARLIER_VILLAGES.rows(session, asked)
    return int(count)


# From the newest period on, by the index of the commune's weeks, which are numbered in the order of their days: sorted
# by day, all reports that a unit ever had would be read for one.
_ASKED_IN = (
    select(Report.id)
    .where(Report.unit_id == Unit.id, Report.period_id == PeriodRow.id, Report.asked_at.is_not(None))
    .correlate(Unit, PeriodRow)
    .scalar_subquery()
)
_NEWEST_OF_UNIT = (
    select(_ASKED_IN)
    .select_from(PeriodRow)
    .where(PeriodRow.commune_id == func.coalesce(Unit.commune_id, Unit.id), _ASKED_IN.is_not(None))
    .order_by(PeriodRow.year.desc(), PeriodRow.number.desc())
    .limit(1)
    .correlate(Unit)
    .scalar_subquery()
)
_NEWEST_OF_UNITS = (
    select(Report)
    .where(Report.id.in_(select(_NEWEST_OF_UNIT).where(Unit.id.in_(bindparam("units", expanding=True)))))
    .execution_options(**scope.by_key(units="units"))
)


_REPORT_OBJECTS, _UNITS, _PERIOD_OBJECTS = Objects(Report), Objects(Unit), Objects(PeriodRow)
_NEWEST_REPORT = Prepared(
    select(*_REPORT_OBJECTS.columns, *_UNITS.columns, *_PERIOD_OBJECTS.columns)
    .join(Unit, Unit.id == Report.unit_id)
    .join(PeriodRow, PeriodRow.id == Report.period_id)
    .where(Unit.id == bindparam("unit"), Report.id == _NEWEST_OF_UNIT)
    .execution_options(**scope.by_key(unit="units"))
)


def newest_asked(session: Session, unit_id: int) -> Report | None:
    """The report that a unit was asked for last; None when it never was."""
    return _NEWEST_AHEAD.take(session, unit_id, lambda: _newest_asked(session, unit_id))


def _newest_asked(session: Session, unit_id: int) -> Report | None:
    for row in _NEWEST_REPORT.rows(session, {"unit": unit_id}):
        report = _REPORT_OBJECTS.made(session, row)
        unit = _UNITS.of(session, row[_REPORT_OBJECTS.width :])
        set_committed_value(report, "unit", unit)
        set_committed_value(report, "period", _PERIOD_OBJECTS.of(session, row[_REPORT_OBJECTS.width + _UNITS.width :]))
        return report
    return None


def newest_open(session: Session, unit_id: int) -> Report | None:
    """The same, while it owes something, has not sent all, and its week was not posted."""
    asked = newest_asked(session, unit_id)
    if asked is None or asked.completed_at is not None or asked.period.frozen_at is not None or not asked.due:
        return None
    return asked


_NEWEST_AHEAD: ReadAhead[int, Report | None] = ReadAhead()


def read_newest_ahead(session: Session, unit_ids: Sequence[int]) -> dict[int, Report]:
    """The same of several units, for turns to come."""
    found = {one.unit_id: one for one in session.scalars(_NEWEST_OF_UNITS, {"units": unit_ids})}
    for unit_id in unit_ids:
        _NEWEST_AHEAD.keep(session, unit_id, found.get(unit_id))
    return found
