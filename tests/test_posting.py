"""A week is posted once, whoever presses whatever at the same moment; numbered without gaps, and frozen as posted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import messages
from models.periods import PeriodRow
from models.summaries import PostedSummary
from services.inbound import Kind
from tests import presses
from tests.commune import Stand


@pytest.mark.parametrize("order", ["officer first", "deputy first", "job first", "at once"])
def test_officer_deputy_and_job_make_one_post(stand: Stand, order: str) -> None:
    """Three ways to the group at the same moment: one of them posts, the others hear that it was posted."""
    presses.drafted(stand, "lan")
    stand.require_approval()
    stand.at(presses.POST_TIME)
    stand.tick()  # now the deputy has a draft too
    officer, deputy = presses.press(stand, "hoa", "Duyệt, đăng ngay"), presses.press(stand, "lan", "Duyệt, đăng ngay")
    stand.at("2026-11-20T10:30")
    acts = {
        "officer first": [officer, deputy, stand.tick],
        "deputy first": [deputy, officer, stand.tick],
        "job first": [stand.tick, officer, deputy],
    }.get(order)
    if acts is None:
        presses.at_once(officer, deputy, stand.tick)
    for act in acts or []:
        act()
    assert ["group"] == [row.chat_id for row in presses.queued(stand, "post")]
    texts = [row.text for row in stand.heard() if row.chat_id in ("hoa", "lan")]
    assert any("Đang đăng tổng hợp tuần 47" in text for text in texts)
    assert not any("Bài số 1/2026" in text for text in texts)
    stand.arrive("group", "41")
    stand.tick()
    assert "Đã đăng tổng hợp tuần 47 vào nhóm «Lãnh đạo xã». Bài số 1/2026." == stand.heard("hoa")[-1].text
    assert 1 == presses.decisions(stand, "posted")
    assert [] == presses.faults(stand)


@pytest.mark.parametrize("round_", range(5))
def test_a_press_while_the_job_posts_makes_one_post(stand: Stand, round_: int) -> None:
    """Nine o'clock, and the officer's thumb: whichever transaction is first, the other finds it done."""
    presses.drafted(stand)
    approve = presses.press(stand, "hoa", "Duyệt, đăng ngay")
    stand.at(presses.POST_TIME)
    presses.at_once(*([approve, stand.tick] if round_ % 2 else [stand.tick, approve]))
    assert 1 == len(presses.queued(stand, "post"))
    assert 1 == presses.decisions(stand, "posted")
    assert [] == presses.faults(stand)


def test_a_stale_draft_is_shown_and_asked_about_again(stand: Stand) -> None:
    """A village answers after the officer has looked: what was seen is what is approved, so the new one is shown."""
    presses.drafted(stand, "son")
    approve = presses.press(stand, "hoa", "Duyệt, đăng ngay")
    stand.say("son", "8")
    stand.heard()
    approve()
    said, shown = stand.heard("hoa")
    assert "Bảo hiểm y tế: cần thêm 167 → 166 người" in said.text
    assert "1/28 thôn" in shown.text
    assert [] == presses.queued(stand, "post")
    approve()
    assert [] == presses.queued(stand, "post")
    stand.tap("hoa", "Duyệt, đăng ngay")
    assert [shown.text] == [row.text for row in presses.queued(stand, "post")]


def test_a_version_of_another_week_is_no_approval(stand: Stand) -> None:
    """A button made up of a real summary and a version that is none of its own does nothing."""
    presses.drafted(stand)
    summary = presses.data_of(stand, "hoa", "Duyệt, đăng ngay").split(":")[1]
    for version in ("999", "x", "-1", "9999999999999"):
        stand.send("hoa", Kind.CHOICE, data=f"approve:{summary}:{version}")
        assert "Nút này đã cũ." == stand.heard("hoa")[-1].text
    assert [] == presses.queued(stand, "post")


def test_at_nine_the_newest_state_is_posted(stand: Stand) -> None:
    """Without a word from the officer what came at 08:59 is in the post."""
    presses.drafted(stand, "son")
    stand.say("son", "8")
    stand.at(presses.POST_TIME)
    stand.tick()
    assert "Đã gửi số liệu: 1/28 thôn" in presses.queued(stand, "post")[0].text


def test_numbers_run_without_gaps_and_begin_anew_with_the_year(stand: Stand) -> None:
    """A week that was never posted takes no number; the first post of January is number 1."""
    presses.drafted(stand)
    for instant in (
        "2026-11-20T09:00", "2026-11-25T08:00", "2026-11-27T07:30", "2026-11-27T09:00", "2026-12-02T08:00",
        "2026-12-30T08:00", "2027-01-04T07:30", "2027-01-04T09:30",
    ):  # fmt: skip
        stand.at(instant)
        stand.tick()
    with stand.store.transaction() as session:
        posted = session.scalars(
            select(PostedSummary).where(PostedSummary.number.is_not(None)).order_by(PostedSummary.id)
        ).all()
        assert ["1/2026", "2/2026", "1/2027"] == [one.called for one in posted]


def test_a_fault_while_posting_takes_no_number(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is taken in the transaction that posts, and goes back with it."""
    presses.drafted(stand)
    stand.at(presses.POST_TIME)

    def stumble(session: Session, message: Mapping[str, Any]) -> bool:
        if message["purpose"] == "post":
            raise OSError("the disk is full")
        return say(session, message)

    say = messages.say
    with monkeypatch.context() as patched:
        patched.setattr(messages, "say", stumble)
        stand.tick()
    with stand.store.transaction() as session:
        assert [None] == list(session.scalars(select(PostedSummary.number)))
    stand.tick()
    with stand.store.transaction() as session:
        assert [1] == list(session.scalars(select(PostedSummary.number)))


def test_a_draft_is_frozen_with_its_period(stand: Stand) -> None:
    """After the post the draft's text and table stay, whatever is answered, and DỰ THẢO says so."""
    presses.posted_and_mended(stand)
    with stand.store.transaction() as session:
        kept = session.scalars(select(PostedSummary)).one()
        period = session.scalars(select(PeriodRow).where(PeriodRow.number == 47)).one()
        assert (period.frozen_at, "1/2026") == (kept.posted_at, kept.called)
    stand.send("hoa", Kind.CHOICE, data=f"draft:{period.id}")
    assert "Bài tuần 47 đã đăng rồi, là bài số 1/2026." == stand.heard("hoa")[-1].text
    with stand.store.transaction() as session:
        again = session.scalars(select(PostedSummary)).one()
        assert (kept.text, kept.table) == (again.text, again.table)
