"""Updates in: each becomes one transaction, committed before the channel may confirm it to the platform."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import fields, replace
from datetime import UTC, datetime
from weakref import WeakValueDictionary

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from bot import ledger
from bot.clock import Clock
from handlers import dispatch, privacy, wording
from handlers.context import Address, Deployment
from handlers.inbound import Inbound, Kind
from handlers.turn import Turn
from models import conversations, messages, people
from models.database import Store

log = logging.getLogger(__name__)

Observe = Callable[[str, str, float], None]  # the kind of an update, what became of it, and its seconds
_ANSWERED, _REPEATED, _FAILED, _NOT_STORED = "answered", "repeated", "failed", "not stored"


class Intake:
    """Takes updates one by one within a chat, chats beside each other; `wake` tells delivery that there is work."""

    def __init__(
        self,
        store: Store,
        deployment: Deployment,
        clock: Clock,
        executor: Executor,
        wake: Callable[[], None],
        observe: Observe | None = None,
    ) -> None:
        self._observe = observe
        self._store = store
        self._deployment = deployment
        self._clock = clock
        self._executor = executor
        self._wake = wake
        self._chats: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """Store and answer a batch. Raises, and confirms nothing, when the database cannot be written."""
        by_chat: dict[str, list[Inbound]] = {}
        for inbound in inbounds:
            by_chat.setdefault(inbound.chat_id, []).append(inbound)
        await asyncio.gather(*(self._take_chat(chat) for chat in by_chat.values()))

    async def _take_chat(self, inbounds: Sequence[Inbound]) -> None:
        """Updates that are pushed beside each other wait for those of the same chat that came before."""
        loop = asyncio.get_running_loop()
        for inbound in inbounds:
            # A webhook may bring a chat's next update while the last one is being answered: they wait in line.
            async with self._chats.setdefault((inbound.channel, inbound.chat_id), asyncio.Lock()):
                await loop.run_in_executor(self._executor, self.handle, inbound)
            self._wake()

    def handle(self, inbound: Inbound) -> bool:
        """One turn: record, answer, commit. False when the update was recorded before."""
        started, outcome = time.monotonic(), _NOT_STORED
        inbound = _writable(inbound)
        try:
            outcome = self._handle(inbound)
        finally:
            if self._observe is not None:
                self._observe(inbound.kind, outcome, time.monotonic() - started)
        return outcome != _REPEATED

    def _handle(self, inbound: Inbound) -> str:
        for _ in range(2):
            try:
                return self._take_turn(inbound)
            except (IntegrityError, DataError):
                log.exception("a message of kind %s could not be stored", inbound.kind)
        # It was no other process that was faster: the database will never take it, and must not be asked for ever.
        return self._take_turn(replace(inbound, text="", data="", tapped="", kind=Kind.OTHER))

    def _take_turn(self, inbound: Inbound) -> str:
        now = self._clock.now()
        with self._store.alone() as session:
            row = messages.Inbound(
                channel=inbound.channel,
                key=inbound.key,
                chat_id=inbound.chat_id,
                sender_id=inbound.sender_id,
                kind=inbound.kind,
                text=_keepable(inbound),
                said_at=inbound.said_at or now,
                received_at=now,
            )
            if not messages.receive(session, row):
                return _REPEATED
            ledger.count_in(session, inbound.channel, self._deployment.can(inbound.channel), datetime.now(UTC))
            turn = self._turn(session, inbound)
            try:
                with session.begin_nested():
                    dispatch.dispatch(turn)
            except Exception as error:
                # A poison message (decision 26): kept as failed and confirmed, so that the next ones get through.
                log.exception("a message of kind %s could not be answered", inbound.kind)
                row.fault = type(error).__name__
                self._apologise(turn)
        return _FAILED if row.fault else _ANSWERED

    def _turn(self, session: Session, inbound: Inbound) -> Turn:
        context = self._deployment.context(session, self._clock.now())
        account = people.account(session, inbound.channel, inbound.sender_id)
        if account is not None and not inbound.is_group and inbound.kind is not Kind.BLOCKED:
            account.blocked_at = None  # whoever writes can be written to
        return Turn(
            session=session,
            campaign=context.campaign,
            calendar=context.calendar,
            commune=context.commune,
            now=context.now,
            channels=context.channels,
            inbound=inbound,
            chat=conversations.chat(session, inbound.channel, inbound.chat_id),
            person=account.person if account else None,
        )

    def _apologise(self, turn: Turn) -> None:
        if turn.inbound.is_group:
            return
        campaign = turn.campaign
        turn.say(
            Address(turn.inbound.channel, turn.inbound.chat_id),
            wording.apology(campaign.officer_name, campaign.officer_phone),
        )


def _writable(inbound: Inbound) -> Inbound:
    """Without what no database takes, a NUL or half a character: it would be refused again at every delivery."""
    for one in fields(inbound):
        value = getattr(inbound, one.name)
        if type(value) is str and ("\0" in value or not _is_whole(value)):
            whole = value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
            inbound = replace(inbound, **{one.name: whole})  # type: ignore[arg-type]  # a field that holds a text
    return inbound


def _is_whole(value: str) -> bool:
    """Whether every character can be written: a lone surrogate is half of one."""
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def _keepable(inbound: Inbound) -> str | None:
    """The text as far as it may be stored: screened before, not after (decision 17); groups are not listened to."""
    if inbound.is_group or inbound.kind not in (Kind.TEXT, Kind.EDIT, Kind.CHOICE):
        return None
    text = inbound.text or inbound.tapped
    return None if privacy.is_personal(text) else text[: dispatch.LONGEST_TEXT]
