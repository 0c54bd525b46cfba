"""GIA HẠN: until when a unit is on time, what everybody is told of it, and how far it goes."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest

from handlers.officer import typed_hours
from models import periods
from models.audit import Action
from models.outbox_states import Purpose
from services import filed_reports, missing
from services.inbound import Kind
from tests.commune import ZONE, Stand
from tests.presses import data_of, decisions, drafted, faults

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=ZONE)  # a Thursday


@pytest.fixture
def asked(stand: Stand) -> Stand:
    """Two heads were asked, two officers are there; it is the noon of the deadline day."""
    stand.ask("son", "hien", "hoa", "thu")
    stand.at("2026-11-19T12:00")
    stand.heard()
    return stand


def _is_on_time(stand: Stand, code: str) -> bool:
    with stand.context() as context:
        period = missing.asked_period(context)
        filings = filed_reports.filings_until(context, period.last, period.first)
        ids = {report.unit.code: report.unit_id for report in periods.reports(context.session, period.id)}
        return next(filing.on_time for filing in filings if filing.unit == ids[code])


def _answer_all(stand: Stand, who: str) -> None:
    stand.say(who, "9")
    stand.say(who, "0")
    stand.say(who, "không có gì mới")


def test_lateness_is_judged_by_the_extended_hour(asked: Stand) -> None:
    """Sent at 18: on time where it was extended until 20, late where it was not."""
    asked.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ")
    told = {row.chat_id: row.text for row in asked.heard()}
    assert "Chào ông Sơn. Xã gia hạn cho thôn Bản Còn đến 20 giờ hôm nay." == told["son"]
    assert "Thôn Bản Còn được gửi đến 20 giờ hôm nay. Đã báo 1 nơi." == told["hoa"]
    asked.at("2026-11-19T18:00")
    for who in ("son", "hien"):
        _answer_all(asked, who)
    assert (True, False) == (_is_on_time(asked, "T01"), _is_on_time(asked, "T02"))
    asked.heard()
    asked.say("hoa", "THÔN BẢN CÒN")
    assert "sau hạn" not in asked.heard("hoa")[-1].text


def test_every_text_tells_the_extended_hour(asked: Stand) -> None:
    """The reminder, the board, the list and the read-back say until when, each for its own unit."""
    asked.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ")
    asked.say("hoa", "BẢNG")
    board = asked.heard("hoa")[-1].text
    assert "hạn 16 giờ hôm nay" in board
    assert "Chưa gửi 2: Bản Còn (gia hạn đến 20 giờ hôm nay), Khuổi Mạ." in board
    asked.tap("hoa", "Nhắc 2 nơi")
    reminders = {row.chat_id: row.text for row in asked.heard() if row.purpose is Purpose.REMINDER}
    assert "hạn 20 giờ hôm nay" in reminders["son"]
    assert "hạn 16 giờ hôm nay" in reminders["hien"]
    asked.at("2026-11-19T19:00")
    asked.tick()
    assert {"hien"} == {row.chat_id for row in asked.heard() if row.purpose is Purpose.NOTE}


def test_closing_early_does_not_exist(asked: Stand) -> None:
    """Neither before the week's deadline, nor before an hour that was given already."""
    asked.say("hoa", "GIA HẠN BẢN CÒN 14 GIỜ HÔM NAY")
    assert "Hạn đang là 16 giờ hôm nay; chỉ gia hạn thêm được, không đóng sớm." == asked.heard("hoa")[-1].text
    asked.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ")
    asked.say("thu", "GIA HẠN BẢN CÒN 18 GIỜ HÔM NAY")
    assert "Hạn đang là 20 giờ hôm nay" in asked.heard("thu")[-1].text


def test_a_unit_gets_no_more_time_than_the_post_leaves(asked: Stand) -> None:
    """What comes after the post is an adjustment."""
    asked.say("hoa", "GIA HẠN BẢN CÒN 9 GIỜ THỨ SÁU")
    assert "Bài đăng 9 giờ ngày mai" in asked.heard("hoa")[-1].text
    assert 0 == decisions(asked, Action.DEADLINE_EXTENDED)


def test_for_all_the_post_is_moved_with_it(stand: Stand) -> None:
    """Until 10 on Friday, the post at half past ten: at nine nothing is posted, at half past ten it is."""
    drafted(stand, "son", "thu")
    stand.at("2026-11-20T07:45")
    stand.heard()
    stand.say("hoa", "GIA HẠN TẤT CẢ 10 GIỜ THỨ SÁU")
    stand.tap("hoa", "Dời bài sang 10 giờ 30")
    assert "Bài đăng 10 giờ 30 hôm nay." in stand.heard("hoa")[-1].text
    posts = []
    for instant in ("2026-11-20T09:00", "2026-11-20T09:59", "2026-11-20T10:30"):
        stand.at(instant)
        stand.tick()
        posts.append(sum(row.purpose is Purpose.POST for row in stand.heard()))
    assert [0, 0, 1] == posts


def test_an_early_approval_cuts_nobodys_time_short(stand: Stand) -> None:
    """While a unit has time «Duyệt, đăng ngay» says until when."""
    drafted(stand, "son", "thu")
    stand.at("2026-11-20T07:45")
    stand.say("thu", "GIA HẠN BẢN CÒN 8 GIỜ 30")
    stand.heard()
    stand.say("hoa", "DỰ THẢO")
    stand.tap("hoa", "Duyệt, đăng ngay")
    assert "8 giờ 30 hôm nay" in stand.heard("hoa")[-1].text


def test_a_posted_week_is_not_extended(asked: Stand) -> None:
    """The officer reads that later figures are adjustments; a button from before is an old button."""
    asked.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    asked.tap("hoa", "Đúng, nhóm lãnh đạo")
    asked.say("hoa", "GIA HẠN BẢN CÒN")
    data = data_of(asked, "hoa", "20 giờ hôm nay")
    for instant in ("2026-11-20T07:30", "2026-11-20T09:00"):
        asked.at(instant)
        asked.tick()
    asked.say("hoa", "GIA HẠN BẢN CÒN 10 GIỜ")
    assert "Bài tuần 47 đã đăng" in asked.heard("hoa")[-1].text
    asked.send("hoa", Kind.CHOICE, data=data, tapped="20 giờ hôm nay")
    assert 0 == decisions(asked, Action.DEADLINE_EXTENDED)
    assert [] == faults(asked)


def test_a_tap_after_a_restart_and_a_second_one(asked: Stand, tmp_path: Path) -> None:
    """Killed between the question and the tap: it still extends; tapped twice it extends once."""
    asked.say("hoa", "GIA HẠN TẤT CẢ")
    asked.heard()
    again = Stand(tmp_path, store=asked.store, keys_from=1000)
    again.clock.instant = asked.clock.instant
    again.heard()
    data = data_of(again, "hoa", "20 giờ hôm nay")
    for _ in range(2):
        again.send("hoa", Kind.CHOICE, data=data, tapped="20 giờ hôm nay")
    assert {"son", "hien", "hoa"} == {row.chat_id for row in again.heard()}
    assert 1 == decisions(again, Action.DEADLINE_EXTENDED)


def test_a_head_extends_nothing(asked: Stand) -> None:
    """With a question of the week open the words are no answer, and nobody gets more time."""
    asked.say("son", "GIA HẠN BẢN CÒN 20 GIỜ")
    asked.heard()
    assert 0 == decisions(asked, Action.DEADLINE_EXTENDED)


@pytest.mark.parametrize(
    ("typed", "name", "clock", "instant"),
    [
        ("Nà Pò 20 giờ", "Nà Pò", time(20), "2026-11-19T20:00"),
        ("Nà Pò 7h30", "Nà Pò", time(7, 30), "2026-11-20T07:30"),
        ("tất cả đến 7 giờ thứ Sáu", "tất cả", time(7), "2026-11-20T07:00"),
        ("Khu 3 8:15 ngày mai", "Khu 3", time(8, 15), "2026-11-20T08:15"),
        ("Bản Còn 9 giờ 20/11", "Bản Còn", time(9), "2026-11-20T09:00"),
    ],
)
def test_hours_are_read_as_they_are_typed(typed: str, name: str, clock: time, instant: str) -> None:
    """The name before the hour, the hour, and the first such hour that is still to come."""
    said, hour = typed_hours.split(typed)
    assert hour is not None
    assert (name, clock) == (said, hour.clock)
    assert datetime.fromisoformat(instant).replace(tzinfo=ZONE) == hour.after(NOON, NOON.date())


@pytest.mark.parametrize("typed", ["Nà Pò", "Nà Pò 25 giờ", "Nà Pò 20", "", "Khu 3"])
def test_what_is_no_hour_is_a_part_of_the_name(typed: str) -> None:
    """A number alone is none: villages have numbers too."""
    assert (typed, None) == typed_hours.split(typed)


def test_a_day_that_does_not_exist_is_no_hour_to_come() -> None:
    """«31/2» is never."""
    _, hour = typed_hours.split("Nà Pò 9 giờ 31/2")
    assert hour is not None
    assert hour.after(NOON, NOON.date()) is None


def test_the_list_of_who_is_missing_tells_who_has_more_time(asked: Stand) -> None:
    """The officer who calls them down knows whom not to call yet."""
    asked.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ")
    asked.at("2026-11-19T17:00")
    asked.tick()
    late_list = next(row.text for row in asked.heard("hoa") if row.purpose is Purpose.LATE_LIST)
    assert "gia hạn đến 20 giờ hôm nay), Khuổi Mạ (bà Hiên" in late_list
