"""The files of a year's points: the prefilled sheet and the council's, with empty columns for people and votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from docx.document import Document
from xlsxwriter import Workbook

from reports import format, to_confirm
from reports.period import letterhead, to_confirm_box, word_page, word_table
from reports.period.cells import Number
from reports.period.word_table import Text
from reports.period.worksheet import Column, Page, Styles

_KINDS = {"village": "Các thôn", "school": "Các trường", "office": "Các cơ quan"}
_NOTE = (
    "Điểm máy tính từ số liệu, làm tròn 0,1; ô trống do người điền. "
    "Số đang đối chiếu hoặc chưa có: chưa tính, không phải 0."
)
_VOTES = "Kết quả bỏ phiếu ghi tay, chỉ ghi tổng; máy không giữ ai bỏ phiếu thế nào. Không đăng nhóm."
_SIZE = 11.0


def write(what: dict[str, Any]) -> bytes:
    """The file behind a stored description (`services.score_papers`)."""
    made: Mapping[str, Callable[[dict[str, Any]], bytes]] = {"score-sheet": _sheet, "score-council": _council}
    return made.get(what["kind"], _paper)(what)


def _points(written: str | None) -> Number | None:
    if written is None:
        return None
    value = Decimal(written)
    return Number(value, 0 if value == value.to_integral_value() else 1)


def _sheet(what: dict[str, Any]) -> bytes:
    """A row a line of each unit: what the program gives, beside what the unit and the council will."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = Page(book.add_worksheet(f"Bảng điểm {what['year']}"), Styles(book), what["commune"])
    columns = (
        *(Column("TT", 5), Column("Đơn vị", 20, wraps=True), Column("Tiêu chí", 34, wraps=True)),
        *(Column("Loại", 8), Column("Tối đa", 9), Column("Máy tính", 9)),
        *(Column("Từ số liệu", 38, wraps=True), Column("Đơn vị tự chấm", 10), Column("Hội đồng", 10)),
        *(Column("Minh chứng", 20, wraps=True), Column("Ý kiến của đơn vị", 34, wraps=True)),
    )
    page.head(
        (f"Bảng điểm năm {what['year']}, {what['commune']}, thang {what['total']} điểm", _NOTE), columns, frozen=2
    )
    for number, unit in enumerate(what["units"], 1):
        for at, line in enumerate(unit["lines"]):
            given = [_points(line["most"]), _points(line["points"]), line["source"], None, None, line["proof"]]
            said = unit["objection"] if not at else ""
            page.row([number, unit["short"], line["text"], line["sort"], *given, said])
    for one in what["grades"]:
        page.remark(one)
    book.close()
    return out.getvalue()


_VOTING = ("Hội đồng chấm", "Tổng điểm", "Đồng ý", "Không đồng ý", "Tỷ lệ (%)")


def _council(what: dict[str, Any]) -> bytes:
    """A line a unit, the columns of the council empty."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = Page(book.add_worksheet("Phiếu hội đồng"), Styles(book), what["commune"])
    columns = [Column("TT", 5), Column("Đơn vị", 26, wraps=True), Column("Máy tính", 11), Column("Trên", 9)]
    columns += [Column("Chưa tính", 30, wraps=True), *(Column(one, 12, wraps=True) for one in _VOTING)]
    columns.append(Column("Ý kiến của đơn vị", 36, wraps=True))
    page.head((f"Bình xét năm {what['year']}, {what['commune']}", _NOTE, _VOTES), columns, frozen=2)
    for number, unit in enumerate(what["units"], 1):
        points, of, left = summed(unit["lines"])
        empty = [None] * len(_VOTING)
        page.row([number, unit["short"], _points(str(points)), _points(str(of)), left, *empty, unit["objection"]])
    for one in what["grades"]:
        page.remark(one)
    book.close()
    return out.getvalue()


def summed(lines: Sequence[Mapping[str, Any]]) -> tuple[Decimal, Decimal, str]:
    """The points that the program gives, of how many, and which lines are withheld."""
    given = [line for line in lines if line["points"] is not None]
    points = sum((Decimal(line["points"]) for line in given), Decimal(0))
    of = sum((Decimal(line["most"]) for line in given), Decimal(0))
    return points, of, "; ".join(line["text"] for line in lines if line["is_withheld"])


def _paper(what: dict[str, Any]) -> bytes:
    """The council's sheet to be printed: it lies, votes are written by hand."""
    document = word_page.open_document(f"Phiếu bình xét năm {what['year']}", date.fromisoformat(what["made_on"]))
    word_page.turn_first(document)
    places = [to_confirm.value(what["legal"], key) for key in ("council", "members", "quorum", "vote")]
    to_confirm_box.add(document, to_confirm.open_places(places), width=word_page.WIDE)
    dated = letterhead.place_and_date(what["commune"], what["made_on"][:4])
    letterhead.add(document, [*letterhead.council(what["commune"]), letterhead.draft()], dated, widths=(110, 142))
    word_page.middle(document, "PHIẾU TỔNG HỢP CHẤM ĐIỂM, BÌNH XÉT", above=10)
    word_page.middle(document, f"Năm {what['year']} (thang {what['total']} điểm)")
    word_page.gap(document, 6)
    heads = ("Hội đồng", "Số thành viên", "Dự họp", "Phiếu")
    said = ". ".join(f"{head}: {one}" for head, one in zip(heads, places, strict=True))
    word_page.say(document, f"{said}.", size=12)
    for kind, title in _KINDS.items():
        units = [one for one in what["units"] if one["kind"] == kind and one["lines"]]
        if units:
            word_page.heading(document, title)
            _table(document, units)
            word_page.gap(document, 8)
    if what["grades"]:
        word_page.say(document, f"Xếp loại theo bảng điểm của xã: {'; '.join(what['grades'])}.", size=12)
    word_page.say(document, f"{_NOTE} {_VOTES}", italic=True, size=11, keeps=True)
    sides = [
        [Text(one, bold=True, align="center"), Text("(Ký, ghi rõ họ tên)", italic=True, align="center", size=12)]
        + [Text("") for _ in range(4)]
        for one in ("THƯ KÝ", "CHỦ TỌA")
    ]
    word_table.add(document, (126, 126), [sides], head=0, size=13, top=True)
    return word_page.packed(document)


def _table(document: Document, units: Sequence[dict[str, Any]]) -> None:
    titles = ("TT", "Đơn vị", "Máy tính", "Chưa tính", "Ý kiến của đơn vị", *_VOTING)
    rows: list[list[word_table.Cell]] = [[Text(one, bold=True, align="center") for one in titles]]
    for number, unit in enumerate(units, 1):
        points, of, left = summed(unit["lines"])
        cells = [Text(str(number), align="center", size=14), Text(unit["short"])]
        cells += [Text(f"{format.plain(points)} / {format.plain(of)}", align="center"), Text(left, size=9.5)]
        rows.append([*cells, Text(unit["objection"], size=9.5), *(Text("") for _ in _VOTING)])
    word_table.add(document, (10, 36, 22, 44, 50, *[18] * len(_VOTING)), rows, head=1, size=_SIZE)
