"""Absence: who is asked meanwhile, who hears of it, what is kept, and what happens between two processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import people
from models.messages import InboxMessage
from models.people import Person
from services.inbound import Kind
from tests import presses
from tests.commune import Stand


def asked_at(stand: Stand, moment: str) -> set[str]:
    """Who is written to when what is due at a moment is done."""
    stand.heard()
    stand.at(moment)
    stand.tick()
    return {row.chat_id for row in stand.heard()}


def test_the_deputy_is_asked_meanwhile(stand: Stand) -> None:
    """Next week is hers; the week after is his again, and nobody has said a word."""
    stand.join("son", "tu", "hoa")
    stand.say("son", "tuần sau tôi đi vắng")
    assert "son" in asked_at(stand, "2026-11-18T08:00")
    assert {"tu"} == asked_at(stand, "2026-11-25T08:00") & {"son", "tu"}
    assert {"tu"} == asked_at(stand, "2026-11-25T19:00") & {"son", "tu"}
    assert {"son"} == asked_at(stand, "2026-12-02T08:00") & {"son", "tu"}


def test_without_a_deputy_nobody_is_asked(stand: Stand) -> None:
    """The officer has heard; neither the question nor a reminder goes to somebody who said that they are away."""
    stand.join("son", "hoa")
    stand.say("son", "tôi đi vắng đến 5/12")
    assert "chưa có ai thay" in stand.heard("hoa")[-1].text
    for moment in ("2026-11-18T08:00", "2026-11-18T19:00", "2026-11-19T14:00"):
        assert "son" not in asked_at(stand, moment)
    stand.say("hoa", "BẢNG")
    assert "Vắng 1: Bản Còn (chưa có người thay)" in stand.heard("hoa")[-1].text


def test_beside_an_open_question(stand: Stand) -> None:
    """What is open goes to the deputy, and her figure answers it; his own still would."""
    stand.ask("son", "tu", "hoa")
    stand.tap("son", "Vẫn 9 người")
    stand.say("son", "tôi nằm viện đến 5/12")
    assert "Báo cáo tuần này còn 2 câu" in stand.heard("tu")[-1].text
    stand.tap("tu", "Làm ngay")
    stand.say("tu", "7 sào")
    assert "3/3" in stand.heard("tu")[-1].text


def test_a_kill_before_the_deputy_s_word(stand: Stand, tmp_path: Path) -> None:
    """Another process takes the deputy's «no», and the officer hears."""
    stand.join("son", "tu", "hoa")
    stand.say("son", "tuần sau nghỉ")
    again = Stand(tmp_path, stand.store, keys_from=1000)
    again.clock.instant = stand.clock.now()
    again.heard()
    again.tap("tu", "Tôi không làm được")
    told = [row.text for row in again.heard("hoa")]
    assert 1 == len(told)
    assert told[0].startswith("Bà Tú không trả lời thay ông Sơn cho thôn Bản Còn được. Ông Sơn (trưởng thôn")


def test_said_twice_is_told_once(stand: Stand) -> None:
    """The same days again disturb nobody; other days are told."""
    stand.join("son", "tu")
    stand.say("son", "tôi đi vắng đến 5/12")
    stand.say("son", "tôi đi vắng đến 5/12")
    assert 1 == len([row for row in stand.heard("tu") if "vắng" in row.text])
    stand.say("son", "tôi đi vắng đến 6/12")
    assert 1 == len(stand.heard("tu"))


def test_the_reason_is_nowhere(stand: Stand) -> None:
    """Neither in what came in nor in what went out, to whomever."""
    stand.join("son", "tu", "hoa")
    stand.say("son", "Tôi bị ốm, xin nghỉ đến 5/12 để mổ ruột thừa")
    assert "vắng đến hết thứ Bảy 05/12" in stand.heard("son")[-1].text
    stand.say("hoa", "NHẬT KÝ")
    with stand.everything() as session:
        kept = [f"{row.text} {row.payload}" for row in session.query(InboxMessage)]
    assert [] == [text for text in [*kept, *(row.text for row in stand.heard())] if "ruột" in text or "ốm" in text]


def test_a_head_s_day_off_is_no_officer_s(stand: Stand) -> None:
    """«nghỉ đến 5/12» begins like the officers' NGHỈ, which enters holidays."""
    stand.join("son", "tu", "hoa")
    stand.say("son", "nghỉ đến 5/12")
    assert "Vâng, ông vắng đến hết thứ Bảy 05/12" in stand.heard("son")[-1].text
    stand.say("hoa", "NGHỈ")
    assert "vắng" not in stand.heard("hoa")[-1].text


@pytest.mark.parametrize("who", ["lam", "hien", "x"])
def test_others_record_nothing(stand: Stand, who: str) -> None:
    """A leader, the head of another village and a stranger cannot say that ông Sơn is away."""
    stand.join("son", "hien", "lam", "hoa")
    stand.say(who, "BÁO VẮNG BẢN CÒN ĐẾN 5/12")
    with stand.everything() as session:
        assert [] == session.query(Person).filter(Person.absent_until.is_not(None)).all()


def test_the_officer_s_button_is_the_officer_s(stand: Stand) -> None:
    """[Đã về] in other hands does nothing; nor does the deputy's word of somebody who is none, or comes late."""
    stand.join("son", "tu", "hien", "hoa")
    stand.say("hoa", "BÁO VẮNG BẢN CÒN ĐẾN 5/12")
    for whose, label in (("hoa", "Đã về"), ("tu", "Tôi không làm được")):
        stand.send("hien", Kind.CHOICE, data=presses.data_of(stand, whose, label), tapped=label)
    with stand.context() as context:
        away = people.absent(context.session, context.commune.id, context.today)
        assert ["ông Sơn"] == [one.address for one in away]
    stand.tap("son", "Tôi vẫn trả lời")
    stand.heard()
    stand.tap("tu", "Tôi không làm được")
    assert "Nút này đã cũ" in stand.heard("tu")[-1].text


def test_back_again_everybody_is_there(stand: Stand) -> None:
    """A deputy who could not stand in for those days is not away any more when they are taken back."""
    stand.join("son", "tu", "hoa")
    stand.say("son", "tuần sau nghỉ")
    stand.tap("tu", "Tôi không làm được")
    stand.say("son", "tôi đã về")
    with stand.context() as context:
        assert [] == people.absent(context.session, context.commune.id, context.today)


def test_who_goes_takes_the_dates_along(stand: Stand) -> None:
    """RÚT TÊN leaves no day of an absence."""
    stand.join("son", "hoa")
    stand.say("son", "tôi đi vắng đến 5/12")
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    with stand.everything() as session:
        assert [] == session.query(Person).filter(Person.absent_until.is_not(None)).all()
