"""Two busy weeks in which the bot is killed again and again, at instants drawn from a seed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from tests.crash.harness import CrashHarness
from tests.crash.hooks import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, BEFORE_STORING, CLAIMED, STORED
from tests.crash.trial import Trial

WEEKS = (47, 48)
STEPS = 11
MOMENTS = (BEFORE_STORING, STORED, BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)
_STARTING = 0.5  # seconds in which a process comes up, on a machine that is not too busy
_WORKING = 0.12  # seconds from something said to its answer, and a little more

Act = Callable[[], None]


def endure(stage: CrashHarness, seed: int, kills: int, weeks: Sequence[int] = WEEKS) -> Trial:
    """Play the weeks and kill the bot `kills` times; it is at rest in the end."""
    draw = Random(seed)
    trial = Trial(stage)
    plan = [kills // (len(weeks) * STEPS)] * (len(weeks) * STEPS)
    for number in range(kills - sum(plan)):
        plan[number] += 1
    stage.at("2026-11-17T15:00")
    stage.start()
    for number, week in enumerate(weeks):
        _Week(trial, week, draw).play(plan[number * STEPS : (number + 1) * STEPS])
    return trial


def at_every_moment(stage: CrashHarness) -> Trial:
    """A first answer and its correction: killed at each moment of their way in, between storing and answering, out."""
    each = [(moment, 1) for moment in MOMENTS]
    trial = Trial(stage)
    stage.at("2026-11-17T15:00")
    stage.start()
    trial.ask(47, ())
    trial.answer(1, each)
    trial.correct(each)
    trial.answer(2, ())
    trial.answer(3, ())
    return trial


class _Week:
    """Most heads answer at once, one after the first reminder, the others never."""

    def __init__(self, trial: Trial, week: int, draw: Random) -> None:
        self._trial, self._stage, self._week, self._draw = trial, trial.stage, week, draw

    def play(self, plan: Sequence[int]) -> None:
        heads = self._stage.heads
        prompt, late = heads[: len(heads) - 2], heads[-2]
        self._stage.week = self._week
        self._step(plan[0], at=(3, "08:00"))
        self._step(plan[1], [self._answer(who, 1) for who in prompt])
        self._step(plan[2], [self._correction(who) for who in prompt])
        for question in (2, 3):
            self._step(plan[question + 1], [self._answer(who, question) for who in prompt])
        self._step(plan[5], at=(3, "19:00"))
        for question in (1, 2, 3):
            self._step(plan[6] // 3 + (question <= plan[6] % 3), [self._answer(late, question)])
        self._step(plan[7], at=(4, "14:00"))
        self._step(plan[8], at=(4, "19:00"))
        self._step(plan[9], at=(5, "07:30"))
        self._step(plan[10], at=(5, "09:00"))
        self._trial.settle_doubt()

    def _answer(self, who: str, question: int) -> Act:
        return lambda: self._trial.reply(who, question)

    def _correction(self, who: str) -> Act:
        return lambda: self._trial.mend(who)

    def _step(self, kills: int, acts: Sequence[Act] = (), at: tuple[int, str] | None = None) -> None:
        day = date.fromisocalendar(2026, self._week, at[0]) if at else None
        step(self._stage, self._draw, kills, acts, f"{day}T{at[1]}" if at else None)


def step(stage: CrashHarness, draw: Random, kills: int, acts: Sequence[Act] = (), at: str | None = None) -> None:
    """Something happens, bit by bit, and the bot dies in between; then all comes to rest."""
    if at is not None:
        stage.at(at)
    left = list(acts)
    share = -(-len(acts) // max(kills, 1))
    for _ in range(kills):
        time.sleep(draw.uniform(0, _STARTING))
        for act in left[:share]:
            act()
        del left[:share]
        stage.say(draw.choice(stage.heads), "GIÚP")
        time.sleep(draw.uniform(0, _WORKING))
        stage.kill()
        stage.start()
    for act in left:
        act()
    stage.rest()
