"""Two tokens of one channel are two bots of one running program, whose updates and chats have the same numbers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from bot.app import Program
from bot.channels.registry import configured
from bot.channels.telegram.channel import Telegram
from bot.http import webhooks
from models.messages import InboxMessage, OutboxMessage
from models.people import Account
from services.capability import UNHURRIED
from simulator import app, people, shapes
from simulator.world import World
from tests.commune import Stand
from tests.in_process import InProcess
from tests.live import live_settings

_PATIENCE = 20.0


class Town:
    """A world of its own with one bot and one person in it, who has the same number in every town."""

    def __init__(self, key: str) -> None:
        self.world = World("1000:demo")
        transport = httpx.ASGITransport(app=app.build(self.world))
        self.bot = Telegram("1000:demo", "http://sim", name=key, pace=UNHURRIED, http=InProcess(transport))
        self.person = people.join(self.world, shapes.Person(0, "Sơn")).id

    def say(self, text: str) -> None:
        people.send(self.world, self.person, self.person, text)

    def heard(self) -> list[str]:
        messages = self.world.chats[self.person].messages.values()
        return [str(one.content.get("text", "")) for one in messages if one.sender == self.world.bot_id]


@pytest.fixture
async def towns(stand: Stand) -> AsyncIterator[tuple[Town, Town]]:
    """Both bots in one running program."""
    made = Town("telegram"), Town("telegram-2")
    channels = [town.bot for town in made]
    program = Program(live_settings(), stand.store, stand.communes, clock=stand.clock, channels=channels)
    program.start()
    tasks = [asyncio.create_task(work.run()) for work in (program.intake, program.delivery)]
    tasks += [asyncio.create_task(program.listen(channel)) for channel in channels]
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for town in made:
        await town.bot.close()
        town.world.close()
    program.executor.shutdown()


async def _until(is_so: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    last = loop.time() + _PATIENCE
    while not is_so():
        assert loop.time() < last, "it never came to that"
        await asyncio.sleep(0.01)


async def test_each_hears_its_own_people(stand: Stand, towns: tuple[Town, Town]) -> None:
    """The same chat number and the same update number on both: nothing is taken for a repeat, nobody for another."""
    first, second = towns
    assert first.person == second.person
    first.say(f"/start {stand.code('son')}")
    second.say(f"/start {stand.code('hien')}")
    await _until(lambda: bool(first.heard() and second.heard()))
    assert ["ông Sơn" in first.heard()[-1], "bà Hiên" in second.heard()[-1]] == [True, True]
    with stand.store.transaction() as session:
        taken = [(row.bot, row.key, row.chat_id) for row in session.query(InboxMessage).order_by(InboxMessage.id)]
        sent = {(row.bot, row.chat_id) for row in session.query(OutboxMessage)}
        accounts = {(row.bot, row.external_id) for row in session.query(Account)}
    chat = str(first.person)
    assert {"telegram", "telegram-2"} == {bot for bot, _, _ in taken}
    assert 2 == len(taken)
    assert 1 == len({(key, where) for _, key, where in taken})
    assert {("telegram", chat), ("telegram-2", chat)} == sent == accounts


def test_each_token_is_a_bot_with_a_webhook_of_its_own(stand: Stand) -> None:
    """The first keeps the channel's name, by which the rows of a database with one bot know it."""
    settings = live_settings(
        telegram_bot_token_2="2000:y",
        zalo_bot_token="3000:z",
        zalo_bot_token_2="4000:z",
        telegram_webhook_secret="s" * 16,
        zalo_webhook_secret="s" * 16,
        public_url="https://bot.example",
    )
    bots = configured(settings, stand.store)

    async def take(_inbounds: object) -> None:
        """Nothing comes."""

    pushed = [bot.webhook(take) for bot in bots]
    paths = [webhooks.route(webhook).path for webhook in pushed if webhook is not None]
    assert ["telegram", "telegram-2", "zalo", "zalo-2"] == [bot.name for bot in bots]
    assert ["/telegram", "/telegram-2", "/zalo", "/zalo-2"] == paths
    assert [None, None, "3000", "4000"] == [bot.can.quota and bot.can.quota.identity for bot in bots]
