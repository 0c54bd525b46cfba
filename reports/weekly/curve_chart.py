"""The picture of one measure: its year as a line against its path, last year and the forecast, on a phone's width.

Every line has its word beside its end, so that no colour need be told apart; a line is known by its stroke as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from html import escape
from typing import Any

from campaign.assessment.curve import Lines, Points
from reports import format, json_record
from reports.weekly import lettering, raster

WIDTH, HEIGHT = 1080, 860
_LEFT, _RIGHT, _TOP, _BOTTOM = 132, 806, 190, 748
_INK, _QUIET, _RULE = "#14213d", "#4f5b76", "#d3d9e4"
_WORDS_AT = _RIGHT + 22
_APART = 46  # between two words, so that each can be read


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: the lines, and the words around them."""

    title: str
    subtitle: str
    unit: str
    places: int
    lines: Lines
    mark: str

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json_record.plain(self)
        return found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Curve:
        return cls(
            title=found["title"],
            subtitle=found["subtitle"],
            unit=found["unit"],
            places=found["places"],
            lines=Lines.from_json(found["lines"]),
            mark=found["mark"],
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with the word at its end; `stroke` and `dash` tell it from the others without its colour."""

    word: str
    points: Points
    colour: str
    stroke: float
    dash: str = ""


def draw(curve: Curve) -> bytes:
    """The PNG, 1,080 pixels wide."""
    return raster.png(svg(curve))


def svg(curve: Curve) -> str:
    """The picture as SVG; all text is escaped."""
    lines = [one for one in _lines(curve.lines) if len(one.points) > 1]
    low, high = _range([value for one in lines for _, value in one.points])
    scale = _Scale(curve.lines.first, curve.lines.last, low, high)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{lettering.FAMILY}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(curve.title, 34, 66, 44, bold=True, room=1012),
        _text(curve.subtitle, 34, 114, 30, fill=_QUIET, room=1012),
        *_grid(curve, scale),
        *(_path(one, scale) for one in lines),
        *_ends(lines, scale),
        _text(curve.unit, 34, 168, 24, fill=_QUIET, room=300),
        _text(curve.mark, _RIGHT + 240, HEIGHT - 26, 26, bold=True, anchor="end"),
    ]
    return "\n".join([*parts, "</svg>"])


def _lines(lines: Lines) -> list[_Line]:
    """Later ones lie above earlier ones: this year on top."""
    ahead: Points = ()
    if lines.forecast is not None and lines.values:
        ahead = (lines.values[-1], (lines.last, lines.forecast))
    level = () if lines.target is None else ((lines.first, lines.target), (lines.last, lines.target))
    return [
        _Line(f"chỉ tiêu {lines.target_year}:" if lines.target_year else "chỉ tiêu", level, "#5b6780", 2.5, "3 9"),
        _Line("năm trước", lines.last_year, "#a6761d", 4, "2 8"),
        _Line("cần đạt", lines.path, _INK, 4, "16 9"),
        _Line("dự báo", ahead, "#0072b2", 4, "9 9"),
        _Line("năm nay", lines.values, "#0072b2", 8),
    ]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and amounts to places in the picture."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (day - self.first).days / max((self.last - self.first).days, 1)

    def y(self, value: Decimal) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * float((value - self.low) / (self.high - self.low))


def _range(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """From nought where the values are not all near their top; round numbers at both ends."""
    low, high = min(values), max(values)
    if low >= 0 and low < high * Decimal("0.7"):
        low = Decimal(0)
    step = _step((high - low) or max(abs(high), Decimal(1)))
    bottom = (low / step).to_integral_value("ROUND_FLOOR") * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    return bottom, top if top > bottom else bottom + step


def _step(span: Decimal) -> Decimal:
    """A fifth or so of the span, as 1, 2, 2,5 or 5 of some power of ten."""
    power = Decimal(1).scaleb((span / 5).adjusted())
    return next(
        power * one
        for one in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
        if power * one * 5 >= span
    )


def _grid(curve: Curve, scale: _Scale) -> Iterator[str]:
    step = _step(scale.high - scale.low)
    value = scale.low
    while value <= scale.high:
        y = scale.y(value)
        yield f'<rect x="{_LEFT}" y="{y - 1:.1f}" width="{_RIGHT - _LEFT}" height="2" fill="{_RULE}"/>'
        yield _text(format.plain(value), _LEFT - 14, y + 9, 26, fill=_QUIET, anchor="end", room=_LEFT - 30)
        value += step
    month = scale.first.replace(day=1)
    while month <= scale.last:
        if month >= scale.first and (month.month - scale.first.month) % 2 == 0:
            x = scale.x(month)
            yield f'<rect x="{x - 1:.1f}" y="{_BOTTOM}" width="2" height="12" fill="{_QUIET}"/>'
            yield _text(f"th. {month.month}", x, _BOTTOM + 44, 26, fill=_QUIET)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _path(line: _Line, scale: _Scale) -> str:
    joined = " ".join(f"{scale.x(day):.1f},{scale.y(value):.1f}" for day, value in line.points)
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    return (
        f'<polyline points="{joined}" fill="none" stroke="{line.colour}" stroke-width="{line.stroke}" '
        f'stroke-linejoin="round" stroke-linecap="round"{dash}/>'
    )


def _ends(lines: Sequence[_Line], scale: _Scale) -> Iterator[str]:
    """The words at the right, each as near to its line's end as the others allow, with a thin line to it."""
    wanted = sorted(((scale.y(one.points[-1][1]), one) for one in lines), key=lambda pair: pair[0])
    for (y, one), place in zip(wanted, _spread([y for y, _ in wanted]), strict=True):
        day, _ = one.points[-1]
        x = scale.x(day)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{one.stroke + 2:.1f}" fill="{one.colour}"/>'
        yield (
            f'<line x1="{x + 8:.1f}" y1="{y:.1f}" x2="{_WORDS_AT - 6}" y2="{place:.1f}" stroke="{one.colour}" '
            f'stroke-width="1.5" opacity="0.55"/>'
        )
        value = one.points[-1][1]
        told = f"{one.word} {format.number(value, 0 if value == value.to_integral_value() else 1)}"
        yield _text(told, _WORDS_AT, place + 10, 29, bold=one.stroke > 5, fill=one.colour, room=WIDTH - _WORDS_AT - 12)


def _spread(wanted: Sequence[float]) -> list[float]:
    """Places from the top down that are far enough apart: those that crowd move up and down alike."""
    groups: list[list[float]] = []
    for y in wanted:
        groups.append([y])
        while len(groups) > 1 and _first(groups[-1]) < _first(groups[-2]) + _APART * len(groups[-2]):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_first(group) + _APART * number for group in groups for number in range(len(group))]


def _first(group: Sequence[float]) -> float:
    """Where the uppermost of a group stands that is spread about its middle."""
    half = _APART * (len(group) - 1) / 2
    return max(float(_TOP), min(sum(group) / len(group), _BOTTOM + 10 - half) - half)


def _text(
    content: str,
    x: float,
    y: float,
    size: float,
    room: float = WIDTH,
    bold: bool = False,
    fill: str = _INK,
    anchor: str = "start",
) -> str:
    fitted = lettering.fit(content, room, size, min(size, 20), bold)
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{fitted.size:.2f}"{weight} fill="{fill}" '
        f'text-anchor="{anchor}">{escape(fitted.text)}</text>'
    )
