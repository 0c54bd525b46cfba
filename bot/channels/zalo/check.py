"""`thidua check` for Zalo: the bot, its groups, the way to its pictures, and what is left of the month's messages."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

from bot import bootstrap
from bot.channels import registry
from bot.channels.contract import ChannelStopped
from bot.channels.zalo import channel as zalo
from bot.cli.finding import Finding
from bot.outbox import quota as ledger
from bot.settings import Settings
from models import message_quota, people
from services.capability import Quota


async def examine(settings: Settings) -> list[Finding]:
    """Asks Zalo who the bot is; polling or webhook stay as they are."""
    store = bootstrap.open_store(settings)
    channel = registry.open_zalo(settings, store)
    try:
        name = await channel.identify()
    except ChannelStopped as error:
        found = [Finding("Zalo token", False, str(error))]
    except Exception as error:
        reason = f"{settings.zalo_api_url} gives no answer ({type(error).__name__}): is the network up?"
        found = [Finding("Zalo token", False, reason)]
    else:
        found = [Finding("Zalo token", True, name), _groups(channel), *await _webhook(settings, channel)]
    finally:
        await channel.close()
    with store.transaction() as session:
        counted, users = message_quota.counted(session), people.count_accounts(session, zalo.NAME)
        used = {(one.bot, one.identity, one.month): one.used for one in counted}
    store.close()
    quota, now = registry.quota_of(settings), datetime.now(UTC).astimezone(ledger.ZONE)
    return [*found, _pictures(settings), *_quota(quota, used, users, now)]


def _groups(channel: zalo.Zalo) -> Finding:
    if channel.joins_groups:
        return Finding("Zalo groups", True, "the bot may join groups")
    advice = "can_join_groups is false: the leaders' post cannot go to a Zalo group; use Telegram for it (docs/zalo.md)"
    return Finding("Zalo groups", False, advice)


async def _webhook(settings: Settings, channel: zalo.Zalo) -> list[Finding]:
    """With a webhook: whether the platform gets through to it."""
    if not settings.zalo_secret:
        return []
    if channel.hook is None:
        return [Finding("Zalo webhook", False, "PUBLIC_URL is no https:// address: messages are polled instead")]
    outcome = await channel.probe()
    is_well = outcome in ("webhook.ok", "True")
    return [Finding("Zalo webhook", is_well, outcome if is_well else f"{outcome}: see docs/zalo.md, 6")]


def _pictures(settings: Settings) -> Finding:
    public = settings.public_url or ""
    if public.startswith("https://"):
        return Finding("Zalo pictures", True, f"opened at {public}/media")
    advice = "PUBLIC_URL is no https:// address: on Zalo the figures go as text, without picture and files"
    return Finding("Zalo pictures", False, advice)


def _quota(quota: Quota, used: dict[tuple[str, str, str], int], users: int, now: datetime) -> list[Finding]:
    """What was used, and what the month will come to if it goes on like this."""
    spent = used.get((zalo.NAME, quota.identity, message_quota.month_of(now)), 0)
    coming = projected(spent, now)
    text = f"{spent} of {quota.messages} messages this month, about {coming} by its end at this rate"
    is_enough = coming <= quota.messages
    crowd = f"{users} of {quota.people} people"
    has_room = users * 100 < quota.people * message_quota.WARNED_SHARE
    return [
        Finding("Zalo messages", is_enough, text if is_enough else f"{text}: see docs/zalo.md, 7"),
        Finding(
            "Zalo people", has_room, crowd if has_room else f"{crowd}: further people need Telegram or a second bot"
        ),
    ]


def projected(spent: int, now: datetime) -> int:
    """The month's messages by its end, from those up to now; the first day counts as a whole one."""
    days = calendar.monthrange(now.year, now.month)[1]
    gone = max(1.0, now.day - 1 + (now.hour * 60 + now.minute) / 1440)
    return round(spent * days / gone)
