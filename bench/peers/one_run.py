"""One run of the race: a contestant, its users, and the Bot API server between them."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from bench import processor_time
from bench.peers import ours
from bench.peers.contestants import Contestant
from bench.peers.exchange import Exchange, User
from bench.start import memory

_PATIENCE = 180.0
_HANGING = 40.0  # seconds without an answer in which a program has started, or will not answer the rest
_STILL, _AFTER = 10.0, 1.0  # seconds after which a program that was killed is taken to have done all it will do
WARM = 3  # the first answers of each user are not counted: connections open, code is loaded


@dataclass(frozen=True)
class Result:
    """One run: counted answers a second, milliseconds of waiting and of processor time, megabytes at the end."""

    rate: float
    processor: float
    p50: float
    p95: float
    memory: float


class OneRun:
    """One contestant with a number of users, each of whom gives so many answers."""

    def __init__(self, contestant: Contestant, users: int, answers: int, latency: float, folder: Path) -> None:
        self.contestant, self.folder = contestant, folder
        words = [*contestant.opening, *(contestant.word(number) for number in range(answers))]
        self.users = [User(ours.FIRST_CHAT + number, list(words)) for number in range(users)]
        self.exchange = Exchange(self.users, latency)
        self.address = ""

    async def start(self) -> asyncio.subprocess.Process:
        if not self.address:
            self.contestant.prepare(self.folder, len(self.users))
            self.address = await self.exchange.start()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = kept | dict(self.contestant.environment(self.folder, self.address))
        return await asyncio.create_subprocess_exec(*self.contestant.command, cwd=self.folder, env=environment)

    async def run(self) -> Result:
        process = await self.start()
        try:
            self.exchange.begin()
            warm_up = asyncio.create_task(self._spent_when_warm(process.pid))
            ended = asyncio.create_task(process.wait())
            done = asyncio.create_task(self.exchange.done.wait())
            still = asyncio.create_task(self._settled(_HANGING))
            await asyncio.wait({ended, done, still}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                raise RuntimeError(f"{self.contestant.name} ended by itself, with exit code {process.returncode}")
            if not warm_up.done():
                raise TimeoutError(f"{self.contestant.name} answered too few within {_PATIENCE:.0f} s")
            result = self._result(process.pid, *warm_up.result())
        finally:
            await _end(process, signal.SIGTERM)
            await self.exchange.stop()
        if not self.contestant.stored(self.folder):
            raise RuntimeError(f"{self.contestant.name} answered, and kept nothing of what was said")
        return result

    def _answered(self) -> int:
        return sum(len(user.answered) for user in self.users)

    async def _spent_when_warm(self, pid: int) -> tuple[int, float]:
        """How much was answered and what processor time was spent when the first answers are over."""
        while self._answered() < WARM * len(self.users):
            await asyncio.sleep(0.02)
        return self._answered(), processor_time.seconds(pid)

    def _result(self, pid: int, warm: int, spent: float) -> Result:
        pairs = [
            (said, heard)
            for user in self.users
            for said, heard in list(zip(user.said, user.answered, strict=False))[WARM:]
        ]
        waits = sorted((heard - said) * 1000 for said, heard in pairs)
        seconds = max(heard for _, heard in pairs) - min(said for said, _ in pairs)
        return Result(
            rate=len(pairs) / seconds,
            processor=(processor_time.seconds(pid) - spent) * 1000 / (self._answered() - warm),
            p50=statistics.median(waits),
            p95=waits[int(len(waits) * 0.95)],
            memory=memory(pid),
        )

    async def losses(self, after: int) -> tuple[int, int]:
        """Killed after so many answers, started again, left until nothing moves: answers said, and those not kept."""
        process = await self.start()
        self.exchange.begin()
        until = time.monotonic() + _PATIENCE
        while self._answered() < after and time.monotonic() < until:
            await asyncio.sleep(0.01)
        await _end(process, signal.SIGKILL)
        for user in self.users:
            del user.words[len(user.said) :]  # nobody says more than was said by now
        polls, process = self.exchange.polls, await self.start()
        while self.exchange.polls == polls and time.monotonic() < until + _PATIENCE:
            await asyncio.sleep(0.05)
        await self._settled(_STILL)
        await asyncio.sleep(_AFTER)
        await _end(process, signal.SIGTERM)
        await self.exchange.stop()
        said = sum(len(user.said) - len(self.contestant.opening) for user in self.users)
        return said, said - self.contestant.stored(self.folder)

    async def _settled(self, still: float) -> None:
        """Until everybody is answered, or nothing has moved for so many seconds that nothing will.

        A peer that has stumbled over one message leaves its user without an answer for ever.
        """
        heard, since = self._answered(), time.monotonic()
        while heard < sum(len(user.said) for user in self.users) and time.monotonic() - since < still:
            await asyncio.sleep(0.05)
            if self._answered() > heard:
                heard, since = self._answered(), time.monotonic()


async def _end(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
            await process.wait()
