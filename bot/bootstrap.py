"""Bootstrap of every command: the database opened and at the newest schema, the campaign read, the calendar made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot import migrate, private_files, process_lock, public_holidays
from bot.channels import registry
from bot.clock import RealClock
from bot.communes.places import Unreadable
from bot.communes.reading import CommuneList, Faulty, Member, Reader
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.calendar import Calendar
from campaign.definition import load
from campaign.definition.faults import CampaignFileError
from campaign.definition.load import CampaignFile
from models import key_values
from models.database import Store, connect
from services import first_officer
from services.context import Context, Deployment

_OLDEST_SQLITE = (3, 35, 0)  # of 2021: the first that says which rows an UPDATE has changed
RESTORE = "xin đưa bản sao lưu gần nhất trở lại: thidua restore TỆP --force (docs/bao-mat.md)"


def open_store(settings: Settings, *, migrating: bool = True, is_alone: bool = False) -> Store:
    """The database, at the newest schema unless `migrating` is off. OperatorError says what to do otherwise.

    `is_alone`: the caller holds the process's lock for itself, so that nobody else can stand in the way.
    """
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise OperatorError(f"Python của máy này có SQLite {sqlite3.sqlite_version}; chương trình cần 3.35 trở lên")
    if url.get_backend_name() == "sqlite" and url.database:
        _make_private(Path(url.database))
    store = Store(connect(settings.database))
    try:
        current = migrate.current(store.engine)
        if current is not None and not migrate.is_known(current):
            place = url.render_as_string(hide_password=True)
            raise OperatorError(f"{place} do bản chương trình mới hơn ghi: xin cập nhật chương trình này")
        if migrating and current != migrate.newest():
            _upgrade(settings, store, is_alone=is_alone)
    except OperationalError as error:
        raise OperatorError(advice(url.render_as_string(hide_password=True), str(error.orig))) from None
    except DatabaseError as error:
        if error.connection_invalidated:  # by a server whose patience is over; nothing was changed, nothing is broken
            raise OperatorError(advice(url.render_as_string(hide_password=True), str(error.orig))) from None
        place = url.render_as_string(hide_password=True)
        raise OperatorError(f"{place} hỏng hoặc không phải kho số liệu ({error.orig}): {RESTORE}") from None
    return store


def _make_private(file: Path) -> None:
    """A new database can be read by nobody else from the beginning: SQLite gives its log the same rights."""
    try:
        if not file.exists():
            private_files.make_folder(file.resolve().parent)
            private_files.create(file)
    except OSError:
        raise OperatorError(advice(str(file), "unable to open")) from None


def _upgrade(settings: Settings, store: Store, *, is_alone: bool) -> None:
    """On an SQLite file only while no bot runs on it: an older one would not know the new columns."""
    with nullcontext() if is_alone else process_lock.hold(settings):
        migrate.upgrade(store.engine)


def advice(place: str, said: str) -> str:
    if "locked" in said:
        return f"{place} đang bị chương trình khác giữ: bot có chạy hai lần, hay tệp đang mở ở nơi khác?"
    if "unable to open" in said or "readonly" in said:
        return f"không ghi được {place}: xin xem thư mục có đó không và có thuộc người dùng này không"
    if "full" in said:
        return f"{place}: ổ đĩa đã đầy"
    return f"không tới được {place}: {said.strip().splitlines()[0]}"


def deployment(campaign: CampaignFile) -> Deployment:
    """The campaign with its calendar, which knows the state's days off, and the names of the bots."""
    rules = campaign.as_written.calendar
    calendar = Calendar(
        rules,
        public_holidays.is_day_off,
        public_holidays.is_working_saturday,
        holidays_of=public_holidays.of_year,
    )
    return Deployment(campaign, calendar, labels=registry.labels())


def context(made: Deployment, session: Session) -> Context:
    """A context of the present moment; OperatorError while the commune's units were never imported."""
    try:
        return made.context(session, RealClock().now())
    except LookupError as error:
        raise OperatorError(str(error)) from None


def open_commune(store: Store, made: Deployment) -> None:
    """Give an empty database its commune's row. OperatorError where its overrides have spoilt the campaign."""
    with store.deployment_wide("the commune itself may be new") as session:
        first_officer.open_commune(session, made.campaign, RealClock().now())
    with store.transaction() as session:
        present = context(made, session)
        faults = present.timeline.faults(present.today)
    if faults:
        lines = "\n".join(map(str, faults))
        raise OperatorError(f"tệp phong trào không còn khớp với những chỗ đã đổi (thidua campaign unset):\n{lines}")


def read_communes(settings: Settings) -> CommuneList:
    """Every commune that COMMUNES names; OperatorError when something that it names is not there."""
    try:
        return Reader(settings, deployment, _known_codes(settings)).read()
    except Unreadable as error:
        raise OperatorError(f"COMMUNES: {error}") from None


def _known_codes(settings: Settings) -> Mapping[str, str]:
    """By folder the codes that the running program knows: a command must not take another file for a commune's."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return {}
    store = Store(connect(settings.database))
    try:
        with store.transaction() as session:
            known: Mapping[str, str] = json.loads(key_values.get(session, key_values.CODES_BY_FOLDER) or "{}")
            return known
    except SQLAlchemyError:
        return {}  # what is wrong with the database is said where it is opened
    finally:
        store.close()


def chosen(listed: CommuneList, named: str | None) -> Member:
    """The commune that a command is about, by its code or its folder; OperatorError with the list of all otherwise."""
    everybody: list[Member | Faulty] = [*listed.members, *listed.faulty]
    if named is None:
        fits = everybody
    else:  # another commune's folder may have the same name
        by_code = [one for one in everybody if one.code == named]
        fits = by_code or [one for one in everybody if Path(one.place.name).name == named]
    if len(fits) == 1:
        if isinstance(fits[0], Member):
            return fits[0]
        raise OperatorError(str(fits[0]))
    codes = "\n".join(f"  {one.code}  {one.deployment.campaign.commune_name}" for one in listed.members)
    said = "xã nào?" if named is None else f"không có xã {named}."
    raise OperatorError(f"{said} thidua --commune MÃ …\n{codes}")


def deployments(settings: Settings) -> list[Deployment]:
    """Every commune that is served; OperatorError when one cannot be read, for what concerns the whole database."""
    if not settings.communes:
        return [deployment(load_campaign(settings))]
    listed = read_communes(settings)
    if listed.faulty:
        raise OperatorError("\n".join(map(str, listed.faulty)))
    return [one.deployment for one in listed.members]


def load_campaign(settings: Settings) -> CampaignFile:
    """The campaign file; OperatorError with every fault and its line when it cannot be used."""
    if settings.communes:
        return chosen(read_communes(settings), settings.commune).deployment.campaign
    try:
        return load.open_file(settings.campaign_file)
    except CampaignFileError as error:
        lines = "\n".join(map(str, error.faults))
        raise OperatorError(f"{settings.campaign_file} chưa dùng được:\n{lines}") from None
