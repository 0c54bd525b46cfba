"""The draft Báo cáo of a period (.docx) in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Number, date and signature are the office's, so are shortcomings, causes and proposals: lines are left for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx.document import Document

from campaign.calendar import Kind, ReportingWeek
from reports import format, praise_text
from reports.period import cells, document_text, letterhead, movement, word_page, word_table
from reports.period.dossier import Dossier
from reports.period.measure_lines import MeasureLine
from reports.period.unit_lines import UnitLine
from reports.period.word_table import Text

_TABLE_SIZE = 10.0
_ANNEX_SIZE = 9.0
_PLEDGE = 12.0  # the column of the pledged lines that were kept
_MISSED = (12.0, 40.0, 33.0, 40.0, 40.0)
_COLUMNS = (12.0, 35.5, 20.0, 16.0, 15.5, 15.5, 13.5, 15.5, 21.5)


def write(dossier: Dossier) -> bytes:
    """The file, to be completed and signed."""
    document = word_page.open_document(document_text.subject(dossier), dossier.made_on)
    _letterhead(document, dossier)
    _title(document, dossier)
    _general(document, dossier)
    _results(document, dossier)
    _remarks(document, dossier)
    _signature(document, dossier)
    word_page.lie_down(document)
    _annex(document, dossier)
    return word_page.packed(document)


def _letterhead(document: Document, dossier: Dossier) -> None:
    """Issuing body and number on the left, the nation's name, motto, place and date on the right."""
    commune = dossier.summary.commune
    dated = letterhead.place_and_date(commune, dossier.made_on.year)
    letterhead.add(document, [*letterhead.committee(commune), *letterhead.numbered()], dated)


def _title(document: Document, dossier: Dossier) -> None:
    word_page.middle(document, document_text.KIND, above=14)
    word_page.middle(document, document_text.subject(dossier))
    word_page.middle(document, document_text.dates(dossier), bold=False, italic=True)
    word_page.short_line(document, word_page.WIDTH, 45)


def _general(document: Document, dossier: Dossier) -> None:
    word_page.heading(document, document_text.SECTIONS[0])
    for line in document_text.general(dossier):
        word_page.say(document, line)
    if dossier.period.kind is Kind.YEAR:
        word_page.heading(document, document_text.CIRCUMSTANCES)
        word_page.to_fill(document, 3)
    if dossier.movement is not None:
        contests = [line for one in dossier.movement.contests for line in movement.contest_lines(one)]
        _part(document, movement.LAUNCHES, movement.launch_lines(dossier.movement))
        _part(document, movement.CONTESTS, contests)


def _part(document: Document, title: str, lines: Sequence[str]) -> None:
    """A heading with its lines, where there are any; in yellow what people still have to fill in."""
    if lines:
        word_page.heading(document, title)
    for line in lines:
        word_page.say(document, line)


def _results(document: Document, dossier: Dossier) -> None:
    """The table of the indicators with their measures, and its footnotes."""
    word_page.heading(document, document_text.SECTIONS[1])
    word_table.add(document, _COLUMNS, _table(dossier), head=1, size=_TABLE_SIZE)
    word_page.gap(document, 6)
    for note in document_text.footnotes(dossier):
        word_page.say(document, note, italic=True, size=11)
    if dossier.movement is not None:
        _part(document, movement.CHECKS, movement.check_lines(dossier.movement))


def _table(dossier: Dossier) -> Iterator[Sequence[word_table.Cell]]:
    stretch = format.stretch(dossier.period)
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


def _line(line: MeasureLine, period: ReportingWeek) -> Sequence[word_table.Cell]:
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
        [Text(word, align="center") for word in (line.word, cells.estimated(line, period)) if word],
    ]


def _right(cell: cells.Cell) -> Text:
    return Text(_shown(cell), align="center" if isinstance(cell, cells.YesNo) else "right")


def _shown(cell: cells.Cell) -> str:
    return "" if cell is None else cell.text


def _remarks(document: Document, dossier: Dossier) -> None:
    """What went well and what needs attention comes from the figures; the rest is for people to say."""
    found = dossier.summary
    word_page.heading(document, document_text.SECTIONS[2])
    praised = [cells.sentence(one) + "." for one in praise_text.lines(found)]
    for title, lines, none in (
        (document_text.HIGHLIGHTS, [one.text for one in found.highlights] + praised, document_text.NONE_YET),
        (document_text.CONCERNS, [one.text for one in found.concerns], document_text.NO_CONCERN),
    ):
        word_page.heading(document, title)
        for line in lines or [none]:
            word_page.say(document, f"- {line}" if lines else line)
    if dossier.movement is not None:
        _part(document, movement.DEEDS, movement.deed_lines(dossier.movement.deeds))
    _misses(document, dossier)
    _prospects(document, dossier)


def _misses(document: Document, dossier: Dossier) -> None:
    """Of a longer stretch the measures that fall short, each with room for its cause and for what is to be done."""
    missed = [] if dossier.period.kind is Kind.WEEK else document_text.missed(dossier)
    if not missed:
        for title in (document_text.SHORTCOMINGS, document_text.CAUSES):
            word_page.heading(document, title)
            word_page.to_fill(document, 3)
        return
    word_page.heading(document, document_text.MISSES)
    word_page.say(document, document_text.MISSES_NOTE, italic=True, size=12, keeps=True)
    titles = ("Mã", "Chỉ tiêu", "Kết quả", "Nguyên nhân", "Nhiệm vụ, giải pháp")
    rows: list[list[word_table.Cell]] = [[Text(title, bold=True, align="center") for title in titles]]
    for line in missed:
        result = [Text(word, align="center") for word in (line.word, line.shortfall_words) if word]
        rows.append([Text(line.measure), Text(line.name), result, Text(""), Text("")])
    word_table.add(document, _MISSED, rows, head=1, size=_TABLE_SIZE)
    word_page.gap(document, 6)
    word_page.to_fill(document, 2)


def _prospects(document: Document, dossier: Dossier) -> None:
    """What the office proposes; of a year with what the council has set for the next one, and its tasks."""
    if dossier.period.kind is not Kind.YEAR:
        word_page.heading(document, document_text.SECTIONS[3])
        return word_page.to_fill(document, 3)
    word_page.heading(document, document_text.prospects(dossier))
    word_page.heading(document, document_text.next_targets_title(dossier))
    for line in dossier.next_targets:
        word_page.say(document, f"- {line}")
    if not dossier.next_targets:
        word_page.to_fill(document, 3)
    for title in (document_text.TASKS, document_text.PROPOSALS):
        word_page.heading(document, title)
        word_page.to_fill(document, 3)
    return None


def _signature(document: Document, dossier: Dossier) -> None:
    """The closing words, whom it goes to, and the place of the signature."""
    word_page.say(document, document_text.closing(dossier), keeps=True)
    left = [
        Text(document_text.RECIPIENTS_TITLE, bold=True, italic=True, size=12),
        *(Text(one, size=11) for one in document_text.recipients(dossier.recipients)),
    ]
    right = [Text(one, bold=True, align="center", size=14) for one in document_text.authority(dossier)]
    right += [Text("", size=14) for _ in range(4)]
    word_table.add(document, (80, 85), [[left, right]], head=0, size=13, top=True)


def _annex(document: Document, dossier: Dossier) -> None:
    """The villages' own figures, then the schools' and the offices'."""
    word_page.middle(document, document_text.ANNEX)
    word_page.middle(document, document_text.annex_title(dossier))
    word_page.middle(document, document_text.annexed_to(dossier), bold=False, italic=True)
    word_page.short_line(document, word_page.WIDE, 45)
    for kind, title in document_text.KINDS.items():
        units = [one for one in dossier.units if one.kind == kind]
        if units:
            word_page.heading(document, title)
            measures = [one for one in dossier.measures if any(_of_unit(unit, one).text for unit in units)]
            widths, rows = _units_table(units, measures, dossier.pledges)
            word_table.add(document, widths, rows, head=1, size=_ANNEX_SIZE)
            word_page.gap(document, 10)
    if dossier.movement is not None and dossier.movement.deeds:
        _deeds(document, dossier.movement.deeds)
    word_page.say(document, document_text.ANNEX_NOTE, italic=True, size=11)


def _deeds(document: Document, deeds: Sequence[movement.Told]) -> None:
    """Each as the group read it."""
    word_page.heading(document, movement.DEEDS_ANNEX)
    rows: list[list[Text]] = [[Text(title, bold=True, align="center") for title in ("TT", "Tuần đến ngày", "Việc tốt")]]
    for number, one in enumerate(deeds, 1):
        rows.append([Text(str(number), align="center"), Text(f"{one.last:%d/%m/%Y}", align="center"), Text(one.text)])
    word_table.add(document, (10, 30, word_page.WIDE - 40), rows, head=1, size=_ANNEX_SIZE)
    word_page.gap(document, 10)


def _units_table(
    units: Sequence[UnitLine], measures: Sequence[MeasureLine], pledges: Mapping[str, str]
) -> tuple[list[float], list[list[Text]]]:
    """One row a unit; the names get what the figures leave of the page. Of a year how many pledged lines it kept."""
    pledged = _PLEDGE if any(unit.code in pledges for unit in units) else 0.0
    room = word_page.WIDE - 10 - 18 - pledged
    each = min(22.0, (room - 32) / max(1, len(measures)))
    widths = [10.0, min(70.0, room - each * len(measures)), 18.0, *[each] * len(measures)]
    titles = ["TT", "Đơn vị", "Gửi số liệu", *(cells.column(one, units) for one in measures)]
    rows = [[Text(title, bold=True, align="center") for title in titles]]
    for number, unit in enumerate(units, 1):
        told = [_of_unit(unit, one) for one in measures]
        rows.append([Text(str(number), align="center"), Text(unit.name), Text(_sent(unit), align="center"), *told])
    if pledged:
        widths.append(pledged)
        rows[0].append(Text("Giao ước", bold=True, align="center"))
        for unit, row in zip(units, rows[1:], strict=True):
            row.append(Text(pledges.get(unit.code, ""), align="center"))
    return widths, rows


def _sent(unit: UnitLine) -> str:
    return unit.word if unit.due < 2 else f"{unit.complete}/{unit.due} kỳ"


def _of_unit(unit: UnitLine, line: MeasureLine) -> Text:
    figure = unit.figure(line.measure)
    if figure is None:
        return Text("")
    return Text(figure.withheld, align="right") if figure.withheld else _right(cells.of_unit(figure, line.unit))
