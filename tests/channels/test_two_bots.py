"""The contract for two bots of one channel: the same numbers mean two things, and nothing of one reaches the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from bot.channels.contract import Moved, Rejected
from bot.channels.memory import Memory
from bot.outbox import outcomes, quota
from bot.outbox.delivery import Delivery
from bot.outbox.rate_limit import RateLimiter
from models import groups, message_quota
from models.conversations import Chat
from models.figures import Figure, Revision
from models.groups import Group
from models.messages import InboxMessage, OutboxMessage
from models.outbox_states import Purpose, State
from models.people import Account
from services.capability import Capability, Limit, Pace, Quota
from services.inbound import Inbound, Kind
from tests import commune
from tests.channels.places import PLACES, Place
from tests.commune import Stand

FIRST, SECOND = "memory", "memory-2"


class Pair(NamedTuple):
    """Two bots of one channel, each in a world of its own whose numbers are the same, and one database."""

    first: Place
    second: Place
    stand: Stand


@pytest.fixture(params=sorted(PLACES))
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    store, kind = commune.fresh_store(tmp_path), request.param
    first, second = PLACES[kind](store, kind), PLACES[kind](store, f"{kind}-2")
    abilities = {place.channel.name: place.channel.can for place in (first, second)}
    made = Pair(first, second, Stand(tmp_path, store, abilities))
    for place in (first, second):
        await place.channel.start()
    yield made
    for place in (first, second):
        await place.close()
    made.stand.close()


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Stand]:
    """Two bots of the memory channel."""
    made = Stand(tmp_path, channels={FIRST: Capability(), SECOND: Capability()})
    yield made
    made.close()


async def until(holds: asyncio.Event, work: asyncio.Task[None]) -> None:
    """Let something run until it has done what was wanted."""
    await asyncio.wait_for(holds.wait(), 20)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def hear(place: Place, stand: Stand, text: str) -> list[Inbound]:
    """The person writes to this bot: what the bot made of it, stored and answered."""
    heard: list[Inbound] = []
    is_stored = asyncio.Event()

    async def take(inbounds: Sequence[Inbound]) -> None:
        heard.extend(inbounds)
        await stand.take(heard)
        is_stored.set()

    if isinstance(place.channel, Memory):
        kind, key = place.channel.kind, str(1 + len(heard))
        await take([Inbound(place.channel.name, kind, key, "son", "son", Kind.TEXT, None, text=text)])
        return heard
    place.say(text)
    await until(is_stored, asyncio.create_task(place.channel.receive(take)))
    return heard


async def deliver(pair: Pair) -> None:
    """Send what waits, each message by the bot that it is kept under."""
    is_empty = asyncio.Event()

    def look(*_about: object) -> None:
        is_empty.set()

    channels = {place.channel.name: place.channel for place in (pair.first, pair.second)}
    with ThreadPoolExecutor(1) as executor:
        delivery = Delivery(pair.stand.store, channels, executor, look)
        work = asyncio.create_task(delivery.run())
        while _waiting(pair.stand):
            await asyncio.wait_for(is_empty.wait(), 20)
            is_empty.clear()
            await delivery.drain()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def _waiting(stand: Stand) -> int:
    with stand.store.transaction() as session:
        return session.query(OutboxMessage).filter(OutboxMessage.state.in_((State.PENDING, State.SENDING))).count()


async def test_the_same_numbers_are_two_updates_two_chats_and_two_people(pair: Pair) -> None:
    """Two heads join at the same moment, each by another bot, in chats and updates of the same numbers."""
    codes = {place: pair.stand.code(who) for place, who in ((0, "son"), (1, "hien"))}
    heard = [*await hear(pair.first, pair.stand, codes[0]), *await hear(pair.second, pair.stand, codes[1])]
    first, second = heard
    assert (first.key, first.chat_id, first.channel) == (second.key, second.chat_id, second.channel)
    bots = [pair.first.channel.name, pair.second.channel.name]
    assert bots == [first.bot, second.bot]
    with pair.stand.store.transaction() as session:
        for column in (InboxMessage.bot, Chat.bot, Account.bot):
            assert bots == sorted(session.scalars(select(column)))
        names = {account.bot: account.person.address for account in session.query(Account)}
        assert {bots[0]: "ông Sơn", bots[1]: "bà Hiên"} == names
    await deliver(pair)
    texts = ["\n".join(str(said["text"]) for said in place.arrived()) for place in (pair.first, pair.second)]
    assert [(True, False), (False, True)] == [("ông Sơn" in text, "bà Hiên" in text) for text in texts]


async def test_an_update_that_comes_again_is_known_by_its_bot(pair: Pair) -> None:
    """Redelivered to the same bot it is nothing new; from the other bot it is."""
    (inbound,) = await hear(pair.first, pair.stand, "Xin chào")
    assert not pair.stand.intake.handle(inbound)
    (other,) = await hear(pair.second, pair.stand, "Xin chào")
    assert inbound.key == other.key
    assert not pair.stand.intake.handle(other)


async def test_one_bot_s_pace_is_not_the_other_s(pair: Pair) -> None:
    """Full, or told to wait by the platform, one of them is still; the other speaks into a chat of the same number."""
    bots = [pair.first.channel.name, pair.second.channel.name]
    limiter = RateLimiter(dict.fromkeys(bots, Capability(pace=Pace(bot=Limit(1, 60.0)))))
    assert [True, False, True] == [limiter.admit(bot, "5") for bot in (bots[0], bots[0], bots[1])]
    calm = RateLimiter(dict.fromkeys(bots, Capability()))
    calm.stop(bots[0], "5", 60.0)
    assert [(bots[0], "5")] == calm.still_chats()


async def test_one_bot_s_quota_is_not_the_other_s(pair: Pair) -> None:
    """Each has its own ledger; a platform that takes no more from one stops that one's queue alone."""
    bots, now = [pair.first.channel.name, pair.second.channel.name], datetime.now(UTC)
    abilities = dict.fromkeys(bots, Capability(quota=Quota("2000", 3000, 50)))
    with pair.stand.store.transaction() as session:
        for bot in (bots[0], bots[0], bots[1]):
            quota.count_out(session, bot, abilities[bot], now)
        assert {bots[0]: 2, bots[1]: 1} == {month.bot: month.given for month in message_quota.counted(session)}
        quota.stop(session, bots[0], abilities, now)
        assert [bots[0]] == list(quota.stopped(session, now))


def _say(twins: Stand, bot: str, kind: Kind, text: str, message_id: str) -> None:
    twins.send("son", kind, bot=bot, text=text, message_id=message_id)


def _link(twins: Stand) -> None:
    """«son» writes to the second bot too, in a chat of the same number."""
    with twins.store.transaction() as session:
        account = session.query(Account).filter_by(chat_id="son").one()
        session.add(Account(person_id=account.person_id, bot=SECOND, external_id="son", chat_id="son"))


def test_a_message_edited_at_one_bot_corrects_nothing_said_to_the_other(twins: Stand) -> None:
    """The platform numbers each bot's messages anew: «57» here is not «57» there. How it was said is the channel."""
    twins.join("son")
    _link(twins)
    twins.at("2026-11-18T08:00")
    twins.tick()
    _say(twins, FIRST, Kind.TEXT, "6", "57")
    _say(twins, SECOND, Kind.EDIT, "8", "57")
    with twins.store.transaction() as session:
        figure = session.query(Figure).filter(Figure.measure == "XH1", Figure.period_id.is_not(None)).one()
        assert "6" == str(figure.value)
        revision = session.query(Revision).filter_by(figure_id=figure.id).order_by(Revision.id.desc()).first()
        assert revision is not None
        assert ("memory", FIRST) == (revision.channel, revision.bot)


def test_what_one_bot_cannot_bring_goes_by_the_other(twins: Stand) -> None:
    """Blocked here, a person is written to there; the account at the other bot stays open."""
    twins.join("son")
    _link(twins)
    with twins.store.transaction() as session:
        row = OutboxMessage(bot=FIRST, chat_id="son", purpose=Purpose.REPLY, text="Chào", created_at=twins.clock.now())
        session.add(row)
        session.flush()
        outcomes.record(session, row.id, Rejected("403", is_final=True, is_blocked=True), twins.deployment.bots)
        assert State.GIVEN_UP is row.state
    (copy,) = [row for row in twins.heard() if row.instead_of is not None]
    assert (SECOND, "son") == (copy.bot, copy.chat_id)
    with twins.store.transaction() as session:
        blocked = {account.bot: account.blocked_at is not None for account in session.query(Account)}
    assert {FIRST: True, SECOND: False} == blocked


def test_groups_of_the_same_number_are_two_groups(twins: Stand) -> None:
    """One of them becomes a supergroup; what waits for the other keeps its address."""
    twins.join("hoa")
    with twins.context() as context:
        person = context.session.query(Account).one().person_id
        for bot in (FIRST, SECOND):
            group = Group(commune_id=context.commune.id, bot=bot, chat_id="-5", title=bot, proposed_by=person)
            post = OutboxMessage(bot=bot, chat_id="-5", purpose=Purpose.POST, text="Bài", created_at=context.now)
            post.once = True
            context.session.add_all([group, post])
            context.session.flush()
        posts = context.session.query(OutboxMessage).filter_by(purpose=Purpose.POST)
        first = posts.filter_by(bot=FIRST).one()
        outcomes.record(context.session, first.id, Moved("-1005"), twins.deployment.bots)
        assert {FIRST: "-1005", SECOND: "-5"} == {post.bot: post.chat_id for post in posts}
        assert groups.find(context.session, FIRST, "-5") is None
        assert groups.find(context.session, SECOND, "-5") is not None
