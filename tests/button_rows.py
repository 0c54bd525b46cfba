"""A row of each kind that buttons are about, of this commune and of another one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import object_session

from models import groups, people, periods, summaries
from models.announcements import Announcement
from models.checks import Check, Draw
from models.corrections import Correction
from models.figures import Figure
from models.good_deeds import GoodDeed
from models.good_deeds import State as DeedState
from models.holiday_announcements import HolidayAnnouncement
from models.honours import Proposal
from models.messages import OutboxMessage
from models.periods import PeriodRow, Report
from models.pledges import Pledge, PledgeChange, PledgeLine
from models.rounds import Round, State
from models.summaries import PostedSummary
from models.table_uploads import TableUpload, UploadState
from models.unit_changes import UnitChange
from models.units import Unit
from tests.commune import Stand


def rows_of(town: Stand, unit_code: str) -> dict[type[Any], int]:
    """A row of each kind that buttons are about; the report and the figure are the unit's."""
    with town.context() as context:
        session = context.session
        period = periods.keep(session, context.commune.id, context.calendar.of("2026-W47"))
        unit = session.query(Unit).filter_by(code=unit_code).one()
        report = periods.report(session, unit.id, period.id)
        drafted_one = summaries.of_period(session, period.id)
        group = groups.find(session, "memory", "group")
        assert report is not None
        assert drafted_one is not None
        assert group is not None
        correction = Correction(summary=drafted_one, table={}, proposed_at=context.now)
        announced = _announced(context.commune, context.now)
        change = _unit_change(context.commune, context.now)
        author = session.query(people.Person).filter_by(address="chị Hoa").one()
        announcement = _announcement(context.commune, author, context.now)
        contest, deed = _round(context.commune, author, context.now), _deed(unit, author, context.now)
        proposal = _proposal(context.commune, context.now)
        session.add_all([correction, announced, change, announcement, contest, deed, proposal])
        session.flush()
        figure = session.query(Figure).filter_by(subject_id=unit.id).first() or session.query(Figure).first()
        message = session.query(OutboxMessage).first()
        assert figure is not None
        assert message is not None
        figure.period_id, figure.reporter_id = period.id, unit.id  # as if the unit had given it
        son = session.query(people.Person).filter_by(address="ông Sơn").one()
        upload = _upload(context.commune, son, context.now)
        session.add(upload)
        session.flush()
        pledged = (*_pledged(session, unit, context.now), *_checked(figure, unit, period, context.now))
        about_people = (unit, son, son.roles[0])
        found = (period, report, drafted_one, group, correction, announced, figure, message, change, *about_people)
        return {type(row): row.id for row in (*found, announcement, upload, contest, deed, proposal, *pledged)}


def _unit_change(commune: Unit, now: datetime) -> UnitChange:
    day, made = now.date(), {"before": ["T01"], "after": [], "new": [{"name": "Tên Khác"}]}
    return UnitChange(
        commune_id=commune.id, kind="rename", on_day=day, holds_from=day, decision="", proposed_at=now, **made
    )


def others_rows(town: Stand) -> dict[type[Any], int]:
    """The same kinds, all of another commune."""
    with town.store.transaction() as session:
        now = town.clock.now()
        commune = Unit(code="OTHER", kind="commune", name="xã Khác", aliases=[])
        session.add(commune)
        session.flush()
        village = Unit(commune_id=commune.id, code="K01", kind="village", name="Thôn Khác", aliases=[])
        person = people.Person(commune_id=commune.id, name="A", address="ông A")
        session.add_all([village, person])
        session.flush()
        role = people.Role(person_id=person.id, unit_id=village.id, role="village-head", since=now)
        session.add(role)
        period = periods.keep(session, commune.id, town.deployment.calendar.of("2026-W47"))
        report = Report(unit_id=village.id, period_id=period.id, due=[])
        figure = Figure(
            commune_id=commune.id,
            measure="KT1a",
            input="area",
            subject_id=village.id,
            on_day=now.date(),
            state="reported",
            first_said_at=now,
        )
        group = groups.Group(commune_id=commune.id, bot="memory", chat_id="other", title="Khác", proposed_by=person.id)
        summary = _summary(session, commune, period, now)
        message = OutboxMessage(
            commune_id=commune.id, bot="memory", chat_id="other", purpose="post", text="", created_at=now
        )
        session.add_all([report, figure, group, message])
        session.flush()
        correction = Correction(summary=summary, table={}, proposed_at=now)
        announced, announcement = _announced(commune, now), _announcement(commune, person, now)
        change, upload = _unit_change(commune, now), _upload(commune, person, now)
        contest, deed = _round(commune, person, now), _deed(village, person, now)
        proposal = _proposal(commune, now)
        session.add_all([correction, announced, change, announcement, upload, contest, deed, proposal])
        session.flush()
        about_people = (village, person, role)
        made = (period, report, summary, group, correction, announced, figure, message, change, *about_people)
        more = (*_pledged(session, village, now), *_checked(figure, village, period, now))
        return {type(row): row.id for row in (*made, announcement, upload, contest, deed, proposal, *more)}


def _pledged(session: Any, unit: Unit, now: Any) -> tuple[Pledge, PledgeChange]:
    """A pledge with a change that waits for «Đồng ý đổi»."""
    change = PledgeChange(old=None, new=None, state="asked", reason="", at=now)
    line = PledgeLine(position=1, measure="KT1a", text="", changes=[change])
    pledge = Pledge(unit_id=unit.id, year=2099 + session.query(Pledge).count(), opened_at=now, lines=[line])
    session.add(pledge)
    session.flush()
    return pledge, change


def _checked(figure: Figure, unit: Unit, period: PeriodRow, now: Any) -> tuple[Check, Draw]:
    """A lot, and a figure of it that is to be checked."""
    session: Any = object_session(figure)
    what = {"algorithm": "thidua-lot-1", "seed": "", "listed": "", "drawn": [], "drawn_at": now}
    drawn = Draw(commune_id=figure.commune_id, period_id=period.id, **what)
    session.add(drawn)
    session.flush()
    when = {"opened_at": now, "due_on": now.date()}
    check = Check(commune_id=figure.commune_id, figure_id=figure.id, unit_id=unit.id, draw_id=drawn.id, **when)
    session.add(check)
    session.flush()
    return check, drawn


def _announced(commune: Unit, now: Any) -> HolidayAnnouncement:
    """Days off that wait for «Ghi lịch nghỉ»."""
    what = {"holiday": "tet", "year": 2027, "first": None, "last": None, "worked": [], "paper": "", "exempt": []}
    return HolidayAnnouncement(commune_id=commune.id, recorded_at=now, **what)


def _announcement(commune: Unit, author: people.Person, now: Any) -> Announcement:
    """A draft that waits for «Gửi»."""
    return Announcement(commune_id=commune.id, author_id=author.id, text="", audience=[], drafted_at=now, file=None)


def _round(commune: Unit, author: people.Person, now: Any) -> Round:
    """A draft that waits for «Mở đợt»."""
    what = {"name": "", "paper": "", "why": "", "audience": [], "told": [], "state": State.DRAFT}
    return Round(commune_id=commune.id, author_id=author.id, drafted_at=now, **what)


def _proposal(commune: Unit, now: Any) -> Proposal:
    """A list of nominees that is in hand."""
    return Proposal(commune_id=commune.id, year=2026, opened_at=now, looked_at=now)


def _deed(unit: Unit, sender: people.Person, now: Any) -> GoodDeed:
    """One that waits for «Giữ để đăng»."""
    what = {"text": "", "named": "", "is_sensitive": False, "state": DeedState.WAITING}
    return GoodDeed(commune_id=unit.commune_id, unit_id=unit.id, sender_id=sender.id, told_at=now, **what)


def _upload(commune: Unit, person: people.Person, now: Any) -> TableUpload:
    """A table that waits for «Áp dụng»."""
    what = {"bot": "memory", "chat_id": "x", "file_id": "f", "name": "a.csv", "state": UploadState.WANTED}
    return TableUpload(commune_id=commune.id, person_id=person.id, created_at=now, expires_at=now, **what)


def _summary(session: Any, commune: Unit, period: PeriodRow, now: Any) -> PostedSummary:
    made = PostedSummary(commune_id=commune.id, period_id=period.id, text="", table={}, drafted_at=now)
    session.add(made)
    session.flush()
    return made
