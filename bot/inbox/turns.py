"""Turns: each update is recorded and answered in one transaction; those that wait share one.

Under load most of what a turn takes is what a transaction takes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.outbox import quota
from handlers import dispatch, privacy
from handlers.turn import Turn
from models import conversations, messages, people
from models.database import Store
from services import wording
from services.context import Address, Context, Deployment
from services.inbound import Inbound, Kind

log = logging.getLogger(__name__)

Observe = Callable[[str, str, float], None]  # the kind of an update, what became of it, and its seconds
NoteSlow = Callable[[str], None]  # the kind of an update whose turn took long
_SLOW = 1.0  # seconds, in which nobody else was answered
ANSWERED, REPEATED, FAILED, NOT_STORED = "answered", "repeated", "failed", "not stored"


class Turns:
    """Answers updates, in whatever thread it is called."""

    def __init__(
        self,
        store: Store,
        deployment: Deployment,
        clock: Clock,
        observe: Observe | None = None,
        note_slow: NoteSlow | None = None,
    ) -> None:
        self._store = store
        self._deployment = deployment
        self._clock = clock
        self._observe = observe
        self._note_slow = note_slow

    def take(self, inbounds: Sequence[Inbound]) -> Sequence[str]:
        """What became of each. Raises when one could not be stored; those before it may be."""
        started = time.monotonic()
        outcomes: list[str] = []
        try:
            self._answer(inbounds, outcomes)
        finally:
            if self._observe is not None:
                seconds = time.monotonic() - started
                for at, inbound in enumerate(inbounds):
                    self._observe(inbound.kind, outcomes[at] if at < len(outcomes) else NOT_STORED, seconds)
        return outcomes

    def _answer(self, inbounds: Sequence[Inbound], outcomes: list[str]) -> None:
        """All in one transaction; where anything goes wrong in it, each in one of its own."""
        try:
            with self._store.alone() as session:
                found = [self._turn_of_many(session, one) for one in inbounds]
        except Exception as error:
            log.warning("%d messages are tried one by one (%s)", len(inbounds), type(error).__name__)
            for one in inbounds:
                outcomes.append(self._by_itself(one))
        else:
            outcomes += found

    def _turn_of_many(self, session: Session, inbound: Inbound) -> str:
        context = self._deployment.context(session, self._clock.now())
        if self._receive(context, inbound) is None:
            return REPEATED
        with self._watched(inbound):
            dispatch.dispatch(self._turn(context, inbound))
            session.flush()
        session.expunge_all()  # the next turn sees what is stored, not what this one remembers
        return ANSWERED

    def _by_itself(self, inbound: Inbound) -> str:
        for _ in range(2):
            try:
                return self._careful_turn(inbound)
            except (IntegrityError, DataError):
                log.exception("a message of kind %s could not be stored", inbound.kind)
        # It was no other process that was faster: the database will never take it, and must not be asked for ever.
        return self._careful_turn(replace(inbound, text="", data="", tapped="", kind=Kind.OTHER))

    def _careful_turn(self, inbound: Inbound) -> str:
        """One turn in a transaction that keeps the message even where the answer fails."""
        with self._store.alone() as session:
            context = self._deployment.context(session, self._clock.now())
            received = self._receive(context, inbound)
            if received is None:
                return REPEATED
            turn = self._turn(context, inbound)
            try:
                with self._watched(inbound), session.begin_nested():
                    dispatch.dispatch(turn)
            except Exception as error:
                # A poison message (decision 26): kept as failed and confirmed, so that the next ones get through.
                log.exception("a message of kind %s could not be answered", inbound.kind)
                messages.note_fault(session, received, type(error).__name__)
                self._apologise(turn)
                return FAILED
        return ANSWERED

    @contextmanager
    def _watched(self, inbound: Inbound) -> Iterator[None]:
        """Log and count a turn that kept everybody else waiting; neither its words nor whose it is."""
        started = time.monotonic()
        try:
            yield
        finally:
            seconds = time.monotonic() - started
            if seconds > _SLOW:
                log.warning("a turn of kind %s took %.1f s", inbound.kind, seconds)
                if self._note_slow is not None:
                    self._note_slow(inbound.kind)

    def _receive(self, context: Context, inbound: Inbound) -> int | None:
        """The update in the inbox, counted against the month's quota; None when it was there before."""
        now = context.now
        row = {
            "commune_id": context.commune.id,
            "bot": inbound.bot,
            "key": inbound.key,
            "chat_id": inbound.chat_id,
            "sender_id": inbound.sender_id,
            "kind": inbound.kind,
            "text": _keepable(inbound),
            "said_at": inbound.said_at or now,
            "received_at": now,
        }
        received = messages.receive(context.session, row)
        if received is not None:
            quota.count_in(context.session, inbound.bot, self._deployment.can(inbound.bot), datetime.now(UTC))
        return received

    def _turn(self, context: Context, inbound: Inbound) -> Turn:
        session = context.session
        account = people.account(session, inbound.bot, inbound.sender_id)
        is_heard = not inbound.is_group and inbound.kind is not Kind.BLOCKED
        if account is not None and account.blocked_at is not None and is_heard:
            account.blocked_at = None  # whoever writes can be written to
        return Turn(
            session=session,
            timeline=context.timeline,
            calendar=context.calendar,
            commune=context.commune,
            now=context.now,
            bots=context.bots,
            labels=context.labels,
            inbound=inbound,
            chat=conversations.chat(session, inbound.bot, inbound.chat_id),
            person=account.person if account else None,
        )

    def _apologise(self, turn: Turn) -> None:
        if turn.inbound.is_group:
            return
        campaign = turn.campaign
        turn.say(
            Address(turn.inbound.bot, turn.inbound.chat_id),
            wording.apology(campaign.officer_name, campaign.officer_phone),
        )


def _keepable(inbound: Inbound) -> str | None:
    """The text as far as it may be stored: screened before, not after (decision 17); groups are not listened to."""
    if inbound.is_group or inbound.is_too_long or inbound.kind not in (Kind.TEXT, Kind.EDIT, Kind.CHOICE):
        return None
    text = inbound.text or inbound.tapped
    return None if privacy.is_personal(text) else text
