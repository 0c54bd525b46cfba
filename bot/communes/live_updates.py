"""The communes of a running program come and go, and with them their own bots; nobody else notices."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.channels.contract import Channel, ChannelStopped
from bot.clock import Clock
from bot.communes.folders import LOOK_SECONDS, CommuneFolders
from bot.communes.reading import CommuneList, Member
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
    folders: CommuneFolders | None

    async def listen(self, channel: Channel) -> None: ...

    def routes_changed(self) -> None: ...


class LiveUpdates:
    """Of one program. One that serves a single campaign file has nothing to look at."""

    def __init__(self, program: Running) -> None:
        self._program = program
        self._tokens: dict[str, str] = {}  # of the own bots that are open, by key
        self._listening: dict[str, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Read everything before the start; OperatorError when there is no commune that can be served."""
        folders = self._folders()
        listed = folders.look(self._program.clock.now(), at_once=True)
        if listed is None or not listed.members:
            faults = "\n".join(map(str, listed.faulty)) if listed is not None else ""
            raise OperatorError(f"COMMUNES không nêu xã nào phục vụ được\n{faults}".strip())
        own = folders.own_bots(listed)
        folders.settle(own)
        for key, (secret, member) in own.items():
            self._open(key, secret, member)
        self._put_in_force(listed)

    def _folders(self) -> CommuneFolders:
        assert self._program.folders is not None
        return self._program.folders

    def _put_in_force(self, listed: CommuneList) -> None:
        program, folders = self._program, self._folders()
        program.delivery.channels_changed()
        now = program.clock.now()
        folders.apply(program.communes, listed, program.channels, now)
        folders.tell(listed, program.channels, now)
        program.delivery.wake()

    async def run(self) -> None:
        """Look for ever, until cancelled; then the own bots are listened to no more."""
        if self._program.folders is None:
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
            listed = await asyncio.to_thread(self._folders().look, self._program.clock.now())
            if listed is not None:
                await self.change(listed)
        except Exception:
            log.exception("the communes could not be looked at; trying again")

    async def change(self, listed: CommuneList) -> None:
        """Put a listed in force: its own bots opened and closed, everything else as it says."""
        wanted = self._folders().own_bots(listed)
        gone = [key for key, secret in self._tokens.items() if key not in wanted or wanted[key][0] != secret]
        for key in gone:
            await self._close(key)
        new = [key for key in wanted if key not in self._tokens]
        if new:
            await asyncio.to_thread(self._folders().settle, wanted)
        new = [key for key in new if self._open(key, *wanted[key])]
        await asyncio.to_thread(self._put_in_force, listed)
        self._program.routes_changed()
        for key in new:
            self._listen(key)
        log.info("%d communes are served, %d cannot be", len(listed.members), len(listed.faulty))

    def _open(self, key: str, secret: str, member: Member) -> bool:
        """One of a commune's own bots; what is wrong with it keeps nobody else's from being opened."""
        try:
            self._program.channels[key] = self._folders().open(key, member)
        except Exception:
            log.exception("the bot %s cannot be opened", key)
            return False
        self._tokens[key] = secret
        return True

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
