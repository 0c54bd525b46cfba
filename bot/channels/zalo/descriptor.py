"""Zalo's row of the registry."""

from __future__ import annotations

from bot.channels.descriptor import BotToken, ChannelDescriptor
from bot.channels.zalo import check
from bot.channels.zalo.channel import PACE, Zalo
from bot.channels.zalo.settings import NAME, ZaloSettings
from bot.http.media import MediaStore
from models.database import Store


def open_bot(settings: ZaloSettings, bot: BotToken, store: Store) -> Zalo:
    public_url = settings.zalo_public_url
    return Zalo(
        bot.secret,
        settings.zalo_api_url,
        settings.zalo_quota(bot),
        name=bot.key,
        setting=bot.setting,
        publish=MediaStore(store, public_url).put if public_url else None,
        pace=PACE if settings.zalo_paced else 0.0,
        address=settings.zalo_webhook(bot),
    )


def invitation(name: str, code: str) -> str:
    """Zalo hands no code over with a link: the person types it."""
    return f"Zalo: open the chat with {name} and type {code}"


ZALO = ChannelDescriptor(
    name=NAME,
    label="Zalo",
    settings=ZaloSettings,
    tokens=("zalo_bot_token", "zalo_bot_token_2"),
    api_url="zalo_api_url",
    open=open_bot,
    check=check.examine,
    invitation=invitation,
    is_shareable=False,  # fifty people
)
