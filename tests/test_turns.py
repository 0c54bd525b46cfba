"""Updates that wait are answered together: in fair turn, in one transaction, and none for another's fault."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.inbox import turns
from handlers import dispatch
from handlers.turn import Turn
from models.messages import InboxMessage as Stored
from models.people import Person
from services.inbound import Inbound, Kind
from tests.commune import TUESDAY, Stand


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine eight answers take longer than they may."""
    monkeypatch.setattr(turns, "_LONGEST", 60.0)


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


def waiting(stand: Stand) -> list[tuple[str | None, str]]:
    """What has no answer yet, with the words that wait for it."""
    query = select(Stored).where(Stored.queue_round.is_not(None)).order_by(Stored.queue_round, Stored.id)
    with stand.store.deployment_wide("a test looks at all there is") as session:
        return [(row.text, (row.payload or {})["text"]) for row in session.scalars(query)]


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
    """Twenty at once, of two people: one transaction stores them, three answer, each person's in order."""
    stand.join("son", "hien")
    words = [said(number, ("son", "hien")[number % 2], f"GIÚP {number}") for number in range(20)]
    with commits() as counted:
        await stand.take(words)
    looks = 0 if stand.store.is_sqlite else 3  # whether anybody waits, before the lock of turns is asked for
    assert 1 + 3 + looks == len(counted)
    assert [(one.text, None) for one in words] == stored(stand)
    heard = stand.heard()
    assert {"son": 10, "hien": 10} == {
        who: len([one for one in heard if one.chat_id == who]) for who in ("son", "hien")
    }


async def test_one_that_comes_again_is_passed_over(stand: Stand) -> None:
    """The same update twice in one transaction is stored and answered once."""
    stand.join("son")
    await stand.take([said(1, "son", "GIÚP"), said(1, "son", "GIÚP"), said(2, "son", "GIÚP")])
    assert [("GIÚP", None)] * 2 == stored(stand)
    assert 2 == len(stand.heard("son"))


async def test_what_one_says_holds_for_the_next_word(stand: Stand) -> None:
    """A code, the consent and a figure of one person, all waiting when the bot starts: each finds what was before."""
    stand.at("2026-11-18T08:00")
    code = stand.code("son")
    await stand.take([said(1, "son", f"/start {code}"), said(2, "son", "Đồng ý"), said(3, "son", "12")])
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
    await stand.take([said(1, "son", "GIÚP"), said(2, "son", "GIÚP"), said(3, "son", "GIÚP")])
    assert ["Hoàng Văn Mới"] * 2 == names[1:]


async def test_a_fault_costs_one_its_answer_and_nobody_else(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler stumbles over one of three: it gets an apology, the others their answers, each in its turn."""
    stand.join("son", "hien")
    answer = dispatch.dispatch

    def stumble(turn: Turn) -> None:
        answer(turn)
        if turn.inbound.text == "vấp":
            raise ZeroDivisionError

    monkeypatch.setattr(dispatch, "dispatch", stumble)
    await stand.take([said(1, "hien", "GIÚP"), said(2, "son", "vấp"), said(3, "hien", "GIÚP")])
    assert [("GIÚP", None), ("vấp", "ZeroDivisionError"), ("GIÚP", None)] == stored(stand)
    heard = stand.heard()
    assert ["hien", "son", "hien"] == [row.chat_id for row in heard]
    assert "Xin lỗi" in heard[1].text
    assert [] == waiting(stand)


async def test_nobody_overtakes_what_could_not_be_stored(stand: Stand) -> None:
    """The disk refuses the first commit: nothing that came later is confirmed, though it could be by then."""
    stand.join("son")
    refusals = [1]

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
    await stand.take(words)
    assert [(one.text, None) for one in words] == stored(stand)


async def test_whoever_goes_away_does_not_hold_up_the_line(stand: Stand) -> None:
    """A request that is cancelled while its update waits: the update is stored all the same, and so is the next."""
    stand.join("son")
    gone = asyncio.create_task(stand.intake.take([said(1, "son", "GIÚP")]))
    await asyncio.sleep(0)
    gone.cancel()
    await stand.take([said(2, "son", "GIÚP")])
    assert [("GIÚP", None)] * 2 == stored(stand)


async def test_one_persons_flood_leaves_the_others_their_turn(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred of one, then one, two and three of others: each round answers one of everybody."""
    order: list[str] = []
    monkeypatch.setattr(dispatch, "dispatch", lambda turn: order.append(f"{turn.inbound.chat_id}{turn.inbound.text}"))
    await stand.intake.take([said(number, "a", str(number)) for number in range(100)])
    others = [("b", "0"), ("c", "0"), ("c", "1"), ("d", "0"), ("d", "1"), ("d", "2")]
    await stand.intake.take([said(100 + number, who, text) for number, (who, text) in enumerate(others)])
    stand.intake.answer_all()
    assert ["a0", "b0", "c0", "d0", "a1", "c1", "d1", "a2", "d2", "a3"] == order[:10]
    assert [f"a{number}" for number in range(100)] == [word for word in order if word.startswith("a")]


async def test_who_comes_in_the_middle_of_a_flood_is_next(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their first message is in the present round, however long the others have stood in line."""
    order: list[str] = []
    monkeypatch.setattr(dispatch, "dispatch", lambda turn: order.append(turn.inbound.chat_id))
    await stand.intake.take([said(number, "a", "x") for number in range(40)])
    stand.intake._round_robin.answer()
    await stand.intake.take([said(number, "b", "x") for number in (100, 101)])
    stand.intake._round_robin.answer()
    assert ["a"] * 8 + ["a", "b", "a", "b"] + ["a"] * 4 == order


async def test_what_a_dead_process_has_stored_is_answered_once(stand: Stand) -> None:
    """Stored, and the process gone before the answer: the next one answers, a repeat of the platform's not."""
    stand.join("son")
    told = [said(1, "son", "GIÚP"), said(2, "son", "con 6")]
    await stand.intake.take(told)
    assert [("GIÚP", "GIÚP"), ("con 6", "con 6")] == waiting(stand)
    assert [] == stand.heard("son")
    stand._serve(stand.deployment)
    await stand.take(told)
    assert 2 == len(stand.heard("son"))
    assert [] == waiting(stand)


async def test_a_tap_and_a_text_keep_their_order(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever one chat sends in turn is answered in that order, also where another's stand between."""
    order: list[str] = []
    monkeypatch.setattr(dispatch, "dispatch", lambda turn: order.append(turn.inbound.key))
    kinds = (Kind.TEXT, Kind.CHOICE, Kind.PHOTO, Kind.EDIT)
    mixed = [replace(said(number, "ab"[number % 3 == 0], "x"), kind=kinds[number % 4]) for number in range(40)]
    await stand.intake.take(mixed[:25])
    stand.intake._round_robin.answer()
    await stand.take(mixed[25:])
    for who in "ab":
        assert [one.key for one in mixed if one.chat_id == who] == [
            key for key in order if mixed[int(key.split()[1])].chat_id == who
        ]


@pytest.mark.parametrize(
    "harm", [{"kind": "nonsense"}, {"said_at": "yesterday"}, {"text": 7}, {}], ids=["kind", "time", "text", "empty"]
)
async def test_what_cannot_be_read_any_more_holds_nobody_up(stand: Stand, harm: dict[str, object]) -> None:
    """Kept by another version, or harmed: it is noted as failed, and its chat's next message is answered."""
    stand.join("son")
    await stand.intake.take([said(1, "son", "GIÚP")])
    with stand.context() as context:
        row = context.session.scalars(select(Stored).where(Stored.queue_round.is_not(None))).one()
        row.payload = {**(row.payload or {}), **harm} if harm else {}
    await stand.take([said(2, "son", "GIÚP")])
    assert [True, False] == [fault is not None for _, fault in stored(stand)]
    assert 1 == len(stand.heard("son"))
    assert [] == waiting(stand)


@pytest.mark.parametrize("raised", [ValueError, RecursionError, MemoryError, KeyError, IntegrityError, DataError])
async def test_a_poison_update_is_tried_no_more(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    """Before, between and behind it everything is answered; it is noted, and the line is empty."""
    stand.join("son", "hien")
    answer, tries = dispatch.dispatch, [0]

    def stumble(turn: Turn) -> None:
        if turn.inbound.text == "vấp":
            tries[0] += 1
            raise raised(*("statement", {}, Exception()) if issubclass(raised, DBAPIError) else ())
        answer(turn)

    monkeypatch.setattr(dispatch, "dispatch", stumble)
    texts = ["GIÚP", "vấp", "GIÚP", "vấp", "GIÚP"]
    await stand.take([said(number, "son", text) for number, text in enumerate(texts)] + [said(9, "hien", "GIÚP")])
    assert [None, raised.__name__, None, raised.__name__, None, None] == [fault for _, fault in stored(stand)]
    assert 2 * 2 == tries[0]  # each with the others, and by itself
    assert ["hien"] + ["son"] * 5 == sorted(row.chat_id for row in stand.heard())
    assert [] == waiting(stand)


async def test_a_message_waits_while_the_database_cannot_answer(stand: Stand) -> None:
    """A table is away: nothing is lost, nothing is noted as failed, and it is answered when the table is back."""
    stand.join("son")
    with stand.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE chats RENAME TO elsewhere"))
    await stand.intake.take([said(1, "son", "GIÚP"), said(2, "son", "GIÚP")])
    with pytest.raises(DBAPIError):
        stand.intake.answer_all()
    assert 2 == len(waiting(stand))
    with stand.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO chats"))
    stand.intake.answer_all()
    assert [("GIÚP", None)] * 2 == stored(stand)
    assert 2 == len(stand.heard("son"))


async def test_nothing_of_what_was_said_stays_with_its_answer(stand: Stand) -> None:
    """Identity numbers, lists of names and codes wait for their answer, and leave no trace; a group's never wait."""
    stand.join("son")
    number, code = "012345678901", stand.code("hien")
    words = [number, "Nguyễn Văn An, Trần Thị Bình", f"/start {code}", code.lower(), f"mã {code} ạ", "con 6"]
    await stand.intake.take([said(at, "son", text) for at, text in enumerate(words)])
    await stand.intake.take([replace(said(9, "-1", "bí mật của nhóm"), is_group=True)])
    assert [None, None, "/start [mã]", "[mã]", "mã [mã] ạ", "con 6", None] == [text for text, _ in stored(stand)]
    assert "" == next(words for text, words in reversed(waiting(stand)) if "nhóm" in words or not words)
    stand.intake.answer_all()
    with stand.context() as context:
        assert {None} == set(context.session.scalars(select(Stored.payload)))


async def test_a_slow_machine_answers_fewer_at_once(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 50 ms a transaction ends, so that who comes next need not wait for seven others."""
    monkeypatch.setattr(turns, "_LONGEST", 0.0)
    stand.join("son")
    words = [said(number, "son", f"GIÚP {number}") for number in range(3)]
    await stand.intake.take(words)
    assert [True, True, False] == [stand.intake._round_robin.answer() for _ in range(3)]
    assert [(one.text, None) for one in words] == stored(stand)
    assert 3 == len(stand.heard("son"))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("said_at", [None, TUESDAY])
@pytest.mark.parametrize("words", ["con 6", "", "x" * 5000, "/start K7QM-4TXP", "hai\ndòng", "\x00\ud800 ⁦x"])
def test_what_waits_is_what_came(kind: Kind, said_at: datetime | None, words: str) -> None:
    """Every kind of update, through the inbox and back: nothing of it is changed or lost."""
    came = Inbound("b", "c", "k", "-1", "s", kind, said_at, words, words, True, words, "7", words)
    assert came == Inbound.from_json(json.loads(json.dumps(came.to_json())))
