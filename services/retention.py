"""How long each kind of thing beside the weekly figures is kept: one table, read by the daily purge.

What stays with the figures is the commune's own record: of people it holds at most ids. RÚT TÊN and XÓA NGƯỜI take
those away, or leave the id of somebody without a name. A post's text stays as it was sent, its deed with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType


class Kind(Enum):
    """What is kept."""

    ANNOUNCEMENT_DRAFT = auto()  # of a launch too, with who has agreed
    ANNOUNCEMENT_FILE = auto()
    ANNOUNCEMENT_TEXT = auto()  # with who had it; of a launch too
    ROUND_DRAFT = auto()  # begun, never opened
    DEED_DRAFT = auto()  # begun, never handed in
    DEED_UNUSED = auto()  # handed in, kept or not, but below no post
    DEED_POSTED = auto()  # until the year's review is over
    PLEDGE = auto()  # lines, changes, that it was agreed to and signed
    LAUNCH = auto()  # that it was launched, when, by which paper, that somebody agreed
    ROUND = auto()  # once it was open: units, goals, its frozen table
    CHECK = auto()  # a figure, what was found, how
    LOT = auto()  # seed, list, what was drawn: anybody may draw again in ten years
    SCORE = auto()  # what a unit was shown of its points, and its objection
    NOMINEE = auto()  # who was proposed; what was decided stays in the book
    NOMINEE_REMOVED = auto()  # a person or household that was taken off
    SCHEME = auto()  # the commune's scheme of points
    AWARD = auto()  # what an issued decision says
    ROLL_UP_CONSENT = auto()  # in force: what of a commune's may be added, and that an officer agreed
    ROLL_UP_CONSENT_WITHDRAWN = auto()  # from its end on; a later one has taken its place, or none
    ROLL_UP_POST = auto()  # what a unit above was told of a week


class Stays(Enum):
    """What is no fixed number of days."""

    PRIVATE_DAYS = auto()  # the campaign's `private_days`
    WITH_FIGURES = auto()  # as long as the figures that it is about


KEPT: Mapping[Kind, timedelta | Stays] = MappingProxyType(
    {
        Kind.ANNOUNCEMENT_DRAFT: timedelta(days=1),
        Kind.ANNOUNCEMENT_FILE: timedelta(days=30),
        Kind.ANNOUNCEMENT_TEXT: Stays.PRIVATE_DAYS,
        Kind.ROUND_DRAFT: timedelta(days=1),
        Kind.DEED_DRAFT: timedelta(days=1),
        Kind.DEED_UNUSED: timedelta(days=90),
        Kind.DEED_POSTED: timedelta(days=400),
        Kind.PLEDGE: Stays.WITH_FIGURES,
        Kind.LAUNCH: Stays.WITH_FIGURES,
        Kind.ROUND: Stays.WITH_FIGURES,
        Kind.CHECK: Stays.WITH_FIGURES,
        Kind.LOT: Stays.WITH_FIGURES,
        Kind.SCORE: timedelta(days=400),
        Kind.NOMINEE: timedelta(days=400),
        Kind.NOMINEE_REMOVED: timedelta(days=90),
        Kind.SCHEME: Stays.WITH_FIGURES,
        Kind.AWARD: Stays.WITH_FIGURES,
        Kind.ROLL_UP_CONSENT: Stays.WITH_FIGURES,
        Kind.ROLL_UP_CONSENT_WITHDRAWN: timedelta(days=400),
        Kind.ROLL_UP_POST: timedelta(days=400),
    }
)


def kept_for(kind: Kind) -> timedelta:
    """How many days; ValueError for what is kept for no fixed number of them."""
    found = KEPT[kind]
    if isinstance(found, Stays):
        raise ValueError(f"{kind.name} is kept {found.name}")
    return found


def before(kind: Kind, now: datetime, private_days: int) -> datetime:
    """What is older than this instant goes; ValueError for what stays with the figures."""
    if KEPT[kind] is Stays.PRIVATE_DAYS:
        return now - timedelta(days=private_days)
    return now - kept_for(kind)
