"""What stands around a day is found input by input, as reading every figure would find it."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.engine import Connection

from models import figures_around, scope, units
from models.figures import Figure
from services.context import Context
from tests.commune import TUESDAY, Stand

_FIRST = date(2026, 1, 1)
# Not the campaign's own, of which there are figures already; some sort before those, some behind.
_INPUTS = [(measure, key) for measure in ("AA1", "KT1a9", "ZZ1") for key in ("area", "yield")]
_STATES = ("reported", "unchanged", "nothing", "not_known")


def _fill(context: Context, subjects: list[int]) -> None:
    """Some weeks of figures, with gaps, beside those that the commune has; one unit has none of these."""
    chance = random.Random(15)
    rows = [
        {"measure": measure, "input": key, "subject_id": subject, "on_day": _FIRST + timedelta(weeks=week)}
        | {"commune_id": context.commune.id, "state": chance.choice(_STATES), "mark": "", "first_said_at": TUESDAY}
        for subject in subjects[:-1]
        for measure, key in chance.sample(_INPUTS, 5)
        for week in chance.sample(range(60), 25)
    ]
    context.session.execute(insert(Figure), rows)


def test_the_newest_of_every_input_is_found(stand: Stand) -> None:
    """On every kind of day: before all figures, among them, on one of them, behind them; alone and with others."""
    with stand.context() as context:
        members = units.members(context.session, context.commune.id)
        subjects = [context.commune.id, *(one.id for one in members if one.kind == "village")][:5]
        _fill(context, subjects)
        rows = context.session.scalars(select(Figure).order_by(Figure.on_day)).all()
        told = [
            (one.subject_id, f"{one.measure}.{one.input}", one.on_day) for one in rows if one.subject_id in subjects
        ]
        for day in (
            _FIRST - timedelta(7),
            _FIRST + timedelta(3),
            *(_FIRST + timedelta(weeks=n) for n in range(0, 70, 9)),
        ):
            present = {(subject, name): on for subject, name, on in told if on == day}
            earlier: dict[tuple[int, str], date] = {}
            for subject, name, on in told:
                if on < day:
                    earlier[subject, name] = on
            newest = figures_around.newest_of(context.session, subjects, day)
            assert earlier == {(one, name): row.on_day for one in subjects for name, row in newest[one].items()}
            of_all = figures_around.around_all(context.session, subjects, day)
            for found, expected in zip(of_all, (present, earlier), strict=True):
                assert expected == {(one, name): row.on_day for one in found for name, row in found[one].items()}
            for one in subjects:
                alone = figures_around.around(context.session, one, day)
                assert [each.get(one, {}).keys() for each in of_all] == [each.keys() for each in alone]
                assert alone[1] == figures_around.latest(context.session, one, day)


def test_no_statement_reads_what_is_older(stand: Stand) -> None:
    """Each step goes through the index to one figure: nothing is grouped, sorted or read whole."""
    plans: list[str] = []

    def note(connection: Connection, _: object, statement: str, parameters: Any, *__: object) -> None:
        if "walk" in statement and not statement.startswith("EXPLAIN"):
            explain = "EXPLAIN QUERY PLAN" if stand.store.is_sqlite else "EXPLAIN"
            plans.append(
                "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))
            )

    with stand.context() as context:
        subjects = [one.id for one in units.members(context.session, context.commune.id)]
        _fill(context, subjects)
        if not stand.store.is_sqlite:
            context.session.connection().exec_driver_sql(
                "SET LOCAL enable_seqscan = off"
            )  # a small table is read whole
        scope.widen(context.session, "the plans are looked at")
        event.listen(stand.store.engine, "before_cursor_execute", note)
        figures_around.around_all(context.session, subjects, TUESDAY.date())
        figures_around.newest_of(context.session, subjects, TUESDAY.date())
        figures_around.latest(context.session, subjects[0], TUESDAY.date())
        event.remove(stand.store.engine, "before_cursor_execute", note)
    assert 3 == len(plans)
    assert [] == [
        plan for plan in plans if re.search(r"SCAN figures|TEMP B-TREE|Aggregate|Sort|Seq Scan on figures", plan)
    ]
    steps = r"\(subject_id=\? AND measure=\? AND input<\?\)|Index .*Scan Backward using"
    assert all(re.search(steps, plan) for plan in plans), plans
