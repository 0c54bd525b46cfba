"""A commune that was out of service is served again: what it had queued before is settled before any of it is sent.

How long a commune was out of service is kept in the database, for it may be longer than a program runs.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.backups import aftermath
from bot.communes import telling
from models import announcements, delivery_queue, key_values, units
from models.database import Store
from models.messages import PENDING
from models.outbox_states import Failure
from services import wording
from services.announcing import excerpt
from services.context import Deployment

log = logging.getLogger(__name__)

LONG = timedelta(hours=12)  # what was said in the morning still serves in the evening; a question of last week does not
_KEY = "communes out of service"
_REASON = "its commune was out of service"


def settle(
    store: Store, served: Mapping[str, Deployment], resting: Collection[str], bots: Collection[str], now: datetime
) -> None:
    """Before communes are served (by code), or rest: note which ones are neither, and settle those that come back."""
    with store.deployment_wide("which communes are out of service is known of all") as session:
        ids, away = units.communes(session), json.loads(key_values.get(session, _KEY) or "{}")
        known = {*served, *resting}
        left = {code: away.get(code, now.isoformat()) for code in ids if code not in known}
        for code in ids.keys() & away.keys() & known:
            _come_back(session, ids[code], now - datetime.fromisoformat(away[code]), bots, now)
        if left != away:
            key_values.put(session, _KEY, json.dumps(left))
        restored = [code for code in aftermath.left_out(session) if code in served]
    for code in restored:
        aftermath.settle_left_out(store, served[code], now)


def _come_back(session: Session, commune_id: int, away: timedelta, bots: Collection[str], now: datetime) -> None:
    """What is public an officer decides about; other messages go on, unless they are of long ago."""
    dropped = _settle_messages(session, commune_id, is_long=away >= LONG)
    held = announcements.hold_back(session, commune_id, now) if away >= LONG else []
    if dropped:
        telling.to_officers(session, commune_id, wording.commune_is_back(dropped), bots, now)
    if held:
        text = wording.announcements_not_sent([excerpt(one) for one in held])
        telling.to_officers(session, commune_id, text, bots, now)
    log.info("a commune is back after %s: %d messages and %d announcements are not sent", away, dropped, len(held))


def _settle_messages(session: Session, commune_id: int, *, is_long: bool) -> int:
    """How many are never sent."""
    dropped = 0
    for row in delivery_queue.unsent(session, commune_id):
        if row.is_said_once:
            if row.state is PENDING:  # one that was being sent is put in doubt when it is claimed
                is_begun = bool(row.pieces_sent or row.doubts)
                row.put_in_doubt(Failure.INTERRUPTED if is_begun else Failure.OUT_OF_SERVICE, _REASON)
        elif is_long:
            row.drop(Failure.OUT_OF_SERVICE, _REASON)
            dropped += 1
    return dropped
