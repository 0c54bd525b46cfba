"""Telegram's settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, SecretStr, model_validator

from bot.channels.descriptor import ChannelSettings
from bot.setting_types import OwnSecret, WebAddress

NAME = "telegram"


def _token(token: SecretStr) -> SecretStr:
    number, colon, rest = token.get_secret_value().partition(":")
    if not (number.isdigit() and colon and rest):
        raise ValueError("không đúng dạng 123456:ABC… mà BotFather cấp")
    return token


Token = Annotated[SecretStr, AfterValidator(_token)]


class TelegramSettings(ChannelSettings):
    """With a secret for its webhook updates are pushed to PUBLIC_URL, without one they are polled."""

    telegram_bot_token: Token | None = None
    telegram_bot_token_2: Token | None = None
    telegram_api_url: WebAddress = "https://api.telegram.org"
    telegram_webhook_secret: OwnSecret | None = None
    telegram_paced: bool = True

    @model_validator(mode="after")
    def _telegram_is_reachable(self) -> TelegramSettings:
        if self.telegram_webhook_secret is not None and self.public_url is None:
            raise ValueError("TELEGRAM_WEBHOOK_SECRET cần PUBLIC_URL: Telegram gửi tin về đâu?")
        return self
