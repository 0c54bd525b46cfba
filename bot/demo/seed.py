"""The demo's beginning: the sample commune imported as any commune's files are, its people invited and joined."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from bot import bootstrap
from bot.clock import DemoClock, RealClock
from bot.demo import cast, hints
from bot.demo.outside import Outside, offered
from bot.settings import DEMO_FOLDER, Settings
from models import key_values, units
from models.database import Store
from services import first_officer
from services.context import Deployment
from services.imports import figures as figures_import
from services.imports import targets as targets_import
from services.imports import units as units_import

_JOINED = "demo joined"
_START = "demo start"
SAMPLE, EMPTY = "sample", "empty"  # a commune that runs already, or a beginning with one printed code


def clear_half_made(settings: Settings) -> None:
    """A first start that was cut short left people without a chat: begin anew. Only ever the demo's own folder."""
    if not is_own(settings) or not (DEMO_FOLDER / "thidua.db").exists():
        return
    store = bootstrap.open_store(settings)
    with store.transaction() as session:
        is_whole = bool(key_values.get(session, _JOINED))
    store.close()
    if not is_whole:
        for path in (path for path in DEMO_FOLDER.iterdir() if path.suffix != ".lock"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def is_own(settings: Settings) -> bool:
    """Whether the demo's data lies in its own folder, which may be emptied."""
    return settings.database_url is None


def started(store: Store) -> str:
    """What the visitor has chosen and everybody has joined in; "" while the choice is open."""
    with store.transaction() as session:
        if not key_values.get(session, _JOINED):
            return ""
        return key_values.get(session, _START) or SAMPLE  # builds before had the sample alone


def forget(store: Store) -> None:
    """The next start asks again, and clears what is there."""
    with store.transaction() as session:
        key_values.put(session, _JOINED, "")


def load(
    store: Store, deployment: Deployment, folder: Path, clock: DemoClock | None = None, start: str = SAMPLE
) -> None:
    """Fill an empty database with the sample's files, or with the commune's row alone; and set the clock."""
    now = RealClock().now()
    with store.deployment_wide("the commune itself is new") as session:
        key_values.put(session, _START, start)
        if start == EMPTY:
            first_officer.open_commune(session, deployment.campaign, now)
        elif units.commune(session, deployment.campaign.commune_code) is None:
            units_import.load(session, folder / "units.csv", deployment.campaign.commune_code, now)
            context = deployment.context(session, now)
            figures_import.load(session, folder / "figures.csv", context.campaign, context.commune, context.now)
            targets_import.load(session, folder / "targets.csv", context.campaign, context.commune, context.now)
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        last = max(date.fromisoformat(row["date"]) for row in csv.DictReader(file))
    _set_clock(store, deployment, clock or DemoClock(store), last)


def _set_clock(store: Store, deployment: Deployment, clock: DemoClock, last: date) -> None:
    """The afternoon before the first question after the newest sample figures, also where none were loaded."""
    with store.transaction() as session:
        calendar = deployment.context(session, RealClock().now()).calendar
    week = calendar.period_on(last + timedelta(days=1))
    clock.move_to(calendar.schedule(week).question - timedelta(hours=17))


async def begin(outside: Outside, store: Store) -> None:
    """The telephones of those who are to come in by codes that the visitor types."""
    for title, subtitle in (
        (hints.OFFICER, "chưa vào, cần mã in trên màn hình"),
        (hints.HEAD, "chưa vào, cần mã của cán bộ"),
        (hints.LEADER, "chưa vào, cần mã của cán bộ"),
    ):
        await outside.person(title, shown=True, title=title, subtitle=subtitle, app="telegram")
    with store.transaction() as session:
        key_values.put(session, _JOINED, "yes")


async def join(
    outside: Outside,
    store: Store,
    deployment: Deployment,
    players: list[cast.Player],
    settle: Callable[[], Awaitable[None]],
    now: datetime,
) -> None:
    """Everybody gets a telephone, sends their code, and agrees; the officer adds the bot to the leadership group."""
    for player in players:
        player.id = await outside.person(
            player.name,
            shown=player.shown,
            title=player.name,
            subtitle=_subtitle(store, deployment, player),
            app=player.app,
        )
    codes = cast.invite(store, deployment.campaign.commune_code, players, now)
    for player, code in zip(players, codes, strict=True):
        await outside.send(player.id, code if player.app == "zalo" else f"/start {code}")
    await settle()
    await cast.agree(outside, players)
    await settle()
    await _bind_group(outside, players, settle)
    with store.transaction() as session:
        key_values.put(session, _JOINED, "yes")


async def _bind_group(outside: Outside, players: list[cast.Player], settle: Callable[[], Awaitable[None]]) -> None:
    officer = next(player for player in players if player.role == "officer")
    leaders = [player.id for player in players if player.role in ("officer", "leader")]
    group = await outside.group(hints.GROUP, leaders, "nhóm lãnh đạo")
    await outside.add_bot(group, officer.id)
    await settle()
    chats = {chat["id"]: chat for chat in (await outside.state())["chats"]}
    message, buttons = offered(chats[officer.id])
    await outside.tap(officer.id, message, buttons[0]["data"])
    await settle()


def _subtitle(store: Store, deployment: Deployment, player: cast.Player) -> str:
    with store.transaction() as session:
        commune = units.enter(session, deployment.campaign.commune_code)
        unit = units.by_code(session, commune, player.unit) if commune else None
    name = unit.full_name if unit else player.unit
    return f"cán bộ tổng hợp {name}" if player.role == "officer" else name
