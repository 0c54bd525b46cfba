"""ĐỔI GIỜ: one week, or from a week on; what is over or promised is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.audit import Action
from models.outbox_states import Purpose
from tests.commune import Stand
from tests.presses import decisions


@pytest.fixture
def office(stand: Stand) -> Stand:
    """A head and an officer, on the Tuesday before week 47 is asked about."""
    stand.join("son", "hoa")
    stand.heard()
    return stand


def _deadlines(stand: Stand) -> dict[int, str]:
    with stand.context() as context:
        weeks = [context.calendar.period(2026, number) for number in (47, 48, 49)]
        return {week.number: f"{context.calendar.schedule(week).deadline:%H:%M}" for week in weeks}


def test_one_week_alone(office: Stand) -> None:
    """The others keep their hour."""
    office.say("hoa", "ĐỔI GIỜ HẠN 16 GIỜ 30 TUẦN 48")
    assert "Riêng tuần 48: hạn 16 giờ 30 thứ Năm 26/11 (trước là 16 giờ)." == office.heard("hoa")[-1].text
    assert {47: "16:00", 48: "16:30", 49: "16:00"} == _deadlines(office)


def test_from_a_week_on(office: Stand) -> None:
    """What was before stays as it was."""
    office.say("hoa", "đổi giờ hạn 15h30 từ tuần 48")
    assert "Từ tuần 48: hạn 15 giờ 30 thứ Năm 26/11 (trước là 16 giờ)." == office.heard("hoa")[-1].text
    assert {47: "16:00", 48: "15:30", 49: "15:30"} == _deadlines(office)


def test_the_jobs_follow(office: Stand, tmp_path: Path) -> None:
    """Asked at ten instead of eight, by a process that was started since."""
    office.say("hoa", "ĐỔI GIỜ CÂU HỎI 10 GIỜ TUẦN NÀY")
    again = Stand(tmp_path, store=office.store, keys_from=1000)
    asked = []
    for instant in ("2026-11-18T08:00", "2026-11-18T10:00"):
        again.at(instant)
        again.tick()
        asked.append(sum(row.purpose is Purpose.QUESTION for row in again.heard("son")))
    assert [0, 1] == asked


def test_a_deadline_that_was_told_is_not_moved_forward(office: Stand) -> None:
    """The week's questions are out; later is GIA HẠN's or ĐỔI GIỜ's, earlier is nobody's."""
    office.at("2026-11-18T08:00")
    office.tick()
    office.heard()
    office.say("hoa", "ĐỔI GIỜ HẠN 15 GIỜ TUẦN NÀY")
    assert "không đóng sớm" in office.heard("hoa")[-1].text
    office.say("hoa", "ĐỔI GIỜ CÂU HỎI 9 GIỜ TUẦN NÀY")
    assert "Giờ câu hỏi của tuần 47 đã qua, không đổi được nữa." == office.heard("hoa")[-1].text
    assert 0 == decisions(office, Action.CAMPAIGN_OVERRIDE)


def test_hours_stay_in_their_order(office: Stand) -> None:
    """A deadline behind the list of who is late is refused as it would be in the campaign file."""
    office.say("hoa", "ĐỔI GIỜ HẠN 18 GIỜ TUẦN 48")
    assert office.heard("hoa")[-1].text.startswith("Chưa đổi: giờ trong tuần phải đúng thứ tự.")
    assert {47: "16:00", 48: "16:00", 49: "16:00"} == _deadlines(office)


@pytest.mark.parametrize("words", ["", " HẠN", " HẠN 25 GIỜ TUẦN 48", " GIỜ NGHỈ 9 GIỜ TUẦN 48", " HẠN 17 GIỜ TUẦN 60"])
def test_what_cannot_be_read_is_answered_with_the_hours(office: Stand, words: str) -> None:
    """The hours in force, and two examples that work."""
    office.say("hoa", f"ĐỔI GIỜ{words}")
    text = office.heard("hoa")[-1].text
    assert "hạn 16 giờ" in text
    assert "ĐỔI GIỜ HẠN 16 GIỜ 30 TUẦN 48" in text


def test_a_head_changes_nothing(office: Stand) -> None:
    """The wrong role."""
    office.say("son", "ĐỔI GIỜ HẠN 16 GIỜ 30 TUẦN 48")
    assert 0 == decisions(office, Action.CAMPAIGN_OVERRIDE)
