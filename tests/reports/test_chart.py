"""The weekly picture."""

import struct
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reports.weekly import chart, lettering, svg_elements
from reports.weekly.summary import Sent, Summary
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"


def texts(week: Summary) -> list[ElementTree.Element]:
    # The picture's own markup, not a stranger's.
    return ElementTree.fromstring(chart.svg(week)).findall(f"{SVG}text")  # noqa: S314


def span(one: ElementTree.Element) -> tuple[float, float]:
    """Where a text begins and ends on its line."""
    wide = lettering.width(one.text or "", float(one.attrib["font-size"]), one.get("font-weight") == "bold")
    x = float(one.attrib["x"])
    begin = {"start": x, "middle": x - wide / 2, "end": x - wide}[one.attrib["text-anchor"]]
    return begin, begin + wide


WEEKS = {"good": samples.good_week(), "bad": samples.bad_week(), "first": samples.first_week()}


@pytest.mark.parametrize("week", WEEKS.values(), ids=WEEKS.keys())
def test_picture_is_a_png_of_a_phones_shape(week: Summary) -> None:
    """The picture is a PNG, 1,080 pixels wide, drawn within a second of processor time."""
    started = time.process_time()
    png = chart.draw(week)
    took = time.process_time() - started
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert 1080 == struct.unpack(">I", png[16:20])[0]
    assert 20_000 < len(png) < 1_000_000
    assert took < 1


def test_letters_are_drawn_with_the_shipped_font() -> None:
    """Taking a text away changes the picture: it was not left out for want of a font."""
    week = samples.good_week()
    bare = replace(week, rows=tuple(replace(row, name="") for row in week.rows))
    assert len(chart.draw(bare)) < len(chart.draw(week))


def test_every_row_says_its_status_in_words() -> None:
    """A word stands beside every colour, and every row's name and figure are there."""
    week = samples.bad_week()
    said = [one.text for one in texts(week)]
    for row in week.rows:
        assert row.name in said
        assert row.word.capitalize() in said
        assert row.big in said
    assert "Lưu hành nội bộ" in said
    assert "Đã gửi: 2/3 thôn · 1/1 cơ quan" in said


def test_names_are_text_and_not_markup() -> None:
    """A name with brackets, quotes or a control letter is shown as it is, or cleaned, and breaks nothing."""
    week = samples.good_week()
    odd = replace(
        week, commune="xã <b>&\"'\x01", rows=tuple(replace(row, name="<b>&", small="</text>") for row in week.rows)
    )
    said = [one.text for one in texts(odd)]
    assert "Thi đua xã <b>&\"'" in said
    assert len(week.rows) == said.count("<b>&") == said.count("</text>")
    assert b"\x89PNG" == chart.draw(odd)[:4]


def test_long_texts_stay_in_their_places() -> None:
    """However long names and figures are, no two texts on one line overlap and none leaves the picture."""
    week = samples.bad_week()
    long = "Rất nhiều chữ trong một tên gọi dài quá mức cho phép"
    rows = [
        replace(row, name=long, sub=long if at % 2 else "", word=long, big="1.234.567,8 triệu đồng", small=long)
        for at, row in enumerate(week.rows)
    ]
    counts = tuple(replace(one, count=21) for one in week.counts)
    by_line: dict[str, list[tuple[float, float]]] = {}
    for one in texts(replace(week, commune=long, rows=tuple(rows), counts=counts)):
        by_line.setdefault(one.attrib["y"], []).append(span(one))
    for spans in by_line.values():
        spans.sort()
        assert spans[0][0] >= 0 and spans[-1][1] <= svg_elements.WIDTH
        assert [] == [(left, right) for left, right in pairwise(spans) if left[1] > right[0]]


def test_bars_are_full_at_the_target_and_empty_below_nought() -> None:
    """A bar never leaves its track, whatever the per cent."""
    week = samples.good_week()

    def widths(bar: Decimal | None) -> set[float]:
        one = replace(week, rows=(replace(week.rows[0], bar=bar, mark=None),))
        boxes = ElementTree.fromstring(chart.svg(one)).findall(f"{SVG}rect")  # noqa: S314
        return {float(box.attrib["width"]) for box in boxes if box.get("x") == "646.0"}

    for full_or_empty in (100, 250, 0, -3):
        assert {128.0} == widths(Decimal(full_or_empty))
    assert {128.0, 64.0} == widths(Decimal(50))
    assert set() == widths(None)


def test_status_colours_are_readable() -> None:
    """The words on the coloured labels have a contrast of at least 7 to 1."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for found in WEEKS.values():
        root = ElementTree.fromstring(chart.svg(found))  # noqa: S314
        pills = [one for one in root.findall(f"{SVG}rect") if one.attrib["width"] == "196.0"]
        words = [one for one in root.findall(f"{SVG}text") if one.attrib["text-anchor"] == "middle"]
        assert len(found.rows) == len(pills) == len(words)
        for pill, word in zip(pills, words, strict=True):
            paper, ink = light(pill.attrib["fill"]), light(word.attrib["fill"])
            assert (paper + 0.05) / (ink + 0.05) >= 7


def test_how_many_have_sent_is_never_cut() -> None:
    """Of a year there are thousands: where kind by kind does not fit, all are told together."""
    kinds = (Sent("lượt thôn", 1403, 1456), Sent("lượt trường", 58, 60), Sent("lượt cơ quan", 171, 177))
    assert "Đã gửi: 1.632/1.693 lượt báo cáo" in chart.svg(replace(samples.good_week(), sent=kinds))
    assert "Đã gửi: 27/28 thôn" in chart.svg(replace(samples.good_week(), sent=(Sent("thôn", 27, 28),)))
