"""An update before which nobody waits is stored and answered in one transaction; where that fails, stored first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from bot.inbox.crash_marker import DEATHS, NOT_STORED_YET, CrashMarker
from handlers import dispatch
from handlers.turn import Turn
from services.capability import Capability
from tests import databases
from tests.commune import Stand, fresh_store
from tests.test_turns import said, stored, waiting


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """With PostgreSQL every update is stored first: whoever stores holds up the other processes."""
    made = Stand(tmp_path, fresh_store(tmp_path, databases.SQLITE))
    made.join("son", "hien")
    made.intake._is_answering = True  # as the running program is
    yield made
    made.close()


def _count_commits(stand: Stand) -> list[Connection]:
    counted: list[Connection] = []
    event.listen(stand.store.engine, "commit", counted.append)
    return counted


async def test_one_commit_for_an_update_and_its_answer(stand: Stand) -> None:
    """Alone, and of several people together; a repeat of the platform's is answered no more."""
    commits = _count_commits(stand)
    told = [said(1, "son", "GIÚP"), said(2, "hien", "GIÚP")]
    await stand.intake.take(told[:1])
    await stand.intake.take(told[1:])
    assert 2 == len(commits)
    await stand.intake.take([*told, said(3, "son", "GIÚP"), said(3, "son", "GIÚP")])
    assert 3 == len(commits)
    assert ["hien", "son", "son"] == sorted(row.chat_id for row in stand.heard())
    assert [("GIÚP", None)] * 3 == stored(stand)
    assert [] == waiting(stand)


async def test_who_waits_is_answered_before(stand: Stand) -> None:
    """What was left in the line, here by a process that has died, comes first: one chat's words keep their order."""
    stand.intake._is_answering = False
    await stand.intake.take([said(1, "son", "BÁO CÁO")])
    stand.intake._is_answering = True
    await stand.intake.take([said(2, "son", "GIÚP")])
    assert ["BÁO CÁO", "GIÚP"] == [words for _, words in waiting(stand)]
    stand.intake.answer_all()
    assert [("BÁO CÁO", None), ("GIÚP", None)] == stored(stand)


async def test_a_turn_that_fails_loses_nothing_and_harms_nobody(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the failed transaction nothing is left: all are stored, the poison one is noted, the other answered once."""
    answer = dispatch.dispatch

    def stumble(turn: Turn) -> None:
        answer(turn)
        if turn.inbound.text == "vấp":
            raise ValueError

    monkeypatch.setattr(dispatch, "dispatch", stumble)
    await stand.intake.take([said(1, "hien", "GIÚP"), said(2, "son", "vấp")])
    assert ["GIÚP", "vấp"] == [words for _, words in waiting(stand)]
    stand.intake.answer_all()
    assert [("GIÚP", None), ("vấp", "ValueError")] == stored(stand)
    assert ["hien", "son"] == sorted(row.chat_id for row in stand.heard())  # his is the apology


async def test_what_a_platform_forgets_is_stored_first(stand: Stand) -> None:
    """Zalo has forgotten what it has handed out: killed in the turn, nobody would bring it again."""
    stand.channels_are({"memory": Capability(repeats_updates=False)})
    stand.intake._is_answering = True
    await stand.intake.take([said(1, "son", "GIÚP")])
    assert 1 == len(waiting(stand))


async def test_too_many_are_stored_first(stand: Stand) -> None:
    """Nobody's flood keeps the platform waiting for its confirmation."""
    await stand.intake.take([said(number, "son", "GIÚP") for number in range(9)])
    assert 9 == len(waiting(stand))


async def test_nothing_is_left_of_a_process_that_died_before_the_commit(stand: Stand) -> None:
    """Killed at that moment, neither the update nor its answer is there; the platform brings it again."""

    def die(_connection: Connection) -> None:
        raise SystemExit

    event.listen(stand.store.engine, "commit", die)
    with pytest.raises(SystemExit):
        stand.intake._take_in([said(1, "son", "GIÚP")])
    event.remove(stand.store.engine, "commit", die)
    assert ([], []) == (stored(stand), stand.heard())
    await stand.intake.take([said(1, "son", "GIÚP")])
    assert 1 == len(stand.heard("son"))


def _die(folder: Path, message_id: int) -> CrashMarker:
    """A process that begins a turn and never ends it; what the next one knows of it."""
    _begun.append(CrashMarker(folder / "answering").turn(message_id))
    _begun[-1].__enter__()
    return CrashMarker(folder / "answering")


_begun: list[AbstractContextManager[None]] = []  # turns that nothing ends, not even the garbage collector


def test_after_a_death_in_a_turn_updates_are_stored_first(tmp_path: Path) -> None:
    """Else nobody would know which one kills the process; the first death counts for the one that comes again."""
    for _ in range(DEATHS):
        marker = _die(tmp_path, NOT_STORED_YET)
        assert (True, None) == (marker.is_wary, marker.deadly)
    assert [None] * (DEATHS - 2) + [7] == [_die(tmp_path, 7).deadly for _ in range(DEATHS - 1)]
