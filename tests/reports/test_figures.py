"""Numbers as a report prints them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.catalogue import Comparison, Measure
from reports import format
from tests.campaign.samples import HOUSES, INSURED, POOR, SOWN, WEEK_47, amount
from tests.reports.samples import MEASURES


def standing(
    measure: Measure, value: str | None, target: str | None = None, numerator: str = "0", denominator: str = "0"
) -> Result:
    return Result(
        measure.id,
        Status.BEHIND,
        "behind",
        value=None if value is None else Decimal(value),
        target=None if target is None else Decimal(target),
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
    )


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("1819.65", 1, "1.819,7"),
        ("97", 1, "97,0"),
        ("0.05", 1, "0,1"),
        ("-0.04", 1, "0,0"),
        ("12345678.5", 0, "12.345.679"),
    ],
)
def test_numbers_are_vietnamese(value: str, places: int, expected: str) -> None:
    """A dot for thousands, a comma for decimals, rounded half up, and no minus before a zero."""
    assert expected == format.number(Decimal(value), places)


@pytest.mark.parametrize(
    ("value", "expected"), [("52.95", "52,95"), ("98.0", "98"), ("5793.8", "5.793,8"), ("100", "100")]
)
def test_targets_keep_the_decimals_they_have(value: str, expected: str) -> None:
    """A target is printed as the document writes it."""
    assert expected == format.plain(Decimal(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("96.75", "96,8%"), ("97.96", "97,96%"), ("98", "98,0%"), ("98.004", "98,004%"), ("97.99999", "97,999%")],
)
def test_rounding_never_crosses_the_target(value: str, expected: str) -> None:
    """What is short of 98 per cent is not printed as 98, and what is above it not as equal."""
    assert expected == format.value(INSURED, standing(INSURED, value, target="98"))


def test_attained_is_not_rounded_to_the_whole() -> None:
    """99,97 per cent of a plan is not a hundred."""
    assert ("99,97%", "100,0%", "94,5%") == tuple(format.per_cent(Decimal(one)) for one in ("99.97", "100", "94.49"))


def test_values_carry_their_unit() -> None:
    """Counts have no decimals, amounts one; a long unit loses what it is counted per; no value is a dash."""
    poor = next(one for one in MEASURES if one.id == "XH3")
    income = replace(SOWN, unit="triệu đồng/người/năm")
    assert "214 hộ" == format.value(poor, standing(poor, "214"))
    assert "1.727,0 ha" == format.value(SOWN, standing(SOWN, "1727"))
    assert "60,4 triệu đồng" == format.value(income, standing(income, "60.4"))
    assert "–" == format.value(SOWN, standing(SOWN, None))


def test_targets_say_the_comparison() -> None:
    """«trên» for a strict floor, «không quá» for a ceiling, the bare figure else."""
    found = standing(INSURED, "90", target="98")
    assert "trên 98%" == format.target(INSURED, found)
    assert "98%" == format.target(replace(INSURED, target=amount("98")), found)
    assert "không quá 98%" == format.target(replace(INSURED, target=amount("98", Comparison.AT_MOST)), found)
    assert "" == format.target(INSURED, standing(INSURED, "90"))


def test_the_target_of_a_fraction_has_two_decimals() -> None:
    """27 of 28 is kept as 96,428571%: two decimals are read, never above it; an area keeps what it has."""
    assert "trên 96,42%" == format.target(INSURED, standing(INSURED, "96.5", target="96.428571"))
    shares = [format.asked(INSURED, Decimal(one)) for one in ("66.666666", "95.5")]
    assert ["66,66%", "95,5%", "0,252 ha"] == [*shares, format.asked(SOWN, Decimal("0.252"))]


def test_how_many_more_are_needed() -> None:
    """Above 98 per cent of 13.373 people are 13.106; at exactly a floor of 70 of 10 one counts 7."""
    insured = next(one for one in MEASURES if one.id == "XH1")
    short = standing(insured, "96.8", numerator="12945", denominator="13373", target="98")
    # 98 % of 13373 is 13105.54
    assert Decimal(161) == format.needed(insured, short)
    houses = replace(HOUSES, inputs=(replace(HOUSES.inputs[0], whole=True),))
    assert Decimal(2) == format.needed(houses, standing(houses, "50", numerator="5", denominator="10", target="70"))
    # 100 per cent strictly is beyond everybody, hectares are not people, and what is met needs nobody
    assert format.needed(insured, standing(insured, "99", numerator="99", denominator="100", target="100")) is None
    assert format.needed(INSURED, short) is None
    assert format.needed(POOR, standing(POOR, "5", target="0")) is None
    assert format.needed(insured, standing(insured, "99", numerator="99", denominator="100", target="98")) is None


def test_days_of_a_period() -> None:
    """The first day repeats no more of the date than it must."""
    assert "13–19/11/2026" == format.days(WEEK_47)
    assert "27/11–03/12/2026" == format.days(ReportingWeek(date(2026, 11, 27), date(2026, 12, 3), 2026, 49))
    assert "26/12/2025–01/01/2026" == format.days(ReportingWeek(date(2025, 12, 26), date(2026, 1, 1), 2026, 1))
    assert ("29/10", "12/2025") == (
        format.day(date(2026, 10, 29), WEEK_47),
        format.day(date(2025, 12, 18), WEEK_47),
    )
