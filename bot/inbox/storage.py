"""Stores updates in the inbox, where they wait for their answer: all that came together in one transaction.

From the commit on a channel may confirm them to the platform.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.inbox.turns import NOT_STORED, REPEATED, Observe
from bot.outbox import quota
from handlers import privacy, recognition
from models import inbox, scope
from models.database import Store
from services.context import Deployment
from services.inbound import Inbound, Kind

log = logging.getLogger(__name__)

_HIDDEN = "[mã]"  # in place of a code: a copy of the database opens nothing
_REFUSALS = (IntegrityError, DataError, ValueError, TypeError, OverflowError)  # of what was said, not of the disk's


class Storage:
    """Stores updates, in whatever thread it is called."""

    def __init__(self, store: Store, deployment: Deployment, clock: Clock, observe: Observe | None = None) -> None:
        self._store, self._deployment, self._clock, self._observe = store, deployment, clock, observe
        self._commune_id: int | None = None

    def store(self, inbounds: Sequence[Inbound]) -> int:
        """How many were new. Raises when they could not be stored; then none of them is, or some of the first."""
        started = time.monotonic()
        try:
            new = self._store_together(inbounds)
        except Exception:
            self._count(inbounds, NOT_STORED, started)
            raise
        self._count([one for one in inbounds if (one.bot, one.key) not in new], REPEATED, started)
        return len(new)

    def _count(self, inbounds: Sequence[Inbound], outcome: str, started: float) -> None:
        if self._observe is not None:
            for inbound in inbounds:
                self._observe(inbound.kind, outcome, time.monotonic() - started)

    def _store_together(self, inbounds: Sequence[Inbound]) -> set[tuple[str, str]]:
        """All in one transaction; where the database refuses one for what it says, each in one of its own."""
        try:
            return self._insert(inbounds)
        except _REFUSALS as error:
            log.warning("%d messages are stored one by one (%s)", len(inbounds), type(error).__name__)
        return {key for inbound in inbounds for key in self._store_alone(inbound)}

    def _store_alone(self, inbound: Inbound) -> set[tuple[str, str]]:
        for _ in range(2):
            try:
                return self._insert([inbound])
            except _REFUSALS:
                log.exception("a message of kind %s could not be stored", inbound.kind)
        # It was no other process that was faster: the database will never take it, and must not be asked for ever.
        return self._insert([replace(inbound, text="", data="", tapped="", title="", kind=Kind.OTHER)])

    def _insert(self, inbounds: Sequence[Inbound]) -> set[tuple[str, str]]:
        with self._store.transaction() as session:
            self._enter(session)
            now = self._clock.now()
            kept = [
                privacy.without_names(self._heard(inbound), lambda: self._deployment.context(session, now))
                for inbound in inbounds
            ]
            new = inbox.store(session, [self._row(inbound, now) for inbound in kept])
            self._count_in(session, new)
        return new

    def _enter(self, session: Session) -> None:
        """The commune, which stays the same: it is looked up once."""
        if self._commune_id is None:
            self._commune_id = self._deployment.context(session, self._clock.now()).commune.id
        else:
            scope.enter(session, self._commune_id)

    def _row(self, inbound: Inbound, now: datetime) -> Mapping[str, Any]:
        heard = replace(inbound, said_at=inbound.said_at or now)
        return {
            "commune_id": self._commune_id,
            "bot": inbound.bot,
            "key": inbound.key,
            "chat_id": inbound.chat_id,
            "sender_id": inbound.sender_id,
            "kind": inbound.kind,
            "text": _keepable(heard),
            "said_at": heard.said_at,
            "received_at": now,
            "payload": heard.to_json(),
        }

    def _heard(self, inbound: Inbound) -> Inbound:
        """In a group free text is nobody's business: it is not even kept for as long as it waits."""
        is_obeyed = (
            inbound.text.startswith("/")
            or recognition.code_within(inbound.text)
            or not self._deployment.can(inbound.bot).announces_groups
        )
        return inbound if is_obeyed or not inbound.is_group else replace(inbound, text="")

    def _count_in(self, session: Session, new: set[tuple[str, str]]) -> None:
        """Against the month's quota, where the platform counts."""
        for bot, _ in new:
            quota.count_in(session, bot, self._deployment.can(bot), datetime.now(UTC))


def _keepable(inbound: Inbound) -> str | None:
    """The text as far as it may stay: screened before, not after (decision 17); groups are not listened to."""
    if inbound.is_group or inbound.is_too_long or inbound.kind not in (Kind.TEXT, Kind.EDIT, Kind.CHOICE):
        return None
    text = recognition.without_codes(inbound.text or inbound.tapped, _HIDDEN)
    return None if privacy.is_personal(text) else text
