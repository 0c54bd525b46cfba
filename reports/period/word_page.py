"""The paper of an administrative document (Nghị định 30/2020/NĐ-CP, Phụ lục I): page, fonts, numbers, paragraphs."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports import small_cells
from reports.to_confirm import PLACE

FONT = "Times New Roman"
SIZE = 14.0  # points, of running text
WIDTH = 165.0  # millimetres between the margins of a page that stands
WIDE = 252.0  # and of one that lies
_LONG, _SHORT = Mm(297), Mm(210)
_ABOVE_AND_BELOW, _LEFT, _RIGHT = Mm(20), Mm(30), Mm(15)
_INDENT = Mm(10)


def open_document(title: str, made_on: date) -> Document:
    """An empty A4 document in Times New Roman, its pages numbered in the top margin but for the first."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    _describe(document, title, made_on)
    section = document.sections[0]
    _lay_out(section, lying=False)
    section.different_first_page_header_footer = True
    _number_pages(section)
    return document


def lie_down(document: Document) -> None:
    """A new page that lies, for wide tables; the page numbers go on, the annex's first page has one too."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(section, lying=True)
    section.different_first_page_header_footer = False


def turn_first(document: Document) -> None:
    """The paper's first page lies."""
    _lay_out(document.sections[0], lying=True)


def packed(document: Document) -> bytes:
    """The file. Its parts carry no time, so that the same document is the same to the byte whenever it is written."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as parts, ZipFile(out, "w") as undated:
        for part in parts.infolist():
            undated.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return out.getvalue()


def _describe(document: Document, title: str, made_on: date) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = title, "", small_cells.MARK
    about.created = about.modified = datetime.combine(made_on, time())


def _lay_out(section: Section, lying: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if lying else (_SHORT, _LONG)
    section.top_margin = section.bottom_margin = _ABOVE_AND_BELOW
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Section) -> None:
    """The number in the middle of the top margin; the first page's header stays empty."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(SIZE)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
    section.first_page_header.is_linked_to_previous = False


def heading(document: Document, text: str) -> None:
    """A heading in bold that stays with what follows."""
    paragraph = _paragraph(document, text, bold=True)
    paragraph.paragraph_format.keep_with_next = True


def say(
    document: Document,
    text: str,
    *,
    italic: bool = False,
    size: float = SIZE,
    keeps: bool = False,
    lead: str = "",
) -> None:
    """A paragraph of running text: justified, its first line set in; `keeps` holds it on one page with the next.

    `lead` stands before it in bold: «Điều 1.».
    """
    paragraph = _paragraph(document, text, italic=italic, size=size, lead=lead)
    paragraph.paragraph_format.keep_with_next = keeps or None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def middle(document: Document, text: str, *, bold: bool = True, italic: bool = False, above: float = 0) -> None:
    """A line in the middle of the page."""
    paragraph = _paragraph(document, text, bold=bold, italic=italic)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Mm(0)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(above), Pt(0)


def short_line(document: Document, width: float, length: float) -> None:
    """A line of `length` millimetres in the middle of a page `width` wide."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm((width - length) / 2)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(8), Pt(3)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def to_fill(document: Document, lines: int) -> None:
    """Dotted lines for the office to write on, all on one page."""
    for number in range(lines):
        paragraph = _paragraph(document, "\t")
        paragraph.paragraph_format.keep_with_next = number < lines - 1
        paragraph.paragraph_format.first_line_indent = Mm(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def gap(document: Document, points: float) -> None:
    """A small empty line: two tables need something between them."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(points)


def _paragraph(
    document: Document, text: str, *, bold: bool = False, italic: bool = False, size: float = SIZE, lead: str = ""
) -> Paragraph:
    paragraph = document.add_paragraph()
    if lead:
        paragraph.add_run(f"{lead} ").bold = True
    for part in filter(None, PLACE.split(text)):
        run = paragraph.add_run(part)
        run.bold, run.italic = bold or None, italic or None
        if size != SIZE:
            run.font.size = Pt(size)
        if PLACE.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.line_spacing = _INDENT, 1.0
    layout.space_before, layout.space_after = Pt(0), Pt(6)
    return paragraph
