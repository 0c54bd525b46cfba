"""Zalo's webhook: where it knocks, with which header, and what takes an update."""

from __future__ import annotations

from typing import Any

from bot.channels.contract import Take
from bot.channels.zalo.channel import Zalo
from bot.http.webhooks import Hook

PATH = "/zalo"


def hook(channel: Zalo, take: Take) -> Hook:
    """The platform has been seen to knock with an empty body first."""
    assert channel.hook is not None

    async def accept(body: dict[str, Any]) -> None:
        inbounds = channel.read(body)
        if inbounds:
            await take(inbounds)

    return Hook(channel.name, PATH, "X-Bot-Api-Secret-Token", channel.hook.secret, accept, probes=True)
