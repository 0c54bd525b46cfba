"""An answer meets the question it was written for: what was sent before a question does not answer it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.figures import Figure
from services.inbound import Kind
from tests.commune import Stand


@pytest.fixture
def asked(stand: Stand) -> Stand:
    stand.ask("son")
    stand.heard()
    stand.at("2026-11-18T09:00")  # the bot was away for an hour
    return stand


def _late(stand: Stand, text: str, seconds: int, **more: object) -> str:
    """Say something that was sent so many seconds after a quarter past eight."""
    sent = stand.clock.now() - timedelta(minutes=45) + timedelta(seconds=seconds)
    stand.send("son", Kind.TEXT, text=text, said_at=sent, **more)
    return "\n".join(row.text for row in stand.heard("son"))


def _given(stand: Stand) -> dict[str, str]:
    with stand.context() as context:
        rows = context.session.query(Figure).filter(Figure.period_id.is_not(None), Figure.reporter_id.is_not(None))
        return {row.measure: f"{row.value.normalize():f}" for row in rows if row.value is not None}


def test_the_same_text_twice_is_one(asked: Stand) -> None:
    """«6», and «6» two seconds later, before the bot was there: the second is no hectares."""
    assert "6 người chưa có thẻ" in _late(asked, "6", 0)
    assert "" == _late(asked, "6", 2)
    assert {"XH1": "6"} == _given(asked)


def test_a_bare_number_sent_before_a_question_does_not_answer_it(asked: Stand) -> None:
    """It is said, and the question is put again."""
    _late(asked, "6", 0)
    said = _late(asked, "7", 20)
    assert "«7» gửi trước khi có câu này nên tôi chưa ghi." in said
    assert "gieo trồng thêm" in said
    assert {"XH1": "6"} == _given(asked)


def test_what_names_its_figure_is_read_however_early_it_came(asked: Stand) -> None:
    """A regular types «6», «7 sào» in a row without waiting: the unit tells."""
    _late(asked, "6", 0)
    assert "Gieo thêm 7 sào" in _late(asked, "7 sào", 4)
    assert {"XH1": "6", "KT1a": "0.252"} == _given(asked)


def test_an_answer_after_its_question_is_one(asked: Stand) -> None:
    """The same number again, to the question that has come meanwhile."""
    asked.say("son", "6")
    asked.at("2026-11-18T09:05")
    asked.say("son", "6")
    assert {"XH1": "6", "KT1a": "6"} == _given(asked)


def test_an_edit_of_last_week_leaves_this_week_s_question_where_it_was(stand: Stand) -> None:
    """Last week's late answer is corrected, and the open question asked again; «0» does not go astray."""
    stand.ask("son")
    stand.send("son", Kind.TEXT, text="6", message_id="57")
    stand.at("2026-11-25T08:00")
    stand.tick()
    stand.heard()
    stand.send("son", Kind.EDIT, text="5", message_id="57")
    said = "\n".join(row.text for row in stand.heard("son"))
    assert "Đã sửa: 5 người chưa có thẻ BHYT (trước là 6 người)." in said
    assert "1/" in said.splitlines()[-1], said
    stand.say("son", "4")
    with stand.context() as context:
        rows = context.session.query(Figure).filter(Figure.period_id.is_not(None)).order_by(Figure.on_day)
        assert [5, 4] == [int(row.value) for row in rows if row.measure == "XH1" and row.value is not None]


def test_a_button_tapped_twice_is_tapped_once(asked: Stand) -> None:
    """Two callbacks of one button in a batch: the next question comes once."""
    asked.tap("son", "Vẫn 9 người")
    assert 1 == len(asked.heard("son"))
    asked.tap("son", "Vẫn 9 người")
    assert [] == asked.heard("son")


def test_two_people_who_tap_the_same_button_are_both_answered(stand: Stand) -> None:
    """Head and deputy at the same moment: neither tap is the other's second half."""
    stand.ask("son", "tu", "hoa")
    stand.say("tu", "BÁO CÁO")
    stand.heard()
    stand.tap("son", "Vẫn 9 người")
    stand.tap("tu", "Vẫn 9 người")
    assert {"son", "tu"} == {row.chat_id for row in stand.heard()}


def test_a_forwarded_message_of_another_village_s_head_is_asked_about(stand: Stand) -> None:
    """By its writer, where no village is named in it; one's own, and one of nobody known, are one's figures."""
    stand.ask("son", "hien")
    stand.heard()
    stand.send("son", Kind.TEXT, text="bhyt 5, gieo 3 sào", is_forwarded=True, forwarded_from="hien")
    assert "hay của thôn Khuổi Mạ" in stand.heard("son")[-1].text
    assert {} == _given(stand)
    stand.send("son", Kind.TEXT, text="bhyt 6", is_forwarded=True, forwarded_from="son")
    stand.send("son", Kind.TEXT, text="7 sào", is_forwarded=True, forwarded_from="nobody")
    assert {"XH1": "6", "KT1a": "0.252"} == _given(stand)
