"""The draft report read back: the layout of Nghị định 30/2020/NĐ-CP, the four columns, and what is left to people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.shared import Pt

from reports.period import document
from reports.period.dossier import Dossier
from reports.period.measure_lines import MeasureLine
from tests.campaign.samples import BAN_CON, NOW, PLACES, POOR, fact
from tests.reports import samples


def read(found: Dossier) -> Any:
    return docx.Document(BytesIO(document.write(found)))


def texts(made: Any) -> list[str]:
    return [one.text for one in made.paragraphs]


def rows(made: Any, table: int) -> list[list[str]]:
    """The texts of a table, without the marks at which a long unit may be divided."""
    return [[cell.text.replace("\u200b", "") for cell in row.cells] for row in made.tables[table].rows]


def test_page_and_font_are_those_of_the_decree() -> None:
    """A4, 20 mm above and below, 30 left, 15 right, Times New Roman 14; the annex lies."""
    made = read(samples.good_dossier())
    first, annex = made.sections
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [20, 20, 30, 15] == [round(one.mm) for one in margins]
    sizes = [(round(one.page_width.mm), round(one.page_height.mm)) for one in (first, annex)]
    assert [(210, 297), (297, 210)] == sizes
    assert ("Times New Roman", Pt(14)) == (made.styles["Normal"].font.name, made.styles["Normal"].font.size)


def test_pages_are_numbered_in_the_top_margin_but_for_the_first() -> None:
    """The first page's header is its own and empty."""
    first = read(samples.good_dossier()).sections[0]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert 1 == first.header.paragraphs[0].alignment


def test_letterhead_leaves_number_and_date_to_the_office() -> None:
    """Issuing body left, the nation right, no number, no day, no month; marked as a draft."""
    left, right = rows(read(samples.good_dossier()), 0)[0]
    assert ["ỦY BAN NHÂN DÂN", "XÃ KHÁNH KHÊ", "", "Số:        /BC-UBND", "DỰ THẢO"] == left.split("\n")
    nation, motto, _, place = right.split("\n")
    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc") == (nation, motto)
    assert "Khánh Khê, ngày      tháng      năm 2026" == place


@pytest.mark.parametrize(
    ("made", "subject"),
    [
        (samples.good_dossier, "Kết quả thực hiện 7 chỉ tiêu thi đua tuần 47"),
        (samples.quarter_dossier, "Sơ kết thực hiện 7 chỉ tiêu thi đua quý IV/2026"),
        (samples.year_dossier, "Tổng kết thực hiện 7 chỉ tiêu thi đua năm 2026"),
    ],
    ids=["week", "quarter", "year"],
)
def test_the_subject_names_the_period(made: Any, subject: str) -> None:
    """A week's results, a quarter's «sơ kết», a year's «tổng kết», with their days below."""
    found = made()
    lines = texts(read(found))
    place = lines.index("BÁO CÁO")
    first, last = found.period.first, found.period.last
    assert [subject, f"(từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y})"] == lines[place + 1 : place + 3]


def test_the_table_has_the_four_columns() -> None:
    """Numbers as Vietnamese write them; the header row is repeated on every page, no row is divided."""
    made = read(samples.good_dossier())
    found = rows(made, 1)
    assert ["Trong tuần", "Lũy kế, hiện có", "% kế hoạch", "So cùng kỳ"] == found[0][4:8]
    sown = next(row for row in found if row[0] == "KT1a")
    assert ["1.819,7", "27,0", "1.727,0", "94,9%", "", "đúng tiến độ"] == sown[3:]
    deaths = next(row for row in found if row[0] == "QP2b")
    assert ("giảm 5%", "0", "-1") == (deaths[3], deaths[5], deaths[7])
    xml = made.tables[1]._element.xml
    assert 1 == xml.count("w:tblHeader/")
    assert len(found) == xml.count("w:cantSplit/")


def test_sections_come_in_order_with_room_to_fill_in() -> None:
    """Shortcomings, causes and proposals are dotted lines; highlights and concerns come from the figures."""
    found = samples.bad_dossier()
    lines = texts(read(found))
    wanted = (
        "I. TÌNH HÌNH CHUNG",
        "II. KẾT QUẢ",
        "III. VIỆC NỔI BẬT",
        "3. Tồn tại",
        "4. Nguyên nhân",
        "IV. ĐỀ XUẤT",
        "PHỤ LỤC",
    )
    places = [next(number for number, line in enumerate(lines) if line.startswith(one)) for one in wanted]
    assert sorted(places) == places
    assert 9 == lines.count("\t")
    assert f"- {found.summary.concerns[0].text}" in lines
    assert any(line.endswith("./.") for line in lines)


def test_the_signature_is_left_to_the_chairman() -> None:
    """Authority and office above an empty space, recipients beside it, no name."""
    left, right = rows(read(samples.good_dossier()), 2)[0]
    assert left.startswith("Nơi nhận:")
    assert left.endswith("- Lưu: VT, VHXH.")
    assert "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH" == right.strip()


def test_the_annex_has_every_village() -> None:
    """One row a village with its own figures; a small count is withheld."""
    facts = [one for one in samples.good_figures() if not (one.unit == BAN_CON.id and one.measure == "XH3")]
    found = rows(read(samples.build_dossier([*facts, fact(POOR, BAN_CON, NOW, "4")])), 3)
    poor = next(number for number, title in enumerate(found[0]) if title.startswith("XH3"))
    assert [("Bản Còn", "đủ", "<5"), ("Nà Pò", "chưa gửi", "9"), ("Khuổi Mạ", "đủ", "5")] == [
        (row[1], row[2], row[poor]) for row in found[1:]
    ]


def test_a_dangerous_name_stays_text() -> None:
    """Markup in a village's name is its name."""
    places = tuple(replace(one, name="<b>&") if one == BAN_CON else one for one in (*PLACES, samples.OFFICE))
    assert "<b>&" == rows(read(samples.build_dossier(samples.good_figures(), places=places)), 3)[1][1]


def test_a_first_week_has_a_report_too() -> None:
    """Nothing known yet: empty cells, no invented news, and what is missing named."""
    made = read(samples.build_dossier([]))
    sown = next(row for row in rows(made, 1) if row[0] == "KT1a")
    assert ["1.819,7", "", "", "", "", "chưa có số liệu"] == sown[3:]
    assert "Còn 1 đơn vị chưa gửi đủ số liệu." in texts(made)


def test_a_years_report_tells_hardships_next_targets_and_tasks() -> None:
    """The office writes what was hard and what is to be done; what the council set stands there by itself."""
    set_next = replace(samples.year_dossier(), next_targets=("Diện tích gieo trồng: 1.850 ha (theo NQ 30/NQ-HĐND).",))
    told = texts(read(set_next))
    first = told.index("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027")
    assert ["1. Chỉ tiêu năm 2027", "- Diện tích gieo trồng: 1.850 ha (theo NQ 30/NQ-HĐND)."] == told[
        first + 1 : first + 3
    ]
    assert told.index("I. TÌNH HÌNH CHUNG") < told.index("Khó khăn, thuận lợi") < first
    assert {"2. Nhiệm vụ, giải pháp", "3. Đề xuất, kiến nghị"} <= set(told)
    assert "Khó khăn, thuận lợi" not in texts(read(samples.quarter_dossier()))
    assert set_next == Dossier.from_json(set_next.to_json())


def test_what_a_missed_year_lacks_stands_once() -> None:
    """Among what needs attention, not below the table too."""
    missed = next(one for one in samples.year_dossier().measures if one.measure == "KT1a")
    lacking = replace(missed, shortfall_words="thiếu 48,5 ha", is_verdict=True)
    told = texts(read(replace(samples.year_dossier(), measures=(lacking,))))
    assert not [line for line in told if "thiếu 48,5 ha" in line]


def test_a_years_report_before_its_end_tells_what_each_will_come_to() -> None:
    """On 14/12 a year that ends on 31/12 has no verdict: «ước đạt» stands below where it is."""
    year = samples.year_dossier()
    running = replace(year.measures[0], is_verdict=False, forecast=Decimal("1805.21"), forecast_for="cả năm")
    over = replace(running, is_verdict=True)

    def judged(line: MeasureLine) -> str:
        return next(row[8] for row in rows(read(replace(year, measures=(line,))), 1) if row[0] == "KT1a")

    assert f"{running.word}\nước đạt 1.805,2" == judged(running)
    assert over.word == judged(over)
