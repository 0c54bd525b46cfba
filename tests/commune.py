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
from bot.channels.contract import Rejected
from bot.clock import FixedClock
from bot.inbox import table_files
from bot.inbox.queue import InboxQueue
from bot.outbox import outcomes
from campaign.definition import in_force, load
from models import invitation_codes, messages, table_uploads
from models import units as unit_rows
from models.database import Base, Store
from models.database_engine import connect
from models.messages import OutboxMessage
from scheduler.tick import tick
from services import first_officer
from services.capability import Capability
from services.communes import Communes
from services.context import Context, Deployment
from services.imports import figures, formats, targets, units
from services.imports.tables import FileFault, Sheet
from services.inbound import Inbound, Kind
from tests import audited, databases, snapshots

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


class Stand:
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

    def inbound(self, who: str, kind: Kind, **more: object) -> Inbound:
        """Something that somebody says or does, with the next key."""
        fields: dict[str, object] = {
            "bot": "memory",
            "channel": "memory",
            "key": str(next(self._keys)),
            "chat_id": who,
            "sender_id": who,
            "kind": kind,
            "said_at": self.clock.now(),
        }
        return Inbound(**(fields | more))  # type: ignore[arg-type]  # fields of many types, by name

    def _hand_over(self, who: str, kind: Kind, **more: object) -> None:
        self.intake.handle(self.inbound(who, kind, **more))
        self.after_each()

    def restart(self) -> None:
        """The program is started anew on what the database has."""
        self._serve(deployment())

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """What a channel brings is stored, and then answered."""
        await self.intake.take(inbounds)
        self.intake.answer_all()

    def say(self, who: str, text: str) -> None:
        self._hand_over(who, Kind.TEXT, text=text, pasted=text)

    def give(self, who: str, content: bytes, name: str = "bang.csv") -> None:
        """Send a file, which is fetched and read at once."""
        self._hand_over(who, Kind.FILE, data=name, file_name=name, file_size=len(content))
        self.read_files(content)

    def read_files(self, content: bytes) -> None:
        """The files that wait to be fetched hold this."""
        sheets: list[Sheet] = []
        fault = None
        try:
            sheets = formats.sheets_of(content)
        except FileFault as found:
            fault = found
        with self.context() as context:
            for upload in table_uploads.expected(context.session, 10):
                table_files.take(context, upload, sheets, fault)
        self.after_each()

    def send(self, who: str, kind: Kind, **more: object) -> None:
        """Anything else: a sticker, a photo, an event of a group."""
        self._hand_over(who, kind, **more)

    def tap(self, who: str, label: str, sender: str = "") -> None:
        """Tap a button of the newest message in the chat that has one of this label; `sender` where it is a group."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).filter_by(chat_id=who).order_by(OutboxMessage.id.desc())
            data = next(data for row in rows for text, data in row.choices if text == label)
        more = {"sender_id": sender, "is_group": True} if sender else {}
        self._hand_over(who, Kind.CHOICE, data=data, tapped=label, **more)

    def arrive(self, chat: str, message_id: str) -> None:
        """Everything said to a chat has arrived there, the last message under an id."""
        with self.everything() as session:
            waiting = (
                session.query(OutboxMessage).filter_by(chat_id=chat, state=messages.PENDING).order_by(OutboxMessage.id)
            )
            for row in waiting:
                row.state, row.message_id = messages.SENT, message_id

    def refuse(self, chat: str) -> None:
        """The platform takes nothing of what was said to a chat."""
        with self.everything() as session:
            waiting = session.query(OutboxMessage).filter_by(chat_id=chat, state=messages.PENDING).all()
            for row in waiting:
                outcomes.record(
                    session, row.id, Rejected("not enough rights to send photos to the chat", is_final=True)
                )

    def group_code(self) -> str:
        """The newest MÃ NHÓM that somebody was told."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).order_by(OutboxMessage.id.desc())
            return next(row.text.split("Mã nhóm: ")[1][:9] for row in rows if "Mã nhóm: " in row.text)

    def heard(self, who: str | None = None) -> list[OutboxMessage]:
        """What was said since last asked, to everybody or to one chat, in order."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).filter(OutboxMessage.id > self._seen).order_by(OutboxMessage.id).all()
        self._seen = rows[-1].id if rows else self._seen
        return [row for row in rows if who in (None, row.chat_id)]
