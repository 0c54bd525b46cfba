"""`thidua check` for Telegram: the token, and by the date of an answer whether this machine's clock is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import telegram.error

from bot.channels import tls
from bot.channels.descriptor import BotToken
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.settings import NAME, TelegramSettings
from bot.cli.finding import Finding
from models.database import Store

_CLOCK_SECONDS = 60


async def examine(settings: TelegramSettings, bot: BotToken, _store: Store | None) -> Sequence[Finding]:
    """Asks Telegram who the bot is; polling or webhook stay as they are."""
    url, subject = settings.telegram_api_url, "token" if bot.key == NAME else f"{bot.label} token"
    channel = Telegram(bot.secret, url)
    try:
        async with httpx.AsyncClient(timeout=10, verify=tls.context()) as client:
            answer = await client.get(url)
        username = (await channel.bot.get_me()).username
    except telegram.error.InvalidToken:
        return [Finding(subject, False, f"Telegram does not know it: check {bot.setting} in .env")]
    except Exception as error:
        reason = f"{url} cannot be reached ({type(error).__name__}): is the network up?"
        return [Finding(subject, False, reason)]
    finally:
        await channel.close()
    return [Finding(subject, True, f"@{username}"), *_clock(answer)]


def _clock(answer: httpx.Response) -> list[Finding]:
    written = answer.headers.get("date")
    if not written:
        return []
    off = abs((datetime.now(UTC) - parsedate_to_datetime(written)).total_seconds())
    text = "right" if off <= _CLOCK_SECONDS else f"{off:.0f} s off: set the machine's time (timedatectl set-ntp true)"
    return [Finding("clock", off <= _CLOCK_SECONDS, text)]
