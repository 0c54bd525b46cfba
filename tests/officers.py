"""What tests of officers look at: the newest code, who is asked for a unit, who the officers are."""

from __future__ import annotations

from models import people, units
from tests.commune import Stand

LAN = "bà Lan 0912345678"


def code_told(stand: Stand, who: str = "hoa") -> str:
    """The code in the newest message to an officer that has one."""
    told = next(row.text for row in reversed(stand.heard(who)) if "Mã của" in row.text)
    return told.split("Mã của ")[1].split(": ")[1][:9]


def asked(stand: Stand, unit_code: str = "T01") -> str | None:
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, unit_code)
        assert unit is not None
        person = people.spokesperson(context.session, unit.id, context.today)
        return person.address if person else None


# Handing over


def officers(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [one.address for one in people.with_role(context.session, context.commune.id, "officer")]
