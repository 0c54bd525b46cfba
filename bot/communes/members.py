"""Members: the communes of a running program come and go, and with them their own bots; nobody else notices."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.channels.contract import Channel, ChannelStopped
from bot.clock import Clock
from bot.communes.membership import LOOK_SECONDS, Membership
from bot.communes.roster import Roster
from bot.operator_error import OperatorError
from bot.outbox.delivery import Delivery
from services.communes import Communes

log = logging.getLogger(__name__)


class Running(Protocol):
    """What of a program its members are part of."""

    communes: Communes
    channels: dict[str, Channel]
    clock: Clock
    delivery: Delivery
    membership: Membership | None

    async def listen(self, channel: Channel) -> None: ...

    def routes_changed(self) -> None: ...


class Members:
    """Of one program. One that serves a single campaign file has nothing to look at."""

    def __init__(self, program: Running) -> None:
        self._program = program
        self._tokens: dict[str, str] = {}  # of the own bots that are open, by key
        self._listening: dict[str, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Read everything before the start; OperatorError when there is no commune that can be served."""
        membership = self._membership()
        roster = membership.look(self._program.clock.now(), at_once=True)
        if roster is None or not roster.members:
            faults = "\n".join(map(str, roster.faulty)) if roster is not None else ""
            raise OperatorError(f"COMMUNES names no commune that can be served\n{faults}".strip())
        for key, (secret, member) in membership.own_bots(roster).items():
            self._program.channels[key] = membership.open(key, member)
            self._tokens[key] = secret
        self._put_in_force(roster)

    def _membership(self) -> Membership:
        assert self._program.membership is not None
        return self._program.membership

    def _put_in_force(self, roster: Roster) -> None:
        program, membership = self._program, self._membership()
        program.delivery.channels_changed()
        membership.apply(program.communes, roster, program.channels)
        membership.tell(roster, program.channels, program.clock.now())
        program.delivery.wake()

    async def run(self) -> None:
        """Look for ever, until cancelled; then the own bots are listened to no more."""
        if self._program.membership is None:
            await asyncio.Event().wait()
        try:
            for key in self._tokens:
                self._listen(key)
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                await self._look_again()
        finally:
            for task in self._listening.values():
                task.cancel()
            await asyncio.gather(*self._listening.values(), return_exceptions=True)

    async def _look_again(self) -> None:
        try:
            self._program.communes.look_again()
            roster = await asyncio.to_thread(self._membership().look, self._program.clock.now())
            if roster is not None:
                await self.change(roster)
        except Exception:
            log.exception("the communes could not be looked at; trying again")

    async def change(self, roster: Roster) -> None:
        """Put a roster in force: its own bots opened and closed, everything else as it says."""
        wanted = self._membership().own_bots(roster)
        gone = [key for key, secret in self._tokens.items() if key not in wanted or wanted[key][0] != secret]
        for key in gone:
            await self._close(key)
        new = [key for key in wanted if key not in self._tokens]
        for key in new:
            secret, member = wanted[key]
            self._program.channels[key] = self._membership().open(key, member)
            self._tokens[key] = secret
        await asyncio.to_thread(self._put_in_force, roster)
        self._program.routes_changed()
        for key in new:
            self._listen(key)
        log.info("%d communes are served, %d cannot be", len(roster.members), len(roster.faulty))

    def _listen(self, key: str) -> None:
        self._listening[key] = asyncio.create_task(_alone(key, self._program.listen, self._program.channels[key]))

    async def _close(self, key: str) -> None:
        self._tokens.pop(key)
        task = self._listening.pop(key, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        channel = self._program.channels.pop(key)
        with contextlib.suppress(Exception):
            await channel.close()


async def _alone(key: str, listen: Callable[[Channel], Awaitable[None]], channel: Channel) -> None:
    """What one commune's own bot stumbles over is nobody else's affair."""
    try:
        await listen(channel)
    except ChannelStopped as error:
        log.error("the bot %s cannot go on: %s", key, error)
    except Exception:
        log.exception("the bot %s cannot go on", key)
