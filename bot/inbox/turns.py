"""Turns: the updates that wait in the inbox are answered in their order, several in one transaction.

Under load most of what a turn takes is what a transaction takes. An update leaves the line in the transaction that
holds its answer: killed at any moment, the program has done both or neither.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.inbox import batches
from bot.inbox.crash_marker import NOT_STORED_YET, CrashMarker
from handlers import dispatch
from handlers.turn import Turn
from models import accounts, conversations, inbox, read_ahead, turn_locks
from models.database import NOBODY, Store
from models.turn_locks import Busy
from services import wording
from services.context import Address, Context, Deployment
from services.inbound import Inbound, Kind

log = logging.getLogger(__name__)

Observe = Callable[[str, str, float], None]  # the kind of an update, what became of it, and its seconds
NoteSlow = Callable[[str], None]  # the kind of an update whose turn took long
_TOGETHER = 8  # messages of one transaction: what the first is answered waits for the last
MOST_AT_ONCE = 32  # of people whose turns stand beside one another (bot/inbox/batches.py), which are short
_LONGEST = 0.05  # seconds after which nobody further is taken into it
_SLOW = 1.0  # seconds, in which nobody else was answered
_REFUSALS = (IntegrityError, DataError)  # of what was said; other faults of the database are its own
ANSWERED, REPEATED, FAILED, NOT_STORED = "answered", "repeated", "failed", "not stored"


class _NotStored(NamedTuple):
    """A message that is stored in the transaction of its turn."""

    kind: str
    inbound: Inbound
    id: int = NOT_STORED_YET


class Turns:
    """Answers the updates of one commune, in whatever thread it is called. `commune_id` is looked up if not given."""

    def __init__(
        self,
        store: Store,
        deployment: Deployment,
        clock: Clock,
        observe: Observe | None = None,
        note_slow: NoteSlow | None = None,
        marker: CrashMarker | None = None,
        commune_id: int | None = None,
    ) -> None:
        self._commune_id = commune_id
        self._store = store
        self._deployment = deployment
        self._clock = clock
        self._observe = observe
        self._note_slow = note_slow
        self._marker = marker

    def answer(self, *, is_known: bool = False) -> bool:
        """Answer those whose turn it is; whether more may wait. Raises when the database cannot be written.

        `Busy` where another process answers this commune now; `is_known` where somebody has just been seen waiting.
        """
        started = time.monotonic()
        batch: list[Row[Any]] = []
        try:
            if is_known or self._store.is_sqlite or self._is_anybody_waiting():
                return self._answer_together(batch)
        except Busy:
            raise
        except Exception as error:
            if not batch:
                raise
            log.warning("%d messages are tried one by one (%s)", len(batch), type(error).__name__)
            for message in batch:
                self._observe_turn(message.kind, self._by_itself(message), started)
            return True
        else:
            return False

    def _observe_turn(self, kind: str, outcome: str, started: float) -> None:
        if self._observe is not None and outcome != REPEATED:
            self._observe(kind, outcome, time.monotonic() - started)

    def _alone(self) -> AbstractContextManager[Session]:
        """`Busy` where another process has this commune: the thread that waited would answer the others."""
        return self._store.alone(self._commune(), 0)

    def _commune(self) -> int:
        if self._commune_id is None and not self._store.is_sqlite:
            with self._store.transaction() as session:
                self._commune_id = self._context(session).commune.id
        return self._commune_id or NOBODY

    def _is_anybody_waiting(self) -> bool:
        """A look without the lock of turns, for which another process might have to wait."""
        with self._store.transaction() as session:
            return bool(self._next(self._context(session), 1))

    def _context(self, session: Session) -> Context:
        return self._deployment.context(session, self._clock.now())

    def _next(self, context: Context, limit: int) -> Sequence[Row[Any]]:
        return inbox.next_in_line(context.session, self._deployment.heard, limit)

    def _answer_together(self, batch: list[Row[Any]]) -> bool:
        """All in one transaction without savepoints; `batch` is filled with what is answered."""
        started = time.monotonic()
        with self._alone() as session:
            context = self._context(session)
            waiting = self._next(context, MOST_AT_ONCE)
            while len(batch) < min(len(waiting), _TOGETHER) and not (batch and time.monotonic() - started > _LONGEST):
                context = self._context(session) if batch else context
                self._answer_next(context, waiting[len(batch) :], batch)
            if batch:
                inbox.settle(session, [message.id for message in batch])
        for message in batch:
            self._observe_turn(message.kind, ANSWERED, started)
        return len(batch) < len(waiting) or len(waiting) == MOST_AT_ONCE

    def _answer_next(self, context: Context, waiting: Sequence[Row[Any]], batch: list[Row[Any]]) -> None:
        """The next ones, as many as may be answered beside one another; what they have changed is written at the end.

        Each is written down by itself while it is not known whether one of them has killed the process.
        """
        is_wary = self._marker is not None and self._marker.is_wary
        many = 1 if is_wary else batches.beside_one_another(context, _readable(waiting))
        batch += waiting[:many]
        self._play(context, waiting[:many])

    def _play(self, context: Context, messages: Sequence[Row[Any] | _NotStored]) -> None:
        """The turns of messages that may be answered beside one another."""
        session = context.session
        for message in messages:
            with self._watched(message):
                dispatch.dispatch(self._turn(context, _inbound(message)))
                if message is messages[-1]:
                    session.flush()
        read_ahead.forget(session)
        session.expunge_all()  # the next turn sees what is stored, not what these remember

    def answer_within(
        self, session: Session, inbounds: Sequence[Inbound], store: Callable[[], set[tuple[str, str]]]
    ) -> set[tuple[str, str]] | None:
        """Answer updates in the transaction in which `store` stores them; it says by bot and key which were new.

        None, before anything is stored, where they are too many to be answered together.
        """
        context = self._context(session)
        many = batches.beside_one_another(context, inbounds)
        if many < len(inbounds) > _TOGETHER:
            return None
        due = set(new := store())
        while inbounds:
            messages = []
            for inbound in inbounds[:many]:
                if (inbound.bot, inbound.key) in due:
                    due.remove((inbound.bot, inbound.key))
                    messages.append(_NotStored(inbound.kind, inbound))
            self._play(context, messages)
            if inbounds := inbounds[many:]:
                context = self._context(session)
                many = batches.beside_one_another(context, inbounds)
        return new

    def _by_itself(self, message: Row[Any]) -> str:
        for _ in range(2):
            try:
                return self._careful_turn(message.id)
            except _REFUSALS:
                log.exception("the answer to a message of kind %s could not be stored", message.kind)
        # Nobody else was faster: the database will never take it, and the others must not wait for it for ever.
        with self._alone() as session:
            self._context(session)
            inbox.settle(session, [message.id], "could not be stored")
        return FAILED

    def _careful_turn(self, message_id: int) -> str:
        """One turn in a transaction that takes the message out of the line even where the answer fails."""
        with self._alone() as session:
            context = self._context(session)
            message = inbox.waiting(session, message_id)
            if message is None:
                return REPEATED  # another process was faster
            turn: Turn | None = None
            fault: str | None = None
            try:
                with self._watched(message), session.begin_nested():
                    turn = self._turn(context, _inbound(message))
                    dispatch.dispatch(turn)
            except Exception as error:
                if _is_of_database(error, has_begun=turn is not None):
                    raise  # it is the database's trouble, not the message's: it waits
                # A poison message (decision 26): kept as failed, so that the next ones get through.
                log.exception("a message of kind %s could not be answered", message.kind)
                fault = type(error).__name__
                if turn is not None:
                    self._apologise(self._turn(context, turn.inbound))  # of the one before nothing is left
            inbox.settle(session, [message_id], fault)
        return FAILED if fault else ANSWERED

    def set_aside(self, message_id: int) -> None:
        """The process died in this message's turn, again and again: it fails, so that the next ones get through."""
        with self._alone() as session:
            context = self._context(session)
            message = inbox.waiting(session, message_id)
            if message is not None:
                log.error("a message of kind %s is set aside: the process died whenever it was answered", message.kind)
                self._apologise(self._turn(context, _inbound(message)))
                inbox.settle(session, [message_id], "the process died of it")
        if message is not None:
            self._observe_turn(message.kind, FAILED, time.monotonic())

    @contextmanager
    def _watched(self, message: Row[Any] | _NotStored) -> Iterator[None]:
        """Log and count a turn that kept everybody else waiting; neither its words nor whose it is."""
        started, kind = time.monotonic(), message.kind
        try:
            with self._marker.turn(message.id) if self._marker is not None else nullcontext():
                yield
        finally:
            seconds = time.monotonic() - started
            if seconds > _SLOW:
                log.warning("a turn of kind %s took %.1f s", kind, seconds)
                if self._note_slow is not None:
                    self._note_slow(kind)

    def _turn(self, context: Context, inbound: Inbound) -> Turn:
        session = context.session
        account = accounts.account(session, inbound.bot, inbound.sender_id)
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
            roll_ups=context.roll_ups,
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


def _is_of_database(error: Exception, *, has_begun: bool) -> bool:
    """Whether a turn fails for what its message has no part in: a connection that broke, a lock, a deadlock."""
    if not isinstance(error, DBAPIError) or isinstance(error, _REFUSALS):
        return False
    return not has_begun or error.connection_invalidated or turn_locks.is_passing(error)


def _readable(waiting: Sequence[Row[Any]]) -> list[Inbound]:
    """The first of them that can be read; what cannot fails in its own turn."""
    inbounds = []
    with suppress(Exception):
        for message in waiting:
            inbounds.append(_inbound(message))
    return inbounds


def _inbound(message: Row[Any] | _NotStored) -> Inbound:
    return message.inbound if isinstance(message, _NotStored) else Inbound.from_json(message.payload)
