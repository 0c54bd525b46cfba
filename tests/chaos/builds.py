"""The builds broken on purpose: each must be found out by its invariant, or the check proves nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.crash import faults, invariants
from tests.crash.harness import CrashHarness
from tests.crash.hooks import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, BEFORE_STORING, CLAIMED, STORED
from tests.crash.trial import Trial


@dataclass(frozen=True)
class Broken:
    """A build, what it is put through, and the words by which the check names what it does wrong."""

    build: str
    invariant: str
    play: Callable[[Trial], None]
    words: str


def _answer_dying(moment: str) -> Callable[[Trial], None]:
    def play(trial: Trial) -> None:
        trial.ask(47, ())
        trial.answer(1, ((moment, 1),))

    return play


def _correction_dying(moment: str) -> Callable[[Trial], None]:
    def play(trial: Trial) -> None:
        trial.ask(47, ())
        trial.answer(1, ())
        trial.correct(((moment, 1),))

    return play


def _post_dying(moment: str) -> Callable[[Trial], None]:
    def play(trial: Trial) -> None:
        trial.ask(47, ())
        trial.post(((moment, 1),))

    return play


def _ask(trial: Trial) -> None:
    """The question is asked at every tick: there is no rest to wait for."""
    trial.stage.at("2026-11-18T08:00")
    trial.stage.wait(lambda: len(trial.stage.texts("son")) > 3, "nobody was asked twice")


BROKEN = (
    Broken("confirmed before commit", "what was answered is stored", _answer_dying(BEFORE_STORING), "not stored"),
    Broken(
        "inbox key not checked",
        "what was answered is stored once",
        _answer_dying(STORED),
        "without having been said",
    ),
    Broken("answer after commit", "what is stored is echoed", _answer_dying(AFTER_COMMIT), "never said back"),
    Broken(
        "out of the line before its answer",
        "what is in the inbox is answered",
        _answer_dying(BEFORE_COMMIT),
        "never said back",
    ),
    Broken(
        "correction after commit",
        "the last that was said stands",
        _correction_dying(AFTER_COMMIT),
        "the last that was said is",
    ),
    Broken("jobs not claimed", "no reminder exceeds its plan", _ask, "times a question"),
    Broken("post sent again", "the post goes out at most once", _post_dying(ACCEPTED), "was posted 2 times"),
    Broken("doubt not told", "an officer is asked when in doubt", _post_dying(CLAIMED), "was asked 0 times"),
)


def violations(broken: Broken, prepared: Path, folder: Path, ids: dict[str, int]) -> list[str]:
    """What the check says of a broken build."""
    with CrashHarness(prepared, folder, ids, broken.build) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        broken.play(trial)
        return invariants.violations(stage, trial.given)


def unseen(prepared: Path, ids: dict[str, int], say: Callable[[str], None]) -> Iterator[str]:
    """Try them all, one line each; yields those that were not found out."""
    assert {one.build for one in BROKEN} == set(faults.FAULTS)
    say("\n| build broken on purpose | invariant | found out by |\n|---|---|---|")
    for broken in BROKEN:
        with tempfile.TemporaryDirectory() as folder:
            found = [one for one in violations(broken, prepared, Path(folder), ids) if broken.words in one]
        say(f"| {broken.build} | {broken.invariant} | {found[0] if found else '**nothing**'} |")
        if not found:
            yield broken.build
