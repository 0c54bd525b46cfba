"""Figures mixed with noise, by the thousand: `python -m tests.fuzzing --readings 1000000 --turns 20000`.

Nothing may raise, and no value may be read or stored that the message does not hold or compute: a number of it in some
unit, a sum of such, a change of last week's figure, last week's figure itself, or nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from decimal import Decimal

from bot.cli import read_messages
from campaign.parsing import choices, messages, numbers
from tests import commune
from tests.noisy_messages import Message, generate

_FIELDS = [
    numbers.Field("người", flow=False, last=Decimal(9)),
    numbers.Field("hộ", flow=False, last=Decimal(12)),
    numbers.Field("ha"),
    numbers.Field("tấn"),
    numbers.Field("người", flow=False),
]


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
