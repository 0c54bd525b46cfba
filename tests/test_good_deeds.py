"""Good deeds: what is stored of them, what gives way in a post, and when they go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.good_deeds import GoodDeed, State
from reports.weekly import caption
from services import good_deeds
from services.inbound import Kind
from tests.commune import Stand
from tests.reports import samples

DEED = "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật."


def _deeds(stand: Stand) -> list[tuple[str, State, bool]]:
    with stand.everything() as session:
        return [
            (row.text, row.state, row.sender_id is not None) for row in session.query(GoodDeed).order_by(GoodDeed.id)
        ]


def test_one_deed_a_week_stands_below_the_post_the_first_kept_first(stand: Stand) -> None:
    """The second waits for its own week."""
    stand.join("hoa", "son", "hien")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for who in ("son", "hien"):
        stand.say(who, f"{DEED} Của {who}.")
        stand.tap("hoa", "Giữ để đăng")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    posts = [row.text for row in stand.heard() if row.purpose == "post"]
    assert [True] == ["Của son" in text for text in posts]
    assert [State.POSTED, State.KEPT] == [state for _, state, _ in _deeds(stand)]


def test_a_deed_that_no_post_used_goes_after_ninety_days(stand: Stand) -> None:
    """Not a day sooner."""
    stand.join("hoa", "son")
    stand.say("son", DEED)
    stand.at("2027-02-14T03:00")
    stand.tick()
    assert 1 == len(_deeds(stand))
    stand.at("2027-02-16T03:00")
    stand.tick()
    assert [] == _deeds(stand)


def test_who_withdraws_takes_what_was_not_posted_along(stand: Stand) -> None:
    """RÚT TÊN reaches deeds."""
    stand.join("hoa", "son")
    stand.say("son", DEED)
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    assert [] == _deeds(stand)


def test_no_name_is_stored_that_nobody_has_agreed_to(stand: Stand) -> None:
    """Not in the deed, not in the inbox; nor one that the commune knows."""
    stand.join("hoa", "son")
    stand.say("son", "VIỆC TỐT Ông Hoàng Văn Sơn và chị Lý Thị Hoa Mai hiến đất mở đường.")
    text = _deeds(stand)[0][0]
    assert "Sơn" not in text
    assert "Mai" not in text


@pytest.mark.parametrize(
    "text", ["dạy chữ cho các cháu trong thôn", "đưa người bệnh đi viện", "giúp 3 hộ nghèo sửa nhà"]
)
def test_children_the_sick_and_the_poor_are_never_named(text: str) -> None:
    """Whoever has agreed."""
    assert good_deeds.is_sensitive(text)
    assert not good_deeds.is_sensitive("hiến đất mở đường, dọn mương")


def test_the_deed_gives_way_first_then_later_rounds_then_praise_and_no_indicator_before_them() -> None:
    """The fixed order of a post that is too long."""
    full = replace(samples.good_week(), rounds=("«Một» " + "a" * 60, "«Hai» " + "b" * 60), deed="Thôn A: " + "c" * 60)
    lines = [line.text for line in (*full.highlights, *full.concerns)]
    order, longest = ["«Hai»", "Thôn A", "Biểu dương", "«Một»"], caption.LONGEST
    gone: list[str] = []
    try:
        for most in range(1000, 200, -20):
            caption.LONGEST = most
            written = caption.text(full)
            gone += [one for one in order if one not in written and one not in gone]
            if any(line not in written for line in lines[:1]):
                break
    finally:
        caption.LONGEST = longest
    assert ["Thôn A", "«Hai»", "Biểu dương", "«Một»"] == gone[:4]
