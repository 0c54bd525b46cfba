"""Roll-ups (tổng hợp liên xã): what is added, who may be in it, when it is told, and what nobody can work out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.backups import aftermath
from bot.communes import roll_ups as files
from bot.communes import telling
from bot.communes.reading import CommuneList
from models import outbox_troubles
from models.database import ABOVE, NOBODY, Store
from models.outbox_states import Purpose, State
from models.roll_ups import RollUpPost
from services.inbound import Kind
from tests import commune, rolled_up
from tests.live import live_settings
from tests.rolled_up import GROUP, NEIGHBOURS, Above

# When, and who


def test_it_is_posted_once_at_its_hour_from_what_was_agreed_to(above: Above, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fourth has posted and not agreed: it is counted as that, and what it has is in no sum."""
    rolled_up.post_all(above, NEIGHBOURS)
    assert [] == rolled_up.at(above, "2026-11-20T14:59")
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "Tỉnh Lạng Sơn: 3/5 xã đã đăng; 2 xã chưa góp số." in post.text
    assert "- Hộ nghèo: 633 hộ; 0/3 xã đạt; 01 số đang đối chiếu." in post.text
    assert (True, Purpose.ROLL_UP, None) == (post.once, post.purpose, post.commune_id)
    with monkeypatch.context() as patched:
        locked: list[int] = []
        patched.setattr(Store, "lock", lambda _store, _session, whose, _seconds=None: locked.append(whose))
        assert [] == rolled_up.at(above, "2026-11-20T15:01")
        assert not {NOBODY, ABOVE} & set(locked)  # nothing is due: no other process waits for that
    assert len(post.text) < 1000


def test_a_correction_is_told_a_day_later_and_names_nobody(above: Above) -> None:
    """Below the post, which stays; of several in a day one message."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    above.stand.arrive(GROUP, "77")
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    assert [] == rolled_up.told(above)
    assert [] == rolled_up.at(above, "2026-11-23T14:00")
    (mended,) = rolled_up.at(above, "2026-11-23T15:00")
    assert "77" == mended.reply_to
    assert mended.text.startswith("ĐÍNH CHÍNH tổng hợp liên xã tuần 47, tỉnh Lạng Sơn:\n")
    assert "- Hộ nghèo: 633 → 642 hộ; 01 → 02 số đang đối chiếu.\n" in mended.text
    assert not [name for name in ("xã A", "xã B", "xã C", "06001") if name in mended.text]
    assert [] == rolled_up.at(above, "2026-11-25T15:00")


def test_one_that_is_late_waits_for_others(above: Above) -> None:
    """Alone it would be the difference of two sums. With two more it is told."""
    above.agree("06004")
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    rolled_up.post_all(above, ("06004",), 3)
    assert [] == rolled_up.at(above, "2026-11-23T15:00")
    above.corrects("06002", rolled_up.example(above.stand, 9))
    (mended,) = rolled_up.at(above, "2026-11-25T15:00")
    assert "- Hộ nghèo: 633 → 641 hộ." in mended.text  # 210 + 219 + 212: without the late one's 213
    assert "Đã đăng" not in mended.text


def test_whoever_withdraws_is_in_no_later_post(above: Above) -> None:
    """What was posted stays. Two that are left are too few."""
    rolled_up.post_all(above)
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    above.withdraw("06003")
    assert [] == rolled_up.at(above, "2026-11-23T15:00")
    above.stand.at("2026-11-27T09:00")
    week = (2026, 48, date(2026, 11, 20), date(2026, 11, 26))
    for number, code in enumerate(NEIGHBOURS[:3]):
        above.posts(code, rolled_up.example(above.stand, number), week)
    (later,) = rolled_up.at(above, "2026-11-27T15:00")
    assert "2/5 xã đã đăng; 3 xã chưa góp số." in later.text
    assert later.text.endswith("\n\nChưa đủ 3 xã để cộng.")
    assert "633" in post.text


def test_a_commune_out_of_service_is_in_no_count(above: Above) -> None:
    """Its folder is gone: neither its figures nor its place among all are there."""
    rolled_up.post_all(above)
    above.serve(above.roll_up, without=["06003"])
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "2/4 xã đã đăng; 2 xã chưa góp số." in post.text


def test_communes_that_word_a_measure_otherwise_are_named_and_not_added(above: Above) -> None:
    """Only that measure of theirs is left out."""
    above.agree("06004")
    rolled_up.post_all(above)
    other = rolled_up.example(above.stand, 3)
    above.posts("06004", {**other, "XH3": replace(other["XH3"], meaning="another")})
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "- Hộ nghèo: 633 hộ; 0/3 xã đạt" in post.text
    assert "- Vụ tai nạn giao thông: 30 vụ" in post.text
    assert post.text.endswith("Không cộng, vì xã tính khác: Hộ nghèo của xã D.")


def test_without_a_group_or_after_a_holiday_hour_nothing_is_posted(above: Above) -> None:
    """The bot was taken out; put back within the days of grace, the week is made up for, once."""
    rolled_up.post_all(above)
    above.stand.send(GROUP, Kind.REMOVED, sender_id="operator", is_group=True)
    assert [] == rolled_up.at(above, "2026-11-20T15:00")
    above.stand.send(GROUP, Kind.ADDED, sender_id="operator", is_group=True)
    assert [] == rolled_up.at(above, "2026-11-22T15:00")  # Sunday
    assert [True] == ["TUẦN 47" in row.text for row in rolled_up.at(above, "2026-11-23T15:00")]


def test_killed_between_claim_and_message_neither_is_there(above: Above, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are of one transaction: at the next look the week is posted, once."""
    rolled_up.post_all(above)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("services.roll_ups.messages.queue", die)
        rolled_up.at(above, "2026-11-20T15:00")
    assert [] == _kept(above)
    assert 1 == len(rolled_up.at(above, "2026-11-20T15:00"))
    assert 1 == len(_kept(above))


def _in_doubt(above: Above) -> list[str]:
    with above.stand.everything() as session:
        return [row.text.split("\n")[0] for row in outbox_troubles.roll_ups_in_trouble(session)]


def test_what_a_restore_forgot_is_not_posted_again(above: Above) -> None:
    """A copy of before the hour, put back after it: the operator is asked, nobody reads the week twice. So with what
    was corrected; what is due after the restore goes by itself.
    """
    store, deployments = above.stand.store, [above.stand.deployment]
    rolled_up.post_all(above)
    made_at = above.stand.clock.now()
    above.stand.at("2026-11-20T16:00")
    aftermath.settle(store, deployments, made_at, above.stand.clock.now())
    assert [State.UNKNOWN] == [row.state for row in rolled_up.told(above)]
    assert ["TỔNG HỢP LIÊN XÃ TUẦN 47 (13–19/11/2026)"] == _in_doubt(above)
    above.stand.at("2026-11-20T17:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    aftermath.settle(store, deployments, above.stand.clock.now(), datetime(2026, 11, 23, 15, 30, tzinfo=commune.ZONE))
    assert [State.UNKNOWN] == [row.state for row in rolled_up.at(above, "2026-11-23T15:31")]
    assert "ĐÍNH CHÍNH tổng hợp liên xã tuần 47, tỉnh Lạng Sơn:" in _in_doubt(above)
    above.stand.at("2026-11-23T16:00")
    above.corrects("06002", rolled_up.example(above.stand, 5), 2)
    assert [State.PENDING] == [row.state for row in rolled_up.at(above, "2026-11-25T15:00")]


def _kept(above: Above) -> list[str]:
    with above.stand.everything() as session:
        return [row.text for row in session.scalars(select(RollUpPost))]


def test_the_operator_hears_of_a_faulty_file_once(above: Above) -> None:
    """And of its end; no officer has to do with it. Without somebody who looks after the machine nothing is sent."""
    stand = above.stand
    stand.join("hoa")
    stand.heard()

    def told(*faults: str, administrator: str | None = "memory:operator") -> list[str]:
        listed = CommuneList(above=files.RollUpList(faults=faults))
        with stand.store.transaction() as session:
            telling.tell(session, live_settings(administrator=administrator), listed, ["memory"], stand.clock.now())
        heard = stand.heard()
        assert {"operator"} >= {row.chat_id for row in heard}
        return [row.text for row in heard]

    fault = "roll-ups/lang-son.toml: dòng 4: post: còn thiếu"
    assert [f"Một tổng hợp liên xã chưa đăng được, tệp của nó có lỗi.\n{fault}"] == told(fault)
    assert [] == told(fault)
    assert ["Tệp tổng hợp liên xã đã đọc được hết, đến giờ thì đăng."] == told()
    assert [] == told()
    assert [] == told(fault, administrator=None)
