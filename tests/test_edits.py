"""An edited message corrects the figure it gave, and nothing else."""

from __future__ import annotations

import pytest

from models.figures import Figure, Revision
from services.inbound import Kind
from tests.commune import Stand


def value(stand: Stand) -> str:
    """What stands for Bản Còn's cards this week."""
    with stand.store.transaction() as session:
        row = session.query(Figure).filter(Figure.measure == "XH1", Figure.period_id.is_not(None)).one()
        return str(row.value)


def test_an_edited_answer_is_a_correction(asked: Stand) -> None:
    """«6» changed to «8»: both revisions stay, the person is told, the open question is asked again."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.heard()
    asked.send("son", Kind.EDIT, text="8", message_id="57")
    said = asked.heard("son")[-1].text
    assert said.startswith("Đã sửa: 8 người chưa có thẻ BHYT (trước là 6 người).\n2/3.")
    assert "8" == value(asked)
    with asked.store.transaction() as session:
        words = [
            row.words for row in session.query(Revision).filter(Revision.channel == "memory").order_by(Revision.id)
        ]
    assert ["6", "8"] == words


def test_an_edited_message_of_several_figures_corrects_each(asked: Stand) -> None:
    """«bhyt 6, gieo 7 sào» changed to «bhyt 8, gieo 9 sào»."""
    asked.send("son", Kind.TEXT, text="bhyt 6, gieo 7 sào", message_id="57")
    asked.heard()
    asked.send("son", Kind.EDIT, text="bhyt 8, gieo 9 sào", message_id="57")
    said = asked.heard("son")[-1].text
    assert "8 người chưa có thẻ BHYT" in said
    assert "9 sào, bằng 0,324 ha" in said
    assert "8" == value(asked)


def test_an_edit_that_cannot_be_read_changes_nothing(asked: Stand) -> None:
    """The old figure stands, and the person hears why."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.heard()
    asked.send("son", Kind.EDIT, text="khoảng 8", message_id="57")
    assert "Ông cho một số cụ thể giúp" in asked.heard("son")[-1].text
    assert "6" == value(asked)


def test_the_edit_of_a_message_without_a_figure_is_left_alone(asked: Stand) -> None:
    """Old talk may be edited at will."""
    asked.send("son", Kind.TEXT, text="GIÚP", message_id="56")
    asked.heard()
    asked.send("son", Kind.EDIT, text="12", message_id="56")
    assert [] == asked.heard()


def test_an_edit_in_a_group_is_nobody_s_answer(asked: Stand) -> None:
    """Message numbers are counted per chat: the group's 57 is not the head's 57."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.heard()
    asked.send("group-1", Kind.EDIT, sender_id="son", is_group=True, text="4", message_id="57")
    assert [] == asked.heard()
    assert "6" == value(asked)


@pytest.mark.parametrize("text", ["Khuổi Mạ: bhyt 5", "Khuổi Mạ còn 5 người", "cả xã còn 20 người"])
def test_an_edit_to_another_unit_s_figures_is_asked_about(asked: Stand, text: str) -> None:
    """As a message that tells them is; the figure stands."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.send("son", Kind.EDIT, text=text, message_id="57")
    assert "Số này là của thôn Bản Còn hay của" in asked.heard("son")[-1].text
    assert "6" == value(asked)


def test_an_edit_is_rid_of_the_stamp_of_a_copy(asked: Stand) -> None:
    """«[10:05, 18/11] Sơn: …», pasted over the first words, is no part of what is read."""
    asked.send("son", Kind.TEXT, text="bhyt 6", message_id="57")
    asked.send("son", Kind.EDIT, text="[10:05, 18/11] Sơn: bhyt 7", message_id="57")
    assert "tôi chưa hiểu" not in asked.heard("son")[-1].text
    assert "7" == value(asked)


@pytest.mark.parametrize("text", ["GIÚP", "SỬA", "xóa", "xin lỗi"])
def test_an_edit_that_is_no_answer_leaves_figure_and_question(asked: Stand, text: str) -> None:
    """It is said, no command is obeyed, and the next bare figure is for the question that was open."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.heard()
    asked.send("son", Kind.EDIT, text=text, message_id="57")
    (said,) = asked.heard("son")
    assert "Tin sửa lại không có số nên tôi giữ như trước: 6 người chưa có thẻ BHYT." in said.text
    assert not said.choices
    asked.say("son", "7 sào")
    assert "Gieo thêm 7 sào" in asked.heard("son")[-1].text
    assert "6" == value(asked)


def test_an_edit_leaves_another_figure_s_doubt_open(asked: Stand) -> None:
    """31 ha waits for «có đúng không ạ?»; the card's figure is edited; it is asked again, and «đúng» answers it."""
    asked.send("son", Kind.TEXT, text="6", message_id="57")
    asked.send("son", Kind.TEXT, text="31 ha", message_id="58")
    asked.heard()
    asked.send("son", Kind.EDIT, text="8", message_id="57")
    said = asked.heard("son")[-1].text
    assert said.startswith("Đã sửa: 8 người chưa có thẻ BHYT (trước là 6 người).\nGieo thêm 31 ha. Khác mọi tuần")
    asked.send("son", Kind.EDIT, text="3,1 ha", message_id="58")
    assert "có gì mới không?" in asked.heard("son")[-1].text


def test_the_message_that_was_not_taken_may_be_edited(asked: Stand) -> None:
    """«503», edited to «3» before anything else is written, is «3»; one of an hour before is not."""
    at = asked.clock.now()
    asked.send("son", Kind.TEXT, text="503", message_id="57")
    asked.heard()
    earlier = at.replace(hour=at.hour - 1).isoformat()
    asked.send("son", Kind.EDIT, text="3", message_id="56", written_at=earlier)
    assert "Tin sửa lại tôi không đọc được. Xin gõ thành tin mới." == asked.heard("son")[-1].text
    asked.send("son", Kind.EDIT, text="3", message_id="57", written_at=at.isoformat())
    assert asked.heard("son")[-1].text.startswith("3 người chưa có thẻ BHYT")
    assert "3" == value(asked)


def test_an_edit_of_an_earlier_week_says_which(asked: Stand) -> None:
    asked.send("son", Kind.TEXT, text="bhyt 6, gieo 7 sào, không có gì mới", message_id="57")
    asked.at("2026-11-25T08:00")
    asked.tick()
    asked.heard()
    asked.send("son", Kind.EDIT, text="bhyt 5, gieo 7 sào", message_id="57")
    said = asked.heard("son")[-1].text
    assert said.startswith("Số của tuần 13/11–19/11. 5 người chưa có thẻ BHYT")
    assert "1/3." in said
