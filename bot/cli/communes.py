"""`thidua communes`: every commune that COMMUNES names, what of it is missing, and why one cannot be served."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from bot import bootstrap, settings
from bot.channels import registry
from bot.communes.reading import Member
from bot.operator_error import OperatorError
from models import people, units
from models.database import Store


def command() -> None:
    """Kê các xã và bot của từng xã, lỗi kèm số dòng. Máy đang chạy tự xem lại năm giây một lần."""
    chosen = settings.load()
    if not chosen.communes:
        raise OperatorError("chưa đặt COMMUNES trong .env: máy này chỉ có một xã, theo CAMPAIGN_FILE")
    listed = bootstrap.read_communes(chosen)
    store = bootstrap.open_store(chosen)
    try:
        shared = "bot chung" if registry.tokens(chosen) else "chưa có bot: đặt mã bot vào .env trong thư mục của xã"
        for line in _lines(store, listed.members, shared):
            typer.echo(line)
    finally:
        store.close()
    for faulty in listed.faulty:
        typer.echo(str(faulty))
    typer.echo(f"Phục vụ được {len(listed.members)} xã, chưa được {len(listed.faulty)} xã.")
    if listed.faulty:
        raise typer.Exit(2)


def _lines(store: Store, members: tuple[Member, ...], shared: str) -> Iterator[str]:
    """`shared`: what is said of a commune that has no bot of its own."""
    with store.transaction() as session:
        ids = units.communes(session)
        for member in members:
            bots = ", ".join(f"{bot.label} riêng" for bot in member.tokens) or shared
            state = "chưa có đơn vị: BẮT ĐẦU trong tin nhắn, hoặc thidua --commune MÃ units import TỆP"
            if member.code in ids:
                units.enter(session, member.code)
                officers = len(people.with_role(session, ids[member.code], "officer"))
                state = f"{officers} cán bộ tổng hợp"
            yield f"{member.code}  {member.deployment.campaign.commune_name}  {bots}; {state}  ({member.place.name})"
