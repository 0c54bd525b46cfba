"""The picture of several years: every figure and verdict is in it, whole, and nothing of a name becomes markup."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from reports.period import years_chart
from reports.period.years_table import Cell, YearsLine, YearsTable

SVG = "{http://www.w3.org/2000/svg}"
CELLS = (
    Cell(2026, Decimal(230), "230 hộ", "far", "chưa đến hạn 2030", "", is_verdict=True),
    Cell(2027, Decimal(12), "12 hộ", "missed", "không đạt", "còn thừa 4 hộ", is_verdict=True),
)
NOTE = "đứt chuỗi từ 1/1/2027: chuẩn nghèo đa chiều giai đoạn 2027-2030"
LINE = YearsLine("XH3", "XH3", "Xã hội", "Hộ nghèo", "hộ", 0, False, CELLS, Decimal(262), Decimal(12), None, 0, 1, NOTE)
TABLE = YearsTable("xã Khánh Khê", 2026, 2030, (2026, 2027), date(2027, 11, 4), date(2027, 11, 5), (LINE,))


def words(table: YearsTable) -> list[str]:
    # The picture's own markup, not a stranger's.
    return [one.text or "" for one in ElementTree.fromstring(years_chart.svg(table)).findall(f"{SVG}text")]  # noqa: S314


def test_each_year_has_its_figure_and_its_verdict() -> None:
    """With both ends below the name, and what breaks the series below the table; a year under way says so."""
    told = words(TABLE)
    assert ["2026", "2027", "đang thực hiện"] == told[2:5]
    after = told[told.index("Hộ nghèo") :]
    assert ["Hộ nghèo", "262 hộ → 12 hộ; đạt 0/1 năm", "230 hộ", "chưa đến hạn", "12 hộ", "không đạt"] == after[:6]
    assert [f"Hộ nghèo: {NOTE}.", "Lưu hành nội bộ"] == after[6:]


def test_five_years_fit_and_a_name_is_no_markup() -> None:
    """The narrowest columns cut no verdict; a hostile name is only text."""
    cells = tuple(replace(CELLS[1], year=year, word="chưa có số liệu") for year in range(2026, 2031))
    line = replace(LINE, name="<script>&", years=cells)
    told = words(replace(TABLE, begun=tuple(range(2026, 2031)), open_until=None, lines=(line,)))
    assert ("<script>&" in told, 5) == (True, told.count("chưa có số liệu"))
    assert years_chart.draw(TABLE).startswith(b"\x89PNG")
