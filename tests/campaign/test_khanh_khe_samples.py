"""The sample units, targets and opening figures against the campaign they belong to, and what is left to be asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from campaign import text
from campaign.assessment import assess
from campaign.calendar import ReportingWeek
from campaign.facts import Fact, Place, State
from tests.campaign.assessing import near
from tests.campaign.khanh_khe import CAMPAIGN, FIGURES, TARGETS, UNITS, VILLAGES, cadence, due, subjects


def total(measure: str, key: str, on: str) -> Decimal:
    chosen = [row for row in FIGURES if (row["measure"], row["input"], row["date"]) == (measure, key, on)]
    return sum((Decimal(row["value"]) for row in chosen), Decimal(0))


def test_units_are_the_communes() -> None:
    """28 villages, 11 schools, 8 offices, one commune of 13.373 people; names that nobody could confuse."""
    kinds = [row["kind"] for row in UNITS.values()]
    assert (1, 28, 11, 8) == tuple(kinds.count(kind) for kind in ("commune", "village", "school", "office"))
    assert CAMPAIGN.commune_name == UNITS["XA"]["name"]
    for field in ("people", "households", "adults"):
        assert int(UNITS["XA"][field]) == sum(int(UNITS[code][field]) for code in VILLAGES)
    assert "13373" == UNITS["XA"]["people"]
    for code in VILLAGES:
        village = UNITS[code]
        assert 2 * int(village["households"]) < int(village["people"]) > int(village["adults"]) > 0
    words = [text.fold(word) for row in UNITS.values() for word in (row["name"], *row["aliases"].split("|")) if word]
    assert sorted(set(words)) == sorted(words)


def test_figures_refer_to_known_things() -> None:
    """Every opening row names an input, a unit the measure is about, a day, a source, and comes once."""
    keys = [(row["measure"], row["input"], row["unit"], row["date"]) for row in FIGURES]
    assert len(set(keys)) == len(keys)
    for row in FIGURES:
        measure = CAMPAIGN.by_id[row["measure"]]
        one = measure.input(row["input"])
        assert row["unit"] in subjects(measure)
        assert date(2024, 12, 15) <= date.fromisoformat(row["date"]) <= date(2026, 11, 12)
        assert row["source"]
        option = one.option(row["choice"] or None)
        assert bool(one.options) == (option is not None)
        assert option is None or str(int(option.yes)) == row["value"]
        assert (one.denominator is None) == (row["denominator"] == "")


def test_figures_pass_the_guards_of_their_inputs() -> None:
    """No opening figure is one that a person could not have sent."""
    for row in FIGURES:
        one = CAMPAIGN.by_id[row["measure"]].input(row["input"])
        value, unit = Decimal(row["value"]), UNITS[row["unit"]]
        assert one.minimum <= value
        # Baselines and sums of a month may be more than a week brings.
        assert one.maximum is None or value <= one.maximum
        assert one.bounded_by is None or value <= int(unit[one.bounded_by])
        assert not one.whole or value % 1 == 0
        if row["denominator"]:
            assert value <= Decimal(row["denominator"])
        if one.denominator not in (None, "asked"):
            assert unit[str(one.denominator)] == row["denominator"]


def test_running_totals_grow_within_a_year() -> None:
    """What is told as a total since the first of January never falls before the next one."""
    told = sorted((row["date"], int(row["value"])) for row in FIGURES if row["input"] == "collected")
    for (earlier, before), (later, after) in pairwise(told):
        assert earlier[:4] != later[:4] or before < after


def test_a_harvest_has_its_yield() -> None:
    """Area and yield of grain come in pairs of one village and day, and no more was cut than sown."""
    days = defaultdict(set)
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in FIGURES:
        if row["measure"] == "KT1b":
            days[row["input"]].add((row["unit"], row["date"]))
        sums[row["measure"], row["unit"], row["date"][:4]] += Decimal(row["value"]) if row["input"] == "area" else 0
    assert days["area"] == days["yield"]
    for code in VILLAGES:
        assert sums["KT1b", code, "2026"] < sums["KT1a", code, "2026"]


def test_what_came_before_the_first_week_is_complete() -> None:
    """Every measure has an opening figure for every unit it is about, and last year's where years are compared."""
    have = {(row["measure"], row["unit"]) for row in FIGURES}
    for measure in CAMPAIGN.measures:
        assert [] == [code for code in subjects(measure) if (measure.id, code) not in have]
    for key in ("KT1a", "KT1b", "KT5", "QP2a", "QP2b", "QP2c", "QP3", "CT1"):
        assert any(row["measure"] == key and "2025-06" <= row["date"] < "2025-11-21" for row in FIGURES)


def test_the_sample_village_is_the_one_of_the_manuals() -> None:
    """Bản Còn: 118 households, 512 people, 9 without a card for four weeks, 12 poor of 15, 40,472 of 45 ha sown."""
    village = UNITS["T01"]
    assert ("Bản Còn", "118", "512") == (village["name"], village["households"], village["people"])
    own = [row for row in FIGURES if row["unit"] == "T01"]
    cards = [row["value"] for row in own if row["measure"] == "XH1" and row["date"] >= "2026-10-22"]
    assert ["9"] * 4 == cards
    assert ["15", "12"] == [row["value"] for row in own if row["measure"] == "XH3" and row["date"] != "2026-06-25"]
    sown = [Decimal(row["value"]) for row in own if row["measure"] == "KT1a" and row["date"] >= "2026"]
    assert Decimal("40.472") == sum(sown)
    assert ["45"] == [row["value"] for row in TARGETS if (row["measure"], row["unit"]) == ("KT1a", "T01")]


def test_the_communes_sums_are_those_of_the_sample_post() -> None:
    """434 people without a card are 96,8 %; 214 poor households; 25 of 28 houses; 27 of 28 roads."""
    on = "2026-11-12"
    assert Decimal(434) == total("XH1", "uncovered", on)
    assert [214, 25, 27] == [int(total(*key, on)) for key in (("XH3", "poor"), ("XH5", "house"), ("KT3b", "paved"))]
    assert Decimal("2346.5") == total("KT6a", "planted", "2025-12-31")


def test_unit_targets_are_near_the_communes_but_not_equal() -> None:
    """Each village has a target for land and for grain; the sums leave a difference that reports must show."""
    for key in ("KT1a", "KT1b"):
        own = [row for row in TARGETS if row["measure"] == key]
        assert VILLAGES == [row["unit"] for row in own]
        assert {("2026", "2026-01-01")} == {(row["year"], row["valid_from"]) for row in own}
        commune = CAMPAIGN.by_id[key].target.value or Decimal(0)
        assert Decimal("0.98") < sum(Decimal(row["value"]) for row in own) / commune < 1
    assert {"KT1a", "KT1b"} == {row["measure"] for row in TARGETS}


def test_an_ordinary_november_week_is_three_questions_for_a_village() -> None:
    """Cards, sowing, and one question for all that rarely changes: what every village owes in week 47 of 2026."""
    for code in VILLAGES:
        owed = due(code, date(2026, 11, 19))
        rare = [key for key in owed if cadence(key) == "on_change"]
        assert ["XH1.uncovered", "KT1a.area"] == [key for key in owed if key not in rare]
        assert {"KT3b", "KT6a", "XH3", "XH5"} == {key.split(".")[0] for key in rare}


def test_three_offices_report_every_week_and_nobody_else() -> None:
    """In week 47 the economic office has one number to give, the police three, the party office one."""
    owed = {code: due(code, date(2026, 11, 19)) for code in UNITS if UNITS[code]["kind"] in ("school", "office")}
    assert {
        "PKT": ["KT5.collected"],
        "CAX": ["QP2a.accidents", "QP2b.deaths", "QP2c.injured"],
        "BXD": ["CT1.admitted"],
    } == {code: keys for code, keys in owed.items() if keys}


def test_every_week_of_a_year_stays_short_for_a_village() -> None:
    """With the rare ones as one question: two to four in an ordinary week, up to six in the first of a month."""
    for number in range(1, 53):
        thursday = date.fromisocalendar(2027, number, 4)
        owed = due("T01", thursday)
        kept = {key for key in owed if cadence(key) in ("weekly", "season", "monthly")}
        assert 1 <= len(kept - {"KT1b.yield"}) <= (5 if thursday.day <= 7 else 3)


def test_last_years_revenue_counts_though_the_commune_was_founded_after_it() -> None:
    """In June 2026 the same days of 2025 are compared: 2.518 of 6.300, told of the land that became the commune."""
    commune = Place(1, "XA", "commune", "xã Khánh Khê", active_from=date.fromisoformat(UNITS["XA"]["active_from"]))
    facts = [
        Fact("KT5", row["input"], commune.id, date.fromisoformat(row["date"]), State.REPORTED, Decimal(row["value"]))
        for row in FIGURES
        if row["measure"] == "KT5"
    ]
    week = ReportingWeek(date(2026, 6, 5), date(2026, 6, 11), 2026, 24)
    (revenue,) = assess.assess(replace(CAMPAIGN, measures=(CAMPAIGN.by_id["KT5"],)), facts, [commune], (), week, ())
    assert near("39.97", revenue.same_period_last_year)
