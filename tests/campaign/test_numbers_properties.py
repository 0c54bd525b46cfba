"""What holds for every text and every field, tried on many; the same ones each time."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign import text as folding
from campaign.parsing import numbers
from campaign.parsing.numbers import Ask, Field, Ratio, Reading, Value, cases

CASES = Path(__file__).parents[1] / "data" / "number_cases.tsv"
FIELDS = [
    Field("hộ"),
    Field("hộ", flow=False, maximum=Decimal(500)),
    Field("người", flow=False),
    Field("ha"),
    Field("ha", maximum=Decimal(60)),
    Field("tấn"),
    Field("tạ/ha", flow=False),
    Field("km", flow=False, ratio=True),
    Field("%", maximum=Decimal(100)),
    Field("triệu đồng", flow=False, whole=True),
    Field("đồng"),
    Field("ratio", flow=False),
    Field("", flow=False, nouns=("nhà văn hóa",)),
]
WORDS = """
không có chưa ko k hai ba năm mười mươi lăm mốt trăm nghìn triệu tỷ rưỡi phẩy nửa chục tá linh mẫu sào thước tạ tấn
kg ha m2 hộ người khẩu thôn bản ngày tuần thứ lúc giờ 8h 15/6 12 1.234 12,5 0 3 95/120 / - , . : ( ) % ? + còn giảm
thêm tăng như cũ vẫn thế khoảng hơn trên đến và ạ dạ em là được cây lúa nữa sau tu ta nam muoi Nà bảy làm chị từ
"""
sentences = st.lists(st.sampled_from(WORDS.split()), max_size=7).map(" ".join)
fields = st.sampled_from(FIELDS)
brief = settings(max_examples=250, derandomize=True, deadline=None, database=None)


def rows() -> list[tuple[str, Field]]:
    """Every text of the case file with its field."""
    lines = [line.split("\t") for line in CASES.read_text("utf-8").splitlines()[1:] if not line.startswith("#")]
    return [(text, cases.parse_context(context)) for text, context, _ in lines]


def is_figure(reading: Reading) -> bool:
    return isinstance(reading, Value | Ratio)


@brief
@given(st.text(max_size=60) | sentences | st.text("0123456789.,/- ½²m", max_size=14), fields)
def test_no_text_makes_it_fail(text: str, field: Field) -> None:
    """Whatever is typed in whatever field is read or asked about, and printed on one line."""
    assert 1 <= len(cases.line(numbers.read(text, field)).split()) <= 2


@pytest.mark.parametrize(
    "text", ["1" * 4000, "12 " * 1400, "ạ" * 4000, "(" * 4000, "1" + "." * 4000, "\x00\x01\x1b12", "\u202e12"]
)
def test_a_long_or_broken_text_is_asked_about(text: str) -> None:
    """Four thousand letters, control characters and reversed text are questions."""
    assert [True] * len(FIELDS) == [isinstance(numbers.read(text, field), Ask) for field in FIELDS]


@brief
@given(
    st.decimals(min_value=0, max_value=Decimal("999999.999999"), places=6), st.sampled_from(["ha", "tấn", "km", "%"])
)
def test_a_shown_figure_is_read_back_or_asked(value: Decimal, unit: str) -> None:
    """What the bot prints in a field with decimals is read as the same value, if it is read at all."""
    reading = numbers.read(f"{numbers.show(value, whole=False)} {unit}", Field(unit))
    assert reading == Value(value) or isinstance(reading, Ask)


@brief
@given(st.integers(0, 9_999_999), st.sampled_from(["hộ", "người", "vụ"]))
def test_a_shown_count_is_read_back(value: int, unit: str) -> None:
    """What the bot prints in a counting field is read as the same value, alone or with its noun."""
    shown = numbers.show(Decimal(value), whole=True)
    assert [Value(Decimal(value))] * 2 == [numbers.read(text, Field(unit)) for text in (shown, f"{shown} {unit}")]


@brief
@given(st.decimals(min_value=1000, max_value=Decimal(9_000_000), places=0))
def test_a_shown_figure_of_thousands_is_never_asked(value: Decimal) -> None:
    """A thousand or more prints with a decimal, so that it cannot be taken for a thousandth."""
    assert Value(value) == numbers.read(numbers.show(value, whole=False), Field("ha"))


HEDGED = """
khoảng {}|hơn {}|gần {}|tầm {}|chừng {}|cỡ {}|trên {}|dưới {}|ít nhất {}|~{}|xấp xỉ {}|{} đến 99|{}-99|{} - 99
{} hoặc 99|{} trở lên|không quá {}|vài {}|{}?|-{}|khoang {}|tam {}|gan {}|hon {}|duoi {}|tren {}|ước {}|tối đa {}
{} tới 99|+-{}|{} hay 99|từ {} đến 99|ngót {}|độ {}|{} có lẻ|chắc {}|hình như {}|đâu đó {}|lên đến {}|mươi {}
"""


@brief
@given(
    st.sampled_from(HEDGED.strip().replace("\n", "|").split("|")),
    st.integers(0, 98),
    st.sampled_from(["", " hộ", " ha", " sào", " tấn", " người"]),
    fields,
)
def test_a_hedge_or_range_is_never_a_figure(shape: str, number: int, unit: str, field: Field) -> None:
    """About twenty, over twenty, ten to twelve: nobody's figure."""
    assert not is_figure(numbers.read(shape.format(f"{number}{unit}"), field))


@brief
@given(sentences, st.sampled_from(["khoảng", "hơn", "gần", "chừng", "xấp xỉ", "ít nhất", "~"]), sentences, fields)
def test_a_hedge_anywhere_is_never_a_figure(before: str, hedge: str, after: str, field: Field) -> None:
    """A hedge among other words is enough."""
    assert not is_figure(numbers.read(f"{before} {hedge} {after}", field))


@brief
@given(
    st.sampled_from(["không", "ko", "chưa", "không có", "chưa có", "khong"]),
    st.sampled_from(["hộ nào", "vụ nào", "ha nào", "thôn nào", "ai", "ho nao", "tấn nào"]),
    st.sampled_from(["không có", "chưa có", "chưa gieo", "không", "chưa", "ko co", "chua gieo"]),
    fields,
)
def test_a_denied_denial_is_never_nothing(deny: str, what: str, again: str, field: Field) -> None:
    """No household without one is all of them, so it is asked about."""
    assert isinstance(numbers.read(f"{deny} {what} {again}", field), Ask)


@pytest.mark.parametrize("ending", [" à", " à ạ", " à."])
def test_an_answer_that_asks_back_is_asked_about(ending: str) -> None:
    """With «à» behind it an answer of any kind is the person's own question."""
    answered = [text for text, field in rows() if not isinstance(numbers.read(text + ending, field), Ask)]
    assert [] == answered


@brief
@given(st.sampled_from(["bình quân {}", "trung bình {}", "{} bình quân", "trung binh {}"]), st.integers(0, 99), fields)
def test_an_average_is_a_figure_of_yields_alone(shape: str, number: int, field: Field) -> None:
    """Nobody counted an average; only a yield is one."""
    assert field.unit == "tạ/ha" or not is_figure(numbers.read(shape.format(number), field))


def test_without_accents_it_is_the_same_or_a_question() -> None:
    """A text that is a figure is, without its accents, the same figure or a question."""
    changed = [text for text, field in rows() if not _is_same_or_asked(text, field)]
    assert [] == changed


@brief
@given(sentences, fields)
def test_sentences_without_accents_are_the_same_or_a_question(text: str, field: Field) -> None:
    """The same for sentences nobody would write."""
    assert _is_same_or_asked(text, field)


def test_spelling_of_letters_and_digits_changes_nothing() -> None:
    """Decomposed letters and full-width digits read the same; so does a line's end."""
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
    changed = [
        one
        for text, field in rows()
        for one in (unicodedata.normalize("NFD", text), text.translate(wide), f" {text}\n")
        if cases.line(numbers.read(one, field)) != cases.line(numbers.read(text, field))
    ]
    assert [] == changed


@brief
@given(st.text("0123456789.,", min_size=1, max_size=9), st.sampled_from(["hộ", "ha", "người", "tấn", "%"]))
def test_digits_keep_their_digits(text: str, unit: str) -> None:
    """Without a unit or multiplier a figure has the digits typed, and no other power of ten than its signs say."""
    reading = numbers.read(text, Field(unit))
    if isinstance(reading, Value):
        bare = text.strip(".,")
        allowed = {bare.replace(".", "").replace(",", "."), bare.replace(",", "")}
        assert reading.value in {Decimal(one) for one in allowed if one.count(".") <= 1}


@brief
@given(st.integers(1, 99), st.integers(1, 9))
def test_local_area_is_exact(mau: int, sao: int) -> None:
    """So many mẫu and sào are so many times 0.36 and 0.036 hectares, and the words are repeated."""
    expected = Value((mau * Decimal("0.36") + sao * Decimal("0.036")).normalize(), f"{mau} mẫu {sao} sào")
    assert expected == numbers.read(f"{mau} mau {sao} sao", Field("ha"))


@brief
@given(st.integers(0, 300), st.integers(0, 300))
def test_two_bare_figures_are_never_one(one: int, two: int) -> None:
    """Two figures side by side are asked about, unless they are one number with a space in its thousands."""
    reading = numbers.read(f"{one} {two}", Field("người"))
    spaced = 0 < one and len(str(two)) == 3
    assert (Value(Decimal(one * 1000 + two)) == reading) if spaced else isinstance(reading, Ask)


def _is_same_or_asked(text: str, field: Field) -> bool:
    reading, bare = numbers.read(text, field), numbers.read(_bare(text), field)
    return not is_figure(reading) or isinstance(bare, Ask) or cases.line(reading) == cases.line(bare)


def _bare(text: str) -> str:
    """Without accents, line by line, its signs and capitals kept."""
    return "".join(
        folding.fold(letter) if letter.islower() else letter for letter in unicodedata.normalize("NFC", text)
    )
