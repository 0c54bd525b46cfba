"""Two communes of one deployment over one bot, with the same unit codes and figures, while the bot is killed.

Each commune has a part of the harness with its own people, group and rows: what must hold of one commune alone is asked
of each part, as if the other were not there. Beside that nothing of one may be in the other's chats.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

from bot.app import Program
from bot.settings import Settings
from services.communes import Communes
from simulator import people as townsfolk
from simulator import shapes
from tests import databases
from tests.chaos import storm
from tests.chaos.storm import Act
from tests.communes.province import CODES, MARKS, deployments, fresh_province, invitation, short_file
from tests.crash import invariants
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import BOTS_FILE, HEADS
from tests.crash.trial import Trial
from tests.stage import TOKEN, Stage

OTHER = {"a": "b", "b": "a"}
_OFFICER, _GROUP = "hoa", "group"
# Whose a table's rows are; in a part's connection these stand in front of the tables.
_WHOSE = {
    "units": "coalesce(commune_id, id) = {id}",
    "periods": "commune_id = {id}",
    "reports": "period_id IN (SELECT id FROM main.periods WHERE commune_id = {id})",
    "figures": "commune_id = {id}",
    "figure_revisions": "figure_id IN (SELECT id FROM main.figures WHERE commune_id = {id})",
    "outbox": "commune_id = {id}",
    "inbox": "commune_id = {id}",
}


class _Stage(Stage):
    """The whole program for both communes; «a-son» is ông Sơn of the first one."""

    def _program(self) -> Program:
        settings = Settings(_env_file=None)  # type: ignore[call-arg]  # the library's own way to leave .env out
        communes = Communes(deployments().values())
        return Program(settings, self.store, communes, clock=self.clock, channels=self._channels())

    def phone(self, who: str) -> int:
        if who not in self.ids:
            self.ids[who] = townsfolk.join(self.world, shapes.Person(0, who)).id
        return self.ids[who]

    def _code(self, who: str) -> str:
        key, _, one = who.partition("-")
        return invitation(self.store, deployments()[key], key, one, self.clock.now())


def prepare(folder: Path, heads: Sequence[str] = HEADS) -> dict[str, int]:
    """In both communes the heads and an officer are in, and the leadership group is bound; everybody's number."""

    async def play() -> dict[str, int]:
        stage = _Stage(folder, folder / "world.json", fresh_province(folder, databases.SQLITE))
        await stage.open()
        for key in MARKS:
            await stage.join(*(f"{key}-{who}" for who in (*heads, _OFFICER)))
            await stage.bind_group(f"{key}-{_OFFICER}")
            stage.ids[f"{key}-{_GROUP}"] = stage.group
        await stage.close()
        return stage.ids

    ids = asyncio.run(play())
    (folder / BOTS_FILE).write_text(json.dumps({"messengers": ["telegram"], "zalo": []}), encoding="utf-8")
    return ids


class Both(CrashHarness):
    """The process of both communes. Use it in a `with`; `parts` has each commune's."""

    def __enter__(self) -> Both:
        for key in MARKS:
            short_file(self.folder / "communes", key)
        super().__enter__()
        self.parts = {key: _Part(self, key) for key in MARKS}
        return self

    def _begin(self, on_zalo: object = ()) -> None:
        super()._begin()
        self.heads = [who for who in self.ids if who.partition("-")[2] not in (_OFFICER, _GROUP)]

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"COMMUNES": str(self.folder / "communes")}

    def speak(self, who: str, text: str) -> None:
        """The bot says something past the program."""
        self._client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": self.ids[who], "text": text}).raise_for_status()


class _Part(CrashHarness):
    """One commune's people and rows in the harness of both: what the other one has is not there."""

    def __init__(self, whole: Both, key: str) -> None:
        self._whole, self.key = whole, key
        self.folder, self.world, self.wire = whole.folder, whole.world, whole.wire
        self.ids = {who.partition("-")[2]: number for who, number in whole.ids.items() if who.startswith(f"{key}-")}
        self._begin()
        self.deaths, self._client = whole.deaths, whole._client
        self._database = sqlite3.connect(f"file:{self.folder / 'thidua.db'}?mode=ro", uri=True)
        ((number,),) = self._database.execute("SELECT id FROM units WHERE code = ?", (CODES[key],)).fetchall()
        for table, is_theirs in _WHOSE.items():
            where = is_theirs.format(id=number)
            self._database.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {where}")  # noqa: S608  a number

    def rest(self, patience: float = 0) -> None:
        self._whole.rest()


def endure(stage: Both, seed: int, kills: int) -> dict[str, Trial]:
    """A week in both communes at once, in which the bot is killed so many times; at rest in the end."""
    draw = Random(seed)
    trials = {key: Trial(part) for key, part in stage.parts.items()}
    for part in stage.parts.values():
        part.week = 47
    stage.at("2026-11-17T15:00")
    stage.start()
    steps = list(_steps(trials, draw))
    for number, (instant, acts) in enumerate(steps):
        share = kills * (number + 1) // len(steps) - kills * number // len(steps)
        storm.step(stage, draw, share, acts, instant)
    for trial in trials.values():
        trial.settle_doubt()
    return trials


def _steps(trials: dict[str, Trial], draw: Random) -> Iterator[tuple[str | None, list[Act]]]:
    """What happens, with its time: both communes' heads say each thing in one confusion."""

    def mixed(act: Callable[[Trial, str], None]) -> tuple[None, list[Act]]:
        acts: list[Act] = [partial(act, trial, who) for trial in trials.values() for who in trial.stage.heads]
        draw.shuffle(acts)
        return None, acts

    yield "2026-11-18T08:00", []
    yield mixed(lambda trial, who: trial.reply(who, 1))
    yield mixed(Trial.mend)
    yield mixed(lambda trial, who: trial.reply(who, 2))
    yield mixed(lambda trial, who: trial.reply(who, 3))
    for instant in ("18T19:00", "19T14:00", "19T19:00", "20T07:30", "20T09:00"):
        yield f"2026-11-{instant}", []


def violations(stage: Both, trials: dict[str, Trial]) -> list[str]:
    """What does not hold in each commune by itself, and what of one has reached the other."""
    found = list(_reached(stage))
    for key, part in stage.parts.items():
        found += [f"{MARKS[key]}: {fault}" for fault in invariants.violations(part, trials[key].given)]
        posts = sum("THI ĐUA TUẦN 47 " in text for text in part.texts(_GROUP))
        found += [f"{MARKS[key]}: posted {posts} times"] if posts != 1 else []
    return found


def _reached(stage: Both) -> Iterator[str]:
    """Messages of a commune in a chat of the other, or with its mark in them; updates that were led to none."""
    chats = {str(number): who[0] for who, number in stage.ids.items()}
    whose = dict(stage.rows("SELECT id, code FROM units WHERE commune_id IS NULL"))
    for chat, commune in stage.rows("SELECT chat_id, commune_id FROM outbox"):
        if whose.get(commune) != CODES[chats[chat]]:
            yield f"a message of {whose.get(commune)} was for the chat {chat} of {CODES[chats[chat]]}"
    for chat, commune in stage.rows("SELECT chat_id, commune_id FROM inbox"):
        if whose.get(commune) != CODES[chats[chat]]:
            yield f"what was said in the chat {chat} of {CODES[chats[chat]]} was led to {whose.get(commune)}"
    for who in stage.ids:
        texts = stage.texts(who)
        yield from (f"{who} read of the other commune: {text[:60]}" for text in texts if MARKS[OTHER[who[0]]] in text)
        if who in stage.heads and not any(MARKS[who[0]] in text for text in texts):
            yield f"{who} was never spoken to by the own mark: that nothing was found proves nothing"
