"""The weekly picture: the 21 indicators on a phone's width, drawn as SVG and turned into a PNG.

Draws what the summary says and decides nothing; every colour has its word beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from campaign.calendar import Kind
from reports import format
from reports.weekly import caption, lettering, raster
from reports.weekly.rows import Row
from reports.weekly.summary import Summary
from reports.weekly.svg_elements import INK, QUIET, RULE, box, document, text

_LEFT, _RIGHT = 34, 1046
_SENT_ROOM, _SMALLEST = 640, 22  # of how many have sent, and the smallest letters that it is drawn in
_TRACK = "#e4e9f1"

# A row, from left to right: the name, the status, the bar, the figure with what it means below it.
_NAME_ROOM = 392
_PILL, _PILL_WIDTH, _PILL_HEIGHT = 434, 196, 46
_BAR, _BAR_WIDTH, _BAR_HEIGHT = 646, 128, 20
_FIGURE_ROOM = _RIGHT - _BAR - _BAR_WIDTH - 14
_ROW, _HEADING, _TOP, _BOTTOM = 69, 56, 252, 122
# Baselines within a row: of two lines of text, or of one alone.
_FIRST, _SECOND, _ONLY = 33, 60, 46


@dataclass(frozen=True, slots=True)
class _Colour:
    """A status's tint, the ink upon it (at least 7:1), and the bar; told apart without red and green."""

    tint: str
    ink: str
    bar: str


_GREY = _Colour("#eaedf2", "#434b5a", "#a9b1be")
_COLOURS = {
    "exceeded": _Colour("#bfe5d8", "#003d2b", "#007a5a"),
    "met": _Colour("#d3efe6", "#004a36", "#009e73"),
    "borderline": _Colour("#f8f2b8", "#4d4600", "#c8ba1a"),
    "on_track": _Colour("#d9e9f7", "#073f6b", "#2f86c9"),
    "behind": _Colour("#ffe4bd", "#663800", "#e69f00"),
    "review": _Colour("#f7d9e8", "#6f0f47", "#b5437f"),
    "missed": _Colour("#fbdccb", "#6b2400", "#d55e00"),
}


def colour(status: str) -> _Colour:
    """In what a status is drawn, by its key."""
    return _COLOURS.get(status, _GREY)


def draw(summary: Summary) -> bytes:
    """The PNG of a week, 1,080 pixels wide and about twice as high."""
    return raster.png(svg(summary))


def svg(summary: Summary) -> str:
    """The picture as SVG; all text is escaped."""
    groups = [(name, list(found)) for name, found in groupby(summary.rows, key=lambda row: row.group)]
    height = _TOP + len(groups) * _HEADING + len(summary.rows) * _ROW + _BOTTOM
    parts = [*_header(summary)]
    y = _TOP
    for name, found in groups:
        parts += _heading(name, y)
        y += _HEADING
        for row in found:
            parts += _row(row, y)
            y += _ROW
    return document(height, [*parts, *_footer(summary, y)])


def _header(summary: Summary) -> Iterator[str]:
    period = summary.period
    called = format.title(period)
    called = called[:1].upper() + called[1:]
    if summary.correction:
        called = f"{called} · đính chính lần {summary.correction}"
    size = 46 if period.kind is Kind.WEEK and not summary.correction else 36
    room = _RIGHT - _LEFT - lettering.width(called, size, bold=True) - 30
    yield text(f"Thi đua {summary.commune}", _LEFT, 66, 48, room=room, bold=True)
    yield text(called, _RIGHT, 66, size, bold=True, end=True)
    yield text(_sent(summary), _LEFT, 112, 30, room=_SENT_ROOM, bold=True)
    yield text(format.days(period), _RIGHT, 112, 30, room=350, fill=QUIET, end=True)
    yield from _tiles(summary)


def _sent(summary: Summary) -> str:
    """How many have sent, by kind; of a long stretch, where that would be cut, all kinds together."""
    if not summary.sent:
        return "Không có nơi nào đến kỳ gửi"
    by_kind = "Đã gửi: " + " · ".join(f"{one.sent}/{one.due} {one.kind}" for one in summary.sent)
    if lettering.width(by_kind, _SMALLEST, bold=True) <= _SENT_ROOM:
        return by_kind
    sent, due = (sum(counts) for counts in zip(*((one.sent, one.due) for one in summary.sent), strict=True))
    return f"Đã gửi: {format.number(Decimal(sent))}/{format.number(Decimal(due))} lượt báo cáo"


def _tiles(summary: Summary) -> Iterator[str]:
    """How many indicators have each status; a status that none has leaves its room to the others."""
    counts = [one for one in summary.counts if one.count]
    gap, y, height = 12, 140, 98
    each = (_RIGHT - _LEFT - gap * (len(counts) - 1)) / max(len(counts), 1)
    wide = min(each, 300)
    for place, one in enumerate(counts):
        colour, x = _COLOURS.get(one.status, _GREY), _LEFT + place * (wide + gap)
        yield box(x, y, wide, height, colour.tint, 14)
        yield box(x, y, 10, height, colour.bar, 5)
        yield text(str(one.count), x + 26, y + 50, 46, bold=True, fill=colour.ink)
        yield text(one.word, x + 26, y + 83, 28, room=wide - 36, smallest=18, fill=colour.ink)


def _heading(name: str, y: float) -> Iterator[str]:
    yield text(name, _LEFT, y + 40, 28, room=_RIGHT - _LEFT, bold=True, fill=QUIET)
    yield f'<rect x="{_LEFT}" y="{y + 51}" width="{_RIGHT - _LEFT}" height="2" fill="{RULE}"/>'


def _row(row: Row, y: float) -> Iterator[str]:
    yield from _name(row, y)
    colour = _COLOURS.get(row.status, _GREY)
    yield box(_PILL, y + (_ROW - _PILL_HEIGHT) / 2, _PILL_WIDTH, _PILL_HEIGHT, colour.tint, 10)
    word, middle = row.word[:1].upper() + row.word[1:], _PILL + _PILL_WIDTH / 2
    yield text(
        word, middle, y + 43.5, 26, room=_PILL_WIDTH - 16, smallest=18, bold=True, fill=colour.ink, anchor="middle"
    )
    yield from _bar(row, colour, y + (_ROW - _BAR_HEIGHT) / 2)
    room = _RIGHT - _BAR if row.bar is None else _FIGURE_ROOM
    yield text(row.big, _RIGHT, y + (_FIRST if row.small else _ONLY), 33, room=room, bold=True, end=True)
    yield text(row.small, _RIGHT, y + _SECOND, 24, room=room, smallest=18, fill=QUIET, end=True)


def _name(row: Row, y: float) -> Iterator[str]:
    if row.sub:
        yield text(row.name, _LEFT, y + _FIRST, 32, room=_NAME_ROOM)
        yield text(row.sub, _LEFT, y + _SECOND, 24, room=_NAME_ROOM, smallest=18, fill=QUIET)
        return
    lines = lettering.wrap(row.name, _NAME_ROOM, 28)
    if len(lines) == 1 or lettering.width(lettering.clean(row.name), 27) <= _NAME_ROOM:
        yield text(row.name, _LEFT, y + _ONLY, 32, room=_NAME_ROOM)
        return
    yield text(lines[0], _LEFT, y + _FIRST - 2, 28, room=_NAME_ROOM)
    yield text(" ".join(lines[1:]), _LEFT, y + _SECOND + 2, 28, room=_NAME_ROOM)


def _bar(row: Row, colour: _Colour, y: float) -> Iterator[str]:
    """Per cent of the target as a bar, full at 100; the black stroke is where it should be by now."""
    if row.bar is None:
        return
    yield box(_BAR, y, _BAR_WIDTH, _BAR_HEIGHT, _TRACK, _BAR_HEIGHT / 2)
    long = _share(row.bar) * _BAR_WIDTH
    if long > 0:
        yield box(_BAR, y, max(long, _BAR_HEIGHT), _BAR_HEIGHT, colour.bar, _BAR_HEIGHT / 2)
    if row.mark is not None:
        yield _stroke(_BAR + _share(row.mark) * _BAR_WIDTH, y - 7)


def _share(per_cent: Decimal) -> float:
    return float(min(max(per_cent, Decimal(0)), Decimal(100)) / 100)


def _footer(summary: Summary, y: float) -> Iterator[str]:
    yield f'<rect x="{_LEFT}" y="{y + 8}" width="{_RIGHT - _LEFT}" height="2" fill="{RULE}"/>'
    if any(row.mark is not None for row in summary.rows):
        yield _stroke(_LEFT + 4, y + 27)
        yield text("mức cần đạt đến nay", _LEFT + 18, y + 52, 24, fill=QUIET)
    yield box(_LEFT + 330, y + 34, 56, _BAR_HEIGHT, _GREY.bar, _BAR_HEIGHT / 2)
    yield text("phần trăm của chỉ tiêu", _LEFT + 398, y + 52, 24, fill=QUIET)
    yield text("Lưu hành nội bộ", _RIGHT, y + 52, 26, bold=True, end=True)
    dated = f"Số không phải của {format.stretch(summary.period)} này có ghi ngày, tháng."
    said = next(iter(caption.verdicts(summary)), dated)
    yield text(said, _LEFT, y + 90, 24, room=_RIGHT - _LEFT, smallest=18, fill=QUIET)


def _stroke(x: float, y: float) -> str:
    """The mark of where it should be by now, with a white edge so that it shows on any bar."""
    return (
        f'<rect x="{x - 4:.1f}" y="{y:.1f}" width="8" height="34" rx="3" fill="#ffffff"/>'
        f'<rect x="{x - 2.5:.1f}" y="{y:.1f}" width="5" height="34" rx="2" fill="{INK}"/>'
    )
