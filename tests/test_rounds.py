"""Rounds in a commune: asked with the week, frozen with late figures in it, followed through a merger."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from bot.outbox import drawing
from campaign.spans import find
from models import rounds
from models.rounds import Round, State
from reports import round_report, round_workbook
from reports.round_table import RoundTable
from services import campaign_movement, permissions, round_lines, round_results
from tests import contests
from tests.commune import Stand
from tests.unit_changes.acts import merge

TREES = ("Việc khác", "Trồng cây, cây", "Mỗi tuần thêm bao nhiêu", "200", "20/100 hộ")


def _round(stand: Stand) -> tuple[State, dict[str, tuple[str, str]]]:
    """The newest round's state, and of each line its figure and band."""
    with stand.context() as context:
        one = context.session.query(Round).order_by(Round.id.desc()).first()
        assert one is not None
        table = round_results.table(context, one)
        return one.state, {line.name: (str(line.cells[0].now), line.cells[0].band) for line in table.lines}


def _weeks(stand: Stand, *instants: str) -> None:
    for instant in instants:
        stand.at(instant)
        stand.tick()


def test_late_figures_count_until_the_table_is_frozen_and_nothing_after(stand: Stand) -> None:
    """Three working days after the last deadline; what is mended then is named beside the table, which stays."""
    stand.join("hoa", "son", "hien")
    contests.open_round(stand)
    _weeks(stand, "2026-11-18T08:00")
    stand.say("son", "BHYT 9, làm đường 120 m")
    _weeks(stand, "2026-12-16T08:00", "2026-12-17T08:00")
    stand.heard()
    stand.at("2026-12-21T15:00")
    stand.say("son", "làm đường 190 m")
    assert (State.OPEN, ("310", "vượt")) == (_round(stand)[0], _round(stand)[1]["Bản Còn"])
    _weeks(stand, "2026-12-22T15:59")
    assert State.OPEN is _round(stand)[0]
    _weeks(stand, "2026-12-22T16:01")
    frozen = _round(stand)
    assert State.CLOSED is frozen[0]
    stand.say("son", "làm đường 90 m")
    assert frozen == _round(stand)
    stand.heard()
    stand.say("hoa", "ĐỢT THI ĐUA 30 ngày")
    said = stand.heard("hoa")[-1].text
    assert "- Bản Còn: làm đường 310 m, vượt → 210 m, chưa đạt" in said
    for button, words in (("Báo cáo Word", "310 m"), ("Báo cáo đính chính", "310 m, vượt → 210 m, chưa đạt")):
        stand.tap("hoa", button)
        text = _text(stand, "hoa")
        assert ("Đính chính kết quả đợt thi đua" in text) == (button == "Báo cáo đính chính")
        assert ("[Chờ xã xác nhận: số, ngày báo cáo được đính chính]" in text) == (button == "Báo cáo đính chính")
        assert words in text
    stand.tap("hoa", "Bảng đính chính")
    made = load_workbook(BytesIO(drawing.render(stand.heard("hoa")[-1].picture or {})))
    assert "Điều chỉnh" in made.sheetnames
    stand.say("son", "làm đường 190 m")
    stand.heard()
    stand.tap("hoa", "Báo cáo đính chính")
    assert "Sau khi chốt" not in stand.heard("hoa")[-1].text, "mended back: nothing is to be corrected"


def _text(stand: Stand, who: str) -> str:
    """Of the paper that was sent last."""
    paper = docx.Document(BytesIO(drawing.render(stand.heard(who)[-1].picture or {})))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells]).replace("\u200b", "")


@pytest.mark.parametrize(
    ("what", "typed", "goals"),
    [
        (contests.ROAD, "mức Bản Còn, Nà Pò: 500", ["500", "300", "500"]),
        (contests.ROAD, "MỨC Khuổi Mạ: 100/100 hộ", ["300", "107", "300"]),
        (contests.ROAD, "mức Bản Dọc: 500", ["300", "300", "300"]),  # is not in it
        (contests.ROAD, "mức Bản Còn: giảm 5", ["300", "300", "300"]),  # what is added cannot fall
        (("Thẻ BHYT", "120%", "99"), "mức Nà Pò: 101", ["99", "99", "99"]),  # no share is more than whole
        (("Thẻ BHYT", "99"), "mức Nà Pò: 95", ["99", "99", "95"]),
        (("Thẻ BHYT", "99"), "mức Nà Pò: thêm 2", ["99", "99", "99"]),  # everybody's is to be reached
        (("Thẻ BHYT", "Theo chỉ tiêu của từng nơi"), "mức Nà Pò: 95%", ["98", "98", "95"]),
    ],
)
def test_a_single_unit_may_have_a_goal_of_its_own(
    stand: Stand, what: tuple[str, ...], typed: str, goals: list[str]
) -> None:
    """Typed below the preview; of the kind that everybody's is, and only for those that take part."""
    stand.join("hoa")
    stand.say("hoa", "ĐỢT THI ĐUA")
    for words in ("30 ngày làm đường", "17/11 - 16/12", "Bản Còn, Khuổi Mạ, Nà Pò", *what, typed, "Mở đợt"):
        stand.say("hoa", words)
    with stand.context() as context:
        one = context.session.query(Round).one()
        assert State.OPEN is one.state
        assert goals == [str(row.goal) for row in rounds.units_of(context.session, one.id)]
        said = round_results.table(context, one).counted[0].goal
    assert ("riêng" in said) == (len(set(goals)) > 1)


def test_villages_that_merge_in_the_middle_are_one_line_and_are_asked_on(stand: Stand) -> None:
    """Their figures and goals are added, and the new village answers for the round."""
    stand.join("hoa", "son", "hien")
    contests.open_round(stand)
    _weeks(stand, "2026-11-18T08:00")
    stand.say("son", "làm đường 120 m")
    stand.say("hien", "làm đường 100 m")
    merge(stand, date(2026, 11, 23))
    _weeks(stand, "2026-11-23T08:00", "2026-11-25T08:00")
    asked = [row.text for row in stand.heard() if "Làm đường: từ" in row.text or "Đợt «30 ngày" in row.text]
    assert any("Bản Mới" in text for text in asked)
    stand.say("son", "làm đường 50 m")
    lines = _round(stand)[1]
    assert {"Bản Mới", "Nà Pò"} == set(lines)
    assert "270" == lines["Bản Mới"][0]
    with stand.context() as context:
        one = rounds.of_state(context.session, context.commune.id, State.OPEN)[0]
        cell = round_results.table(context, one).lines[0].cells[0]
    assert (Decimal(600), "gộp số các thôn trước sáp nhập") == (cell.goal, cell.notes[0])


def test_two_measures_of_its_own_are_asked_in_turn_and_never_beside_each_other(stand: Stand) -> None:
    """One own question a unit and week; the goal for a hundred households follows the village's size."""
    stand.join("hoa", "son")
    contests.open_round(
        stand, places="Bản Còn", what=(*contests.ROAD[:-1], "Thêm việc nữa", *TREES[:-1], "300\n20/100 hộ")
    )
    asked: list[list[str]] = []
    for wednesday in ("2026-11-18", "2026-11-25", "2026-12-02"):
        _weeks(stand, f"{wednesday}T08:00")
        stand.heard()
        stand.say("son", "làm đường 10 m" if len(asked) != 1 else "trồng cây 5 cây")
        said = " ".join(row.text for row in stand.heard("son"))
        asked.append([what for what in ("Làm đường thêm", "Trồng cây thêm") if what in said])
    assert [["Làm đường thêm"], ["Trồng cây thêm"], ["Làm đường thêm"]] == asked
    with stand.context() as context:
        goals = [str(row.goal) for row in rounds.units_of(context.session, 1)]
    assert ["300", "24"] == goals, "nobody plants a part of a tree"


def test_a_dropped_round_is_asked_no_more(stand: Stand) -> None:
    """Its question leaves the report that is open, and its line the message."""
    stand.join("hoa", "son")
    contests.open_round(stand, places="Bản Còn")
    _weeks(stand, "2026-11-18T08:00")
    stand.say("hoa", "BỎ ĐỢT")
    stand.tap("hoa", "Bỏ đợt này")
    stand.heard()
    stand.say("son", "BHYT 9, không gieo, không có gì mới")
    assert "Đã nhận báo cáo" in stand.heard("son")[-1].text


def test_the_group_hears_no_unit_and_the_papers_name_those_on_the_list(stand: Stand) -> None:
    """The post tells totals; the report and the workbook open, and say what is frozen."""
    stand.join("hoa", "son", "hien", "lam")
    contests.open_round(stand)
    _weeks(stand, "2026-11-18T08:00")
    stand.say("son", "làm đường 310 m")
    with stand.context() as context:
        one = rounds.of_state(context.session, context.commune.id, State.OPEN)[0]
        table = round_results.table(context, one)
        post = round_lines.of_week(context, context.calendar.period_on(context.today))
    assert post == ("«30 ngày làm đường», còn 26 ngày: 1/3 nơi có số; làm đường thêm 310/900 m.",)
    assert ["Bản Còn"] == [line.name for line in table.honoured]
    again = RoundTable.from_json(json.loads(json.dumps(table.to_json())))
    assert table == again
    paper = docx.Document(BytesIO(round_report.document(table)))
    cells = [cell.text for found in paper.tables for row in found.rows for cell in row.cells]
    assert "Bản Còn" in cells
    sheet = load_workbook(BytesIO(round_workbook.workbook(table)))["Danh sách"]
    assert "Bản Còn" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_report_has_the_list_only_where_its_readers_may_see_it(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up in the table of rights: without the right the totals stay and no unit is named."""
    stand.join("hoa", "son", "hien")
    contests.open_round(stand)
    _weeks(stand, "2026-11-18T08:00")
    stand.say("son", "làm đường 310 m")
    real = permissions.allowed
    with stand.context() as context:
        quarter, week = (find(label, context.calendar) for label in ("2026-Q4", "2026-W47"))
        shown = campaign_movement.of_period(context, quarter, {})
        of_week = campaign_movement.of_period(context, week, {})
        monkeypatch.setattr(
            permissions,
            "allowed",
            lambda thing, place: frozenset() if thing is permissions.Thing.ROUND_RESULTS else real(thing, place),
        )
        hidden = campaign_movement.of_period(context, quarter, {})
    assert of_week is None
    assert shown is not None
    assert hidden is not None
    assert [("Bản Còn",), ()] == [one.contests[0].honoured for one in (shown, hidden)]
    line = "Làm đường: 1 nơi vượt, 2 chưa có số. Toàn xã thêm 310 m, bằng 34,4% mức giao."
    assert [(line,), (line,)] == [one.contests[0].results for one in (shown, hidden)]
