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
from models.database import Store
from services import finding
from services.finding import Finding

_CLOCK_SECONDS = 60


async def examine(settings: TelegramSettings, bot: BotToken, _store: Store | None) -> Sequence[Finding]:
    """Asks Telegram who the bot is; polling or webhook stay as they are."""
    url, subject = settings.telegram_api_url, "Telegram" if bot.key == NAME else bot.label
    channel = Telegram(bot.secret, url)
    try:
        async with httpx.AsyncClient(timeout=10, verify=tls.context()) as client:
            answer = await client.get(url)
        username = (await channel.bot.get_me()).username
    except telegram.error.InvalidToken:
        return [finding.fault(subject, f"Telegram không nhận mã này: xem {bot.setting} trong .env")]
    except Exception as error:
        reason = f"không tới được {url} từ máy này ({type(error).__name__}): xin xem mạng"
        return [finding.fault(subject, reason)]
    finally:
        await channel.close()
    return [finding.good(subject, f"@{username}"), *_clock(answer)]


def _clock(answer: httpx.Response) -> list[Finding]:
    written = answer.headers.get("date")
    if not written:
        return []
    off = abs((datetime.now(UTC) - parsedate_to_datetime(written)).total_seconds())
    if off <= _CLOCK_SECONDS:
        return [finding.good("đồng hồ", "đúng giờ")]
    text = f"lệch {off:.0f} giây, hạn và giờ nhắc sẽ sai: đặt lại giờ của máy (timedatectl set-ntp true)"
    return [finding.fault("đồng hồ", text)]
