"""The note of the turn that is under way outlives the process, and counts its deaths in one update's turn."""

from __future__ import annotations

import stat
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from bot.inbox.crash_marker import DEATHS, CrashMarker


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "answering-8080"


_begun: list[AbstractContextManager[None]] = []  # turns that nothing ends, not even the garbage collector


def die(path: Path, message_id: int) -> None:
    """A process that begins a turn and never ends it."""
    _begun.append(CrashMarker(path).turn(message_id))
    _begun[-1].__enter__()


def test_the_same_death_again_and_again_makes_an_update_deadly(path: Path) -> None:
    """Not the first one, which may have been chance."""
    counted = []
    for _ in range(DEATHS):
        die(path, 7)
        counted.append(CrashMarker(path).deadly)
    assert [*[None] * (DEATHS - 1), 7] == counted


def test_deaths_in_other_turns_do_not_add_up(path: Path) -> None:
    """Whoever kills the process at random meets one turn and then another."""
    for number in range(10):
        die(path, number % 2 + 1)
    assert CrashMarker(path).deadly is None


def test_a_turn_that_ends_is_no_death(path: Path) -> None:
    """Neither with an answer nor with a fault of the program's own; nor is a restart between two turns."""
    for _ in range(DEATHS):
        with suppress(ValueError), CrashMarker(path).turn(7):
            raise ValueError
    assert CrashMarker(path).deadly is None


def test_what_was_set_aside_is_forgotten(path: Path) -> None:
    """Also by the next process."""
    for _ in range(DEATHS):
        die(path, 7)
    CrashMarker(path).forget()
    assert CrashMarker(path).deadly is None


def test_nobody_else_may_read_it_and_half_a_note_is_none(path: Path) -> None:
    """Whatever a power cut has left in the file, the program starts."""
    path.parent.mkdir()
    path.write_bytes(b"\x07" * 5)
    assert CrashMarker(path).deadly is None
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
