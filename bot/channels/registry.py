"""Every channel there is: one row each. Nothing else in the program names a channel."""

from __future__ import annotations

from typing import Any

from bot.channels.contract import Channel
from bot.channels.descriptor import ChannelDescriptor, ChannelSettings
from bot.channels.telegram.descriptor import TELEGRAM
from bot.channels.zalo.descriptor import ZALO
from models.database import Store

CHANNELS: tuple[ChannelDescriptor[Any], ...] = (
    TELEGRAM,
    ZALO,
)


def is_configured(settings: ChannelSettings) -> bool:
    """Whether any channel has a token."""
    return any(channel.bots(settings) for channel in CHANNELS)


def configured(settings: ChannelSettings, store: Store) -> list[Channel]:
    """Every bot that has its token, of every channel."""
    return [channel.open(settings, bot, store) for channel in CHANNELS for bot in channel.bots(settings)]


def labels() -> dict[str, str]:
    """What people read, by the key of a bot: also of one that is no longer configured, but has brought figures."""
    return {key: label for channel in CHANNELS for key, label in channel.labels().items()}


def platforms(settings: ChannelSettings) -> list[str]:
    """The web addresses of the platforms that are in use."""
    return [getattr(settings, channel.api_url) for channel in CHANNELS if channel.bots(settings)]
