"""Which backups stay: the newest of each of the last days, weeks and months in which there was one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

DAYS, WEEKS, MONTHS = 7, 4, 12
_PREFIX = "thidua-"
_STAMP = "%Y%m%dT%H%M%SZ"


def name(made_at: datetime, suffix: str) -> str:
    return f"{_PREFIX}{made_at.astimezone(UTC):{_STAMP}}{suffix}"


def stamp(path: Path) -> datetime | None:
    """When a backup was made; None for a file that is none, or that was set aside by a restore."""
    written, _, rest = path.name.removeprefix(_PREFIX).partition(".")
    if not path.name.startswith(_PREFIX) or rest not in ("db", "jsonl.gz"):
        return None
    try:
        return datetime.strptime(written, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def kept(stamps: Iterable[datetime]) -> set[datetime]:
    """Those of `stamps` that stay."""
    newest_first = sorted(stamps, reverse=True)
    rules: list[tuple[Callable[[datetime], tuple[int, ...]], int]] = [
        (lambda at: (at.year, at.month, at.day), DAYS),
        (lambda at: at.isocalendar()[:2], WEEKS),
        (lambda at: (at.year, at.month), MONTHS),
    ]
    found: set[datetime] = set()
    for span, limit in rules:
        seen: dict[tuple[int, ...], datetime] = {}
        for at in newest_first:
            seen.setdefault(span(at), at)
        found.update(list(seen.values())[:limit])
    return found


def rotate(folder: Path) -> int:
    """Delete the others; returns how many."""
    by_stamp = {at: path for path in folder.iterdir() if (at := stamp(path)) is not None}
    gone = set(by_stamp) - kept(by_stamp)
    for at in gone:
        by_stamp[at].unlink()
    return len(gone)
