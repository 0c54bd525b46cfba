"""A bot that communes share: an account, a group, a code lead to a commune; who is in two says which by a tap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import migrate
from models import messages, units
from models.database import Store, connect
from models.messages import InboxMessage, OutboxMessage
from models.people import Account
from services import wording
from services.communes import Communes
from services.inbound import Kind
from tests.commune import TUESDAY
from tests.communes.province import CODES, MARKS, Province, deployments, fill


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.close()


@pytest.fixture
def both(province: Province) -> Province:
    """Ông Sơn is head of a village in the one commune and of another in the second; both ask on Wednesday at eight."""
    province.bring("son", "a", "son")
    province.bring("son", "b", "hien")
    province.at("2026-11-18T08:00")
    province.tick()
    return province


def texts(rows: list[OutboxMessage]) -> list[str]:
    return [row.text for row in rows]


def faults(province: Province) -> list[str]:
    with province.everything() as session:
        return [fault for fault in session.scalars(select(InboxMessage.fault)) if fault]


def test_a_code_leads_to_its_commune(province: Province) -> None:
    """The welcome names the commune that gave the code, and the other one knows nobody new."""
    province.say("x", f"/start {province.invitation('b', 'son')}")
    (welcome,) = province.heard("x")
    assert f"xã {MARKS['b']}" in welcome.text
    assert province.ids["b"] == welcome.commune_id
    with province.everything() as session:
        assert [province.ids["b"]] == list(session.scalars(select(Account.commune_id)))


def test_a_stranger_hears_of_no_commune(province: Province) -> None:
    """Which communes there are is nobody's business; after five answers there is none."""
    for _ in range(7):
        province.say("x", "Xin chào")
    heard = province.heard("x")
    assert 5 == len(heard)
    assert {None} == {row.commune_id for row in heard}
    assert not any(mark in row.text for row in heard for mark in MARKS.values())


def test_wrong_codes_are_counted_at_the_door(province: Province) -> None:
    """After five a right one is not looked at either."""
    code = province.invitation("a", "son")
    for number in range(5):
        province.say("x", f"/start KKKK-KKK{number + 3}")
    province.heard()
    province.say("x", f"/start {code}")
    assert [wording.too_many_codes()] == texts(province.heard("x"))
    with province.everything() as session:
        assert [] == list(session.scalars(select(Account.id)))


def test_an_account_leads_to_its_commune(province: Province) -> None:
    """The heads of the same village of both communes answer the same question, each for their own."""
    province.enter("a", "son")
    province.enter("b", "son")
    province.at("2026-11-18T08:00")
    province.tick()
    province.heard()
    province.say("a-son", "8")
    province.say("b-son", "5")
    said = {row.chat_id: row for row in province.heard()}
    assert {key: province.ids[key] for key in "ab"} == {chat[0]: row.commune_id for chat, row in said.items()}
    assert "8" in said["a-son"].text
    assert "5" in said["b-son"].text


def test_what_two_communes_say_names_the_commune(both: Province) -> None:
    """Both questions stand in one chat; their buttons bear whose they are."""
    asked = both.heard("son")
    assert {f"[xã {mark}]" for mark in MARKS.values()} == {row.text.split("]")[0] + "]" for row in asked}
    for row in asked:
        assert {str(row.commune_id)} == {data.rpartition("@")[2] for _, data in row.choices}


def test_words_of_somebody_in_two_communes_are_asked_about_once(both: Province) -> None:
    """What was typed is not lost: it is answered when they have said whose it is, and so is the next."""
    both.heard()
    both.say("son", "8")
    (question,) = both.heard("son")
    assert [f"xã {MARKS['a']}", f"xã {MARKS['b']}"] == [label for label, _ in question.choices]
    assert question.commune_id is None
    both.tap("son", f"xã {MARKS['b']}")
    (answer,) = both.heard("son")
    assert both.ids["b"] == answer.commune_id
    both.say("son", "GIÚP")
    assert {both.ids["b"]} == {row.commune_id for row in both.heard("son")}


def test_the_name_may_be_typed_instead(both: Province) -> None:
    """As every button's words may."""
    both.say("son", "8")
    both.heard()
    both.say("son", MARKS["a"])
    assert {both.ids["a"]} == {row.commune_id for row in both.heard("son")}


def test_a_choice_holds_until_the_other_commune_speaks(both: Province) -> None:
    """The reminder of the other one makes it a question again."""
    both.say("son", "8")
    both.tap("son", f"xã {MARKS['a']}")
    both.at("2026-11-18T08:10")
    both.say("son", "GIÚP")
    both.heard()
    both.at("2026-11-18T19:00")
    both.tick()
    assert both.ids["b"] in {row.commune_id for row in both.heard("son")}
    both.say("son", "GIÚP")
    assert [None] == [row.commune_id for row in both.heard("son")]


def test_a_button_is_of_the_commune_that_offered_it(both: Province) -> None:
    """Whatever was spoken of before; and from then on words go there too."""
    asked = {row.commune_id: row for row in both.heard("son")}
    for key in ("b", "a"):
        row = asked[both.ids[key]]
        label, data = row.choices[0]
        both.send("son", Kind.CHOICE, data=data, tapped=label)
        assert {both.ids[key]} == {one.commune_id for one in both.heard("son")}
        both.at(f"2026-11-18T08:0{1 if key == 'b' else 2}")
        both.say("son", "GIÚP")
        assert {both.ids[key]} == {one.commune_id for one in both.heard("son")}


def test_a_made_up_mark_opens_nothing(province: Province) -> None:
    """A button of the commune that one is not in, marked or not, is an old button."""
    province.enter("a", "son")
    province.enter("b", "son")
    province.at("2026-11-18T08:00")
    province.tick()
    theirs = next(row for row in province.heard("b-son") if row.choices)
    for data in (theirs.choices[0][1], f"{theirs.choices[0][1]}@{province.ids['b']}", f"commune:{province.ids['b']}"):
        province.send("a-son", Kind.CHOICE, data=data, tapped="x")
        assert [province.ids["a"]] == [row.commune_id for row in province.heard()]
    assert [] == faults(province)


def test_who_blocks_the_bot_blocks_it_for_both(both: Province) -> None:
    """And who comes back comes back to both."""
    for kind, is_blocked in ((Kind.BLOCKED, True), (Kind.UNBLOCKED, False)):
        both.send("son", kind)
        with both.everything() as session:
            accounts = session.scalars(select(Account)).unique().all()
            assert [is_blocked] * 2 == [account.blocked_at is not None for account in accounts]


def test_a_group_of_an_officer_in_two_communes_is_asked_about(province: Province) -> None:
    """In private; the group is bound to the commune that was tapped, and the post of that one goes there."""
    province.bring("hoa", "a", "hoa")
    province.bring("hoa", "b", "hoa")
    province.send("g", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo")
    (question,) = province.heard("hoa")
    assert "Lãnh đạo" in question.text
    province.tap("hoa", f"xã {MARKS['b']}")
    (proposal,) = province.heard("hoa")
    assert province.ids["b"] == proposal.commune_id
    province.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert {province.ids["b"]} == {row.commune_id for row in province.heard("g")}


def test_what_a_stranger_said_goes_after_the_private_days(province: Province) -> None:
    """Of no commune, and forgotten like every commune's: words, answers, and what was put aside."""
    province.say("x", "chuyện riêng")
    for instant, is_kept in (("2026-11-18T07:00", True), ("2027-02-18T07:00", False)):
        province.at(instant)
        province.tick()
        with province.everything() as session:
            assert is_kept == any(session.scalars(select(InboxMessage.text)))
            assert is_kept == any(session.scalars(select(OutboxMessage.text)))


def test_a_wrong_word_of_a_stranger_leaves_nothing_waiting(province: Province) -> None:
    """What goes nowhere is settled; nothing of it stays in the line."""
    province.send("x", Kind.OTHER)
    province.send("x", Kind.CHOICE, data="approve:1:2", tapped="Duyệt")
    province.send("x", Kind.EDIT, text="5")
    province.send("g", Kind.ADDED, sender_id="x", is_group=True, title="Nhóm lạ")
    with province.everything() as session:
        assert [None] * 4 == list(session.scalars(select(InboxMessage.queue_round)))
        assert [None] * 4 == list(session.scalars(select(InboxMessage.payload)))
    assert {"x"} == {row.chat_id for row in province.heard()}
    assert messages.PENDING == "pending"


def test_rows_pasted_by_an_officer_of_two_communes_are_a_table(province: Province) -> None:
    """They wait with their line ends until it is known whose they are; a stranger's are not kept."""
    for key in MARKS:
        province.bring("hoa", key, "hoa")
    for hour in ("2026-11-18T08:00", "2026-11-19T17:00"):
        province.at(hour)
        province.tick()
    province.heard()
    rows = "Tên thôn;Số hộ;Số nhân khẩu\nBản Mới;10;40\nBản Xa;11;41"
    province.say("hoa", rows)
    province.tap("hoa", f"xã {MARKS['b']}")
    answer = province.heard("hoa")[-1]
    assert (province.ids["b"], True) == (answer.commune_id, "Áp dụng" in [label for label, _ in answer.choices]), (
        answer.text
    )
    province.say("nobody", rows)
    with province.everything() as session:
        stored = session.scalars(select(InboxMessage).where(InboxMessage.sender_id == "nobody")).all()
    assert all("Bản Xa;11" not in str(row.payload) for row in stored)


def test_a_commune_whose_units_come_after_the_last_look_is_entered(tmp_path: Path) -> None:
    """Its first code arrives before anybody has looked again: nothing of it is lost."""
    first, second = deployments().values()
    store = Store(connect(f"sqlite:///{tmp_path / 'thidua.db'}"))
    migrate.upgrade(store.engine)
    fill(store, first)
    communes = Communes([first, second])
    with store.deployment_wide("who is served is looked up") as session:
        assert [first] == list(communes.served(session).values())
    fill(store, second)
    with store.deployment_wide("the commune is entered") as session:
        late = units.communes(session)[CODES["b"]]
        assert CODES["b"] == communes.enter(session, late, TUESDAY).commune.code
    store.close()
