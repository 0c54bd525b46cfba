"""Whose bots are whose: a commune speaks through its own bot of a channel, or through the one that communes share."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.channels.contract import Channel
from services.capability import Capability, owner_of


def of_commune(code: str, channels: Collection[Channel]) -> Mapping[str, Capability]:
    """The bots of a commune, with what they can do. Its own of a channel take the place of those that are shared."""
    own = [one for one in channels if owner_of(one.name) == code]
    kinds = {one.kind for one in own}
    shared = [one for one in channels if not owner_of(one.name) and one.kind not in kinds]
    return {one.name: one.can for one in (*shared, *own)}


def also_heard(code: str, channels: Collection[Channel]) -> frozenset[str]:
    """The shared bots in whose place a commune has its own: whoever came in over one of them still writes there."""
    own = {one.kind for one in channels if owner_of(one.name) == code}
    return frozenset(one.name for one in channels if not owner_of(one.name) and one.kind in own)
