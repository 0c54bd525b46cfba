"""The commune that is measured: the shipped sample, imported as any commune's files are, its reporters joined."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import select

from bot import bootstrap
from bot.clock import FixedClock
from bot.demo import cast, seed
from bot.inbox.queue import InboxQueue
from bot.settings import Settings
from models.database import Store
from models.messages import OutboxMessage
from scheduler.tick import tick
from services.communes import Communes
from services.inbound import Inbound, Kind

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGN = ROOT / "communes" / "khanh-khe" / "campaign.toml"
TOKEN = "1000:demo"
_START = datetime.fromisoformat("2026-11-17T15:00+07:00")


def settings(folder: Path) -> Settings:
    """A bot whose database lies in `folder`."""
    return Settings(  # type: ignore[call-arg]  # the library's own way to leave .env out
        _env_file=None,
        telegram_bot_token=TOKEN,
        database_url=f"sqlite:///{folder / 'thidua.db'}",  # type: ignore[arg-type]  # the library makes a secret of it
        campaign_file=CAMPAIGN,
    )


def prepare(folder: Path) -> None:
    """A database with the sample commune, and nobody in it yet."""
    chosen = settings(folder)
    store = bootstrap.open_store(chosen)
    seed.load(store, bootstrap.deployment(bootstrap.load_campaign(chosen)), CAMPAIGN.parent)
    store.close()


class Village:
    """The program's own intake and jobs on a database file, and every reporter of the sample in it."""

    def __init__(self, folder: Path) -> None:
        chosen = settings(folder)
        self.store: Store = bootstrap.open_store(chosen)
        self.deployment = bootstrap.deployment(bootstrap.load_campaign(chosen))
        self.communes = Communes.only(self.deployment)
        self.clock = FixedClock(_START)
        self.executor = ThreadPoolExecutor(1)
        self.intake = InboxQueue(self.store, self.communes, self.clock, self.executor, lambda: None)
        self._keys = count(1)
        self.reporters: list[str] = []

    def join(self) -> None:
        """Every reporter sends the code and agrees."""
        players = [one for one in cast.read(CAMPAIGN.parent / "demo_cast.csv") if one.role == "village-head"]
        codes = cast.invite(self.store, self.deployment.campaign.commune_code, players, self.clock.now())
        for player, code in zip(players, codes, strict=True):
            self.intake.handle(self.inbound(player.unit, Kind.TEXT, text=f"/start {code}"))
            self.intake.handle(self.inbound(player.unit, Kind.CHOICE, data="join:yes", tapped="Đồng ý"))
            self.reporters.append(player.unit)

    def copied(self, folder: Path) -> Village:
        """The same commune at the same moment, in a database of its own."""
        self.store.engine.dispose()  # whoever closes it last writes the journal into the file
        shutil.copy(str(self.store.engine.url.database), folder)
        other = Village(folder)
        other.clock.instant, other.reporters = self.clock.instant, [*self.reporters]
        other._keys = count(next(self._keys))
        return other

    def move_to(self, instant: datetime) -> None:
        self.clock.instant = instant
        tick(self.store, self.communes, instant)

    def offered(self, who: str) -> list[tuple[str, str]]:
        """The buttons under the newest message of a chat, as (label, data)."""
        newest = (
            select(OutboxMessage.choices).where(OutboxMessage.chat_id == who).order_by(OutboxMessage.id.desc()).limit(1)
        )
        with self.store.deployment_wide("a bench looks at all there is") as session:
            return [(label, data) for label, data in session.scalar(newest) or []]

    def said(self, who: str) -> str:
        """The newest message to a chat."""
        newest = (
            select(OutboxMessage.text).where(OutboxMessage.chat_id == who).order_by(OutboxMessage.id.desc()).limit(1)
        )
        with self.store.deployment_wide("a bench looks at all there is") as session:
            return session.scalar(newest) or ""

    def inbound(self, who: str, kind: Kind, **more: str) -> Inbound:
        return Inbound(
            bot="memory",
            channel="memory",
            key=str(next(self._keys)),
            chat_id=who,
            sender_id=who,
            kind=kind,
            said_at=self.clock.now(),
            **more,  # type: ignore[arg-type]  # texts, by name
        )

    def close(self) -> None:
        self.executor.shutdown()
        self.store.close()
