"""Which bot of a platform stands behind each key: one that is found under another key takes its people along.

A bot is known by the public part of its token. Without this, whoever turns an installation of one commune into one of
several would have to let everybody join again (docs/decisions/0083).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import bot_keys, key_values, turn_locks, units
from models.database import Store
from services.capability import owner_of

log = logging.getLogger(__name__)

_KEY = "identities of bots"


def settle(store: Store, tokens: Mapping[str, str]) -> None:
    """Before bots are opened: `tokens` are all that this program has, by key."""
    now = {key: secret.partition(":")[0] for key, secret in tokens.items()}
    try:
        _settle(store, now)
    except IntegrityError:  # another process starts at the same moment, and has noted them
        _settle(store, now)


def _settle(store: Store, now: dict[str, str]) -> None:
    with store.deployment_wide("a bot's rows are whosever its people are") as session:
        turn_locks.end_soon(session)
        known: dict[str, str] = json.loads(key_values.get(session, _KEY) or "{}")
        moves = [(before, key) for key in now if (before := _before(known, now, key)) is not None]
        for before, key in moves:
            _move(session, before, key)
            known.pop(before, None)  # another bot may stand there now
        if known | now != known or moves:
            key_values.put(session, _KEY, json.dumps(known | now))


def _before(known: Mapping[str, str], now: Mapping[str, str], key: str) -> str | None:
    """The key under which this program's bot stood before, and stands no more; None where it is the same, or is new.

    Where nothing was noted of any bot (a build from before), a commune's own one is what the installation's one was.
    """
    if known.get(key) == now[key]:
        return None
    for one, identity in known.items():
        if identity == now[key] != now.get(one):
            return one
    shared = key.partition("@")[0]
    return shared if owner_of(key) and not known and shared not in now else None


def _move(session: Session, before: str, key: str) -> None:
    owner = owner_of(key)
    commune_id = units.communes(session).get(owner) if owner else None
    if owner and commune_id is None:
        return
    count = bot_keys.move(session, before, key, commune_id)
    if count:
        log.info("the bot %s is %s now: %d rows went along", before, key, count)
