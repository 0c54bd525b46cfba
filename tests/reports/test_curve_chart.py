"""The picture of one measure and the workbook's charts: a word beside each line, nothing over the edge."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import openpyxl

from campaign.assessment.curve import Lines
from reports import json_record
from reports.period import charts, workbook
from reports.weekly import curve_chart, lettering
from services import measure_curve, period_dossier
from tests.commune import Stand

UNTIL = date(2026, 11, 12)
_TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]*text-anchor="(\w+)">([^<]*)<')


def test_the_lines_are_what_each_weeks_report_tells(stand: Stand) -> None:
    """The last value is the period's, the path ends at the target, last year at what last year brought."""
    with stand.context() as context:
        found = measure_curve.lines(context, context.campaign.by_id["KT1a"], UNTIL)
    assert (UNTIL, Decimal("1719.4")) == (found.values[-1][0], round(found.values[-1][1], 1))
    assert (date(2026, 12, 31), Decimal("1819.7")) == (found.path[-1][0], found.path[-1][1])
    assert Decimal("1771.2") == round(found.last_year[-1][1], 1)
    assert all(earlier[1] <= later[1] for earlier, later in pairwise(found.values))


def test_the_way_of_what_is_asked_once_a_year_goes_on_to_its_end(stand: Stand) -> None:
    """On its last day a year is judged by figures of its last cadence, of which there are none yet."""
    with stand.context() as context:
        found = measure_curve.lines(context, context.campaign.by_id["KT2"], UNTIL, 2)
    assert date(2026, 12, 30) == found.path[-1][0]
    assert found.path[-2][1] < found.path[-1][1] < Decimal(61)


def test_what_is_for_2030_is_not_told_as_this_years(stand: Stand) -> None:
    """One co-operative of two by 2030: at its pace 5,7 by then, 1,1 when this year ends; the target names its year."""
    with stand.context() as context:
        found = measure_curve.lines(context, context.campaign.by_id["KT7"], UNTIL)
        curve = measure_curve.picture(context, context.campaign.by_id["KT7"], UNTIL)
    assert curve is not None and found.forecast is not None
    assert (2030, Decimal(2)) == (found.target_year, found.target)
    assert found.values[-1][1] < found.forecast < Decimal("1.2")
    assert "chỉ tiêu 2030: 2<" in curve_chart.svg(curve)


def test_a_yes_or_no_has_no_picture(stand: Stand) -> None:
    """Of a yes there is no line, nor of a measure with a single point."""
    with stand.context() as context:
        assert measure_curve.picture(context, context.campaign.by_id["XH4"], UNTIL) is None


def test_every_line_has_its_word_in_the_picture(stand: Stand) -> None:
    """The words stand within the picture, apart from each other, and large enough for a telephone."""
    with stand.context() as context:
        for name in ("KT1a", "KT2", "KT5", "KT7", "XH1", "XH3", "QP2a", "XH8c"):
            curve = measure_curve.picture(context, context.campaign.by_id[name], UNTIL)
            assert curve is not None
            drawn = curve_chart.svg(curve)
            words = [found for found in _TEXT.findall(drawn) if found[4].split(" ")[0] in ("năm", "cần", "dự", "chỉ")]
            assert drawn.count("<polyline") == len(words)
            ends = sorted(float(y) for _, y, *_ in words)
            assert all(later - earlier > 40 for earlier, later in pairwise(ends)), name
            for x, y, size, anchor, text in _TEXT.findall(drawn):
                wide = lettering.width(text, float(size)) if anchor == "start" else 0
                assert float(x) + wide <= curve_chart.WIDTH and 0 < float(y) < curve_chart.HEIGHT, text
                assert float(size) >= 20


def test_the_picture_survives_being_stored(stand: Stand) -> None:
    """What the outbox keeps as JSON draws the same picture."""
    with stand.context() as context:
        curve = measure_curve.picture(context, context.campaign.by_id["KT1a"], UNTIL)
    assert curve is not None
    stored = json.loads(json.dumps(curve.to_json()))
    assert curve == curve_chart.Curve.from_json(stored)
    assert curve_chart.draw(curve).startswith(b"\x89PNG")


def test_the_workbook_has_the_same_as_native_charts(stand: Stand) -> None:
    """A chart a measure, over numbers on a sheet of their own that are those of the lines."""
    with stand.context() as context:
        period = context.calendar.of("2026-W46")
        lines = tuple(measure_curve.lines(context, context.campaign.by_id[name], UNTIL, 4) for name in ("KT1a", "XH1"))
        dossier = period_dossier.compile_dossier(context, period)
    made = openpyxl.load_workbook(BytesIO(workbook.write(replace(dossier, curves=lines))))
    assert 2 == len(made[charts.CHARTS]._charts)
    told = [row[1].value for row in made[charts.DATA].iter_rows() if isinstance(row[1].value, float | int)]
    assert [float(value) for one in lines for _, value in one.values] == [float(value) for value in told]
    assert lines == tuple(Lines.from_json(json.loads(json.dumps(one))) for one in _plain(lines))


def _plain(lines: tuple[Lines, ...]) -> list[dict[str, object]]:
    return [json_record.plain(one) for one in lines]
