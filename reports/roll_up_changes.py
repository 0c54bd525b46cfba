"""What a correction of a roll-up's week (tổng hợp liên xã) says: each line that reads otherwise, from old to new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports import roll_up_sums
from reports.roll_up import TOO_FEW, WITHHELD, Line, Table
from reports.weekly import changes

_MOST_NAMES = 5


def between(old: Table, new: Table) -> list[str]:
    """«Hộ nghèo: 6.214 → 6.211 hộ»; [] where nothing reads otherwise."""
    before = {line.measure: line for line in old.lines}
    posted = f"Đã đăng: {old.posted}/{old.communes} → {new.posted}/{new.communes} xã"
    found = [posted] if old.posted != new.posted else []
    for line in new.lines:
        if line.measure in before:
            found += _of_line(before[line.measure], line)
    return found


def _of_line(old: Line, new: Line) -> Iterator[str]:
    if old.said != new.said:
        yield f"{new.name}: {_from_to(old.said, new.said)}"
    if new.other and old.other != new.other:
        yield f"{new.name}: không cộng {names(new.other)} (cách tính khác)"


def has_late(old: Table, new: Table) -> bool:
    """Whether communes were added that had not been."""
    return [old.who, *(line.told for line in old.lines)] != [new.who, *(line.told for line in new.lines)]


def _from_to(old: str, new: str) -> str:
    """Part by part, «633 → 642 hộ; 0/3 → 1/3 xã đạt»; what is the same is not said."""
    before, now = roll_up_sums.of_kind(old), roll_up_sums.of_kind(new)
    if {old, new} & {TOO_FEW, WITHHELD} or before.keys() - {roll_up_sums.MARKED} != now.keys() - {roll_up_sums.MARKED}:
        return f"{old} → {new}"
    found = [_part(was, now[kind]) for kind, was in before.items() if kind in now and was != now[kind]]
    if before.keys() - now.keys():
        found.append(f"hết {roll_up_sums.MARKED}")
    if now.keys() - before.keys():
        found.append(f"nay {now[roll_up_sums.MARKED]}")
    return "; ".join(found)


def _part(old: str, new: str) -> str:
    """«633 → 642 hộ»; where a bracket would be opened twice, both are said whole."""
    said = changes.from_to(old, new)
    is_torn = said.count("(") != said.count(")")
    return f"{old} → {new}" if is_torn else said


def names(of: Sequence[str]) -> str:
    """«xã A, xã B và 3 xã khác»."""
    shown = ", ".join(of[:_MOST_NAMES])
    return f"{shown} và {len(of) - _MOST_NAMES} xã khác" if len(of) > _MOST_NAMES else shown
