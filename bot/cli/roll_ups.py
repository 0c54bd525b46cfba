"""`thidua roll-ups`: the units above several communes, their groups, and the code that binds a group to one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import combinations
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.communes.reading import CommuneList, Member
from bot.operator_error import OperatorError
from campaign.roll_up import FEWEST_COMMUNES, RollUp
from models import roll_ups, units
from services.finding import Finding, advice, good

app = typer.Typer(no_args_is_help=True, help="tổng hợp liên xã: của ai, nhóm nào nhận, xã nào góp")
_SUBJECT = "tổng hợp liên xã"
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
        agreed, waiting = taking_part(session, listed, one)
        yield f"{one.code}  {one.name}  {one.post:%H:%M}, {where}; {len(agreed)}/{len(agreed) + len(waiting)} xã góp số"
        if waiting:
            yield f"  chưa góp số: {', '.join(waiting)}"


def taking_part(session: Session, listed: CommuneList, one: RollUp) -> tuple[list[str], list[str]]:
    """The codes of a roll-up's communes in the deployment: those that agree, and those that do not (yet)."""
    ids, willing = units.communes(session), roll_ups.consents(session, one.code).keys()
    members = sorted(member.code for member in listed.members if one.takes(member.code) and member.code in ids)
    agreed = [code for code in members if ids[code] in willing]
    return agreed, [code for code in members if code not in agreed]


def findings(session: Session, listed: CommuneList) -> Iterator[Finding]:
    """What `thidua check` says of them. Nothing of it keeps a commune's week from running."""
    for line in listed.above.faults:
        yield advice(_SUBJECT, line)
    known = {member.code for member in listed.members}
    for one in listed.above.roll_ups:
        yield _of_one(session, listed, one)
        gone = sorted(one.communes - known)
        if gone:
            yield advice(_SUBJECT, f"{one.name}: không phục vụ xã {', '.join(gone)}")
        yield from _late(listed, one)
    for one, other in combinations(listed.above.roll_ups, 2):
        yield from _nearly_alike(listed, one, other)


def _late(listed: CommuneList, one: RollUp) -> Iterator[Finding]:
    """Communes whose own hour is not before: week by week they would be late, and one or two wait for others."""
    late = sorted(member.code for member in listed.members if one.takes(member.code) and _hour(member) >= one.post)
    if late:
        yield advice(_SUBJECT, f"{one.name}: đăng {one.post:%H:%M}, trước hay cùng giờ đăng của xã {', '.join(late)}")


def _hour(member: Member) -> time:
    return member.deployment.campaign.as_written.calendar.post


def _nearly_alike(listed: CommuneList, one: RollUp, other: RollUp) -> Iterator[Finding]:
    """Two of which one sum can be taken from the other: what is left is of one commune, or of two."""
    first, second = ({member.code for member in listed.members if found.takes(member.code)} for found in (one, other))
    apart = sorted(first ^ second)
    if 0 < len(apart) < FEWEST_COMMUNES and {*one.measures} & {*other.measures}:
        which = f"{one.name} và {other.name} chỉ khác nhau xã {', '.join(apart)}"
        yield advice(_SUBJECT, f"{which}: ai đọc cả hai nhóm thì trừ ra được số của xã")


def _of_one(session: Session, listed: CommuneList, one: RollUp) -> Finding:
    group = roll_ups.group(session, one.code)
    if group is None or not group.is_bound:
        return advice(_SUBJECT, f"{one.name} chưa có nhóm: thidua roll-ups code {one.code}, gõ mã trong nhóm")
    agreed, waiting = taking_part(session, listed, one)
    count = f"{len(agreed)}/{len(agreed) + len(waiting)} xã góp số"
    if len(agreed) < FEWEST_COMMUNES:
        return advice(_SUBJECT, f"{one.name}: mới {count}, dưới {FEWEST_COMMUNES} xã thì không cộng")
    return good(_SUBJECT, f"{one.name}: nhóm «{group.title}», {count}")
