"""Each number is followed back to its rows: what they add up to is the number itself."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from campaign.assessment import assess, status
from campaign.facts import Fact, UnitTarget
from reports.period import provenance
from reports.period.provenance import Known
from tests.campaign.samples import BAN_CON, KHUOI_MA, NOW, PLACES, POOR, WEEK_47, fact
from tests.reports import samples


def trails(facts: list[Fact], given: list[UnitTarget] | None = None) -> dict[str, Any]:
    """As a file has it, so that only what JSON knows is in it."""
    places, targets, file = (*PLACES, samples.OFFICE), given or [], samples.the_campaign()
    standings = assess.assess(file, facts, places, targets, WEEK_47, samples.filings())
    known = Known(list(enumerate(facts, 1)), places, targets)
    found: dict[str, Any] = json.loads(json.dumps(provenance.of_period(file, standings, known, WEEK_47)))
    return found


def add(rows: list[dict[str, Any]], field: str = "value", key: str = "") -> Decimal:
    return sum((Decimal(row[field]) for row in rows if key in ("", row["input"])), Decimal(0))


def test_a_sum_is_the_sum_of_its_rows() -> None:
    """Hectares from the year's start, the opening row among them, each with its number in the table."""
    facts = samples.good_figures()
    sown = trails(facts)["KT1a"]
    rows = sown["value"]["rows"]
    assert Decimal(sown["value"]["value"]) == add(rows) == Decimal(1727)
    assert ["opening", "report", "report", "report"] == [row["kind"] for row in rows]
    for row in rows:
        made = facts[row["figure"] - 1]
        assert (made.measure, made.on.isoformat(), str(made.value)) == ("KT1a", row["day"], row["value"])


def test_a_ratio_is_made_of_its_rows_by_its_formula() -> None:
    """Insured: everybody but the uncovered, of everybody; revenue: collected of the estimate."""
    found = trails(samples.good_figures())
    insured, revenue = found["XH1"], found["KT5"]
    everybody, uncovered = add(insured["value"]["rows"], "denominator"), add(insured["value"]["rows"])
    assert (["of", "-uncovered"], ["of"]) == (insured["formula"]["value"], insured["formula"]["over"])
    assert 100 * (everybody - uncovered) / everybody == Decimal(insured["value"]["value"])
    rows = revenue["value"]["rows"]
    assert 100 * add(rows, key="collected") / add(rows, key="estimate") == Decimal(revenue["value"]["value"])


def test_a_change_is_followed_back_to_the_eve_of_the_period() -> None:
    """Of a level: what stood a week ago, and last year's same days of a count."""
    found = trails(samples.good_figures())
    poor, accidents = found["XH3"], found["QP2a"]
    before, now = add(poor["in_period"]["rows"]), add(poor["value"]["rows"])
    assert Decimal(poor["in_period"]["value"]) == now - before == Decimal(-1)
    assert Decimal(4) == add(accidents["last_year"]["rows"])
    assert ["2024-12-15", "2025-11-20"] == accidents["last_year"]["days"]


def test_rule_path_and_target_are_named() -> None:
    """The line of the status table that fired, the points of the path, where the target stands."""
    sown = trails(samples.good_figures())["KT1a"]
    line = status.TABLE[sown["status"]["line"] - 1]
    assert (line.rule, line.status) == (sown["status"]["rule"], sown["status"]["status"])
    assert ("linear", []) == (sown["expected"]["basis"], sown["expected"]["path"])
    assert sown["target"]["source"].startswith("the campaign document")
    dated = UnitTarget("KT1a", PLACES[0].id, 2026, Decimal(1800), NOW)
    assert "a dated target of the commune" == trails(samples.good_figures(), [dated])["KT1a"]["target"]["source"]


def test_small_counts_stay_secret_and_still_add_up() -> None:
    """Rows of two villages are named without their numbers, which are told together; one alone is not."""
    facts = [one for one in samples.good_figures() if one.measure != "XH3"]
    facts += [fact(POOR, BAN_CON, NOW, "4"), fact(POOR, KHUOI_MA, NOW, "3")]
    two = trails(facts)["XH3"]["value"]
    assert [(None, "<5"), (None, "<5")] == [(row["value"], row["withheld"]) for row in two["rows"]]
    assert two["value"] == two["withheld_sum"] == "7"
    alone = trails([one for one in facts if not (one.measure == "XH3" and one.unit == KHUOI_MA.id)])["XH3"]["value"]
    assert alone["withheld_sum"] is None


def test_without_figures_there_are_no_rows() -> None:
    """Nothing known: no rows, and the rule says so."""
    sown = trails([])["KT1a"]
    assert (None, []) == (sown["value"]["value"], sown["value"]["rows"])
    assert "no_value" == sown["status"]["rule"]
