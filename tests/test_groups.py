"""A group is bound only by an officer, in private, and nothing but the post and commands lives in it."""

from __future__ import annotations

from models import groups
from services.inbound import Kind
from tests.commune import Stand


def _added(stand: Stand, by: str, title: str = "Lãnh đạo xã") -> None:
    stand.send("group-1", Kind.ADDED, sender_id=by, is_group=True, title=title)


def _bound(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [group.chat_id for group in groups.leadership(context.session, context.commune.id)]


def test_an_officer_binds_the_group_in_private(stand: Stand) -> None:
    """The officer adds the bot, says yes in private, and the group is greeted."""
    stand.join("hoa")
    _added(stand, "hoa")
    question = stand.heard()
    assert ["hoa"] == [row.chat_id for row in question]
    assert "Lãnh đạo xã" in question[0].text
    assert [] == _bound(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert ["group-1"] == _bound(stand)
    assert ["hoa", "group-1"] == [row.chat_id for row in stand.heard()]


def test_nobody_else_can_bind_a_group(stand: Stand) -> None:
    """A village head who adds the bot hears who can, a stranger nothing; neither gets a group."""
    stand.join("son")
    _added(stand, "stranger")
    assert [] == stand.heard()
    _added(stand, "son")
    assert ["son"] == [row.chat_id for row in stand.heard()]
    assert [] == _bound(stand)


def test_the_bot_is_silent_in_a_group(stand: Stand) -> None:
    """Free text in a group is nobody's answer (decision 22)."""
    stand.ask("hoa", "son")
    stand.heard()
    stand.send("group-1", Kind.TEXT, sender_id="son", is_group=True, text="con 6")
    assert [] == stand.heard()


def test_a_removed_bot_posts_nowhere(stand: Stand) -> None:
    """Out of the group, no post goes there."""
    stand.join("hoa")
    _added(stand, "hoa")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.send("group-1", Kind.REMOVED, sender_id="hoa", is_group=True)
    assert [] == _bound(stand)


def test_a_supergroup_is_the_same_group(stand: Stand) -> None:
    """An upgrade changes the id and nothing else."""
    stand.join("hoa")
    _added(stand, "hoa")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.send("group-1", Kind.MOVED, sender_id="hoa", is_group=True, data="group-100")
    assert ["group-100"] == _bound(stand)


def test_a_supergroup_heard_of_first_gets_no_second_post(stand: Stand) -> None:
    """The new id comes before the news of the move: the confirmation goes over, and one group is left."""
    stand.join("hoa")
    _added(stand, "hoa")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.send("group-100", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.send("group-1", Kind.MOVED, sender_id="hoa", is_group=True, data="group-100")
    assert ["group-100"] == _bound(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert ["group-100"] == _bound(stand)


def test_a_group_is_found_again_after_its_move(stand: Stand) -> None:
    """Who got a post under the old id gets its correction, even where the new id had been heard of first."""
    stand.join("hoa")
    _added(stand, "hoa")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    with stand.context() as context:
        old = groups.leadership(context.session, context.commune.id)[0].id
    stand.send("group-100", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.send("group-1", Kind.MOVED, sender_id="hoa", is_group=True, data="group-100")
    with stand.context() as context:
        found = groups.successor(context.session, old)
        assert found is not None
        assert "group-100" == found.chat_id
    stand.send("group-100", Kind.REMOVED, sender_id="hoa", is_group=True)
    with stand.context() as context:
        assert groups.successor(context.session, old) is None


def test_a_group_the_bot_left_is_confirmed_anew(stand: Stand) -> None:
    """Put back into a group, the bot posts nothing before an officer says so again."""
    stand.join("hoa")
    _added(stand, "hoa")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.send("group-1", Kind.REMOVED, sender_id="hoa", is_group=True)
    _added(stand, "hoa")
    assert [] == _bound(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert ["group-1"] == _bound(stand)
