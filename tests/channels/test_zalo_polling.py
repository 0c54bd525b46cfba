"""Polls of Zalo: an update that is handed out again is answered once, and the next poll waits for a moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.zalo import polling
from bot.channels.zalo.channel import Zalo
from services.inbound import Inbound
from simulator import zalo
from tests.in_process import InProcess
from tests.live import Live, simulated, until
from tests.stage import ZALO_TOKEN

Answer = Callable[[int], Any]
_SLEEP = asyncio.sleep


def said(text: str, **changed: Any) -> dict[str, Any]:
    message = {
        "from": {"id": "a", "is_bot": False},
        "chat": {"id": "a", "chat_type": "PRIVATE"},
        "text": text,
        "message_id": f"id {text}",
        "date": 1750316131602,
    }
    kept = {key: value for key, value in (message | changed).items() if value is not None}
    return {"event_name": "message.text.received", "message": kept}


class Polled:
    """A bot that polls a platform of answers by their number; the clock of its rests does not really run."""

    def __init__(self, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[str] = []
        self.rests: list[float] = []
        self._polls, self._answer = 0, answer
        self._bot = Zalo("2000:secret", "http://z", http=InProcess(httpx.MockTransport(self._serve)))
        monkeypatch.setattr("bot.channels.zalo.channel.asyncio.sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.rests.append(seconds)
        await _SLEEP(0)

    async def _serve(self, request: httpx.Request) -> httpx.Response:
        self._polls += 1
        answer = self._answer(self._polls - 1)
        return (
            answer if isinstance(answer, httpx.Response) else httpx.Response(200, json={"ok": True, "result": answer})
        )

    async def _take(self, inbounds: Sequence[Inbound]) -> None:
        self.heard += [inbound.text for inbound in inbounds]

    async def run(self, polls: int) -> None:
        """So many polls, and no more."""
        last = asyncio.Event()
        inner = self._answer

        def answer(number: int) -> Any:
            if number >= polls:
                last.set()
                return httpx.Response(200, json={"ok": False, "error_code": 408})
            return inner(number)

        self._answer = answer
        running = asyncio.create_task(self._bot.receive(self._take))
        await last.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await self._bot.close()


@pytest.mark.parametrize(
    "changed", [{}, {"message_id": None}, {"message_id": None, "date": None}], ids=["an id", "a date", "neither"]
)
async def test_the_same_update_at_every_poll_is_taken_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, changed: dict[str, Any]
) -> None:
    """Until the next one comes; whatever it can be known by."""
    caplog.set_level(logging.INFO)
    polled = Polled(lambda number: said("6" if number < 5 else "7", **changed), monkeypatch)
    await polled.run(10)
    assert ["6", "7"] == polled.heard
    assert 1 == caplog.messages.count("Zalo hands out the same update at more than one poll")


async def test_all_that_the_platform_still_has_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that grows, the oldest first: of each poll only the newest is new."""
    polled = Polled(lambda number: [said(str(each)) for each in range(number // 2 + 1)], monkeypatch)
    await polled.run(8)
    assert ["0", "1", "2", "3"] == polled.heard


async def test_rests_grow_while_nothing_new_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second, then more, up to five; none after a new message."""
    polled = Polled(lambda number: said("6" if number < 7 else "7"), monkeypatch)
    await polled.run(9)
    rests = [round(rest) for rest in polled.rests]
    assert [0, 1, 1, 2, 3, 5, 5, 0, 1] == rests[:9]


@pytest.mark.parametrize(
    "answer",
    [None, {}, [], {"event_name": "user.follow"}, httpx.Response(200, json={"ok": False, "error_code": 408})],
    ids=["null", "an empty object", "an empty list", "an event that is unknown", "a time-out at once"],
)
async def test_nothing_at_once_is_not_asked_for_without_a_breath(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """However the platform says that there is nothing."""
    polled = Polled(lambda _: answer, monkeypatch)
    await polled.run(6)
    assert min(polled.rests) > 0.9


async def test_an_echo_of_the_bot_is_not_asked_for_without_a_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the bot said itself is nothing to answer, and may be repeated too."""
    polled = Polled(lambda _: said("x", **{"from": {"id": "a", "is_bot": True}}), monkeypatch)
    await polled.run(5)
    assert [] == polled.heard
    assert min(polled.rests[1:]) > 0.9


async def test_what_nobody_can_read_ends_no_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets too deep for the parser, or for what looks into its result, and then an ordinary message."""
    bodies = [b"[" * 50_000, b'{"ok": true, "result": ' + b"[" * 900 + b"]" * 900 + b"}", b"{", b"\xff", b"5", b"null"]
    broken = [httpx.Response(200, content=body) for body in bodies]
    polled = Polled([*broken, said("6"), said("7")].__getitem__, monkeypatch)
    await polled.run(8)
    assert ["6", "7"] == polled.heard


async def test_an_older_update_between_new_ones_is_a_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two updates handed out in turn."""
    polled = Polled(lambda number: said("6" if number % 2 else "7"), monkeypatch)
    await polled.run(8)
    assert ["7", "6"] == polled.heard


async def test_what_was_seen_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory has an end; the inbox still knows it."""
    monkeypatch.setattr(polling, "_REMEMBERED", 2)
    polled = Polled(lambda number: said(str(number % 4)), monkeypatch)
    await polled.run(5)
    assert ["0", "1", "2", "3", "0"] == polled.heard


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with simulated() as client:
        yield client


def on_zalo(folder: Path, world: httpx.Client) -> Live:
    live = Live(
        folder, world, ZALO_BOT_TOKEN=ZALO_TOKEN, ZALO_API_URL=f"{world.base_url}/zalo".replace("//zalo", "/zalo")
    )
    del live.environment["TELEGRAM_BOT_TOKEN"]
    return live


def polls(world: httpx.Client, after: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.get(f"/sim/calls?method=zalo.getUpdates&after={after}").json()["calls"]
    return found


@pytest.mark.first
@pytest.mark.parametrize(("repeats", "runs"), [(True, 2), (False, 1)], ids=["repeats", "forgets"])
def test_the_running_program_answers_each_message_once(
    world: httpx.Client, tmp_path: Path, repeats: bool, runs: int
) -> None:
    """Whichever way the platform is; where it repeats through a restart, and with polls further and further apart.

    Where it forgets, the last poll of a bot that has ended may still take a message away.
    """
    world.post("/sim/zalo", json={"repeats": repeats}).raise_for_status()
    live = on_zalo(tmp_path, world)
    who = live.person("Sơn", "zalo")
    answered = f"SELECT count(*) FROM outbox WHERE chat_id = '{zalo.outside(who)}' AND state = 'sent'"  # noqa: S608  ours
    for run in range(runs):
        with live.bot():
            for number in (1, 2):
                live.say(who, f"xin chào {run} {number}")
                until(lambda wanted=run * 2 + number: live.query(answered) == [(wanted,)], "one answer more")  # type: ignore[misc]  # its default is its number
            if repeats:
                assert_polls_are_apart(world)
    assert [(runs * 2,)] == live.query(answered)


def assert_polls_are_apart(world: httpx.Client) -> None:
    """The next polls, with nothing new for them, follow one another in a second and more."""
    began = world.get("/sim/calls").json()["calls"][-1]["number"]
    until(lambda: len(polls(world, began)) >= 4, "four polls more")
    times = [datetime.fromisoformat(call["time"]) for call in polls(world, began)[:4]]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert min(gaps) > 0.9
    assert gaps[-1] > 1.3
