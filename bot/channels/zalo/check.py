"""`thidua check` for Zalo: the bot, its groups, the way to its pictures, and what is left of the month's messages."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.channels.contract import ChannelStopped
from bot.channels.descriptor import BotToken
from bot.channels.zalo.channel import Zalo
from bot.channels.zalo.settings import ZaloSettings
from bot.outbox import quota as ledger
from models import message_quota, people
from models.database import Store
from services import finding
from services.capability import Quota
from services.finding import Finding


async def examine(settings: ZaloSettings, bot: BotToken, store: Store | None) -> Sequence[Finding]:
    """Asks Zalo who the bot is; polling or webhook stay as they are."""
    label = bot.label
    channel = Zalo(
        bot.secret, settings.zalo_api_url, name=bot.key, setting=bot.setting, address=settings.zalo_webhook(bot)
    )
    try:
        name = await channel.identify()
    except ChannelStopped as error:
        findings = [finding.fault(label, str(error))]
    except Exception as error:
        reason = f"{settings.zalo_api_url} không trả lời ({type(error).__name__}): xin xem mạng"
        findings = [finding.fault(label, reason)]
    else:
        findings = [finding.good(label, name), _groups(label, channel)]
        findings += await _webhook(label, settings, channel)
    finally:
        await channel.close()
    findings.append(_pictures(label, settings))
    return [*findings, *(_use(label, settings, bot, store) if store is not None else [])]


def _groups(label: str, channel: Zalo) -> Finding:
    if channel.joins_groups:
        return finding.good(f"{label}, nhóm", "bot vào được nhóm")
    text = "bot không vào được nhóm (can_join_groups là false), bài tổng hợp xin dùng nhóm Telegram: docs/zalo.md"
    return finding.advice(f"{label}, nhóm", text)


async def _webhook(label: str, settings: ZaloSettings, channel: Zalo) -> list[Finding]:
    """With a webhook: whether the platform gets through to it."""
    if settings.zalo_webhook_secret is None:
        return []
    if channel.address is None:
        return [finding.advice(f"{label}, webhook", "PUBLIC_URL không phải địa chỉ https://, máy tự hỏi tin thay")]
    outcome = await channel.probe()
    is_well = outcome in ("webhook.ok", "True")
    return [finding.unless(is_well, f"{label}, webhook", outcome if is_well else f"{outcome}: docs/zalo.md, 6")]


def _pictures(label: str, settings: ZaloSettings) -> Finding:
    public = settings.public_url or ""
    if public.startswith("https://"):
        return finding.good(f"{label}, ảnh", f"mở tại {public}/media")
    text = "PUBLIC_URL không phải địa chỉ https://: trên Zalo số liệu gửi bằng chữ, không có ảnh và tệp"
    return finding.advice(f"{label}, ảnh", text)


def _use(label: str, settings: ZaloSettings, bot: BotToken, store: Store) -> list[Finding]:
    """Messages and people, as far as the database knows of them."""
    quota, now = settings.zalo_quota(bot), datetime.now(UTC).astimezone(ledger.ZONE)
    this_month = (bot.key, quota.identity, message_quota.month_of(now))
    with store.deployment_wide("a bot has so many accounts, whosever they are") as session:
        used = {(row.bot, row.identity, row.month): row.used for row in message_quota.counted(session)}
        users = people.count_accounts(session, bot.key)
    return _quota(label, quota, used.get(this_month, 0), users, now)


def _quota(label: str, quota: Quota, spent: int, users: int, now: datetime) -> list[Finding]:
    """What was used, and what the month will come to if it goes on like this."""
    coming = projected(spent, now)
    text = f"tháng này đã dùng {spent}/{quota.messages} tin, đến cuối tháng khoảng {coming}"
    is_enough = coming <= quota.messages
    crowd = f"{users}/{quota.people} người"
    has_room = users * 100 < quota.people * message_quota.WARNED_SHARE
    messages, crowds = f"{label}, số tin", f"{label}, số người"
    return [
        finding.good(messages, text) if is_enough else finding.advice(messages, f"{text}: docs/zalo.md, 7"),
        finding.good(crowds, crowd)
        if has_room
        else finding.advice(crowds, f"{crowd}: người vào sau cần Telegram hoặc một bot Zalo thứ hai"),
    ]


def projected(spent: int, now: datetime) -> int:
    """The month's messages by its end, from those up to now; the first day counts as a whole one."""
    days = calendar.monthrange(now.year, now.month)[1]
    gone = max(1.0, now.day - 1 + (now.hour * 60 + now.minute) / 1440)
    return round(spent * days / gone)
