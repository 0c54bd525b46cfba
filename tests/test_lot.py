"""The lot: repeated by a second implementation that knows nothing of ours; the same for ever, with equal chances."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from decimal import Decimal

import pytest

from reports import share_interval
from services import lot
from tests.short_form import every

LINES = 157


def again(seed: str, count: int, wanted: int) -> list[int]:
    """docs/decisions/0081, written anew: a stream of numbers, and the places that are still there."""
    drawn: list[int] = []
    counter = 0
    for taken in range(min(wanted, count)):
        size = count - taken
        while True:
            block = hashlib.sha256(bytes.fromhex(seed) + counter.to_bytes(8, "big")).hexdigest()
            counter += 1
            number = int(block[:16], 16)
            if number < (2**64 // size) * size:
                break
        place = number % size
        for earlier in sorted(drawn):
            place += earlier <= place
        drawn.append(place)
    return drawn


def seed_of(number: int) -> str:
    return hashlib.sha256(f"seed {number}".encode()).hexdigest()


@pytest.mark.parametrize("block", every(50, range(50)))
def test_a_second_implementation_draws_the_same(block: int) -> None:
    """10,000 seeds in the long form, 200 in the short one; of lists from one line to many."""
    for number in range(200 * block, 200 * (block + 1)):
        seed, count, wanted = seed_of(number), 1 + number % 997, 1 + number % 5
        assert again(seed, count, wanted) == lot.draw(seed, count, wanted)


# Never to be changed: who keeps a list of today must draw the same from it in ten years.
TABLE = {
    0: [13, 103],
    1: [138, 50],
    2: [108, 48],
    3: [124, 96],
    4: [8, 48],
    5: [140, 32],
    6: [91, 23],
    7: [144, 127],
    8: [1, 24],
    9: [15, 21],
    10: [44, 20],
    11: [117, 122],
    12: [74, 45],
    13: [72, 7],
    14: [7, 4],
    15: [98, 32],
    16: [73, 120],
    17: [154, 25],
    18: [62, 105],
    19: [102, 115],
}


def test_these_seeds_draw_this_for_ever() -> None:
    """Two of 157 by the first twenty seeds."""
    assert TABLE == {number: lot.draw(seed_of(number), LINES) for number in range(20)}


def test_what_would_favour_the_first_lines_is_passed_over() -> None:
    """Of a list of 2^63 + 1 lines almost every second block is no fair one."""
    count = 2**63 + 1
    assert 0 <= lot._below(count, lot._blocks(bytes(32))) < count
    unfair = [x for x, _ in zip(lot._blocks(bytes(32)), range(64), strict=False) if x >= count]
    assert unfair


def test_every_line_has_the_same_chance() -> None:
    """Chi-square over 2,000 draws of two among ten: below the bound that one in ten thousand passes."""
    counts = Counter(place for number in range(2000) for place in lot.draw(seed_of(number), 10))
    assert 33.7 > sum((counts[place] - 400) ** 2 / 400 for place in range(10))


def test_the_list_is_its_own_bytes() -> None:
    """Sorted by bytes, one line feed a line; the seed is the sum that sha256sum prints."""
    text = lot.canonical(("week=2026-W47",), ["T02|b", "T01|ộ", "T01|a"])
    assert "thidua-lot-1\nweek=2026-W47\ncount=3\nT01|a\nT01|ộ\nT02|b\n" == text
    assert ["T01|a", "T01|ộ", "T02|b"] == lot.lines_of(text)
    assert hashlib.sha256(text.encode()).hexdigest() == lot.seed(text)
    assert [0] == lot.draw(lot.seed(text), 1)
    assert [] == lot.draw(lot.seed(text), 0)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(19, 20, "76.3", "99.2"), (48, 50, "86.5", "98.9"), (50, 50, "92.8", "100.0"), (0, 30, "0.0", "11.4")],
)
def test_the_interval_is_wilson_s(right: int, of: int, low: str, high: str) -> None:
    """Rounded outwards; the ends solve |p − share| = z·√(p(1−p)/n), by which Wilson found them."""
    assert (Decimal(low), Decimal(high)) == share_interval.wilson(right, of)
    for end in share_interval.wilson(right, of):
        p = float(end) / 100
        if 0 < p < 1:
            assert abs(abs(p - right / of) - 1.959964 * math.sqrt(p * (1 - p) / of)) < 0.004  # a tenth outwards


def test_without_a_sample_there_is_no_interval() -> None:
    """Nor of more right than checked."""
    for right, of in ((0, 0), (3, 2), (-1, 5)):
        with pytest.raises(ValueError, match="no sample"):
            share_interval.wilson(right, of)
