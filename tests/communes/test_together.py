"""A week is opened and asked for several communes in one transaction: as for each by itself, once, and apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from models.people import Person
from scheduler import asking, together
from services.context import Context
from services.report_sheet import Sheet
from tests.communes.province import MARKS, Province
from tests.communes.test_isolation import rows

ASKING = "2026-11-18T08:00"


def enter(province: Province) -> Province:
    """Villages of both communes, and somebody who speaks in one and in the other."""
    for key in MARKS:
        province.enter(key, "hien", "mai")
        province.bring("ab-son", key, "son")
    province.at(ASKING)
    return province


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = enter(Province(tmp_path))
    yield made
    made.close()


def asked(province: Province) -> list[tuple[str, str]]:
    return sorted((province.whose(row), row.chat_id) for row in province.heard())


EVERYBODY = [("a", "a-hien"), ("a", "a-mai"), ("a", "ab-son"), ("b", "ab-son"), ("b", "b-hien"), ("b", "b-mai")]


def test_several_together_are_asked_as_each_by_itself(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row by row the same: reports with what is due, messages, chats, what was done."""
    province.tick()
    monkeypatch.setattr(together, "MOST", 1)
    (tmp_path / "apart").mkdir()
    apart = enter(Province(tmp_path / "apart"))
    apart.tick()
    for key in MARKS:
        of_both = [rows(one, key) for one in (province, apart)]
        for found in of_both:
            del found["Invitation"]  # codes are drawn
            found["JobRun"] = sorted(row.partition(", ")[2] for row in found["JobRun"])  # numbered in another order
        assert of_both[0] == of_both[1]
    assert EVERYBODY == asked(province) == asked(apart)
    apart.close()


def test_a_fault_in_one_commune_is_its_own(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other is asked by itself, and not again when the fault is mended."""
    ask = asking._ask

    def stumble(context: Context, person: Person, sheet: Sheet, queue_round: int, *, several: bool) -> None:
        if context.commune.id == province.ids["a"]:
            raise ValueError
        ask(context, person, sheet, queue_round, several=several)

    monkeypatch.setattr(asking, "_ask", stumble)
    province.tick()
    assert EVERYBODY[3:] == asked(province)
    monkeypatch.undo()
    province.tick()
    province.tick()
    assert EVERYBODY[:3] == asked(province)


def test_killed_before_the_commit_nobody_was_asked(province: Province) -> None:
    """And everybody is, once, by the next process."""

    def die(_connection: Connection) -> None:
        if any("INSERT INTO outbox" in one for one in written):
            raise SystemExit

    written: list[str] = []
    event.listen(province.store.engine, "before_cursor_execute", lambda *given: written.append(given[2]))
    event.listen(province.store.engine, "commit", die)
    with pytest.raises(SystemExit):
        province.tick()
    event.remove(province.store.engine, "commit", die)
    assert [] == asked(province)
    province.tick()
    province.tick()
    assert EVERYBODY == asked(province)
