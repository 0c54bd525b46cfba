"""Roll-ups: what is added, what a measure must mean, and what nobody can work out of a sum."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaign import meaning
from campaign.calendar import ReportingWeek
from reports import roll_up as report
from reports.roll_up import Contribution, Given
from reports.roll_up_subtraction import Told
from reports.roll_up_sums import Frozen
from tests import rolled_up
from tests.commune import Stand

CASES = 300
MEASURES = (*rolled_up.MEASURES, "KT2", "KT4", "KT5", "KT6a", "XH6")  # one of each kind
DIVIDED, COUNTED = (
    {"XH1": (1000, "%"), "KT2": (10, " triệu đồng"), "KT5": (1000, "%")},
    {"XH5": "thôn", "XH6": "trường"},
)
WEEK = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)


def test_sums_ratios_and_counts_agree_with_a_reckoning_of_their_own(above_all: Stand) -> None:
    """Figures at random: missing ones, of another meaning, without denominator or with none to divide by, small ones,
    and a sum that was told before. Every printed line is reckoned here once more, with integers alone.
    """
    made, seen = rolled_up.roll_up(above_all, measures=MEASURES), set()
    for seed in range(CASES):
        draw = random.Random(seed)
        given = [_random(above_all, draw, number) for number in range(draw.choice([0, 2, 3, 3, 4, 4, 5, 12]))]
        known = _told_before(draw, given) if draw.random() < 0.4 else None
        told = {one: [known] for one in ("XH3", "QP2a")} if known is not None else {}
        table = report.build(made, WEEK, Given(given, 20, 3, told))
        assert (len(given), 20, 3) == (table.posted, table.communes, table.unwilling)
        for line in table.lines:
            mark = meaning.of(made.campaign.by_id[line.measure])
            mine = {one.code: one.figures[line.measure] for one in given if line.measure in one.figures}
            names = {one.code: one.name for one in given}
            assert [names[code] for code, one in mine.items() if one.meaning != mark] == list(line.other)
            added = {code: one for code, one in mine.items() if one.meaning == mark and one.value is not None}
            assert _reckoned(line.measure, added, known, len(given)) == line.said, (seed, line.measure)
            seen.add(line.said.partition(" ")[0] if line.said[0].isalpha() else "số")
    assert {"số", "không", "chưa"} <= seen


def _random(stand: Stand, draw: random.Random, number: int) -> Contribution:
    figures = {}
    for measure in MEASURES:
        if draw.random() < 0.05:
            continue  # the commune does not have it
        below = draw.choice([None, 0]) if draw.random() < 0.06 else draw.randint(20, 900)
        value = draw.choice([0, draw.randint(1, 4), draw.randint(5, 500), draw.randint(5, 500), draw.randint(5, 500)])
        figures[measure] = Frozen(
            meaning=rolled_up.frozen(stand, measure).meaning if draw.random() < 0.9 else "otherwise",
            value=None if draw.random() < 0.1 else Decimal(value),
            numerator=Decimal(value),
            denominator=None if below is None or measure not in (*DIVIDED, *COUNTED, "KT4") else Decimal(below),
            target=Decimal(draw.randint(1, 600)) if measure in ("KT1a", "KT6a") and draw.random() < 0.9 else None,
            base=Decimal(draw.choice([0, 3, 40, 50])) if measure == "QP2a" and draw.random() < 0.95 else None,
            met=draw.choice([True, False, None]),
            marked=draw.choice([0, 0, 0, 2]),
        )
    return Contribution(f"{number:05}", f"xã {number}", figures)


def _told_before(draw: random.Random, given: list[Contribution]) -> Told:
    """A sum of nearly the same communes, with what they had then."""
    codes = {one.code for one in given if draw.random() < 0.8} | ({"gone"} if draw.random() < 0.4 else set())
    had = Frozen("", value=Decimal(draw.choice([0, 3, 90])), base=Decimal(draw.choice([0, 3, 90])))
    return Told(frozenset(codes), {code: had for code in codes if draw.random() < 0.9})


def _reckoned(measure: str, added: dict[str, Frozen], told: Told | None, posted: int) -> str:
    """The line as plain integers give it."""
    if len(added) < 3:
        return "chưa đủ 3 xã để cộng"
    is_small_told = measure in ("XH3", "QP2a")
    if is_small_told and _is_found_out({code: int(one.value or 0) for code, one in added.items()}, told, "value"):
        return "không nêu"
    said = _sum_of(measure, list(added.values()))
    bases = {code: int(one.base) for code, one in added.items() if one.base is not None}
    if measure == "QP2a" and len(bases) == len(added) and not _is_found_out(bases, told, "base"):
        said += f" (cùng kỳ {_dots(sum(bases.values()))} vụ)"
    judged = [one.met for one in added.values() if one.met is not None]
    met = f"{judged.count(True)}/{len(judged)} xã đạt" if len(judged) >= 3 else ""
    if said and posted != len(added) and not (met and len(judged) == len(added)):
        said += f" (cộng {len(added)} xã)"
    marked = sum(one.marked for one in added.values())
    parts = [part for part in (said, met, f"{marked:02d} số đang đối chiếu" if marked else "") if part]
    return "; ".join(parts) or "chưa có số để cộng"


def _sum_of(measure: str, added: list[Frozen]) -> str:
    above, total = (sum(int(getattr(one, key) or 0) for one in added) for key in ("numerator", "value"))
    is_divided = all(one.denominator is not None for one in added)
    below, targets = (sum(int(getattr(one, key) or 0) for one in added) for key in ("denominator", "target"))
    if measure == "KT4":
        return ""  # a decision: it is counted alone
    if measure in DIVIDED:
        scale, unit = DIVIDED[measure]
        return f"{_half_up(scale * above, below)}{unit}" if is_divided and below else ""
    if measure in COUNTED:
        return f"{_dots(above)}/{_dots(below)} {COUNTED[measure]}" if is_divided else ""
    if measure in ("KT1a", "KT6a"):
        if not all(one.target is not None for one in added):
            return f"{_dots(total)},0 ha"
        planned = f", {_per_cent(1000 * total, targets)}% kế hoạch"
        return f"{_dots(total)},0 ha" + (planned if measure == "KT1a" else f" (mốc {_dots(targets)},0 ha)")
    return f"{_dots(total)} {'hộ' if measure == 'XH3' else 'vụ'}"


def _is_found_out(values: dict[str, int], told: Told | None, key: str) -> bool:
    """Everybody who could reckon, one by one: what they know is taken away, and what is left must not be one to four.

    Each commune knows its own, and may know besides what all communes without a small count have published; so does
    somebody who is of no commune. Then whoever was told another sum of nearly the same communes.
    """
    for who in ("", *values):
        for has_read in (False, True):
            known = {code for code, one in values.items() if code == who or (has_read and not 1 <= one <= 4)}
            if known and 1 <= sum(one for code, one in values.items() if code not in known) <= 4:
                return True
    if 1 <= sum(values.values()) <= 4:
        return True
    if told is None or not told.codes:
        return False
    apart = [code for code in {*values, *told.codes} if (code in values) != (code in told.codes)]
    if len(apart) not in (1, 2):
        return False
    then = {code: getattr(one, key) for code, one in told.figures.items()}
    left = [values[code] if code in values else then.get(code) for code in apart]
    return any(one is None or 1 <= one <= 4 for one in left)


def _per_cent(above: int, below: int) -> str:
    """Of a plan: 99,97 is not printed as the whole."""
    return "99,9" if above < 1000 * below and _half_up(above, below) == "100,0" else _half_up(above, below)


def _half_up(above: int, below: int) -> str:
    """Tenths of a per cent, rounded half up."""
    tenths = (2 * above + below) // (2 * below)
    return f"{_dots(tenths // 10)},{tenths % 10}"


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@pytest.fixture(scope="module")
def above_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """For what needs a campaign and no database."""
    stand = Stand(tmp_path_factory.mktemp("above"))
    yield stand
    stand.close()


def test_a_measure_means_what_its_file_says(above_all: Stand) -> None:
    """Another question, unit, input or comparison is another measure; another target or reminder is not."""
    measure = above_all.deployment.campaign.as_written.by_id["XH3"]
    other = replace(measure, inputs=(replace(measure.inputs[0], question="Mấy hộ?"),))
    assert meaning.of(measure) != meaning.of(other)
    assert meaning.of(measure) != meaning.of(replace(measure, unit="nhà"))
    assert meaning.of(measure) == meaning.of(
        replace(measure, label="nghèo", target=replace(measure.target, value=None))
    )
