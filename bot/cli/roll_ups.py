"""`thidua roll-ups`: the units above several communes, their groups, and the code that binds a group to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.communes.reading import CommuneList
from bot.operator_error import OperatorError
from campaign.roll_up import RollUp
from models import roll_ups, units
from services.finding import Finding, advice, fault, good

app = typer.Typer(no_args_is_help=True, help="tổng hợp liên xã: của ai, nhóm nào nhận, xã nào góp")
_REASON = "an operator looks after the units above all communes"


@app.command("list")
def list_command() -> None:
    """Kê từng tổng hợp liên xã: giờ đăng, nhóm, bao nhiêu xã góp số, lỗi trong tệp kèm số dòng."""
    chosen = settings.load()
    listed = _listed(chosen)
    store = bootstrap.open_store(chosen)
    try:
        with store.deployment_wide(_REASON) as session:
            for line in _lines(session, listed):
                typer.echo(line)
    finally:
        store.close()
    for one in listed.above.faults:
        typer.echo(one)
    if listed.above.faults:
        raise typer.Exit(2)


@app.command("code")
def code_command(code: Annotated[str, typer.Argument(help="mã (code) trong tệp của nó")]) -> None:
    """In mã nhận nhóm, dùng một lần, trong một giờ: gõ /manhom MÃ trong nhóm đó."""
    chosen = settings.load()
    found = next((one for one in _listed(chosen).above.roll_ups if one.code == code), None)
    if found is None:
        raise OperatorError(f"không có tổng hợp liên xã {code}: xem thidua roll-ups list")
    store = bootstrap.open_store(chosen)
    try:
        with store.transaction() as session:
            typer.echo(roll_ups.issue_code(session, roll_ups.keep(session, code), RealClock().now()))
    finally:
        store.close()


def _listed(chosen: settings.Settings) -> CommuneList:
    if not chosen.roll_ups:
        raise OperatorError("chưa đặt ROLL_UPS trong .env: máy này không có tổng hợp liên xã nào")
    return bootstrap.read_communes(chosen)


def _lines(session: Session, listed: CommuneList) -> Iterator[str]:
    for one in listed.above.roll_ups:
        group = roll_ups.group(session, one.code)
        where = f"nhóm «{group.title}»" if group is not None and group.is_bound else "chưa có nhóm"
        agreed, of = taking_part(session, listed, one)
        yield f"{one.code}  {one.name}  {one.post:%H:%M}, {where}; {agreed}/{of} xã góp số"


def taking_part(session: Session, listed: CommuneList, one: RollUp) -> tuple[int, int]:
    """How many of a roll-up's communes agree, and how many there are in the deployment."""
    ids = units.communes(session)
    members = {ids[member.code] for member in listed.members if one.takes(member.code) and member.code in ids}
    return len(members & roll_ups.consents(session, one.code).keys()), len(members)


def findings(session: Session, listed: CommuneList) -> Iterator[Finding]:
    """What `thidua check` says of them."""
    for line in listed.above.faults:
        yield fault("tổng hợp liên xã", line)
    known = {member.code for member in listed.members}
    for one in listed.above.roll_ups:
        group = roll_ups.group(session, one.code)
        agreed, of = taking_part(session, listed, one)
        gone = sorted(one.communes - known)
        if group is None or not group.is_bound:
            yield fault(
                "tổng hợp liên xã", f"{one.name} chưa có nhóm: thidua roll-ups code {one.code}, gõ mã trong nhóm"
            )
        else:
            yield good("tổng hợp liên xã", f"{one.name}: nhóm «{group.title}», {agreed}/{of} xã góp số")
        if gone:
            yield advice("tổng hợp liên xã", f"{one.name}: không phục vụ xã {', '.join(gone)}")
