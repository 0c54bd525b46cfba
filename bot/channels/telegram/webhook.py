"""Telegram's webhook: where it knocks, with which header, and what takes an update."""

from __future__ import annotations

from functools import partial

from bot.channels.contract import Take
from bot.channels.telegram.channel import Telegram
from bot.http.webhooks import Hook

PATH = "/telegram"


def hook(channel: Telegram, take: Take) -> Hook:
    assert channel.webhook is not None
    accept = partial(channel.pushed, take=take)
    return Hook(channel.name, PATH, "X-Telegram-Bot-Api-Secret-Token", channel.webhook.secret, accept)
