"""Coming in, taking over and going out: nobody loses or gets a unit before somebody has said yes."""

from __future__ import annotations

import pytest

from models import invitation_codes, people, units
from models.invitation_codes import Invitation
from models.people import Person
from services.inbound import Kind
from tests.commune import Stand


def code(stand: Stand, role: str = "village-head", unit: str = "T01", name: str = "Lý Văn Tài") -> str:
    """An invitation of somebody outside the cast."""
    with stand.context() as context:
        row = units.by_code(context.session, context.commune, unit)
        assert row is not None
        address = f"ông {name.split()[-1]}"
        return invitation_codes.invite(
            context.session, row, role, name=name, address=address, phone="0900 111 222", now=context.now, days=14
        )


def asked(stand: Stand, unit: str = "T01") -> str | None:
    """Who is asked for a unit."""
    with stand.context() as context:
        row = units.by_code(context.session, context.commune, unit)
        assert row is not None
        found = people.spokesperson(context.session, row.id, context.today)
        return found.address if found else None


def roles(stand: Stand, address: str) -> list[str]:
    """What a person holds today, as "village-head T01"."""
    with stand.context() as context:
        person = context.session.query(Person).filter_by(address=address).one()
        return [f"{held.role} {held.unit.code}" for held in person.roles if held.until is None]


def last(stand: Stand, who: str) -> str:
    return stand.heard(who)[-1].text


@pytest.mark.parametrize("answer", ["Đồng ý", "Tôi báo qua điện thoại"])
@pytest.mark.parametrize(("who", "role", "unit"), [("son", "village-head", "T01"), ("van", "reporter", "CAX")])
def test_a_successor_takes_over_by_agreeing(stand: Stand, who: str, role: str, unit: str, answer: str) -> None:
    """Until the newcomer agrees the old head or reporter is asked; from then on only the newcomer is."""
    stand.join(who)
    before = asked(stand, unit)
    stand.say("tai", f"/start {code(stand, role, unit)}")
    assert before == asked(stand, unit)
    stand.tap("tai", answer)
    assert "ông Tài" == asked(stand, unit)
    assert [] == roles(stand, str(before))


def test_the_wrong_person_takes_nothing(stand: Stand) -> None:
    """«Tôi không phải ông Tài» leaves the village with the head it had."""
    stand.join("son")
    stand.say("tai", f"/start {code(stand)}")
    stand.tap("tai", "Tôi không phải ông Tài")
    assert "ông Sơn" == asked(stand)
    assert ["village-head T01"] == roles(stand, "ông Sơn")


def test_of_two_successors_the_later_invited_holds(stand: Stand) -> None:
    """Whoever opened an older code and agrees too late replaces nobody, and is told so."""
    stand.say("tai", f"/start {code(stand)}")
    stand.at("2026-11-17T16:00")
    stand.say("long", f"/start {code(stand, name='Bế Văn Long')}")
    stand.tap("long", "Đồng ý")
    stand.tap("tai", "Đồng ý")
    assert "ông Long" == asked(stand)
    assert "không còn vai trò nào" in last(stand, "tai")


def test_a_deputy_replaces_nobody(stand: Stand) -> None:
    """A deputy comes beside the head."""
    stand.join("son")
    stand.say("tai", f"/start {code(stand, 'deputy')}")
    stand.tap("tai", "Đồng ý")
    assert "ông Sơn" == asked(stand)


def test_another_s_code_is_asked_about_first(stand: Stand) -> None:
    """Ông Sơn taps the link of bà Hiên's village: a question, and nothing has changed yet."""
    stand.join("son", "hien")
    stand.say("son", f"/start {stand.code('hien')}")
    assert "Ông nhận báo cáo cho thôn Khuổi Mạ nữa phải không?" == last(stand, "son")
    assert "bà Hiên" == asked(stand, "T02")
    assert ["village-head T01"] == roles(stand, "ông Sơn")


def test_a_second_village_is_taken_with_a_yes(stand: Stand) -> None:
    """After the yes he has both, and the thanks say which one came to it."""
    stand.join("son", "hien")
    stand.say("son", f"/start {stand.code('hien')}")
    stand.tap("son", "Đúng, tôi nhận")
    assert "Cảm ơn ông. Từ nay ông báo cáo cho thôn Khuổi Mạ. Sáng thứ Tư xã nhắn." == last(stand, "son")
    assert "ông Sơn" == asked(stand, "T02")
    assert ["village-head T01", "village-head T02"] == roles(stand, "ông Sơn")
    assert [] == roles(stand, "bà Hiên")


def test_a_code_left_alone_stays_good(stand: Stand) -> None:
    """«Không phải tôi»: the code still lets in the person it was made for."""
    stand.join("son")
    found = stand.code("hien")
    stand.say("son", f"/start {found}")
    stand.tap("son", "Không phải tôi")
    assert "người được mời" in last(stand, "son")
    stand.say("hien", f"/start {found}")
    stand.tap("hien", "Đồng ý")
    stand.tap("son", "Đúng, tôi nhận")  # grown old
    assert "bà Hiên" == asked(stand, "T02")


def test_nobody_takes_what_another_was_asked(stand: Stand) -> None:
    """The button's data in another's hands is an old button."""
    stand.join("son", "lam")
    stand.say("son", f"/start {stand.code('hien')}")
    data = stand.heard("son")[-1].choices[0][1]
    stand.send("lam", Kind.CHOICE, data=data)
    assert ["leader 06286"] == roles(stand, "đồng chí Lâm")


@pytest.mark.parametrize("data", ["join:", "join:maybe", "join:take-", "join:take-x", "join:take-99", "join:leave-1"])
def test_an_unknown_answer_is_no_consent(stand: Stand, data: str) -> None:
    """Only the three answers that were offered are answers."""
    stand.say("son", f"/start {stand.code('son')}")
    stand.send("son", Kind.CHOICE, data=data)
    with stand.context() as context:
        assert [None] == [person.consented_at for person in context.session.query(Person)]


def test_an_officer_s_work_is_taken_with_a_yes(stand: Stand) -> None:
    """A leader who opens an officer's code is asked about the work, not about a unit."""
    stand.join("lam")
    stand.say("lam", f"/start {stand.code('hoa')}")
    assert "Đồng chí nhận làm cán bộ tổng hợp phải không?" == last(stand, "lam")
    stand.tap("lam", "Đúng, tôi nhận")
    assert ["leader 06286", "officer 06286"] == sorted(roles(stand, "đồng chí Lâm"))


def test_the_deputy_is_asked_when_the_head_has_blocked_the_bot(stand: Stand) -> None:
    """A head who stopped the bot would leave the village without a question; without a deputy, his name stays."""
    stand.join("son")
    stand.send("son", Kind.BLOCKED)
    assert "ông Sơn" == asked(stand)
    stand.say("tai", f"/start {code(stand, 'deputy')}")
    stand.tap("tai", "Đồng ý")
    assert "ông Tài" == asked(stand)
    stand.send("son", Kind.UNBLOCKED)
    assert "ông Sơn" == asked(stand)


def test_a_withdrawn_name_is_nowhere(stand: Stand) -> None:
    """RÚT TÊN takes name and telephone out of the invitation too."""
    stand.join("son", "hien")
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    with stand.context() as context:
        kept = [(row.name, row.address, row.phone) for row in context.session.query(Invitation).order_by(Invitation.id)]
    assert [("", "", None), ("Nông Thị Hiên", "bà Hiên", "0900 000 400")] == kept


def test_a_replaced_head_is_told_of_no_role(stand: Stand) -> None:
    """«vai trò » with nothing behind it would look like a fault."""
    stand.join("son")
    stand.say("tai", f"/start {code(stand)}")
    stand.tap("tai", "Đồng ý")
    stand.say("son", "dữ liệu của tôi")
    assert ", không còn vai trò nào, đồng ý từ" in last(stand, "son")


def test_who_comes_in_amid_a_week_hears_of_its_questions(stand: Stand) -> None:
    """The week's message went out without the newcomer: «Sáng thứ Tư» would be next week."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("son", f"/start {stand.code('son')}")
    stand.tap("son", "Đồng ý")
    assert "Cảm ơn ông. Tuần này còn câu hỏi, gõ BÁO CÁO để trả lời. Cần gì gõ GIÚP." == last(stand, "son")
    stand.say("son", "BÁO CÁO")
    assert "BHYT" in last(stand, "son")
