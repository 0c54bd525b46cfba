"""Every channel there is: one row each. Nothing else in the program names a channel."""

from __future__ import annotations

from typing import Any

from bot.channels.contract import Channel
from bot.channels.descriptor import BotToken, ChannelDescriptor, ChannelSettings
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


def configured(settings: ChannelSettings, store: Store, commune: str = "") -> list[Channel]:
    """Every bot that has its token, of every channel; of a `commune` its own."""
    return [channel.open(settings, bot, store) for channel in CHANNELS for bot in channel.bots(settings, commune)]


def tokens(settings: ChannelSettings) -> list[BotToken]:
    """The tokens of every channel, with the settings they stand in."""
    return [bot for channel in CHANNELS for bot in channel.bots(settings)]


def keys(settings: ChannelSettings) -> dict[str, str]:
    """The tokens by the keys of their bots."""
    return {bot.key: bot.secret for bot in tokens(settings)}


def not_shareable(settings: ChannelSettings) -> list[str]:
    """What is wrong with tokens in the place of those that communes share."""
    return [
        f"{bot.setting}: bot {channel.label} không dùng chung được: đặt mã vào .env của xã có bot ấy"
        for channel in CHANNELS
        if not channel.is_shareable
        for bot in channel.bots(settings)
    ]


def own_fields() -> set[str]:
    """The settings that a commune may have for itself: those of the channels."""
    return {name for channel in CHANNELS for name in channel.settings.model_fields} - {"public_url"}


def token_fields() -> set[str]:
    """Those of them that hold a bot's token."""
    return {field for channel in CHANNELS for field in channel.tokens}


def labels() -> dict[str, str]:
    """What people read, by the key of a bot: also of one that is no longer configured, but has brought figures."""
    return {key: label for channel in CHANNELS for key, label in channel.labels().items()}


def platforms(settings: ChannelSettings) -> list[str]:
    """The web addresses of the platforms that are in use."""
    return [getattr(settings, channel.api_url) for channel in CHANNELS if channel.bots(settings)]
