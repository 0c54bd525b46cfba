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
from bot.inbox import routing
from bot.inbox.redaction import redacted
from bot.inbox.turns import ANSWERED, NOT_STORED, REPEATED, Observe, Turns
from bot.outbox import quota
from handlers import pasting, privacy, recognition
from models import accounts, inbox, scope
from models.database import Store
from services.communes import Communes
from services.inbound import Inbound, Kind

log = logging.getLogger(__name__)

_REFUSALS = (IntegrityError, DataError, ValueError, TypeError, OverflowError)  # of what was said, not of the disk's


class Storage:
    """Stores updates, in whatever thread it is called."""

    def __init__(self, store: Store, communes: Communes, clock: Clock, observe: Observe | None = None) -> None:
        self._store, self._communes, self._clock, self._observe = store, communes, clock, observe

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
            whose = routing.whose(session, self._communes, inbounds)
            rows, now = [], self._clock.now()
            for inbound, commune_id in zip(inbounds, whose, strict=True):
                kept = self._kept(session, inbound, commune_id, now)
                rows.append(self._row(inbound, kept, commune_id, now) | {"payload": kept.to_json()})
            if len(set(whose)) > 1 or None in whose:
                scope.widen(session, "what came together is of several communes")
            new = inbox.store(session, rows)
            self._count_in(session, new)
        return new

    def store_and_answer(self, inbounds: Sequence[Inbound], turns: Turns) -> int | None:
        """Store updates of one commune and answer them in the same transaction: one commit, and nothing is read back.

        How many were new. None, with nothing stored, where others wait or not all may be answered together. Raises
        whatever a turn raises; then, too, nothing is stored.
        """
        started = time.monotonic()
        if not all(self._communes.can(inbound.bot).repeats_updates for inbound in inbounds):
            return None  # what the platform has forgotten is kept as soon as can be
        with self._store.transaction() as session:
            commune_id, *others = set(routing.whose(session, self._communes, inbounds))
            if commune_id is None or others:
                return None
            now = self._clock.now()
            kept = [self._kept(session, inbound, commune_id, now) for inbound in inbounds]
            rows = [self._row(*pair, commune_id, now) for pair in zip(inbounds, kept, strict=True)]
            new = turns.answer_within(session, kept, lambda: self._store_answered(session, rows))
        if new is not None:
            self._count([one for one in inbounds if (one.bot, one.key) in new], ANSWERED, started)
            self._count([one for one in inbounds if (one.bot, one.key) not in new], REPEATED, started)
        return None if new is None else len(new)

    def _store_answered(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
        new = inbox.store_answered(session, rows)
        self._count_in(session, new)
        return new

    def _kept(self, session: Session, inbound: Inbound, commune_id: int | None, now: datetime) -> Inbound:
        """What of an update waits for its answer, with the moment of its coming where the platform told none.

        What nobody knows yet whose it is waits as it was said, and is screened once more where it goes.
        """
        said_at = inbound.said_at or now
        heard = self._heard(inbound)
        if commune_id is None:
            is_kept = not heard.pasted or self._is_known(session, heard)
            return _with(heard, said_at=said_at, pasted=heard.pasted if is_kept else "")
        scope.enter(session, commune_id)
        table = pasting.as_table(session, heard, now) if heard.pasted else None
        bare = _with(heard, pasted="")
        kept = table or privacy.without_names(bare, lambda: self._communes.enter(session, commune_id, now))
        return _with(kept, said_at=said_at)

    def _row(self, inbound: Inbound, kept: Inbound, commune_id: int | None, now: datetime) -> dict[str, Any]:
        shown = kept if commune_id is not None else _with(kept, text=privacy.without_any_names(kept.text))
        return {
            "commune_id": commune_id,
            "bot": inbound.bot,
            "key": inbound.key,
            "chat_id": inbound.chat_id,
            "sender_id": inbound.sender_id,
            "kind": inbound.kind,
            "text": redacted(shown),
            "said_at": kept.said_at,
            "received_at": now,
        }

    def _is_known(self, session: Session, heard: Inbound) -> bool:
        """Of somebody in several communes a table waits as it was pasted; whether it is one is seen where it goes."""
        sender = heard.bot, heard.sender_id
        scope.widen(session, "whose an update is is not known yet")
        return not heard.is_group and bool(accounts.communes_of(session, [sender]).get(sender))

    def _heard(self, inbound: Inbound) -> Inbound:
        """In a group free text is nobody's business: it is not even kept for as long as it waits."""
        if not inbound.is_group:
            return inbound
        is_obeyed = (
            inbound.text.startswith("/")
            or recognition.code_within(inbound.text)
            or not self._communes.can(inbound.bot).announces_groups
        )
        return inbound if is_obeyed else replace(inbound, text="")

    def _count_in(self, session: Session, new: set[tuple[str, str]]) -> None:
        """Against the month's quota, where the platform counts."""
        for bot, _ in new:
            can = self._communes.can(bot)
            if can.quota is not None:
                quota.count_in(session, bot, can.quota, datetime.now(UTC))


def _with(inbound: Inbound, **changed: Any) -> Inbound:
    """The same with other values; nearly always it has them already."""
    is_same = all(getattr(inbound, name) == value for name, value in changed.items())
    return inbound if is_same else replace(inbound, **changed)
