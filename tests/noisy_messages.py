"""Messages of figures and noise, with the numbers that they hold and what may be computed of these."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.cli import read_messages

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_NAMES = [
    "bhyt",
    "thẻ",
    "chưa thẻ",
    "nghèo",
    "hộ nghèo",
    "ngheo",
    "gieo",
    "gieo thêm",
    "gặt",
    "rừng",
    "đường",
    "nhà văn hóa",
    "cận nghèo",
    "bảo hiểm xã hội",
    "kỹ năng số",
    "vneid",
    "tai nạn",
    "câu 1:",
    "2:",
    "3)",
    "1.",
]
_UNITS = [
    "",
    "",
    "",
    " người",
    " hộ",
    " ha",
    " sào",
    " mẫu",
    " thước",
    " tạ",
    " tấn",
    " kg",
    "%",
    " khẩu",
    " cây",
    " đồng",
    "k",
    "sao",
    "ng",
]
_NOISE = [
    "hôm nay mưa to quá",
    "à",
    "nhầm",
    "không phải",
    "mới đúng",
    "chưa",
    "không",
    "khong",
    "khoảng",
    "hơn",
    "còn",
    "thêm",
    "bớt",
    "giảm",
    "từ",
    "xuống còn",
    "tuần trước",
    "tuần sau",
    "như cũ",
    "tất cả như cũ",
    "còn lại như cũ",
    "không có gì mới",
    "dạ",
    "cô ơi",
    "ạ",
    "nhé",
    "thôn Khuổi Mạ",
    "Bản Còn",
    "đường đất",
    "đổ bê tông rồi",
    "đạt chuẩn",
    "và",
    "với",
    "là",
    "tổng",
    "+",
    "(",
    ")",
    "-",
    "->",
    "?",
    "ngày 15/11",
    "8h30",
    "anh Tư",
    "xóm 2",
    "bhyt là gì",
    "[tên]",
    "🙏",
    "\u200b",
    "đđđ",
    "ko",
    "hết",
    "cứ tính",
    "lúc nãy ghi nhầm",
    "kế hoạch",
    "mới được",
    "trong đó",
    "à quên",
    "phẩy",
    "người nghèo",
    "còn bao nhiêu?",
]
_BETWEEN = [" ", " ", " ", ", ", "; ", "\n", ". ", " và ", " - ", ": "]
_FACTORS = [
    Decimal(one) for one in ("1", "0.36", "0.036", "0.0024", "0.1", "0.01", "0.001", "0.0001", "0.5", "1000", "1000000")
]
_LAST = [Decimal(value) for value in read_messages.LAST_WEEK.values() if isinstance(value, Decimal)]
_EXACT = Decimal("0.000001")
_CHOICES = (Decimal(0), Decimal(1))  # of a yes, a no, a choice, or of nothing at all


@dataclass(frozen=True, slots=True)
class Message:
    """A text, and the numbers that were put into it."""

    text: str
    numbers: tuple[Decimal, ...]

    def may_be(self, value: Decimal) -> bool:
        """Whether the text holds a value or computes it."""
        exact = value.quantize(_EXACT)
        if (
            value in _CHOICES
            or value in _LAST
            or any(exact == number * factor for number in self.numbers for factor in _FACTORS)
        ):
            return True
        held = self._held()
        if exact in held or _is_sum_of_two(exact, held):
            return True
        return len(held) < 60 and any(_is_sum_of_two(exact - one, held - {one}) for one in held)

    def _held(self) -> set[Decimal]:
        """The numbers and their halves more in every unit, two beside one another, changes of last week's figures."""
        held = {number * factor for number in self.numbers for factor in _FACTORS}
        held |= {number * Decimal("1.5") * factor for number in (Decimal(1), *self.numbers) for factor in _FACTORS}
        # «545 mẫu 8 sào» is one figure, which «3 mẫu … thêm» may stand before.
        beside = itertools.pairwise(self.numbers)
        held |= {
            one * large + two * small
            for one, two in beside
            for large in _FACTORS
            for small in _FACTORS
            if large > small
        }
        held |= {last + sign * number for last in _LAST for number in self.numbers for sign in (1, -1)}
        return {one.quantize(_EXACT) for one in held}


def _is_sum_of_two(total: Decimal, held: set[Decimal]) -> bool:
    return any(total - one in held and total - one != one for one in held)


def generate(source: random.Random) -> Message:
    """Two to nine pieces: names, figures with and without units, and noise."""
    pieces, found = [], []
    for _ in range(source.randint(2, 9)):
        kind = source.random()
        if kind < 0.4:
            number, said = _figure(source)
            found += number
            pieces.append(said + source.choice(_UNITS))
        else:
            pieces.append(source.choice(_NAMES if kind < 0.65 else _NOISE))
    text = "".join(piece + source.choice(_BETWEEN) for piece in pieces).strip()
    if source.random() < 0.1:
        text = text.upper()
    digits = [Decimal(one) for one in _digits_in(text)]
    return Message(text, tuple(dict.fromkeys([*found, *digits])))


def _figure(source: random.Random) -> tuple[list[Decimal], str]:
    number = source.choice([source.randint(0, 20), source.randint(0, 600)])
    if number < 10 and source.random() < 0.3:
        return [Decimal(number)], _DIGITS[number]
    if source.random() < 0.15:
        tenths = source.randint(1, 9)
        return [Decimal(f"{number}.{tenths}"), Decimal(number), Decimal(tenths)], f"{number},{tenths}"
    return [Decimal(number)], str(number)


def _digits_in(text: str) -> Iterator[str]:
    """Every run of digits, also those of dates and headings, and thousands written with a space: «330 240,1»."""
    text = re.sub(" +", " ", text.replace("\u200b", ""))  # nobody sees it: «166k 7» across one is the same number
    yield from (
        one.replace(" ", "").replace(",", ".") for one in re.findall(r"(?<!\d)(?=(\d{1,3}(?: \d{3})+(?:,\d+)?))", text)
    )
    for is_digit, run in itertools.groupby(text, str.isdecimal):
        if is_digit:
            yield "".join(run)
    said = re.sub("|".join(_DIGITS[1:]), lambda word: str(_DIGITS.index(word[0])), text.lower())
    for thousands, rest in re.findall(r"(\d+)k (\d{1,3})(?!\d)", said):  # «560k 355», and «5k một» as «5,1k»
        yield str(int(thousands) * 1000 + int(rest))
        yield str(Decimal(f"{thousands}.{rest}") * 1000)
