"""Every measure of the campaign file against a case worked out by hand, the document's clause beside it.

The cases are data, in `cases/`; its README says how to read and write one.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from campaign.assessment import assess
from campaign.assessment.result import Result
from campaign.facts import Fact, Place, State
from tests.campaign.assessing import near
from tests.campaign.khanh_khe import CAMPAIGN
from tests.campaign.samples import week

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, dict[str, Any]] = {
    case["measure"]: case
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}
CODES = ["XA", "T01", "T02", "T03", *(f"TH{number:02d}" for number in range(1, 12)), "PKT"]
KINDS = {"XA": "commune", "PKT": "office"}
PLACES = {
    code: Place(number, code, KINDS.get(code) or ("school" if code.startswith("TH") else "village"), code)
    for number, code in enumerate(CODES, start=1)
}
STATES = {"?": State.NOT_KNOWN, "none": State.NOTHING}


def _lines(case: dict[str, Any]) -> list[list[str]]:
    """Day, unit, input, number, and perhaps «opening», of every row as it was written."""
    lines = (line.partition("#")[0].split() for line in case["rows"].splitlines())
    return [line for line in lines if line]


def _fact(measure: str, line: list[str]) -> Fact:
    day, unit, key, written, *opening = line
    value, _, of = written.partition("/")
    state = STATES.get(value, State.REPORTED)
    known = {State.NOT_KNOWN: None, State.NOTHING: Decimal(0)}
    return Fact(
        measure,
        key,
        PLACES[unit].id,
        date.fromisoformat(day),
        state,
        known[state] if state in known else Decimal(value),
        Decimal(of) if of else None,
        opening=opening == ["opening"],
    )


def _stand(case: dict[str, Any], thursday: date) -> Result:
    standing = {tuple(line[:3]): _fact(case["measure"], line) for line in _lines(case)}
    found = assess.assess(CAMPAIGN, list(standing.values()), list(PLACES.values()), (), week(thursday))
    return next(one for one in found if one.measure == case["measure"])


def _differs(name: str, expected: Any, found: Result) -> bool:
    if name == "status":
        return bool(expected != found.word)
    if name == "coverage":
        return bool(expected != f"{found.coverage.fresh}/{found.coverage.due}")
    if name == "decided":
        return bool({"": None, "yes": True, "no": False}[expected] is not found.decided)
    actual = getattr(found, name)
    if isinstance(expected, str):
        return actual is not None if expected == "" else not near(expected, actual)
    return bool(expected != actual)


@pytest.mark.parametrize("measure", CASES)
def test_worked_out_by_hand(measure: str) -> None:
    """What each week tells is what the hand found, to the digits it wrote."""
    case = CASES[measure]
    for at in case["at"]:
        found = _stand(case, at["week"])
        wrong = [name for name, expected in at.items() if name != "week" and _differs(name, expected, found)]
        assert [] == wrong, (at, found)


def test_every_measure_has_its_case() -> None:
    """A measure added to the campaign file is worked out by hand before it is trusted."""
    assert [measure.id for measure in CAMPAIGN.measures] == sorted(CASES, key=[*CAMPAIGN.by_id].index)


@pytest.mark.parametrize("measure", CASES)
def test_the_clause_is_the_documents(measure: str) -> None:
    """The clause beside a case is the campaign document's, letter for letter."""
    assert CASES[measure]["clause"] == CAMPAIGN.by_id[measure].phrase


@pytest.mark.parametrize("measure", CASES)
def test_a_case_has_what_goes_wrong(measure: str) -> None:
    """Something missing, something corrected to another number, and weeks on both sides of a year's edge."""
    case = CASES[measure]
    numbers: dict[tuple[str, ...], set[str]] = {}
    for line in _lines(case):
        numbers.setdefault(tuple(line[:3]), set()).add(line[3])
    weeks = [at["week"] for at in case["at"]]
    assert case["missing"]
    assert 1 < max(len(written) for written in numbers.values())
    assert min(weeks) < case["edge"] <= max(weeks)
