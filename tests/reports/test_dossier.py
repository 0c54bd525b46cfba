"""The neutral table of a period: its lines, what it keeps secret, its way through JSON."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.assessment import status
from campaign.assessment.result import Result
from reports import small_cells, status_reason
from reports.period import unit_lines
from reports.period.dossier import Dossier
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    HOUSES,
    INSURED,
    NA_PO,
    NOW,
    POOR,
    SOWN,
    WEEK_47,
    fact,
    filing,
)
from tests.reports import samples


def good() -> Dossier:
    return samples.build_dossier(samples.good_figures())


def test_dossier_survives_json() -> None:
    """What is stored as JSON text comes back equal, decimals, dates and moments and all."""
    found = good()
    assert found == Dossier.from_json(json.loads(json.dumps(found.to_json())))


def test_measure_lines_carry_the_four_columns() -> None:
    """In the period, in all, per cent of the target, against last year; in the document's order."""
    found = good()
    assert [one.id for one in samples.the_campaign().measures] == [one.measure for one in found.measures]
    sown, deaths = found.measure("KT1a"), found.measure("QP2b")
    assert (Decimal(27), Decimal(1727), Decimal("1819.7")) == (sown.in_period, sown.value, sown.target)
    assert sown.attained is not None
    assert Decimal("94.91") == round(sown.attained, 2)
    assert (Decimal(0), Decimal(1), Decimal(-1), None) == (
        deaths.value,
        deaths.last_year,
        deaths.change,
        deaths.change_per_cent,
    )


def test_lines_agree_with_the_summary() -> None:
    """An indicator's row has the status of one of its measures, and every indicator has measures."""
    found = good()
    for row in found.summary.rows:
        assert row.status in {one.status for one in found.measures if one.indicator == row.indicator}


def test_units_tell_what_they_sent() -> None:
    """Complete, silent, or with nothing due; with their own value beside their own target."""
    ban_con, na_po, khuoi_ma, office = good().units
    assert ("đủ", "chưa gửi", "đủ", "đủ") == (ban_con.word, na_po.word, khuoi_ma.word, office.word)
    sown = ban_con.figure("KT1a")
    assert sown is not None
    assert (Decimal(20), Decimal(45)) == (sown.value, sown.target)
    assert office.figure("KT1a") is None


def test_who_is_missing_is_told_with_what_is_open() -> None:
    """Only units whose report is not complete."""
    (na_po,) = good().missing
    assert ("Nà Pò", "chưa gửi", 1, ("gieo trồng",)) == (na_po.name, na_po.word, na_po.reports, na_po.still_open)


def test_half_a_report_is_partly_sent() -> None:
    """Begun and not complete is «một phần», so are many weeks of which some were missed; nothing due is neither."""
    whole, half = filing(BAN_CON, WEEK_47), filing(BAN_CON, WEEK_47, on_time=False, answered=1)
    silent = filing(BAN_CON, WEEK_47, answered=0)
    words = [
        unit_lines.of_unit(samples.the_campaign(), BAN_CON, (), sent).word for sent in ([half], [whole, silent], [])
    ]
    assert ["một phần", "một phần", "không đến kỳ"] == words


def test_small_counts_are_withheld_of_a_unit() -> None:
    """Under five poor households are «<5», and nothing tells them by a detour; the commune's total stays."""
    facts = [one for one in samples.good_figures() if not (one.unit == BAN_CON.id and one.measure == "XH3")]
    found = samples.build_dossier([*facts, fact(POOR, BAN_CON, NOW, "4")])
    poor = [unit.figure("XH3") for unit in found.units[:3]]
    assert [("<5", None), ("", Decimal(9)), ("", Decimal(5))] == [(one.withheld, one.value) for one in poor if one]
    assert poor[0] is not None
    assert (None, "", "") == (poor[0].attained, poor[0].status, poor[0].word)
    assert Decimal(18) == found.measure("XH3").value


def test_events_are_never_told_of_a_unit() -> None:
    """Deaths and crimes have no cell by unit, whatever their number; a rate and hectares have."""
    assert small_cells.WITHHELD == small_cells.shown(replace(ACCIDENTS, reporters=("village",)), Decimal(12))
    assert {""} == {small_cells.shown(one, Decimal(1)) for one in (SOWN, INSURED, HOUSES)}
    assert ["<5", ""] == [small_cells.shown(POOR, Decimal(value)) for value in (0, 5)]


@pytest.mark.parametrize("line", (*status.TABLE, *status.YEAR_TABLE), ids=lambda line: line.rule)
def test_every_rule_of_the_status_table_has_words(line: status.Line) -> None:
    """A leader who asks why gets a sentence, without a hole in it."""
    for measure in (SOWN, ACCIDENTS):
        said = status_reason.words(measure, Result(measure.id, line.status, line.rule, by=2030))
        assert said and "{" not in said


def test_a_unit_without_figures_has_its_line() -> None:
    """Nà Pò has not said how much it sowed before: its cell is empty, not zero."""
    found = samples.build_dossier([])
    sown = next(one for one in found.units if one.name == NA_PO.name).figure("KT1a")
    assert sown is not None
    assert (None, "chưa có số liệu") == (sown.value, sown.word)
