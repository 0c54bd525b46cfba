"""The pledges of a year to be printed and signed (.docx): a page a unit with two signatures, then a table of all.

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I. Day, names and signatures are written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.document import Document
from docx.enum.text import WD_BREAK

from reports.period import letterhead, word_page, word_table
from reports.period.document_text import signer
from reports.period.word_table import Text

_HEADS = {"village": "TRƯỞNG THÔN", "school": "HIỆU TRƯỞNG", "office": "THỦ TRƯỞNG CƠ QUAN"}
_KINDS = {"village": "1. Các thôn", "school": "2. Các trường", "office": "3. Các cơ quan"}
_WIDTHS = (11.0, 45.0, 29.0, 28.0, 52.0)
_SIZE = 13.0
_NOTE = "* Đơn vị chưa trả lời, ghi theo gợi ý của xã. Ô trống: không nhận, hoặc không có nội dung này."
_ANNEX_SIZE = 9.0
_MANY = 6  # measures beside which the names of units get less room


def write(what: dict[str, Any]) -> bytes:
    """The file behind a stored description (`services.pledge_papers`)."""
    made_on = date.fromisoformat(what["made_on"])
    document = word_page.open_document(f"Giao ước thi đua năm {what['year']}", made_on)
    document.sections[0].header.paragraphs[0].clear()  # each page is a paper of its own
    for number, unit in enumerate(what["units"]):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _page(document, what, unit)
    word_page.lie_down(document)
    _table_of_all(document, what)
    return word_page.packed(document)


def _page(document: Document, what: dict[str, Any], unit: dict[str, Any]) -> None:
    _letterhead(document, what)
    word_page.middle(document, "BẢN GIAO ƯỚC THI ĐUA", above=16)
    word_page.middle(document, f"Năm {what['year']}")
    word_page.short_line(document, word_page.WIDTH, 40)
    word_page.say(document, _opening(what, unit))
    rows: list[Sequence[word_table.Cell]] = [[Text(one, bold=True, align="center") for one in _titles(what["year"])]]
    rows += [_row(number, line) for number, line in enumerate(unit["lines"], start=1)]
    word_table.add(document, _WIDTHS, rows, head=1, size=_SIZE)
    word_page.gap(document, 8)
    word_page.say(document, _closing(what), keeps=True)
    _signatures(document, what, unit)
    word_page.gap(document, 2)


def _letterhead(document: Document, what: dict[str, Any]) -> None:
    dated = letterhead.place_and_date(what["commune"], what["year"])
    letterhead.add(document, letterhead.committee(what["commune"]), dated)


def _opening(what: dict[str, Any], unit: dict[str, Any]) -> str:
    known = [f"{count} {word}" for count, word in ((unit["households"], "hộ"), (unit["people"], "nhân khẩu")) if count]
    who = unit["name"][:1].upper() + unit["name"][1:] + (f" ({', '.join(known)})" if known else "")
    return (
        f"{who} tự nguyện giao ước với Ủy ban nhân dân {what['commune']} thực hiện các nội dung sau đây, "
        f"từ ngày 01/01/{what['year']} đến ngày 31/12/{what['year']}:"
    )


def _titles(year: int) -> tuple[str, ...]:
    return ("TT", "Nội dung", f"Thực hiện năm {year - 1}", "Chỉ tiêu của xã", f"Giao ước năm {year}")


def _row(number: int, line: dict[str, Any]) -> Sequence[word_table.Cell]:
    if not line["measure"]:
        own = Text(line["name"][:1].upper() + line["name"][1:])
        return [Text(str(number), align="center"), own, [Text("Đơn vị tự đăng ký", align="center"), *_signed_as(line)]]
    last = line["last"] + (" (đang đối chiếu)" if line["is_doubtful"] else "")
    return [
        Text(str(number), align="center"),
        Text(line["name"]),
        Text(last, align="center"),
        Text(line["target"], align="center"),
        [
            Text(line["pledged_text"] or "không nhận", bold=bool(line["pledged_text"]), align="center"),
            *_signed_as(line),
        ],
    ]


def _signed_as(line: dict[str, Any]) -> list[Text]:
    """What was signed, where it was changed since."""
    said = line.get("signed_as", "")
    return [Text(said, italic=True, align="center", size=11)] if said else []


def _closing(what: dict[str, Any]) -> str:
    return (
        "Kết quả được đối chiếu theo số liệu đơn vị báo cáo hằng tuần; hết năm xét từng nội dung. "
        f"Việc sửa đổi sau khi ký được ghi rõ ngày, lý do và số cũ, và do Ủy ban nhân dân {what['commune']} đồng ý./."
    )


def _signatures(document: Document, what: dict[str, Any], unit: dict[str, Any]) -> None:
    left = [Text(f"ĐẠI DIỆN {unit['name'].upper()}", bold=True, align="center", size=13, keeps=True)]
    left += [Text(_HEADS.get(unit["kind"], ""), bold=True, align="center", size=13, keeps=True)]
    right = [Text("TM. ỦY BAN NHÂN DÂN", bold=True, align="center", size=13, keeps=True)]
    right += [Text(one, bold=True, align="center", size=13) for one in signer(what["signer"])]
    for side in (left, right):
        side += [Text("(Ký, ghi rõ họ tên)", italic=True, align="center", size=12)]
        side += [Text("", size=13) for _ in range(4)]
    word_table.add(document, (82, 83), [[left, right]], head=0, size=13, top=True)


def _table_of_all(document: Document, what: dict[str, Any]) -> None:
    word_page.middle(document, "BẢNG TỔNG HỢP")
    word_page.middle(document, f"Giao ước thi đua năm {what['year']} của các thôn, trường, cơ quan")
    word_page.short_line(document, word_page.WIDE, 45)
    word_page.say(document, _NOTE, italic=True, size=11)  # at the end it would stand on a page alone
    for kind, title in _KINDS.items():
        units = [one for one in what["units"] if one["kind"] == kind]
        if units:
            word_page.heading(document, title)
            _of_kind(document, units)
            word_page.gap(document, 10)


def _of_kind(document: Document, units: Sequence[dict[str, Any]]) -> None:
    names = dict.fromkeys(
        (line["measure"], line["name"]) for unit in units for line in unit["lines"] if line["measure"]
    )
    has_own = any(not line["measure"] for unit in units for line in unit["lines"])
    first = 34.0 if len(names) > _MANY else 60.0
    own = (32.0,) if has_own else ()
    each = min(34.0, (word_page.WIDE - 10 - first - sum(own)) / max(1, len(names)))
    titles = ["TT", "Đơn vị", *(name for _, name in names), *(["Việc riêng"] if has_own else [])]
    rows = [[Text(one, bold=True, align="center") for one in titles]]
    for number, unit in enumerate(units, start=1):
        rows.append(_unit_row(number, unit, [measure for measure, _ in names])[: len(titles)])
    word_table.add(document, (10.0, first, *[each] * len(names), *own), rows, head=1, size=_ANNEX_SIZE)


def _unit_row(number: int, unit: dict[str, Any], measures: Sequence[str]) -> list[Text]:
    by_measure = {line["measure"]: line["pledged"] for line in unit["lines"] if line["measure"]}
    own = "; ".join(line["name"] for line in unit["lines"] if not line["measure"])
    called = unit["short"] + ("" if unit["has_agreed"] else " *")
    cells = [Text(by_measure.get(measure, ""), align="center") for measure in measures]
    return [Text(str(number), align="center"), Text(called), *cells, Text(own)]
