"""Overrides at work: what they change in weeks to come, and that no posted week is judged, asked or exported anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from bot import bootstrap
from bot.backups import rows
from bot.cli import export
from bot.operator_error import OperatorError
from models import campaign_overrides, periods
from models.campaign_overrides import CampaignOverride
from models.database import NOBODY
from models.messages import OutboxMessage
from services import campaign_changes, weekly_summary
from services.campaign_changes import Change
from tests import commune, databases, test_export
from tests.commune import Stand

AREA = "measures.KT1a.target.value"


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """The sample commune on either database."""
    made = Stand(tmp_path, commune.fresh_store(tmp_path, request.param))
    yield made
    made.close()


def override(
    stand: Stand, key: str, written: str | None, since: str, until: str | None = None, why: str = "thử"
) -> list[str]:
    """Record one; what is wrong with it otherwise."""
    last = date.fromisoformat(until) if until else None
    with stand.store.alone(NOBODY) as session:
        context = stand.deployment.context(session, stand.clock.now())
        change = Change(key, written, date.fromisoformat(since), last, why)
        return [str(fault) for fault in campaign_changes.record(context, change)]


def target(stand: Stand, week: str) -> Decimal | None:
    """What KT1a is held against in a week, as the whole compilation has it."""
    with stand.context() as context:
        found = weekly_summary.compile_period(context, context.calendar.of(week)).standings
        return next(one.target for one in found if one.measure == "KT1a")


def freeze(stand: Stand, week: str) -> None:
    with stand.context() as context:
        periods.keep(context.session, context.commune.id, context.calendar.of(week)).frozen_at = context.now


def asked(stand: Stand) -> int:
    """How many people were asked the week's questions so far."""
    with stand.store.transaction() as session:
        query = select(func.count(OutboxMessage.id)).where(OutboxMessage.purpose == "question")
        return session.scalar(query) or 0


def test_a_target_from_july_judges_the_weeks_from_july(there: Stand) -> None:
    """The week that ends on 25/6 is held against the file's target, that of 2/7 against the new one."""
    assert [] == override(there, AREA, "1900.5", "2026-07-01")
    assert (Decimal("1819.7"), Decimal("1900.5")) == (target(there, "2026-W26"), target(there, "2026-W27"))


def test_a_posted_week_is_judged_by_what_held_when_it_was_posted(there: Stand) -> None:
    """An override from before it, recorded after its post, passes it over and holds in the weeks beside it."""
    freeze(there, "2026-W27")
    freeze(there, "2026-W28")
    assert [] == override(there, AREA, "1900.5", "2026-01-01")
    expected = [Decimal("1900.5"), Decimal("1819.7"), Decimal("1819.7"), Decimal("1900.5")]
    assert expected == [target(there, f"2026-W{week}") for week in (26, 27, 28, 29)]
    with there.store.transaction() as session:
        (row,) = session.scalars(select(CampaignOverride))
        assert [["2026-06-26", "2026-07-09"]] == row.exempt


def test_what_was_overridden_before_the_post_stays_in_the_posted_week(there: Stand) -> None:
    """Taking it back afterwards changes no posted week either."""
    assert [] == override(there, AREA, "1900.5", "2026-07-01")
    freeze(there, "2026-W27")
    assert [] == override(there, AREA, None, "2026-07-01")
    assert (Decimal("1900.5"), Decimal("1819.7")) == (target(there, "2026-W27"), target(there, "2026-W28"))


@pytest.mark.parametrize("form", export.FORMATS)
def test_a_posted_week_exported_again_is_the_same_to_the_byte(tmp_path: Path, form: str) -> None:
    """Though target, band, clock times and days off of that week were overridden in between."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path, databases.SQLITE))
    stand.at("2026-11-18T08:00")
    stand.tick()
    test_export.post(stand)
    before = test_export.exported(tmp_path, form)
    for key, written in (
        (AREA, "5000"),
        ("rules.on_track_band", "1"),
        ("calendar.deadline", "14:30"),
        ("calendar.days_off", "[2026-11-18]"),
        ("praise.on_time.weeks", "1"),
    ):
        assert [] == override(stand, key, written, "2026-01-01")
    again = test_export.exported(tmp_path, form)
    stand.close()
    assert before == again


def test_a_clock_time_moves_the_post_of_that_week_alone(there: Stand) -> None:
    """The draft of week 47 waits for half past eight; that of week 48 comes at half past seven again."""
    assert [] == override(there, "calendar.draft", "08:30", "2026-11-13", "2026-11-19")
    with there.context() as context:
        drafts = [context.calendar.schedule(context.calendar.of(f"2026-W{week}")).draft.time() for week in (46, 47, 48)]
    assert [time(7, 30), time(8, 30), time(7, 30)] == drafts
    there.at("2026-11-18T08:00")
    there.tick()
    there.at("2026-11-20T08:29")
    assert "draft" not in there.tick()
    there.at("2026-11-20T08:30")
    assert 1 == there.tick()["draft"]


def test_a_question_that_went_out_is_not_asked_again(there: Stand) -> None:
    """Its time is moved after it was asked: the week keeps the time it had, and nobody is late."""
    there.ask("son", "hien")
    assert 2 == asked(there)
    assert [] == override(there, "calendar.question", "10:00", "2026-11-13", "2026-11-19")
    there.at("2026-11-18T10:00")
    there.tick()
    assert 2 == asked(there)


def test_a_day_off_brings_the_question_forward(there: Stand) -> None:
    """Thursday is declared off: the week is asked about on Tuesday."""
    there.join("son")
    assert [] == override(there, "calendar.days_off", "[2026-11-19]", "2026-11-16")
    there.at("2026-11-17T08:00")
    there.tick()
    assert 1 == asked(there)


def test_approval_is_required_in_the_week_that_says_so(there: Stand) -> None:
    """A rule of the week decides about its post, whatever holds on the day of the post."""
    assert [] == override(there, "rules.approval_required", "true", "2026-11-13", "2026-11-19")
    there.at("2026-11-18T08:00")
    there.tick()
    there.at("2026-11-20T07:30")
    there.tick()
    with there.context() as context:
        weeks = [context.calendar.of(f"2026-W{week}").last for week in (47, 48)]
        assert [True, False] == [context.campaign_on(day).rules.approval_required for day in weeks]
        week = periods.keep(context.session, context.commune.id, context.calendar.of("2026-W47"))
        drafted = weekly_summary.draft(context, week)
        assert weekly_summary.needs_approval(context, drafted)


def test_the_running_bot_knows_of_it_with_the_next_message(stand: Stand) -> None:
    """What one process records the other reads, without a restart."""
    stand.join("son")
    assert [] == override(stand, "commune.officer_phone", '"0205 999 888"', "2026-11-01")
    stand.say("son", "giúp")
    assert "0205 999 888" in stand.heard()[-1].text


def test_a_rolled_back_override_leaves_nothing_behind(stand_on_file: Stand) -> None:
    """Its number goes to the next one, which holds at once."""
    stand = stand_on_file

    def phone() -> str:
        with stand.context() as context:
            return context.campaign.officer_phone

    with pytest.raises(ZeroDivisionError), stand.store.alone(NOBODY) as session:
        _add(stand, session, "1")
        assert "1" == stand.deployment.context(session, stand.clock.now()).campaign.officer_phone
        raise ZeroDivisionError
    assert "0205 000 123" == phone()
    stand.clock.instant += timedelta(seconds=1)
    with stand.store.alone(NOBODY) as session:
        _add(stand, session, "2")
    assert "2" == phone()


def _add(stand: Stand, session: object, phone: str) -> None:
    context = stand.deployment.context(session, stand.clock.now())  # type: ignore[arg-type]  # a session
    change = Change("commune.officer_phone", f'"{phone}"', date(2026, 11, 1), None, "thử")
    assert [] == campaign_changes.record(context, change)
    context.session.flush()


def test_a_faulty_override_is_refused_whole(there: Stand) -> None:
    """Every fault is told, nothing is kept, and nothing is written into the audit."""
    said = override(there, "praise.improved", '{ weeks = 0, measures = ["XH99"] }', "2026-11-01")
    assert 2 == len(said)
    with there.store.transaction() as session:
        assert [] == campaign_overrides.of_commune(session, 1)


def test_a_turn_reads_commune_and_overrides_in_one_statement(stand: Stand) -> None:
    """The version comes with the commune; what is overridden is read once."""
    assert [] == override(stand, AREA, "1900", "2026-07-01")
    with stand.context() as context:
        assert Decimal(1900) == context.campaign.by_id["KT1a"].target.value
    counted: list[str] = []
    event.listen(stand.store.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    with stand.context() as context:
        known = context.campaign
    with stand.context() as context:
        assert known is context.campaign
    assert 2 == sum(statement.startswith("SELECT") for statement in counted)


def test_a_bot_does_not_start_on_a_campaign_that_was_spoiled(stand_on_file: Stand) -> None:
    """The file lost the measure that an override is about: the start says so, and how to take it back."""
    stand = stand_on_file
    row = CampaignOverride(
        commune_id=1,
        key="measures.KT99.target.value",
        written="1",
        valid_from=date(2026, 1, 1),
        exempt=[],
        why="thử",
        recorded_at=stand.clock.now(),
    )
    with stand.store.transaction() as session:
        session.add(row)
    with pytest.raises(OperatorError, match="không còn khớp"):
        bootstrap.open_commune(stand.store, stand.deployment)


def test_overrides_go_with_the_backup(stand_on_file: Stand) -> None:
    """A table like any other: what is backed up walks all of them."""
    (table,) = [one for one in rows.tables() if one.name == "campaign_overrides"]
    assert [] == override(stand_on_file, "calendar.days_off", "[2026-12-24]", "2026-11-16", "2026-12-31")
    with stand_on_file.store.engine.connect() as connection:
        ((*_, since, until, exempt, _, _, _),) = rows.read(connection, table)
    read_back = [rows.decode(json.loads(json.dumps(value))) for value in (since, until, exempt)]
    assert [date(2026, 11, 16), date(2026, 12, 31), []] == read_back


def test_many_overrides_are_quick_to_ask(stand: Stand) -> None:
    """Two hundred of them, and a year of schedules: only the different campaigns are made."""
    first = datetime(2026, 1, 1, tzinfo=commune.ZONE).date()
    with stand.store.transaction() as session:
        session.add_all(
            CampaignOverride(
                commune_id=1,
                key="calendar.post",
                written='"09:30"',
                valid_from=first + timedelta(weeks=number),
                valid_until=first + timedelta(weeks=number, days=1),
                exempt=[],
                why="thử",
                recorded_at=stand.clock.now(),
            )
            for number in range(200)
        )
    with stand.context() as context:
        weeks = [context.calendar.of(f"2026-W{week:02d}") for week in range(2, 53)]
        assert {time(9, 30)} == {context.calendar.schedule(week).post.time() for week in weeks}
        assert context.campaign is context.campaign_on(context.today - timedelta(days=1))
