"""«Thôn 5»: where villages are numbered, a bare number in a message is a figure, and «thôn 5» is a village."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from handlers.reporter import reporting_unit
from models.units import Unit
from tests.commune import Stand


@pytest.fixture
def numbered(stand: Stand) -> Stand:
    """The head of a village called 3 is asked, among villages called 1 to 12."""
    stand.join("son")
    with stand.everything() as session:
        for number in range(1, 13):
            named = {"name": str({1: 3, 3: 1}.get(number, number)), "aliases": []}
            session.execute(update(Unit).where(Unit.code == f"T{number:02d}").values(**named))
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    return stand


@pytest.mark.parametrize("words", ["bhyt con 5", "bhyt con 3", "Thôn 3 báo: bhyt con 5"])
def test_a_bare_number_is_a_figure(numbered: Stand, words: str) -> None:
    numbered.say("son", words)
    assert f"{words[-1]} người chưa có thẻ BHYT" in numbered.heard()[-1].text


def test_another_village_is_asked_about(numbered: Stand) -> None:
    numbered.say("son", "thôn 5: bhyt con 7")
    said = numbered.heard()[-1]
    assert [label for label, _ in said.choices] == ["Của thôn 3", "Của thôn 5"]


def test_names_are_put_together_once_for_all_who_write(numbered: Stand) -> None:
    """Each sees them as their own or not: a tree for each of a thousand heads took 20 ms of every answer."""
    numbered.join("hien")
    reporting_unit._tree.cache_clear()
    for who, words, is_asked in (("son", "thôn 3: bhyt con 7", False), ("hien", "thôn 3: bhyt con 7", True)):
        numbered.say(who, words)
        assert any("Của thôn 3" in label for label, _ in numbered.heard()[-1].choices) is is_asked
    assert reporting_unit._tree.cache_info().misses == 1
