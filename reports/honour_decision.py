"""Biên bản, tờ trình, quyết định: what the council and the chairman sign."""

from __future__ import annotations

from docx.enum.text import WD_BREAK

from reports import honour_nominees, honour_page, to_confirm
from reports.honour_page import Paper
from reports.period import letterhead, word_page
from reports.period.document_text import attached_to
from reports.period.word_table import Text

# Biên bản


def write_minutes(paper: Paper) -> None:
    paper.letterhead(paper.council, "Số:        /BB-HĐTĐKT", is_dated=False)
    paper.title("BIÊN BẢN", f"Họp xét, đề nghị khen thưởng {paper.what['of']}")
    place = paper.place
    paper.say(f"Thời gian, địa điểm: {place('giờ, ngày, nơi họp')}.")
    paper.say(f"Hội đồng: {paper.legal('council')}; số thành viên: {paper.legal('members')}.")
    paper.say(f"Có mặt, vắng mặt: {place('tên, lý do vắng')}. Chủ tọa, thư ký: {place('họ tên, chức vụ')}.")
    paper.say(f"Điều kiện họp: {paper.legal('quorum')}. Tỷ lệ phiếu: {paper.legal('vote')}.")
    word_page.heading(paper.document, "I. NỘI DUNG THẢO LUẬN")
    paper.say(place("ý kiến thảo luận"))
    word_page.heading(paper.document, "II. KẾT QUẢ BỎ PHIẾU")
    paper.say(f"Xét {paper.counted()}. Chỉ ghi tổng số phiếu; tỷ lệ tính trên tổng số thành viên hội đồng.", size=13)
    rows = [
        [honour_page.number_cell(number), Text(one["name"], size=13), *(Text("", size=15) for _ in range(3))]
        for number, one in enumerate(paper.what["nominees"], 1)
    ]
    paper.table((12, 84, 23, 23, 23), ("TT", "Tập thể, hộ, cá nhân", "Đồng ý", "Không đồng ý", "Tỷ lệ (%)"), rows)
    word_page.heading(paper.document, "III. KẾT LUẬN")
    paper.say(place("kết luận của chủ tọa, giờ kết thúc"), keeps=True)
    paper.say("Biên bản do thư ký ghi, chủ tọa và thư ký ký tên./.", keeps=True)
    secretary = [Text("THƯ KÝ", bold=True, align="center", size=14), *(Text("", size=14) for _ in range(5))]
    paper.sign(("CHỦ TỌA",), [*secretary, *honour_page.recipients("- Thành viên Hội đồng;", "- Lưu: VT, hồ sơ.")])


# Tờ trình


def _bases(paper: Paper, *more: str) -> None:
    """Each base in italics with «;», the last with «.»."""
    confirmed = paper.what["legal"].get("bases")
    bases = (
        [one.strip() for one in confirmed.split(";")] if confirmed else [to_confirm.place(to_confirm.NAMES["bases"])]
    )
    lines = [one[:1].upper() + one[1:] if one.casefold().startswith("căn cứ") else f"Căn cứ {one}" for one in bases]
    lines += more
    for number, line in enumerate(lines, 1):
        paper.say(f"{line}{'.' if number == len(lines) else ';'}", italic=True)


def _minutes_said(paper: Paper) -> str:
    return f"Biên bản họp Hội đồng Thi đua - Khen thưởng {paper.what['commune']} {to_confirm.place('ngày họp')}"


def write_submission(paper: Paper) -> None:
    paper.letterhead(paper.council, "Số:        /TTr-HĐTĐKT")
    paper.title("TỜ TRÌNH", f"Về việc khen thưởng {paper.what['of']}")
    word_page.middle(paper.document, f"Kính gửi: Chủ tịch Ủy ban nhân dân {paper.what['commune']}", bold=False)
    word_page.gap(paper.document, 8)
    _bases(paper)
    paper.say(
        f"Theo {_minutes_said(paper)}, Hội đồng Thi đua - Khen thưởng trình Chủ tịch Ủy ban nhân dân "
        f"{paper.what['commune']} xem xét, khen thưởng {paper.counted()} có thành tích {paper.what['of']}:"
    )
    honour_nominees.table_of(paper, with_reason=True)
    paper.say("Gửi kèm: danh sách, báo cáo thành tích, biên bản họp hội đồng.", keeps=True)
    paper.say("Kính trình Chủ tịch Ủy ban nhân dân xem xét, quyết định./.", keeps=True)
    paper.sign(
        ("TM. HỘI ĐỒNG", paper.place("chức danh người ký")), honour_page.recipients("- Như trên;", "- Lưu: VT, HĐTĐKT.")
    )


# Quyết định


def write_decision(paper: Paper) -> None:
    """A chairman's decision: his own letterhead, bases in italics, articles; number, date and money are people's."""
    what = paper.what
    paper.letterhead(letterhead.committee(what["commune"]), "Số:        /QĐ-UBND")
    paper.title("QUYẾT ĐỊNH", f"Về việc khen thưởng {what['of']}")
    word_page.middle(paper.document, f"CHỦ TỊCH ỦY BAN NHÂN DÂN {honour_page.commune_in_capitals(paper)}")
    word_page.gap(paper.document, 8)
    _bases(paper, f"Theo {_minutes_said(paper)} và đề nghị của Hội đồng Thi đua - Khen thưởng {what['commune']}")
    word_page.middle(paper.document, "QUYẾT ĐỊNH:", above=6)
    word_page.gap(paper.document, 6)
    paper.say(
        f"Khen thưởng {paper.counted()} có thành tích {what['of']} (có danh sách kèm theo). "
        f"Hình thức: {paper.legal('form')}.",
        lead="Điều 1.",
    )
    paper.say(f"Tiền thưởng: {paper.place('mức tiền, nguồn chi')}.", lead="Điều 2.")
    paper.say(
        f"Quyết định này có hiệu lực kể từ ngày {paper.place('ngày ký hoặc ngày khác')}. "
        f"Văn phòng HĐND và UBND, {paper.place('các cơ quan thi hành')} và các tập thể, hộ gia đình, cá nhân "
        "có tên tại Điều 1 chịu trách nhiệm thi hành./.",
        lead="Điều 3.",
        keeps=True,
    )
    paper.sign(honour_page.chairman(paper), honour_page.recipients("- Như Điều 3;", "- Lưu: VT."))
    word_page.gap(paper.document, 2)  # the break stands behind the signature, not before it
    paper.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    word_page.middle(paper.document, "DANH SÁCH")
    word_page.middle(paper.document, f"Được khen thưởng {what['of']}")
    word_page.middle(
        paper.document,
        attached_to("Quyết định", "QĐ-UBND", what["made_on"][:4], f"Chủ tịch UBND {what['commune']}"),
        bold=False,
        italic=True,
    )
    word_page.short_line(paper.document, word_page.WIDTH, 45)
    honour_nominees.table_of(paper, with_reason=False)
