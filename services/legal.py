"""The table of what is confirmed of law and rules, and how papers speak of what is not: «[Chờ xã xác nhận: …]».

Nothing is computed from a key that is empty, and no value of any key is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from models import legal
from models.audit import Action
from models.legal import LegalBasis
from reports import to_confirm
from services.context import Context


class Key(StrEnum):
    """What papers need of law and rules (`reports.to_confirm.NAMES`), in the order in which CĂN CỨ numbers it."""

    BASES = "bases"
    COUNCIL = "council"
    MEMBERS = "members"
    QUORUM = "quorum"
    VOTE = "vote"
    CRITERIA = "criteria"
    FORM = "form"


SAID: Mapping[Key, str] = MappingProxyType({key: to_confirm.NAMES[key] for key in Key})
LONGEST = 300  # letters of a value, and of its source


def of_number(number: int) -> Key | None:
    """The key that CĂN CỨ lists under a number."""
    return list(Key)[number - 1] if 1 <= number <= len(Key) else None


def confirmed(context: Context) -> dict[Key, LegalBasis]:
    """What holds today."""
    found = legal.in_force(context.session, context.commune.id, context.today)
    return {Key(key): one for key, one in found.items() if key in set(Key)}


def record(context: Context, key: Key, value: str, source: str, until: date | None) -> None:
    """From today on this value holds."""
    context.session.add(
        LegalBasis(
            commune_id=context.commune.id,
            key=key,
            value=value,
            source=source,
            confirmed_by=context.actor_id,
            confirmed_at=context.now,
            valid_from=context.today,
            valid_to=until,
        )
    )
    context.record_change(Action.LEGAL_CONFIRMED, f"legal:{key}", new={"until": until.isoformat() if until else None})


def take_back(context: Context, key: Key) -> bool:
    """Nothing holds under a key from today on; False where nothing did."""
    is_there = False
    while (one := confirmed(context).get(key)) is not None:
        one.valid_to = context.today - timedelta(days=1)
        context.session.flush()
        is_there = True
    if is_there:
        context.record_change(Action.LEGAL_TAKEN_BACK, f"legal:{key}")
    return is_there


def for_papers(context: Context) -> dict[str, str]:
    """What goes into the description of a paper: by key the value with its source; what is not confirmed is absent."""
    return {key.value: f"{one.value} ({one.source})" for key, one in confirmed(context).items()}
