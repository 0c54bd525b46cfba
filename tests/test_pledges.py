"""Giao ước: what is proposed, that it holds up no question of the week, what it becomes, and who may change it when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from campaign.assessment import goal
from models import pledges, targets, units
from models.pledges import AGREED, MADE, SIGNED, Pledge
from reports import pledge_paper
from reports.period import document
from reports.period.dossier import Dossier
from services import (
    period_dossier,
    pledge_opening,
    pledge_papers,
    pledge_results,
    pledge_text,
    unit_results,
    year_closing,
)
from services.capability import Quota
from services.context import Context
from tests.commune import Stand, deployment

D = Decimal
RATE, STOCK, SUM, KEPT, YES = "XH1", "XH3", "KT1a", "KT6a", "XH5"


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    made.join("son", "hoa", "lam")
    made.at("2027-01-05T09:00")
    yield made
    made.close()


@pytest.fixture
def opened(stand: Stand) -> Stand:
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")
    return stand


def of_son(context: Context) -> Pledge:
    unit = units.by_code(context.session, context.commune, "T01")
    assert unit is not None
    found = pledges.of_unit(context.session, unit.id, 2027)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("measure", "last", "target", "fall", "proposed"),
    [
        (RATE, D("97.24"), D(98), 10, D(98)),  # the larger of both
        (RATE, D("98.66"), D(98), 10, D("98.7")),
        (RATE, None, None, 10, None),  # blank, never 0
        (SUM, D("40.5"), None, 10, D("40.5")),
        (KEPT, D("37.4"), D(50), 10, D("37.4")),  # «duy trì» keeps what was
        (STOCK, D(12), D(0), 10, D(11)),  # 10 % of 12, and the end's target is not the year's
        (STOCK, D(3), D(0), 10, D(2)),  # one at least
        (STOCK, D(3), D(0), 0, D(3)),
        (STOCK, D(0), D(0), 20, D(0)),
        (STOCK, None, D(0), 20, None),
        (YES, D(0), D(100), 0, D(100)),
    ],
)
def test_what_is_proposed(
    measure: str, last: Decimal | None, target: Decimal | None, fall: int, proposed: Decimal | None
) -> None:
    """year.md 2: the better of last year and target, a falling stock less the officer's fall, else nothing."""
    one = deployment().campaign.as_written.by_id[measure]
    assert proposed == pledge_opening.propose(one, last, target, fall)


def test_the_questions_of_the_week_go_on(opened: Stand) -> None:
    """A number typed below the pledge is the week's answer; the pledge waits, and ĐỒNG Ý CẢ works after it."""
    opened.at("2027-01-06T08:00")
    opened.tick()
    opened.say("son", "7")
    assert "7 người" in opened.heard("son")[-1].text
    opened.say("hoa", "GIAO ƯỚC")
    opened.say("son", "đồng ý cả")
    with opened.context() as context:
        assert AGREED == of_son(context).state
    opened.say("son", "0")
    assert "gieo" in opened.heard("son")[-1].text.lower()


def test_agreed_lines_are_pledged_targets_of_the_whole_year(opened: Stand) -> None:
    """Every line with a measure that can have one; nothing was promised before, and a change is one record more."""
    with opened.context() as context:
        pledge = of_son(context)
        assert not [one for one in targets.of_commune(context.session, context.commune.id) if one.is_pledged]
        wanted = {one.measure: one.value for one in pledge.lines if one.measure != KEPT}
    opened.tap("son", "Đồng ý cả")
    opened.say("son", "GIAO ƯỚC 6: 9")
    with opened.context() as context:
        found = targets.of_commune(context.session, context.commune.id)
        mine = {one.measure: goal.pledge(_measure(context, one.measure), one.unit, found, date(2027, 12, 31))
                for one in found if one.is_pledged}  # fmt: skip
        assert wanted | {STOCK: D(9)} == mine
        (change,) = [one for line in of_son(context).lines for one in line.changes]
        assert (D(11), D(9), MADE) == (change.old, change.new, change.state)


def _measure(context: Context, name: str):  # type: ignore[no-untyped-def]
    return context.campaign.by_id[name]


def test_a_signed_pledge_is_lowered_late_by_a_leader_alone(opened: Stand) -> None:
    """From 1/10 the officer's «Đồng ý đổi» asks the leaders; raising one stays the officer's."""
    opened.tap("son", "Đồng ý cả")
    opened.say("hoa", "GIAO ƯỚC KÝ BẢN CÒN")
    opened.at("2027-10-04T09:00")
    opened.say("son", "GIAO ƯỚC 6: 12 vì lũ")
    opened.tap("hoa", "Đồng ý đổi")
    with opened.context() as context:
        assert (SIGNED, D(11)) == (of_son(context).state, _stock(context))
    opened.tap("lam", "Đồng ý đổi")
    with opened.context() as context:
        assert D(12) == _stock(context)
    opened.say("son", "GIAO ƯỚC 6: 8 vì đã xóa thêm")
    opened.tap("hoa", "Đồng ý đổi")
    with opened.context() as context:
        assert D(8) == _stock(context)


def _stock(context: Context) -> Decimal | None:
    return next(one.value for one in of_son(context).lines if one.measure == STOCK)


def test_kept_lines_are_counted_by_the_measure_s_own_word(opened: Stand) -> None:
    """A second reckoning from the standings; a doubtful figure is never kept."""
    opened.tap("son", "Đồng ý cả")
    with opened.context() as context:
        pledge = of_son(context)
        period = context.calendar.of("2027-W01")
        standings = unit_results.results(context, pledge.unit, period)
        found = pledge_results.of_pledge(context, pledge, standings)
        by_id = {one.measure: one for one in standings}
        for one in found:
            value, pledged = by_id[one.measure.id].value, one.line.value
            if value is not None and pledged is not None:
                better = -1 if one.measure.falling_is_good else 1
                assert one.is_kept == ((value - pledged) * better >= 0), one.measure.id
        assert {True, False, None} == {one.is_kept for one in found}


def test_who_has_agreed_is_forgotten_the_pledge_is_not(opened: Stand) -> None:
    """RÚT TÊN; and what is kept is told before."""
    opened.tap("son", "Đồng ý cả")
    opened.say("son", "DỮ LIỆU CỦA TÔI")
    assert "năm 2027" in opened.heard("son")[-1].text
    opened.say("son", "RÚT TÊN")
    opened.tap("son", "Rút tên tôi")
    with opened.context() as context:
        assert (AGREED, None) == (of_son(context).state, of_son(context).agreed_by)


@pytest.mark.parametrize(
    "words",
    [
        "GIAO ƯỚC 99: 1", "GIAO ƯỚC 6: 900", "GIAO ƯỚC 4: 200", "GIAO ƯỚC 1: 1e9", "GIAO ƯỚC thêm " + "á" * 121,
        "GIAO ƯỚC 6: 9 à nhầm 8", "GIAO ƯỚC 6: 9 người", "GIAO ƯỚC 6: 9; 1: 2 mẫu", "GIAO ƯỚC 6: còn 9",
    ],
)  # fmt: skip
def test_what_cannot_be_pledged_changes_nothing(opened: Stand, words: str) -> None:
    """No such line, more than there are, more than all, no number, too long, unsure, in another unit."""
    opened.say("son", words)
    assert "trục trặc" not in opened.heard("son")[-1].text
    with opened.context() as context:
        pledge = of_son(context)
        assert "proposed" == pledge.state
        assert all(one.value == one.proposed for one in pledge.lines)


def test_a_signed_line_in_words_changes_with_consent_and_both_stay(opened: Stand) -> None:
    """Asked, consented to, printed with what was signed; without a reason nothing is asked."""
    opened.say("son", "GIAO ƯỚC thêm làm 300 m đường")
    opened.tap("son", "Đồng ý cả")
    opened.say("hoa", "GIAO ƯỚC KÝ BẢN CÒN")
    opened.say("son", "GIAO ƯỚC thêm làm 200 m đường")
    with opened.context() as context:
        assert [] == of_son(context).lines[-1].changes
    opened.say("son", "GIAO ƯỚC thêm làm 200 m đường vì vướng suối, lý do: mưa lũ")
    with opened.context() as context:
        assert "làm 300 m đường" == of_son(context).lines[-1].text
    opened.tap("hoa", "Đồng ý đổi")
    with opened.context() as context:
        line = of_son(context).lines[-1]
        assert "làm 200 m đường vì vướng suối" == line.text
        assert [("làm 300 m đường", "mưa lũ")] == [(one.old_text, one.reason) for one in line.changes]
        what = pledge_papers.describe(context, 2027, [of_son(context)], pledge_papers.PAPER)
    cells = [
        cell.text
        for one in Document(BytesIO(pledge_paper.write(what))).tables
        for row in one.rows
        for cell in row.cells
    ]
    assert any("lúc ký: «làm 300 m đường»; sửa ngày 05/01/2027" in one for one in cells)


def test_opening_tells_what_a_counting_messenger_has_left(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is opened: what it would cost beside the weekly questions."""
    real = Context.can
    quota = Quota("zalo:test", 3000, 100)
    monkeypatch.setattr(Context, "can", lambda self, bot: replace(real(self, bot), quota=quota))
    stand.say("hoa", "GIAO ƯỚC")
    assert "còn 3.000 tin tháng này, lần này hết 1 tin, tính cả trả lời thì tới 3 tin" in stand.heard("hoa")[-1].text


@pytest.mark.parametrize(
    ("measure", "said"), [("XH1", "trên 98%, ít nhất 502/512 người"), ("XH7a", "98%, ít nhất 502/512 hộ"), ("XH5", "")]
)
def test_a_share_is_told_with_whom_it_is_of(measure: str, said: str) -> None:
    """Families are households, not people."""
    of = deployment().campaign.as_written.by_id[measure]
    assert (said or "chưa đạt") == pledge_text.amount(of, D(98), D(512))


def test_officers_are_reminded_in_january_once(stand: Stand) -> None:
    """On the morning of a working day, as long as nothing is open."""
    stand.tick()
    said = [row for row in stand.heard("hoa") if "mở giao ước năm 2027" in row.text]
    assert 1 == len(said)
    stand.at("2027-01-07T09:00")
    stand.tick()
    assert not [row for row in stand.heard("hoa") if "mở giao ước" in row.text]


def test_the_year_s_verdict_counts_kept_lines(tmp_path: Path) -> None:
    """CHỐT NĂM tells officers who kept all, and «m/n dòng» of the others; THÔN of the year tells each line."""
    stand = Stand(tmp_path)
    stand.join("son", "hoa")
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")
    stand.tap("son", "Đồng ý cả")
    stand.at("2027-01-18T09:00")
    stand.say("hoa", "CHỐT NĂM 2026")
    told = stand.heard("hoa")[-1].text
    stand.say("hoa", "THÔN BẢN CÒN NĂM 2026")
    of_unit = stand.heard("hoa")[-1].text
    with stand.context() as context:
        ((unit, kept, of),) = pledge_results.of_year(context, 2026)
        table = period_dossier.compile_dossier(context, year_closing.year_of(2026))
    stand.close()
    assert {"T01": f"{kept}/{of}"} == table.pledges
    assert table == Dossier.from_json(table.to_json())
    cells = [
        cell.text.replace("\u200b", "")
        for one in Document(BytesIO(document.write(table))).tables
        for cell in one.row_cells(1)
    ]
    assert f"{kept}/{of}" in cells
    assert f"Giao ước: 0/1 nơi đạt đủ các dòng. Còn lại: {unit.short_name} {kept}/{of} dòng." in told
    assert f"So với giao ước năm 2026: đạt {kept}/{of} dòng." in of_unit
    assert 0 < kept < of
