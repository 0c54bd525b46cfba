"""The case file: what people type, the field it is typed for, and what it must be read as."""

from pathlib import Path

from campaign.numbers import cases

CASES = Path(__file__).parents[1] / "data" / "number_cases.tsv"


def test_every_case_is_read_as_expected() -> None:
    """Every row of the case file is read as its last column says."""
    assert [] == cases.check(CASES)
