"""A job is one file and one line of the table, neither without the other, and each does something in a week."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from campaign.calendar import ReportingWeek
from scheduler import housekeeping
from scheduler.job import Outcome
from scheduler.table import JOBS
from services.context import Context
from services.inbound import Kind
from tests import databases, scoping
from tests.commune import Stand

ROOT = Path(__file__).resolve().parent.parent


def _functions(path: Path) -> list[str]:
    """The public functions of a file that say what became of one subject: what a job runs."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return [
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and node.name[0] != "_"
        and node.returns is not None
        and ast.unparse(node.returns) == Outcome.__name__
    ]


def test_every_job_written_is_in_the_table() -> None:
    """A file whose line was forgotten would never run."""
    written = {(path.stem, name) for path in (ROOT / "scheduler").glob("*.py") for name in _functions(path)}
    assert written == {(job.run.__module__.rsplit(".", 1)[1], job.run.__name__) for job in JOBS}


def test_every_job_does_something_in_a_week(stand: Stand) -> None:
    """A week in which everybody is silent, and another one in which nothing is posted without a «Duyệt»."""
    stand.join("son", "hoa", "lan")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    calendar = stand.deployment.calendar
    done = _run(stand, calendar.of("2026-W47"))
    stand.require_approval()
    done |= _run(stand, calendar.of("2026-W48"))
    assert {job.name for job in JOBS} == done & {job.name for job in JOBS}


def _run(stand: Stand, week: ReportingWeek) -> set[str]:
    """The names of what was done at the instants at which the jobs of a week are due."""
    schedule = stand.deployment.calendar.schedule(week)
    done: set[str] = set()
    for instant in sorted({job.due(schedule) for job in JOBS}):
        stand.clock.instant = instant
        done |= set(stand.tick())
    return done


def test_a_duty_that_fails_stops_no_other(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged and tried again; the others are done in the same look."""

    def fail(_context: Context) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(housekeeping, "_DUTIES", {"one": lambda _: 1, "broken": fail, "another": lambda _: 2})
    assert {"one": 1, "another": 2} == stand.tick()
    assert "broken: it is tried again at the next tick" in caplog.text


def test_a_look_that_finds_nothing_takes_few_statements(stand: Stand) -> None:
    """Every second somebody waits for it: what is done of a week is read at once, not job by job."""
    stand.join("son", "hoa")
    stand.at("2026-11-18T08:00")
    stand.tick()
    assert len(_statements(stand)) < 20


def test_a_week_is_opened_in_as_many_statements_as_a_unit(stand: Stand) -> None:
    """While it is opened nobody is answered: 47 units are read together, and written so where the database can."""
    stand.join("son", "hoa")
    stand.at("2026-11-18T08:00")
    taken = _statements(stand)
    written = sum("INSERT INTO reports" in statement for statement in taken)
    assert {databases.SQLITE: 47, databases.POSTGRESQL: 1}[databases.chosen()] == written
    assert len(taken) - written < 100


def _statements(stand: Stand) -> list[str]:
    """What the jobs that are due now ask the database."""
    taken: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if scoping.LOOK_UP not in statement:
            taken.append(statement)

    event.listen(stand.store.engine, "before_cursor_execute", note)
    stand.tick()
    event.remove(stand.store.engine, "before_cursor_execute", note)
    return taken
