"""Danh sách đề nghị khen thưởng, and the annex that says what every number rests on."""

from __future__ import annotations

from collections.abc import Sequence

from reports import honour_page
from reports.honour_page import Paper, What
from reports.period import word_page, word_table
from reports.period.word_table import Text

_RULE = (
    "Quy tắc lập danh sách: nơi đạt đủ mọi dòng giao ước (không có giao ước thì mọi chỉ tiêu được xét đều đạt), "
    "hoặc có tên trong danh sách biểu dương của đợt thi đua; số đang đối chiếu thì chưa xét. "
    "Người, hộ và nơi khác do cán bộ thêm, có lý do. Không xếp thứ tự."
)


# Danh sách


def write_list(paper: Paper) -> None:
    paper.letterhead(paper.council)
    paper.title("DANH SÁCH", f"Đề nghị khen thưởng {paper.what['of']}")
    paper.say(f"Gồm {paper.counted()}. Tiêu chuẩn: {paper.legal('criteria')}.")
    table_of(paper, with_reason=True)
    parts = [one["part"] for one in paper.what["nominees"] if one["part"]]
    if parts:
        paper.say(f"Người trực tiếp lao động: {parts.count('direct')}/{len(parts)} cá nhân.", keeps=True)
    paper.say(_RULE, italic=True, size=12, keeps=True)
    paper.sign(("THƯ KÝ HỘI ĐỒNG",), [Text("NGƯỜI LẬP", bold=True, align="center", size=14)])
    sources(paper)


def table_of(paper: Paper, *, with_reason: bool) -> None:
    rows, form = [], paper.what.get("form", "")
    paper.say(f"Hình thức khen thưởng: {paper.legal('form')}.", keeps=True)
    for number, one in enumerate(paper.what["nominees"], 1):
        before = [Text(honour_page.as_sentence(one["before"]), italic=True, size=11)] if one["before"] else []
        part = [Text(one["part_said"], italic=True, size=11)] if with_reason and one["part_said"] else []
        cells: list[word_table.Cell] = [honour_page.number_cell(number), [Text(one["name"]), *part]]
        if with_reason:
            cells.append([Text(honour_page.as_sentence(one["why"])), *before])
        rows.append([*cells, Text(form)])
    if not rows:
        return paper.say("Chưa có tập thể, hộ gia đình, cá nhân nào.")
    if with_reason:
        return paper.table((12, 45, 66, 42), ("TT", "Tập thể, hộ, cá nhân", "Thành tích, căn cứ", "Hình thức"), rows)
    return paper.table((12, 83, 70), ("TT", "Tập thể, hộ gia đình, cá nhân", "Hình thức khen thưởng"), rows)


def heading_before(lines: Sequence[What]) -> str:
    """The heading above what was before."""
    return "Năm trước, đầu đợt" if any("đợt «" in line["name"] for line in lines) else "Năm trước"


def sources(paper: Paper) -> None:
    """Every number with what it rests on, on a page that lies."""
    lines = [(one["name"], line) for one in paper.what["nominees"] for line in one["figures"]]
    if not lines:
        return
    word_page.lie_down(paper.document)
    word_page.middle(paper.document, "PHỤ LỤC")
    word_page.middle(paper.document, "Nguồn của từng con số")
    word_page.short_line(paper.document, word_page.WIDE, 45)
    before = heading_before([line for _, line in lines])
    titles = ("Đơn vị", "Nội dung", before, "Mức giao", "Kết quả", "Ngày", "Nguồn")
    rows = [
        [Text(name)] + [Text(line[key]) for key in ("name", "before", "wanted", "now", "on", "source")]
        for name, line in lines
    ]
    paper.table((38, 48, 26, 26, 30, 24, 60), titles, rows)
    paper.say("Mã số liệu tra được trong chương trình. Ô trống: không có. Lưu hành nội bộ.", italic=True, size=11)
