"""Every figure that is told of a measure is on the measure's one scale, over all measures and many periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from campaign import spans
from campaign.assessment.result import Result
from campaign.catalogue import Measure
from handlers.leader import indicator
from reports import format, status_reason
from reports.period import cells, measure_lines
from reports.weekly import remark_parts, rows
from services import weekly_summary
from services.context import Context
from tests.campaign.khanh_khe import CAMPAIGN
from tests.commune import Stand

PERIODS = (
    *("2025", "2025-Q4", "2026", "2026-H1", "2026-9M", "2026-Q2", "2026-06", "2026-HC", "2027"),
    *(f"2026-W{number:02d}" for number in range(1, 54, 4)),
)
_FIGURE = re.compile(r"(?<![\d.,])(\d+(?:\.\d{3})*(?:,\d+)?)")
# Told in words around them: what a per cent of the plan is, what is counted in people, days and years.
_PLAN = re.compile(r"bằng [\d.,]+% kế hoạch năm|\(?(?:tạm tính, )?\d+/\d+ nơi báo\)?|\d\d số")
_DATES = re.compile(
    r"(?<![\d.,])(?:\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4})(?![\d/]|[.,]\d)"
    r"|(?:đến|năm|tuần|tháng|quý|hạn) (?:\d{4}|\d+|[IV]+)(?:/\d+)?|[69] tháng"
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    made = Stand(tmp_path_factory.mktemp("scale"))
    made.at("2027-03-05T10:00")
    yield made
    made.close()


def _on_the_scale(measure: Measure, one: Result) -> set[Decimal]:
    """Every number there is of the measure in its unit, and the differences that are told."""
    known = [one.value, one.target, one.expected_value, one.forecast, one.year_start, one.same_period_last_year]
    known += [one.in_period, one.shortfall, one.band, one.pledged, one.targets_given, one.numerator, one.denominator]
    known += [format.needed(measure, one)]
    if one.value is not None and one.year_start is not None:
        known.append(one.value - one.year_start)
    if one.denominator is not None and one.in_period is not None:
        known.append(one.in_period * one.denominator / measure.scale)
    return {abs(number) for number in known if number is not None}


def _strange(measure: Measure, one: Result, sentence: str) -> list[str]:
    """The figures of a sentence that are none of the measure's."""
    bare = _DATES.sub(" ", _PLAN.sub(" ", sentence.replace(measure.name, "")))
    known, found = _on_the_scale(measure, one), []
    for written in _FIGURE.findall(bare):
        number = Decimal(written.replace(".", "").replace(",", "."))
        half = Decimal(1).scaleb(-len(written.partition(",")[2])) / 2
        if not any(abs(number - other) <= half for other in known) and number != Decimal("0.1"):
            found.append(f"{measure.id}: {written} in «{sentence}»")
    return found


def _sentences(context: Context, label: str) -> Iterator[tuple[Measure, Result, str]]:
    span = spans.until(spans.find(label, context.calendar), context.today, context.calendar)
    assert span is not None
    compiled, campaign = weekly_summary.compile_period(context, span), context.campaign_on(span.last)
    by_measure = {one.measure: one for one in compiled.standings}
    for one in compiled.standings:
        measure = campaign.by_id[one.measure]
        yield measure, one, remark_parts.told(measure, one)
        yield measure, one, format.shortfall(measure, one)
        yield measure, one, format.expected(measure, one)
        yield measure, one, format.foretold(measure, one)
        yield measure, one, status_reason.words(measure, one)
        yield measure, one, indicator._needed(measure, one)
        yield measure, one, indicator._moved(measure, one, span).split(";")[0]
        line = measure_lines.of_measure(campaign, one)
        told = (
            cells.value(line),
            cells.expected(line),
            cells.forecast(line),
            cells.last_year(line),
            cells.target(line),
        )
        yield measure, one, " ".join(cell.text for cell in told if isinstance(cell, cells.Number))
    for remark in (*compiled.table.highlights, *compiled.table.concerns):
        meant = [one for one in campaign.measures if remark.text.startswith(f"{one.name}: ")]
        if meant and "cùng kỳ" not in remark.text:
            yield meant[0], by_measure[meant[0].id], remark.text
    for row in compiled.table.rows:
        for shown in (row.big, row.small):
            assert "0,0 điểm" not in shown


@pytest.mark.parametrize("label", PERIODS)
def test_every_figure_is_on_the_measures_scale(stand: Stand, label: str) -> None:
    """Sentences of the post, lines of the chat and cells of the files tell numbers in the measure's unit alone."""
    with stand.context() as context:
        told = list(_sentences(context, label))
    assert len(told) > 100
    assert [] == [strange for measure, one, sentence in told for strange in _strange(measure, one, sentence)]


def test_a_share_has_no_per_cent_of_its_target(stand: Stand) -> None:
    """76,3 % of an estimate beside 69,4 % of a target would be two scales: files tell the one."""
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, spans.find("2026-W40", context.calendar))
        campaign = context.campaign_on(context.today)
    for one in compiled.standings:
        line = measure_lines.of_measure(campaign, one)
        assert line.attained is None or line.unit != "%"
        assert line.expected == one.expected_value


def test_small_moves_and_names_are_told_in_words() -> None:
    """No «giảm 0,0 điểm», no «vụ ttxh»."""
    assert "dưới 0,1 điểm %" == format.points(Decimal("0.04"))
    crimes = CAMPAIGN.by_id["QP3"]
    assert "vụ" == rows.counted(next(one for one in CAMPAIGN.indicators if one.id == "QP3"), crimes)


def test_two_scales_in_a_sentence_are_seen(stand: Stand) -> None:
    """The sentence that the issue quotes, a per cent of the target among per cents of the estimate, is found out."""
    with stand.context() as context:
        compiled = weekly_summary.compile_period(context, spans.find("2026-W40", context.calendar))
        measure = context.campaign.by_id["KT5"]
    one = next(found for found in compiled.standings if found.measure == "KT5")
    mixed = f"{format.per_cent(one.attained or Decimal(0))} (chỉ tiêu 110%), cần đạt đến nay {one.expected:.1f}%"
    assert _strange(measure, one, mixed.replace(".", ","))
