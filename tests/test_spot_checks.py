"""Kiểm tra: what is drawn, when a check counts, what is right, who says which stands, what the post tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from models import checks
from models.checks import RIGHT, WRONG, Check
from models.figures import Figure
from reports.weekly import caption, summary
from services import lot, marked_figures, spot_checks, weekly_summary
from services.context import Context
from services.inbound import Kind
from tests.commune import Stand

D = Decimal


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A posted week of two villages, and what was drawn of it."""
    made = Stand(tmp_path)
    made.join("son", "hien", "hoa")
    made.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    made.tap("hoa", "Đúng, nhóm lãnh đạo")
    made.at("2026-11-18T08:00")
    made.tick()
    for who, figure in (("son", "9"), ("hien", "8")):
        for words in (figure, "0", "Không có gì mới"):
            made.say(who, words)
    for moment in ("2026-11-20T07:30", "2026-11-20T09:00"):
        made.at(moment)
        made.tick()
    yield made
    made.close()


def first(context: Context) -> Check:
    return next(iter(checks.waiting(context.session, context.commune.id, context.today)))


def test_the_list_holds_every_figure_that_may_be_told(stand: Stand) -> None:
    """All of the frozen week but small cells; what was drawn is what the list and its seed say."""
    with stand.context() as context:
        drawn = checks.newest(context.session, context.commune.id)
        assert drawn is not None
        lines = lot.lines_of(drawn.listed)
        given = context.session.scalars(select(Figure).where(Figure.period_id == drawn.period_id)).all()
        hidden = [one for one in given if one.measure == "XH3" and one.value is not None and one.value < 5]
        assert len(given) - len(hidden) == len(lines)
        assert drawn.drawn == lot.draw(lot.seed(drawn.listed), len(lines))
        assert 2 == len(checks.of_draw(context.session, drawn.id))


@pytest.mark.parametrize(
    ("measure", "told", "found", "right"),
    [
        ("XH1.uncovered", "8", "8", True),
        ("XH1.uncovered", "100", "101", False),  # what is counted is equal
        ("KT1a.area", "21", "20", True),  # 5 % of what was found
        ("KT1a.area", "21.01", "20", False),
        ("KT1a.area", "0", "0", True),
        ("KT1a.area", "0.1", "0", False),
    ],
)
def test_what_is_right(stand: Stand, measure: str, told: str, found: str, right: bool) -> None:
    """Equal for counts, within 5 % for areas and weights."""
    with stand.context() as context:
        query = select(Figure).where(Figure.measure == measure[: measure.index(".")])
        figure = next(one for one in context.session.scalars(query) if f"{one.measure}.{one.input}" == measure)
        ref = marked_figures.ref_of(context, figure)
        assert ref is not None
        check = Check(value=D(told))
        assert right == spot_checks.is_right(ref, check, D(found), None)


def test_a_check_counts_for_ten_days(stand: Stand) -> None:
    """On the last day it does; one day later it is in neither number, as is what could not be told."""
    with stand.context() as context:
        due = first(context).due_on
    for day, expected in ((due, (1, 0, 0)), (due + timedelta(days=1), (0, 0, 2))):
        stand.at(f"{day.isoformat()}T09:00")
        with stand.context() as context:
            check = context.session.get_one(Check, 1)
            spot_checks.settle(context, check, check.value, check.choice)
            zone = context.calendar.zone
            assert RIGHT == check.outcome
            assert expected == checks.tally(context.session, context.commune.id, day, zone)
    with stand.context() as context:
        late = checks.tally(context.session, context.commune.id, due + timedelta(days=2), context.calendar.zone)
        assert (0, 0, 2) == late


def test_what_was_found_otherwise_waits_for_the_unit(stand: Stand) -> None:
    """Nothing is overwritten by the inspector; the unit keeps its figure, or takes what was found."""
    with stand.context() as context:
        figure = context.session.scalars(
            select(Figure).where(Figure.measure == "XH1", Figure.period_id.is_not(None), Figure.value == 9)
        ).first()
        assert figure is not None
        figure_id, old = figure.id, figure.value
    stand.say("hoa", "KIỂM TRA BẢN CÒN")
    stand.tap("hoa", "Thẻ BHYT: 9 người")
    stand.tap("hoa", "Số khác")
    stand.say("hoa", "12")
    stand.tap("hoa", "Xem tận nơi")
    with stand.context() as context:
        figure = context.session.get_one(Figure, figure_id)
        assert (old, "kiểm tra thực tế 12 người") == (figure.value, figure.mark)
        check = context.session.scalars(select(Check).where(Check.draw_id.is_(None))).one()
        assert (WRONG, "site", D(12)) == (check.outcome, check.way, check.found)
        assert (0, 0) == checks.tally(context.session, context.commune.id, context.today, context.calendar.zone)[:2]
    stand.tap("son", "Giữ 9 người")
    with stand.context() as context:
        figure = context.session.get_one(Figure, figure_id)
        assert (old, True) == (figure.value, bool(figure.mark))
    stand.tap("son", "Lấy 12 người")  # too late: it was said that the figure stands
    with stand.context() as context:
        assert old == context.session.get_one(Figure, figure_id).value


def test_the_post_tells_an_interval_from_thirty_on(stand: Stand) -> None:
    """Before that the counts alone; of nothing checked nothing."""
    with stand.context() as context:
        check = first(context)
        period, until = check.figure.on_day, context.today
        assert "" == spot_checks.share(context, until)
        _settled(context, check, 29)
        assert "Kiểm tra bốc thăm 29 số, đúng 28" == spot_checks.share(context, until)
        _settled(context, check, 1)
        assert "Kiểm tra bốc thăm 30 số, đúng 29 (83,3–99,5%, tin cậy 95%)" == spot_checks.share(context, until)
        week = context.calendar.period_at(context.now)
        compiled = weekly_summary.compile_period(context, week).table
        assert period <= week.last
        assert compiled == summary.Summary.from_json(compiled.to_json())


def test_a_stretch_tells_its_own_checks(stand: Stand) -> None:
    """No check is in two stretches; with fewer than thirty the counts alone."""
    with stand.context() as context:
        check, today = first(context), context.today
        _settled(context, check, 29)
        _settled(context, check, 1)
    stand.at(f"{today + timedelta(days=1)}T09:00")
    with stand.context() as context:
        check = first(context)
        spot_checks.settle(context, check, check.value, check.choice)
        before = spot_checks.between(context, today - timedelta(days=90), today)
        after = spot_checks.between(context, today + timedelta(days=1), today + timedelta(days=9))
        nothing = spot_checks.between(context, today - timedelta(days=90), today - timedelta(days=1))
    assert ("Kiểm tra bốc thăm 30 số, đúng 29 (83,3–99,5%, tin cậy 95%)", False) == before
    assert ("Kiểm tra bốc thăm 1 số, đúng 1", True) == after
    assert ("", False) == nothing


def _settled(context: Context, check: Check, count: int) -> None:
    """So many checked in time; the first of all was wrong."""
    for number in range(count):
        outcome = WRONG if count > 1 and not number else RIGHT
        context.session.add(
            Check(
                **{
                    name: getattr(check, name)
                    for name in ("commune_id", "figure_id", "unit_id", "draw_id", "value", "opened_at", "due_on")
                },
                outcome=outcome,
                checked_at=context.now,
            )
        )
    context.session.flush()


def test_the_line_gives_way_before_anything_else(stand: Stand) -> None:
    """The caption stays within its length, and loses nothing else for the checks."""
    with stand.context() as context:
        week = context.calendar.of("2026-W47")
        table = weekly_summary.compile_period(context, week).table
        long = replace(table, checks="Kiểm tra bốc thăm " + "1" * 400)
        short = replace(table, checks="Kiểm tra bốc thăm 30 số, đúng 29")
        assert caption.text(replace(table, checks="")) == caption.text(long)
        assert caption.fits(caption.text(long))
        assert "đúng 29." in caption.text(short) or len(caption.text(replace(table, checks=""))) > 960
