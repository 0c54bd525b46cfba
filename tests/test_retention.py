"""Each kind of the campaign's own things goes on its day and not before; RÚT TÊN and XÓA NGƯỜI reach what stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from models import good_deeds, people, periods, units
from models.announcements import Announcement, AnnouncementFile
from models.checks import Check, Draw
from models.figures import Figure
from models.good_deeds import GoodDeed
from models.honours import DIRECT_WORKER, PERSON, Award, Nominee, Proposal
from models.launches import Launch
from models.pledges import AGREED, Pledge
from models.roll_ups import RollUpConsent, RollUpPost
from models.rounds import Round, State
from models.scoring import ScoreRow, ScoreScheme
from services import retention
from services.communes import Communes
from services.context import Context
from services.retention import KEPT, Kind, Stays
from tests import rolled_up
from tests.commune import Stand, deployment

_HALF_A_DAY = timedelta(hours=12)
# How many rows of each kind there are.
_COUNTED: dict[Kind, Any] = {
    Kind.ANNOUNCEMENT_DRAFT: select(func.count(Announcement.id)).where(Announcement.due_at.is_(None)),
    Kind.ANNOUNCEMENT_FILE: select(func.count(AnnouncementFile.announcement_id)),
    Kind.ANNOUNCEMENT_TEXT: select(func.count(Announcement.id)).where(Announcement.text == "Lời phát động"),
    Kind.ROUND_DRAFT: select(func.count(Round.id)).where(Round.state == State.DRAFT),
    Kind.DEED_DRAFT: select(func.count(GoodDeed.id)).where(GoodDeed.state == good_deeds.State.DRAFT),
    Kind.DEED_UNUSED: select(func.count(GoodDeed.id)).where(GoodDeed.state == good_deeds.State.KEPT),
    Kind.DEED_POSTED: select(func.count(GoodDeed.id)).where(GoodDeed.state == good_deeds.State.POSTED),
    Kind.PLEDGE: select(func.count(Pledge.id)),
    Kind.LAUNCH: select(func.count(Launch.announcement_id)),
    Kind.ROUND: select(func.count(Round.id)).where(Round.state == State.CLOSED),
    Kind.CHECK: select(func.count(Check.id)),
    Kind.LOT: select(func.count(Draw.id)),
    Kind.SCORE: select(func.count(ScoreRow.id)),
    Kind.NOMINEE: select(func.count(Nominee.id)).where(Nominee.removed_at.is_(None)),
    Kind.NOMINEE_REMOVED: select(func.count(Nominee.id)).where(Nominee.removed_at.is_not(None)),
    Kind.SCHEME: select(func.count(ScoreScheme.id)),
    Kind.AWARD: select(func.count(Award.id)),
    Kind.ROLL_UP_CONSENT: select(func.count(RollUpConsent.id)).where(RollUpConsent.withdrawn_at.is_(None)),
    Kind.ROLL_UP_CONSENT_WITHDRAWN: select(func.count(RollUpConsent.id)).where(RollUpConsent.withdrawn_at.is_not(None)),
    Kind.ROLL_UP_POST: select(func.count(RollUpPost.id)),
}


def _fill(context: Context) -> None:
    """One of each kind, all of now; ông Sơn has told, agreed to, or is named in what can be."""
    session, now = context.session, context.now
    unit = units.by_code(session, context.commune, "T01")
    son = session.scalars(select(people.Person).where(people.Person.name == "Hoàng Văn Sơn")).one()
    week = periods.keep(session, context.commune.id, context.calendar.period_on(context.today)).id
    assert unit is not None
    _tell_deeds(context, unit, son, week)
    _open_rounds(context, son)
    _announce(context, son)
    session.add(
        Pledge(unit_id=unit.id, year=2026, state=AGREED, opened_at=now, agreed_at=now, agreed_by=son.id, lines=[])
    )
    _check(context, unit, son, week)
    _honour(context, unit, son)
    rolled_up.leave_rows(context)


def _tell_deeds(context: Context, unit: units.Unit, son: people.Person, week: int) -> None:
    """A good deed in each state."""
    session, now, commune = context.session, context.now, context.commune.id
    for state in (good_deeds.State.DRAFT, good_deeds.State.KEPT, good_deeds.State.POSTED):
        deed = GoodDeed(
            commune_id=commune, unit_id=unit.id, sender_id=son.id, text="[tên] dọn mương.", named="ông Sơn",
            is_sensitive=False, state=state, told_at=now, decided_at=now,
            used_in=week if state is good_deeds.State.POSTED else None,
        )  # fmt: skip
        session.add(deed)


def _open_rounds(context: Context, son: people.Person) -> None:
    """A round that is drafted, and one that is over."""
    session, now, commune = context.session, context.now, context.commune.id
    for step in (State.DRAFT, State.CLOSED):
        session.add(
            Round(
                commune_id=commune,
                author_id=son.id,
                name="Đợt",
                paper="",
                audience=[],
                state=step,
                why="",
                told=[],
                first=context.today,
                last=context.today,
                drafted_at=now,
            )
        )


def _announce(context: Context, son: people.Person) -> None:
    """An announcement with its file that launched something, and a draft."""
    session, now, commune = context.session, context.now, context.commune.id
    sent = Announcement(commune_id=commune, author_id=son.id, text="Lời phát động", drafted_at=now, due_at=now)
    sent.sent_at = sent.listed_at = now
    sent.file = AnnouncementFile(bot="memory", file_id="f", is_picture=True, name="")
    session.add_all([sent, Announcement(commune_id=commune, author_id=son.id, text="Nháp", drafted_at=now)])
    session.flush()
    session.add(Launch(announcement_id=sent.id, paper="số 1/KH-UBND", agreed_by=son.id, agreed_at=now))


def _check(context: Context, unit: units.Unit, son: people.Person, week: int) -> None:
    """A draw of the lot, and a figure of it that was checked."""
    session, now, commune = context.session, context.now, context.commune.id
    lot = Draw(
        commune_id=commune, period_id=week, algorithm="thidua-lot-1", seed="0", listed="", drawn=[], drawn_at=now
    )
    session.add(lot)
    session.flush()
    figure = session.scalars(select(Figure).limit(1)).one()
    session.add(
        Check(
            commune_id=commune,
            figure_id=figure.id,
            unit_id=unit.id,
            draw_id=lot.id,
            person_id=son.id,
            opened_at=now,
            due_on=context.today,
            checked_at=now,
            outcome="right",
        )
    )


def _honour(context: Context, unit: units.Unit, son: people.Person) -> None:
    """A row of points that was shown, two who are proposed, one of them taken off, and an award of before."""
    session, now, commune = context.session, context.now, context.commune.id
    scheme = ScoreScheme(commune_id=commune, year=2026, total=Decimal(100), criteria=[], made_at=now)
    session.add(scheme)
    session.flush()
    session.add(
        ScoreRow(
            unit_id=unit.id, year=2026, scheme_id=scheme.id, told=[], told_at=now,
            objection="Xin xem lại", objected_at=now, objected_by=son.id,
        )
    )  # fmt: skip
    nominees = [
        Nominee(
            number=number, kind=PERSON, unit_id=unit.id, name=name, part=DIRECT_WORKER, person_id=None, rule="",
            reason="", figures=[], added_at=now, removed_at=removed, removed_why="",
        )
        for number, name, removed in ((1, "Lý Thị Bé", None), (2, "Lý Văn Cả", now))
    ]  # fmt: skip
    session.add(Proposal(commune_id=commune, year=2026, opened_at=now, looked_at=now, nominees=nominees))
    session.add(
        Award(
            commune_id=commune, number=1, decision="1/QĐ-UBND", decided_on=context.today, kind=PERSON, unit_id=unit.id,
            name="Lý Thị Bé", part=DIRECT_WORKER, form="Giấy khen", deed="", year=2025, recorded_at=now, revoked_why="",
        )
    )  # fmt: skip


def _there(stand: Stand) -> set[Kind]:
    with stand.context() as context:
        return {kind for kind, query in _COUNTED.items() if context.session.scalar(query)}


@pytest.fixture
def filled(stand: Stand) -> Stand:
    stand.join("son", "hoa")
    with stand.context() as context:
        _fill(context)
    # One that may share a deployment: what a unit above was told is none of a commune that is alone.
    stand.communes = Communes([stand.deployment])
    return stand


def test_each_kind_goes_on_its_day(filled: Stand) -> None:
    """In the purge of the first morning after it, in none before; what stays with the figures outlives them all."""
    began = filled.clock.instant
    private = deployment().campaign.as_written.rules.private_days
    instants = {
        kind: began + (began - retention.before(kind, began, private))
        for kind, kept in KEPT.items()
        if kept is not Stays.WITH_FIGURES
    }
    assert set(KEPT) == set(Kind) == set(_COUNTED) == _there(filled)
    for last in sorted(set(instants.values())):
        for now in (last - _HALF_A_DAY, last + _HALF_A_DAY):
            filled.clock.instant = now
            filled.tick()
            assert {kind for kind in Kind if kind not in instants or instants[kind] > now} == _there(filled), now


def test_who_withdraws_is_named_nowhere(filled: Stand) -> None:
    """What was not posted goes; of the rest, who told, agreed or checked, and the one name that was agreed to."""
    filled.say("son", "RÚT TÊN")
    filled.tap("son", "Rút tên tôi")
    with filled.context() as context:
        session = context.session
        (deed,) = session.scalars(select(GoodDeed))
        told = (deed.state, deed.sender_id, deed.named)
        links = [
            session.scalars(select(column)).one()
            for column in (Launch.agreed_by, Pledge.agreed_by, Check.person_id, ScoreRow.objected_by)
        ]
    assert (good_deeds.State.POSTED, None, "") == told
    assert [None, None, None, None] == links


def test_a_kind_without_a_number_of_days_has_none() -> None:
    """Nothing is purged by a date that the table does not give."""
    now = datetime(2027, 1, 31, tzinfo=UTC)
    assert datetime(2027, 1, 1, tzinfo=UTC) == retention.before(Kind.ANNOUNCEMENT_TEXT, now, 30)
    assert datetime(2027, 1, 1, tzinfo=UTC) == retention.before(Kind.ANNOUNCEMENT_FILE, now, 90)
    with pytest.raises(ValueError, match="PLEDGE is kept WITH_FIGURES"):
        retention.before(Kind.PLEDGE, now, 30)
