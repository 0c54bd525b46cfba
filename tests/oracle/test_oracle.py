"""The rules of attainment against an oracle: random communes, each measure worked out a second way, digit by digit."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

from campaign.assessment import assess, status
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.facts import Fact, Filing, Place, State, UnitTarget
from tests import run_folder
from tests.campaign.khanh_khe import CAMPAIGN, FOLDER
from tests.oracle import communes, verdict
from tests.oracle.communes import Commune
from tests.oracle.scope import Verdict

FILE = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))
HERE = Path(__file__).parent
OURS = {"bot", "campaign", "handlers", "models", "reports", "scheduler", "services", "simulator"}
NUMBERS = (
    "value",
    "numerator",
    "denominator",
    "target",
    "attained",
    "in_period",
    "previous",
    "year_start",
    "same_period_last_year",
    "shortfall",
)
# Where something should be by now is no printed result of one division: it may differ where no eye can see it.
HAIR = Fraction(1, 10**20)


def exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def count(text: str) -> int | None:
    return int(text) if text else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def stood(commune: Commune) -> tuple[Result, ...]:
    """What the program makes of the rows."""
    ids = {unit["code"]: number for number, unit in enumerate(commune.units, start=1)}
    return assess.assess(
        CAMPAIGN,
        _facts(commune, ids),
        _places(commune, ids),
        _targets(commune, ids),
        _period(commune),
        _filings(commune, ids),
    )


def _places(commune: Commune, ids: Mapping[str, int]) -> list[Place]:
    return [
        Place(
            ids[unit["code"]],
            unit["code"],
            unit["kind"],
            unit["code"],
            households=count(unit["households"]),
            people=count(unit["people"]),
            adults=count(unit["adults"]),
            active_from=day(unit["active_from"]),
            active_to=day(unit["active_to"]),
            succeeds=tuple(ids[code] for code in unit.get("succeeds", "").split("|") if code),
        )
        for unit in commune.units
    ]


def _facts(commune: Commune, ids: Mapping[str, int]) -> list[Fact]:
    standing = {
        (line["measure"], line["input"], line["unit"], line["date"]): line for line in commune.figures
    }  # a correction takes the place of what it corrects, as in the table of figures
    return [
        Fact(
            line["measure"],
            line["input"],
            ids[line["unit"]],
            date.fromisoformat(line["date"]),
            State(line["state"]),
            Decimal(line["value"]) if line["value"] else None,
            Decimal(line["denominator"]) if line["denominator"] else None,
            line["choice"] or None,
            line["mark"],
            line["opening"] == "yes",
        )
        for line in sorted(standing.values(), key=lambda line: line["date"])
    ]


def _targets(commune: Commune, ids: Mapping[str, int]) -> list[UnitTarget]:
    return [
        UnitTarget(
            line["measure"],
            ids[line["unit"]],
            int(line["year"]),
            Decimal(line["value"]),
            date.fromisoformat(line["valid_from"]),
            line["kind"] == "pledged",
        )
        for line in commune.targets
    ]


def _filings(commune: Commune, ids: Mapping[str, int]) -> list[Filing]:
    return [
        Filing(
            ids[line["unit"]],
            date.fromisoformat(line["period_last"]),
            line["due"] == "yes",
            int(line["answered"]),
            2,
            None,
            True,
        )
        for line in commune.filings
    ]


def _period(commune: Commune) -> ReportingWeek:
    if commune.number is not None:
        return ReportingWeek(commune.first, commune.last, commune.number, 1, Kind.YEAR, commune.first.day == 15)
    year, week, _ = commune.last.isocalendar()
    return ReportingWeek(commune.first, commune.last, year, week)


def foretold(commune: Commune) -> list[Verdict]:
    """What the oracle makes of the same rows."""
    return verdict.judge_all(
        FILE,
        commune.figures,
        commune.units,
        commune.targets,
        commune.filings,
        commune.first,
        commune.last,
        commune.number,
    )


def differences(expected: Verdict, actual: Result) -> list[str]:
    """Every result in which the two do not agree, in words."""
    pairs: list[tuple[str, object, object]] = [
        (name, getattr(expected, name), exact(getattr(actual, name))) for name in NUMBERS
    ]
    pairs += [
        (name, getattr(expected, name), getattr(actual, name))
        for name in ("as_of", "marked", "provisional", "decided", "is_verdict")
    ]
    pairs += [("rule", expected.rule, actual.rule), ("status", expected.status, actual.word)]
    pairs += [("coverage", (expected.fresh, expected.due), (actual.coverage.fresh, actual.coverage.due))]
    found = [f"{name}: {one} != {other}" for name, one, other in pairs if one != other]
    path, ours = expected.expected, exact(actual.expected)
    if (path is None) != (ours is None) or (path is not None and ours is not None and abs(path - ours) > HAIR):
        found.append(f"expected: {path} != {ours}")
    return found


@lru_cache(300)
def foreseen(number: int) -> tuple[Commune, tuple[Verdict, ...]]:
    """A commune and what the oracle makes of it, which no mutant of the program changes; made once in a run."""
    return run_folder.once(f"oracle-{number}", lambda: _foresee(communes.make(FILE, number)))


def _foresee(commune: Commune) -> tuple[Commune, tuple[Verdict, ...]]:
    return commune, tuple(foretold(commune))


def compare(number: int) -> list[str]:
    commune, expected = foreseen(number)
    pairs = zip(expected, stood(commune), strict=True)
    return [
        f"commune {number} {commune.first}..{commune.last} {one.measure} {text}"
        for one, other in pairs
        for text in differences(one, other)
    ]


def _imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("name", [path.stem for path in sorted(HERE.glob("*.py")) if not path.stem.startswith("test_")])
def test_the_oracle_knows_nothing_of_ours(name: str) -> None:
    """The second way is another way: it imports the standard library and itself, no rule of the program."""
    modules = _imported((HERE / f"{name}.py").read_text(encoding="utf-8"))
    assert set() == {one for one in modules if one.partition(".")[0] in OURS}
    others = {one for one in modules if one.partition(".")[0] not in sys.stdlib_module_names}
    assert [] == [one for one in others if not one.startswith("tests.oracle.") or "test_" in one]


@pytest.mark.parametrize("number", range(300))
def test_both_ways_agree(number: int) -> None:
    """Value, target, per cent, movement, coverage, marks and status of 33 measures are the same, computed twice."""
    assert [] == compare(number)


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(3, 33))
def test_both_ways_agree_in_three_thousand_more(hundred: int) -> None:
    """The same, a hundred communes at a time."""
    assert [] == [text for number in range(hundred * 100, hundred * 100 + 100) for text in compare(number)]


def test_the_communes_reach_every_line_of_the_table() -> None:
    """Among them every measure has a value somewhere, and every line of the table of statuses fits one."""
    found = [one for number in range(60) for one in foreseen(number)[1]]
    assert set() == {line.rule for line in (*status.TABLE, *status.YEAR_TABLE)} - {one.rule for one in found}
    assert set() == set(CAMPAIGN.by_id) - {one.measure for one in found if one.value is not None}
