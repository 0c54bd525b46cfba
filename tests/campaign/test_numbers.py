"""The case file, and what a reading carries besides its figure: the person's words, two readings, the reason."""

from decimal import Decimal
from pathlib import Path

import pytest

from campaign.parsing import numbers
from campaign.parsing.numbers import Ask, Field, Keep, Nothing, NotKnown, Ratio, Reason, Value, cases

CASES = Path(__file__).parents[1] / "data" / "number_cases.tsv"
HOUSEHOLDS = Field("hộ", flow=False)
SOWN = Field("ha", maximum=Decimal(60))


def test_every_case_is_read_as_expected() -> None:
    """Every row of the case file is read as its last column says."""
    assert [] == cases.check(CASES)


def test_the_case_file_is_large_and_has_no_row_twice() -> None:
    """At least a thousand different texts in their fields are tried."""
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines()[1:] if not line.startswith("#")]
    keys = [(text, context) for text, context, _ in rows]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 1000


@pytest.mark.parametrize(
    ("text", "field", "typed"),
    [
        ("2 mau 3 sao", SOWN, "2 mẫu 3 sào"),
        ("7 sào", SOWN, "7 sào"),
        ("5 sao ruoi", SOWN, "5 sào rưỡi"),
        ("nua mau", SOWN, "nửa mẫu"),
        ("1/2 mẫu", SOWN, "1/2 mẫu"),
        ("0,18 ha (5 sào)", SOWN, "5 sào"),
        ("1.200 m2", SOWN, "1.200 m²"),
        ("15 tạ", Field("tấn"), "15 tạ"),
        ("1,8 tạ/sào", Field("tạ/ha"), "1,8 tạ/sào"),
        ("1 tỷ 2", Field("triệu đồng"), "1 tỷ 2"),
        ("63 triệu", Field("triệu đồng"), ""),
        ("44 tạ", Field("tạ/ha"), ""),
        ("12,5 ha", SOWN, ""),
        ("12 hộ", HOUSEHOLDS, ""),
    ],
)
def test_the_words_of_a_converted_unit_are_kept(text: str, field: Field, typed: str) -> None:
    """The echo can begin with what the person typed, in accents, when its unit was converted."""
    reading = numbers.read(text, field)
    assert isinstance(reading, Value)
    assert typed == reading.typed


def test_a_dot_before_three_digits_offers_both_readings() -> None:
    """1.234 hectares may be a thousand or a little over one: both are offered, thousands first."""
    expected = Ask(Reason.TWO_READINGS, options=(Value(Decimal(1234)), Value(Decimal("1.234"))))
    assert expected == numbers.read("1.234", Field("ha"))


def test_the_limit_excludes_one_reading() -> None:
    """Where a thousand hectares are impossible, only the other reading is left."""
    assert Value(Decimal("1.234")) == numbers.read("1.234", SOWN)


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("", HOUSEHOLDS, Reason.EMPTY),
        ("khoảng 20", HOUSEHOLDS, Reason.HEDGE),
        ("hai ba hộ", HOUSEHOLDS, Reason.HEDGE),
        ("12?", HOUSEHOLDS, Reason.HEDGE),
        ("10-12", HOUSEHOLDS, Reason.RANGE),
        ("10 đến 12", HOUSEHOLDS, Reason.RANGE),
        ("-5", HOUSEHOLDS, Reason.NEGATIVE),
        ("12,5", HOUSEHOLDS, Reason.FRACTION_IN_COUNT),
        ("12/118", HOUSEHOLDS, Reason.FRACTION_IN_COUNT),
        ("5 tạ", SOWN, Reason.OTHER_DIMENSION),
        ("12 người", HOUSEHOLDS, Reason.OTHER_DIMENSION),
        ("12 13", HOUSEHOLDS, Reason.TWO_FIGURES),
        ("1.23.4", SOWN, Reason.UNCLEAR_NUMBER),
        ("mười năm", HOUSEHOLDS, Reason.UNCLEAR_NUMBER),
        ("1O", HOUSEHOLDS, Reason.NOT_UNDERSTOOD),
        ("20/11", HOUSEHOLDS, Reason.NO_FIGURE),
        ("thôn 3", HOUSEHOLDS, Reason.NO_FIGURE),
        ("0912345678", HOUSEHOLDS, Reason.NO_FIGURE),
        ("thêm 3", HOUSEHOLDS, Reason.CHANGE_FOR_LEVEL),
        ("lũy kế 14 ha", SOWN, Reason.TOTAL_FOR_FLOW),
        ("tuần trước 12", HOUSEHOLDS, Reason.OTHER_TIME),
        ("không", HOUSEHOLDS, Reason.NOTHING_FOR_LEVEL),
        ("như cũ", SOWN, Reason.KEEP_FOR_FLOW),
        ("85%", Field("hộ", ratio=True), Reason.NOT_A_RATIO),
        ("130/120", Field("hộ", ratio=True), Reason.NOT_A_RATIO),
    ],
)
def test_a_question_has_its_reason(text: str, field: Field, reason: Reason) -> None:
    """Each doubt is named, so that the bot can say what to type instead."""
    assert Ask(reason) == numbers.read(text, field)


def test_a_figure_out_of_range_is_told() -> None:
    """The question about an impossible figure can repeat it."""
    assert Ask(Reason.OUT_OF_RANGE, figure=Decimal(600)) == numbers.read("600", Field("hộ", maximum=Decimal(500)))
    assert Ask(Reason.OUT_OF_RANGE, figure=Decimal(2)) == numbers.read("2", Field("hộ", minimum=Decimal(3)))


def test_words_without_a_figure() -> None:
    """Nothing, unchanged and not known are three answers, and none of them is a zero."""
    assert Nothing() == numbers.read("Không gieo thêm", SOWN)
    assert Keep() == numbers.read("vẫn như tuần trước ạ", HOUSEHOLDS)
    assert NotKnown() == numbers.read("?", HOUSEHOLDS)
    assert Value(Decimal(0)) == numbers.read("0", SOWN)


def test_income_over_people_may_be_above_one() -> None:
    """In a money field the second figure counts people, so it may be the smaller one."""
    income = Field("triệu đồng", flow=False, whole=True, ratio=True)
    assert Ratio(Decimal(650000), Decimal(11000)) == numbers.read("650.000/11.000", income)


def test_a_field_brings_its_own_nouns() -> None:
    """Words that only one field knows are its nouns; elsewhere they are unexplained."""
    deaths = Field("người", nouns=("người chết", "chết"))
    assert Value(Decimal(2)) == numbers.read("2 nguoi chet", deaths)
    assert Value(Decimal(2)) == numbers.read("chết 2 người", deaths)
    assert isinstance(numbers.read("2 người chết", Field("người")), Ask)
    assert Value(Decimal(12)) == numbers.read("12 lượt khách", Field("lượt khách"))


@pytest.mark.parametrize(
    ("value", "whole", "shown"),
    [
        ("1819.7", False, "1.819,7"),
        ("1234", False, "1.234,0"),
        ("1234", True, "1.234"),
        ("999", False, "999"),
        ("12.50", False, "12,5"),
        ("0.828", False, "0,828"),
        ("0", False, "0"),
        ("100", True, "100"),
        ("1E+3", True, "1.000"),
        ("0.0000004", False, "0"),
        ("55.5555556", False, "55,555556"),
        ("-2.5", False, "-2,5"),
        ("1234567", True, "1.234.567"),
    ],
)
def test_a_figure_is_shown_the_vietnamese_way(value: str, whole: bool, shown: str) -> None:
    """Comma for decimals, dots for thousands, no trailing zeros but the one that tells thousands."""
    assert shown == numbers.show(Decimal(value), whole=whole)


def test_a_context_becomes_a_field() -> None:
    """The middle column of the case file says all that a field needs."""
    expected = Field("ha", flow=False, whole=True, minimum=Decimal(1), maximum=Decimal(50))
    assert expected == cases.parse_context("ha;stock;whole;min=1;max=50")
    assert Field("ratio", ratio=True) == cases.parse_context("ratio")
    with pytest.raises(ValueError, match="colour"):
        cases.parse_context("ha;colour=red")


@pytest.mark.parametrize(
    ("text", "context", "line"),
    [
        ("2 mẫu 3 sào", "ha", "value 0.828"),
        ("3 nghìn", "hộ", "value 3000"),
        ("95/120", "ratio", "ratio 95/120"),
        ("như cũ", "hộ;stock", "keep"),
        ("không", "vụ", "nothing"),
        ("?", "vụ", "missing"),
        ("khoảng 3", "vụ", "ask hedge"),
    ],
)
def test_a_reading_is_one_line(text: str, context: str, line: str) -> None:
    """Each kind of reading prints in its own way."""
    assert line == cases.line(numbers.read(text, cases.parse_context(context)))


def test_a_wrong_case_is_reported_with_its_line(tmp_path: Path) -> None:
    """The check names line, text, context, what was expected and what came."""
    file = tmp_path / "cases.tsv"
    file.write_text("input\tcontext\texpected\n# a remark\n12\thộ\t12\n13\thộ\tkeep\n\n14\thộ\t15\n", "utf-8")
    found = cases.check(file)
    assert [4, 6] == [one.number for one in found]
    assert "line 4: '13' in hộ: expected keep, got value 13" == str(found[0])
