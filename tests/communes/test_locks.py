"""On PostgreSQL turns lock by commune: a process that stands still holds up its own commune, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from bot.inbox.queue import InboxQueue
from bot.inbox.round_robin import RoundRobin
from models import key_values
from models.database import NOBODY, Store, connect
from models.turn_locks import Busy
from scheduler import housekeeping
from tests import databases
from tests.communes.province import Province


def elsewhere(province: Province) -> Store:
    """Another process on the same database, as far as the server can tell."""
    assert isinstance(province.store, databases.Passing)
    return Store(connect(province.store.url))


def stored(province: Province, *keys: str) -> None:
    """Somebody of each commune has written, and nobody has been answered."""
    intake = InboxQueue(province.store, province.communes, province.clock, province._executor, lambda: None)
    province.intake, answering = intake, intake.answer_all
    intake.answer_all = lambda: None  # type: ignore[method-assign]  # only stored
    for key in keys:
        province.say(f"{key}-son", "GIÚP")
    intake.answer_all = answering  # type: ignore[method-assign]


def only_the_other_is_answered(province: Province) -> None:
    """While another process is at commune a."""
    with pytest.raises(Busy):
        while province.intake._round_robin.answer():
            pass
    assert {"b-son"} == {row.chat_id for row in province.heard()}


def test_a_turn_that_stands_still_holds_up_its_own_commune(province: Province) -> None:
    """The other one is answered meanwhile, and this one as soon as the turn is over."""
    other = elsewhere(province)
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        stored(province, "a", "b")
        only_the_other_is_answered(province)
    province.intake.answer_all()
    assert {"a-son"} == {row.chat_id for row in province.heard()}
    other.close()


def test_two_processes_do_not_meet_at_every_commune(province: Province) -> None:
    """In the same order each came to what the other was at, round after round: an eighth of what two could answer."""
    asked = range(100, 120)
    orders = []
    for _ in range(2):
        answering = RoundRobin(province.store, province.communes, province.clock)
        orders.append(sorted(asked, key=answering._last_turn))
        assert orders[-1] == sorted(asked, key=answering._last_turn)  # one process keeps to its own
    assert orders[0] != orders[1]
    assert list(asked) == sorted(orders[0])


def test_what_another_process_is_at_costs_one_statement(province: Province) -> None:
    """Its lock is asked for at once: it was looked after whoever waits there, and then asked for."""
    other = elsewhere(province)
    said: list[str] = []
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        stored(province, "a")
        turns = province.intake._round_robin._turns_of(province.communes.now[province.ids["a"]], province.ids["a"])
        event.listen(province.store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        with pytest.raises(Busy):
            turns.answer(is_known=True)
    assert ["pg_try_advisory_xact_lock" in words for words in said] == [True]
    other.close()


def test_a_job_leaves_a_busy_commune_to_the_next_tick(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other commune's question goes out at its time."""
    monkeypatch.setattr("scheduler.tick.PATIENCE", 0.05)
    monkeypatch.setattr("scheduler.housekeeping._PATIENCE", 0.05)
    other = elsewhere(province)
    province.at("2026-11-18T08:00")
    with other.alone(province.ids["a"]) as session:
        session.execute(text("SELECT 1"))
        province.tick()
        assert {"b-son"} == {row.chat_id for row in province.heard()}
    province.tick()
    assert {"a-son"} == {row.chat_id for row in province.heard()}
    other.close()


def test_what_is_nobodys_is_purged_by_one_process_at_a_time(province: Province) -> None:
    """Two that began the day's purge together wrote the same row: one of them lost its whole tick."""
    other = elsewhere(province)
    with other.deployment_wide("another process purges") as session:
        assert [NOBODY] == other.lock_free(session, [NOBODY])
        key_values.put(session, housekeeping._NOBODYS, "2026-11-18")
        session.flush()
        province.at("2026-11-18T08:00")
        province.tick()  # neither waits nor writes the row a second time
    with province.store.deployment_wide("a look") as session:
        assert "2026-11-18" == key_values.get(session, housekeeping._NOBODYS)
    other.close()


def test_a_batch_is_broken_off_sooner_than_a_turn(province: Province) -> None:
    """A process that stands still holds up sixteen communes for four seconds, in a turn its own one for thirty."""
    after = text("SHOW idle_in_transaction_session_timeout")
    with province.store.deployment_wide("a batch") as session:
        province.store.lock_free(session, list(province.ids.values()))
        assert "4s" == session.scalar(after)
    with province.store.alone(province.ids["a"]) as session:
        assert "30s" == session.scalar(after)


def test_two_communes_have_two_locks(province: Province) -> None:
    """As the server shows them: the number of the purpose, and the commune."""
    with province.store.alone(province.ids["a"]), province.store.alone(province.ids["b"]) as session:
        those = f"locktype = 'advisory' AND objsubid = 2 AND {databases.IN_THIS_ONE}"
        held = session.execute(text(f"SELECT classid, objid FROM pg_locks WHERE {those} ORDER BY objid")).all()  # noqa: S608  words of our own
    assert [(7401187, number) for number in sorted(province.ids.values())] == [tuple(row) for row in held]
