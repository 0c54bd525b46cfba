"""Communes made up by chance: units that come and go, figures of every kind, many on the edges of a year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaign import spans
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign, Input, Measure, Standard, TargetKind
from campaign.facts import Place, State
from campaign.rules import PraiseKind, PraiseRule
from models import periods, units
from models.figures import Figure
from models.units import Unit
from tests.campaign import khanh_khe

_FIRST, _LAST = date(2026, 1, 1), date(2028, 3, 30)
_WEEK = timedelta(days=7)
# The eves and first days on which some rule looks, and the days beside them.
_EDGES = [
    date(year, *day) + timedelta(days=beside)
    for year in (2025, 2026, 2027)
    for day in ((12, 31), (12, 14), (8, 31), (6, 30))
    for beside in (0, 1)
]
_NOW = datetime(2028, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A commune in the database: its places as the rules see them, the commune's row first."""

    id: int
    places: tuple[Place, ...]


def odd_campaign() -> Campaign:
    """The sample campaign with measures as no commune has yet: other targets, products, standards, praise."""
    odd: dict[str, dict[str, Any]] = {
        "KT6a": {"target": {"by": date(2030, 12, 31)}},
        "KT1a": {"target": {"kind": TargetKind.BASELINE}, "standards": (Standard(date(2026, 6, 26), "mới"),)},
        "KT1b": {"standards": (Standard(date(2027, 1, 1), "mới"),)},
        "XH2": {"target": {"kind": TargetKind.BASELINE}},
        "KT2": {"target": {"kind": TargetKind.BASELINE}},
        "CT1": {"value": ("admitted * 2",)},
        "XH8a": {"year_start": (9, 1)},
        "XH1": {"standards": (Standard(date(2027, 3, 1), "mới"),)},
    }
    file = khanh_khe.CAMPAIGN
    measures = tuple(_changed(one, **odd.get(one.id, {})) for one in file.measures)
    improved = PraiseRule(PraiseKind.IMPROVED, 4, ("XH1", "XH8c", "KT1a", "KT1b", "KT6a"), 1)
    return replace(file, measures=measures, praise=(*file.praise, improved))


def _changed(measure: Measure, target: dict[str, Any] | None = None, **fields: Any) -> Measure:
    return replace(measure, target=replace(measure.target, **(target or {})), **fields)


def make(session: Session, chance: Random, campaign: Campaign, number: int) -> Made:
    """Write a commune with some years of figures: dense, thin, or with long gaps, by chance."""
    commune = Unit(code=f"X{number}", kind="commune", name="xã", **_profile(chance))
    session.add(commune)
    session.flush()
    kinds = ["village"] * 4 + ["school"] * 2
    codes = [(f"T{at}", kind) for at, kind in enumerate(kinds)]
    offices = {code for one in campaign.measures for code in one.reporters if code.isupper() and code[:2] != "TH"}
    codes += [(code, "office") for code in sorted(offices)]
    session.add_all(
        Unit(
            commune_id=commune.id,
            code=code,
            kind=kind,
            name=code,
            active_from=chance.choice([None, None, None, date(2026, 9, 1)]),
            active_to=chance.choice([None, None, None, date(2027, 6, 30)]),
            **_profile(chance),
        )
        for code, kind in codes
    )
    session.flush()
    _merge_and_split(session, chance, commune)
    week = periods.keep(session, commune.id, khanh_khe.period(_FIRST))
    places = units.places(session, commune, _LAST)
    rows = [row for measure in campaign.measures for place in places for row in _figures(chance, measure, place)]
    session.execute(
        insert(Figure).execution_options(render_nulls=True),  # else a batch ends where another column is empty
        [
            {
                **row,
                "commune_id": commune.id,
                "period_id": None if row["reporter_id"] is None else week.id,
                "first_said_at": _NOW,
            }
            for row in rows
        ],
    )
    return Made(commune.id, places)


def _merge_and_split(session: Session, chance: Random, commune: Unit) -> None:
    """In some communes two villages become one, and one of the others two, or the new one does."""
    day = chance.choice([None, date(2026, 6, 29), date(2026, 12, 31), date(2027, 3, 10)])
    if day is None:
        return
    first, second, third, _ = (unit for unit in units.members(session, commune.id) if unit.kind == "village")
    _succeed(session, chance, [first, second], ["T80"], day)
    new = next(unit for unit in units.members(session, commune.id) if unit.code == "T80")
    _succeed(session, chance, [chance.choice([third, new])], ["T81", "T82"], day + chance.choice([0, 1, 9]) * _WEEK)


def _succeed(session: Session, chance: Random, before: list[Unit], codes: list[str], day: date) -> None:
    for unit in before:
        unit.active_to = day - timedelta(days=1)
    for code in codes:
        ids = [unit.id for unit in before]
        made = Unit(commune_id=before[0].commune_id, code=code, kind="village", name=code, **_profile(chance))
        made.active_from, made.succeeds = day, ids
        session.add(made)
    session.flush()


def _profile(chance: Random) -> dict[str, int | None]:
    return {field: chance.choice([None, 90, 120]) for field in ("households", "people", "adults")}


def _figures(chance: Random, measure: Measure, place: Place) -> list[dict[str, Any]]:
    """A unit's figures for a measure; now and then also of one that nobody asks about it."""
    is_about = place.kind in (*measure.reporters, measure.subject) or place.code in measure.reporters
    if chance.random() > (0.85 if is_about else 0.06):
        return []
    thursdays = [_FIRST + _WEEK * at for at in range((_LAST - _FIRST).days // 7 + 1)]
    begins = chance.choice([0, 0, 30, 52, 80])
    days = [day for day in thursdays[begins:] if chance.random() < chance.choice([0.1, 0.5, 1])]
    days += [day for day in _EDGES if chance.random() < 0.15]
    return [
        _figure(chance, measure, one, place, day)
        for one in measure.inputs
        if chance.random() < 0.9
        for day in sorted(set(days))
        if chance.random() < (0.8 if one.asked else 0.03)
    ]


def _figure(chance: Random, measure: Measure, one: Input, place: Place, day: date) -> dict[str, Any]:
    states = [State.REPORTED, State.NOTHING] if one.kind.is_flow else [State.REPORTED, State.UNCHANGED]
    state = State.NOT_KNOWN if chance.random() < 0.05 else chance.choice(states)
    amount = Decimal(chance.randint(0, 40)) / (1 if one.whole else 8)
    if one.options:
        amount = Decimal(chance.randint(0, 1))
    value = {State.NOT_KNOWN: None, State.NOTHING: Decimal(0)}.get(state, amount)
    is_opening = day < _FIRST or day.weekday() != _FIRST.weekday() or chance.random() < 0.03
    return {
        "measure": measure.id,
        "input": one.key,
        "subject_id": place.id,
        "on_day": day,
        "reporter_id": None if is_opening else place.id,
        "state": state,
        "value": value,
        "denominator": chance.choice([None, Decimal(60), Decimal(45)]) if one.denominator else None,
        "choice": None,
        "mark": "gấp 3 lần" if chance.random() < 0.04 else "",
    }


def period(chance: Random) -> ReportingWeek:
    """A week, at the year's edge more often than not, or a longer stretch."""
    kind = chance.choice([*[Kind.WEEK] * 6, Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR])
    if kind is not Kind.WEEK:
        most = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2, Kind.YEAR: 1}[kind]
        return spans.make(kind, chance.choice([2026, 2027]), chance.randint(1, most), chance.random() < 0.5)
    edge = chance.choice([*_EDGES, date(2026, 1, 1), date(2027, 3, 4), date(2028, 2, 29)])
    thursday = edge + timedelta(days=(3 - edge.weekday()) % 7) + _WEEK * chance.randint(-1, 9)
    return khanh_khe.period(max(thursday, _FIRST))
