"""Who plays in the demo: read from a file beside the campaign, joined through real invitations."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.demo.outside import Outside, offered
from models import invitation_codes, units
from models.database import Store
from models.units import Unit


@dataclass
class Player:
    """One person of the demo. `habit` is prompt, late, silent, or visitor (whoever sits before the page)."""

    unit: str
    role: str
    name: str
    address: str
    phone: str
    shown: bool
    habit: str
    flow: str  # typed where a flow is asked; "" taps «nothing»
    level: str  # typed where a level is asked; "" taps «unchanged»
    app: str  # the messenger on their telephone, "telegram" or "zalo"
    id: int = 0


def read(path: Path) -> list[Player]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Player(**{**row, "shown": row["shown"] == "yes"}) for row in csv.DictReader(file)]  # type: ignore[arg-type]  # every column but `shown` is text


def invite(store: Store, commune_code: str, players: list[Player], now: datetime) -> list[str]:
    """A code for every player, as `thidua invite` makes them."""
    with store.transaction() as session:
        commune = units.enter(session, commune_code)
        if commune is None:
            raise LookupError(commune_code)
        codes = []
        for player in players:
            unit: Unit | None = units.by_code(session, commune, player.unit)
            if unit is None:
                raise LookupError(player.unit)
            codes.append(
                invitation_codes.invite(
                    session,
                    unit,
                    player.role,
                    name=player.name,
                    address=player.address,
                    phone=player.phone,
                    now=now,
                    days=14,
                )
            )
        return codes


async def agree(outside: Outside, players: list[Player]) -> None:
    """Everybody taps «Đồng ý» under the welcome, or types it where there is nothing to tap."""
    chats = {chat["id"]: chat for chat in (await outside.state())["chats"]}
    for player in players:
        if player.app == "zalo":
            await outside.send(player.id, "Đồng ý")
            continue
        message, buttons = offered(chats[player.id])
        if buttons and buttons[0]["data"] == "join:yes":
            await outside.tap(player.id, message, "join:yes")


async def find(outside: Outside, players: list[Player]) -> None:
    """After a restart: the same telephones, known by their owners' names."""
    known = {chat["title"]: chat["id"] for chat in (await outside.state())["chats"]}
    for player in players:
        player.id = known.get(player.name, 0)
