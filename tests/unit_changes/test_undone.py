"""An event that was entered wrongly: before its day, after it, and once figures rest on it; and opposites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models import past_periods, people, periods, unit_changes, units
from models.database import Base
from models.people import Role
from models.periods import Report
from models.unit_changes import MERGE, RENAME, SPLIT
from models.units import Unit
from services import unit_change_undo
from services.inbound import Kind
from services.unit_changes import NewUnit
from tests import databases
from tests.commune import Stand, fresh_store
from tests.unit_changes.acts import HALVES, WEEK_47, answer_week, change, merge, values


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """Two villages and an officer, on the Wednesday morning on which the questions went out."""
    made = Stand(tmp_path, fresh_store(tmp_path, request.param))
    made.ask("son", "hien", "hoa")
    made.heard()
    yield made
    made.close()


def rows(stand: Stand) -> list[tuple[object, ...]]:
    """Every unit and every present duty, as far as an event touches them."""
    with stand.context() as context:
        there: list[tuple[object, ...]] = [
            (unit.code, unit.name, sorted(unit.aliases), unit.active_from, unit.active_to, unit.qualifier)
            for unit in units.members(context.session, context.commune.id)
        ]
        present = context.session.scalars(select(Role).where(Role.until.is_(None)).order_by(Role.person_id, Role.id))
        return [*there, *((role.person_id, role.unit.code, role.role) for role in present)]


def undo(stand: Stand, words: str = "BỎ SÁP NHẬP") -> list[str]:
    """What the officer hears of it."""
    stand.heard()
    stand.say("hoa", words)
    return [row.text for row in stand.heard("hoa")]


def recorded(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [event.kind for event in unit_changes.recorded(context.session, context.commune.id)]


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 11, 18), date(2026, 11, 14)])
def test_a_merger_is_as_if_it_had_never_been(stand: Stand, day: date) -> None:
    """Before its day, on it, and days after it, as long as nobody has told anything under the new name."""
    before, figures = rows(stand), values(stand)
    assert "" == merge(stand, day)
    (said,) = undo(stand)
    assert said.startswith("Đã ghi: thôn Bản Còn và thôn Khuổi Mạ sáp nhập thành Bản Mới") and "Bỏ không ạ?" in said
    stand.tap("hoa", "Bỏ việc đã ghi")
    assert (before, figures, []) == (rows(stand), values(stand), recorded(stand))
    stand.at("2026-11-26T08:00")
    stand.tick()
    assert not [row for row in stand.heard() if "Bản Mới" in row.text and row.chat_id != "hoa"]


@pytest.mark.parametrize("kind", [SPLIT, RENAME])
def test_so_are_a_split_and_a_new_name(stand: Stand, kind: str) -> None:
    """BỎ TÁCH THÔN, BỎ ĐỔI TÊN."""
    before = rows(stand)
    after = HALVES if kind == SPLIT else [NewUnit("Bản Khác")]
    assert "" == change(stand, kind, ["T01"], after, date(2026, 11, 18))
    assert before != rows(stand)
    undo(stand, "BỎ TÁCH THÔN" if kind == SPLIT else "bo doi ten ban khac")
    stand.tap("hoa", "Bỏ việc đã ghi")
    assert (before, []) == (rows(stand), recorded(stand))


def test_who_was_told_hears_that_it_is_none(stand: Stand) -> None:
    """Both heads with what is left of their own week; the half begun report goes on under the old name."""
    merge(stand, date(2026, 11, 18))
    stand.at("2026-11-18T09:00")
    stand.tick()
    stand.tap("son", "Làm ngay")
    stand.heard()
    undo(stand)
    stand.tap("hoa", "Bỏ việc đã ghi")
    heard = {row.chat_id: row for row in stand.heard() if row.chat_id != "hoa"}
    assert {"son", "hien"} == set(heard)
    assert "Ông Sơn vẫn báo cáo cho thôn Bản Còn. Tuần này thôn Bản Còn còn" in heard["son"].text
    stand.say("son", "15 người")
    assert "15 người" in stand.heard("son")[-1].text
    with stand.context() as context:
        period = periods.keep(context.session, context.commune.id, WEEK_47)
        given = {unit: count for (_, unit), count in past_periods.given(context.session, [period.id]).items()}
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None and 1 == given[unit.id]


def test_an_old_button_of_the_new_village_is_old(stand: Stand) -> None:
    """«Làm ngay» of a report that is gone says so, and nothing breaks."""
    merge(stand, date(2026, 11, 18))
    stand.at("2026-11-18T09:00")
    stand.tick()
    button = next(row for row in stand.heard("son") if row.choices).choices[0]
    undo(stand)
    stand.tap("hoa", "Bỏ việc đã ghi")
    stand.heard()
    stand.send("son", Kind.CHOICE, data=button[1], tapped=button[0])
    assert "Nút này đã cũ" in stand.heard("son")[-1].text


def test_once_it_has_told_the_opposite_is_proposed(stand: Stand) -> None:
    """The merged village has told its week: it splits again from tomorrow, sums stay, heads go back to their own."""
    merge(stand, date(2026, 11, 18))
    stand.at("2026-11-18T09:00")
    stand.tick()
    stand.tap("son", "Làm ngay")
    answer_week(stand, "son")
    told = values(stand)
    root, proposal = undo(stand)
    assert "chỉ ghi ngược lại" in root
    assert proposal.startswith("Thôn Bản Mới tách thành Bản Còn và Khuổi Mạ từ 19/11/2026. Ghi không ạ?")
    stand.tap("hoa", "Ghi")
    stand.at("2026-11-19T08:00")
    stand.tick()
    assert (told, [MERGE, SPLIT]) == (values(stand), recorded(stand))
    with stand.context() as context:
        held = {
            (role.unit.name, role.person.address, role.role)
            for role in context.session.scalars(select(Role))
            if role.until is None and role.unit.kind == "village"
        }
        names = {unit.full_name for unit in units.members(context.session, context.commune.id) if unit.succeeds}
    assert {("Bản Còn", "ông Sơn", "village-head"), ("Khuổi Mạ", "bà Hiên", "village-head")} == held
    assert {"thôn Bản Mới", "thôn Bản Còn", "thôn Khuổi Mạ"} == names


def test_a_posted_week_is_not_told_anew(stand: Stand) -> None:
    """Once the week of an event was posted there is its opposite alone, from the day after the last posted week."""
    merge(stand, date(2026, 11, 18))
    change(stand, RENAME, ["T05"], [NewUnit("Bản Khác")], date(2026, 11, 18))
    with stand.context() as context:
        periods.keep(context.session, context.commune.id, WEEK_47).frozen_at = context.now
    stand.at("2026-11-20T12:00")
    assert "từ 20/11/2026. Ghi không ạ?" in undo(stand, "BỎ SÁP NHẬP BẢN MỚI")[-1]
    assert "đổi tên thành Khuổi Lùng từ 20/11/2026" in undo(stand, "BỎ ĐỔI TÊN BẢN KHÁC")[-1]
    stand.tap("hoa", "Ghi")
    assert [MERGE, RENAME, RENAME] == recorded(stand)


def test_what_rests_on_an_event_goes_first(stand: Stand) -> None:
    """Bản Mới has merged again: that one is to be taken back before."""
    before = rows(stand)
    merge(stand, date(2026, 11, 16))
    merge(stand, date(2026, 11, 18), "Bản Lớn", ["T29", "T03"])
    (said,) = undo(stand, "BỎ SÁP NHẬP BẢN CÒN")
    assert "Xin bỏ việc đó trước." in said
    for name in ("BẢN LỚN", "BẢN CÒN"):
        undo(stand, f"BỎ SÁP NHẬP {name}")
        stand.tap("hoa", "Bỏ việc đã ghi")
    assert before == rows(stand)


def test_of_several_the_officer_chooses(stand: Stand) -> None:
    """The newest first, each with its day; and what nobody recorded is said not to be."""
    assert ["Chưa ghi lần sáp nhập, tách hay đổi tên nào."] == undo(stand)
    merge(stand, date(2026, 11, 18))
    merge(stand, date(2026, 12, 1), "Bản Lớn", ["T03", "T04"])
    stand.heard()
    stand.say("hoa", "BỎ SÁP NHẬP")
    assert ["Bản Lớn, 1/12/2026", "Bản Mới, 18/11/2026"] == [label for label, _ in stand.heard("hoa")[-1].choices]
    stand.tap("hoa", "Bản Lớn, 1/12/2026")
    stand.tap("hoa", "Giữ nguyên")
    assert "Vâng, giữ nguyên việc đã ghi." == stand.heard("hoa")[-1].text
    assert ["Chưa ghi lần sáp nhập, tách hay đổi tên nào của «BẢN LẠ»."] == undo(stand, "BỎ SÁP NHẬP BẢN LẠ")


def test_an_unused_code_leads_back(stand: Stand) -> None:
    """Handed out for Nà Pò before the merger, used after it was taken back: a head of Nà Pò."""
    code = stand.code("tho")
    merge(stand, date(2026, 11, 18), codes=["T01", "T04"])
    undo(stand)
    stand.tap("hoa", "Bỏ việc đã ghi")
    stand.say("tho", f"/start {code}")
    stand.tap("tho", "Đồng ý")
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T04")
        assert unit is not None
        person = people.spokesperson(context.session, unit.id, context.today)
        assert person is not None and "ông Thọ" == person.address


def test_every_reference_to_a_unit_is_thought_of(stand: Stand) -> None:
    """A new table that refers to units must say whether a unit that has rows in it can still be undone."""
    referring = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is Unit.__table__ and column.name != "commune_id"
    }
    thought_of = {"figures.subject_id", "figures.reporter_id", "targets.unit_id", "roles.unit_id"}
    thought_of |= {"invitations.unit_id", "reports.unit_id", "announcement_recipients.unit_id", "round_units.unit_id"}
    thought_of |= {"pledges.unit_id", "checks.unit_id", "good_deeds.unit_id", "score_rows.unit_id"}
    thought_of |= {"nominees.unit_id", "awards.unit_id"}
    assert thought_of == referring


def test_nothing_rests_on_a_unit_that_is_not_there_yet(stand: Stand) -> None:
    """A target that was set for it already does."""
    merge(stand, date(2026, 11, 26))
    with stand.context() as context:
        (event,) = unit_changes.recorded(context.session, context.commune.id)
        assert unit_change_undo.is_untouched(context, event)
    stand.say("hoa", "GIAO CHỈ TIÊU KT1a BẢN MỚI 100 NĂM 2026 THEO NQ 05")
    assert "chỉ ghi ngược lại" in undo(stand)[0]
    with stand.context() as context:
        assert 0 == context.session.query(Report).join(Unit).filter(Unit.code == "T29").count()
