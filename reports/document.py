"""The draft Báo cáo of a period (.docx) in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Number, date and signature are the office's, so are shortcomings, causes and proposals: lines are left for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx.document import Document

from campaign.calendar import Period
from reports import cells, figures, grid, paper, phrasing, praising
from reports.dossier import Dossier
from reports.grid import Text
from reports.measure_lines import MeasureLine
from reports.unit_lines import UnitLine

_TABLE_SIZE = 10.0
_ANNEX_SIZE = 9.5
_COLUMNS = (12.0, 38.5, 16.0, 16.0, 14.0, 16.0, 14.5, 15.5, 22.5)


def write(dossier: Dossier) -> bytes:
    """The file, to be completed and signed."""
    document = paper.open_document(phrasing.subject(dossier), dossier.made_on)
    _letterhead(document, dossier)
    _title(document, dossier)
    _general(document, dossier)
    _results(document, dossier)
    _remarks(document, dossier)
    _signature(document, dossier)
    paper.lie_down(document)
    _annex(document, dossier)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _letterhead(document: Document, dossier: Dossier) -> None:
    """Issuing body and number on the left, the nation's name, motto, place and date on the right."""
    left = [
        Text(phrasing.COMMITTEE, bold=True, align="center", size=13),
        Text(dossier.summary.commune.upper(), bold=True, align="center", size=13, rule=22),
        Text(phrasing.NUMBER, align="center", size=13, space=8),
        Text(phrasing.DRAFT, bold=True, align="center", size=13, space=4),
    ]
    right = [
        Text(phrasing.NATION, bold=True, align="center", size=12),
        Text(phrasing.MOTTO, bold=True, align="center", size=13, rule=54),
        Text(phrasing.place_and_date(dossier), italic=True, align="center", size=13, space=8),
    ]
    grid.add(document, (66, 99), [[left, right]], head=0, size=13, top=True)


def _title(document: Document, dossier: Dossier) -> None:
    paper.middle(document, phrasing.KIND, above=14)
    paper.middle(document, phrasing.subject(dossier))
    paper.middle(document, phrasing.dates(dossier), bold=False, italic=True)
    paper.short_line(document, paper.WIDTH, 45)


def _general(document: Document, dossier: Dossier) -> None:
    paper.heading(document, phrasing.SECTIONS[0])
    for line in phrasing.general(dossier):
        paper.say(document, line)


def _results(document: Document, dossier: Dossier) -> None:
    """The table of the indicators with their measures, and its footnotes."""
    paper.heading(document, phrasing.SECTIONS[1])
    grid.add(document, _COLUMNS, _table(dossier), head=1, size=_TABLE_SIZE)
    paper.gap(document, 6)
    for note in phrasing.footnotes(dossier):
        paper.say(document, note, italic=True, size=11)


def _table(dossier: Dossier) -> Iterator[Sequence[grid.Cell]]:
    stretch = figures.stretch(dossier.period)
    titles = (
        "Mã",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Chỉ tiêu giao",
        f"Trong {stretch}",
        "Lũy kế, hiện có",
        "% kế hoạch",
        "So cùng kỳ",
        "Đánh giá",
    )
    yield [Text(title, bold=True, align="center") for title in titles]
    group = ""
    for row in dossier.summary.rows:
        if row.group != group:
            group = row.group
            yield [Text(group, bold=True, keeps=True)]
        lines = [one for one in dossier.measures if one.indicator == row.indicator]
        if len(lines) > 1:
            yield [Text(row.indicator, bold=True, keeps=True), Text(f"{row.name}: {row.word}", bold=True, keeps=True)]
        yield from (_line(line, dossier.period) for line in lines)


def _line(line: MeasureLine, period: Period) -> Sequence[grid.Cell]:
    numbers = (cells.in_period(line, period), cells.value(line), cells.attained(line))
    change = [_right(cells.change(line))]
    if line.change_per_cent is not None:
        change.append(_right(cells.change_per_cent(line)))
    return [
        Text(line.measure),
        Text(line.name),
        Text(line.unit, align="center"),
        Text(_shown(cells.target(line)) or line.target_words, align="right"),
        *(_right(one) for one in numbers),
        change,
        Text(line.word, align="center"),
    ]


def _right(cell: cells.Cell) -> Text:
    return Text(_shown(cell), align="center" if isinstance(cell, cells.YesNo) else "right")


def _shown(cell: cells.Cell) -> str:
    return "" if cell is None else cell.text


def _remarks(document: Document, dossier: Dossier) -> None:
    """What went well and what needs attention comes from the figures; the rest is for people to say."""
    found = dossier.summary
    paper.heading(document, phrasing.SECTIONS[2])
    praised = [cells.sentence(one) + "." for one in praising.lines(found)]
    for title, lines, none in (
        (phrasing.HIGHLIGHTS, [one.text for one in found.highlights] + praised, phrasing.NONE_YET),
        (phrasing.CONCERNS, [one.text for one in found.concerns], phrasing.NO_CONCERN),
    ):
        paper.heading(document, title)
        for line in lines or [none]:
            paper.say(document, f"- {line}" if lines else line)
    for title in (phrasing.SHORTCOMINGS, phrasing.CAUSES, phrasing.SECTIONS[3]):
        paper.heading(document, title)
        paper.to_fill(document, 3)


def _signature(document: Document, dossier: Dossier) -> None:
    """The closing words, whom it goes to, and the place of the signature."""
    paper.say(document, phrasing.closing(dossier), keeps=True)
    left = [
        Text(phrasing.RECIPIENTS_TITLE, bold=True, italic=True, size=12),
        *(Text(one, size=11) for one in phrasing.RECIPIENTS),
    ]
    right = [Text(one, bold=True, align="center", size=14) for one in phrasing.AUTHORITY]
    right += [Text("", size=14) for _ in range(4)]
    grid.add(document, (80, 85), [[left, right]], head=0, size=13, top=True)


def _annex(document: Document, dossier: Dossier) -> None:
    """The villages' own figures, then the schools' and the offices'."""
    paper.middle(document, phrasing.ANNEX)
    paper.middle(document, phrasing.annex_title(dossier))
    paper.middle(document, phrasing.annexed_to(dossier), bold=False, italic=True)
    paper.short_line(document, paper.WIDE, 45)
    for kind, title in phrasing.KINDS.items():
        units = [one for one in dossier.units if one.kind == kind]
        if units:
            paper.heading(document, title)
            measures = [one for one in dossier.measures if any(_of_unit(unit, one).text for unit in units)]
            widths, rows = _units_table(units, measures)
            grid.add(document, widths, rows, head=1, size=_ANNEX_SIZE)
            paper.gap(document, 10)
    paper.say(document, phrasing.ANNEX_NOTE, italic=True, size=11)


def _units_table(units: Sequence[UnitLine], measures: Sequence[MeasureLine]) -> tuple[list[float], list[list[Text]]]:
    """One row a unit; the names get what the figures leave of the page."""
    each = min(22.0, (paper.WIDE - 10 - 34 - 22) / max(1, len(measures)))
    widths = [10.0, min(70.0, paper.WIDE - 10 - 22 - each * len(measures)), 22.0, *[each] * len(measures)]
    titles = ["TT", "Đơn vị", "Gửi số liệu", *(cells.column(one, units) for one in measures)]
    rows = [[Text(title, bold=True, align="center") for title in titles]]
    for number, unit in enumerate(units, 1):
        told = [_of_unit(unit, one) for one in measures]
        rows.append([Text(str(number), align="center"), Text(unit.name), Text(_sent(unit), align="center"), *told])
    return widths, rows


def _sent(unit: UnitLine) -> str:
    return unit.word if unit.due < 2 else f"{unit.complete}/{unit.due} kỳ"


def _of_unit(unit: UnitLine, line: MeasureLine) -> Text:
    figure = unit.figure(line.measure)
    if figure is None:
        return Text("")
    return Text(figure.withheld, align="right") if figure.withheld else _right(cells.of_unit(figure, line.unit))
