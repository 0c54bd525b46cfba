"""The picture of BẢNG: every unit and measure is in it, nothing over the edge, no figure shortened."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import pytest

from reports.weekly import board_chart, lettering, svg_elements
from reports.weekly.board_chart import Block, BoardTable, Cell, Line, Progress, Sent, Tile

SVG = "{http://www.w3.org/2000/svg}"
MEASURES = (
    *(("Thẻ BHYT", "người"), ("Gieo trồng", "ha"), ("Đường",), ("Rừng", "ha"), ("Hộ nghèo", "hộ"), ("Nhà văn hóa",)),
    *(("Thu hoạch",), ("Lao động qua đào tạo", "người"), ("Gia đình văn hóa", "hộ"), ("Kỹ năng số", "người")),
    *(("Xác nhận VNeID", "người"), ("Khu dân cư văn hóa",)),
)
CELLS = (
    Cell(Sent.FIGURE, "1.234,567"),
    Cell(Sent.AS_BEFORE, "như cũ"),
    Cell(Sent.NOTHING, "không"),
    Cell(Sent.MARKED, "31"),
    Cell(Sent.OPEN),
    Cell(Sent.PARTLY, "1/4"),
    Cell(Sent.NOT_KNOWN, "chưa rõ"),
    Cell(Sent.NOT_ASKED),
)


def board(units: int, measures: int = 6) -> BoardTable:
    """A board of so many villages, of every progress, with every kind of cell."""
    cells, progress = itertools.cycle(CELLS), itertools.cycle(Progress)
    lines = tuple(
        Line(f"Khuổi Sliếng {number}", next(progress), tuple(next(cells) for _ in range(measures)))
        for number in range(units)
    )
    tiles = tuple(Tile(one, "chưa có người", sum(line.progress is one for line in lines)) for one in Progress)
    return BoardTable(
        title="Bảng tuần 47",
        commune="xã Khánh Khê",
        subtitle=f"Đủ 1/{units}, hạn 16 giờ thứ Năm 19/11",
        as_of="lúc 14 giờ 30 thứ Năm 19/11",
        tiles=tiles,
        blocks=(Block("Thôn", MEASURES[:measures], lines),),
        mark="Lưu hành nội bộ",
    )


def texts(table: BoardTable) -> list[ElementTree.Element]:
    return ElementTree.fromstring(board_chart.svg(table)).findall(f"{SVG}text")  # noqa: S314  drawn above


@pytest.mark.parametrize("measures", [1, 6, 12])
@pytest.mark.parametrize("units", [5, 28, 50])
def test_every_unit_and_measure_is_in_the_picture(units: int, measures: int) -> None:
    """Each name stands in it once, and nothing goes over the edge."""
    table = board(units, measures)
    drawn = texts(table)
    said = [text.text or "" for text in drawn]
    assert all(said.count(line.name) == 1 for line in table.blocks[0].lines)
    heading = " ".join(said)
    assert all(word in heading for column in table.blocks[0].columns for word in column[0].split())
    for text in drawn:
        if "transform" not in text.attrib:
            left, right = _ends(text)
            assert left >= 0 and right <= svg_elements.WIDTH, text.text


def _ends(text: ElementTree.Element) -> tuple[float, float]:
    x, size = float(text.attrib["x"]), float(text.attrib["font-size"])
    wide = lettering.width(text.text or "", size, bold="font-weight" in text.attrib)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.attrib["text-anchor"]]
    return left, left + wide


@pytest.mark.parametrize("measures", [6, 12])
def test_no_text_runs_into_its_neighbour(measures: int) -> None:
    """Texts of one line leave each other room, the legend and what stands at its end too."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for text in texts(board(28, measures)):
        if "transform" not in text.attrib:
            lines.setdefault(text.attrib["y"], []).append(_ends(text))
    for ends in lines.values():
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(sorted(ends)))


def test_a_figure_is_never_shortened() -> None:
    """«1.234…» would be read as another figure; a word becomes a sign that is explained below."""
    said = [text.text for text in texts(board(28, 12))]
    assert "1.234,567" in said
    assert not any("…" in (text or "") for text in said)
    assert "như cũ" in said and said.count("=") > 1


def test_only_so_many_units_are_drawn() -> None:
    """A platform refuses a picture that is too high: the others are counted."""
    assert "và 30 nơi khác" in [text.text for text in texts(board(150))]


def test_the_picture_survives_being_stored() -> None:
    """What the outbox keeps as JSON draws the same picture."""
    table = board(28)
    assert table == BoardTable.from_json(table.to_json())
    assert board_chart.draw(table).startswith(b"\x89PNG")
