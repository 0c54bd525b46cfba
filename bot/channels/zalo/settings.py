"""Zalo's settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, SecretStr

from bot.channels.contract import WebhookAddress
from bot.channels.descriptor import BotToken, ChannelSettings
from bot.setting_types import WebAddress
from services.capability import Quota

NAME = "zalo"


def _token(token: SecretStr) -> SecretStr:
    number, colon, rest = token.get_secret_value().partition(":")
    if not (number.isdigit() and colon and rest):
        raise ValueError("không đúng dạng 123456:abc… mà Zalo Bot Manager gửi")
    return token


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not 8 <= len(secret.get_secret_value()) <= 256:
        raise ValueError("phải có 8 đến 256 ký tự")
    return secret


def _count(count: int) -> int:
    if count < 1:
        raise ValueError("phải từ 1 trở lên")
    return count


Token = Annotated[SecretStr, AfterValidator(_token)]
Count = Annotated[int, AfterValidator(_count)]


class ZaloSettings(ChannelSettings):
    """`zalo_messages` a month in both directions and `zalo_people` are what the platform gives one bot."""

    zalo_bot_token: Token | None = None
    zalo_bot_token_2: Token | None = None
    zalo_api_url: WebAddress = "https://bot-api.zaloplatforms.com"
    zalo_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    zalo_messages: Count = 3000
    zalo_people: Count = 50
    zalo_paced: bool = True

    @property
    def zalo_public_url(self) -> str:
        """Where Zalo can reach this program; "" for nowhere: it opens https:// addresses only.

        A platform on plain http:// is a simulator on this machine, which opens any address.
        """
        public = self.public_url or ""
        return public if public.startswith("https://") or self.zalo_api_url.startswith("http://") else ""

    def zalo_webhook(self, bot: BotToken) -> WebhookAddress | None:
        """Where updates are pushed to; None where they are polled."""
        if self.zalo_webhook_secret is None or not self.zalo_public_url:
            return None
        return WebhookAddress(bot.webhook_url(self.zalo_public_url), self.zalo_webhook_secret.get_secret_value())

    def zalo_quota(self, bot: BotToken) -> Quota:
        """Counted by the public part of the token."""
        return Quota(bot.secret.partition(":")[0], self.zalo_messages, self.zalo_people)
