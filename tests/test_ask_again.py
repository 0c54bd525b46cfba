"""[Hỏi lại]: who is asked, what a tap and a typed figure do, and that every officer who asked hears the outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models import figure_queries
from models.figures import Figure
from models.people import Person
from services import missing
from services.inbound import Kind
from tests.commune import Stand
from tests.presses import data_of, faults

RIGHT = "Số này đúng chưa ạ?"


@pytest.fixture
def sent(stand: Stand) -> Stand:
    """Bản Còn has sent everything, its sown area in doubt; Khuổi Mạ one answer; two officers are there."""
    stand.ask("son", "tu", "hien", "hoa", "thu")
    stand.say("son", "9")
    stand.say("son", "31 ha")
    stand.tap("son", "Đúng, do dồn mấy tuần")
    stand.tap("son", "Không có gì mới")
    stand.say("hien", "8")
    stand.heard()
    return stand


def _ask(stand: Stand, officer: str, figure: str = "Bản Còn, gieo trồng", sentence: str = RIGHT) -> None:
    stand.say(officer, "BẢNG")
    stand.tap(officer, "Xem 1 số")
    stand.tap(officer, f"Hỏi lại: {figure}")
    stand.tap(officer, sentence)


def _ask_about_the_cards_of_hien(stand: Stand) -> None:
    stand.say("hoa", "THÔN KHUỔI MẠ")
    stand.tap("hoa", "Thẻ BHYT")
    stand.tap("hoa", "Hỏi lại")
    stand.say("hoa", "Đã tính cả trẻ em chưa ạ?")


def test_the_reason_of_a_doubt_goes_on_with_its_mark(sent: Stand) -> None:
    """One tap says that it is right and why: the officer reads both, beside the words that gave the figure."""
    sent.say("hoa", "BẢNG")
    sent.tap("hoa", "Xem 1 số")
    assert "- Bản Còn gieo trồng 31 ha, trên 30 ha, do dồn mấy tuần; gõ «31 ha»." == sent.heard("hoa")[-1].text


def test_a_reason_of_ones_own_is_typed(sent: Stand) -> None:
    """«đúng, do …» confirms too, with these words."""
    sent.say("hien", "35 ha")
    sent.say("hien", "đúng ạ, do mưa nên cấy dồn")
    sent.heard()
    with sent.context() as context:
        week = missing.asked_period(context)
        marks = [figure.mark for figure, unit in figure_queries.marked(context.session, week.id) if unit.code == "T02"]
    assert ["trên 30 ha, do mưa nên cấy dồn"] == marks


def test_everybody_who_asked_hears_once(sent: Stand) -> None:
    """Two officers ask about one figure; its confirmation is told to both, and a second tap tells nobody."""
    _ask(sent, "hoa")
    _ask(sent, "thu")
    sent.heard()
    data = data_of(sent, "son", "Đúng, 31 ha")
    sent.send("son", Kind.CHOICE, data=data, tapped="Đúng, 31 ha")
    told = {row.chat_id: row.text for row in sent.heard()}
    assert told["hoa"] == told["thu"] == "Bản Còn trả lời: đúng, 31 ha."
    assert told["son"].startswith("Cảm ơn ông. Xã giữ 31 ha.")
    sent.send("son", Kind.CHOICE, data=data, tapped="Đúng, 31 ha")
    assert ["son"] == [row.chat_id for row in sent.heard()]
    assert [] == faults(sent)


def test_a_typed_figure_mends(sent: Stand) -> None:
    """The week is complete: a bare figure after the question is the figure asked about."""
    _ask(sent, "hoa")
    sent.heard()
    sent.say("son", "3,1 ha")
    told = {row.chat_id: row.text for row in sent.heard()}
    assert "Bản Còn trả lời: 3,1 ha (trước là 31 ha)." == told["hoa"]


def test_an_open_question_of_the_week_keeps_its_answer(sent: Stand) -> None:
    """While a weekly question is open a bare figure is its answer; the figure asked about is mended by the button."""
    _ask_about_the_cards_of_hien(sent)
    asked = sent.heard("hien")[-1]
    assert "Chị Hoa hỏi về số thôn Khuổi Mạ gửi hôm nay: 8 người chưa có thẻ BHYT." in asked.text
    sent.say("hien", "2 ha")
    assert "Gieo thêm 2 ha" in sent.heard("hien")[-1].text
    sent.send("hien", Kind.CHOICE, data=data_of(sent, "hien", "Gõ lại"), tapped="Gõ lại")
    sent.heard()
    sent.say("hien", "12")
    rows = sent.heard()
    assert ["Khuổi Mạ trả lời: 12 người (trước là 8 người)."] == [row.text for row in rows if row.chat_id == "hoa"]
    assert "việc mới" in rows[0].text or "có gì mới" in next(row.text for row in rows if row.chat_id == "hien")


def test_the_deputy_is_asked_while_the_head_is_away(sent: Stand) -> None:
    """Whoever answers for the unit today gets the question, and their tap counts."""
    with sent.context() as context:
        context.session.query(Person).filter_by(address="ông Sơn").one().absent_until = date(2026, 12, 5)
    _ask(sent, "hoa")
    assert "Đã hỏi bà Tú. Có trả lời tôi báo ngay." == sent.heard("hoa")[-1].text
    sent.tap("tu", "Đúng, 31 ha")
    assert "Bản Còn trả lời: đúng, 31 ha." == sent.heard("hoa")[-1].text


def test_without_a_chat_the_number_is_told(sent: Stand) -> None:
    """Nobody can be written to: whom to call, and no dialogue is left open."""
    for who in ("son", "tu"):
        sent.send(who, Kind.BLOCKED)
    sent.say("hoa", "BẢNG")
    sent.tap("hoa", "Xem 1 số")
    sent.tap("hoa", "Hỏi lại: Bản Còn, gieo trồng")
    reply = sent.heard("hoa")[-1]
    assert [] == reply.choices
    assert "xin gọi điện" in reply.text or "chưa có người báo cáo" in reply.text


def test_an_officer_asks_once_a_day(sent: Stand) -> None:
    """A question that goes out again on the same day would only annoy."""
    _ask(sent, "hoa")
    _ask(sent, "hoa")
    rows = sent.heard()
    assert 1 == sum(row.chat_id == "son" for row in rows)
    assert "Hôm nay đã hỏi ông Sơn về số này rồi." == rows[-1].text


def test_a_figure_of_an_older_week_is_mended_by_telephone(sent: Stand) -> None:
    """Another week has been asked since: «Chưa đúng» tells the officer whom to call."""
    sent.say("hoa", "BẢNG")
    sent.tap("hoa", "Xem 1 số")
    again = data_of(sent, "hoa", "Hỏi lại: Bản Còn, gieo trồng")
    sent.at("2026-11-25T08:00")
    sent.tick()
    sent.send("hoa", Kind.CHOICE, data=again, tapped="Hỏi lại: Bản Còn, gieo trồng")
    sent.tap("hoa", RIGHT)
    sent.heard()
    sent.tap("son", "Chưa đúng")
    told = {row.chat_id: row.text for row in sent.heard()}
    assert told["hoa"].startswith("Bản Còn trả lời: 31 ha chưa đúng. Tuần đó đã qua nên xin gọi Bản Còn (ông Sơn")
    assert "chị Hoa" in told["son"]


def test_another_place_does_not_answer(sent: Stand) -> None:
    """The button in the wrong hands is an old button; the officer goes on waiting."""
    _ask(sent, "hoa")
    sent.heard()
    for label in ("Đúng, 31 ha", "Gõ lại"):
        sent.send("hien", Kind.CHOICE, data=data_of(sent, "son", label), tapped=label)
    assert {"hien"} == {row.chat_id for row in sent.heard()}
    sent.tap("son", "Đúng, 31 ha")
    assert "Bản Còn trả lời: đúng, 31 ha." in [row.text for row in sent.heard("hoa")]


def test_a_question_outlives_the_process(sent: Stand, tmp_path: Path) -> None:
    """Killed between the question and the answer: the outcome is still told, and the history has the confirmation."""
    _ask(sent, "hoa")
    sent.heard()
    again = Stand(tmp_path, store=sent.store, keys_from=1000)
    again.clock.instant = sent.clock.instant
    again.heard()
    again.tap("son", "Đúng, 31 ha")
    assert "Bản Còn trả lời: đúng, 31 ha." in [row.text for row in again.heard("hoa")]
    with again.context() as context:
        figure = context.session.query(Figure).filter_by(measure="KT1a", mark="trên 30 ha, do dồn mấy tuần").one()
        assert "Đúng, 31 ha" == figure_queries.revisions(context.session, figure.id)[-1].words
