"""What leaders and officers may ask, and what nobody is told: by role, in private, without small numbers."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS, recognise
from models.figures import Figure
from models.messages import OutboxMessage
from models.summaries import PostedSummary
from models.units import Unit
from services.inbound import Kind
from services.permissions import Place, Role, allowed
from tests.commune import Stand

FEW = re.compile(r"(?<![0-9.,/])[1-4] hộ|báo [1-4]\b|«[1-4]»")


def week(stand: Stand, *cast: str) -> None:
    """The cast has come in, and it is Wednesday, 08:05."""
    stand.ask(*cast)
    stand.at("2026-11-18T08:05")
    stand.heard()


def bind(stand: Stand) -> None:
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.heard()


def in_group(stand: Stand, who: str, text: str) -> list[tuple[str, str]]:
    """What a line in the group brings: (chat, first line)."""
    stand.send("group", Kind.TEXT, sender_id=who, is_group=True, text=text)
    return [(row.chat_id, row.text.split("\n")[0]) for row in stand.heard()]


def asked(stand: Stand, who: str, text: str) -> str:
    stand.say(who, text)
    return "\n".join(row.text for row in stand.heard(who))


def poor(stand: Stand, said: str, decided: str) -> None:
    """Bản Còn reports its poor households, 12 before."""
    stand.say("son", "6")
    stand.tap("son", "Không gieo thêm")
    stand.tap("son", "Có")
    stand.tap("son", "Hộ nghèo")
    stand.say("son", said)
    stand.tap("son", decided)
    stand.tap("son", "Hết")
    stand.heard()


@pytest.mark.parametrize("decided", ["Có rồi", "Chưa có"])
def test_few_poor_households_are_told_to_nobody_but_the_village(stand: Stand, decided: str) -> None:
    """Three of them: not in the village's page, its figures, the list by villages, nor in the words and the mark."""
    week(stand, "son", "lam", "hoa")
    poor(stand, "3", decided)
    assert FEW.search(asked(stand, "son", "THÔN TÔI"))
    for who in ("lam", "hoa"):
        texts = [asked(stand, who, "thôn bản còn")]
        for label in [choice[0] for choice in _offered(stand, who)]:
            stand.tap(who, label)
            texts += [row.text for row in stand.heard(who)]
        texts.append(asked(stand, who, "chỉ tiêu hộ nghèo"))
        stand.tap(who, "Theo thôn")
        texts += [row.text for row in stand.heard(who)]
        assert [] == FEW.findall("\n".join(texts))
    assert not FEW.search(asked(stand, "lam", "còn thiếu"))


def _offered(stand: Stand, who: str) -> list[list[str]]:
    with stand.store.transaction() as session:
        return session.query(OutboxMessage).filter_by(chat_id=who).order_by(OutboxMessage.id.desc()).first().choices  # type: ignore[union-attr]


def test_deaths_and_crimes_are_never_told_by_village(stand: Stand) -> None:
    """Neither offered, nor given to whoever makes up the button."""
    week(stand, "lam")
    for key in ("QP2a", "QP2b", "QP2c", "QP3"):
        stand.say("lam", f"chỉ tiêu {key}")
        assert "Theo thôn" not in [label for row in stand.heard("lam") for label, _ in row.choices]
        stand.send("lam", Kind.CHOICE, data=f"spread:2026-W47:{key}")
        assert ["Nút này đã cũ."] == [row.text for row in stand.heard("lam")]


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name, one in BUTTONS.items()
        if Role.LEADER in allowed(one.thing, one.place) and Role.VILLAGE_HEAD not in allowed(one.thing, one.place)
    ),
)
def test_a_village_head_gets_no_view_of_others(stand: Stand, name: str) -> None:
    """The table's column is what decides, for every button of leaders."""
    week(stand, "son")
    button = BUTTONS[name]
    parts = ["1"] * (button.about is not None) + ["2026-W47", "T02"][: button.words]
    stand.send("son", Kind.CHOICE, data=":".join([name, *parts]))
    said = "Phần này dành cho lãnh đạo và cán bộ tổng hợp của xã. Cần thì gọi chị Hoa, 0205 000 123."
    assert [said] == [row.text for row in stand.heard("son")]


def test_nothing_by_village_is_answered_aloud() -> None:
    """Of all commands and buttons only the totals, the praise and the help are spoken of in the group."""
    aloud = {name for name, one in COMMANDS.items() if allowed(one.thing, Place.GROUP)}
    assert {"help", "summary", "indicator", "praise"} == aloud
    assert ["help"] == [name for name, one in BUTTONS.items() if allowed(one.thing, Place.GROUP)]


def test_every_word_in_the_table_is_recognised() -> None:
    """Each form of each command leads to its own row, whatever other command begins alike."""
    forms = {form: name for name, row in COMMANDS.items() for form in (*row.words, *row.slashes)}
    assert forms == {form: typed.name for form in forms if (typed := recognise(form)) is not None}


def test_the_group_names_no_village_but_for_praise(stand: Stand) -> None:
    """Every indicator, aloud: no name of a village in it."""
    week(stand, "son", "hoa", "lam")
    bind(stand)
    with stand.context() as context:
        names = [unit.name for unit in context.session.query(Unit).filter_by(kind="village")]
        ids = [one.id for one in context.campaign.indicators]
    for key in ids:
        stand.send("group", Kind.TEXT, sender_id="lam", is_group=True, text=f"/chitieu {key}")
        rows = stand.heard()
        assert ["group"] == [row.chat_id for row in rows]
        assert [] == [name for name in names if name in rows[0].text]


def test_a_village_is_answered_in_private_and_told_once_a_day(stand: Stand) -> None:
    """The group hears «Đã gửi riêng» once a day for a person, and again the next day."""
    week(stand, "hoa", "lam")
    bind(stand)
    private = ("lam", "Thôn Bản Còn, tuần 47 (13–19/11/2026): chưa gửi.")
    told = ("group", "Đã gửi riêng cho đồng chí Lâm.")
    assert [private, told] == in_group(stand, "lam", "/thon Bản Còn")
    assert [private] == in_group(stand, "lam", "/thon Bản Còn")
    stand.at("2026-11-19T08:05")
    assert [private, told] == in_group(stand, "lam", "/thon Bản Còn")


def test_a_stranger_in_the_group_learns_totals_only(stand: Stand) -> None:
    """Totals are in the post anyway; for the rest one polite line a day, whoever asks."""
    week(stand, "son", "hoa")
    bind(stand)
    assert [("group", "XH1. Bảo hiểm y tế, tuần 47 (13–19/11/2026): chậm.")] == in_group(stand, "x", "/chitieu XH1")
    refusal = "Phần này tôi chỉ gửi riêng cho lãnh đạo và cán bộ có tên trong danh sách của xã."
    assert [("group", refusal)] == in_group(stand, "x", "/thon Nà Pò")
    assert [] == in_group(stand, "son", "/thon Nà Pò")


def test_a_leader_who_cannot_be_written_to_is_told_so(stand: Stand) -> None:
    """Blocked in private: nothing goes to the group instead."""
    week(stand, "hoa", "lam")
    bind(stand)
    stand.send("lam", Kind.BLOCKED)
    said = "Tôi chưa nhắn riêng cho đồng chí Lâm được. Xin mở khung chat riêng với tôi, gõ một chữ rồi thử lại."
    assert [("group", said)] == in_group(stand, "lam", "/thon Bản Còn")


def test_an_unconfirmed_group_hears_nothing(stand: Stand) -> None:
    """Nothing of the commune's: before an officer's yes, and after the bot was put out."""
    week(stand, "hoa", "lam")
    ((where, said),) = in_group(stand, "lam", "/tonghop")
    assert ("group", True) == (where, said.startswith("Nhóm này chưa nối với tôi"))
    bind(stand)
    stand.send("group", Kind.REMOVED, sender_id="hoa", is_group=True)
    assert [] == in_group(stand, "lam", "/tonghop")  # once a day is enough


def test_a_posted_week_is_shown_as_it_was_posted(stand: Stand) -> None:
    """A figure mended later moves the indicator, not the post."""
    week(stand, "son", "hoa", "lam")
    bind(stand)
    stand.say("son", "6")
    for instant in ("2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    with stand.store.transaction() as session:
        stored = session.query(PostedSummary).one().text
        session.query(Figure).filter_by(measure="XH1", value=Decimal(6)).one().value = Decimal(400)
    stand.heard()
    assert stored == asked(stand, "lam", "tổng hợp")
    assert "Bảo hiểm y tế: 96,8%" in stored
    assert "Bảo hiểm y tế: 93,8%" in asked(stand, "lam", "chỉ tiêu XH1")


def test_an_office_names_villages_in_its_answer(stand: Stand) -> None:
    """«thôn Bản Còn, Nà Pò» answers the question about villages; it is no command."""
    week(stand, "vhxh")
    stand.at("2026-12-02T08:00")
    stand.tick()
    stand.say("vhxh", "BÁO CÁO")
    stand.say("vhxh", "10/10")
    stand.heard()
    assert "thôn văn hóa: 26/28 thôn" in asked(stand, "vhxh", "thôn Bản Còn, Nà Pò")


def test_a_tap_is_told_from_typing(stand: Stand) -> None:
    """Where a figure comes from says what the person did."""
    week(stand, "son", "lam")
    stand.tap("son", "Vẫn 9 người")
    stand.say("son", "7 sào")
    stand.heard()
    asked(stand, "lam", "thôn bản còn")
    stand.tap("lam", "Thẻ BHYT")
    assert "Ông Sơn chọn «Vẫn 9 người» lúc 08:05 thứ Tư 18/11: 9 người." in stand.heard("lam")[0].text
    stand.tap("lam", "Gieo trồng")
    assert "Ông Sơn gõ «7 sào» lúc 08:05 thứ Tư 18/11: 0,252 ha." in stand.heard("lam")[0].text


def test_the_words_of_a_post_outlive_a_look(stand: Stand) -> None:
    """Without buttons «EXCEL» is typed after «THEO THÔN», of the same post."""
    week(stand, "lam")
    asked(stand, "lam", "tổng hợp tuần 46")
    asked(stand, "lam", "THEO THÔN")
    stand.say("lam", "EXCEL")
    assert ["tong-hop-2026-W46.xlsx"] == [(row.picture or {}).get("name") for row in stand.heard("lam")]


def test_a_period_stands_behind_any_name(stand: Stand) -> None:
    """The name may hold a number of its own."""
    week(stand, "lam")
    assert asked(stand, "lam", "thon ban con tuan 46").startswith("Thôn Bản Còn, tuần 46 (06–12/11/2026)")
    assert asked(stand, "lam", "/thon T02 quý 3").startswith("Thôn Khuổi Mạ, quý III/2026")
    assert asked(stand, "lam", "chi tieu bhyt nam 2025").startswith("XH1. Bảo hiểm y tế, năm 2025")


@pytest.mark.parametrize("said", ["TỔNG HỢP NĂM 1999", "TỔNG HỢP QUÝ 3 NĂM 2041", "CHỈ TIÊU XH1 NĂM 2024"])
def test_a_period_of_which_nothing_can_be_known_is_answered_with_examples(stand: Stand, said: str) -> None:
    week(stand, "lam")
    assert re.search(r"Không có kỳ «[^»]*(1999|2041|2024)».*TỔNG HỢP QUÝ 4", asked(stand, "lam", said))
