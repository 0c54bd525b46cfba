"""How fast messages leave: Telegram's limits, and whom a 429 stops."""

from __future__ import annotations

import pytest

from bot.channels.telegram.channel import PACE
from bot.outbox.rate_limit import RateLimiter
from services.capability import Capability

GROUP, OTHER_GROUP = "-100", "-200"


class Watch:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pacer(watch: Watch) -> RateLimiter:
    return RateLimiter({"telegram": Capability(pace=PACE)}, watch)


def admitted(pacer: RateLimiter, chats: list[str]) -> int:
    return sum(pacer.admit("telegram", chat) for chat in chats)


def test_no_second_sees_more_than_thirty_messages(pacer: RateLimiter, watch: Watch) -> None:
    """In any second, not only in those that begin on the clock's stroke."""
    assert 20 == admitted(pacer, [f"a{number}" for number in range(20)])
    watch.seconds += 0.6
    assert 10 == admitted(pacer, [f"b{number}" for number in range(50)])
    assert ["telegram"] == pacer.still_bots()
    watch.seconds += 0.5  # the first twenty are more than a second old
    assert 20 == admitted(pacer, [f"c{number}" for number in range(50)])


def test_no_minute_sees_more_than_twenty_messages_in_a_group(pacer: RateLimiter, watch: Watch) -> None:
    """The others go on meanwhile."""
    assert 20 == admitted(pacer, [GROUP] * 25)
    watch.seconds += 59
    assert [("telegram", GROUP)] == pacer.still_chats()
    assert 1 == admitted(pacer, [GROUP, OTHER_GROUP])
    watch.seconds += 1
    assert 20 == admitted(pacer, [GROUP] * 25)


def test_a_chat_gets_one_a_second_after_a_short_burst(pacer: RateLimiter, watch: Watch) -> None:
    """Over a minute about one a second."""
    sent = 0
    for _ in range(600):
        sent += admitted(pacer, ["a"])
        watch.seconds += 0.1
    assert 60 == sent


def test_several_processes_divide_the_limits(pacer: RateLimiter) -> None:
    """Two processes send fifteen a second each, and never none."""
    pacer.share = 2
    assert 15 == admitted(pacer, [f"a{number}" for number in range(50)])
    pacer.share = 100
    assert 0 == admitted(pacer, ["z"])


def test_a_refused_chat_is_still_and_the_others_are_not(pacer: RateLimiter, watch: Watch) -> None:
    """Telegram does not say whom it means; the first refusal is taken to be about its chat."""
    pacer.stop("telegram", "a", 7)
    assert ([], [("telegram", "a")]) == (pacer.still_bots(), pacer.still_chats())
    assert 7 == pacer.opens_in()
    watch.seconds += 7
    assert [] == pacer.still_chats()


def test_a_second_refused_chat_stills_the_bot(pacer: RateLimiter, watch: Watch) -> None:
    """Then the limit over all was meant."""
    pacer.stop("telegram", "a", 7)
    pacer.stop("telegram", "b", 5)
    assert ["telegram"] == pacer.still_bots()
    watch.seconds += 5
    assert [] == pacer.still_bots()


def test_two_refused_groups_do_not_still_the_bot(pacer: RateLimiter) -> None:
    """Groups have a limit of their own."""
    pacer.stop("telegram", GROUP, 40)
    pacer.stop("telegram", OTHER_GROUP, 40)
    assert [] == pacer.still_bots()
    pacer.stop("telegram", "a", 3)
    assert ["telegram"] == pacer.still_bots()


def test_one_chat_refused_twice_does_not_still_the_bot(pacer: RateLimiter) -> None:
    """It is the same chat."""
    pacer.stop("telegram", "a", 7)
    pacer.stop("telegram", "a", 7)
    assert [] == pacer.still_bots()
