"""Drafts of the papers of a proposal for honours (.docx), and the book of awards (.xlsx).

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I. The program writes no law, no reasons and no praise: what is the
commune's or the nominee's to say is a yellow place, and page 1 lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.enum.text import WD_BREAK
from xlsxwriter import Workbook

from reports import to_confirm
from reports.period import letterhead, to_confirm_box, word_page, word_table
from reports.period.document_text import RECIPIENTS_TITLE, attached_to, signer
from reports.period.word_table import Text
from reports.period.worksheet import Column, Page, Styles

What = dict[str, Any]
_SIZE = 12.0
_KINDS = {"unit": "tập thể", "household": "hộ gia đình", "person": "cá nhân"}
_RULE = (
    "Quy tắc lập danh sách: nơi đạt đủ mọi dòng giao ước (không có giao ước thì mọi chỉ tiêu được xét đều đạt), "
    "hoặc có tên trong danh sách biểu dương của đợt thi đua; số đang đối chiếu thì chưa xét. "
    "Người, hộ và nơi khác do cán bộ thêm, có lý do. Không xếp thứ tự."
)


def write(what: What) -> bytes:
    """The file behind a whole description (`services.honour_papers`)."""
    if what["kind"] == "award-book":
        return _book(what)
    made: Mapping[str, Callable[[_Paper], None]] = {
        **{"list": _list, "reports": _reports, "minutes": _minutes},
        **{"submission": _submission, "decision": _decision},
    }
    paper = _Paper(what)
    made[what["paper"]](paper)
    return paper.packed()


class _Paper:
    """A paper being written; what it leaves open is known before its first line."""

    def __init__(self, what: What) -> None:
        self.what = what
        self.document: Document = word_page.open_document("Đề nghị khen thưởng", date.fromisoformat(what["made_on"]))

    def place(self, what: str) -> str:
        """A yellow place."""
        return to_confirm.place(what)

    def legal(self, key: str) -> str:
        """What is confirmed under a key, or its place."""
        return to_confirm.value(self.what["legal"], key)

    def say(self, text: str, **how: Any) -> None:
        word_page.say(self.document, text, **how)

    def count(self, kind: str) -> int:
        return sum(one["kind"] == kind for one in self.what["nominees"])

    def counted(self) -> str:
        """«3 tập thể, 1 hộ gia đình, 2 cá nhân»."""
        return ", ".join(f"{self.count(kind)} {said}" for kind, said in _KINDS.items() if self.count(kind)) or "0 nơi"

    def table(self, widths: Sequence[float], titles: Sequence[str], rows: Sequence[Sequence[word_table.Cell]]) -> None:
        head = [Text(one, bold=True, align="center") for one in titles]
        word_table.add(self.document, widths, [head, *rows], head=1, size=_SIZE)
        word_page.gap(self.document, 6)

    def letterhead(self, left: Sequence[Text], number: str = "", *, is_dated: bool = True) -> None:
        """`left`: who issues it; nobody does a person's paper. Minutes tell place and time in their text."""
        sides = [*left, *([Text(number, align="center", size=13, space=8)] if number else []), letterhead.draft()]
        dated = letterhead.place_and_date(self.what["commune"], self.what["made_on"][:4]) if is_dated else ""
        letterhead.add(self.document, sides, dated, widths=(70, 95))

    @property
    def council(self) -> list[Text]:
        return letterhead.council(self.what["commune"])

    def title(self, kind: str, about: str) -> None:
        word_page.middle(self.document, kind, above=14)
        word_page.middle(self.document, about)
        word_page.short_line(self.document, word_page.WIDTH, 45)

    def sign(self, right: Sequence[str], left: Sequence[Text]) -> None:
        """On one page with the sentence before it, which `keeps`."""
        side = [Text(one, bold=True, align="center", size=14, keeps=True) for one in right]
        side += [Text("", size=14) for _ in range(4)]
        word_table.add(self.document, (80, 85), [[list(left), side]], head=0, size=13, top=True)

    def packed(self) -> bytes:
        """The file, with the box of what is open at its head."""
        found = to_confirm.open_places(_texts(self.document))
        if found:
            _box_first(self.document, found)
        return word_page.packed(self.document)


def _texts(document: Document) -> list[str]:
    return ["".join(run.text or "" for run in one.iter(_W_TEXT)) for one in document.element.body.iter(_W_PARAGRAPH)]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_TEXT, _W_PARAGRAPH = f"{_W}t", f"{_W}p"


def _box_first(document: Document, found: Sequence[str]) -> None:
    """The box is written at the end and moved to the head: only then is it known what is open."""
    body = document.element.body
    before = len(body) - 1  # the last is the section
    to_confirm_box.add(document, [one.replace("\u200b", "") for one in found])
    for at, part in enumerate(list(body)[before:-1]):
        body.remove(part)
        body.insert(at, part)


def _commune(paper: _Paper) -> str:
    return str(paper.what["commune"]).upper()


def _chairman(paper: _Paper) -> list[str]:
    return list(signer(paper.what["signer"]))


def _recipients(*whom: str) -> list[Text]:
    return [Text(RECIPIENTS_TITLE, bold=True, italic=True, size=12), *(Text(one, size=11) for one in whom)]


def _number(number: int) -> Text:
    return Text(str(number), align="center")


# Danh sách


def _list(paper: _Paper) -> None:
    paper.letterhead(paper.council)
    paper.title("DANH SÁCH", f"Đề nghị khen thưởng {paper.what['of']}")
    paper.say(f"Gồm {paper.counted()}. Tiêu chuẩn: {paper.legal('criteria')}.")
    _nominees(paper, with_reason=True)
    parts = [one["part"] for one in paper.what["nominees"] if one["part"]]
    if parts:
        paper.say(f"Người trực tiếp lao động: {parts.count('direct')}/{len(parts)} cá nhân.", keeps=True)
    paper.say(_RULE, italic=True, size=12, keeps=True)
    paper.sign(("THƯ KÝ HỘI ĐỒNG",), [Text("NGƯỜI LẬP", bold=True, align="center", size=14)])
    _sources(paper)


def _nominees(paper: _Paper, *, with_reason: bool) -> None:
    rows, form = [], paper.what.get("form", "")
    paper.say(f"Hình thức khen thưởng: {paper.legal('form')}.", keeps=True)
    for number, one in enumerate(paper.what["nominees"], 1):
        before = [Text(_sentence(one["before"]), italic=True, size=11)] if one["before"] else []
        part = [Text(one["part_said"], italic=True, size=11)] if with_reason and one["part_said"] else []
        cells: list[word_table.Cell] = [_number(number), [Text(one["name"]), *part]]
        if with_reason:
            cells.append([Text(_sentence(one["why"])), *before])
        rows.append([*cells, Text(form)])
    if not rows:
        return paper.say("Chưa có tập thể, hộ gia đình, cá nhân nào.")
    if with_reason:
        return paper.table((12, 45, 66, 42), ("TT", "Tập thể, hộ, cá nhân", "Thành tích, căn cứ", "Hình thức"), rows)
    return paper.table((12, 83, 70), ("TT", "Tập thể, hộ gia đình, cá nhân", "Hình thức khen thưởng"), rows)


def _before(lines: Sequence[What]) -> str:
    """The heading above what was before."""
    return "Năm trước, đầu đợt" if any("đợt «" in line["name"] for line in lines) else "Năm trước"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sources(paper: _Paper) -> None:
    """Every number with what it rests on, on a page that lies."""
    lines = [(one["name"], line) for one in paper.what["nominees"] for line in one["figures"]]
    if not lines:
        return
    word_page.lie_down(paper.document)
    word_page.middle(paper.document, "PHỤ LỤC")
    word_page.middle(paper.document, "Nguồn của từng con số")
    word_page.short_line(paper.document, word_page.WIDE, 45)
    before = _before([line for _, line in lines])
    titles = ("Đơn vị", "Nội dung", before, "Mức giao", "Kết quả", "Ngày", "Nguồn")
    rows = [
        [Text(name)] + [Text(line[key]) for key in ("name", "before", "wanted", "now", "on", "source")]
        for name, line in lines
    ]
    paper.table((38, 48, 26, 26, 30, 24, 60), titles, rows)
    paper.say("Mã số liệu tra được trong chương trình. Ô trống: không có. Lưu hành nội bộ.", italic=True, size=11)


# Báo cáo thành tích


def _reports(paper: _Paper) -> None:
    """A paper of each nominee, on pages of its own: figures are filled in, their words are theirs."""
    paper.document.sections[0].header.paragraphs[0].clear()
    for number, one in enumerate(paper.what["nominees"]):
        if number:
            paper.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _report(paper, one)
        word_page.gap(paper.document, 2)
    if not paper.what["nominees"]:
        paper.say("Danh sách đề nghị chưa có tập thể, hộ gia đình, cá nhân nào.")
    _sources(paper)


def _report(paper: _Paper, one: What) -> None:
    is_unit = one["kind"] == "unit"
    above = Text(f"UBND {_commune(paper)}", align="center", size=13)
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
        paper.table((54, 29, 27, 31, 24), ("Nội dung", _before(one["figures"]), "Mức giao", "Kết quả", "Ngày"), rows)
    paper.say(f"Lý do đề nghị: {one['why']}.")
    if one["on_time"]:
        paper.say(f"Báo cáo số liệu: {one['on_time']}.")
    word_page.heading(paper.document, "III. CÁCH LÀM")
    paper.say(paper.place("cách làm, bằng lời của chính người được đề nghị"))
    word_page.heading(paper.document, "IV. KHEN THƯỞNG ĐÃ CÓ")
    paper.say(f"{_sentence(one['before']) or 'Sổ khen thưởng của xã chưa ghi lần nào'}.", keeps=True)
    confirms = [Text("XÁC NHẬN CỦA UBND XÃ", bold=True, align="center", size=14)]
    paper.sign(("ĐẠI DIỆN ĐƠN VỊ" if is_unit else "NGƯỜI BÁO CÁO",), confirms)


# Biên bản


def _minutes(paper: _Paper) -> None:
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
        [_number(number), Text(one["name"], size=13), *(Text("", size=15) for _ in range(3))]
        for number, one in enumerate(paper.what["nominees"], 1)
    ]
    paper.table((12, 84, 23, 23, 23), ("TT", "Tập thể, hộ, cá nhân", "Đồng ý", "Không đồng ý", "Tỷ lệ (%)"), rows)
    word_page.heading(paper.document, "III. KẾT LUẬN")
    paper.say(place("kết luận của chủ tọa, giờ kết thúc"), keeps=True)
    paper.say("Biên bản do thư ký ghi, chủ tọa và thư ký ký tên./.", keeps=True)
    secretary = [Text("THƯ KÝ", bold=True, align="center", size=14), *(Text("", size=14) for _ in range(5))]
    paper.sign(("CHỦ TỌA",), [*secretary, *_recipients("- Thành viên Hội đồng;", "- Lưu: VT, hồ sơ.")])


# Tờ trình


def _bases(paper: _Paper, *more: str) -> None:
    """Each base in italics with «;», the last with «.»."""
    confirmed = paper.what["legal"].get("bases")
    bases = (
        [one.strip() for one in confirmed.split(";")] if confirmed else [to_confirm.place(to_confirm.NAMES["bases"])]
    )
    lines = [one[:1].upper() + one[1:] if one.casefold().startswith("căn cứ") else f"Căn cứ {one}" for one in bases]
    lines += more
    for number, line in enumerate(lines, 1):
        paper.say(f"{line}{'.' if number == len(lines) else ';'}", italic=True)


def _minutes_said(paper: _Paper) -> str:
    return f"Biên bản họp Hội đồng Thi đua - Khen thưởng {paper.what['commune']} {to_confirm.place('ngày họp')}"


def _submission(paper: _Paper) -> None:
    paper.letterhead(paper.council, "Số:        /TTr-HĐTĐKT")
    paper.title("TỜ TRÌNH", f"Về việc khen thưởng {paper.what['of']}")
    word_page.middle(paper.document, f"Kính gửi: Chủ tịch Ủy ban nhân dân {paper.what['commune']}", bold=False)
    word_page.gap(paper.document, 8)
    _bases(paper)
    paper.say(
        f"Theo {_minutes_said(paper)}, Hội đồng Thi đua - Khen thưởng trình Chủ tịch Ủy ban nhân dân "
        f"{paper.what['commune']} xem xét, khen thưởng {paper.counted()} có thành tích {paper.what['of']}:"
    )
    _nominees(paper, with_reason=True)
    paper.say("Gửi kèm: danh sách, báo cáo thành tích, biên bản họp hội đồng.", keeps=True)
    paper.say("Kính trình Chủ tịch Ủy ban nhân dân xem xét, quyết định./.", keeps=True)
    paper.sign(("TM. HỘI ĐỒNG", paper.place("chức danh người ký")), _recipients("- Như trên;", "- Lưu: VT, HĐTĐKT."))


# Quyết định


def _decision(paper: _Paper) -> None:
    """A chairman's decision: his own letterhead, bases in italics, articles; number, date and money are people's."""
    what = paper.what
    paper.letterhead(letterhead.committee(what["commune"]), "Số:        /QĐ-UBND")
    paper.title("QUYẾT ĐỊNH", f"Về việc khen thưởng {what['of']}")
    word_page.middle(paper.document, f"CHỦ TỊCH ỦY BAN NHÂN DÂN {_commune(paper)}")
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
    paper.sign(_chairman(paper), _recipients("- Như Điều 3;", "- Lưu: VT."))
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
    _nominees(paper, with_reason=False)


# Sổ khen thưởng


def _book(what: What) -> bytes:
    """A line an award; what was revoked stays and says so."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = Page(book.add_worksheet("Sổ khen thưởng"), Styles(book), what["commune"])
    columns = (
        *(Column("Số", 6), Column("Quyết định", 18, wraps=True), Column("Ngày", 12)),
        *(Column("Được khen", 32, wraps=True), Column("Loại", 10), Column("Trực tiếp, lãnh đạo", 16, wraps=True)),
        *(Column("Hình thức", 18, wraps=True), Column("Thành tích", 40, wraps=True), Column("Năm", 8)),
        *(Column("Đã trao", 12), Column("Thu hồi", 26, wraps=True)),
    )
    persons = [one for one in what["awards"] if one["part"] and not one["revoked"]]
    direct = sum(one["is_direct"] for one in persons)
    share = f"Người trực tiếp lao động: {direct}/{len(persons)} cá nhân." if persons else "Chưa có cá nhân nào."
    page.head((f"Sổ khen thưởng, {what['commune']}", share), columns, frozen=2, filtered=True)
    keys = ("number", "decision", "decided_on", "name", "kind", "part", "form", "deed", "year")
    for one in what["awards"]:
        page.row([*(one[key] for key in keys), one.get("handed", ""), one["revoked"]])
    book.close()
    return out.getvalue()
