"""Who is in the world of a killed bot, with which settings it runs, and when it is to die."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import commune, databases
from tests.live import program_environment
from tests.stage import TOKEN, ZALO_TOKEN, Stage

HEADS = ("son", "hien")
MANY = (*HEADS, "tho", "nhinh", "pao", "lieu", "doc", "tat")
BOTS_FILE = "bots.json"  # the bot's messengers, and the numbers of those on the second


@dataclass(frozen=True)
class Kill:
    """When to die: at a moment of the runner, for a turn or the post, at its first or a later passing."""

    moment: str
    what: str
    passing: int = 1

    def order(self) -> str:
        return f"{self.moment}/{self.what}/{self.passing}"


@dataclass(frozen=True)
class Death:
    """A kill that happened; how many messages were stored and not answered then, and how many were being sent, and
    which of those the world had accepted already.
    """

    kill: Kill
    week: int
    unanswered: int
    in_flight: int
    accepted: tuple[int, ...]  # outbox rows


def prepare(
    folder: Path, heads: Sequence[str] = HEADS, *, zalo: Sequence[str] = (), group_on: str = "telegram"
) -> dict[str, int]:
    """The heads and an officer in (for a group on Zalo two), their group bound; everybody's number in the world.

    Who is named in `zalo` has that messenger; where it is everybody, the bot has no other either.
    """
    cast = (*heads, "hoa", *(("thu",) if group_on == "zalo" else ()))
    messengers = [*(["telegram"] if set(cast) - set(zalo) else []), *(["zalo"] if zalo else [])]

    async def play() -> dict[str, int]:
        stage = Stage(
            folder,
            folder / "world.json",
            commune.fresh_store(folder, databases.SQLITE),
            zalo=zalo,
            group_on=group_on,
            has_telegram="telegram" in messengers,
        )
        await stage.open()
        await stage.join(*cast)
        await stage.bind_group("hoa")
        await stage.close()
        return stage.ids | {"group": stage.group}

    ids = asyncio.run(play())
    there = [ids[who] for who in (*zalo, *(["group"] if group_on == "zalo" else []))]
    (folder / BOTS_FILE).write_text(json.dumps({"messengers": messengers, "zalo": there}), encoding="utf-8")
    return ids


def harness_environment(messengers: Collection[str], address: str, database: str, port: int) -> dict[str, str]:
    """The settings of a bot against a simulator that has no limits, with jobs looked for five times a second."""
    made = program_environment() | {
        "TELEGRAM_API_URL": address,
        "TELEGRAM_PACED": "false",
        "ZALO_API_URL": f"{address}/zalo",
        "ZALO_PACED": "false",
        "DATABASE_URL": database,
        "HTTP_PORT": str(port),
        "TICK_SECONDS": "0.2",
        "LEASE_SECONDS": "10",  # what is not answered within it is in doubt, and waits for half of it
        "LOG_LEVEL": "ERROR",
    }
    tokens = {"telegram": ("TELEGRAM_BOT_TOKEN", TOKEN), "zalo": ("ZALO_BOT_TOKEN", ZALO_TOKEN)}
    return made | dict(tokens[name] for name in messengers)


def table(deaths: list[Death]) -> str:
    """Every kill, in order, for a person to read."""
    lines = ["", " #  week  moment         under way  passing  being sent  accepted"]
    for number, death in enumerate(deaths, 1):
        kill = death.kill
        named = f"{number:2}  {death.week:4}  {kill.moment:13}  {kill.what:9}  {kill.passing:7}"
        lines.append(f"{named}  {death.in_flight:10}  {len(death.accepted):8}")
    counted = Counter(death.kill.moment for death in deaths)
    lines.append(", ".join(f"{moment}: {count}" for moment, count in counted.items()))
    return "\n".join(lines) + "\n"
