"""The channels that the settings name: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.channels.contract import Channel, Take
from bot.channels.telegram import channel as telegram
from bot.channels.telegram import webhook as telegram_webhook
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo import channel as zalo
from bot.channels.zalo import webhook as zalo_webhook
from bot.channels.zalo.channel import Hook, Zalo
from bot.http import webhooks
from bot.http.media import MediaStore
from bot.settings import Settings
from models.database import Store
from services.capability import UNHURRIED, Quota

Make = Callable[[Settings, Store], Channel | None]


def _telegram(settings: Settings, _store: Store) -> Telegram | None:
    return open_telegram(settings) if settings.telegram_bot_token else None


def open_telegram(settings: Settings) -> Telegram:
    """With a secret for its webhook updates are pushed to PUBLIC_URL, without one they are polled."""
    secret = settings.telegram_webhook_secret
    webhook = None
    if secret is not None:
        webhook = telegram.Address(f"{settings.public_url}{telegram_webhook.PATH}", secret.get_secret_value())
    pace = telegram.PACE if settings.telegram_paced else UNHURRIED
    return Telegram(settings.token, settings.telegram_api_url, webhook=webhook, pace=pace)


def _zalo(settings: Settings, store: Store) -> Zalo | None:
    return open_zalo(settings, store) if settings.zalo_bot_token else None


def open_zalo(settings: Settings, store: Store) -> Zalo:
    """The Zalo channel, whether or not it is for the demo."""
    public = settings.public_url or ""
    # The platform opens only https://; a server of one's own that is called by http://, as the demo's, opens anything.
    is_public = public.startswith("https://") or (settings.zalo_api_url.startswith("http://") and bool(public))
    secret = settings.zalo_secret
    return Zalo(
        settings.zalo_token,
        settings.zalo_api_url,
        quota_of(settings),
        publish=MediaStore(store, public).put if is_public else None,
        pace=1.0 if settings.zalo_paced else 0.0,
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


def hooks(channels: Iterable[Channel], take: Take) -> list[webhooks.Hook]:
    """The doors of those channels whose updates are pushed."""
    found: list[webhooks.Hook] = []
    for channel in channels:
        if isinstance(channel, Telegram) and channel.webhook is not None:
            found.append(telegram_webhook.hook(channel, take))
        elif isinstance(channel, Zalo) and channel.hook is not None:
            found.append(zalo_webhook.hook(channel, take))
    return found
