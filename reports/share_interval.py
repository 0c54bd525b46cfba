"""The interval of a share that was found in a sample: Wilson's, of 95 %, rounded outwards to a tenth of a per cent.

Wilson's and not Clopper-Pearson's: of shares near the whole it covers 95 % on average, where the other is wider than it
says; it never leaves 0 to 100, and it is one line of school arithmetic for whoever doubts it. The one usually taken
(p ± 1.96·√(p(1−p)/n)) is no use here: of 50 right among 50 it is a point.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_Z = Decimal("1.959963984540054")  # of the normal distribution, for 95 %
_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)


def wilson(right: int, of: int) -> tuple[Decimal, Decimal]:
    """Lower and upper end in per cent; ValueError without a sample."""
    if not 0 <= right <= of or not of:
        raise ValueError(f"{right} of {of} is no sample")
    n, square = Decimal(of), _Z * _Z
    share = Decimal(right) / n
    middle = share + square / (2 * n)
    half = _Z * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
    low, high = ((middle + sign * half) / (1 + square / n) * _HUNDRED for sign in (-1, 1))
    low, high = max(low, Decimal(0)), min(high, _HUNDRED)
    return low.quantize(_TENTH, ROUND_FLOOR), high.quantize(_TENTH, ROUND_CEILING)
