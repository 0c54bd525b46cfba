"""The channels that the settings name: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.channels import telegram, zalo, zalo_webhook
from bot.channels.contract import Channel
from bot.channels.telegram import Telegram
from bot.channels.zalo import Hook, Zalo
from bot.settings import Settings
from bot.shelf import Shelf
from handlers.capability import Quota
from models.database import Store

Make = Callable[[Settings, Store], Channel | None]


def _telegram(settings: Settings, _store: Store) -> Telegram | None:
    return Telegram(settings.token, settings.telegram_api_url) if settings.telegram_bot_token else None


def _zalo(settings: Settings, store: Store) -> Zalo | None:
    return open_zalo(settings, store) if settings.zalo_bot_token else None


def open_zalo(settings: Settings, store: Store) -> Zalo:
    """The Zalo channel, whether or not it is for the demo."""
    public = settings.public_url or ""
    # A picture's address must be one that the platform opens; the demo's platform is on this machine.
    is_public = public.startswith("https://") or (settings.is_demo and bool(public))
    secret = settings.zalo_secret
    return Zalo(
        settings.zalo_token,
        settings.zalo_api_url,
        quota_of(settings),
        publish=Shelf(store, public).put if is_public else None,
        hook=Hook(f"{public}{zalo_webhook.PATH}", secret) if secret and is_public else None,
    )


def quota_of(settings: Settings) -> Quota:
    """The ledger goes by the public part of the token."""
    return Quota(settings.zalo_token.partition(":")[0], settings.zalo_messages, settings.zalo_people)


CHANNELS: Mapping[str, Make] = {telegram.NAME: _telegram, zalo.NAME: _zalo}


def configured(settings: Settings, store: Store) -> list[Channel]:
    """Every channel that has its token."""
    made = [make(settings, store) for make in CHANNELS.values()]
    return [channel for channel in made if channel is not None]
