"""A process is stopped (SIGSTOP) in the middle of what it does: others are answered, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.chaos.stopped import Stopped
from tests.crash.stops import COMMIT, COMMITTED, SAID
from tests.patience import slowness

pytestmark = pytest.mark.long
OTHERS = ("b-son", "b-hien")


@dataclass(frozen=True)
class Point:
    """Where «x» stops after somebody has spoken to it, and for how many seconds others may wait at most."""

    name: str
    match: str
    moment: str = SAID
    others: float = 2.0
    speaker: str = "a-son"
    own: float = 32.0


BROKEN_OFF = 5.0
POINTS = (
    Point("routing", "FROM accounts"),
    Point("storing, with the lock", "pg_advisory_xact_lock.*7401189", others=BROKEN_OFF),
    Point("storing, before the commit", "INSERT INTO inbox", COMMIT, others=BROKEN_OFF),
    Point("stored", "INSERT INTO inbox", COMMITTED),
    Point("whose turn it is", "SELECT inbox.commune_id .*GROUP BY"),
    Point("a turn, its answer written", "INSERT INTO outbox"),
    Point("a turn, before the commit", "INSERT INTO outbox", COMMIT),
    Point("answered", "INSERT INTO outbox", COMMITTED),
    Point("not known whose", "pg_try_advisory_xact_lock.*7401187.*: 0", speaker="nobody"),
    Point("claimed, before the commit", "UPDATE outbox SET state=.*attempts=", COMMIT, own=7.0),
    Point("its sending recorded, before the commit", "UPDATE outbox SET state=.*sent_at=", COMMIT),
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stopped]:
    with Stopped(tmp_path_factory.mktemp("stopped")) as made:
        made.start("x")
        made.start("y")
        made.wait(made.is_at_rest)
        yield made


def once(stage: Stopped, before: dict[str, int]) -> Callable[[], bool]:
    return lambda: all(len(stage.texts(who)) > count for who, count in before.items())


@pytest.mark.parametrize("point", POINTS, ids=lambda one: one.name)
def test_others_are_answered_and_nothing_is_done_twice(stage: Stopped, point: Point) -> None:
    """Nor does anybody read an apology; «x» goes on when it is let."""
    people = (*OTHERS, "a-hien", point.speaker)
    before = {who: len(stage.texts(who)) for who in people}
    stage.arm("x", point.match, point.moment)
    said = stage.say("x", point.speaker, "GIÚP")
    stage.wait_stopped("x")
    with stage.answers("y", *OTHERS) as waited:
        pass
    assert max(waited.values()) < point.others * slowness()
    with stage.answers("y", "a-hien", longest=point.own * slowness()) as waited:
        pass
    assert ["a-hien"] == list(waited)
    stage.go_on("x")
    said.result(60)
    stage.wait(once(stage, before))
    stage.wait(stage.is_at_rest)
    assert dict.fromkeys(people, 1) == {who: len(stage.texts(who)) - before[who] for who in people}
    assert not [who for who in people if "xin lỗi" in stage.texts(who)[-1].lower()]
    assert [(0,)] == stage.rows("SELECT count(*) FROM inbox WHERE fault IS NOT NULL")
    assert [None, None] == [process.poll() for process in stage.processes.values()]
