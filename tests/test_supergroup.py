"""A group that becomes a supergroup, or changes what the bot may do in it: bound before, bound after, and no word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
import telegram

from bot.channels.contract import Rejected
from bot.channels.telegram import updates
from bot.outbox import outcomes
from models import groups, messages
from models.messages import OutboxMessage
from services.inbound import Inbound, Kind
from tests import presses
from tests.commune import Stand

OLD = {"id": -5, "type": "group", "title": "Lãnh đạo xã"}
NEW = {"id": -1001, "type": "supergroup", "title": "Lãnh đạo xã"}
BOT = {"id": 1000, "is_bot": True, "first_name": "Thi Đua"}
HOA = {"id": 8, "is_bot": False, "first_name": "Hoa"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
STRANGER = {"id": 9, "is_bot": False, "first_name": "Lạ"}
WHO = {8: "hoa", 9: "stranger"}
ORDERS = list(permutations(("left old", "to", "from", "member new")))


class Platform:
    """Raw updates of Telegram into a stand's own intake."""

    def __init__(self, stand: Stand) -> None:
        self._stand, self._number = stand, 0

    def tell(self, kind: str, sender: dict[str, Any], **body: Any) -> None:
        self._number += 1
        raw = {"update_id": self._number, kind: {"date": 1764000000, "from": sender} | body}
        inbound = updates.read(telegram.Update.de_json(raw, None), "thidua_bot", "memory")
        if inbound is not None:
            self._stand.intake.handle(self._known(inbound, sender))

    def _known(self, inbound: Inbound, sender: dict[str, Any]) -> Inbound:
        """Under the name by which the stand knows whoever it was."""
        name = WHO.get(sender["id"], "")
        return (
            replace(inbound, key=f"t{inbound.key}", sender_id=name) if name else replace(inbound, key=f"t{inbound.key}")
        )

    def membership(self, chat: dict[str, Any], old: str, new: str, sender: dict[str, Any] = HOA) -> None:
        rights = {"is_anonymous": False} | {
            name: True for name in telegram.ChatMemberAdministrator.__slots__ if name.startswith("can_")
        }
        more: dict[str, Any] = {"administrator": rights, "kicked": {"until_date": 0}}
        standing = [{"user": BOT, "status": status} | more.get(status, {}) for status in (old, new)]
        self.tell("my_chat_member", sender, chat=chat, old_chat_member=standing[0], new_chat_member=standing[1])

    def note(self, chat: dict[str, Any], sender: dict[str, Any] = HOA, **body: Any) -> None:
        more = {"sender_chat": chat} if sender is HIDDEN else {}
        self.tell("message", sender, message_id=self._number + 1, chat=chat, **more, **body)

    def move(self, what: str, sender: dict[str, Any] = HOA) -> None:
        match what:
            case "left old":
                self.membership(OLD, "member", "left", sender)
            case "to":
                self.note(OLD, sender, migrate_to_chat_id=NEW["id"])
            case "from":
                self.note(NEW, sender, migrate_from_chat_id=OLD["id"])
            case "member new":
                self.membership(NEW, "left", "member", sender)


def bound_group(stand: Stand) -> Platform:
    """Chị Hoa has bound the old group, and everything said about it has been heard."""
    platform = Platform(stand)
    stand.join("hoa")
    platform.membership(OLD, "left", "member")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.heard()
    return platform


def leadership(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [group.chat_id for group in groups.leadership(context.session, context.commune.id)]


def later(stand: Stand) -> None:
    stand.clock.instant += timedelta(minutes=10)
    stand.tick()


@pytest.mark.parametrize("sender", [HOA, HIDDEN, STRANGER], ids=["officer", "hidden", "stranger"])
@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order).replace(" ", "_") for order in ORDERS])
def test_every_order_of_a_move_ends_bound(stand: Stand, order: tuple[str, ...], sender: dict[str, Any]) -> None:
    """Under the new id, once, and no officer is told that the group was lost."""
    platform = bound_group(stand)
    for what in order:
        platform.move(what, sender)
    assert ["-1001"] == leadership(stand)
    later(stand)
    assert not any("không còn ở trong nhóm" in row.text for row in stand.heard())


@pytest.mark.parametrize("answer", ["Không phải", "Đúng, nhóm lãnh đạo"])
@pytest.mark.parametrize("is_moved", [False, True], ids=["before the news of the move", "after it"])
@pytest.mark.parametrize("what", ["to", "from"])
def test_an_answer_about_the_new_chat_does_not_unbind_the_group(
    stand: Stand, what: str, is_moved: bool, answer: str
) -> None:
    """The officer takes it for a group unknown: it is the one she has bound, and she is told so."""
    platform = bound_group(stand)
    platform.move("member new")
    if is_moved:
        platform.move(what)
    stand.tap("hoa", answer)
    if not is_moved:
        platform.move(what)
    assert ["-1001"] == leadership(stand)
    is_told = "vẫn là nhóm lãnh đạo đã chọn trước đây" in stand.heard("hoa")[-1].text
    assert is_told or answer != "Không phải"


def test_a_tap_under_the_old_chats_question_is_about_the_new_one(stand: Stand) -> None:
    """«Đúng, nhóm lãnh đạo» of weeks ago brings back no chat that is gone, and greets nobody in it."""
    platform = bound_group(stand)
    yes = presses.data_of(stand, "hoa", "Đúng, nhóm lãnh đạo")
    platform.move("member new")
    platform.move("from")
    stand.heard()
    stand.send("hoa", Kind.CHOICE, data=yes, tapped="Đúng, nhóm lãnh đạo")
    assert ["hoa"] == [row.chat_id for row in stand.heard()]
    assert ["-1001"] == leadership(stand)


def test_an_officer_changes_her_mind_about_a_group_that_has_not_moved(stand: Stand) -> None:
    """«Không phải» below the question whose yes was a slip: nothing goes there."""
    bound_group(stand)
    stand.tap("hoa", "Không phải")
    assert [] == leadership(stand)


@pytest.mark.parametrize("what", ["to", "from"])
def test_half_of_the_news_is_enough(stand: Stand, what: str) -> None:
    """The other half may have been lost."""
    platform = bound_group(stand)
    platform.move("left old")
    platform.move(what)
    assert ["-1001"] == leadership(stand)


def test_what_waits_goes_to_the_new_chat(stand: Stand) -> None:
    """A post that was refused under the old id is sent to the new one by the same button."""
    platform = bound_group(stand)
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    stand.refuse("-5")
    stand.tick()
    platform.move("left old")
    platform.move("to")
    stand.tap("hoa", "Chưa thấy, đăng lại")
    with stand.store.transaction() as session:
        post = session.query(OutboxMessage).filter_by(purpose="post").one()
        assert (messages.PENDING, "-1001") == (post.state, post.chat_id)


@pytest.mark.parametrize(
    ("new", "old"), [("administrator", "member"), ("member", "administrator"), ("guest", "member")]
)
def test_other_rights_in_a_bound_group_are_no_matter(stand: Stand, new: str, old: str) -> None:
    """Promoted, demoted, something that nobody knows yet: no word, and still bound."""
    platform = bound_group(stand)
    platform.membership(OLD, old, new)
    assert [] == stand.heard()
    assert ["-5"] == leadership(stand)


def test_a_group_that_is_lost_is_told_once(stand: Stand) -> None:
    """The bot was put out, and no move followed: the officer hears of it, not at every look, and in two minutes."""
    platform = bound_group(stand)
    platform.membership(OLD, "member", "kicked")
    stand.tick()
    assert [] == stand.heard("hoa")
    later(stand)
    later(stand)
    assert ["Tôi không còn ở trong nhóm «Lãnh đạo xã»"] == [row.text.split(" nên")[0] for row in stand.heard("hoa")]


def test_a_group_that_nobody_bound_is_left_in_silence(stand: Stand) -> None:
    """Chị Hoa never said that it was the leaders'."""
    platform = Platform(stand)
    stand.join("hoa")
    platform.membership(OLD, "left", "member")
    platform.membership(OLD, "member", "kicked")
    stand.heard()
    later(stand)
    assert [] == stand.heard()


def queue(stand: Stand, chat: str) -> int:
    with stand.context() as context:
        row = OutboxMessage(
            bot="memory", chat_id=chat, purpose="group", text="x", created_at=context.now, commune_id=context.commune.id
        )
        context.session.add(row)
        context.session.flush()
        return row.id


@pytest.mark.parametrize("is_out", [True, False], ids=["put out", "without rights"])
def test_a_bound_group_that_takes_nothing_is_told_to_the_officer(stand: Stand, is_out: bool) -> None:
    """Whether the bot is out of it or may not write there."""
    bound_group(stand)
    row_id = queue(stand, "-5")
    with stand.store.transaction() as session:
        outcomes.record(session, row_id, Rejected("refused", is_final=True, is_blocked=is_out))
    later(stand)
    later(stand)
    (told,) = stand.heard("hoa")
    assert ("không còn ở trong nhóm" if is_out else "không nhận tin của tôi") in told.text


def test_a_stranger_who_blocks_the_bot_is_nobody_to_call(stand: Stand) -> None:
    """They wrote once, were told whom the channel is for, and took no more: no officer hears of it."""
    stand.join("hoa", "son")
    stand.say("stranger", "/start")
    stand.say("son", "GIÚP")
    for chat in ("stranger", "son"):
        stand.refuse(chat)
    stand.heard()
    later(stand)
    (told,) = stand.heard("hoa")
    assert "Tin nhắn không tới được: Bản Còn (ông Sơn, 0900 000 300). Xin gọi điện giúp." == told.text


def test_a_hidden_administrator_is_told_how(stand: Stand) -> None:
    """Adding the bot, and with a command: an officer's code typed in the group binds it, after a yes in private."""
    platform = Platform(stand)
    stand.join("hoa", "son")
    platform.membership(OLD, "left", "member", HIDDEN)
    platform.note(OLD, HIDDEN, text="/tonghop")
    platform.note(OLD, HIDDEN, text="/tonghop")
    platform.note(OLD, HIDDEN, text="chào cả nhà")
    assert [True, True] == ["mã nhóm" in row.text for row in stand.heard("-5")]
    stand.say("hoa", "mã nhóm")
    code = stand.group_code()
    platform.note(OLD, HIDDEN, text=f"/manhom@thidua_bot {code}")
    assert [] == leadership(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert ["-5"] == leadership(stand)
    stand.heard()
    platform.note(OLD, HIDDEN, text="/tonghop")
    platform.note(OLD, HIDDEN, text="/thon Bản Còn")
    aloud, refused = stand.heard("-5")
    assert aloud.text.startswith("TỔNG HỢP THI ĐUA")
    assert "đang ẩn danh" in refused.text


@pytest.mark.parametrize("words", ["@thidua_bot CODE", "CODE", "/manhom CODE", "/start@thidua_bot CODE"])
def test_an_officers_code_binds_however_it_is_typed(stand: Stand, words: str) -> None:
    """With a mention, alone below a message of the bot, or with the command; a wrong one is nothing."""
    platform = Platform(stand)
    stand.join("hoa")
    stand.say("hoa", "mã nhóm")
    code = stand.group_code()
    platform.note(OLD, HIDDEN, text=words.replace("CODE", "AAAA-AAAA"))
    platform.note(OLD, HIDDEN, text=words.replace("CODE", code))
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert ["-5"] == leadership(stand)


def test_a_topic_is_answered_in_that_topic(stand: Stand) -> None:
    """And a private answer to what was asked in one is in no topic."""
    platform = bound_group(stand)
    topic: dict[str, Any] = {"message_thread_id": 12, "is_topic_message": True}
    platform.note(OLD, text="/tonghop", **topic)
    platform.note(OLD, text="/thon Bản Còn", **topic)
    aloud, *rest = stand.heard()
    assert ("-5", "12") == (aloud.chat_id, aloud.thread_id)
    assert {("hoa", None), ("-5", "12")} == {(row.chat_id, row.thread_id) for row in rest}
