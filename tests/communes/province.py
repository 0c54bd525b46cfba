"""Two communes of a province over one bot, with the same unit codes, names and figures; each is known by its mark."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from bot import bootstrap, migrate
from bot.inbox.queue import InboxQueue
from campaign.definition import load
from models import invitation_codes
from models import units as unit_rows
from models.database import Store, connect
from models.messages import OutboxMessage
from models.units import Unit
from services.capability import Capability
from services.communes import Communes
from services.context import Deployment
from services.imports import figures, targets, units
from services.inbound import Kind
from tests import databases, run_folder, snapshots
from tests.commune import CAST, FOLDER, TUESDAY, Stand

MARKS = {"a": "Nậm Mơ", "b": "Kẻ Lạ"}
CODES = {"a": "91111", "b": "92222"}
BOT = "memory"


def short_file(folder: Path, key: str) -> Path:
    """The commune's own file beside the campaign that both share."""
    place = folder / key
    place.mkdir(parents=True, exist_ok=True)
    path = place / "commune.toml"
    path.write_text(
        f'campaign = "{FOLDER / "campaign.toml"}"\n'
        f'code = "{CODES[key]}"\nname = "xã {MARKS[key]}"\nofficer_name = "chị {MARKS[key]}"\n',
        encoding="utf-8",
    )
    return path


def fill(store: Store, deployment: Deployment) -> None:
    """Units, opening figures and targets of the shipped sample, under the commune's own code."""
    with store.deployment_wide("the commune is new") as session:
        units.load(session, FOLDER / "units.csv", deployment.campaign.commune_code, TUESDAY)
    with store.transaction() as session:
        context = deployment.context(session, TUESDAY)
        session.get_one(Unit, context.commune.id).name = deployment.campaign.commune_name
        figures.load(session, FOLDER / "figures.csv", context.campaign, context.commune, TUESDAY)
        targets.load(session, FOLDER / "targets.csv", context.campaign, context.commune, TUESDAY)


@cache
def deployments() -> dict[str, Deployment]:
    """Both communes, over one campaign."""
    folder = run_folder.kept_in() / "province"
    shared = load.open_file(FOLDER / "campaign.toml")
    made = bootstrap.deployment(shared)
    return {
        key: Deployment(load.own_table(short_file(folder, key), shared), made.calendar, labels=made.labels)
        for key in MARKS
    }


def two_communes(store: Store) -> None:
    """The schema and both communes, with nobody in them yet."""
    migrate.upgrade(store.engine)
    for deployment in deployments().values():
        fill(store, deployment)


def fresh_province(folder: Path, kind: str = "") -> Store:
    """Both communes in a database of their own, of the run's kind or a given one."""
    if (kind or databases.chosen()) == databases.POSTGRESQL:
        return databases.filled(two_communes)
    shutil.copy(snapshots.file("province.db", two_communes), folder / "thidua.db")
    return Store(connect(f"sqlite:///{folder / 'thidua.db'}"))


def invitation(store: Store, deployment: Deployment, key: str, who: str, now: datetime) -> str:
    """A code for one of the cast in one of the communes; the name bears the commune's mark."""
    unit_code, role, name, address = CAST[who]
    with store.transaction() as session:
        context = deployment.context(session, now)
        unit = unit_rows.by_code(session, context.commune, unit_code)
        assert unit is not None
        marked, form = f"{name} {MARKS[key]}", f"{address.split()[0]} {MARKS[key]}"
        return invitation_codes.invite(session, unit, role, name=marked, address=form, phone=None, now=now, days=14)


class Province(Stand):
    """Both communes' people on one bot: «a-son» is ông Sơn of the first commune, «b-son» that of the second."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        super().__init__(folder, store or fresh_province(folder), {BOT: Capability()})
        self.of = {key: replace(one, bots=self._channels) for key, one in deployments().items()}
        self.communes = Communes(self.of.values())
        self.deployment = self.of["a"]
        self.intake = InboxQueue(self.store, self.communes, self.clock, self._executor, lambda: None)
        with self.store.transaction() as session:
            ids = unit_rows.communes(session)
        self.ids = {key: ids[code] for key, code in CODES.items()}

    def invitation(self, key: str, who: str) -> str:
        return invitation(self.store, self.of[key], key, who, self.clock.now())

    def enter(self, key: str, *cast: str) -> None:
        """People come in, each as «a-son»."""
        for who in cast:
            self.bring(f"{key}-{who}", key, who)

    def bring(self, account: str, key: str, who: str) -> None:
        """An account, which may be another commune's already, comes in with a code."""
        self.say(account, f"/start {self.invitation(key, who)}")
        self.tap(account, "Đồng ý")
        self.heard()

    def bind(self, key: str) -> None:
        """The leadership group «a-group»."""
        self.send(f"{key}-group", Kind.ADDED, sender_id=f"{key}-hoa", is_group=True, title=f"Lãnh đạo {MARKS[key]}")
        self.tap(f"{key}-hoa", "Đúng, nhóm lãnh đạo")
        self.heard()

    def whose(self, row: OutboxMessage) -> str:
        """The commune that a message is of; "" for none."""
        return next((key for key, commune_id in self.ids.items() if commune_id == row.commune_id), "")
