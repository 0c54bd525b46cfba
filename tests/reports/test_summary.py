"""The neutral table: its counts, its rows, its way through JSON."""

import json
from dataclasses import replace
from decimal import Decimal

from campaign.facts import Fact
from reports.weekly.rows import Row
from reports.weekly.summary import Count, Sent, Summary
from tests.campaign.samples import ACCIDENTS, BAN_CON, BEFORE, COMMUNE, FOREST, INSURED, NOW, REVENUE, SOWN, fact
from tests.reports import samples


def row(found: Summary, indicator: str) -> Row:
    return next(one for one in found.rows if one.indicator == indicator)


def test_summary_survives_json() -> None:
    """What is stored as JSON text comes back equal, decimals, dates, praise and all."""
    for week in (samples.good_week(), samples.bad_week(), samples.first_week()):
        assert week == Summary.from_json(json.loads(json.dumps(week.to_json())))


def test_summary_counts_who_sent_and_how_it_stands() -> None:
    """Units with something due are counted by kind, indicators by status; met ones include the exceeded."""
    week = samples.good_week()
    assert (Sent("thôn", 2, 3), Sent("cơ quan", 1, 1)) == week.sent
    assert len(week.rows) == sum(one.count for one in week.counts)
    assert {"đạt": 3, "đúng tiến độ": 3, "chậm": 1} == {one.word: one.count for one in week.counts if one.count}
    beyond = samples.build([*samples.good_figures(), fact(SOWN, BAN_CON, BEFORE, "100", "area")])
    assert (1, Count("met", "đạt", 4)) == (beyond.exceeded, beyond.counts[0])


def test_rows_are_in_the_documents_order() -> None:
    """One row for each indicator, in the campaign's order, under its group."""
    file, week = samples.the_campaign(), samples.good_week()
    assert [one.id for one in file.indicators] == [one.indicator for one in week.rows]
    assert ["Kinh tế", "Xã hội", "Quốc phòng - an ninh"] == list(dict.fromkeys(one.group for one in week.rows))


def test_row_of_a_plan() -> None:
    """Hectares are told as a per cent of the plan, with the amounts below and the mark of the day."""
    found = row(samples.good_week(), "KT1")
    assert ("94,9%", "1.727,0/1.819,7 ha", "đúng tiến độ") == (found.big, found.small, found.word)
    assert found.bar is not None and found.mark is not None
    assert (Decimal("94.9"), Decimal("88.5")) == (round(found.bar, 1), round(found.mark, 1))


def test_row_of_last_years_comparison() -> None:
    """Three counts against last year stand side by side, named without what the indicator has said."""
    found = row(samples.good_week(), "QP2")
    assert ("3 · 0 · 2", "cùng kỳ 4 · 1 · 3", None) == (found.big, found.small, found.bar)
    assert "vụ, người chết, người bị thương" == found.sub


def test_rows_of_yes_no_and_of_shares_of_villages() -> None:
    """A yes/no has no bar and tells its date; a share of villages is told in villages."""
    clinic, houses = (row(samples.good_week(), one) for one in ("XH4", "XH5"))
    assert ("đạt", "12/2025", None) == (clinic.big, clinic.small, clinic.bar)
    assert ("2/3 thôn", "chỉ tiêu 100%", Decimal(100)) == (houses.big, houses.small, houses.mark)


def test_row_tells_what_is_old_provisional_or_under_check() -> None:
    """The remark below a figure says first what is doubtful about it."""
    assert "01 số đối chiếu" == row(samples.bad_week(), "XH3").small
    few = [one for one in samples.good_figures() if not (one.measure == "XH1" and one.unit != BAN_CON.id)]
    assert "tạm tính 1/3 thôn" == row(samples.build(few), "XH1").small
    old = [one for one in samples.good_figures() if not (one.measure == "KT5" and one.on == NOW)]
    assert "12/11, chỉ tiêu 110%" == row(samples.build(old), "KT5").small


def test_row_without_figures() -> None:
    """Nothing known is a dash, no bar, and for a yearly measure the month in which it is asked."""
    week = samples.first_week()
    assert {"–"} == {one.big for one in week.rows}
    assert {None} == {one.bar for one in week.rows} | {one.mark for one in week.rows}
    assert ("tháng 12", "") == (row(week, "XH4").small, row(week, "KT1").small)


def test_row_shows_the_measure_that_holds_back_and_names_it() -> None:
    """Of an indicator with two measures the worse one is shown, its name below the indicator's."""
    more = replace(REVENUE, id="KT1b", indicator="KT1", name="Sản lượng lương thực")
    file = samples.the_campaign(SOWN, more)
    facts: list[Fact] = [
        fact(SOWN, BAN_CON, NOW, "100"),
        fact(more, COMMUNE, NOW, "1", "collected"),
        fact(more, COMMUNE, NOW, "10", "estimate"),
    ]
    found = samples.build(facts, file=file).rows[0]
    assert ("sản lượng lương thực", "chậm", "10,0%") == (found.sub, found.word, found.big)


def test_row_of_what_is_not_judged_has_a_grey_bar_and_no_mark() -> None:
    """A measure whose owner asked for no mark shows its figure, without a place where it should be."""
    file = samples.the_campaign(replace(SOWN, judged=False))
    found = samples.build([fact(SOWN, BAN_CON, NOW, "40")], file=file).rows[0]
    assert ("not_due", Decimal(40), None) == (found.status, found.bar, found.mark)


def test_row_of_a_baseline_and_of_a_missing_last_year() -> None:
    """Forest is told in hectares with its baseline; a count without last year says so."""
    file = samples.the_campaign(FOREST, INSURED, ACCIDENTS)
    facts = [fact(FOREST, COMMUNE, NOW, "5000", "planted", opening=True), fact(ACCIDENTS, COMMUNE, NOW, "2")]
    week = samples.build(facts, file=file)
    assert ("5.000,0 ha", "mốc 5.000,0 ha") == (row(week, "KT6").big, row(week, "KT6").small)
    assert "chưa có số cùng kỳ" == row(week, "QP2").small
