"""How much processor time a reading takes on texts made to be slow, and whether it grows faster than the text.

Time is this thread's own, the least of a few runs, so that a busy machine does not make a pattern slow.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SHORT, LONG = 1024, 4096
LIMIT = 0.020  # seconds for LONG characters
GROWTH = 6  # times what SHORT takes; four would be linear, sixteen quadratic
_FLOOR = 0.0015  # below, a growth is the clock's noise
_STEPS = (22, 256, SHORT, LONG)  # an exponential pattern is caught by the first, a cubic one by the second
_QUICK = 0.0002  # what is done in that with 256 characters needs no third step
_RUNS = 8

Act = Callable[[str], object]

_UNITS = (
    *" \n\t\u00a0\u200baAzạđĐẠÝ019٣.,;:!?-_/@#()[]{}<>\"'=&%🙂\u0323",
    *("a ", "A ", "ạ ", "Ab ", "Ạb ", "ab ", "đa ", "AB ", "ĂN ", "Ab\n", "Ab, ", "Ab,\n", "Nguyễn Văn An, "),
    *(" \n", "\n ", " \t", ", ", ",\n", "; ", ". ", "1 ", "11 ", "1.", "1,", "1, ", "1: ", "1) ", "1.\n", "1/", "1-"),
    *("1.111", "1,111", " 111", "0 ", "a1", "1a", "a,", "a.", "a-", "a_", "a/", "a=", "a@", "a\n", "hai mươi "),
    *("a\u0323", "a\u0323\u0302\u0301", "\u0301\u0323", "<a", "[a", "\\", '\\"', '"a', "'a"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A text of any length: what it begins with, what is repeated, and what ends it."""

    head: str
    unit: str
    tail: str = ""

    def text(self, length: int) -> str:
        room = max(1, length - len(self.head) - len(self.tail))
        return self.head + (self.unit * (room // len(self.unit) + 1))[:room] + self.tail


def shapes() -> Iterator[Shape]:
    """Runs and mixtures of each kind of character, ended by themselves and by something that fits nothing."""
    for unit in _UNITS:
        yield Shape("", unit, "\x7f")
        if len(unit) < 3:
            yield Shape("", unit)


def shapes_for(pattern: re.Pattern[str]) -> Iterator[Shape]:
    """Runs made of the words and signs that stand in a pattern, and long runs behind each of them."""
    source = re.sub(r"\(\?P[<=]\w+[>)]?|\\[A-Za-z]|\(\?[<!:=a-z]+", " ", pattern.pattern)
    words = dict.fromkeys(re.findall(r"[^\W\d_]+(?: [^\W\d_]+)*", source))
    signs = dict.fromkeys(re.findall(r"[^\w\s]", source))
    for literal in [*list(words)[:6], *list(signs)[:10]]:
        yield Shape("", literal)
        yield Shape("", f"{literal} ", "\x7f")
        yield Shape("", f"{literal}a", "\x7f")
        for unit in (" ", "a", "1", "\n"):
            yield Shape(literal, unit, "\x7f")


def judge(act: Act, shape: Shape) -> str:
    """Why reading texts of this shape is too slow; "" when it is not."""
    spent: dict[int, float] = {}
    for length in _STEPS:
        if length == SHORT and spent[256] < _QUICK:
            continue
        text = shape.text(length)
        spent[length] = _least(act, text, runs=1)
        if spent[length] > LIMIT:
            spent[length] = min(spent[length], _least(act, text, runs=_RUNS))
        if spent[length] > LIMIT:
            return f"{spent[length] * 1000:.1f} ms for {length} characters like {shape.text(12)!r}"
    if spent[LONG] > _FLOOR and (times := growth(act, shape)) > GROWTH:
        return f"{times:.1f} times as long for four times the characters like {shape.text(12)!r}"
    return ""


def growth(act: Act, shape: Shape) -> float:
    """How many times as long four times the text takes; measured again while the machine seems to be busy."""
    short = long = float("inf")
    for _ in range(3 * _RUNS):
        short = min(short, _least(act, shape.text(SHORT), runs=2))
        long = min(long, _least(act, shape.text(LONG), runs=1))
        if long <= max(_FLOOR, GROWTH * short):
            break
    return long / max(short, _FLOOR / GROWTH)


def _least(act: Act, text: str, runs: int) -> float:
    least = float("inf")
    for _ in range(runs):
        began = time.thread_time()
        act(text)
        least = min(least, time.thread_time() - began)
        if least > 10 * LIMIT:
            break
    return least
