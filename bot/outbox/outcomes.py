"""What became of a message, written down: with what follows from it for the person or the group."""

from __future__ import annotations

import logging
import random
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.contract import Moved, Outcome, Rejected, Sent, Unknown
from bot.outbox import failover, quota
from models import accounts, delivery_queue, groups, messages, turn_locks
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Failure
from services.capability import FULL, Capability

log = logging.getLogger(__name__)

_LONGEST_BACKOFF = 300.0
_ATTEMPTS = 200  # at five minutes each: the better part of a day without the platform
# A message in doubt may be with its person: it is tried again later and later, until the next wait would be too long.
_DOUBT_GROWTH = 5
_LONGEST_DOUBT = 7200.0
_FIRST_DOUBT = 2.0  # seconds after an error that proves nothing; after no answer at all half a lease
_COUNTED_DOUBTS = 3  # where every message counts
_LEASE = 90.0
_LONGEST_WAIT = delivery_queue.LONGEST_WAIT.total_seconds()


class Ended(NamedTuple):
    """A message, what became of it, and the lease under which it was sent.

    `is_plain`: that it was sent concerns its own row alone: no group, nobody's quota.
    """

    row_id: int
    outcome: Outcome
    lease: datetime | None
    is_plain: bool = False


class Unrecorded:
    """What ended and is not written down yet: all of it goes into one transaction, for each costs the disk a wait."""

    def __init__(self, abilities: Mapping[str, Capability], lease_seconds: float = _LEASE) -> None:
        self._abilities, self._lease_seconds = abilities, lease_seconds
        self._ended: list[Ended] = []
        self._is_careful = False
        self._lock = Lock()

    def add(self, one: Ended) -> None:
        self._ended.append(one)

    def rows(self) -> Collection[int]:
        """The messages that are not to be claimed: they have gone out, or have not, and the table does not know."""
        return [one.row_id for one in self._ended]

    @contextmanager
    def recording(self, store: Store) -> Iterator[Session]:
        """A transaction that begins by writing them down; they are kept here until it is committed."""
        with self._lock:
            were_careful, self._is_careful = self._is_careful, True
            with store.deployment_wide("what became of a message is noted, whosever it is") as session:
                turn_locks.wait_little(session)
                due = tuple(self._ended)
                plain = () if were_careful else [one for one in due if one.is_plain and isinstance(one.outcome, Sent)]
                delivery_queue.note_sent(session, [_sent(one) for one in plain], datetime.now(UTC))
                others = [one for one in due if one not in plain]
                _rows = messages.of_ids(session, [one.row_id for one in others])  # `record` then has each at hand
                written = [*plain, *(one for one in others if self._is_written(session, one, were_careful))]
                yield session
            for one in written:
                self._ended.remove(one)
            self._is_careful = len(written) < len(due)

    def _is_written(self, session: Session, one: Ended, is_careful: bool) -> bool:
        """After a failure each is tried for itself, so that one that cannot be written does not hold up the others."""
        if not is_careful:
            self._record(session, one)
            return True
        try:
            with session.begin_nested():
                self._record(session, one)
        except SQLAlchemyError:
            log.exception("what became of message %s could not be recorded; trying again", one.row_id)
            return False
        return True

    def _record(self, session: Session, ended: Ended) -> None:
        record(session, ended.row_id, ended.outcome, self._abilities, ended.lease, self._lease_seconds)


def _sent(one: Ended) -> tuple[int, str, str | None]:
    assert isinstance(one.outcome, Sent)
    return one.row_id, one.outcome.message_id, one.outcome.note or None


def record(
    session: Session,
    row_id: int,
    outcome: Outcome,
    abilities: Mapping[str, Capability] = MappingProxyType({}),
    lease: datetime | None = None,
    lease_seconds: float = _LEASE,
) -> None:
    """Write down what became of a message, and what follows from it for the person or the group.

    `lease` is the one under which it was sent. Where another has it by now, all that still counts is that it arrived.
    """
    row = session.get(OutboxMessage, row_id)
    if row is None:
        return
    if lease is not None and row.lease_until != lease and not isinstance(outcome, Sent):
        log.warning("message %s is in other hands; that it ended in %s is not recorded", row_id, outcome)
        return
    row.lease_until = None
    if isinstance(outcome, Sent | Unknown):  # what may have arrived is counted
        quota.count_out(session, row.bot, abilities.get(row.bot, FULL), datetime.now(UTC))
    match outcome:
        case Sent(message_id=message_id, note=note):
            row.state, row.message_id, row.sent_at = messages.SENT, message_id, datetime.now(UTC)
            row.failure, row.error = None, note or None
            _note_membership(session, row)
        case Moved(chat_id=new):
            groups.move(session, row.bot, row.chat_id, new, datetime.now(UTC))
            delivery_queue.move_chat(session, row.bot, row.chat_id, new)
            row.state, row.chat_id, row.not_before = messages.PENDING, new, None
        case Unknown(reason=reason) if row.is_said_once or failover.is_for_group(session, row):
            row.put_in_doubt(Failure.UNANSWERED, reason)
        case Unknown():
            is_counted = abilities.get(row.bot, FULL).quota is not None
            _doubt(row, outcome, lease_seconds, is_counted=is_counted, now=clock.shared(session))
        case Rejected():
            _rejected(session, row, outcome, abilities)


def _rejected(session: Session, row: OutboxMessage, outcome: Rejected, abilities: Mapping[str, Capability]) -> None:
    """The platform did not take a message: for good, for now, or for this month."""
    match outcome:
        case Rejected(is_final=True, is_blocked=False, reason=reason) if row.thread_id and not row.purpose.is_public:
            # Topics of a private chat are its owner's to delete; the message is for them all the same.
            row.thread_id = None
            _try_again(row, reason, 0.0, now=clock.shared(session))
        case Rejected(is_final=True, reason=reason):
            if outcome.is_blocked:
                _mark_blocked(session, row)
            if not failover.elsewhere(session, row, abilities, reason):
                _give_up(row, reason)
            log.warning("message %s to a chat of %s given up: %s", row.id, row.bot, reason)
        case Rejected(is_full=True, reason=reason):
            row.wait(reason)
            row.attempts -= 1
            quota.stop(session, row.bot, abilities, datetime.now(UTC))
        case Rejected(reason=reason, retry_after=wait):
            row.attempts -= outcome.is_throttled and wait is not None
            if row.attempts >= _ATTEMPTS:
                _give_up(row, reason)
            else:
                _try_again(row, reason, wait, now=clock.shared(session))


def _give_up(row: OutboxMessage, reason: str) -> None:
    """Nothing more is tried. The leadership post is not dropped in silence: an officer is asked what to do."""
    if row.once:
        row.put_in_doubt(Failure.REFUSED, reason)
    else:
        row.give_up(Failure.REFUSED, reason)


def _doubt(row: OutboxMessage, outcome: Unknown, lease_seconds: float, *, is_counted: bool, now: datetime) -> None:
    """It may have arrived: a repeat may trouble somebody, and giving up too early may leave them without it."""
    row.doubts += 1
    first = min(_FIRST_DOUBT, lease_seconds / 2) if outcome.is_answered else lease_seconds / 2
    wait = first * _DOUBT_GROWTH ** (row.doubts - 1)
    if wait > _LONGEST_DOUBT or (is_counted and row.doubts >= _COUNTED_DOUBTS):
        row.give_up(Failure.UNANSWERED, outcome.reason)
    else:
        _try_again(row, outcome.reason, wait, now=now)


def _try_again(row: OutboxMessage, reason: str, wait: float | None, *, now: datetime) -> None:
    if wait is None:
        wait = min(0.5 * 2 ** min(row.attempts, 12), _LONGEST_BACKOFF) * random.uniform(0.75, 1.25)  # noqa: S311  jitter
    row.wait(reason)
    row.not_before = now + timedelta(seconds=min(wait, _LONGEST_WAIT))


def _note_membership(session: Session, row: OutboxMessage) -> None:
    """A group that takes a message is one that the bot is in, whatever a refusal had said."""
    group = groups.find(session, row.bot, row.chat_id) if row.purpose.is_public else None
    if group is not None and group.moved_to is None:
        group.left_at = None


def _mark_blocked(session: Session, row: OutboxMessage) -> None:
    for account in accounts.accounts_of_chat(session, row.bot, row.chat_id):
        account.blocked_at = datetime.now(UTC)
    group = groups.find(session, row.bot, row.chat_id)
    if group is not None:
        group.left_at = datetime.now(UTC)
