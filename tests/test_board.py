"""BẢNG: the groups of a week's board, its length, and that nobody is reminded twice on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handlers import buttons, commands
from models import people, units
from models.outbox_states import Purpose
from models.people import Person
from services import board, board_picture, missing
from tests.commune import Stand
from tests.presses import data_of, faults

_WHOLE_SCREEN = 800  # characters; about what a telephone shows at once


@pytest.fixture
def asked(stand: Stand) -> Stand:
    """A head with his deputy, another head and two officers; the questions of week 47 are out."""
    stand.ask("son", "tu", "hien", "hoa", "thu")
    stand.heard()
    return stand


def _go_away(stand: Stand, address: str) -> None:
    with stand.context() as context:
        context.session.query(Person).filter_by(address=address).one().absent_until = date(2026, 12, 5)


def test_whoever_is_away_stands_apart_with_the_deputy(asked: Stand) -> None:
    """The head is away: the place is not among the missing, and who answers for it is named."""
    _go_away(asked, "ông Sơn")
    asked.say("hoa", "BẢNG")
    text = asked.heard("hoa")[-1].text
    assert "Vắng 1: Bản Còn (bà Tú thay)." in text
    assert "Chưa gửi 1: Khuổi Mạ." in text


def test_whoever_is_away_without_a_deputy_is_told(asked: Stand) -> None:
    """Nobody answers for the place: the officer sees it at once."""
    _go_away(asked, "bà Hiên")
    asked.say("hoa", "BẢNG")
    assert "Vắng 1: Khuổi Mạ (chưa có người thay)." in asked.heard("hoa")[-1].text


def test_two_officers_send_one_reminder(asked: Stand) -> None:
    """Each taps the same place, one also «Nhắc … nơi»: the head hears once, and every officer what became of it."""
    for officer in ("hoa", "thu"):
        asked.say(officer, "BẢNG")
        asked.tap(officer, "Nhắc từng nơi")
    asked.heard()
    asked.tap("hoa", "Nhắc Bản Còn")
    asked.tap("thu", "Nhắc Bản Còn")
    asked.tap("thu", "Nhắc 2 nơi")
    rows = asked.heard()
    reminders = [row.chat_id for row in rows if row.purpose is Purpose.REMINDER]
    assert ["son", "hien"] == reminders
    assert "Hôm nay đã nhắc thôn Bản Còn rồi" in next(row.text for row in rows if row.chat_id == "thu")
    assert [] == faults(asked)


def test_who_is_known_and_has_not_come_in_is_not_counted(asked: Stand) -> None:
    """From a list of an office: a name and a number, no account. «Nhắc … nơi» says how many will be reminded."""
    with asked.context() as context:
        context.session.query(Person).filter_by(address="bà Hiên").one().consented_at = None
    asked.say("hoa", "BẢNG")
    assert "Nhắc 1 nơi" in [label for label, _ in asked.heard("hoa")[-1].choices]


def test_the_next_day_reminds_again(asked: Stand) -> None:
    """At most once a day is not once a week."""
    asked.say("hoa", "BẢNG")
    asked.tap("hoa", "Nhắc 2 nơi")
    asked.say("hoa", "BẢNG")
    assert "Hôm nay đã nhắc 2 nơi." in asked.heard("hoa")[-1].text
    asked.at("2026-11-19T09:00")
    asked.say("hoa", "BẢNG")
    assert ["Nhắc 2 nơi", "Nhắc từng nơi", "Thiếu số nào", "Ghi hộ"] == [
        label for label, _ in asked.heard("hoa")[-1].choices
    ]


def test_a_board_of_fifty_units_stays_short(asked: Stand) -> None:
    """Of a long group the first names and the number of the others are told."""
    with asked.context() as context:
        for number in range(50, 70):
            context.session.add(
                units.Unit(
                    commune_id=context.commune.id,
                    code=f"T{number}",
                    kind="village",
                    name=f"Khuổi Lùng {number}",
                    aliases=[],
                )
            )
        context.session.flush()
        period = missing.asked_period(context)
        members = units.members(context.session, context.commune.id)
        for unit in members:
            person = Person(commune_id=context.commune.id, name="A", address="ông A", consented_at=context.now)
            context.session.add(person)
            context.session.flush()
            context.session.add(people.Role(person_id=person.id, unit_id=unit.id, role="reporter", since=context.now))
        text = board.text(context, board.of_week(context, period))
    assert "nơi khác." in text
    assert len(text) <= _WHOLE_SCREEN


@pytest.mark.parametrize(("typed", "name"), [("bảng", "board"), ("BANG", "board"), ("bằng", None), ("Bằng", None)])
def test_equal_is_not_the_board(typed: str, name: str | None) -> None:
    """«bằng» and «bảng» fold alike: with its accents the first is an answer."""
    read = commands.recognise(typed)
    assert name == (read.name if read else None)


def test_a_bare_bang_stays_an_answer_of_a_head(asked: Stand) -> None:
    """Without accents, while a question is open, it is taken for an answer; nobody is refused the officers' board."""
    asked.say("son", "bang")
    assert "lãnh đạo" not in asked.heard("son")[-1].text


def test_a_board_in_a_process_that_was_killed(asked: Stand, tmp_path: Path) -> None:
    """The buttons of a board shown before a restart still do what they say, after it."""
    asked.say("hoa", "BẢNG")
    asked.heard()
    again = Stand(tmp_path, store=asked.store, keys_from=1000)
    again.clock.instant = asked.clock.instant
    again.heard()
    again.tap("hoa", "Nhắc 2 nơi")
    assert {"son", "hien", "hoa"} == {row.chat_id for row in again.heard()}


def test_mending_a_marked_figure_keeps_the_other_buttons(asked: Stand) -> None:
    """«Sửa: …» asks for the figure; whoever finds it right after all taps or types «Đúng: …» beside it."""
    asked.say("son", "9")
    asked.say("son", "31 ha")
    asked.tap("son", "Đúng, lý do khác")
    asked.say("hoa", "BẢNG")
    asked.tap("hoa", "Xem 1 số")
    asked.tap("hoa", "Sửa: Bản Còn, gieo trồng")
    assert "gieo trồng" in asked.heard("hoa")[-1].text
    assert buttons.lasts(data_of(asked, "hoa", "Sửa: Bản Còn, gieo trồng"))
    asked.say("hoa", "Đúng: Bản Còn, gieo trồng")
    assert "Đã đối chiếu số của Bản Còn." in asked.heard("hoa")[-1].text


def test_the_picture_shows_what_was_sent(asked: Stand) -> None:
    """A cell a unit and measure: a figure, one to be verified, one as before, one that is open, a count too small."""
    asked.say("son", "9")
    asked.say("son", "31 ha")
    asked.tap("son", "Đúng, lý do khác")
    asked.tap("son", "Không có gì mới")
    with asked.context() as context:
        week = board.of_week(context, missing.asked_period(context))
        table = board_picture.table(context, week)
    villages = table.blocks[0]
    assert ["Thẻ BHYT", "Gieo trồng", "Đường", "Rừng", "Hộ nghèo", "Nhà văn hóa"] == [
        name for name, *_ in villages.columns
    ]
    cells = {line.name: [(cell.sent.value, cell.said) for cell in line.cells] for line in villages.lines}
    assert [("figure", "9"), ("marked", "31")] == cells["Bản Còn"][:2]
    assert {("as-before", "như cũ"), ("nothing", "không")} == set(cells["Bản Còn"][2:])
    assert {("open", "")} == set(cells["Khuổi Mạ"])
    assert ["Cơ quan"] == [block.name for block in table.blocks[1:]]
    assert "Đủ 1/31, hạn 16 giờ thứ Năm 19/11" == table.subtitle


def test_reminding_about_one_measure(asked: Stand) -> None:
    """Whoever has sent it is left in peace; whoever was reminded of all today is not reminded of one."""
    asked.say("son", "9")
    asked.say("hoa", "BẢNG")
    asked.tap("hoa", "Thiếu số nào")
    asked.tap("hoa", "Thẻ BHYT")
    asked.heard()
    asked.tap("hoa", "Nhắc 1 nơi")
    assert ["hien", "hoa"] == sorted(row.chat_id for row in asked.heard())
    asked.tap("hoa", "Gieo trồng")
    asked.heard()
    asked.tap("hoa", "Nhắc 1 nơi")
    assert ["hoa", "son"] == sorted(row.chat_id for row in asked.heard())


def test_a_leader_looks_and_reminds_nobody(asked: Stand) -> None:
    """From the board to a measure, without the buttons of an officer."""
    asked.join("lam")
    asked.say("lam", "BẢNG")
    assert ["Thiếu số nào"] == [label for label, _ in asked.heard("lam")[-1].choices]
    asked.tap("lam", "Thiếu số nào")
    asked.tap("lam", "Thẻ BHYT")
    reply = asked.heard("lam")[-1]
    assert "Chưa gửi 28: " in reply.text
    assert [] == reply.choices
