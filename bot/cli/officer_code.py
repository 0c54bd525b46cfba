"""`thidua officer-code`: a code printed on the machine alone, for the first officer or one whose telephone is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import one_time_codes, people
from models.people import Person
from services import first_officer, wording

_LIFETIME = timedelta(hours=1)


def command(
    name: Annotated[str, typer.Option(help="họ tên cán bộ, khi có nhiều người")] = "",
) -> None:
    """In mã vào cho cán bộ tổng hợp đầu tiên; đã có cán bộ thì mã vào lại bằng máy mới, máy cũ bị chặn."""
    typer.echo(officer_code(settings.load(), name))


def officer_code(settings: Settings, name: str) -> str:
    """The code and whose it is. OperatorError where it is not clear who is meant."""
    campaign = bootstrap.load_campaign(settings)
    store = bootstrap.open_store(settings)
    now = RealClock().now()
    with store.deployment_wide("the commune itself may be new") as session:
        commune = first_officer.open_commune(session, campaign, now)
        officers = people.with_role(session, commune.id, "officer")
        if not officers:
            code = first_officer.code(session, commune, now)
            return "\n".join(wording.first_officer_code(code, first_officer.LIFETIME_HOURS))
        officer = _meant(officers, name)
        code = one_time_codes.issue(session, officer, one_time_codes.RECOVERY, now, _LIFETIME)
        return "\n".join(wording.officers_way_back(code, officer.name))


def _meant(officers: list[Person], name: str) -> Person:
    meant = [one for one in officers if name in ("", one.name)]
    if len(meant) == 1:
        return meant[0]
    known = ", ".join(one.name for one in officers)
    raise OperatorError(f"--name phải là một trong: {known}")
