"""The demo's beginning: the sample commune imported as any commune's files are, its people invited and joined."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot import bootstrap
from bot.clock import DemoClock, RealClock
from bot.demo import cast
from bot.demo.outside import Outside, offered
from bot.settings import DEMO_FOLDER, Settings
from models import key_values, units
from models.database import Store
from models.figures import Figure
from services.context import Deployment
from services.imports import figures as figures_import
from services.imports import targets as targets_import
from services.imports import units as units_import

_JOINED = "demo joined"
_GROUP = "Lãnh đạo xã Khánh Khê"


def clear_half_made(settings: Settings) -> None:
    """A first start that was cut short left people without a chat: begin anew. Only ever the demo's own folder."""
    if settings.database_url is not None or not (DEMO_FOLDER / "thidua.db").exists():
        return
    store = bootstrap.open_store(settings)
    with store.transaction() as session:
        is_whole = key_values.get(session, _JOINED) is not None
    store.close()
    if not is_whole:
        for path in (path for path in DEMO_FOLDER.iterdir() if path.suffix != ".lock"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def load(store: Store, deployment: Deployment, folder: Path) -> bool:
    """Import the sample files into an empty database; True when people have not joined yet."""
    with store.deployment_wide("the commune itself is new") as session:
        if key_values.get(session, _JOINED):
            return False
        if units.commune(session, deployment.campaign.commune_code) is None:
            now = RealClock().now()
            units_import.load(session, folder / "units.csv", deployment.campaign.commune_code, now)
            context = deployment.context(session, now)
            figures_import.load(session, folder / "figures.csv", context.campaign, context.commune, context.now)
            targets_import.load(session, folder / "targets.csv", context.campaign, context.commune, context.now)
    _set_clock(store, deployment)
    return True


def _set_clock(store: Store, deployment: Deployment) -> None:
    """The afternoon before the first question after the newest sample figures."""
    with store.deployment_wide("the demo has one commune") as session:
        last = session.scalar(select(func.max(Figure.on_day)))
    if last is None:
        return
    with store.transaction() as session:
        calendar = deployment.context(session, RealClock().now()).calendar
    week = calendar.period_on(last + timedelta(days=1))
    DemoClock(store).move_to(calendar.schedule(week).question - timedelta(hours=17))


async def join(
    outside: Outside,
    store: Store,
    deployment: Deployment,
    players: list[cast.Player],
    settle: Callable[[], Awaitable[None]],
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
    codes = cast.invite(store, deployment.campaign.commune_code, players, DemoClock(store).now())
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
    group = await outside.group(_GROUP, leaders, "nhóm lãnh đạo")
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
