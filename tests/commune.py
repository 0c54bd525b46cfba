"""A commune for the tests: the shipped sample in a real SQLite file, with people who joined through invitations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot import bootstrap, migrate
from bot.clock import FixedClock
from bot.inbox.queue import InboxQueue
from campaign.definition import in_force, load
from models import invitation_codes
from models import units as unit_rows
from models.database import Base, Store, connect
from scheduler.tick import tick
from services import first_officer
from services.capability import Capability
from services.communes import Communes
from services.context import Context, Deployment
from services.imports import figures, targets, units
from services.inbound import Inbound
from tests import audited, databases, snapshots
from tests.conversing import Conversing

FOLDER = Path(__file__).resolve().parent.parent / "communes" / "khanh-khe"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TUESDAY = datetime(2026, 11, 17, 15, 0, tzinfo=ZONE)

# Who plays in the tests: (unit, role, name, form of address).
CAST = {
    "son": ("T01", "village-head", "Hoàng Văn Sơn", "ông Sơn"),
    "son2": ("T03", "village-head", "Hoàng Văn Sơn", "ông Sơn"),
    "hien": ("T02", "village-head", "Nông Thị Hiên", "bà Hiên"),
    "tho": ("T04", "village-head", "Lý Văn Thọ", "ông Thọ"),
    "nhinh": ("T05", "village-head", "Triệu Thị Nhình", "bà Nhình"),
    "pao": ("T06", "village-head", "Dương Văn Páo", "ông Páo"),
    "lieu": ("T07", "village-head", "Hoàng Thị Liễu", "bà Liễu"),
    "doc": ("T08", "village-head", "Nông Văn Dọc", "ông Dọc"),
    "tat": ("T09", "village-head", "Vi Văn Tất", "ông Tất"),
    "mai": ("PKT", "reporter", "Lương Thị Mai", "chị Mai"),
    "van": ("CAX", "reporter", "Vi Thị Vân", "đồng chí Vân"),
    "hoa": ("XA", "officer", "Đàm Thị Hoa", "chị Hoa"),
    "vhxh": ("VHXH", "reporter", "Mã Thị Nga", "cô Nga"),
    "binh": ("TH05", "reporter", "Lộc Văn Bình", "thầy Bình"),
    "tu": ("T01", "deputy", "Hoàng Thị Tú", "bà Tú"),
    "lan": ("XA", "deputy", "Hà Thị Lan", "chị Lan"),
    "hoa2": ("T04", "village-head", "Đàm Thị Hoa", "chị Hoa"),
    "thu": ("XA", "officer", "Hà Thị Thu", "chị Thu"),
    "lam": ("XA", "leader", "Triệu Văn Lâm", "đồng chí Lâm"),
}


@cache
def deployment() -> Deployment:
    return bootstrap.deployment(load.open_file(FOLDER / "campaign.toml"))


@cache
def requiring_approval() -> Deployment:
    """The same campaign with the setting that nothing is posted without a «Duyệt»."""
    return bootstrap.deployment(in_force.changed(deployment().campaign, {"rules.approval_required": "true"}))


def sample(store: Store) -> None:
    """The schema and the shipped sample."""
    migrate.upgrade(store.engine)
    with store.deployment_wide("the commune itself is new") as session:
        units.load(session, FOLDER / "units.csv", deployment().campaign.commune_code, TUESDAY)
        context = deployment().context(session, TUESDAY)
        figures.load(session, FOLDER / "figures.csv", context.campaign, context.commune, TUESDAY)
        targets.load(session, FOLDER / "targets.csv", context.campaign, context.commune, TUESDAY)


@cache
def sample_file() -> Path:
    """The sample as an SQLite database, to be copied."""
    return snapshots.file("sample.db", sample)


def fresh_file(folder: Path) -> Path:
    """A copy of the sample database in `folder`."""
    path = folder / "thidua.db"
    shutil.copy(sample_file(), path)
    return path


def fresh_store(folder: Path, kind: str = "") -> Store:
    """The sample in a database of its own: a file in `folder`, or on PostgreSQL where this run or `kind` says."""
    if (kind or databases.chosen()) == databases.POSTGRESQL:
        return databases.filled(sample)
    return Store(connect(f"sqlite:///{fresh_file(folder)}"))


def _nothing() -> None:
    pass


class Stand(Conversing):
    """The program's own intake and jobs on a fresh database, without a network: say things, read the outbox."""

    def __init__(
        self,
        folder: Path,
        store: Store | None = None,
        channels: Mapping[str, Capability] | None = None,
        keys_from: int = 0,
    ) -> None:
        self._own_folder = None if store else folder
        self.store = store or fresh_store(folder)
        self._was_opened = False
        event.listen(self.store.engine, "connect", self._note_opened)
        self.clock = FixedClock(TUESDAY)
        self._executor = ThreadPoolExecutor(1)
        self._channels = channels or {}
        self._serve(deployment())
        self._keys = count(keys_from + 1)  # safe where several people speak at once
        self._seen = 0
        self._approval_is_required = False
        self.after_each: Callable[[], None] = _nothing  # done whenever something was said or was due

    @classmethod
    def after(
        cls, folder: Path, name: str, prepare: Callable[[Stand], str | None], kind: str = ""
    ) -> tuple[Stand, str]:
        """A stand as `prepare` leaves it, and what that returned. It is done once in a run, under this name.

        It is on the run's database, or on that of a `kind`.
        """

        def make(_folder: Path, store: Store) -> snapshots.Rest:
            stand = cls(_folder, store)
            return stand._rest(prepare(stand) or "")

        kind = kind or databases.chosen()
        store, rest = snapshots.prepared(name, folder, kind, partial(fresh_store, kind=kind), make)
        stand = cls(folder, store, keys_from=rest.said)
        stand.clock.instant, stand._seen = rest.clock.astimezone(ZONE), rest.seen
        if rest.approval_is_required:
            stand.require_approval()
        return stand, rest.note

    def _rest(self, note: str = "") -> snapshots.Rest:
        self._executor.shutdown()
        said, instant = next(self._keys) - 1, self.clock.now().isoformat()
        return snapshots.Rest(instant, said, self._seen, self._approval_is_required, note)

    def _serve(self, made: Deployment) -> None:
        self.deployment = replace(made, bots=self._channels)
        self.communes = Communes.only(self.deployment)
        self.intake = InboxQueue(self.store, self.communes, self.clock, self._executor, lambda: None)

    def channels_are(self, channels: Mapping[str, Capability]) -> None:
        """From now on these bots speak, with what they can do."""
        self._channels = channels
        self._serve(deployment())

    def require_approval(self) -> None:
        """From now on nothing is posted without a «Duyệt»."""
        self._approval_is_required = True
        self._serve(requiring_approval())

    def close(self) -> None:
        self._executor.shutdown()
        self.store.close()

    def at(self, instant: str) -> None:
        """Put the clock to a local time, "2026-11-18T08:00"."""
        self.clock.instant = datetime.fromisoformat(instant).replace(tzinfo=ZONE)

    @contextmanager
    def context(self) -> Iterator[Context]:
        with self.store.transaction() as session:
            yield self.deployment.context(session, self.clock.now())

    def everything(self) -> AbstractContextManager[Session]:
        """A session on what all communes have, also where the suite's scoping (`tests.scoping`) is not installed."""
        return self.store.deployment_wide("a stand shows what was said to anybody")

    def code(self, who: str) -> str:
        """An invitation for one of the cast."""
        unit_code, role, name, address = CAST[who]
        with self.context() as context:
            unit = unit_rows.by_code(context.session, context.commune, unit_code)
            assert unit is not None
            phone = f"0900 000 {len(who)}00"
            return invitation_codes.invite(
                context.session, unit, role, name=name, address=address, phone=phone, now=context.now, days=14
            )

    def begin_empty(self) -> None:
        """Nothing is there but the commune's own row, as after the program's first start."""
        with self.store.deployment_wide("a stand is emptied") as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.update().values(commune_id=None)) if table.name == "units" else None
                session.execute(table.delete())
            first_officer.open_commune(session, self.deployment.campaign, self.clock.now())
        self.communes.look_again()

    def first_officers_code(self) -> str:
        """What the machine's terminal prints."""
        with self.context() as context:
            return first_officer.code(context.session, context.commune, context.now)

    def join(self, *cast: str) -> None:
        """Let people come in, and forget what was said about it. Who come in first of all do so once in a run."""
        self.once(f"{cast}", lambda stand: stand._join(cast))

    def _join(self, cast: Sequence[str]) -> None:
        for who in cast:
            chat = who.rstrip("2")  # «son2» is the second village of «son»
            self.say(chat, f"/start {self.code(who)}")
            self.tap(chat, "Đồng ý" if chat == who else "Đúng, tôi nhận")
        self.heard()

    def _note_opened(self, *_: object) -> None:
        self._was_opened = True

    def _is_untouched(self) -> bool:
        """Whether this is the sample in a file of its own at its first moment, and nobody has looked into it yet."""
        if self._own_folder is None or not self.store.is_sqlite or self._approval_is_required:
            return False
        return self.after_each is _nothing and self.clock.instant == TUESDAY and not self._was_opened

    def once(self, what: str, do: Callable[[Stand], None]) -> None:
        """What is done first of all in a stand is done once in a run, under this name, and watched."""
        if not self._is_untouched():
            return do(self)
        channels = self._channels

        def make(folder: Path, store: Store) -> snapshots.Rest:
            stand = Stand(folder, store, channels)
            with audited.watch():
                do(stand)
            return stand._rest()

        assert self._own_folder is not None
        begin = partial(fresh_store, kind=databases.SQLITE)
        name = sha256(f"{what} on {channels}".encode()).hexdigest()
        other, rest = snapshots.prepared(f"once {name}", self._own_folder, databases.SQLITE, begin, make)
        other.close()  # another engine of the same file
        self._own_folder = None  # what is done next is done after this
        self._keys, self._seen, self.clock.instant = count(rest.said + 1), rest.seen, rest.clock.astimezone(ZONE)

    def ask(self, *cast: str) -> None:
        """People come in, and on Wednesday at eight the questions of week 47 go out."""
        self.once(f"asked {cast}", lambda stand: stand._ask(cast))

    def _ask(self, cast: Sequence[str]) -> None:
        self.join(*cast)
        self.at("2026-11-18T08:00")
        self.tick()

    def tick(self) -> dict[str, int]:
        counts = tick(self.store, self.communes, self.clock.now())
        self.after_each()
        return counts

    def restart(self) -> None:
        """The program is started anew on what the database has."""
        self._serve(deployment())

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """What a channel brings is stored, and then answered."""
        await self.intake.take(inbounds)
        self.intake.answer_all()
