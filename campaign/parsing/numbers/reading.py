"""What a typed text was read as: one figure, a ratio, one of three words, or the reason why it must be asked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    """Why a text is no figure; the caller has a sentence for each."""

    EMPTY = "empty"
    NOT_UNDERSTOOD = "not_understood"  # a word or sign that is not explained
    NO_FIGURE = "no_figure"  # a date, a time, a phone number, a unit without a number
    UNCLEAR_NUMBER = "unclear_number"  # 1.23.4, 12a, mười năm
    TWO_READINGS = "two_readings"  # 1.234 ha
    TWO_FIGURES = "two_figures"
    HEDGE = "hedge"
    RANGE = "range"
    NEGATIVE = "negative"
    FRACTION_IN_COUNT = "fraction_in_count"
    OTHER_DIMENSION = "other_dimension"  # another unit, or another noun
    NOT_A_RATIO = "not_a_ratio"
    CHANGE_FOR_LEVEL = "change_for_level"  # «thêm 3» where the level is asked
    TOTAL_FOR_FLOW = "total_for_flow"  # «lũy kế 14» or «còn 6» where the week's own figure is asked
    OTHER_TIME = "other_time"  # «tuần trước 12»
    NOTHING_FOR_LEVEL = "nothing_for_level"
    KEEP_FOR_FLOW = "keep_for_flow"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in the field's unit; `typed` repeats the person's own unit when it was converted, else ""."""

    value: Decimal
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """«95/120»: both as typed, in the field's unit."""

    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True, slots=True)
class Keep:
    """As before; levels only."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing occurred; flows only."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The person says that the figure is not known."""


@dataclass(frozen=True, slots=True)
class Ask:
    """No figure without a question. `options`: at most two readings to tap; `figure`: what was out of range."""

    reason: Reason
    options: tuple[Value, ...] = ()
    figure: Decimal | None = None


Reading = Value | Ratio | Keep | Nothing | NotKnown | Ask
