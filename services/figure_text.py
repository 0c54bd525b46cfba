"""A figure with its unit, as Vietnamese write it."""

from __future__ import annotations

from decimal import Decimal

from campaign.catalogue import Input
from campaign.facts import State
from campaign.parsing import numbers
from models.figures import Figure
from models.units import Unit
from reports import small_cells
from services.report_sheet import Ref


def text(one: Input, value: Decimal, denominator: Decimal | None = None, *, typed: str = "") -> str:
    """«9 người», «40/45 người», «2 mẫu 3 sào, bằng 0,828 ha»."""
    shown = numbers.show(value, whole=one.whole)
    if one.denominator == "asked" and denominator is not None:
        shown += f"/{numbers.show(denominator, whole=one.whole)}"
    plain = shown + one.unit if one.unit == "%" else f"{shown} {one.unit}".strip()
    return f"{typed}, bằng {plain}" if typed else plain


def figure_text(ref: Ref, figure: Figure) -> str:
    """A stored figure alone, as a button or «tuần trước» shows it."""
    option = ref.input.option(figure.choice)
    if option is not None:
        return option.label.lower()
    if figure.value is None:
        return "chưa rõ"
    if figure.state == State.NOTHING:
        return "không"
    return text(ref.input, figure.value, figure.denominator)


def for_leader(ref: Ref, figure: Figure, subject: Unit) -> str:
    """A stored figure as a leader may see it: «9 người», «dưới 5 hộ»."""
    instead = small_cells.instead_of_figure(ref.measure, figure.value, subject, figure.on_day)
    return instead or figure_text(ref, figure)
