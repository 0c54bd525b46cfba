"""Updates of a shared bot of which it is not known whose they are: each is handed over, asked about or answered.

One after the other, and what comes after something of its chat waits until that is answered: a code lets somebody in.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.inbox.crash_marker import CrashMarker
from bot.inbox.redaction import redacted
from handlers import commune_resolution as resolution
from handlers import pasting, privacy
from models import accounts, inbox, scope, turn_locks
from models.database import NOBODY, Store
from services.communes import Communes
from services.inbound import Inbound

log = logging.getLogger(__name__)

_TOGETHER = 20
_REASON = "whose an update is, is found out here"


class UnresolvedUpdates:
    """Of one process; in whatever thread it is called."""

    def __init__(self, store: Store, communes: Communes, clock: Clock, marker: CrashMarker | None = None) -> None:
        self._store, self._communes, self._clock, self._marker = store, communes, clock, marker

    def answer(self) -> bool:
        """Look after those that wait; whether there were any."""
        with self._store.alone(NOBODY, 0) as session:
            scope.widen(session, _REASON)
            waiting = inbox.next_unresolved(session, _TOGETHER, self._communes.unanswered(session))
            chats: set[tuple[str, str]] = set()
            for message in waiting:
                inbound = Inbound.from_json(message.payload)
                if (inbound.bot, inbound.chat_id) not in chats:
                    chats.add((inbound.bot, inbound.chat_id))
                    self._receive(session, message, inbound)
        return bool(waiting)

    def _receive(self, session: Session, message: Row[Any], inbound: Inbound) -> None:
        try:
            with self._marker.turn(message.id) if self._marker else nullcontext(), session.begin_nested():
                caller = self._caller(session, inbound)
                self._pass_on(session, message, caller, resolution.receive(caller))
        except OperationalError as error:
            if not turn_locks.is_waited_for(error):
                raise
            log.warning("a message of kind %s waits for a turn of the commune that it leads to", message.kind)
        except (LookupError, ValueError, TypeError, ArithmeticError) as error:
            log.exception("a message of kind %s could not be led to a commune", message.kind)
            inbox.settle(session, [message.id], type(error).__name__)
        scope.widen(session, _REASON)

    def _caller(self, session: Session, inbound: Inbound) -> resolution.Caller:
        sender = inbound.bot, inbound.sender_id
        served, shared = self._communes.served(session), self._communes.of_bot(session, inbound.bot)
        names = {key: served[key].campaign.commune_name for key in shared if key in served}
        joined = accounts.communes_of(session, [sender]).get(sender, [])
        chats = accounts.chats_of(session, *sender)
        known = dict(resolution.names_of(names, joined))
        now, held = self._clock.now(), self._communes.held(session)
        return resolution.Caller(session, inbound, now, known, chats, self._communes.roll_ups, held)

    def _pass_on(
        self, session: Session, message: Row[Any], caller: resolution.Caller, passed: resolution.Passed
    ) -> None:
        if passed.is_put_aside:
            return inbox.put_aside(session, message.id)
        if passed.releases is not None:
            aside = inbox.aside(session, caller.inbound.bot, caller.inbound.sender_id)
            for earlier in aside:
                self._hand_over(session, earlier.id, passed.releases, Inbound.from_json(earlier.payload))
            if not aside:
                resolution.confirm(caller, passed.releases)
        if not passed.communes or passed.inbound is None:
            return inbox.settle(session, [message.id])
        first, *others = passed.communes
        for commune_id in others:
            self._copy(session, commune_id, message, passed.inbound)
        return self._hand_over(session, message.id, first, passed.inbound)

    def _hand_over(self, session: Session, message_id: int, commune_id: int, inbound: Inbound) -> None:
        kept = self._screened(session, commune_id, inbound)
        inbox.hand_over(session, message_id, commune_id, redacted(kept), kept.to_json())

    def _copy(self, session: Session, commune_id: int, message: Row[Any], inbound: Inbound) -> None:
        """Of what concerns several communes each gets its own."""
        kept = self._screened(session, commune_id, replace(inbound, key=f"{inbound.key}@{commune_id}"))
        row = {
            "commune_id": commune_id,
            "bot": kept.bot,
            "key": kept.key,
            "chat_id": kept.chat_id,
            "sender_id": kept.sender_id,
            "kind": kept.kind,
            "text": redacted(kept),
            "said_at": kept.said_at or message.received_at,
            "received_at": message.received_at,
            "payload": kept.to_json(),
        }
        inbox.store(session, [row])

    def _screened(self, session: Session, commune_id: int, inbound: Inbound) -> Inbound:
        """Only now it is known whose names may be kept."""
        now = self._clock.now()
        table = None
        if inbound.pasted and commune_id in self._communes.served(session):
            self._communes.enter(session, commune_id, now)
            table = pasting.as_table(session, inbound, now)
        bare = replace(inbound, pasted="")
        kept = table or privacy.without_names(bare, lambda: self._communes.enter(session, commune_id, now))
        scope.widen(session, _REASON)
        return kept
