"""Roll-ups: their groups. Who types the code and where, and what becomes of a group that is moved, left or shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models import roll_ups
from models.outbox_states import Purpose
from models.roll_ups import RollUpGroup
from scheduler import watching
from services.inbound import Kind
from tests import rolled_up
from tests.rolled_up import GROUP, Above


def _speak(above: Above, where: str, words: str, who: str = "x", **more: object) -> list[str]:
    above.stand.send(where, Kind.TEXT, text=words, sender_id=who, is_group=True, **more)
    return [row.text for row in above.stand.heard() if row.chat_id == where]


def _group(above: Above) -> RollUpGroup:
    with above.stand.everything() as session:
        found = roll_ups.group(session, rolled_up.CODE)
        assert found is not None
        session.expunge(found)
        return found


def test_a_leadership_group_cannot_become_the_unit_above_s(above: Above) -> None:
    """Nobody of the commune would be heard in it any more. The code stays good for the right group."""
    stand, code = above.stand, above.code()
    stand.join("hoa")
    stand.send("leaders", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.heard()
    said = "Nhóm này là nhóm lãnh đạo của xã nên không nhận tổng hợp liên xã. Mã chưa dùng: xin gõ trong nhóm khác."
    assert [said] == _speak(above, "leaders", f"/manhom {code}", "hoa")
    assert GROUP == _group(above).chat_id
    assert _speak(above, "leaders", "/tonghop", "hoa")  # still the commune's
    assert ["Nhóm này nhận"] == [one[:13] for one in _speak(above, "elsewhere", f"/manhom {code}")]


def test_a_code_that_is_typed_in_private_binds_nothing(above: Above) -> None:
    """By a stranger, a head or an officer: it is a group's, and stays good."""
    stand = above.stand
    stand.join("son", "hoa")
    code = above.code()
    for who in ("stranger", "son", "hoa"):
        for words in (code, f"/manhom {code}", f"/start {code}"):
            stand.say(who, words)
            assert not [row for row in stand.heard() if "tổng hợp liên xã" in row.text]
    assert GROUP == _group(above).chat_id
    assert _speak(above, "elsewhere", f"/manhom {code}")


def test_an_old_code_opens_nothing(above: Above) -> None:
    """After an hour, or once another one was printed."""
    first = above.code()
    second = above.code()
    assert [] == _speak(above, "elsewhere", f"/manhom {first}")
    above.stand.clock.instant += timedelta(hours=1)
    assert [] == _speak(above, "elsewhere", f"/manhom {second}")
    assert GROUP == _group(above).chat_id


@pytest.mark.parametrize("is_faulty", [False, True])
def test_a_group_that_moves_keeps_its_weeks(above: Above, is_faulty: bool) -> None:
    """Also while the operator's file cannot be read: the group is nobody else's then, and its way is not lost."""
    rolled_up.post_all(above)
    rolled_up.at(above, "2026-11-20T15:00")
    above.stand.arrive(GROUP, "77")
    if is_faulty:
        above.serve()
    above.stand.send(GROUP, Kind.MOVED, data="super", sender_id="x", is_group=True)
    assert [] == _speak(above, "super", "/tonghop")
    above.serve(above.roll_up)
    above.stand.at("2026-11-20T16:00")
    above.corrects("06001", rolled_up.example(above.stand, 9))
    above.stand.at("2026-11-23T15:00")
    above.stand.tick()
    (mended,) = [row for row in above.stand.heard() if row.purpose is Purpose.ROLL_UP]
    assert ("super", None) == (mended.chat_id, mended.reply_to)


def test_no_officer_gets_the_group_while_the_file_is_faulty(above: Above) -> None:
    """It is still the unit above's."""
    stand = above.stand
    stand.join("hoa")
    above.serve()
    stand.send(GROUP, Kind.ADDED, sender_id="hoa", is_group=True, title="Thi đua tỉnh")
    assert [] == stand.heard("hoa")
    assert [] == _speak(above, GROUP, "/chitieu KT1a", "hoa")


def test_the_operator_hears_that_a_group_is_lost(above: Above) -> None:
    """Kicked out: nothing is posted into nowhere, and what to do is told. Back again it is well."""
    above.stand.send(GROUP, Kind.REMOVED, sender_id="x", is_group=True)
    rolled_up.post_all(above)
    assert [] == rolled_up.at(above, "2026-11-20T15:00")

    def troubles() -> list[str]:
        with above.stand.everything() as session:
            found = watching.of_bots(session, above.stand.communes, above.stand.clock.now())
        return [one.text for one in found if "liên xã" in one.text]

    assert 1 == len(troubles())
    assert troubles()[0].startswith("không còn ở trong nhóm nhận tổng hợp liên xã của ")
    assert troubles()[0].endswith("thidua roll-ups code lang-son")
    above.stand.send(GROUP, Kind.ADDED, sender_id="x", is_group=True)
    assert [] == troubles()


def test_one_group_is_of_one_unit_above(above: Above) -> None:
    """The code of another one typed there takes it over; the first has none until its own code is typed."""
    other = replace(above.roll_up, code="cum", name="cụm 1")
    above.serve(above.roll_up, other)
    with above.stand.everything() as session:
        code = roll_ups.issue_code(session, roll_ups.keep(session, "cum"), above.stand.clock.now())
    assert ["Nhóm này nhận tổng hợp liên xã của cụm 1,"] == [
        one[:41] for one in _speak(above, GROUP, f"/manhom {code}")
    ]
    assert not _group(above).is_bound
    rolled_up.post_all(above)
    assert ["Cụm 1: 0/5"] == [row.text.split("\n")[1][:10] for row in rolled_up.at(above, "2026-11-20T15:00")]
