"""`make bench-nation`: the country's communes in one PostgreSQL database, as a page for docs/nation.md.

`python -m bench.nation [--communes N] [--write FILE]`. The program that is measured runs in processes of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text

from bench import beside, opening, province, sample
from bench.province import BOT, PACE
from bot.channels.contract import Outcome, Outgoing, Sent
from bot.channels.memory import Memory
from bot.cli import run
from bot.outbox.delivery import Delivery
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import State
from services.capability import Capability

COMMUNES = 3_321
OF_PROVINCE = 65  # Lạng Sơn
_DECISIONS = (
    "decisions/0100-a-week-is-opened-for-many-communes-at-once.md",
    "decisions/0095-a-week-and-a-commune-in-less-of-the-processor.md",
)
_NOTES = (
    "The server shares the processors with the programs: where others are at work beside them, the clock's time is",
    "theirs too, and the processor time a commune says more. All communes hold the same figures, of before the first",
    f"week. How it is done stands in [0100]({_DECISIONS[0]}) and [0095]({_DECISIONS[1]}).",
)
_MORNING = 600.0  # seconds in which the questions of a morning are to be with everybody
_LOOKS = 20


def _asked_of(store: Store) -> int:
    """How many questions of those communes wait."""
    with store.deployment_wide("a bench looks at all there is") as session:
        waiting = select(func.count(OutboxMessage.id)).where(OutboxMessage.state == State.PENDING)
        return session.scalar(waiting) or 0


class Counting(Memory):
    """A platform that takes everything at once, and notes when."""

    def __init__(self) -> None:
        super().__init__(name=BOT, kind=BOT, can=Capability(pace=PACE))
        self.at: list[tuple[float, str]] = []

    async def send(self, message: Outgoing) -> Outcome:
        self.at.append((time.monotonic(), message.chat_id))
        return Sent(str(len(self.at)))


async def province_s_questions(url: str, communes: int) -> tuple[float, dict[str, list[float]]]:
    """Seconds until a province's questions have gone through one bot, and those of each commune's messages."""
    store, channel = Store(connect(url)), Counting()
    with store.deployment_wide("the other provinces have bots of their own") as session:
        first = select(OutboxMessage.commune_id).distinct().order_by(OutboxMessage.commune_id).limit(communes)
        kept = {"kept": list(session.scalars(first))}
        session.execute(text("UPDATE outbox SET state = 'sent' WHERE commune_id <> ALL(:kept)"), kept)
    with ThreadPoolExecutor(2) as executor:
        delivery = Delivery(store, {BOT: channel}, executor)
        work, began = asyncio.create_task(delivery.run()), time.monotonic()
        wanted = _asked_of(store)
        while len(channel.at) < wanted and time.monotonic() - began < _MORNING:
            await asyncio.sleep(0.1)
        await delivery.drain()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    store.close()
    by_commune: dict[str, list[float]] = defaultdict(list)
    for at, chat in channel.at:
        by_commune[chat.partition("-")[2]].append(at - began)
    return max(at for at, _ in channel.at) - began, by_commune


def lines(communes: int) -> Iterator[str]:
    """The page's tables."""
    with tempfile.TemporaryDirectory(prefix="bench-nation-", dir=sample.ROOT) as made:
        folder = Path(made)
        with province.server(folder) as uri:
            yield from _measured(uri, folder, communes)


def _measured(uri: str, folder: Path, communes: int) -> Iterator[str]:
    places = province.files(folder / "communes", communes)
    single = province.files(folder / "single", 1)
    for name, wanted in (("nation", communes), ("alone", 1)):
        province.order(uri, f"CREATE DATABASE {name}")
        province.fill(province.address(uri, name), folder, wanted)
    _say(f"{communes} communes are in the database")
    yield "| | measured | goal |"
    yield "|---|---:|---:|"
    server = int((folder / "pg" / "postmaster.pid").read_text().split("\n")[0])
    url = province.copied(uri, "nation", "opened")
    said = opening.opened(url, places, server)
    yield f"| communes, units, questions | {communes}, {communes * province.UNITS}, {said.asked} | |"
    yield f"| the communes' files read | {said.read:.1f} s | |"
    yield f"| a week opened and its questions queued, {opening.PROCESSES} processes | {said.seconds:.0f} s | 60 s |"
    yield f"| … processor time of programs and server | {_spent(said, communes)} | |"
    looked = f"{said.tick:.0f} ms ({said.slowest_tick:.0f} ms)"
    yield f"| a tick with nothing due, median (slowest) | {looked} | 50 ms |"
    yield f"| the night's purge of all communes | {said.night:.0f} s | |"
    yield f"| memory of a process at most | {said.memory:.0f} MB | 400 MB |"
    twice, never = opening.asked_wrong(url)
    yield f"| asked twice, never | {twice}, {never} | 0, 0 |"
    again = province.copied(uri, "nation", "killed")
    before, after = opening.killed(again, places, server, said.asked // 2)
    twice, never = opening.asked_wrong(again)
    yield f"| both killed after {before} questions and started again: then asked | {after.asked} | |"
    yield f"| … asked twice, never | {twice}, {never} | 0, 0 |"
    yield from _beside(uri, url, server, places, single, communes)
    yield from _through_one_bot(again, min(OF_PROVINCE, communes))


def _spent(said: opening.Opened, communes: int) -> str:
    programs, each = sum(said.programs), (sum(said.programs) + said.server) / communes
    return f"{programs:.0f} s and {said.server:.0f} s: {each * 1000:.0f} ms a commune"


def _beside(uri: str, url: str, server: int, places: Path, single: Path, communes: int) -> Iterator[str]:
    """One commune alone in a database, and the same among all."""
    _say("one commune alone and among all")
    lonely = province.copied(uri, "alone", "opened_alone")
    opening.opened(lonely, single, server, 1)
    alone = beside.OneCommune(lonely, single, 0, server)
    among = beside.OneCommune(url, places, communes // 2, server)
    run.settle_memory()  # as the program does once it has loaded everything
    yield from beside.rows(alone, among)
    alone.close()
    among.close()


def _through_one_bot(url: str, communes: int) -> Iterator[str]:
    """Real seconds, at the pace that Telegram sets."""
    _say("a province's questions go through one bot")
    seconds, by_commune = asyncio.run(province_s_questions(url, communes))
    firsts = [min(times) for times in by_commune.values()]
    lasts = [max(times) for times in by_commune.values()]
    sent = sum(map(len, by_commune.values()))
    rate = sent / seconds
    yield f"| the questions of {communes} communes through one bot | {sent} in {seconds:.0f} s ({rate:.1f}/s) | |"
    yield f"| … the first question of a commune | {min(firsts):.1f} to {max(firsts):.1f} s | |"
    yield f"| … the last question of a commune | {min(lasts):.1f} to {max(lasts):.1f} s | |"
    most = int(rate * _MORNING * communes / sent)
    within = f"{_MORNING / 60:.0f} minutes"
    yield f"| a second bot, where all are to be asked within {within} | from {most + 1} communes on | |"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def page(communes: int) -> Iterator[str]:
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    yield "# The nation in one database"
    yield ""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"Written by `make bench-nation` on {now}: {machine}, Linux {platform.release()}."
    load = os.getloadavg()[0]
    yield f"The server ran on the same machine; its load at the beginning was {load:.1f}."
    yield ""
    yield from lines(communes)
    yield ""
    yield from _NOTES


def main() -> None:
    chosen = argparse.ArgumentParser()
    chosen.add_argument("--communes", type=int, default=COMMUNES)
    chosen.add_argument("--write", type=Path)
    given = chosen.parse_args()
    written = []
    for line in page(given.communes):
        print(line, flush=True)
        written.append(line)
    if given.write:
        given.write.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
