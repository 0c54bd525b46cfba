"""Figures mixed with noise, by the thousand: `python -m tests.fuzzing --readings 1000000 --turns 20000`.

Nothing may raise, and no value may be read or stored that the message does not hold or compute: a number of it in some
unit, a sum of such, a change of last week's figure, last week's figure itself, or nothing.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from decimal import Decimal

from bot.cli import read_messages
from campaign.parsing import choices, messages, numbers
from tests import commune

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
_FIELDS = [
    numbers.Field("người", flow=False, last=Decimal(9)),
    numbers.Field("hộ", flow=False, last=Decimal(12)),
    numbers.Field("ha"),
    numbers.Field("tấn"),
    numbers.Field("người", flow=False),
]


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


def readings(count: int, seed: int = 1) -> list[str]:
    """What went wrong in so many messages through the reading functions; [] when nothing did."""
    source, found = random.Random(seed), []
    campaign = commune.deployment().campaign.as_written
    options = [one for measure in campaign.measures for one in measure.inputs if len(one.options) > 2]
    asked = [
        messages.Question("XH1", ("bhyt", "thẻ", "chưa thẻ"), _FIELDS[0]),
        messages.Question("XH3", ("nghèo", "hộ nghèo"), _FIELDS[1], other_names=("cận nghèo",)),
        messages.Question("KT1a", ("gieo",), _FIELDS[2]),
    ]
    for _ in range(count):
        message = generate(source)
        for field in _FIELDS:
            reading = numbers.read(message.text, field)
            if isinstance(reading, numbers.Value) and not message.may_be(reading.value):
                found.append(f"{message.text!r} in {field.unit}: {reading.value}")
        choices.read(message.text, options[0].options, options[0].aliases)
        for mention in heard.mentions if (heard := messages.read(message.text, ["XH1", "KT1a"], asked, "XH1")) else ():
            question = next(one for one in asked if one.key == mention.key)
            answer = question.read(mention.words)
            if isinstance(answer, numbers.Value) and not message.may_be(answer.value):
                found.append(f"{message.text!r} for {mention.key}: {answer.value}")
    return found


def turns(count: int, seed: int = 2) -> list[str]:
    """The same through whole turns of a reporting week."""
    source, found = random.Random(seed), []
    rehearsal = read_messages.rehearse(commune.deployment().campaign)
    every = ["XH1", "KT1a", "XH3", "XH5", "KT3b", "KT1b"]
    for _ in range(count):
        message = generate(source)
        heard = rehearsal.hear(message.text, every[: source.randint(1, len(every))])
        found += _wrong(message, [figure.value for figure in heard.given.values()])
        if not heard.said:
            found.append(f"{message.text!r}: no answer")
    rehearsal.close()
    return found


def _wrong(message: Message, values: Sequence[Decimal | None]) -> list[str]:
    return [f"{message.text!r}: {value}" for value in values if value is not None and not message.may_be(value)]


def _side_by_side(readings_wanted: int, turns_wanted: int, seed: int, workers: int | None) -> list[str]:
    """What went wrong, by so many processes (None: one a core), each portion with messages of its own.

    What is found goes to stderr at once.
    """
    portions = [(turns, size, seed + 2 * at + 1) for at, size in enumerate(_portions(turns_wanted, 1_000))]
    portions += [(readings, size, seed + 2 * at) for at, size in enumerate(_portions(readings_wanted, 10_000))]
    found: list[str] = []
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        running = [pool.submit(kind, size, own_seed) for kind, size, own_seed in portions]
        for done, portion in enumerate(as_completed(running), start=1):
            found += portion.result()
            sys.stderr.write(
                "\n".join([*portion.result(), f"{done} of {len(portions)} portions, {len(found)} found\n"])
            )
    return found


def _portions(count: int, size: int) -> list[int]:
    return [min(size, count - start) for start in range(0, count, size)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, help="processes beside one another; otherwise one a core")
    chosen = parser.parse_args()
    found = _side_by_side(chosen.readings, chosen.turns, chosen.seed, chosen.workers)
    lines = [
        *found[:50],
        f"{chosen.readings} readings, {chosen.turns} turns: {len(found)} values that no message holds",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
