"""A short form of the bench: a year and a quarter of answers, three communes, and what is read of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench import communes, crowds, sample, weeks
from bot import bootstrap
from campaign.assessment import assess, praise
from campaign.calendar import Calendar, ReportingWeek
from campaign.definition.load import CampaignFile
from campaign.facts import Filing
from models import figure_queries, targets, units
from models.database import Store, connect
from models.figures import Figure
from models.periods import Report
from services import filed_reports, weekly_summary
from services.context import Context
from tests import snapshots

_LAST = date(2027, 3, 25)
_NOW = datetime.fromisoformat("2027-03-29T10:00+07:00")
_COMMUNES = 3


def several(store: Store) -> None:
    """Communes with a year and a quarter of answers each."""
    weeks.fill(store, _LAST)
    communes.multiply(store, _COMMUNES)


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, CampaignFile]]:
    place = tmp_path_factory.mktemp("bench") / "thidua.db"
    shutil.copy(snapshots.file("several.db", several), place)
    store = Store(connect(f"sqlite:///{place}"))
    yield store, bootstrap.load_campaign(sample.settings(sample.ROOT))
    store.close()


def context(session: Session, campaign: CampaignFile, number: int = 0) -> Context:
    return bootstrap.deployment(weeks.of_commune(campaign, number)).context(session, _NOW)


def week(calendar: Calendar, back: int) -> ReportingWeek:
    found = calendar.period_on(_LAST)
    for _ in range(back):
        found = calendar.previous(found)
    return found


@pytest.fixture(scope="module")
def filings(land: tuple[Store, CampaignFile]) -> Sequence[Filing]:
    """All of the first commune, read the long way: report by report."""
    store, campaign = land
    with store.transaction() as session:
        here = context(session, campaign)
        return every_filing(session, here.calendar, here.commune.id)


def every_filing(session: Session, calendar: Calendar, commune_id: int) -> list[Filing]:
    given = select(func.count(Figure.id)).where(
        Figure.period_id == Report.period_id, Figure.reporter_id == Report.unit_id
    )
    found = []
    for report, answered in session.execute(select(Report, given.scalar_subquery())):
        done, frozen = report.completed_at, report.period.frozen_at
        if report.due and report.period.commune_id == commune_id:
            found.append(
                Filing(
                    unit=report.unit_id,
                    period_last=report.period.last,
                    due=True,
                    answered=answered,
                    asked=len(report.due),
                    completed_at=done,
                    on_time=done is not None and done <= calendar.schedule(report.period.week).deadline,
                    complete=done is not None and (frozen is None or done <= frozen),
                )
            )
    return found


@pytest.mark.parametrize("back", [0, 3, 11, 12, 13, 40])
def test_filings_are_read_as_far_back_as_anybody_looks(
    land: tuple[Store, CampaignFile], filings: Sequence[Filing], back: int
) -> None:
    """The week's own are complete; runs, praise and coverage come out as from every report there is."""
    store, campaign = land
    with store.transaction() as session:
        here = context(session, campaign)
        period = week(here.calendar, back)
        every = [one for one in filings if one.period_last <= period.last]
        read = filed_reports.filings_until(here, period.last, period.first)
        assert (len(read) < len(every)) == (period.last.year > 2026)
        key = {(one.unit, one.period_last): one for one in every}
        assert all(one._replace(answered=0) == key[one.unit, one.period_last]._replace(answered=0) for one in read)
        own = sorted((one for one in every if one.period_last == period.last), key=lambda one: one.unit)
        assert own == sorted((one for one in read if one.period_last == period.last), key=lambda one: one.unit)
        assert praise.streaks(every) == praise.streaks(read)
        places = units.places(session, here.commune, period.last)
        expected = praise.of_period(here.campaign, (), places, every, period)
        assert expected == praise.of_period(here.campaign, (), places, read, period)
        facts = figure_queries.facts(session, here.commune.id, period.last)
        given = targets.of_commune(session, here.commune.id)
        standings = assess.assess(here.campaign, facts, places, given, period, every)
        assert standings == weekly_summary.compile_period(here, period).standings


def test_a_commune_among_others_is_compiled_alike(land: tuple[Store, CampaignFile]) -> None:
    """What others have said in the same database changes nothing."""
    store, campaign = land
    with store.transaction() as session:
        tables = [
            weekly_summary.compile_period(here, week(here.calendar, 0)).table
            for here in (context(session, campaign, number) for number in range(_COMMUNES))
        ]
    assert 1 == len({str(one) for one in tables})
    assert f"{_COMMUNES} communes with {_COMMUNES * 48} units" in weeks.size(store)


def test_the_bench_measures(land: tuple[Store, CampaignFile]) -> None:
    """One line of the page, from a commune among others."""
    store, campaign = land
    found = weeks.compiling(store, weeks.of_commune(campaign, 1), rounds=2)
    assert 2 == len(found.clock) == len(found.processor)
    assert found.row("a week", "80 ms").startswith("| a week | ")


def test_answers_are_timed_among_as_many_open_reports_as_were_asked_for() -> None:
    rows = [line.split("|") for line in crowds.lines((40, 160), weeks=1)][2:]
    few, many = (int(row[1]) for row in rows)
    assert 40 <= few < 160 <= many
    assert rows[0][2] == rows[1][2]  # both give the same answers
    assert all(float(row[3]) > 0 for row in rows)


def test_a_commune_is_found_without_a_look_at_the_others(land: tuple[Store, CampaignFile]) -> None:
    """SQLite would try the code in every commune's part of the index, a millisecond at two thousand communes."""
    store, campaign = land
    with store.transaction() as session:
        asked = str(units._COMMUNE.compile(store.engine))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (campaign.commune_code,)).all()
    assert ["SEARCH units USING INDEX sqlite_autoindex_units_1 (commune_id=? AND code=?)"] == [row[3] for row in plan]
