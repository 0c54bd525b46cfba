"""Messages out: claims what is due in the outbox, sends it, and records what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot import clock
from bot.channels.contract import Channel, File, KnownFile, Outcome, Outgoing, Rejected, Sent, Unknown
from bot.clock import rest
from bot.outbox import announced_files, attachments, quota, rendering
from bot.outbox.outcomes import Ended, Unrecorded
from bot.outbox.rate_limit import RateLimiter
from models import delivery_queue, scope, sent_pictures, turn_locks
from models.database import Store
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from services import announcing, good_deeds, late_files

log = logging.getLogger(__name__)

IN_FLIGHT = 32  # what is answered together comes together again: half as many leave half as many transactions
LEASE_SECONDS = 90.0  # in its second half nothing is begun any more
_PATIENCE = 30.0  # seconds for an answer; with a picture or a file to upload as many as the lease has
_MARGIN = 0.1  # of a lease: so long before its end a call that was not answered is broken off
_IDLE_SECONDS = 1.0  # how soon a message that had to wait is looked at again
_CLOCK_JUMP = 2.0  # seconds by which the machine's clock may drift from the running one between two looks
_COUNT_SECONDS = 5.0  # how often the other processes are counted
_LONGEST_WAIT = delivery_queue.LONGEST_WAIT.total_seconds()

Result = TypeVar("Result")
Observe = Callable[[OutboxMessage, Outcome, float], None]  # the last is how long it took, in seconds


class Delivery:
    """Sends for every channel; leases and backoff go by the machine's clock, never the demo's."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        executor: Executor,
        observe: Observe | None = None,
        lease_seconds: float = LEASE_SECONDS,
        held: Callable[[Session], Collection[int]] = lambda _: (),
        is_held: Callable[[int | None], bool] = lambda _: False,
    ) -> None:
        self._held_communes = held  # of which nothing is sent
        self._is_held = is_held  # the same of one commune, without the database
        self._lease = timedelta(seconds=lease_seconds)
        self._observe = observe
        self._store = store
        self._channels = channels
        self._executor = executor
        self._work = asyncio.Event()
        self._sending: dict[asyncio.Task[None], int] = {}  # each carries the row of this number
        self._abilities = {name: channel.can for name, channel in channels.items()}
        self._unrecorded = Unrecorded(self._abilities, lease_seconds)
        self._pacer = RateLimiter(self._abilities)
        self._drift = _drift()
        self._count_at = 0.0
        self._is_metered = any(one.quota is not None for one in self._abilities.values())

    def channels_changed(self) -> None:
        """A commune's own bot was opened or closed. Call from the event loop."""
        self._abilities.clear()
        self._abilities.update({name: channel.can for name, channel in self._channels.items()})
        self._pacer.know(self._abilities)
        self._is_metered = any(one.quota is not None for one in self._abilities.values())

    def wake(self) -> None:
        """There may be something to send. Call from the event loop."""
        self._work.set()

    async def run(self) -> None:
        """Send for ever, until cancelled."""
        while True:
            self._work.clear()
            room, began = IN_FLIGHT - len(self._sending), clock.running()  # a lease is counted from before its claim
            try:
                claimed = await asyncio.get_running_loop().run_in_executor(self._executor, self._next, room)
            except Exception:
                log.exception("the outbox could not be read or written; trying again")
                await asyncio.sleep(_IDLE_SECONDS)
                continue
            for row in claimed:
                task = asyncio.create_task(self._carry(row, began))
                self._sending[task] = row.id
                task.add_done_callback(self._sending.pop)
            if len(self._sending) >= IN_FLIGHT:
                await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            elif len(claimed) < room:  # otherwise there may be more
                await rest(self._work, min(_IDLE_SECONDS, self._pacer.opens_in()))

    async def drain(self) -> None:
        """Let what is being sent come to its end, and write down how it ended."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=10)
        if self._unrecorded.rows():
            await asyncio.get_running_loop().run_in_executor(self._executor, self._next, 0)

    async def _in_store(self, work: Callable[[Session], Result]) -> Result:
        def run() -> Result:
            with self._store.deployment_wide("one bot sends the messages of all") as session:
                turn_locks.end_soon(session)
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._executor, run)

    def _next(self, room: int) -> Sequence[OutboxMessage]:
        """In one transaction: what became of the last messages, and up to `room` next ones."""
        with self._unrecorded.recording(self._store) as session:
            return self._claim(session, room) if room > 0 else []

    def _claim(self, session: Session, room: int) -> Sequence[OutboxMessage]:
        self._look_around(session)
        now = clock.shared(session)
        waits = quota.stopped(session, now) if self._is_metered else ()
        held = delivery_queue.Held(
            bots=[*waits, *self._pacer.still_bots()],
            chats=self._pacer.still_chats(),
            communes=self._held_communes(session),
            rows=[*self._sending.values(), *self._unrecorded.rows()],
        )
        claimed = delivery_queue.claim(session, now, self._lease, room, held, self._may)
        return quota.admit(session, self._abilities, claimed, now) if self._is_metered else claimed

    def _may(self, row: OutboxMessage) -> bool:
        return self._pacer.admit(row.bot, row.chat_id)

    def _look_around(self, session: Session) -> None:
        """On one machine: was its clock set? With several processes: how many divide the bot's limits among them?"""
        if self._store.is_sqlite:
            drift = _drift()
            if abs(drift - self._drift) > _CLOCK_JUMP:
                log.warning("the machine's clock was set by %.0f s", drift - self._drift)
                delivery_queue.shift_waits(session, timedelta(seconds=drift - self._drift))
            self._drift = drift
        elif clock.running() >= self._count_at:
            self._pacer.share = self._store.count_processes(session)
            self._count_at = clock.running() + _COUNT_SECONDS

    async def _carry(self, row: OutboxMessage, claimed_at: float) -> None:
        """One message on its way. What became of it is kept, however long the database takes to be there again."""
        lease, started = row.lease_until, clock.running()
        try:
            outcome = await self._send(row, claimed_at)
        except Exception as error:
            log.exception("message %s could not be sent", row.id)
            outcome = Unknown(type(error).__name__)
        if isinstance(outcome, Rejected) and outcome.is_throttled:
            self._pacer.stop(row.bot, row.chat_id, min(outcome.retry_after or _IDLE_SECONDS, _LONGEST_WAIT))
        if self._observe is not None:
            self._observe(row, outcome, clock.running() - started)
        is_plain = not row.purpose.is_public and row.bot in self._abilities and self._abilities[row.bot].quota is None
        self._unrecorded.add(Ended(row.id, outcome, row.lease_until or lease, is_plain))
        self._work.set()

    async def _send(self, row: OutboxMessage, claimed_at: float) -> Outcome:
        channel = self._channels.get(row.bot)
        if channel is None:
            return Rejected(f"the bot {row.bot} is not running")
        try:
            attached = await self._attachment(row, channel)
        except announced_files.NotFetched:
            return Rejected("its file is still being fetched", retry_after=announced_files.RETRY_SECONDS)
        except attachments.DrawingError as error:
            log.error("message %s cannot be drawn: %s", row.id, error)
            return Rejected(f"cannot be drawn: {error}")
        pieces = rendering.pieces(_outgoing(row, attached, has_buttons=channel.can.has_buttons), channel.can)
        words: Outcome | None = Sent(row.message_id or "") if row.pieces_sent else None
        for number, piece in enumerate(pieces[row.pieces_sent :], row.pieces_sent + 1):
            if (reason := self._late_obstacle(row, claimed_at)) is not None:
                return Rejected(reason, retry_after=0.0)
            outcome = await self._call(channel, piece, claimed_at)
            if row.purpose is Purpose.ANNOUNCEMENT and announced_files.is_refused(piece, outcome):
                outcome = await self._call(channel, announced_files.words_alone(piece), claimed_at)
            if words is not None and not piece.text:
                return _with_attachment(row, words, outcome)
            if not isinstance(outcome, Sent):
                return outcome
            words = words or outcome
            if number < len(pieces):
                await self._in_store(partial(self._note_piece, row, number))
                claimed_at = clock.running()
        return words or Rejected("there is nothing to send", is_final=True)

    def _late_obstacle(self, row: OutboxMessage, claimed_at: float) -> str | None:
        """Why a message that was claimed, and of which pieces may be out, goes no further now."""
        if self._is_held(row.commune_id):
            return "its commune is out of service"
        if clock.running() - claimed_at > self._lease.total_seconds() / 2:
            # The process stood still, or the database did: by now the message may be in other hands.
            return "the lease ran out before it was sent"
        return None

    async def _call(self, channel: Channel, piece: Outgoing, claimed_at: float) -> Outcome:
        """Hand one piece over. What is not answered within the lease may have arrived, and nobody knows."""
        left = claimed_at + self._lease.total_seconds() * (1 - _MARGIN) - clock.running()
        seconds = left if piece.picture or piece.document else min(left, _PATIENCE)
        try:
            async with asyncio.timeout(seconds):
                return await channel.send(piece)
        except TimeoutError:
            return Unknown(f"no answer within {seconds:.0f} s")

    def _note_piece(self, row: OutboxMessage, sent: int, session: Session) -> None:
        """One piece of several was accepted: it counts against the quota, and it will not be sent again."""
        now = clock.shared(session)
        quota.count_out(session, row.bot, self._abilities[row.bot], now)
        row.lease_until = now + self._lease
        delivery_queue.advance(session, row.id, sent, row.lease_until)

    async def _attachment(self, row: OutboxMessage, channel: Channel) -> bytes | File | KnownFile | None:
        """What goes with the words, as far as the channel takes files."""
        what = row.picture if channel.can.has_files else None
        if what is not None and what.get("kind") == announcing.FILE:
            return await self._in_store(lambda session: announced_files.attachment(session, what, row.bot, channel.can))
        if what is not None and what.get("kind") == good_deeds.PHOTO:
            return await self._in_store(lambda session: announced_files.deed_photo(session, what, row.bot, channel.can))
        return await self._rendered(row, what) if what else None

    async def _rendered(self, row: OutboxMessage, what: dict[str, Any]) -> bytes | File:
        """The drawing or the file. A post's drawing is kept before it leaves: every group and every retry gets it."""
        kept = await self._in_store(lambda session: sent_pictures.kept(session, what)) if row.once else None
        if kept is not None:
            return kept
        if late_files.is_late(what) and row.commune_id is not None:
            what = await self._filled(row.commune_id, what)
        made = await attachments.apart(what)
        if isinstance(made, File) or not row.once:
            return made
        return await self._in_store(lambda session: sent_pictures.keep(session, what, made))

    async def _filled(self, commune_id: int, what: dict[str, Any]) -> dict[str, Any]:
        """Codes are made now and told to the drawing alone; a sheet that is drawn again gets others. So are names."""

        def run() -> dict[str, Any]:
            with self._store.transaction() as session:
                scope.enter(session, commune_id)
                return late_files.filled(session, what)

        return await asyncio.get_running_loop().run_in_executor(self._executor, run)


def _outgoing(row: OutboxMessage, attached: bytes | File | KnownFile | None, *, has_buttons: bool) -> Outgoing:
    """The message as it leaves; in a group without buttons, where only commands count, no words are offered in vain."""
    is_typed_in_vain = row.purpose.is_public and not has_buttons
    return Outgoing(
        row.chat_id,
        row.text,
        () if is_typed_in_vain else tuple((label, data) for label, data in row.choices),
        attached if isinstance(attached, bytes) else None,
        row.reply_to,
        attached if isinstance(attached, File) else None,
        row.thread_id,
        attached if isinstance(attached, KnownFile) else None,
    )


def _with_attachment(row: OutboxMessage, words: Outcome, outcome: Outcome) -> Outcome:
    """The words have arrived. Where their picture or file has not, no figure is lost, and nothing is tried again."""
    if isinstance(outcome, Sent) or not isinstance(words, Sent):
        return words
    reason = outcome.reason if isinstance(outcome, Rejected | Unknown) else type(outcome).__name__
    log.warning("message %s went without its picture or file: %s", row.id, reason)
    return Sent(words.message_id, f"without its picture or file: {reason}"[:200])


def _drift() -> float:
    """How far the machine's clock is ahead of the one that nobody can set."""
    return datetime.now(UTC).timestamp() - clock.running()
