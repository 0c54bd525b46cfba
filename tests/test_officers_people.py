"""People by message: replacing, inviting and removing, beside a weekly question, after a kill, and tapped twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models import invitation_codes, key_values, people, units
from models.invitation_codes import Invitation
from models.messages import InboxMessage
from models.people import Person
from services import named_people
from services.capability import Capability
from services.inbound import Kind
from services.invitations import bot_name_key
from services.named_people import NamedPerson
from tests import officers, presses
from tests.commune import Stand
from tests.officers import LAN


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("bà Lan 0912 345 678", NamedPerson("Lan", "bà Lan", "0912 345 678")),
        ("ba lan 0912345678", NamedPerson("Lan", "bà Lan", "0912 345 678")),
        ("Hoàng Thị Lan, +84 912 345 678", NamedPerson("Hoàng Thị Lan", "ông/bà Lan", "0912 345 678")),
        ("đồng chí VI VĂN TẤT", NamedPerson("Vi Văn Tất", "đồng chí Tất", "")),
        ("Lý Văn Thọ", NamedPerson("Lý Văn Thọ", "ông/bà Thọ", "")),
    ],
)
def test_a_person_is_read(text: str, who: NamedPerson) -> None:
    """Form of address, name and telephone, with accents or without."""
    assert who == named_people.read(text)


@pytest.mark.parametrize(
    "text",
    ["8", "con 6", "vắng 3 cháu", "bà con 6 hộ", "không có gì mới", "2 mẫu 3 sào", "cảm ơn", "ông", "", "x" * 300],
)
def test_a_figure_is_no_person(text: str) -> None:
    """What answers a weekly question is never taken for a name."""
    assert named_people.read(text) is None


def test_the_new_head_goes_on_with_the_open_report(stand: Stand) -> None:
    """The first answer stays, the old head's tap reaches nothing, and the newcomer is asked the rest."""
    stand.ask("son", "hoa")
    stand.tap("son", "Vẫn 9 người")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.say("hoa", LAN)
    stand.heard()
    stand.tap("hoa", "Thay")
    code = officers.code_told(stand)
    stand.tap("son", "Không gieo thêm")
    assert "Nút này đã cũ" in stand.heard("son")[-1].text
    stand.say("lan", f"/start {code}")
    stand.tap("lan", "Đồng ý")
    assert "bà Lan" == officers.asked(stand)
    stand.say("lan", "BÁO CÁO")
    assert "2/3" in stand.heard("lan")[-1].text


def test_a_weekly_question_between_question_and_name(stand: Stand) -> None:
    """The officer answers for a unit meanwhile: the figure is the unit's, the name still the new head's."""
    stand.ask("son", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.say("hoa", "GHI HỘ")
    stand.tap("hoa", "Khuổi Mạ")
    stand.say("hoa", "8")
    stand.heard()
    stand.say("hoa", LAN)
    assert "Thay ông Sơn bằng bà Lan" in stand.heard("hoa")[0].text


def test_a_kill_between_the_name_and_the_yes(stand: Stand, tmp_path: Path) -> None:
    """Another process goes on where the first one stopped: what was named is stored."""
    stand.join("son", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.say("hoa", LAN)
    again = Stand(tmp_path, stand.store, keys_from=1000)
    again.clock.instant = stand.clock.now()
    again.tap("hoa", "Thay")
    assert "Đã thay ông Sơn bằng bà Lan" in again.heard("hoa")[-1].text


def test_an_older_yes_names_nobody_else(stand: Stand) -> None:
    """The name was typed anew: the button under the first one is old, and a second tap does nothing more."""
    stand.join("son", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.say("hoa", LAN)
    first = presses.press(stand, "hoa", "Thay")
    stand.say("hoa", "bà Huệ 0912345679")
    second = presses.press(stand, "hoa", "Thay")
    first()
    assert "ông Sơn" == officers.asked(stand)
    second()
    second()
    with stand.context() as context:
        assert ["Huệ"] == list(context.session.scalars(select(Invitation.name).where(Invitation.used_at.is_(None))))


def test_the_name_is_kept_where_it_was_asked_for(stand: Stand) -> None:
    """The answer to «Người mới là ai?» is not masked; once that is done, names are again."""
    stand.join("son", "hien", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.say("hoa", "bà Bế Thị Lụa 0912345678")
    stand.tap("hoa", "Thay")
    with stand.context() as context:
        assert "Bế Thị Lụa" in invitation_codes.names(context.session)
    stand.say("hoa", "bà Vi Thị Nhung báo 8")
    with stand.everything() as session:
        kept = [message.text or "" for message in session.query(InboxMessage)]
    assert [] == [text for text in kept if "Nhung" in text]


def test_an_unused_code_is_void_after_the_next(stand: Stand) -> None:
    """Of two codes for one place only the newer opens."""
    stand.join("hoa")
    codes = []
    for _ in range(2):
        stand.say("hoa", "MỜI BẢN CÒN")
        stand.say("hoa", LAN)
        stand.tap("hoa", "Mời")
        codes.append(officers.code_told(stand))
    stand.say("x", f"/start {codes[0]}")
    assert "Kênh này chỉ dành cho" in stand.heard("x")[-1].text
    stand.say("x", f"/start {codes[1]}")
    assert "Chào bà Lan" in stand.heard("x")[-1].text


def test_the_wrong_newcomer_gives_the_role_back(stand: Stand) -> None:
    """Ông Sơn's successor was somebody else: he is the head again, and what the stranger gave is told of."""
    stand.ask("son", "hoa")
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        code = invitation_codes.invite(
            context.session, unit, "village-head", name="Lan", address="bà Lan", phone=None, now=context.now, days=14
        )
    stand.say("lan", f"/start {code}")
    stand.tap("lan", "Đồng ý")
    stand.say("lan", "8")
    stand.tap("hoa", "Không phải bà Lan")
    told = stand.heard("hoa")[-1].text
    assert "Ông Sơn lại là trưởng thôn Bản Còn" in told
    assert "Số liệu người này đã gửi vẫn còn" in told
    assert "ông Sơn" == officers.asked(stand)
    stand.say("lan", "9")
    assert "Kênh này chỉ dành cho" in stand.heard("lan")[-1].text


def test_a_newcomer_does_not_disturb_a_draft(stand: Stand) -> None:
    """What the draft offered still works when it is typed after somebody came in."""
    presses.drafted(stand)
    stand.join("son")
    stand.say("hoa", "duyệt")
    assert "Đang đăng tổng hợp" in stand.heard("hoa")[-1].text


def test_officers_hear_of_officers(stand: Stand) -> None:
    """A second officer and a leader who come in or go are told to every other officer, and not to themselves."""
    stand.join("hoa")
    stand.say("thu", f"/start {stand.code('thu')}")
    stand.tap("thu", "Đồng ý")
    assert ["Chị Thu (cán bộ tổng hợp xã Khánh Khê) vừa vào, qua memory."] == [row.text for row in stand.heard("hoa")]
    stand.join("lam")
    stand.say("hoa", "XÓA NGƯỜI XÃ")
    stand.tap("hoa", "Đồng chí Lâm (lãnh đạo xã Khánh Khê)")
    stand.tap("hoa", "Xóa đồng chí Lâm")
    assert "Chị Hoa vừa xóa đồng chí Lâm" in stand.heard("thu")[-1].text


def test_two_officers_remove_each_other(stand: Stand) -> None:
    """The second tap finds nobody who may tap: one officer is left, whatever was offered."""
    stand.join("hoa", "thu")
    for who in ("hoa", "thu"):
        stand.say(who, "XÓA NGƯỜI XÃ")
    stand.tap("hoa", "Chị Thu (cán bộ tổng hợp xã Khánh Khê)")
    stand.tap("thu", "Chị Hoa (cán bộ tổng hợp xã Khánh Khê)")
    stand.tap("hoa", "Xóa chị Thu")
    stand.tap("thu", "Xóa chị Hoa")
    with stand.context() as context:
        officers = people.with_role(context.session, context.commune.id, "officer")
        assert ["chị Hoa"] == [one.address for one in officers]


@pytest.mark.parametrize("word", ["thay 2 biển báo", "mời 3 đoàn", "xóa người 2"])
def test_a_command_s_word_in_an_answer_is_no_command(stand: Stand, word: str) -> None:
    """While an officer answers for a unit, words behind THAY that name no place are the answer's."""
    stand.ask("hoa")
    stand.say("hoa", "GHI HỘ")
    stand.tap("hoa", "Bản Còn")
    stand.heard()
    stand.say("hoa", word)
    assert "Không có nơi nào" not in stand.heard("hoa")[-1].text


def test_somebody_removed_is_gone_from_every_row(stand: Stand) -> None:
    """Name, telephone and account are gone; the role's days stay."""
    stand.join("son", "hoa")
    stand.say("hoa", "XÓA NGƯỜI BẢN CÒN")
    stand.tap("hoa", "Xóa ông Sơn")
    with stand.context() as context:
        assert 0 == context.session.query(Person).filter(Person.name.contains("Sơn")).count()
        assert 0 == context.session.query(Invitation).filter(Invitation.name.contains("Sơn")).count()
    stand.send("son", Kind.OTHER)
    assert "Kênh này chỉ dành cho" in stand.heard("son")[-1].text


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path, channels={"memory": Capability(start_link="https://t.me/{bot}?start={code}")})
    yield made
    made.close()


def test_a_link_hands_the_code_over(linked: Stand) -> None:
    """Where the platform has links and the bot's name is known; the link carries the very code."""

    with linked.everything() as session:
        key_values.put(session, bot_name_key("memory"), "thidua_bot")
    linked.join("hoa")
    linked.say("hoa", "MỜI BẢN CÒN")
    linked.say("hoa", LAN)
    linked.tap("hoa", "Mời")
    text = linked.heard("hoa")[-1].text
    code = text.split("Mã của bà Lan: ")[1][:9]
    assert f"memory: https://t.me/thidua_bot?start={code}" in text
