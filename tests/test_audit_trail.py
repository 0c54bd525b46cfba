"""NHẬT KÝ and `thidua audit`: every act has words, names what it was done to, and says why."""

from __future__ import annotations

from models import audit
from models.audit import Action
from services import audit_trail, wording
from services.inbound import Kind
from tests.commune import Stand


def _trail(stand: Stand, limit: int = 50) -> list[str]:
    with stand.context() as context:
        return audit_trail.lines(context, limit)[0]


def test_every_action_has_words() -> None:
    """A new action without them would stop the whole page."""
    assert set(Action) == set(wording.AUDITED)


def test_the_newest_act_stands_first_with_who_and_what(stand: Stand) -> None:
    """Who came in, and which group was confirmed."""
    stand.join("son", "hoa")
    stand.send("group-1", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    first = _trail(stand)[0]
    assert first.endswith("Đàm Thị Hoa: xác nhận nhóm lãnh đạo «Lãnh đạo xã»")
    assert any(line.endswith("Hoàng Văn Sơn: vào hệ thống") for line in _trail(stand))


def test_a_change_of_the_rules_says_from_what_to_what_and_why(stand: Stand) -> None:
    """By whoever works the machine."""
    with stand.context() as context:
        context.record_change(
            Action.CAMPAIGN_OVERRIDE,
            "campaign:measures.KT1a.target.2027",
            old={"value": None},
            new={"value": "1850", "from": "2027-01-01", "until": None},
            why="NQ 12",
        )
    expected = "máy: đổi quy định measures.KT1a.target.2027 (chưa có) → 1850 (lý do: NQ 12)"
    assert _trail(stand)[0].endswith(expected)


def test_a_target_by_message_is_told_with_what_stood_before(stand: Stand) -> None:
    """Nothing stood before."""
    stand.join("hoa")
    stand.say("hoa", "GIAO CHỈ TIÊU KT1a Bản Còn 46 năm 2027 từ 1/1/2027 theo QĐ 12")
    assert any("Đàm Thị Hoa: ghi chỉ tiêu KT1a T01 2027 (giao): (chưa có) → 46" in line for line in _trail(stand))


def test_older_acts_are_a_tap_away(stand: Stand) -> None:
    """Ten on a screen; the last page offers no more; a made-up button harms nobody."""
    stand.join("hoa")
    with stand.context() as context:
        for number in range(15):
            context.record_change(Action.YEAR_CLOSED, f"year:{2000 + number}")
    stand.heard()
    stand.say("hoa", "nhật ký")
    (newest,) = stand.heard("hoa")
    assert 11 == len(newest.text.splitlines())
    assert ["Xem cũ hơn"] == [label for label, _ in newest.choices]
    stand.tap("hoa", "Xem cũ hơn")
    (older,) = stand.heard("hoa")
    assert "chốt năm 2004" in older.text.splitlines()[1]
    stand.tap("hoa", "Xem cũ hơn")
    (oldest,) = stand.heard("hoa")
    assert "nhập danh sách đơn vị" in oldest.text.splitlines()[-1]
    assert [] == oldest.choices


def test_a_withdrawn_person_is_called_by_nothing_that_was_theirs(stand: Stand) -> None:
    """The act stays; the name goes."""
    stand.join("son")
    stand.say("son", "rút tên")
    stand.tap("son", "Rút tên tôi")
    with stand.context() as context:
        (newest,) = audit.newest(context.session, context.commune.id, 1)
        assert Action.WITHDRAWN == newest.action
    assert "Sơn" not in "\n".join(_trail(stand))
