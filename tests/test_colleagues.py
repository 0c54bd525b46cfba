"""Two people of one unit answer its questions: the later answer is a correction, and both are told (decision 21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from models.figures import Figure
from models.people import Role
from tests.commune import Stand
from tests.test_conversations import TEXT_ONLY

PAST = "2026-11-18T09:00"
TOLD = "Ông Sơn đã báo số này trước, xã đã nhắn để ông ấy biết."
ASKED = "Từ thứ Sáu thôn có gieo trồng thêm không?"


@pytest.fixture
def pair(stand: Stand) -> Stand:
    """Head and deputy of Bản Còn; the head was asked."""
    return asked(stand)


@pytest.fixture
def pair_without_buttons(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path, channels={"memory": TEXT_ONLY})
    yield asked(made)
    made.close()


def asked(stand: Stand) -> Stand:
    stand.ask("son", "tu", "hoa")
    stand.heard()
    return stand


def standing(stand: Stand, measure: str) -> Decimal | None:
    """What stands for a measure of the week."""
    with stand.store.transaction() as session:
        query = select(Figure.value).where(Figure.measure == measure, Figure.period_id.is_not(None))
        return session.scalars(query).one_or_none()


def test_a_bare_figure_answers_the_question_that_its_writer_saw(pair: Stand) -> None:
    """The deputy has answered it since: the head's 8 are people without a card, and not eight hectares sown."""
    pair.at(PAST)
    pair.say("tu", "bhyt 6")
    pair.at("2026-11-18T09:30")
    pair.say("son", "8")
    assert (Decimal(8), None) == (standing(pair, "XH1"), standing(pair, "KT1a"))
    asked_next, copy = sorted(pair.heard()[-2:], key=lambda row: row.chat_id)
    assert copy.text.endswith("8 người chưa có thẻ BHYT (trước là 6 người). Chưa đúng, gõ SỬA.")
    assert ASKED in asked_next.text
    pair.say("son", "7 sào")
    assert Decimal("0.252") == standing(pair, "KT1a")


def test_a_question_that_was_seen_since_is_answered(pair: Stand) -> None:
    """The head has called for what is open: a bare figure is for that, whoever gave the first one."""
    pair.at(PAST)
    pair.say("tu", "bhyt 6")
    pair.at("2026-11-18T09:30")
    pair.say("son", "báo cáo")
    assert ASKED in pair.heard("son")[-1].text
    pair.at("2026-11-18T09:31")
    pair.say("son", "2")
    assert (Decimal(6), Decimal(2)) == (standing(pair, "XH1"), standing(pair, "KT1a"))


def test_a_tap_on_an_overtaken_question_is_a_correction(pair: Stand) -> None:
    """«Vẫn 9 người» under the head's question counts, and the deputy hears of it."""
    pair.at(PAST)
    pair.say("tu", "bhyt 6")
    pair.heard()
    pair.tap("son", "Vẫn 9 người")
    answer, copy = sorted(pair.heard(), key=lambda row: row.chat_id)
    assert answer.text.startswith("Đã sửa: 9 người chưa có thẻ BHYT (trước là 6 người). Bà Tú đã báo số này trước")
    assert ("tu", "copy") == (copy.chat_id, copy.purpose)


@pytest.mark.parametrize(
    "before",
    [
        lambda pair: pair.say("tu", "bhyt 8"),  # the same figure: nothing has changed
        lambda pair: pair.say("son", "nhầm 7"),  # one's own
    ],
)
def test_nobody_is_told_of_what_is_not_theirs_and_changed(pair: Stand, before: Callable[[Stand], None]) -> None:
    """A figure said twice alike, and a head who corrects the head's own figure, are nobody else's news."""
    pair.say("son", "8")
    pair.heard()
    before(pair)
    assert 1 == len(pair.heard())


def test_who_is_no_longer_of_the_unit_is_told_nothing(pair: Stand) -> None:
    """The deputy has left the office since."""
    pair.say("tu", "bhyt 6")
    with pair.store.transaction() as session:
        for role in session.scalars(select(Role).where(Role.role == "deputy")):
            role.until = pair.clock.now()
    pair.heard()
    pair.say("son", "8")
    assert ["son"] == [row.chat_id for row in pair.heard()]


def test_a_figure_doubted_and_typed_anew_is_told_both_times(pair: Stand) -> None:
    """Else the head would keep the doubtful one in mind."""
    pair.say("son", "8")
    pair.heard()
    pair.say("tu", "bhyt 60")
    doubted, copy = sorted(pair.heard(), key=lambda row: row.chat_id, reverse=True)
    assert TOLD in doubted.text
    assert "60 người chưa có thẻ BHYT (trước là 8 người)" in copy.text
    pair.say("tu", "6")
    assert "6 người chưa có thẻ BHYT (trước là 60 người)" in pair.heard("son")[-1].text


def test_a_copy_leaves_the_words_of_the_question_before_it(pair_without_buttons: Stand) -> None:
    """Where there are no buttons their words are typed, and what was told in between offers none."""
    pair = pair_without_buttons
    pair.say("son", "bhyt 8, gieo 7 sao")
    pair.say("tu", "bhyt 6")
    pair.say("son", "Không có gì mới")
    assert "Đã nhận báo cáo của thôn Bản Còn: 6 người" in pair.heard("son")[-1].text


def test_a_bare_figure_after_a_list_of_questions_is_asked_back(pair_without_buttons: Stand) -> None:
    """All three were seen in one message and two are answered since: 5 may be any of them."""
    pair = pair_without_buttons
    pair.at(PAST)
    pair.say("tu", "bhyt 6, không có gì mới")
    pair.say("son", "5")
    assert pair.heard("son")[-1].text.startswith("«5» gửi trước khi có câu này nên tôi chưa ghi.")
    assert standing(pair, "KT1a") is None
