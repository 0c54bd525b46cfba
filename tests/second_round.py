"""A second reckoning of rounds, from the rows alone: exact fractions, no module of the program's.

Written from year.md 4 and docs/decisions/0085. A row is (unit, day, value, denominator, marked).
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

FRESH = timedelta(days=14)  # twice a week


class Row(NamedTuple):
    """What a unit told on a day; `late` was not there yet when the round was opened, `before` is what stood then."""

    unit: int
    day: date
    value: Fraction
    over: Fraction | None
    marked: bool
    late: bool = False
    before: Fraction | None = None


class World(NamedTuple):
    """A round with all that bears on it. `kind` is flow, level, share, people (a level) or fewer (people, to fall).

    A merger is (old, old, new, day).
    """

    kind: str
    first: date
    last: date
    week_first: date
    week_last: date
    asked_by: date
    units: tuple[int, ...]
    households: dict[int, int]
    goals: dict[int, Fraction | None]
    adds: bool
    merger: tuple[int, int, int, date] | None
    rows: tuple[Row, ...]


def _fresh(world: World, unit: int, day: date, rows: list[Row]) -> Row | None:
    known = sorted((row.day, row) for row in rows if row.unit == unit and row.day <= day)
    return known[-1][1] if known and day - known[-1][0] <= FRESH else None


def _covered(world: World, row: Row) -> Fraction:
    """Of a share those without are told: what counts is the rest."""
    return row.over - row.value if world.kind == "share" and row.over is not None else row.value


def reckon(world: World) -> list[dict[str, Any]]:
    """For each unit, or pair that was merged: start, now, goal, share, band, doubt, who."""
    opened = [
        row._replace(value=row.before if row.before is not None else row.value) for row in world.rows if not row.late
    ]
    is_merged = world.merger is not None and world.first <= world.merger[3] <= world.week_last
    merged = world.merger if is_merged else None
    found = []
    seen = set()
    for unit in world.units:
        if unit in seen:
            continue
        old = [one for one in world.units if merged and one in merged[:2]] if merged and unit in merged[:2] else [unit]
        seen.update(old)
        found.append(_line(world, old, merged[2] if merged and unit in merged[:2] else None, opened))
    return found


def _line(world: World, old: list[int], new: int | None, opened: list[Row]) -> dict[str, Any]:
    doubt, rows = False, list(world.rows)
    start: Any
    now: Any
    over: Any
    weights: Any
    goal: Any
    if world.kind == "flow":
        told = [row for row in rows if row.unit in [*old, new] and world.week_first <= row.day <= world.week_last]
        start, now = Fraction(0), sum((row.value for row in told), Fraction(0)) if told else None
        doubt, over, weights = any(row.marked for row in told), None, [Fraction(1)] * len(old)
    else:
        starts = [_start(world, unit, opened, rows) for unit in old]
        present = _fresh(world, new, world.week_last, rows) if new is not None else None
        last: list[Row | None] = (
            [present] if present is not None else [_fresh(world, unit, world.week_last, rows) for unit in old]
        )
        start, _, weights = _together(world, [one for one, _ in starts])
        now, over, _ = _together(world, last)
        doubt = now is not None and any(row.marked for row in last if row)
        doubt = doubt or (start is not None and any(is_marked for _, is_marked in starts))
    goals: list[Any] = [world.goals[unit] for unit in old]
    goal = None
    if None not in goals:
        if world.kind != "share" or len(set(goals)) == 1:
            goal = goals[0] if world.kind == "share" else sum(goals)
        elif None not in weights:
            goal = sum(one * weight for one, weight in zip(goals, weights, strict=True)) / sum(weights)
        goal = goal if not world.adds or goal is None else None if start is None else max(start + goal, Fraction(0))
        goal = min(goal, Fraction(100)) if world.adds and world.kind == "share" and goal is not None else goal
    band, share, least = _band(world, start, now, goal, over)
    everybody = [*old, *([new] if new is not None else [])]
    size = max(world.households[unit] for unit in everybody)
    group = "small" if size < 60 else "middle" if size <= 120 else "large"
    return {
        "who": everybody, "start": start, "now": now, "goal": goal, "share": share, "band": band, "doubt": doubt,
        "group": group, "least": least,
    }  # fmt: skip


def _start(world: World, unit: int, opened: list[Row], rows: list[Row]) -> tuple[Row | None, bool]:
    """The frozen start, mended where the same figure was; one that came late; one told in the first week."""
    eve = world.first - timedelta(days=1)
    then, now = _fresh(world, unit, eve, opened), _fresh(world, unit, eve, rows)
    if then is not None:
        return (now, now.marked) if now is not None and now.day == then.day else (then, False)
    if now is not None:
        return now, now.marked
    asked = [row for row in rows if row.unit == unit and world.week_first <= row.day <= world.asked_by]
    return (asked[-1], asked[-1].marked) if asked else (None, False)


def _together(world: World, rows: list[Row | None]) -> tuple[Fraction | None, Fraction | None, list[Fraction | None]]:
    weights = [row.over if row is not None else None for row in rows]
    if None in rows:
        return None, None, weights
    known = [row for row in rows if row is not None]
    amount = sum((_covered(world, row) for row in known), Fraction(0))
    if world.kind != "share":
        return amount, None, weights
    over = sum((row.over for row in known if row.over is not None), Fraction(0))
    return amount * 100 / over, over, weights


def _band(
    world: World, start: Fraction | None, now: Fraction | None, goal: Fraction | None, over: Fraction | None
) -> tuple[str, Fraction | None, Fraction]:
    if start is None or now is None or goal is None:
        return "chưa có số", None, Fraction(0)
    least = Fraction(100) / over if world.kind == "share" and over else abs(goal) / 100
    least = Fraction(1) if world.kind in ("people", "fewer") else least
    way, left = goal - start, goal - now
    if world.kind == "fewer":  # what is to fall
        way, left = -way, -left
    reached = left <= 0 or left < least
    if way <= 0 or way < least:
        return ("giữ vững" if reached else "chưa đạt"), None, least
    beyond = left < 0 and -left >= least
    return ("vượt" if beyond else "đạt" if reached else "chưa đạt"), (now - start) / (goal - start), least


def honoured(lines: list[dict[str, Any]]) -> list[int]:
    """Of every size those that reached the goal; of a size without any those farthest on, from half of the way."""
    found: list[int] = []
    for group in {one["group"] for one in lines}:
        there = [
            at for at, one in enumerate(lines)
            if one["group"] == group and not one["doubt"] and one["band"] != "chưa có số"
        ]  # fmt: skip
        met = [at for at in there if lines[at]["band"] in ("vượt", "đạt")]
        if not met:
            ways = {at: lines[at]["share"] for at in there if lines[at]["share"] is not None}
            best = max(ways.values(), default=Fraction(0))
            far = [at for at, way in ways.items() if best >= Fraction(1, 2) and way >= Fraction(1, 2)]
            first = max((at for at in far if ways[at] == best), key=lambda at: _equal(lines[at]), default=None)
            met = [] if first is None else [
                at for at in far
                if ways[at] == best or best - ways[at] < max(_equal(lines[at]), _equal(lines[first]))
            ]  # fmt: skip
        found += met
    return sorted(found)


def _equal(line: dict[str, Any]) -> Fraction:
    return Fraction(line["least"] / abs(line["goal"] - line["start"]))
