"""A bot whose platform counts messages: the officers hear when a month's run short, and when no more are taken."""

from __future__ import annotations

from decimal import Decimal

from campaign.parsing import numbers
from models import message_quota, turn_locks
from models.message_quota import MessageQuota
from models.outbox_states import Purpose
from services import wording
from services.capability import Capability
from services.context import Context


def is_due(month: MessageQuota, can: Capability) -> bool:
    """Whether a bot's month has come to something that its officers do not know."""
    if can.quota is None or can.quota.identity != month.identity:
        return False
    if month.stopped_until is not None:
        return month.alerted_at is None
    return month.warned_at is None and month.used * 100 >= can.quota.messages * message_quota.WARNED_SHARE


def run(context: Context) -> int:
    """At 80 % of a month's messages the officers hear of it once, and once when the platform takes no more."""
    if not any(can.quota is not None for can in context.bots.values()):
        return 0
    told = 0
    turn_locks.end_soon(context.session)  # who stores this bot's updates waits for the rows that are told of here
    for month in message_quota.counted(context.session):
        quota = context.can(month.bot).quota
        if quota is None or quota.identity != month.identity:
            continue
        if month.stopped_until is not None and month.alerted_at is None:
            month.alerted_at = context.now
            told += _tell_officers(context, wording.quota_stopped(context.label(month.bot)))
        elif month.warned_at is None and month.used * 100 >= quota.messages * message_quota.WARNED_SHARE:
            month.warned_at = context.now
            used, most = (numbers.show(Decimal(one), whole=True) for one in (month.used, quota.messages))
            told += _tell_officers(context, wording.quota_warning(context.label(month.bot), used, most))
    return told


def _tell_officers(context: Context, text: str) -> int:
    officers = context.officers()
    return sum(context.tell(officer, text, purpose=Purpose.ALERT) for officer in officers)
