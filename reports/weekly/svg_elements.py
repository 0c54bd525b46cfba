"""What the pictures are drawn from: a line of text that fits its room, a box with round corners, the picture around."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from reports.weekly import lettering

WIDTH = 1080
INK, QUIET, RULE = "#14213d", "#4f5b76", "#d3d9e4"


def document(height: float, parts: Iterable[str]) -> str:
    """The picture as SVG, on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
    ground = f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>'
    return "\n".join([f'{head}font-family="{lettering.FAMILY}">', ground, *parts, "</svg>"])


def box(x: float, y: float, wide: float, high: float, fill: str, radius: float, edge: str = "") -> str:
    """A filled rectangle; with an `edge` it has an outline of that colour."""
    outline = f' stroke="{edge}" stroke-width="2"' if edge else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{radius:.1f}" fill="{fill}"'
        f"{outline}/>"
    )


def text(
    content: str,
    x: float,
    y: float,
    size: float,
    room: float = WIDTH,
    smallest: float = 22,
    bold: bool = False,
    fill: str = INK,
    end: bool = False,
    anchor: str = "start",
    turn: float = 0,
) -> str:
    """One line of text, at most `room` wide: smaller where it must be, never over its neighbour.

    `turn` in degrees turns it around the point where it begins.
    """
    fitted = lettering.fit(content, room, size, min(size, smallest), bold)
    if not fitted.text:
        return ""
    weight = ' font-weight="bold"' if bold else ""
    turned = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{fitted.size:.2f}"{weight} fill="{fill}" '
        f'text-anchor="{"end" if end else anchor}"{turned}>{escape(fitted.text)}</text>'
    )
