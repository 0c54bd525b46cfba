"""A number as offices write it: «1.819,7». The one reading of it for targets and opening figures that are typed.

What village heads type («2 mẫu 3 sào», «con 6») is read in `campaign.parsing.numbers`.
"""

from __future__ import annotations

import re
from decimal import Decimal

PATTERN = r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})(?:,[0-9]{1,6})?"  # part of a larger pattern
_NUMBER = re.compile(PATTERN)


def read(text: str) -> Decimal | None:
    """The value; None for anything else, such as «1.5», which may be one and a half or a slip."""
    return value(text) if _NUMBER.fullmatch(text) else None


def value(written: str) -> Decimal:
    """Of what a pattern has found to be such a number, in whatever bounds it has."""
    return Decimal(written.replace(".", "").replace(",", "."))
