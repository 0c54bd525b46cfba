"""The group of a roll-up (tổng hợp liên xã): bound by the operator's code, and no commune's from then on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers import recognition
from models import delivery_queue, groups, roll_ups
from services import roll_ups as at_work
from services.inbound import Inbound, Kind
from services.roll_ups import Above


def hear(session: Session, inbound: Inbound, above: Above, now: datetime) -> bool:
    """Whether an update in a group is a roll-up's affair; then it is done with, and no commune hears of it.

    Its group stays its group while its file is faulty or gone: `above` are those that can be read.
    """
    if not inbound.is_group:
        return False
    if above and inbound.kind is Kind.TEXT and bind(session, inbound, above, now):
        return True
    group = roll_ups.at(session, inbound.bot, inbound.chat_id)
    if group is None:
        return False
    if inbound.kind is Kind.REMOVED:
        group.left_at = now
    elif inbound.kind is Kind.ADDED:
        group.left_at = None
    elif inbound.kind is Kind.MOVED:
        group.chat_id, group.left_at = inbound.data, None
        delivery_queue.move_chat(session, inbound.bot, inbound.chat_id, inbound.data)
    return True


def bind(session: Session, inbound: Inbound, above: Above, now: datetime) -> bool:
    """Whether a text holds the operator's code for one of them: then its group is this one.

    A commune's leadership group is told that it cannot be, and the code stays good for another group.
    """
    code = recognition.code_within(inbound.text)
    group = roll_ups.behind(session, code, now) if code else None
    roll_up = next((one for one in above if group is not None and one.code == group.code), None)
    if group is None or roll_up is None:
        return False
    if groups.is_leadership(session, inbound.bot, inbound.chat_id):
        at_work.refuse(session, (inbound.bot, inbound.chat_id), now)
        return True
    there = roll_ups.at(session, inbound.bot, inbound.chat_id)
    if there is not None and there is not group:
        there.bot = there.chat_id = there.bound_at = None
        session.flush()
    at_work.bind(session, group, roll_up, (inbound.bot, inbound.chat_id), inbound.title, now)
    return True
