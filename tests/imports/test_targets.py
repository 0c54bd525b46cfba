"""Targets and opening figures from tables: what is doubtful is asked, sums are read back, nothing by halves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models import targets
from services.imports import figures as figure_files
from services.imports import targets as target_files
from services.imports.rows import ImportFault
from tests.commune import Stand
from tests.imports import shapes

HEAD = ["Chỉ tiêu", "Tên thôn", "Năm", "Chỉ tiêu giao", "Từ ngày", "Căn cứ"]
SINCE = date(2026, 7, 1)


def planned(stand: Stand, path: Path) -> target_files.Plan:
    with stand.context() as context:
        return target_files.plan(context.session, path, context.campaign, context.commune)


def refused(stand: Stand, path: Path) -> list[str]:
    with pytest.raises(ImportFault) as caught:
        planned(stand, path)
    return list(caught.value.faults)


def test_targets_of_an_office_are_read_back(stand: Stand, tmp_path: Path) -> None:
    """Day cells, decimal commas as text, the line of sums; the sum stands beside the commune's own target."""
    path = tmp_path / "giao.xlsx"
    lines = (["KT1a", "Bản Còn", 2026, "46,5", SINCE, "QĐ 12"], ["KT1a", "Khuổi Mạ", "2026", 44, "01/07/2026", "QĐ 12"])
    path.write_bytes(shapes.workbook(HEAD, *lines, [None, "Tổng cộng", None, 90.5]))
    made = planned(stand, path)
    assert ["KT1a năm 2026: tổng 2 đơn vị 90,5 ha, chỉ tiêu của xã 1.819,7 ha"] == made.preview.sums
    assert "KT1a năm 2026, thôn Bản Còn: 46,5" == made.preview.added[0]
    with stand.context() as context:
        target_files.apply(context.session, made, context.now)
        kept = [one for one in targets.of_commune(context.session, context.commune.id) if one.valid_from == SINCE]
    assert [Decimal("46.5"), Decimal(44)] == [one.value for one in kept]


def test_a_year_alone_is_enough(stand: Stand, tmp_path: Path) -> None:
    """As councils write it: two lines of heading, a measure merged over its villages, the commune's own in the list.

    Without a day a target holds from the year's first; the sum stands beside what the commune is given for that year.
    """
    path, head = tmp_path / "nam.xlsx", ["Chỉ tiêu", "Tên thôn", "Năm", "Chỉ tiêu giao"]
    own, first = ["KT1a", "XA", 2027, "1.900,5"], ["KT1a", "Bản Còn", 2027, "46,5"]
    path.write_bytes(shapes.workbook(["BẢNG GIAO"], head, own, first, ["KT1a", "Khuổi Mạ", 2027, 44]))
    made = planned(stand, path)
    assert ["KT1a năm 2027: tổng 2 đơn vị 90,5 ha, chỉ tiêu của xã 1.900,5 ha"] == made.preview.sums
    assert {date(2027, 1, 1)} == {one.valid_from for _, one in made.wanted}
    assert "tệp không có cột «Từ ngày»: chỉ tiêu tính từ đầu năm" in made.preview.notes


def test_per_cents_are_read_as_they_are_seen(stand: Stand, tmp_path: Path) -> None:
    """A cell that shows «95%» holds 0.95; a sign that is only written behind the number changes nothing."""

    def show(sheet: Any) -> None:
        sheet["D2"].number_format, sheet["D3"].number_format = "0.0%", '0.0"%"'

    path, head = tmp_path / "pt.xlsx", ["Chỉ tiêu", "Tên thôn", "Năm", "Chỉ tiêu giao"]
    lines = (["XH1", "Bản Còn", 2027, 0.955], ["XH1", "Khuổi Mạ", 2027, 96.5])
    path.write_bytes(shapes.workbook(head, *lines, change=show))
    assert [Decimal("95.5"), Decimal("96.5")] == [one.value for _, one in planned(stand, path).wanted]


def test_per_cents_of_an_open_document_are_read_as_they_are_seen(stand: Stand, tmp_path: Path) -> None:
    """The file says at a cell that it shows per cents; empty cells before it stand there once, with their number."""
    text, number = partial(shapes.open_cell, kind="string"), partial(shapes.open_cell, kind="float")
    share, empty = partial(shapes.open_cell, kind="percentage"), partial(text, "", numbercolumnsrepeated=2)
    told = (
        ("XH1", "Bản Còn", share(0.955)),
        ("XH1", "Khuổi Mạ", number(96.5)),
        ("KT5", "XA", share(1.1)),
        ("KT1a", "Bản Còn", number(0.5)),
    )
    lines = [[text(measure), text(name), number(2027), empty(), value] for measure, name, value in told]
    head = [text("Chỉ tiêu"), text("Tên thôn"), text("Năm"), empty(), text("Chỉ tiêu giao")]
    path = tmp_path / "pt.ods"
    path.write_bytes(shapes.open_lines([text("BẢNG GIAO"), empty()], head, *lines))
    wanted = planned(stand, path).wanted
    assert [Decimal("95.5"), Decimal("96.5"), Decimal(110), Decimal("0.5")] == [one.value for _, one in wanted]


def test_what_an_old_workbook_does_not_tell_is_asked(stand: Stand, tmp_path: Path) -> None:
    """Whether 0,955 is shown as «95,5%» nobody can read in an .xls; of hectares, and of 96,5, there is no doubt."""
    path, head = tmp_path / "pt.xls", ["Chỉ tiêu", "Tên thôn", "Năm", "Chỉ tiêu giao"]
    sound = [["XH1", "Khuổi Mạ", 2027, 96.5], ["KT1a", "Bản Còn", 2027, 0.5]]
    path.write_bytes(shapes.old_lines(head, *sound))
    assert [Decimal("96.5"), Decimal("0.5")] == [one.value for _, one in planned(stand, path).wanted]
    path.write_bytes(shapes.old_lines(head, ["XH1", "Bản Còn", 2027, 0.955], *sound))
    told = "tệp .xls không cho biết là 0,955 hay 95,5%. Xin lưu lại thành .xlsx rồi gửi"
    assert [f"Dòng 2: cột D «Giao»: {told}."] == refused(stand, path)


@pytest.mark.parametrize(
    ("above", "heading", "line", "fault"),
    [
        ("ĐVT: m2", "Chỉ tiêu giao", ["KT1a", "Bản Còn", 2026, 465000], "ghi bằng m², KT1a tính bằng ha"),
        ("Đơn vị: xã Khánh Khê", "Giao (sào)", ["kt1a", "Bản Còn", 2026, 465], "ghi bằng sào, KT1a tính bằng ha"),
        ("ĐVT: 1000 đồng", "Giao", ["KT2", "XA", 2026, 65000], "ghi bằng 1000 đồng, KT2 tính bằng triệu đồng"),
        ("Năm 2026", "Giao (%)", ["XH1", "Bản Còn", 2026, 0.985], "là 0,985 %: có phải 98,5 % không"),
        ("(ĐVT: ha)", "Giao (năm 2026)", ["KT1a", "Toàn xã", 2026, 1900], "chỉ tiêu của chính xã thì"),
    ],
)  # fmt: skip
def test_another_unit_is_no_figure(
    stand: Stand, tmp_path: Path, above: str, heading: str, line: list[Any], fault: str
) -> None:
    """Above the table, in a heading, in a column: what is not told in the measure's unit is asked."""
    path, head = tmp_path / "dvt.xlsx", ["Chỉ tiêu", "Tên thôn", "Năm", heading]
    path.write_bytes(shapes.workbook(["Biểu số 01"], [None, None, None, above], head, line))
    (said,) = refused(stand, path)
    assert said.startswith("Dòng 4: cột D") and fault in said


def test_sums_of_each_measure(stand: Stand, tmp_path: Path) -> None:
    """«Cộng» below each measure is its own; «Xã Khánh Khê» is the commune; texts may end in the measure's unit."""
    path, head = tmp_path / "cong.xlsx", ["Chỉ tiêu", "Tên thôn", "Năm", "Chỉ tiêu giao"]
    lines = (
        ["KT1a", "Xã Khánh Khê", 2027, "1.900,5 ha"], ["KT1a", "Bản Còn", 2027, "46,5 ha"],
        ["KT1a", "Khuổi Mạ", 2027, 40], [None, "Cộng", None, 86.5],
        ["XH1", "Bản Còn", 2027, "98,5%"], ["XH1", "Khuổi Mạ", 2027, 99],
    )  # fmt: skip
    path.write_bytes(shapes.workbook(head, *lines, ["KT1b", "Bản Còn", 2027, 100], [None, "Cộng", None, 297.5]))
    made = planned(stand, path)
    assert [
        "KT1a năm 2027: tổng 2 đơn vị 86,5 ha, chỉ tiêu của xã 1.900,5 ha",
        "XH1 năm 2027: 2 đơn vị, 98,5 đến 99 %",
        "KT1b năm 2027: tổng 1 đơn vị 100 tấn, chỉ tiêu của xã 5.793,8 tấn",
    ] == made.preview.sums


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("KT1a,T01,2026,1.819,2026-01-01",
         "Dòng 2: cột D «Giao» là «1.819»: là 1.819 hay 1,819? Xin ghi 1819 hoặc 1,8190."),
        ("KT1a,T01,2026,-50,2026-01-01", "Dòng 2: cột D «Giao» là -50, nhỏ hơn không."),
        ("KT1a,T01,2026,1_819,2026-01-01", "Dòng 2: cột D «Giao» là «1_819», không phải số như 1819,7."),
        ("KT1a,T01,20226,45,2026-01-01", "Dòng 2: năm 20226 ngoài chiến dịch 2026–2030."),
        ("KT1a,T01,2026,45,2062-01-01", "Dòng 2: cột E «Từ ngày» là 01/01/2062, không thể đúng."),
        ("KT1a,T01,2026,45,2026-02-30", "Dòng 2: cột E «Từ ngày» là «2026-02-30», không phải ngày như 19/11/2026."),
        ("KT1z,T01,2026,45,2026-01-01", "Dòng 2: chiến dịch không có chỉ tiêu «KT1z»; xin ghi mã như KT1a."),
        ("KT1a,Ban Con,2026,45,2026-01-01", "Dòng 2: không có đơn vị «Ban Con»; có phải «Bản Còn» (T01) không."),
        ("KT1a,T01,2026,,2026-01-01", "Dòng 2: cột D «Giao» để trống."),
        ("KT1a,T01,2026,45,2026-01-01,x,y", "Dòng 2: có nhiều ô hơn số cột ở dòng tiêu đề."),
    ],
)  # fmt: skip
def test_a_doubtful_target_is_asked(stand: Stand, tmp_path: Path, line: str, fault: str) -> None:
    """By its line, in Vietnamese; «1.819» may be a thousand or one."""
    path = tmp_path / "targets.csv"
    path.write_text(f"measure,unit,year,value,valid_from\n{line}\n", encoding="utf-8")
    assert [fault] == refused(stand, path)


def test_the_same_target_twice_is_refused(stand: Stand, tmp_path: Path) -> None:
    """Which of two values holds is not guessed, whether the unit is named or coded."""
    path = tmp_path / "targets.csv"
    path.write_text(
        "measure,unit,year,value,valid_from\nKT1a,T01,2026,45,2026-01-01\nKT1a,Bản Còn,2026,46,2026-01-01\n",
        encoding="utf-8",
    )
    assert ["Dòng 3: chỉ tiêu này đã có ở dòng 2."] == refused(stand, path)


def test_a_figure_of_the_future_is_none(stand: Stand, tmp_path: Path) -> None:
    """Opening figures lie behind; a count has no fraction; the preview tells what it would replace."""
    path = tmp_path / "figures.csv"
    path.write_text(
        "measure,input,unit,date,value\nXH1,uncovered,T01,2031-01-01,9\nXH1,uncovered,T02,2026-01-01,5.5\n",
        encoding="utf-8",
    )
    with stand.context() as context, pytest.raises(ImportFault) as caught:
        figure_files.plan(context.session, path, context.campaign, context.commune, context.now.date())
    assert (
        "Dòng 2: cột D «Ngày» là 01/01/2031, không thể đúng.",
        "Dòng 3: cột E «Giá trị» là 5.5, không phải số nguyên.",
    ) == caught.value.faults


def test_sums_and_limits_of_figures(stand: Stand, tmp_path: Path) -> None:
    """More poor households than households, a sum that does not add up: refused as in a conversation."""
    path = tmp_path / "figures.csv"
    head = "measure,input,unit,date,value\nXH3,poor,T01,2025-12-31,9\n"
    with stand.context() as context:
        where = context.session, path, context.campaign, context.commune, context.now.date()
        for line, fault in (
            ("XH3,poor,T02,2025-12-31,108", "Dòng 3: giá trị 108 hộ nhiều hơn mức có thể: 107 hộ."),
            (",,Tổng cộng,,17", "Dòng 3: cột E «Giá trị» ghi tổng 17, cộng các dòng là 9."),
        ):
            path.write_text(f"{head}{line}\n", encoding="utf-8")
            with pytest.raises(ImportFault) as caught:
                figure_files.plan(*where)
            assert (fault,) == caught.value.faults


def test_another_whole_is_a_change_too(stand: Stand, tmp_path: Path) -> None:
    """95 of 120 and 95 of 118 are two figures: the preview says so, and so the import is not taken for empty."""
    path = tmp_path / "figures.csv"
    head = "measure,input,unit,date,value,denominator\n"
    with stand.context() as context:
        where = context.session, path, context.campaign, context.commune
        path.write_text(f"{head}XH8e,skilled,XA,2026-01-02,95,120\n", encoding="utf-8")
        figure_files.load(*where, context.now)
        context.session.flush()
        assert figure_files.plan(*where, context.now.date()).preview.is_empty
        path.write_text(f"{head}XH8e,skilled,XA,2026-01-02,95,118\n", encoding="utf-8")
        preview = figure_files.plan(*where, context.now.date()).preview
    assert ["XH8e.skilled xã Khánh Khê ngày 02/01/2026: 95/120 → 95/118"] == preview.changed
