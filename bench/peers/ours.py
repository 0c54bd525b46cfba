"""This program as one of the contestants: a commune of as many villages as there are users, every head joined."""

from __future__ import annotations

import csv
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text

from bench.sample import CAMPAIGN, settings
from bot import bootstrap
from bot.demo import seed
from models import people
from models.units import Unit
from scheduler.tick import tick
from services.communes import Communes
from services.imports import units

FIRST_CHAT = 100_001


def prepare(folder: Path, users: int) -> None:
    """The database of the bot in `folder`; what falls due at the start is said, so that only answers are measured."""
    chosen = settings(folder)
    store = bootstrap.open_store(chosen)
    deployment = bootstrap.deployment(bootstrap.load_campaign(chosen))
    seed.load(store, deployment, CAMPAIGN.parent)
    villages = folder / "villages.csv"
    with villages.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("code", "kind", "name", "households", "people", "adults"))
        rows.writerow(("XA", "commune", "xã Khánh Khê", users * 120, users * 500, users * 350))
        rows.writerows((f"V{number:05d}", "village", f"Thôn {number}", 120, 500, 350) for number in range(users))
    now = datetime.now(UTC)
    with store.deployment_wide("a bench makes the commune") as session:
        units.load(session, villages, deployment.campaign.commune_code, now)
        commune = deployment.context(session, now).commune
        heads = session.scalars(select(Unit).where(Unit.code.like("V%")).order_by(Unit.code)).all()
        for number, unit in enumerate(heads):
            _seat(commune.id, session, unit, str(FIRST_CHAT + number), now)
    tick(store, Communes.only(deployment), now)
    with store.deployment_wide("a bench makes the commune") as session:
        session.execute(text("UPDATE outbox SET state = 'sent'"))
    store.close()


def _seat(commune: int, session: object, unit: Unit, chat: str, now: datetime) -> None:
    person = people.Person(
        commune_id=commune, name=unit.name, address="ông Sơn", phone=None, consented_at=now, consent_version=1
    )
    person.roles.append(people.Role(unit=unit, role="village-head", since=now))
    person.accounts.append(people.Account(bot="telegram", external_id=chat, chat_id=chat))
    session.add(person)  # type: ignore[attr-defined]  # a session, as the caller has it


def stored(folder: Path) -> int:
    """How many answers are in the database: each told value is a revision of its own."""
    with sqlite3.connect(folder / "thidua.db") as store:
        return int(store.execute("SELECT count(*) FROM figure_revisions WHERE channel = 'telegram'").fetchone()[0])
