"""Telegram's row of the registry."""

from __future__ import annotations

from bot.channels.contract import WebhookAddress
from bot.channels.descriptor import BotToken, ChannelDescriptor
from bot.channels.telegram import check
from bot.channels.telegram.channel import PACE, Telegram
from bot.channels.telegram.settings import NAME, TelegramSettings
from models.database import Store
from services.capability import UNHURRIED


def open_bot(settings: TelegramSettings, bot: BotToken, _store: Store) -> Telegram:
    secret, url = settings.telegram_webhook_secret, bot.webhook_url(settings.public_url or "")
    return Telegram(
        bot.secret,
        settings.telegram_api_url,
        name=bot.key,
        setting=bot.setting,
        address=WebhookAddress(url, secret.get_secret_value()) if secret else None,
        pace=PACE if settings.telegram_paced else UNHURRIED,
    )


def invitation(username: str, code: str) -> str:
    """The link hands the code over."""
    return f"https://t.me/{username}?start={code}"


TELEGRAM = ChannelDescriptor(
    name=NAME,
    label="Telegram",
    settings=TelegramSettings,
    tokens=("telegram_bot_token", "telegram_bot_token_2"),
    api_url="telegram_api_url",
    open=open_bot,
    check=check.examine,
    invitation=invitation,
)
