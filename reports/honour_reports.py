"""Báo cáo thành tích: a paper of each nominee."""

from __future__ import annotations

from docx.enum.text import WD_BREAK

from reports import honour_nominees, honour_page
from reports.honour_page import Paper, What
from reports.period import word_page
from reports.period.word_table import Text

# Báo cáo thành tích


def write_reports(paper: Paper) -> None:
    """A paper of each nominee, on pages of its own: figures are filled in, their words are theirs."""
    paper.document.sections[0].header.paragraphs[0].clear()
    for number, one in enumerate(paper.what["nominees"]):
        if number:
            paper.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _report(paper, one)
        word_page.gap(paper.document, 2)
    if not paper.what["nominees"]:
        paper.say("Danh sách đề nghị chưa có tập thể, hộ gia đình, cá nhân nào.")
    honour_nominees.sources(paper)


def _report(paper: Paper, one: What) -> None:
    is_unit = one["kind"] == "unit"
    above = Text(f"UBND {honour_page.commune_in_capitals(paper)}", align="center", size=13)
    unit = Text(one["name"].upper(), bold=True, align="center", size=13, rule=22)
    paper.letterhead([above, unit] if is_unit else [])
    paper.title("BÁO CÁO THÀNH TÍCH", f"Đề nghị khen thưởng {paper.what['of']}")
    who = ", ".join(filter(None, (one["name"], one["part_said"])))
    paper.say(f"Đối tượng: {who}. Hình thức đề nghị: {paper.legal('form')}.")
    word_page.heading(paper.document, "I. ĐẶC ĐIỂM, TÌNH HÌNH")
    if is_unit:
        known = [f"{count} {word}" for count, word in zip(one["size"], ("hộ", "nhân khẩu"), strict=True) if count]
        paper.say((f"{', '.join(known)}. " if known else "") + paper.place("đặc điểm, do đơn vị viết"))
    else:
        paper.say(paper.place("năm sinh, nơi ở, công việc, do người được đề nghị viết"))
    word_page.heading(paper.document, "II. KẾT QUẢ")
    if one["figures"]:
        rows = [[Text(line[key]) for key in ("name", "before", "wanted", "now", "on")] for line in one["figures"]]
        paper.table(
            (54, 29, 27, 31, 24),
            ("Nội dung", honour_nominees.heading_before(one["figures"]), "Mức giao", "Kết quả", "Ngày"),
            rows,
        )
    paper.say(f"Lý do đề nghị: {one['why']}.")
    if one["on_time"]:
        paper.say(f"Báo cáo số liệu: {one['on_time']}.")
    word_page.heading(paper.document, "III. CÁCH LÀM")
    paper.say(paper.place("cách làm, bằng lời của chính người được đề nghị"))
    word_page.heading(paper.document, "IV. KHEN THƯỞNG ĐÃ CÓ")
    paper.say(f"{honour_page.as_sentence(one['before']) or 'Sổ khen thưởng của xã chưa ghi lần nào'}.", keeps=True)
    confirms = [Text("XÁC NHẬN CỦA UBND XÃ", bold=True, align="center", size=14)]
    paper.sign(("ĐẠI DIỆN ĐƠN VỊ" if is_unit else "NGƯỜI BÁO CÁO",), confirms)
