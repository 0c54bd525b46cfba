"""`thidua job`: run one job by hand, as the ticker would have at an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from scheduler.table import JOBS
from scheduler.tick import tick
from services.communes import Communes


def command(
    name: Annotated[str, typer.Argument(help="the job's name; «list» shows them all")],
    at: Annotated[
        str | None, typer.Option(help="an instant, 2026-11-18T08:00; without a zone it is the commune's")
    ] = None,
) -> None:
    """Do by hand what a job would do at an instant; what it did before it does not do again."""
    typer.echo(run(settings.load(), name, at))


def run(settings: Settings, name: str, at: str | None) -> str:
    """What was done, in one line. OperatorError for an unknown job, a faulty instant, or a future one."""
    if name == "list":
        return "\n".join(f"{job.name}: {job.title}" for job in JOBS)
    jobs = [job for job in JOBS if job.name == name]
    if not jobs:
        raise OperatorError(f"there is no job {name!r}; there are {', '.join(job.name for job in JOBS)}")
    made = bootstrap.deployment(bootstrap.load_campaign(settings))
    now = RealClock().now()
    instant = parse(at, made.calendar.zone) if at else now
    # On a live database a job run ahead of its time would tell people what is not so yet (decision 27).
    if instant > now and not settings.is_demo:
        raise OperatorError("--at lies in the future: on a live database jobs run only up to now")
    store = bootstrap.open_store(settings)
    try:
        counts = tick(store, Communes.only(made), instant, jobs)
    except LookupError as error:
        raise OperatorError(str(error)) from None
    finally:
        store.close()
    return (
        ", ".join(f"{key}: {count}" for key, count in counts.items())
        or f"{name}: nothing due at {instant:%d/%m/%Y %H:%M}"
    )


def parse(written: str, zone: ZoneInfo) -> datetime:
    """An ISO instant; one without a zone is the commune's (decision 11)."""
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        raise OperatorError(f"--at {written!r} is no instant; write it like 2026-11-18T08:00") from None
    return instant.replace(tzinfo=zone) if instant.tzinfo is None else instant
