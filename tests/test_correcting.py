"""What happens around a correction: who is told of a change, and two taps or a power cut while it is posted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models import delivery_queue, messages, people
from models.corrections import Correction
from models.messages import OutboxMessage
from services.inbound import Kind
from tests import presses
from tests.commune import Stand

LEASE = timedelta(minutes=1)


def offers(stand: Stand) -> int:
    """How often the officer was told of a change since last asked."""
    return len([row for row in stand.heard("hoa") if row.purpose == "correction offer"])


def change(stand: Stand, instant: str, figure: str) -> None:
    stand.at(instant)
    stand.say("son", f"nhầm, {figure}")
    stand.tick()


def pass_time(stand: Stand, *instants: str) -> None:
    for instant in instants:
        stand.at(instant)
        stand.tick()


def test_a_burst_of_changes_is_told_once(stand: Stand) -> None:
    """While figures still change nothing is said; a quarter of an hour after the last one message tells them all."""
    presses.posted(stand)
    for minute, figure in (("00", "6"), ("10", "5"), ("20", "4")):
        change(stand, f"2026-11-20T10:{minute}", figure)
    pass_time(stand, "2026-11-20T10:34")
    assert 0 == offers(stand)
    pass_time(stand, "2026-11-20T10:35", "2026-11-20T10:36", "2026-11-20T13:00")
    assert 1 == offers(stand)


def test_the_next_burst_is_told_after_an_hour(stand: Stand) -> None:
    """An officer who was told at a quarter past ten is left alone until a quarter past eleven."""
    presses.posted_and_mended(stand)
    assert 1 == offers(stand)
    change(stand, "2026-11-20T10:20", "5")
    pass_time(stand, "2026-11-20T11:14")
    assert 0 == offers(stand)
    pass_time(stand, "2026-11-20T11:15", "2026-11-20T13:00")
    assert 1 == offers(stand)


def test_a_change_taken_back_is_no_news(stand: Stand) -> None:
    """What reads as it was posted needs no correction."""
    presses.posted(stand)
    change(stand, "2026-11-20T10:00", "6")
    change(stand, "2026-11-20T10:05", "8")
    pass_time(stand, "2026-11-20T10:20", "2026-11-20T13:00")
    assert 0 == offers(stand)


def test_two_officers_post_one_correction(stand: Stand) -> None:
    """Both tap a reason at the same moment."""
    presses.posted_and_mended(stand)
    with stand.context() as context:
        person = people.with_role(context.session, context.commune.id, "officer")[0]
        context.session.add(people.Account(person_id=person.id, bot="memory", external_id="hoa2", chat_id="hoa2"))
    stand.tap("hoa", "Đăng đính chính")
    data = presses.data_of(stand, "hoa", "Đã đối chiếu")
    taps = [lambda who=who: stand.send(who, Kind.CHOICE, data=data, tapped="Đã đối chiếu") for who in ("hoa", "hoa2")]
    presses.at_once(*taps)
    (row,) = presses.queued(stand, "correction")
    with stand.store.transaction() as session:
        (stored,) = session.scalars(select(Correction))
        assert (1, "posted", "Đã đối chiếu") == (stored.number, stored.state, stored.reason)
        assert (stored.text, "41") == (row.text, row.reply_to)
    assert 1 == presses.decisions(stand, "corrected")
    assert [] == presses.faults(stand)


def test_a_correction_interrupted_while_sending_never_goes_out_again_by_itself(stand: Stand) -> None:
    """The power goes between the platform's yes and our record of it; the officer is asked."""
    presses.posted_and_mended(stand)
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Đơn vị gửi bổ sung")
    row_id = presses.queued(stand, "correction")[0].id
    with stand.store.transaction() as session:
        session.get_one(OutboxMessage, row_id).state = messages.SENDING
        delivery_queue.release_leases(session)
    with stand.store.transaction() as session:
        claimed = delivery_queue.claim(session, stand.clock.now(), LEASE, 50)
        assert "correction" not in [row.purpose for row in claimed]
    stand.tick()
    assert stand.heard("hoa")[-1].text.startswith("Mạng đứt lúc đang đăng đính chính tuần 47")


def test_the_head_reads_what_the_officer_mended(stand: Stand) -> None:
    """Two answers to one question: the later one counts, and both people know."""
    presses.drafted(stand, "son")
    stand.say("son", "8")
    stand.tap("hoa", "Sửa số")
    stand.say("hoa", "bản còn")
    stand.tap("hoa", "Thẻ BHYT: 8 người")
    stand.heard()
    stand.say("hoa", "6")
    (copy,) = stand.heard("son")
    assert copy.text == (
        "Chào ông Sơn. Chị Hoa đã sửa số của thôn Bản Còn: "
        "6 người chưa có thẻ BHYT (trước là 8 người). Chưa đúng, gõ SỬA."
    )
