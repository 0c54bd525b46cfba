"""Mergers, splits and new names in a running commune: who is asked, what is posted, and what goes over to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import inspect

from bot import migrate
from models import people, periods, unit_changes, units
from models.unit_changes import RENAME
from reports.weekly import caption
from services import weekly_summary
from services.unit_changes import NewUnit
from tests.commune import Stand
from tests.unit_changes import acts
from tests.unit_changes.acts import WEEK_47

BEFORE = "0020"  # the schema before this one


def test_posted_weeks_keep_their_villages_and_names(stand: Stand) -> None:
    """A week that was posted is exported again to the same byte: an event of the past holds from the day after it."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        period.frozen_at = context.now
        before = caption.text(weekly_summary.compile_period(context, WEEK_47).table)
    stand.at("2026-11-20T09:00")
    assert "" == acts.merge(stand, date(2026, 11, 16))
    assert "" == acts.change(stand, RENAME, ["T04"], [NewUnit("Tên Khác")], date(2026, 11, 16))
    with stand.context() as context:
        assert before == caption.text(weekly_summary.compile_period(context, WEEK_47).table)
        assert date(2026, 11, 19) == acts.unit_of(context, "T01").active_to
        names = {place.code: place.name for place in units.places(context.session, context.commune, WEEK_47.last)}
        assert "Tên Khác" not in names.values()
        assert "Tên Khác" == acts.unit_of(context, "T04").name


def test_people_and_an_open_report_go_over(stand: Stand) -> None:
    """Who answered for either answers for the new village, for what is left; nobody is asked about the old ones."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    stand.at("2026-11-18T10:00")
    assert "" == acts.merge(stand, date(2026, 11, 18))
    with stand.context() as context:
        new = acts.unit_of(context, "T29")
        head = people.spokesperson(context.session, new.id, context.today)
        assert head is not None and "ông Sơn" == head.address
        assert {"village-head", "deputy"} == {
            role.role for who in context.session.query(people.Person) for role in who.roles if role.unit_id == new.id
        }
        assert [] == [role for role in context.session.query(people.Role) if role.unit.code == "T01" and not role.until]
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        codes = {report.unit.code for report in periods.reports(context.session, period.id)}
        assert "T29" in codes and not {"T01", "T02"} & codes
    stand.tick()
    said = stand.heard("son")[-1]
    assert "sáp nhập thành Bản Mới" in said.text and said.choices
    stand.at("2026-11-18T19:00")
    stand.tick()
    assert ["Chào ông Sơn. Thôn Bản Mới còn 4 câu, hạn 16 giờ ngày mai."] == [row.text for row in stand.heard("son")]
    assert [] == stand.heard("hien")


def test_an_event_to_come_waits_for_its_day(stand: Stand) -> None:
    """Until its day everything is as before; on it the old ones are gone, without anybody at a keyboard."""
    assert "" == acts.merge(stand, date(2026, 11, 26))
    stand.at("2026-11-25T23:59")
    stand.tick()
    with stand.context() as context:
        assert unit_changes.recorded(context.session, context.commune.id)[0].followed_at is None
    stand.at("2026-11-26T00:01")
    stand.tick()
    assert not [row for row in stand.heard("son") if "Bản Mới" in row.text]
    stand.at("2026-11-26T08:00")
    stand.tick()
    assert [row for row in stand.heard("son") if "Bản Mới" in row.text]


def test_a_merger_may_keep_the_name_of_one(stand: Stand) -> None:
    """«Bản Còn và … thành Bản Còn»: the one there is has the plain name, the other its last day; both are found."""
    with stand.context() as context:
        name = acts.unit_of(context, "T01").name
    assert "" == acts.merge(stand, date(2026, 11, 17), name)
    with stand.context() as context:
        assert f"thôn {name} (đến 16/11/2026)" == acts.unit_of(context, "T01").full_name
        assert f"thôn {name}" == acts.unit_of(context, "T29").full_name
        for typed, code in ((name, "T29"), (f"{name} (đến 16/11/2026)", "T01"), ("T01", "T01")):
            assert [code] == [unit.code for unit in units.named(context.session, context.commune.id, typed)]
        places = {one.code: one.name for one in units.places(context.session, context.commune, context.today)}
        assert name == places["T29"]


def test_one_head_of_both_is_head_once(tmp_path: Path) -> None:
    """Who spoke for both villages speaks for the new one, and is asked once."""
    stand = Stand(tmp_path)
    stand.join("son", "son2", "hoa")
    assert "" == acts.merge(stand, date(2026, 11, 17), codes=["T01", "T03"])
    with stand.context() as context:
        new = acts.unit_of(context, "T29")
        held = [role for role in context.session.query(people.Role) if role.unit_id == new.id]
        assert ["village-head"] == [role.role for role in held]
    stand.close()


def test_a_unit_that_ended_after_the_question_is_left_in_peace(stand: Stand) -> None:
    """No reminder, and the coverage without it, where only the unit's last day was entered (cases/files.md)."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    with stand.context() as context:
        week = weekly_summary.compile_period(context, WEEK_47).table
        villages = next(one for one in week.sent if one.kind == "thôn").due
        acts.unit_of(context, "T01").active_to = date(2026, 11, 17)
    stand.at("2026-11-18T19:00")
    stand.tick()
    assert [] == stand.heard("son")
    with stand.context() as context:
        week = weekly_summary.compile_period(context, WEEK_47).table
        assert villages - 1 == next(one for one in week.sent if one.kind == "thôn").due


def test_what_one_has_told_this_week_is_asked_beside(stand: Stand) -> None:
    """Bản Còn has sown 2 ha this week; the merged village is asked what else, and both count."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    stand.say("son", "gieo 2 ha")
    stand.heard()
    sown = acts.values(stand)["KT1a"][0]
    assert sown is not None
    assert "" == acts.merge(stand, date(2026, 11, 18))
    stand.at("2026-11-18T09:00")
    stand.tick()
    stand.tap("son", "Làm ngay")
    stand.say("son", "15 người")
    assert "(ngoài Bản Còn 2 ha đã báo)" in stand.heard("son")[-1].text
    stand.say("son", "3 ha")
    assert sown + 3 == acts.values(stand)["KT1a"][0]


def test_the_schema_goes_down_and_up_with_units_in_it(stand: Stand) -> None:
    """A build of before keeps the units with their days; who succeeded whom and the papers it does not know."""
    assert "" == acts.merge(stand, date(2026, 11, 17))
    with stand.context() as context:
        acts.unit_of(context, "T06").name = acts.unit_of(context, "T05").name
        units.tell_apart(context.session, context.commune.id, context.today)
    migrate.downgrade(stand.store.engine, BEFORE)
    assert "unit_changes" not in inspect(stand.store.engine).get_table_names()
    migrate.upgrade(stand.store.engine)
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))
        new, old = acts.unit_of(context, "T29"), acts.unit_of(context, "T01")
        assert (date(2026, 11, 17), []) == (new.active_from, new.succeeds)
        assert date(2026, 11, 16) == old.active_to
        assert ["T05", "T06"] == [acts.unit_of(context, code).qualifier for code in ("T05", "T06")]


def test_until_the_day_of_the_event_the_old_villages_are_asked(stand: Stand) -> None:
    """Recorded on Tuesday for Thursday: Wednesday's question is the old ones', Thursday's rest the new one's."""
    assert "" == acts.merge(stand, date(2026, 11, 19))
    stand.at("2026-11-18T08:00")
    stand.tick()
    assert "thôn Bản Còn" in stand.heard("son")[-1].text
    stand.say("son", "4 người")
    stand.heard()
    stand.at("2026-11-19T08:00")
    stand.tick()
    (said,) = [row for row in stand.heard("son") if "Bản Mới" in row.text]
    assert ["Làm ngay"] == [label for label, _ in said.choices]
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        codes = {report.unit.code for report in periods.reports(context.session, period.id, context.today)}
        assert "T29" in codes and not {"T01", "T02"} & codes
