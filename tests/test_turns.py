"""Updates that wait are answered together: in order, in one transaction, and none for another's fault."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handlers import dispatch
from handlers.turn import Turn
from models.messages import InboxMessage as Stored
from models.people import Person
from services.inbound import Inbound, Kind
from tests.commune import Stand


def said(number: int, who: str, text: str) -> Inbound:
    return Inbound(
        bot="memory",
        channel="memory",
        key=f"together {number}",
        chat_id=who,
        sender_id=who,
        kind=Kind.TEXT,
        said_at=None,
        text=text,
    )


def stored(stand: Stand) -> list[tuple[str | None, str | None]]:
    """What is in the inbox of this test, in the order in which it came: the text, and what was stumbled over."""
    query = select(Stored).where(Stored.key.startswith("together")).order_by(Stored.id)
    with stand.store.transaction() as session:
        return [(row.text, row.fault) for row in session.scalars(query)]


@contextmanager
def commits() -> Iterator[list[None]]:
    """The commits within."""
    counted: list[None] = []

    def count(session: Session) -> None:
        if not session.in_nested_transaction():
            counted.append(None)

    event.listen(Session, "after_commit", count)
    try:
        yield counted
    finally:
        event.remove(Session, "after_commit", count)


async def test_those_that_wait_share_a_transaction(stand: Stand) -> None:
    """Twenty at once, of two people: three transactions, everything in the order in which it came."""
    stand.join("son", "hien")
    words = [said(number, ("son", "hien")[number % 2], f"GIÚP {number}") for number in range(20)]
    with commits() as counted:
        await stand.intake.take(words)
    assert 3 == len(counted)
    assert [(one.text, None) for one in words] == stored(stand)
    heard = stand.heard()
    assert {"son": 10, "hien": 10} == {
        who: len([one for one in heard if one.chat_id == who]) for who in ("son", "hien")
    }


async def test_one_that_comes_again_is_passed_over(stand: Stand) -> None:
    """The same update twice in one transaction is stored and answered once."""
    stand.join("son")
    await stand.intake.take([said(1, "son", "GIÚP"), said(1, "son", "GIÚP"), said(2, "son", "GIÚP")])
    assert [("GIÚP", None)] * 2 == stored(stand)
    assert 2 == len(stand.heard("son"))


async def test_what_one_says_holds_for_the_next_word(stand: Stand) -> None:
    """A code, the consent and a figure of one person, all waiting when the bot starts: each finds what was before."""
    stand.at("2026-11-18T08:00")
    code = stand.code("son")
    await stand.intake.take([said(1, "son", f"/start {code}"), said(2, "son", "Đồng ý"), said(3, "son", "12")])
    assert "12" in stand.heard("son")[-1].text


async def test_a_turn_remembers_nothing_of_the_one_before(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one transaction too each turn reads what is stored, even what was changed behind the session's back."""
    stand.join("son")
    speakers: list[Person] = []  # held on to, as a cache would hold them
    names: list[str] = []

    def rename(turn: Turn) -> None:
        speakers.append(turn.speaker)
        names.append(turn.speaker.name)
        unseen = {"synchronize_session": False}
        turn.session.execute(update(Person).values(name="Hoàng Văn Mới"), execution_options=unseen)

    monkeypatch.setattr(dispatch, "dispatch", rename)
    await stand.intake.take([said(1, "son", "GIÚP"), said(2, "son", "GIÚP"), said(3, "son", "GIÚP")])
    assert ["Hoàng Văn Mới"] * 2 == names[1:]


async def test_a_fault_costs_one_its_answer_and_nobody_else(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler stumbles over the second of three: it gets an apology, the others their answers, all in order."""
    stand.join("son", "hien")
    answer = dispatch.dispatch

    def stumble(turn: Turn) -> None:
        answer(turn)
        if turn.inbound.text == "vấp":
            raise ZeroDivisionError

    monkeypatch.setattr(dispatch, "dispatch", stumble)
    await stand.intake.take([said(1, "hien", "GIÚP"), said(2, "son", "vấp"), said(3, "hien", "GIÚP")])
    assert [("GIÚP", None), ("vấp", "ZeroDivisionError"), ("GIÚP", None)] == stored(stand)
    heard = stand.heard()
    assert ["hien", "son", "hien"] == [row.chat_id for row in heard]
    assert "Xin lỗi" in heard[1].text


async def test_nobody_overtakes_what_could_not_be_stored(stand: Stand) -> None:
    """The disk refuses the first commits: nothing behind them in line is confirmed, though it could be by then."""
    stand.join("son")
    refusals = [2]  # together, and by itself

    def refuse(session: Session) -> None:
        if refusals[0] and not session.in_nested_transaction():
            refusals[0] -= 1
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    words = [said(number, "son", f"GIÚP {number}") for number in range(12)]
    event.listen(Session, "before_commit", refuse)
    try:
        taking = [asyncio.create_task(stand.intake.take(some)) for some in (words[:11], words[11:])]
        ended = await asyncio.gather(*taking, return_exceptions=True)
    finally:
        event.remove(Session, "before_commit", refuse)
    assert [OperationalError, OperationalError] == [type(one) for one in ended]
    assert [] == stored(stand)
    await stand.intake.take(words)
    assert [(one.text, None) for one in words] == stored(stand)


async def test_whoever_goes_away_does_not_hold_up_the_line(stand: Stand) -> None:
    """A request that is cancelled while its update waits: the update is stored all the same, and so is the next."""
    stand.join("son")
    gone = asyncio.create_task(stand.intake.take([said(1, "son", "GIÚP")]))
    await asyncio.sleep(0)
    gone.cancel()
    await stand.intake.take([said(2, "son", "GIÚP")])
    assert [("GIÚP", None)] * 2 == stored(stand)
