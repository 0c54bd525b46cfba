"""Roll-ups: a week after it was told. Late communes, withdrawn consents, changed files; what others correct is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select

from models import roll_ups
from models.database import Store
from models.outbox_states import Purpose
from models.roll_ups import RollUpPost
from scheduler.tick import tick
from services import roll_ups as at_work
from tests import commune, rolled_up
from tests.commune import Stand
from tests.rolled_up import GROUP, NEIGHBOURS, Above

MANY = tuple(f"{6001 + number:05}" for number in range(7))
NEXT = (2026, 48, date(2026, 11, 20), date(2026, 11, 26))


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Above]:
    """Seven neighbours that agree, of which the first four have posted and were told of."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path))
    made = Above(stand, MANY)
    made.agree(*MANY)
    made.bind()
    stand.at("2026-11-20T09:00")
    rolled_up.post_all(made, MANY[:4])
    (post,) = rolled_up.at(made, "2026-11-20T15:00")
    assert "4/8 xã đã đăng; 1 xã chưa góp số." in post.text
    assert "- Hộ nghèo: 846 hộ; 0/4 xã đạt" in post.text
    yield made
    stand.close()


def test_three_that_are_late_are_added_together(many: Above) -> None:
    """Two wait, whatever others correct; the third brings all of them, and the reason says so."""
    rolled_up.post_all(many, MANY[4:6], 4)
    assert [] == rolled_up.at(many, "2026-11-23T15:00")
    rolled_up.post_all(many, MANY[6:], 6)
    (mended,) = rolled_up.at(many, "2026-11-25T15:00")
    assert "- Đã đăng: 4/8 → 7/8 xã." in mended.text
    assert "- Hộ nghèo: 846 → 1.491 hộ; 0/4 → 0/7 xã đạt; 02 → 03 số đang đối chiếu." in mended.text
    assert mended.text.endswith("Lý do: có xã đính chính hoặc đăng muộn. Bài trước giữ nguyên.")


def test_what_others_correct_is_told_also_after_one_has_withdrawn(many: Above) -> None:
    """«Bài đã đăng giữ nguyên»: of a week that was told, the one that left stays in the sum as it was told. What it
    corrects after that is not used.
    """
    many.stand.at("2026-11-23T09:00")
    many.withdraw(MANY[3])
    many.corrects(MANY[3], rolled_up.example(many.stand, 90))
    many.corrects(MANY[0], rolled_up.example(many.stand, 9))
    (mended,) = rolled_up.at(many, "2026-11-23T15:00")
    assert "- Hộ nghèo: 846 → 855 hộ" in mended.text  # 219 + 211 + 212 + 213
    assert "Đã đăng" not in mended.text
    assert mended.text.endswith("Lý do: có xã đính chính. Bài trước giữ nguyên.")


def test_three_that_withdraw_change_no_week_that_was_told(many: Above) -> None:
    """From the next post on they are in no sum."""
    many.stand.at("2026-11-23T09:00")
    for code in MANY[1:4]:
        many.withdraw(code)
    assert [] == rolled_up.at(many, "2026-11-23T15:00")
    many.corrects(MANY[0], rolled_up.example(many.stand, 9))
    (mended,) = rolled_up.at(many, "2026-11-25T15:00")
    assert "- Hộ nghèo: 846 → 855 hộ" in mended.text
    many.stand.at("2026-11-27T09:00")
    for number, code in enumerate(MANY[:4]):
        many.posts(code, rolled_up.example(many.stand, number), NEXT)
    (later,) = rolled_up.at(many, "2026-11-27T15:00")
    assert "1/8 xã đã đăng; 4 xã chưa góp số." in later.text


def test_a_figure_that_is_no_longer_known_leaves_the_line_as_it_was(many: Above) -> None:
    """«Không biết» in a correction: alone it would be the difference, and of three two would be left."""
    many.stand.at("2026-11-23T09:00")
    figures = rolled_up.example(many.stand, 3)
    many.corrects(MANY[3], figures | {"XH3": rolled_up.frozen(many.stand, "XH3")})
    many.corrects(MANY[0], rolled_up.example(many.stand, 9))
    (mended,) = rolled_up.at(many, "2026-11-23T15:00")
    assert "Hộ nghèo" not in mended.text
    assert "- Diện tích gieo trồng: 166,0 ha, 69,2% → 175,0 ha, 72,9% kế hoạch." in mended.text


def test_an_agreement_after_the_week_was_posted_holds_from_the_next(above: Above) -> None:
    """It has posted, but nothing was frozen for the unit above: it is one that has not agreed yet, not one that is
    late. So with one that took its consent back before the hour.
    """
    rolled_up.post_all(above)
    above.posts("06004", {})
    with above.stand.everything() as session:
        session.connection().exec_driver_sql(
            "UPDATE summaries SET results = NULL WHERE id = (SELECT max(id) FROM summaries)"
        )
    above.agree("06004")
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "Tỉnh Lạng Sơn: 3/5 xã đã đăng; 2 xã chưa góp số." in post.text


def test_withdrawn_and_given_again_before_the_hour_is_given(above: Above) -> None:
    """What was frozen in between waits for nobody's word but the last one."""
    rolled_up.post_all(above)
    above.withdraw("06003")
    above.agree("06003")
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "3/5 xã đã đăng; 2 xã chưa góp số." in post.text
    assert "- Hộ nghèo: 633 hộ" in post.text


def test_a_file_that_changes_afterwards_changes_no_week_that_was_told(above: Above) -> None:
    """Another meaning, other communes, other measures: of the old week only what a commune has corrected is told."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    campaign = above.roll_up.campaign
    measures = tuple(replace(one, unit="nhà") if one.id == "XH3" else one for one in campaign.measures)
    changed = replace(
        above.roll_up,
        campaign=replace(campaign, measures=measures),
        measures=("XH2", "XH3", "KT1a"),
        communes=frozenset(NEIGHBOURS[:3]),
        name="tỉnh Lạng Sơn mới",
    )
    above.serve(changed)
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    (mended,) = rolled_up.at(above, "2026-11-23T15:00")
    assert [line for line in mended.text.splitlines() if line.startswith("-")] == [
        "- Diện tích gieo trồng: 123,0 ha, 68,3% → 132,0 ha, 73,3% kế hoạch."
    ]


def test_days_off_that_come_afterwards_do_not_rename_a_week_that_was_told(above: Above) -> None:
    """The whole week is made free when it is over: by the calendar it is merged into the next now. Its corrections are
    still its own, and the next week is posted.
    """
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    rules = above.roll_up.campaign.calendar
    off = tuple(date(2026, 11, day) for day in range(16, 20))
    calendar = above.roll_up.calendar.ruled_by(lambda _: replace(rules, days_off=off))
    assert 48 == calendar.period(2026, 47).number
    above.serve(replace(above.roll_up, calendar=calendar))
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    (mended,) = rolled_up.at(above, "2026-11-23T15:00")
    assert mended.text.startswith("ĐÍNH CHÍNH tổng hợp liên xã tuần 47, ")
    assert "- Hộ nghèo: 633 → 642 hộ" in mended.text
    above.stand.at("2026-11-27T09:00")
    for number, code in enumerate(NEIGHBOURS[:3]):
        above.posts(code, rolled_up.example(above.stand, number), NEXT)
    assert [True] == ["TUẦN 48" in row.text for row in rolled_up.at(above, "2026-11-27T15:00")]


def test_a_commune_that_posts_in_the_very_moment_is_not_overlooked(above: Above) -> None:
    """By the clock it is not newer than the post, and it is not in it: then it is news all the same."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))  # at three, the same instant
    (mended,) = rolled_up.at(above, "2026-11-23T15:00")
    assert "- Hộ nghèo: 633 → 642 hộ" in mended.text


def test_a_week_that_cannot_be_corrected_holds_up_no_other(above: Above, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new week is posted at its hour, whatever an old one has."""
    rolled_up.post_all(above)

    def fail(*_: object) -> None:
        raise ValueError("an old week")

    monkeypatch.setattr(at_work, "correct", fail)
    assert [True] == ["TUẦN 47" in row.text for row in rolled_up.at(above, "2026-11-20T15:00")]


def test_two_processes_at_the_hour_post_once(above: Above) -> None:
    """Both look at the same instant."""
    rolled_up.post_all(above)
    above.stand.at("2026-11-20T15:00")
    stand, now = above.stand, above.stand.clock.now()
    stores = [stand.store, Store(stand.store.engine)]
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(tick, store, stand.communes, now) for store in stores]:
            done.result()
    heard = [row for row in stand.heard() if row.purpose is Purpose.ROLL_UP and row.chat_id == GROUP]
    assert 1 == len(heard)
    with stand.everything() as session:
        assert 1 == len(session.scalars(select(RollUpPost)).all())


def test_a_measure_that_some_do_not_have_says_of_how_many_it_is(above: Above) -> None:
    """Coverage counts communes; a sum of fewer would pass for that of all."""
    above.agree("06004")
    for number, code in enumerate(NEIGHBOURS):
        figures = rolled_up.example(above.stand, number)
        if code == "06004":
            del figures["KT1a"], figures["QP2a"], figures["XH3"]
        above.posts(code, {key: replace(one, met=None) if key == "KT1a" else one for key, one in figures.items()})
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "4/5 xã đã đăng; 1 xã chưa góp số." in post.text
    assert "- Diện tích gieo trồng: 123,0 ha, 68,3% kế hoạch (cộng 3 xã)." in post.text
    assert "- Hộ nghèo: 633 hộ; 0/3 xã đạt; 01 số đang đối chiếu." in post.text  # «0/3» says it


def test_a_merged_commune_agrees_anew_and_old_weeks_stay(above: Above) -> None:
    """Two of the three are one now, under another code: theirs are out of service."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    above.serve(above.roll_up, without=["06001", "06002"])
    above.stand.at("2026-11-23T09:00")
    above.corrects("06003", rolled_up.example(above.stand, 9))
    (mended,) = rolled_up.at(above, "2026-11-23T15:00")
    assert "- Hộ nghèo: 633 → 640 hộ; 01 → 02 số đang đối chiếu." in mended.text
    assert "Đã đăng" not in mended.text


def test_the_hour_is_moved_in_the_middle_of_the_day(above: Above) -> None:
    """The operator puts it earlier or later: the week is told once."""
    rolled_up.post_all(above)
    above.serve(replace(above.roll_up, post=time(16)))
    assert [] == rolled_up.at(above, "2026-11-20T15:30")
    above.serve(replace(above.roll_up, post=time(10)))
    assert 1 == len(rolled_up.at(above, "2026-11-20T15:31"))
    above.serve(replace(above.roll_up, post=time(17)))
    assert [] == rolled_up.at(above, "2026-11-20T17:00")


def test_a_new_group_is_told_of_what_comes(above: Above) -> None:
    """The group is another one: what the first was told stays there; a correction stands by itself."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    above.stand.arrive(GROUP, "77")
    with above.stand.everything() as session:
        row = roll_ups.group(session, rolled_up.CODE)
        assert row is not None
        row.chat_id = "new"
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    above.stand.at("2026-11-23T15:00")
    above.stand.tick()
    (mended,) = [row for row in above.stand.heard() if row.purpose is Purpose.ROLL_UP]
    assert ("new", None) == (mended.chat_id, mended.reply_to)
