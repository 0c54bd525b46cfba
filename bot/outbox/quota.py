"""The use of a platform that counts messages: what is counted, what is held back when it runs short, when to stop."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.outbox import failover
from models import delivery_queue, message_quota
from models.message_quota import MessageQuota
from models.messages import OutboxMessage
from models.outbox_states import Failure
from services.capability import Capability, Quota

log = logging.getLogger(__name__)

Abilities = Mapping[str, Capability]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # whose months the platform's quota goes by
_PAUSE = timedelta(hours=1)  # after a refusal that our own count does not explain: perhaps it was the rate
_SHORT = "the month's quota runs short"


def row(session: Session, bot: str, can: Capability, now: datetime) -> MessageQuota | None:
    """This month's row of a counted bot; None where nothing is counted."""
    if can.quota is None:
        return None
    return message_quota.of(session, bot, can.quota.identity, message_quota.month_of(now.astimezone(ZONE)))


def count_out(session: Session, bot: str, can: Capability, now: datetime) -> None:
    if can.quota is not None:
        month = message_quota.month_of(now.astimezone(ZONE))
        message_quota.count(session, bot, can.quota.identity, month, given=1)


def count_in(session: Session, bot: str, metered: Quota, now: datetime) -> None:
    month = message_quota.month_of(now.astimezone(ZONE))
    message_quota.count(session, bot, metered.identity, month, taken=1)


def stopped(session: Session, now: datetime) -> Collection[str]:
    """The bots whose queue stands still; one whose time is over is tried again."""
    message_quota.resume(session, now)
    return message_quota.stopped(session)


def stop(session: Session, bot: str, abilities: Abilities, now: datetime) -> None:
    """The platform takes nothing more: the whole queue waits, and private messages go another way if there is one."""
    month = row(session, bot, abilities.get(bot, Capability()), now)
    if month is None:
        return
    quota = abilities[bot].quota
    is_spent = quota is not None and month.used >= quota.messages
    month.stopped_until = _next_month(now) if is_spent else now + _PAUSE
    session.flush()
    moved = sum(failover.elsewhere(session, one, abilities, "full") for one in delivery_queue.waiting(session, bot))
    log.warning("%s takes no more messages before %s; %d went another way", bot, month.stopped_until, moved)


def _next_month(now: datetime) -> datetime:
    first = now.astimezone(ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def admit(
    session: Session, abilities: Abilities, claimed: Sequence[OutboxMessage], now: datetime
) -> Sequence[OutboxMessage]:
    """What of the claimed messages is sent: all, or only the essential ones when the month's quota runs short."""
    admitted = []
    for one in claimed:
        can = abilities.get(one.bot, Capability())
        month = row(session, one.bot, can, now) if not one.purpose.is_essential else None
        if month is None or can.quota is None or month.used * 100 < can.quota.messages * message_quota.SHORT_SHARE:
            admitted.append(one)
        elif not failover.elsewhere(session, one, abilities, _SHORT):
            one.give_up(Failure.HELD_BACK, _SHORT)
    return admitted
