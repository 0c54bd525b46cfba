"""How long each kind of thing beside the weekly figures is kept: one table, read by the daily purge.

Announcements and other private words have theirs in `services.announcing` and in the campaign's `private_days`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from types import MappingProxyType


class Kind(Enum):
    """What is kept."""

    ROUND_DRAFT = auto()  # begun, never opened
    DEED_DRAFT = auto()  # begun, never handed in
    DEED_UNUSED = auto()  # handed in, kept or not, but below no post
    DEED_POSTED = auto()  # until the year's review is over


KEPT_FOR: Mapping[Kind, timedelta] = MappingProxyType(
    {
        Kind.ROUND_DRAFT: timedelta(days=1),
        Kind.DEED_DRAFT: timedelta(days=1),
        Kind.DEED_UNUSED: timedelta(days=90),
        Kind.DEED_POSTED: timedelta(days=400),
    }
)
