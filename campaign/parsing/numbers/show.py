"""Prints a figure the Vietnamese way, so that reading it back gives the same figure or a question."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

PLACES = Decimal("0.000001")  # figures are stored in millionths
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def show(value: Decimal, *, whole: bool) -> str:
    """«1.819,7»; without trailing zeros, at most six decimals.

    Where the field has decimals (`whole` is False), a figure of a thousand or more keeps at least one of them:
    «1.234,0» cannot be mistaken for 1,234 (decision 16).
    """
    exact = value.quantize(PLACES, context=_WIDE)
    sign = "-" if exact < 0 else ""
    digits, _, decimals = f"{abs(exact):f}".partition(".")
    decimals = decimals.rstrip("0")
    if not whole and not decimals and len(digits) > 3:
        decimals = "0"
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"
