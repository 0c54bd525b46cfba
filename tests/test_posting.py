"""A week is posted once, whoever presses whatever at the same moment; numbered without gaps, and frozen as posted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from handlers.inbound import Kind
from models import messages, people
from models.audit import Audit
from models.corrections import Correction
from models.messages import Inbound, Outbound
from models.periods import Period
from models.summaries import Summary
from tests.commune import Stand

POST_TIME = "2026-11-20T09:00"
LEASE = timedelta(minutes=1)


def drafted(stand: Stand, *cast: str) -> None:
    """The group is bound, and the draft of week 47 lies before the officers."""
    stand.join("hoa", *cast)
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30"):
        stand.at(instant)
        stand.tick()


def data_of(stand: Stand, who: str, label: str) -> str:
    """What the newest button of this label in a chat means."""
    with stand.store.transaction() as session:
        rows = session.query(Outbound).filter_by(chat_id=who).order_by(Outbound.id.desc())
        return next(data for row in rows for text, data in row.choices if text == label)


def at_once(*acts: Callable[[], object]) -> None:
    """Do all of it in threads that start together; a fault in one of them is raised."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == faults


def press(stand: Stand, who: str, label: str) -> Callable[[], object]:
    """A tap that is ready to be made; the button's data is looked up beforehand."""
    data = data_of(stand, who, label)
    return lambda: stand.send(who, Kind.CHOICE, data=data, tapped=label)


def queued(stand: Stand, purpose: str) -> Sequence[Outbound]:
    with stand.store.transaction() as session:
        return session.scalars(select(Outbound).where(Outbound.purpose == purpose).order_by(Outbound.id)).all()


def decisions(stand: Stand, action: str) -> int:
    """How many people, or jobs, are on record as having done it."""
    with stand.store.transaction() as session:
        return len(session.scalars(select(Audit).where(Audit.action == action)).all())


def faults(stand: Stand) -> list[str]:
    with stand.store.transaction() as session:
        return [str(fault) for fault in session.scalars(select(Inbound.fault).where(Inbound.fault.is_not(None)))]


@pytest.mark.parametrize("order", ["officer first", "deputy first", "job first", "at once"])
def test_officer_deputy_and_job_make_one_post(stand: Stand, order: str) -> None:
    """Three ways to the group at the same moment: one of them posts, the others hear that it was posted."""
    drafted(stand, "lan")
    stand.require_approval()
    stand.at(POST_TIME)
    stand.tick()  # now the deputy has a draft too
    officer, deputy = press(stand, "hoa", "Duyệt, đăng ngay"), press(stand, "lan", "Duyệt, đăng ngay")
    stand.at("2026-11-20T10:30")
    acts = {
        "officer first": [officer, deputy, stand.tick],
        "deputy first": [deputy, officer, stand.tick],
        "job first": [stand.tick, officer, deputy],
    }.get(order)
    if acts is None:
        at_once(officer, deputy, stand.tick)
    for act in acts or []:
        act()
    assert ["group"] == [row.chat_id for row in queued(stand, "post")]
    texts = [row.text for row in stand.heard() if row.chat_id in ("hoa", "lan")]
    assert any("Bài số 1/2026" in text for text in texts)
    assert 1 == decisions(stand, "posted")
    assert [] == faults(stand)


@pytest.mark.parametrize("round_", range(5))
def test_a_press_while_the_job_posts_makes_one_post(stand: Stand, round_: int) -> None:
    """Nine o'clock, and the officer's thumb: whichever transaction is first, the other finds it done."""
    drafted(stand)
    approve = press(stand, "hoa", "Duyệt, đăng ngay")
    stand.at(POST_TIME)
    at_once(*([approve, stand.tick] if round_ % 2 else [stand.tick, approve]))
    assert 1 == len(queued(stand, "post"))
    assert 1 == decisions(stand, "posted")
    assert [] == faults(stand)


def test_a_stale_draft_is_shown_and_asked_about_again(stand: Stand) -> None:
    """A village answers after the officer has looked: what was seen is what is approved, so the new one is shown."""
    drafted(stand, "son")
    approve = press(stand, "hoa", "Duyệt, đăng ngay")
    stand.say("son", "8")
    stand.heard()
    approve()
    said, shown = stand.heard("hoa")
    assert "Bảo hiểm y tế: cần thêm 167 → 166 người" in said.text
    assert "1/28 thôn" in shown.text
    assert [] == queued(stand, "post")
    approve()
    assert [] == queued(stand, "post")
    stand.tap("hoa", "Duyệt, đăng ngay")
    assert [shown.text] == [row.text for row in queued(stand, "post")]


def test_a_version_of_another_week_is_no_approval(stand: Stand) -> None:
    """A button made up of a real summary and a version that is none of its own does nothing."""
    drafted(stand)
    summary = data_of(stand, "hoa", "Duyệt, đăng ngay").split(":")[1]
    for version in ("999", "x", "-1", "9999999999999"):
        stand.send("hoa", Kind.CHOICE, data=f"approve:{summary}:{version}")
        assert "Nút này đã cũ." == stand.heard("hoa")[-1].text
    assert [] == queued(stand, "post")


def test_at_nine_the_newest_state_is_posted(stand: Stand) -> None:
    """Without a word from the officer what came at 08:59 is in the post."""
    drafted(stand, "son")
    stand.say("son", "8")
    stand.at(POST_TIME)
    stand.tick()
    assert "Đã gửi số liệu: 1/28 thôn" in queued(stand, "post")[0].text


def test_numbers_run_without_gaps_and_begin_anew_with_the_year(stand: Stand) -> None:
    """A week that was never posted takes no number; the first post of January is number 1."""
    drafted(stand)
    for instant in (
        "2026-11-20T09:00", "2026-11-25T08:00", "2026-11-27T07:30", "2026-11-27T09:00", "2026-12-02T08:00",
        "2026-12-30T08:00", "2027-01-04T07:30", "2027-01-04T09:30",
    ):  # fmt: skip
        stand.at(instant)
        stand.tick()
    with stand.store.transaction() as session:
        posted = session.scalars(select(Summary).where(Summary.number.is_not(None)).order_by(Summary.id)).all()
        assert ["1/2026", "2/2026", "1/2027"] == [one.called for one in posted]


def test_a_fault_while_posting_takes_no_number(stand: Stand) -> None:
    """The number is taken in the transaction that posts, and goes back with it."""
    drafted(stand)
    stand.at(POST_TIME)

    def stumble(_mapper: object, _connection: object, row: Outbound) -> None:
        if row.purpose == "post":
            raise OSError("the disk is full")

    event.listen(Outbound, "before_insert", stumble)
    stand.tick()
    event.remove(Outbound, "before_insert", stumble)
    with stand.store.transaction() as session:
        assert [None] == list(session.scalars(select(Summary.number)))
    stand.tick()
    with stand.store.transaction() as session:
        assert [1] == list(session.scalars(select(Summary.number)))


def posted_and_mended(stand: Stand, *officers: str) -> None:
    """Week 47 is posted and arrived, a figure changed, and the officers were told."""
    drafted(stand, "son", *officers)
    stand.say("son", "8")
    stand.at(POST_TIME)
    stand.tick()
    stand.arrive("group", "41")
    stand.at("2026-11-20T10:00")
    stand.say("son", "nhầm, 6")
    stand.at("2026-11-20T10:15")
    stand.tick()


def test_a_burst_of_changes_is_told_once(stand: Stand) -> None:
    """While figures still change nothing is said; a quarter of an hour later one message tells them all."""
    posted_and_mended(stand)
    stand.heard()
    for minute, figure in (("20", "5"), ("30", "4"), ("40", "7")):
        stand.at(f"2026-11-20T10:{minute}")
        stand.say("son", f"nhầm, {figure}")
        stand.tick()
    for instant in ("2026-11-20T11:15", "2026-11-20T11:20", "2026-11-20T13:00"):
        stand.at(instant)
        stand.tick()
    assert 1 == len([row for row in stand.heard("hoa") if row.purpose == "correction offer"])


def test_two_officers_post_one_correction(stand: Stand) -> None:
    """Both tap a reason at the same moment."""
    posted_and_mended(stand)
    with stand.context() as context:
        person = people.with_role(context.session, context.commune.id, "officer")[0]
        context.session.add(people.Account(person_id=person.id, channel="memory", external_id="hoa2", chat_id="hoa2"))
    stand.tap("hoa", "Đăng đính chính")
    data = data_of(stand, "hoa", "Đã đối chiếu")
    taps = [lambda who=who: stand.send(who, Kind.CHOICE, data=data, tapped="Đã đối chiếu") for who in ("hoa", "hoa2")]
    at_once(*taps)
    (row,) = queued(stand, "correction")
    with stand.store.transaction() as session:
        (stored,) = session.scalars(select(Correction))
        assert (1, "posted", "Đã đối chiếu") == (stored.number, stored.state, stored.reason)
        assert (stored.text, "41") == (row.text, row.reply_to)
    assert 1 == decisions(stand, "corrected")
    assert [] == faults(stand)


def test_a_correction_interrupted_while_sending_never_goes_out_again_by_itself(stand: Stand) -> None:
    """The power goes between the platform's yes and our record of it; the officer is asked."""
    posted_and_mended(stand)
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Đơn vị gửi bổ sung")
    row_id = queued(stand, "correction")[0].id
    with stand.store.transaction() as session:
        session.get_one(Outbound, row_id).state = messages.SENDING
        messages.release_leases(session)
    with stand.store.transaction() as session:
        claimed = messages.claim(session, stand.clock.now(), LEASE, 50)
        assert "correction" not in [row.purpose for row in claimed]
    stand.tick()
    assert stand.heard("hoa")[-1].text.startswith("Mạng đứt lúc đang đăng đính chính tuần 47")


def test_a_draft_is_frozen_with_its_period(stand: Stand) -> None:
    """After the post the draft's text and table stay, whatever is answered, and DỰ THẢO says so."""
    posted_and_mended(stand)
    with stand.store.transaction() as session:
        kept = session.scalars(select(Summary)).one()
        period = session.scalars(select(Period).where(Period.number == 47)).one()
        assert (period.frozen_at, "1/2026") == (kept.posted_at, kept.called)
    stand.send("hoa", Kind.CHOICE, data=f"draft:{period.id}")
    assert "Bài tuần 47 đã đăng rồi, là bài số 1/2026." == stand.heard("hoa")[-1].text
    with stand.store.transaction() as session:
        again = session.scalars(select(Summary)).one()
        assert (kept.text, kept.table) == (again.text, again.table)
