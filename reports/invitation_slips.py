"""What stands on invitation sheets, as data: filled in where codes are made, drawn by `reports.invitation_sheet`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

ON_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """One place's invitation. `link` is "" where there is no messenger that opens by a link."""

    unit: str
    person: str  # «Ông Sơn, trưởng thôn», or «Trưởng thôn:» with room for a name
    code: str
    link: str
    beside_code: Sequence[str]  # what the square is for, in short lines
    above_code: str
    steps: Sequence[str]

    @property
    def has_name(self) -> bool:
        return not self.person.endswith(":")


@dataclass(frozen=True, slots=True)
class InvitationSheet:
    """All slips that are printed at once."""

    heading: str
    small_print: str
    slips: Sequence[Slip]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> InvitationSheet:
        slips = [Slip(**slip) for slip in value["slips"]]
        return cls(value["heading"], value["small_print"], slips)


def pages(slips: int) -> int:
    """How many pages so many slips fill."""
    return -(-slips // ON_A_PAGE)
