"""What was done around the figures of a longer stretch: launches, pledges, rounds, checks by lot, good deeds.

Neutral, part of the dossier: told in the report's sections I to III. Counts and words only; whom readers of the paper
may not see is not in it at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Launched:
    """A movement that was launched: when, the paper's number and date and its name, "" where none was said.

    The text itself is purged after the campaign's private days, and a report reads the same after that.
    """

    day: date
    paper: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pledged:
    """Units that had agreed to a pledge of `year` by the stretch's end; of them signed, and with every line kept.

    `all_kept` is None before the year's verdict.
    """

    year: int
    agreed: int
    signed: int
    all_kept: int | None


@dataclass(frozen=True, slots=True)
class Contest:
    """A round that ended in the stretch, or went on when it was over (`is_over` False, with nothing reckoned).

    `results` are the closing lines, one a thing that was counted; `honoured` the units on its list by the printed rule.
    """

    name: str
    paper: str
    first: date
    last: date
    is_over: bool
    frozen_on: date | None
    results: tuple[str, ...]
    honoured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A good deed below the post of a week that ended on `last`, as the group read it."""

    last: date
    text: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Empty parts are not told. `checks`: the share found right, in words; `too_few`: without an interval."""

    launches: tuple[Launched, ...] = ()
    pledged: Pledged | None = None
    contests: tuple[Contest, ...] = ()
    checks: str = ""
    too_few: bool = False
    deeds: tuple[Told, ...] = ()


LAUNCHES, CONTESTS, CHECKS = "Phát động, giao ước", "Đợt thi đua", "Kiểm tra số liệu"
DEEDS = "Việc tốt đã biểu dương"
DEEDS_ANNEX = "4. Việc tốt đã biểu dương cùng bản tin tuần"
TOO_FEW = "Chưa đủ 30 số được kiểm tra nên chưa tính tỷ lệ, khoảng tin cậy."
NO_PAPER = "[Chờ xã xác nhận: số và ngày văn bản phát động]"


def launch_lines(found: Movement) -> list[str]:
    """«Ngày 20/01/2027: phát động «Thi đua năm 2027», số 12/KH-UBND ngày 20/01/2027.», then how many have pledged."""
    lines = [
        f"- Ngày {one.day:%d/%m/%Y}: phát động {f'«{one.name}»' if one.name else 'thi đua'}, {one.paper or NO_PAPER}."
        for one in found.launches
    ]
    if found.pledged is not None:
        one = found.pledged
        kept = "" if one.all_kept is None else f"; {one.all_kept} đơn vị đạt đủ các dòng đã nhận"
        lines.append(f"- Giao ước năm {one.year}: {one.agreed} đơn vị đã nhận, {one.signed} đơn vị đã ký{kept}.")
    return lines


def contest_lines(one: Contest) -> list[str]:
    """A round's own lines, the first with its days and how final it is."""
    paper = f", {one.paper}" if one.paper else ""
    days = f"từ {one.first:%d/%m/%Y} đến {one.last:%d/%m/%Y}"
    if not one.is_over:
        return [f"- «{one.name}»{paper}, {days}: đang thực hiện."]
    state = f"chốt ngày {one.frozen_on:%d/%m/%Y}" if one.frozen_on is not None else "số liệu chưa chốt"
    lines = [f"- «{one.name}»{paper}, {days}, {state}.", *(f"+ {result}" for result in one.results)]
    if one.honoured:
        lines.append(f"+ Đủ điều kiện đề nghị xem xét biểu dương theo quy tắc của đợt: {', '.join(one.honoured)}.")
    return lines


def check_lines(found: Movement) -> list[str]:
    """The share, and that it is no rate yet where it is not."""
    return [f"{found.checks}.", *([TOO_FEW] if found.too_few else [])] if found.checks else []


def deed_lines(deeds: Sequence[Told]) -> list[str]:
    """How many; they stand in the annex."""
    return [f"{len(deeds)} việc tốt đã được biểu dương cùng bản tin tuần (Phụ lục, mục 4)."] if deeds else []
