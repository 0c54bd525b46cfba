"""What a job is: when it is due, how late it may still run, for whom, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from sqlalchemy.orm import Session

from campaign.calendar import Schedule
from campaign.catalogue import Campaign
from models.periods import PeriodRow
from services.context import Context


class Outcome(Enum):
    """What became of one subject; the runner counts them by name."""

    DONE = "done"
    SKIPPED = "skipped"  # nothing to say, and there will not be
    DEFERRED = "deferred"  # not now: try again at the next tick


class Part(NamedTuple):
    """What a job does in one of several communes; `done` are the subjects that were done before."""

    context: Context
    period: PeriodRow
    done: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table in `scheduler.table`.

    `due` and `until` take the week's schedule: the job runs from `due` (inclusive) to `until` (exclusive), so that
    after a power cut only what is still useful is caught up. `subjects` names the pieces of work, each of which
    runs in a transaction of its own and is claimed in it.
    """

    name: str
    title: str  # in Vietnamese, for the demo's «sắp tới»
    due: Callable[[Schedule], datetime]
    until: Callable[[Schedule], datetime]
    subjects: Callable[[Context, PeriodRow], Sequence[str]]
    run: Callable[[Context, PeriodRow, str], Outcome]
    applies: Callable[[Campaign], bool] = lambda _: True  # whether this campaign has such a job at all
    # All subjects of several communes in one transaction, for jobs of which none is deferred: how many, by commune.
    run_together: Callable[[Session, Sequence[Part]], list[int]] | None = None
