"""The year end of every measure against one worked out by hand, the document's clause beside it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from campaign import spans
from campaign.assessment import assess
from campaign.assessment.result import Result
from campaign.calendar import Kind
from campaign.facts import Fact, Place, State, UnitTarget
from reports import format
from tests.campaign.assessing import near
from tests.campaign.khanh_khe import CAMPAIGN

FOLDER = Path(__file__).parent / "year_ends"
ENDS: dict[str, dict[str, Any]] = {
    end["id"]: end
    for path in sorted(FOLDER.glob("*.toml"))
    for end in tomllib.loads(path.read_text(encoding="utf-8"))["measure"]
}
NAMES = ("exact", "over", "under", "none", "january")
VILLAGES = [f"T{number:02d}" for number in range(1, 21)]
SCHOOLS = [f"TH{number:02d}" for number in range(1, 12)]
CODES = ["XA", *VILLAGES, *SCHOOLS, "PKT"]
KINDS = {"XA": "commune", "PKT": "office"} | dict.fromkeys(VILLAGES, "village") | dict.fromkeys(SCHOOLS, "school")
PLACES = {code: Place(number, code, KINDS[code], code) for number, code in enumerate(CODES, start=1)}
STATES = {"?": State.NOT_KNOWN, "none": State.NOTHING}
KNOWN = {State.NOT_KNOWN: None, State.NOTHING: Decimal(0)}


def _facts(measure: str, rows: list[str]) -> list[Fact]:
    """The rows as they stand: of one day, unit and input the one written last."""
    standing = {}
    for row in rows:
        day, units, key, written, *opening = row.split()
        value, _, of = written.partition("/")
        state = STATES.get(value, State.REPORTED)
        for unit in _units(units):
            standing[day, unit, key] = Fact(
                measure,
                key,
                PLACES[unit].id,
                date.fromisoformat(day),
                state,
                KNOWN[state] if state in KNOWN else Decimal(value),
                Decimal(of) if of else None,
                opening=opening == ["opening"],
            )
    return list(standing.values())


def _units(written: str) -> list[str]:
    first, _, last = written.partition("-")
    return CODES[CODES.index(first) : CODES.index(last or first) + 1]


def _verdict(measure: str, rows: list[str], year: int, target: str = "") -> Result:
    places, period = list(PLACES.values()), spans.make(Kind.YEAR, year)
    own = UnitTarget(measure, PLACES["XA"].id, year, Decimal(target), date(year, 1, 1)) if target else None
    found = assess.assess(CAMPAIGN, _facts(measure, rows), places, [own] if own else (), period)
    return next(one for one in found if one.measure == measure)


@pytest.mark.parametrize("name", [*NAMES, "at_its_end"])
@pytest.mark.parametrize("measure", ENDS)
def test_worked_out_by_hand(measure: str, name: str) -> None:
    """What the year's report tells is what the hand found."""
    end = ENDS[measure].get(name, {"cannot_be": True})
    if end.get("cannot_be"):
        return
    found = _verdict(measure, end["rows"], 2030 if name == "at_its_end" else 2026)
    assert (end["word"], True) == (found.word, found.is_verdict)
    for key in ("value", "shortfall"):
        actual = getattr(found, key)
        assert near(end[key], actual) if key in end else key == "value" or actual is None, (key, actual)


@pytest.mark.parametrize("measure", ENDS)
def test_every_end_is_there(measure: str) -> None:
    """All five, the sixth where the target is for the campaign's end, and the clause letter for letter."""
    wanted = {*NAMES, *(["at_its_end"] if CAMPAIGN.by_id[measure].target.by else [])}
    assert wanted == {key for key, one in ENDS[measure].items() if isinstance(one, dict)}
    assert ENDS[measure]["clause"] == CAMPAIGN.by_id[measure].phrase


def test_every_measure_has_its_ends() -> None:
    """A measure added to the campaign file is worked out by hand before it is trusted."""
    assert [measure.id for measure in CAMPAIGN.measures] == sorted(ENDS, key=[*CAMPAIGN.by_id].index)


@pytest.mark.parametrize(("first", "second", "word"), [("1", "0", "chưa đến hạn 2030"), ("0", "1", "đạt")])
def test_of_two_late_answers_the_newer_decides(first: str, second: str, word: str) -> None:
    """Both were moved to the year's last day; the one that was given last is the decision."""
    rows = [
        "2026-12-30 XA criteria 5/9",
        f"2027-01-20 XA decision {first}",
        f"2027-02-03 XA decision {second}",
    ]
    assert word == _verdict("KT4", rows, 2026).word


@pytest.mark.parametrize(
    ("told", "decision", "target", "word", "lacks"),
    [
        ("8/10", "0", "80", "đạt", ""),  # the council's step of the year, reached exactly
        ("9/10", "0", "80", "đạt", ""),
        ("7/10", "0", "80", "không đạt", "thiếu 1 tiêu chí"),
        ("7/10", "1", "80", "đạt", ""),  # recognised before it was expected
        ("8/9", "0", "88.888888", "đạt", ""),  # as «8/9» is kept, with six decimals
        ("10/10", "0", "100", "không đạt", ""),  # the document's own target: the decision alone
    ],
)
def test_a_years_step_towards_recognition(told: str, decision: str, target: str, word: str, lacks: str) -> None:
    """«Phấn đấu đến năm 2030»: where the council gives a year 8 of 10 criteria, that year is judged by the criteria."""
    rows = [f"2026-12-30 XA criteria {told}", f"2026-12-30 XA decision {decision}"]
    found = _verdict("KT4", rows, 2026, target)
    assert (word, lacks) == (found.word, format.shortfall(CAMPAIGN.by_id["KT4"], found))
