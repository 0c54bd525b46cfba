"""Roll-ups: what a provincial leader reads. One screen, coverage first, however many communes there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.channels.zalo.sending import LONGEST_TEXT
from bot.outbox import rendering
from campaign import meaning
from campaign.assessment.result import Result
from campaign.assessment.status import Status
from campaign.calendar import ReportingWeek
from campaign.roll_up import MOST_MEASURES, RollUp
from reports import roll_up as report
from reports import roll_up_changes
from reports.roll_up import Contribution, Given, Table
from reports.roll_up_sums import Frozen
from services import frozen_results, roll_ups, wording
from tests import rolled_up
from tests.commune import Stand

WEEK = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)


@pytest.fixture(scope="module")
def above_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """For what needs a campaign and no database."""
    stand = Stand(tmp_path_factory.mktemp("above"))
    yield stand
    stand.close()


def _everything(stand: Stand) -> RollUp:
    """As many measures as a file may ask for, those with the longest names."""
    campaign = stand.deployment.campaign.as_written
    longest = sorted(campaign.measures, key=lambda one: -len(one.name))[:MOST_MEASURES]
    return rolled_up.roll_up(stand, measures=tuple(one.id for one in longest))


def _given(stand: Stand, made: RollUp, count: int, *otherwise: int, value: int = 1200) -> list[Contribution]:
    """Communes with everything; those `otherwise` mean something else by all of it."""
    figure = {"value": value, "numerator": value, "denominator": 2000, "target": 900, "base": 1300, "met": False}
    found = []
    for number in range(count):
        figures = {one: replace(rolled_up.frozen(stand, one, **figure), marked=1) for one in made.measures}
        if number in otherwise:
            figures = {one: replace(had, meaning="otherwise") for one, had in figures.items()}
        found.append(Contribution(f"{number:05}", f"xã Tên Dài Thứ {number}", figures))
    return found


def test_sixty_five_communes_fit_one_message(above_all: Stand) -> None:
    """Of Telegram and of Zalo: fifteen measures, seven communes that count all of them otherwise; and a correction."""
    made = _everything(above_all)
    table = report.build(made, WEEK, Given(_given(above_all, made, 58, *range(51, 58)), 65, 4))
    text = roll_ups.text(table)
    assert "58/65 xã đã đăng; 4 xã chưa góp số." in text.split("\n")[1]
    assert text.endswith(
        "Không cộng, vì xã tính khác: tất cả của xã Tên Dài Thứ 51, xã Tên Dài Thứ 52, xã Tên Dài Thứ 53, "
        "xã Tên Dài Thứ 54, xã Tên Dài Thứ 55 và 2 xã khác."
    )
    assert rendering.units(text) < LONGEST_TEXT
    by_now = report.corrected(made, table, Given(_given(above_all, made, 65, 64, value=1300), 65, 4))
    lines = roll_up_changes.between(table, by_now)
    said = wording.roll_up_correction(made.name, 47, 1, lines, is_late=roll_up_changes.has_late(table, by_now))
    assert 1 + MOST_MEASURES <= len(lines)
    assert rendering.units(said) < 4096


def test_what_is_not_told_stands_at_the_end_and_once(above_all: Stand) -> None:
    """A screen of «chưa đủ 3 xã để cộng» says nothing; what decides stands above it."""
    made = rolled_up.roll_up(above_all)
    nobody = report.build(made, WEEK, Given([], 5, 2))
    assert roll_ups.text(nobody) == (
        "TỔNG HỢP LIÊN XÃ TUẦN 47 (13–19/11/2026)\nTỉnh Lạng Sơn: 0/5 xã đã đăng; 2 xã chưa góp số.\n\n"
        "Chưa đủ 3 xã để cộng."
    )
    given = _given(above_all, made, 4, 3)
    for number, one in enumerate(given):
        few = rolled_up.frozen(above_all, "QP2a", value=1, base=2)
        figures = {**one.figures, "QP2a": few}
        given[number] = replace(one, figures={key: had for key, had in figures.items() if key != "XH5" or number > 1})
    assert roll_ups.text(report.build(made, WEEK, Given(given, 5))).split("\n\n")[2] == (
        "Chưa đủ 3 xã để cộng: Nhà văn hóa thôn.\n"
        "Không nêu, để không lộ số nhỏ của một xã: Vụ tai nạn giao thông.\n"
        "Không cộng, vì xã tính khác: 4 chỉ số của xã Tên Dài Thứ 3."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("633 hộ; 0/3 xã đạt", "642 hộ; 1/3 xã đạt", "633 → 642 hộ; 0/3 → 1/3 xã đạt"),
        ("633 hộ; 0/3 xã đạt", "633 hộ; 0/3 xã đạt; 01 số đang đối chiếu", "nay 01 số đang đối chiếu"),
        ("633 hộ; 02 số đang đối chiếu", "642 hộ", "633 → 642 hộ; hết số đang đối chiếu"),
        ("633 hộ", "không nêu", "633 hộ → không nêu"),
        ("633 hộ (cộng 3 xã)", "1.266 hộ (cộng 6 xã)", "633 hộ (cộng 3 xã) → 1.266 hộ (cộng 6 xã)"),
        (
            "30 vụ (cùng kỳ 32 vụ); 3/4 xã đạt",
            "31 vụ (cùng kỳ 34 vụ); 3/4 xã đạt",
            "30 vụ (cùng kỳ 32 vụ) → 31 vụ (cùng kỳ 34 vụ)",
        ),
        ("30 vụ (cùng kỳ 32 vụ)", "30 vụ (cùng kỳ 34 vụ)", "30 vụ (cùng kỳ 32 → 34 vụ)"),
        ("2/3 xã đạt", "3/3 xã đạt", "2/3 → 3/3 xã đạt"),
        ("633 hộ", "642 hộ; 1/3 xã đạt", "633 hộ → 642 hộ; 1/3 xã đạt"),
    ],
)
def test_a_correction_says_each_part_once(old: str, new: str, said: str) -> None:
    """What reads the same is not said again."""

    def table(words: str) -> Table:
        line = report.Line("XH3", "Hộ nghèo", words)
        return Table("tỉnh", "2026-W47", 47, "13", "19/11/2026", 3, 5, 0, (line,))

    assert [f"Hộ nghèo: {said}"] == roll_up_changes.between(table(old), table(new))


@pytest.mark.parametrize(
    ("status", "met"),
    [
        (Status.EXCEEDED, True),
        (Status.MET, True),
        (Status.BORDERLINE, False),  # just at «trên 98%»
        (Status.BEHIND, False),
        (Status.FAR, None),
        (Status.NO_DATA, None),
    ],
)
def test_a_commune_reaches_its_target_by_its_own_verdict(above_all: Stand, status: Status, met: bool | None) -> None:
    """As its own post says, exactly at the target too; across the line by its own correction."""
    measure = above_all.deployment.campaign.as_written.by_id["XH1"]
    one = Result(measure="XH1", status=status, rule="", value=Decimal(98))
    assert met is frozen_results.frozen(measure, one).met


@pytest.mark.parametrize("key", ["unit", "name", "reading"])
def test_any_other_word_is_another_measure(above_all: Stand, key: str) -> None:
    """Unit, wording, year's start, direction: the commune is named, and not added."""
    made = rolled_up.roll_up(above_all, measures=("XH3",))
    measure = made.campaign.by_id["XH3"]
    figures = {"XH3": rolled_up.frozen(above_all, "XH3", value=1200, met=False, marked=1)}
    given = [Contribution(f"{number:05}", f"xã Tên Dài Thứ {number}", figures) for number in range(4)]
    mark = meaning.of(replace(measure, **{key: "khác"}))  # type: ignore[arg-type]
    assert mark != meaning.of(measure) != meaning.of(replace(measure, year_start=(12, 15), falling_is_good=False))
    given[3] = replace(given[3], figures={"XH3": Frozen(mark, value=Decimal(7))})
    (line,) = report.build(made, WEEK, Given(given, 5)).lines
    assert ("3.600 hộ; 0/3 xã đạt; 03 số đang đối chiếu", ("xã Tên Dài Thứ 3",)) == (line.said, line.other)
