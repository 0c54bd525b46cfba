"""What a correction of a posted week says: which of its lines have changed since, told from the old to the new.

Compares two tables and words the difference; a figure under check is no news, and no village is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.weekly import caption, summary
from reports.weekly.rows import Row
from reports.weekly.summary import Summary

_STATUS, _FIGURE, _BASIS = 3, 2, 1  # what a leader would miss most


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a correction, «Hộ nghèo: 214 → 211 hộ»; the higher `weight`, the longer it stays."""

    text: str
    weight: int


def settled(old: Summary, new: Summary) -> Summary:
    """The new table as far as it may be told: a line with figures under check stays as it was told before."""
    told = {row.indicator: row for row in old.rows}
    rows = tuple(told.get(row.indicator, row) if row.waiting else row for row in new.rows)
    statuses = [row.status for row in rows]
    return replace(new, rows=rows, counts=summary.counts(statuses), exceeded=statuses.count("exceeded"))


def between(old: Summary, new: Summary) -> tuple[Change, ...]:
    """What reads otherwise, the weightiest first, else in the document's order."""
    told = {row.indicator: row for row in old.rows}
    pairs = [(told[row.indicator], row) for row in new.rows if row.indicator in told]
    found = [change for before, now in pairs for change in (*_line(before, now), *_others(before, now))]
    return tuple(sorted(found, key=lambda one: -one.weight))


def counted(old: Summary, new: Summary) -> str:
    """«21 chỉ tiêu: nay 9 đạt, 7 đúng tiến độ.» where the counts have changed, else ""."""
    if (old.counts, old.exceeded) == (new.counts, new.exceeded):
        return ""
    return f"{len(new.rows)} chỉ tiêu: nay {caption.counts(new)}."


def _line(before: Row, now: Row) -> Iterator[Change]:
    """The indicator's own line: its figure, what that is measured by, its status."""
    is_other = (before.big, before.sub) != (now.big, now.sub)
    # The first posts did not keep what their figures were measured by.
    is_based_otherwise = bool(before.basis) and before.basis != now.basis
    if is_other or is_based_otherwise or before.word != now.word:
        weight = _STATUS if before.word != now.word else _FIGURE if is_other else _BASIS
        figure = _figure(before, now, is_based_otherwise=is_based_otherwise)
        status = f"{before.word} → {now.word}" if before.word != now.word else ""
        yield Change(f"{_name(before, now)}: {', '.join(part for part in (figure, status) if part)}", weight)


def _others(before: Row, now: Row) -> Iterator[Change]:
    """The indicator's further measures, which the post may have spoken of."""
    told = dict(before.others)
    for name, value in now.others:
        if told.get(name, value) != value:
            yield Change(f"{name}: {from_to(told[name], value)}", _BASIS)


def _name(before: Row, now: Row) -> str:
    return f"{now.name} ({now.sub})" if now.sub and before.sub == now.sub else now.name


def _figure(before: Row, now: Row, *, is_based_otherwise: bool) -> str:
    if before.sub != now.sub:
        return f"{before.sub} {before.big} → {now.sub} {now.big}"
    if is_based_otherwise and before.big == now.big:
        return from_to(before.basis, now.basis)
    if is_based_otherwise:
        return f"{before.big} ({before.basis}) → {now.big} ({now.basis})"
    return from_to(before.big, now.big) if before.big != now.big else ""


def from_to(old: str, new: str) -> str:
    """«214 → 211 hộ», «cần thêm 167 → 164 người»: the words that both have are said once."""
    before, now = old.split(), new.split()
    first = _same(before, now)
    last = _same(before[first:][::-1], now[first:][::-1])
    middle = before[first : len(before) - last] or before
    return " ".join([*before[:first], *middle, "→", *now[first:]]) if middle != before else f"{old} → {new}"


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))


def lines(old: Summary, new: Summary) -> list[str]:
    """Every change and the counts, a line each: for the officers, who have room."""
    found = [one.text for one in between(old, new)]
    counts = counted(old, new)
    return [*found, counts.removesuffix(".")] if counts else found


def text(old: Summary, new: Summary, reason: str) -> str:
    """The correction as it is posted below the new picture: whole sentences, the lightest left out where room is short.

    ValueError when nothing has changed.
    """
    found = between(old, new)
    if not found:
        raise ValueError("nothing to correct")
    kept = len(found)
    while True:
        written = _write(found[:kept], len(found) - kept, counted(old, new), new, reason)
        if caption.fits(written) or kept == 1:
            return written
        kept -= 1


def _write(kept: Sequence[Change], left_out: int, counts: str, new: Summary, reason: str) -> str:
    again = f" lần {new.correction}" if new.correction > 1 else ""
    heading = f"ĐÍNH CHÍNH{again} tuần {new.period.number}:"
    end = f"Lý do: {reason}. Lũy kế và xếp loại đã tính lại."
    if len(kept) == 1 and not left_out:
        return " ".join(part for part in (heading, f"{kept[0].text}.", counts, end) if part)
    more = [f"- và {left_out} thay đổi khác, xem trong hình."] if left_out else []
    return "\n".join([heading, *(f"- {one.text}." for one in kept), *more, *([counts] if counts else []), end])
