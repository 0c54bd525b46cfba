"""The papers of a round (đợt thi đua): the draft Báo cáo with its closing table and honours list, and a workbook.

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I. Numbers and dates of the paper, causes and proposals are people's: their
places are marked, never filled. Nothing is ranked: units stand in the order of the commune's list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docx.document import Document

from reports import format, round_table, to_confirm
from reports.period import document_text, letterhead, word_page, word_table
from reports.period.word_table import Text
from reports.round_table import Cell, Counted, Line, RoundTable

_TABLE_SIZE = 11.0
_WIDE_SIZE = 10.0
RULE = (
    "Mỗi nơi tính theo quãng đường của chính mình, từ số đầu đợt đến mức đã nhận; không xếp thứ tự. "
    "Chênh nhau dưới 1 người, 1 hộ, hoặc dưới 1% mức giao thì coi là bằng nhau. "
    "Danh sách lấy ở từng nhóm quy mô: nơi nào đạt hoặc vượt mọi mức; nhóm chưa nơi nào đạt thì lấy nơi đi được "
    "xa nhất, ít nhất nửa quãng đường, bằng nhau thì cùng lấy. Nơi chưa đủ số hoặc số đang đối chiếu thì chưa xét."
)


def document(table: RoundTable) -> bytes:
    """The report with the honours list in it; the closing table is its annex, on a page that lies."""
    paper = word_page.open_document(_subject(table), made_on(table))
    _letterhead(paper, table)
    word_page.middle(paper, document_text.KIND, above=14)
    word_page.middle(paper, _subject(table))
    word_page.middle(paper, _dates(table), bold=False, italic=True)
    word_page.short_line(paper, word_page.WIDTH, 45)
    _general(paper, table)
    _results(paper, table)
    _left_to_people(paper, table)
    _honours(paper, table)
    _signature(paper, table)
    word_page.lie_down(paper)
    _annex(paper, table)
    return word_page.packed(paper)


def made_on(table: RoundTable) -> date:
    return table.frozen_on or table.last


def _subject(table: RoundTable) -> str:
    said = f"kết quả đợt thi đua «{table.name}»"
    return f"Đính chính {said}" if table.corrects else capitalised(said)


def _dates(table: RoundTable) -> str:
    return f"(từ ngày {table.first:%d/%m/%Y} đến ngày {table.last:%d/%m/%Y})"


def _letterhead(paper: Document, table: RoundTable) -> None:
    dated = letterhead.place_and_date(table.commune, made_on(table).year)
    letterhead.add(paper, [*letterhead.committee(table.commune), *letterhead.numbered()], dated)


def _general(paper: Document, table: RoundTable) -> None:
    word_page.heading(paper, "I. CĂN CỨ, THỜI GIAN, ĐƠN VỊ THAM GIA")
    if table.paper:
        word_page.say(paper, f"- Căn cứ: {table.paper}.")
    else:
        _to_confirm(paper, "căn cứ, số và ngày văn bản phát động")
    counted = f"{table.counted_from:%d/%m/%Y} đến ngày {table.counted_to:%d/%m/%Y}"
    word_page.say(
        paper,
        f"- Thời gian: từ ngày {table.first:%d/%m/%Y} đến ngày {table.last:%d/%m/%Y}; số liệu theo các tuần báo cáo "
        f"từ ngày {counted}.",
    )
    word_page.say(paper, f"- Đơn vị: {len(table.lines)} đơn vị tham gia, {table.told()} đơn vị có đủ số liệu.")
    for one in table.counted:
        word_page.say(paper, f"- Nội dung: {format.within(one.name)}, {one.goal}.")
    if table.corrects:
        _corrected(paper, table, table.corrects)
    elif table.frozen_on is None:
        word_page.say(paper, "- Số liệu chưa chốt.")
    else:
        word_page.say(paper, f"- Số liệu chốt ngày {table.frozen_on:%d/%m/%Y}.")


def _corrected(paper: Document, table: RoundTable, frozen_on: date) -> None:
    """Which paper it corrects, and what is otherwise than in that."""
    _to_confirm(paper, "số, ngày báo cáo được đính chính")
    word_page.say(
        paper, f"- Số liệu chốt ngày {frozen_on:%d/%m/%Y}, tính lại ngày {made_on(table):%d/%m/%Y}. Điều chỉnh:"
    )
    for one in table.changes:
        word_page.say(paper, f"+ {one}.")


def _results(paper: Document, table: RoundTable) -> None:
    word_page.heading(paper, "II. KẾT QUẢ")
    for at in range(len(table.counted)):
        word_page.say(paper, f"- {round_table.result_line(table, at)}")
    groups = [[Text(title, bold=True, align="center") for title in ("Nhóm quy mô", "Số đơn vị", *_titles(table))]]
    for group in table.groups:
        there = [line for line in table.lines if line.group == group]
        met = [sum(line.cells[at].band in round_table.MET for line in there) for at in range(len(table.counted))]
        groups.append(
            [Text(capitalised(group)), Text(str(len(there)), align="center")]
            + [Text(f"{count}/{len(there)}", align="center") for count in met]
        )
    rest = (word_page.WIDTH - 52 - 24) / max(1, len(table.counted))
    word_page.gap(paper, 4)
    word_table.add(paper, (52, 24, *[rest] * len(table.counted)), groups, head=1, size=_TABLE_SIZE)
    word_page.gap(paper, 6)


def _titles(table: RoundTable) -> list[str]:
    return [f"{one.name}: số nơi đạt mức" for one in table.counted]


def _left_to_people(paper: Document, table: RoundTable) -> None:
    """What people write, beside what the figures say of it."""
    word_page.heading(paper, "III. CÁCH LÀM HAY")
    _to_confirm(paper, "nêu 1-3 việc cụ thể, nơi làm, kết quả")
    word_page.heading(paper, "IV. TỒN TẠI, NGUYÊN NHÂN")
    for at, one in enumerate(table.counted):
        cells = [(line.name, line.cells[at]) for line in table.lines]
        short = [name for name, cell in cells if cell.band == "chưa đạt"]
        unknown = [name for name, cell in cells if cell.band == "chưa có số"]
        doubtful = [name for name, cell in cells if round_table.IN_DOUBT in cell.notes]
        for word, names in (("chưa đạt mức", short), ("chưa có số", unknown), ("số đang đối chiếu", doubtful)):
            if names:
                word_page.say(paper, f"- {one.name}, {word}: {', '.join(names)}.")
    _to_confirm(paper, "nguyên nhân")


def _to_confirm(paper: Document, what: str) -> None:
    """A place that only people can fill, in yellow."""
    word_page.say(paper, to_confirm.place(what))


def _honours(paper: Document, table: RoundTable) -> None:
    """By the printed rule; what form an award takes, and whether, is the council's."""
    word_page.heading(paper, "V. DANH SÁCH ĐỀ NGHỊ XEM XÉT BIỂU DƯƠNG")
    word_page.say(paper, RULE, italic=True, size=12)
    if not table.honoured:
        word_page.say(paper, "Chưa đơn vị nào đủ điều kiện.")
        return
    titles = ("TT", "Đơn vị", "Nhóm quy mô", "Kết quả")
    rows: list[list[word_table.Cell]] = [[Text(title, bold=True, align="center") for title in titles]]
    for number, line in enumerate(table.honoured, 1):
        rows.append(
            [
                Text(str(number), align="center"),
                Text(line.name),
                Text(capitalised(line.group)),
                result_said(table, line),
            ]
        )
    word_table.add(paper, (12, 45, 40, 68), rows, head=1, size=_TABLE_SIZE)
    word_page.gap(paper, 6)
    _to_confirm(paper, "hình thức biểu dương, ý kiến Hội đồng Thi đua - Khen thưởng")


def result_said(table: RoundTable, line: Line) -> list[Text]:
    return [
        Text(f"{one.name}: {round_table.amount(one, cell.now, cell.over)}, {cell.band}")
        for one, cell in zip(table.counted, line.cells, strict=True)
    ]


def _signature(paper: Document, table: RoundTable) -> None:
    """The closing words, whom it goes to, and the place of the signature."""
    subject = f"{format.within(_subject(table))} của Ủy ban nhân dân {table.commune}"
    word_page.say(paper, f"Trên đây là báo cáo {subject}./.", keeps=True)
    left = [
        Text(document_text.RECIPIENTS_TITLE, bold=True, italic=True, size=12),
        *(Text(one, size=11) for one in document_text.recipients(table.recipients)),
    ]
    authority = [document_text.ON_BEHALF, *document_text.signer(table.signer)]
    right = [Text(one, bold=True, align="center", size=14, keeps=True) for one in authority]
    right += [Text("", size=14) for _ in range(4)]
    word_table.add(paper, (80, 85), [[left, right]], head=0, size=13, top=True)


def _annex(paper: Document, table: RoundTable) -> None:
    word_page.middle(paper, document_text.ANNEX)
    word_page.middle(paper, f"Bảng kết quả đợt thi đua «{table.name}»")
    attached = document_text.attached_to("Báo cáo", "BC-UBND", made_on(table).year, f"UBND {table.commune}")
    word_page.middle(paper, attached, bold=False, italic=True)
    word_page.short_line(paper, word_page.WIDE, 45)
    for one, rows in _tables(table):
        word_page.heading(paper, f"{one.name} ({one.goal})")
        word_table.add(paper, _FLOW_WIDTHS if one.is_flow else _STAND_WIDTHS, rows, head=1, size=_WIDE_SIZE)
        word_page.gap(paper, 8)
    word_page.say(paper, "Ô trống: chưa có số. Lưu hành nội bộ.", italic=True, size=11)


_FLOW = ("TT", "Đơn vị", "Nhóm quy mô", "Làm được", "Mức giao", "Quãng đường", "Kết quả", "Số ngày")
_FLOW_WIDTHS = (12, 60, 44, 28, 28, 24, 28, 28)
_STAND = (
    *("TT", "Đơn vị", "Nhóm quy mô", "Đầu đợt", "Cuối đợt"),
    *("Thay đổi", "Mức giao", "Quãng đường", "Kết quả", "Số ngày"),
)
_STAND_WIDTHS = (10, 48, 36, 24, 24, 26, 24, 16, 22, 22)


def _tables(table: RoundTable) -> Iterator[tuple[Counted, list[list[word_table.Cell]]]]:
    """For each thing that is counted its table, each unit with what must be known of it below its name."""
    for at, one in enumerate(table.counted):
        titles = _FLOW if one.is_flow else _STAND
        rows: list[list[word_table.Cell]] = [[Text(title, bold=True, align="center") for title in titles]]
        for number, line in enumerate(table.lines, 1):
            rows.append(_row(one, number, line, line.cells[at]))
        yield one, rows


def _row(one: Counted, number: int, line: Line, cell: Cell) -> list[word_table.Cell]:
    name: list[Text] = [Text(line.name), *(Text(note, italic=True, size=9) for note in cell.notes)]
    start = () if one.is_flow else (round_table.amount(one, cell.start),)
    moved = () if one.is_flow else (round_table.change(one, cell),)
    figures = (
        *start,
        round_table.amount(one, cell.now, cell.over),
        *moved,
        round_table.amount(one, cell.goal),
        round_table.way(cell),
    )
    return [
        Text(str(number), align="center"),
        name,
        Text(capitalised(line.group)),
        *(Text(figure, align="right") for figure in figures),
        Text(cell.band, align="center"),
        Text(f"{cell.on:%d/%m/%Y}" if cell.on else "", align="center"),
    ]


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
