"""Processor time of a running program, its children included: on a shared machine a truer figure than the clock's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PARENT, _USER, _SYSTEM = 1, 11, 12  # places behind the name in /proc/PID/stat (proc(5)): ppid, utime, stime
_ENDED = (13, 14)  # cutime and cstime, of children that have ended and were waited for
_TICKS = os.sysconf("SC_CLK_TCK")


def seconds(process: int) -> float:
    """Seconds that a process has spent, with all that it has started; 0.0 when it is gone."""
    spent = dict(_running())
    family = {process}
    while grown := {pid for pid, fields in spent.items() if fields[_PARENT] in family} - family:
        family |= grown
    return sum(sum(spent[pid][place] for place in (_USER, _SYSTEM, *_ENDED)) for pid in family & set(spent)) / _TICKS


def _running() -> Iterator[tuple[int, list[int]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(folder / "stat")):
            yield int(folder.name), fields


def _fields(stat: Path) -> list[int]:
    """What stands behind the name, which may hold spaces itself; the state, a letter, counts as 0."""
    try:
        written = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []  # it has ended meanwhile
    return [0, *(int(field) for field in written[1:])]
