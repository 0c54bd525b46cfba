"""`thidua check`: everything an operator can get wrong, looked at one by one, each with what to do, in Vietnamese."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import typer
from sqlalchemy.engine import make_url

from bot import bootstrap
from bot.channels import registry
from bot.cli import roll_ups
from bot.monitoring import disks, integrity
from bot.operator_error import OperatorError
from bot.setting_faults import SettingsError
from bot.settings import Settings, load
from campaign.definition.load import CampaignFile
from models import backup_record
from models.database import Store
from services import finding, readiness, wording
from services.finding import Finding


def command() -> None:
    """Xem cấu hình, số liệu, kết nối, đồng hồ: còn thiếu gì, phải làm gì. Mã thoát 1: tuần chưa chạy được."""
    findings = asyncio.run(examine())
    for one in findings:
        typer.echo(str(one))
    can_run = readiness.can_run(findings)
    typer.echo("Tuần này chạy được." if can_run else "Tuần này chưa chạy được: xem những dòng THIẾU.")
    if not can_run:
        raise typer.Exit(1)


async def examine() -> list[Finding]:
    """All findings; later ones are left out where an earlier one makes them senseless."""
    try:
        settings = load()
    except SettingsError as error:
        return [finding.fault("cấu hình", line) for line in str(error).splitlines()]
    demo = f"xã mẫu chạy thử: chưa có mã của {' hay '.join(channel.label for channel in registry.CHANNELS)}"
    found = [finding.good("cấu hình", demo if settings.is_demo else "đủ")]
    campaign = None
    if settings.communes and settings.commune is None:
        found += _communes(settings)  # each by itself: thidua --commune CODE check
    else:
        campaign = _campaign(settings, found)
    store = _open(settings, found)
    try:
        found += _contents(settings, store) if store is not None else []
        found += _commune(campaign, store) if store is not None and campaign is not None else []
        found += _above(settings, store) if store is not None and settings.roll_ups else []
        if settings.is_demo:
            return [*found, finding.good("kết nối", "xã mẫu không cần mã")]
        for channel in registry.CHANNELS:
            for bot in channel.bots(settings):
                found += await channel.check(settings, bot, store)
    finally:
        if store is not None:
            store.close()
    return found


def _communes(settings: Settings) -> list[Finding]:
    """Of many communes: which cannot be served, and whether anybody hears of the machine's troubles."""
    try:
        listed = bootstrap.read_communes(settings)
    except OperatorError as error:
        return [finding.fault("các xã", str(error))]
    count = len(listed.members)
    found = [finding.unless(count > 0, "các xã", f"phục vụ được {count} xã: thidua communes")]
    found += [finding.fault("các xã", line) for faulty in listed.faulty for line in str(faulty).splitlines()]
    if settings.administrator is None:
        found.append(finding.advice("người trông máy", "chưa ai được báo khi máy hỏng: đặt ADMINISTRATOR trong .env"))
    return found


def _above(settings: Settings, store: Store) -> list[Finding]:
    """The roll-ups: their files, groups, and who takes part."""
    try:
        listed = bootstrap.read_communes(settings)
    except OperatorError:
        return []  # it is told of the communes
    with store.deployment_wide("an operator looks at the units above all communes") as session:
        return list(roll_ups.findings(session, listed))


def _campaign(settings: Settings, found: list[Finding]) -> CampaignFile | None:
    """The campaign; None, and a finding for each fault, where it cannot be used."""
    try:
        campaign = bootstrap.load_campaign(settings)
    except OperatorError as error:
        found += [finding.fault("tệp phong trào", line) for line in str(error).splitlines()]
        return None
    text = f"{campaign.commune_name}, {len(campaign.as_written.measures)} chỉ số"
    found.append(finding.good("tệp phong trào", text))
    return campaign


def _open(settings: Settings, found: list[Finding]) -> Store | None:
    """The database; None, and a finding that says why, where it cannot be opened."""
    try:
        return bootstrap.open_store(settings)
    except OperatorError as error:
        found.append(finding.fault("kho số liệu", str(error)))
        return None


def _contents(settings: Settings, store: Store) -> list[Finding]:
    found = [finding.good("kho số liệu", f"{store.engine.dialect.name}, đúng bản mới nhất"), _soundness(settings)]
    found += [_disk(settings)]
    return found if settings.is_demo else [*found, _backup(settings, store)]


def _commune(campaign: CampaignFile, store: Store) -> list[Finding]:
    """What the commune's own tables lack."""
    with store.transaction() as session:
        try:
            context = bootstrap.deployment(campaign).context(session, datetime.now(UTC))
        except LookupError:
            return [finding.fault(wording.UNITS, wording.no_units())]
        return readiness.look(context)


def _soundness(settings: Settings) -> Finding:
    try:
        is_whole = integrity.require_sound(settings)
    except OperatorError as error:
        return finding.fault("tệp số liệu", str(error))
    return finding.good("tệp số liệu", "lành lặn" if is_whole else "lành lặn ở những phần đã xem")


def _disk(settings: Settings) -> Finding:
    """What is left where the database is, or this machine's folder where it is on a server."""
    free = disks.free_megabytes(disks.database_folder(make_url(settings.database)))
    text = f"còn {free // 1000} GB" if free >= 10_000 else f"còn {free} MB"
    return finding.good("ổ đĩa", text) if free >= settings.disk_free_mb else finding.advice("ổ đĩa", f"chỉ {text}")


def _backup(settings: Settings, store: Store) -> Finding:
    """The last one that was restored and compared."""
    with store.transaction() as session:
        good = backup_record.last_good(session)
    if good is None:
        return finding.advice("sao lưu", "chưa có bản nào: thidua backup (máy đang chạy tự sao lưu mỗi đêm)")
    now = datetime.now(UTC)
    text = (
        f"{good.file}, {good.hours_old(now):.0f} giờ trước, đã khôi phục thử và so: {good.rows} dòng, {good.photos} ảnh"
    )
    if not (settings.backups / good.file).exists():
        return finding.advice("sao lưu", f"{good.file} không còn trong {settings.backups}: thidua backup")
    return finding.good("sao lưu", text) if good.is_fresh(now) else finding.advice("sao lưu", text)
