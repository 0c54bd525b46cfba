"""The weekly lot: which figures are checked, drawn so that anybody can repeat it in ten years with SHA-256 alone.

The algorithm, «thidua-lot-1» (docs/decisions/0081), works on whole numbers only and on no library's random numbers:

1. The list is a text in UTF-8 with a line feed after every line: a head, then one line a figure, sorted by its bytes.
2. The seed is the SHA-256 of that text.
3. Block number c (from 0) is SHA-256(seed ‖ c), c as eight bytes, the most significant first. Its first eight bytes are
   a number x below 2^64.
4. To choose one of n: blocks are taken in order; x is passed over where x ≥ 2^64 − (2^64 mod n), so that every line has
   the same chance; the line at x mod n (from 0) is drawn and taken out, and the next one is chosen among n − 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

ALGORITHM = "thidua-lot-1"
DRAWN = 2  # figures a week
_RANGE = 1 << 64


def canonical(head: Sequence[str], lines: Iterable[str]) -> str:
    """The list as its seed is made of it: the algorithm's name, the head, how many there are, the sorted lines."""
    sorted_lines = sorted(lines, key=lambda line: line.encode())
    return "".join(f"{line}\n" for line in (ALGORITHM, *head, f"count={len(sorted_lines)}", *sorted_lines))


def parts_of(text: str) -> tuple[list[str], list[str]]:
    """The head of a canonical list, and the lines that are drawn from."""
    every = text.split("\n")[:-1]
    begins = next(number for number, line in enumerate(every) if line.startswith("count=")) + 1
    return every[:begins], every[begins:]


def lines_of(text: str) -> list[str]:
    """The lines of a canonical list that are drawn from, without its head."""
    return parts_of(text)[1]


def seed(text: str) -> str:
    """The seed of a canonical list, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def draw(seed_digits: str, count: int, wanted: int = DRAWN) -> list[int]:
    """The places (from 0) of the drawn ones among `count`, as they were drawn; all of them where there are fewer."""
    blocks, left = _blocks(bytes.fromhex(seed_digits)), list(range(count))
    return [left.pop(_below(len(left), blocks)) for _ in range(min(wanted, count))]


def _blocks(seed_bytes: bytes) -> Iterator[int]:
    counter = 0
    while True:
        yield int.from_bytes(sha256(seed_bytes + counter.to_bytes(8, "big")).digest()[:8], "big")
        counter += 1


def _below(limit: int, blocks: Iterator[int]) -> int:
    """A number below `limit`, each with the same chance: what would favour the small ones is passed over."""
    fair = _RANGE - _RANGE % limit
    return next(x for x in blocks if x < fair) % limit
