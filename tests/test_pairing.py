"""One person on two messengers, codes that are guessed at, and a group that is bound by a mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.contract import Outcome, Rejected, Sent, Unknown
from bot.outbox import outcomes, quota
from models import delivery_queue, groups, message_quota, messages, people
from models.message_quota import MessageQuota
from models.messages import OutboxMessage
from services.capability import Capability, Quota
from services.communes import Communes
from services.inbound import Kind
from tests.commune import Stand

ZALO = Capability(
    has_buttons=False, can_upload=False, has_captions=False, announces_groups=False, quota=Quota("2000", 100, 50)
)
CHANNELS = {"memory": Capability(), "zalo": ZALO}
FULL = Rejected("429: quota exceeded", is_throttled=True, is_full=True)
BLOCKED = Rejected("400: user not reachable", is_final=True)
NOBODY = "Kênh này chỉ dành cho cán bộ"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stand]:
    """A stand with two messengers."""
    made = Stand(tmp_path, channels=CHANNELS)
    yield made
    made.close()


def zalo(stand: Stand, who: str, text: str, **more: object) -> list[OutboxMessage]:
    stand.send(who, Kind.TEXT, bot="zalo", channel="zalo", text=text, **more)
    return stand.heard()


def code_in(rows: list[OutboxMessage]) -> str:
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", rows[-1].text)
    assert found is not None
    return found[0]


def link(stand: Stand, who: str) -> None:
    """Somebody who is in on one messenger brings in Zalo too."""
    stand.say(who, "thêm kênh")
    zalo(stand, f"z-{who}", code_in(stand.heard(who)))
    with stand.store.transaction() as session:
        session.query(OutboxMessage).update({OutboxMessage.state: messages.SENT})  # all that was said has been sent


def test_a_code_brings_in_a_second_messenger(two: Stand) -> None:
    """The same person, asked where they came last; the code opens nothing a second time."""
    two.join("son")
    two.say("son", "THEM KENH")
    code = code_in(two.heard("son"))
    (answer,) = zalo(two, "z-son", code.lower())
    assert ("zalo", "z-son") == (answer.bot, answer.chat_id)
    assert answer.text.startswith("Đã nối.")
    assert NOBODY in zalo(two, "z-other", code)[-1].text
    two.at("2026-11-18T08:00")
    two.tick()
    (question,) = two.heard()
    assert ("zalo", "z-son") == (question.bot, question.chat_id)
    assert "Ông trả lời một tin:" in question.text


def test_the_same_report_goes_on_from_one_messenger_to_the_other(two: Stand) -> None:
    """A figure on Zalo, one on the other, the last on Zalo: one report, read back once."""
    two.join("son")
    link(two, "son")
    two.at("2026-11-18T08:00")
    two.tick()
    two.heard()
    assert "9 người" in zalo(two, "z-son", "1: 9")[-1].text
    two.say("son", "báo cáo")
    assert two.heard("son")[-1].text.startswith("2/3.")
    two.say("son", "7 sào")
    assert two.heard("son")[-1].text.startswith("Gieo thêm 7 sào, bằng 0,252 ha.\n3/3.")
    (read_back,) = zalo(two, "z-son", "không")
    assert read_back.text.startswith("Đã nhận báo cáo của thôn Bản Còn: 9 người chưa có thẻ BHYT; gieo thêm 0,252 ha;")


def test_a_doubt_is_settled_on_the_other_messenger(two: Stand) -> None:
    """«Có đúng không ạ?» on Zalo, «đúng» on the other: the figure stands."""
    two.join("hien")
    link(two, "hien")
    two.at("2026-11-18T08:00")
    two.tick()
    two.heard()
    assert "có đúng không ạ?" in zalo(two, "z-hien", "1: 60")[-1].text
    two.say("hien", "đúng")
    assert two.heard("hien")[-1].text.startswith("Xã đã ghi, sẽ gọi hỏi lại.\n2/3.")


def test_a_word_says_where_to_write(two: Stand) -> None:
    """NHẮN Ở ĐÂY on either side; with one messenger there is nothing to choose."""
    two.join("son")
    two.say("son", "nhắn ở đây")
    assert "chỉ có một kênh" in two.heard("son")[-1].text
    link(two, "son")
    two.say("son", "nhan o day")
    assert "từ nay xã nhắn ông ở đây" in two.heard("son")[-1].text
    two.at("2026-11-18T08:00")
    two.tick()
    assert ["memory"] == [row.bot for row in two.heard()]


def test_wrong_codes_are_limited(two: Stand) -> None:
    """After five, even the right one is not looked at for an hour; then it opens the door."""
    code = two.code("son")
    for _ in range(5):
        assert NOBODY in zalo(two, "z-son", "AAAA-BBBB")[-1].text
    assert "Mã sai nhiều lần" in zalo(two, "z-son", code)[-1].text
    two.at("2026-11-17T16:30")
    assert zalo(two, "z-son", code)[-1].text.startswith("Chào ông Sơn.")


def test_words_that_look_like_a_code_are_an_answer(two: Stand) -> None:
    """«tang them» has the letters of a code, and is none."""
    two.ask("son")
    two.heard()
    for _ in range(6):
        two.say("son", "tang them")
    assert not any("Mã sai" in row.text for row in two.heard("son"))


def mention(stand: Stand, code: str) -> list[OutboxMessage]:
    return zalo(stand, "z-somebody", f"@Bot {code} ạ", chat_id="z-group", sender_id="z-somebody", is_group=True)


def bound(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [group.chat_id for group in groups.leadership(context.session, context.commune.id)]


def group_code(stand: Stand, who: str = "hoa") -> str:
    stand.say(who, "mã nhóm")
    return code_in(stand.heard(who))


def test_a_group_is_bound_by_two_officers(two: Stand) -> None:
    """One gives the code in a mention, another confirms; the first alone cannot."""
    two.join("hoa", "thu", "lam")
    told = mention(two, group_code(two))
    assert {"thu", "hoa"} == {row.chat_id for row in told}
    assert "chị Hoa vừa nối" in next(row.text for row in told if row.chat_id == "thu").replace("Chị", "chị")
    yes = next(data for row in told if row.chat_id == "thu" for label, data in row.choices)
    two.send("hoa", Kind.CHOICE, data=yes)
    assert "cần một cán bộ khác" in two.heard("hoa")[-1].text
    assert [] == bound(two)
    two.tap("thu", "Đúng, nhóm lãnh đạo")
    assert ["z-group"] == bound(two)
    assert ["zalo"] == [row.bot for row in two.heard() if row.chat_id == "z-group"]


def test_a_group_hears_nothing_else(two: Stand) -> None:
    """A wrong code, a code of somebody who is no officer, free text: silence, and no group."""
    two.join("son", "hoa", "thu")
    two.say("son", "mã nhóm")
    assert "cán bộ tổng hợp" in two.heard("son")[-1].text
    code = group_code(two)
    assert [] == mention(two, "AAAA-BBBB")
    assert [] == zalo(two, "z-son", "@Bot 1: 6", chat_id="z-group", sender_id="z-son", is_group=True)
    for _ in range(5):
        mention(two, "AAAA-BBBB")
    assert [] == mention(two, code)
    assert [] == bound(two)


def test_one_officer_alone_is_told_what_is_missing(two: Stand) -> None:
    """There is nobody to confirm: the officer reads why nothing happens."""
    two.join("hoa")
    assert "cần một cán bộ thứ hai" in mention(two, group_code(two))[-1].text


def outbound(stand: Stand, chat: str, bot: str = "zalo", **more: object) -> int:
    """A message that waits to be sent."""
    fields: dict[str, object] = {"bot": bot, "chat_id": chat, "purpose": "reply", "text": "Chào"}
    with stand.store.transaction() as session:
        row = OutboxMessage(**(fields | more), created_at=datetime.now(UTC))
        session.add(row)
        session.flush()
        return row.id


def become(stand: Stand, row_id: int, outcome: Outcome) -> list[OutboxMessage]:
    """The message was sent, and this came back; what was queued in consequence."""
    stand.heard()
    with stand.store.transaction() as session:
        row = session.get_one(OutboxMessage, row_id)
        row.state, row.attempts = messages.SENDING, row.attempts + 1
        outcomes.record(session, row_id, outcome, CHANNELS)
    return stand.heard()


def row_of(stand: Stand, row_id: int) -> OutboxMessage:
    with stand.store.transaction() as session:
        return session.get_one(OutboxMessage, row_id)


def test_what_one_messenger_refuses_goes_to_the_other(two: Stand) -> None:
    """The row says so, the copy names it, and words to type work there too; it does not come back from there."""
    two.join("son")
    link(two, "son")
    choices = [["Làm ngay", "go:1"]]
    refused = outbound(two, "z-son", key="k", choices=choices)
    (copy,) = become(two, refused, BLOCKED)
    assert ("memory", "son", refused, choices) == (copy.bot, copy.chat_id, copy.instead_of, copy.choices)
    assert (messages.GIVEN_UP, "400: user not reachable; sent by memory") == (
        row_of(two, refused).state,
        row_of(two, refused).error,
    )
    assert [] == become(two, copy.id, BLOCKED)
    assert messages.GIVEN_UP == row_of(two, copy.id).state


def test_a_full_platform_stops_its_queue_and_the_officers_hear_of_it(two: Stand) -> None:
    """One refusal: who has another messenger gets it there, the others wait, nothing is tried; told once, elsewhere."""
    two.join("son", "hien", "hoa")
    link(two, "son")
    waiting = outbound(two, "z-only")
    (copy,) = become(two, outbound(two, "z-son"), FULL)
    assert "memory" == copy.bot
    with two.store.transaction() as session:
        assert ["zalo"] == list(message_quota.stopped(session))
        held = delivery_queue.Held(bots=message_quota.stopped(session))
        assert "zalo" not in [
            row.bot for row in delivery_queue.claim(session, datetime.now(UTC), timedelta(seconds=9), 16, held)
        ]
    assert messages.PENDING == row_of(two, waiting).state
    two.tick()
    two.tick()
    assert ["hoa"] == [row.chat_id for row in two.heard() if row.purpose == "alert"]
    two.at("2026-11-18T08:00")
    two.tick()
    assert {"memory"} == {row.bot for row in two.heard() if row.purpose == "question"}
    with two.store.transaction() as session:
        assert [] == list(quota.stopped(session, datetime.now(UTC) + timedelta(hours=2)))


def test_unknown_is_never_sent_again_to_a_group(two: Stand) -> None:
    """A private message may be repeated, three times at most where messages are counted; a group's never is."""
    two.join("hoa", "thu")
    mention(two, group_code(two))
    two.tap("thu", "Đúng, nhóm lãnh đạo")
    for purpose, once in (("group", False), ("post", True)):
        row = outbound(two, "z-group", purpose=purpose, once=once)
        become(two, row, Unknown("no answer"))
        assert messages.UNKNOWN == row_of(two, row).state
    private = outbound(two, "z-son")
    states = []
    for _ in range(3):
        become(two, private, Unknown("no answer"))
        states.append(row_of(two, private).state)
    assert [messages.PENDING, messages.PENDING, messages.GIVEN_UP] == states


def month(stand: Stand) -> MessageQuota:
    with stand.store.transaction() as session:
        return session.query(MessageQuota).one()


def test_the_ledger_counts_both_directions(two: Stand) -> None:
    """What came in, what was accepted, what may have arrived; a refusal costs nothing, nor does the other messenger."""
    two.join("son")
    link(two, "son")
    assert (1, 0) == (month(two).taken, month(two).given)
    become(two, outbound(two, "z-son"), Sent("1"))
    become(two, outbound(two, "z-son"), Unknown("no answer"))
    become(two, outbound(two, "z-son"), BLOCKED)
    become(two, outbound(two, "son", "memory"), Sent("1"))
    assert (1, 2) == (month(two).taken, month(two).given)


def use(stand: Stand, used: int) -> None:
    with stand.store.transaction() as session:
        session.query(MessageQuota).one().given = used - 1


def test_officers_are_warned_once_at_eighty_per_cent(two: Stand) -> None:
    """Not at 79, once at 80, not again at 90."""
    two.join("son", "hoa")
    link(two, "son")
    told = []
    for used in (79, 80, 90):
        use(two, used)
        two.tick()
        told.append([row.text for row in two.heard() if row.purpose == "alert"])
    assert [0, 1, 0] == [len(one) for one in told]
    assert "Zalo tháng này đã dùng 80/100 tin." in told[1][0]


def test_when_it_runs_short_the_essential_goes_first(two: Stand) -> None:
    """From 95 % on reminders stay behind, or go another way; questions and replies still leave."""
    two.join("son")
    link(two, "son")
    use(two, 95)
    rows = {what: outbound(two, f"z-{what}", purpose=what) for what in ("question", "reminder", "reply", "post")}
    elsewhere = outbound(two, "z-son", purpose="reminder")
    with two.store.transaction() as session:
        claimed = delivery_queue.claim(session, datetime.now(UTC), timedelta(seconds=9), 16)
        admitted = quota.admit(session, CHANNELS, claimed, datetime.now(UTC))
        assert {"question", "reply", "post"} == {row.purpose for row in admitted}
    assert messages.GIVEN_UP == row_of(two, rows["reminder"]).state
    assert ["memory"] == [row.bot for row in two.heard() if row.instead_of == elsewhere]


def test_a_messenger_that_does_not_run_is_not_waited_for(two: Stand) -> None:
    """Somebody prefers one that the operator has switched off: they hear of it on the other."""
    two.join("son")
    link(two, "son")
    two.communes = Communes.only(replace(two.deployment, bots={"memory": Capability()}))
    two.at("2026-11-18T08:00")
    two.tick()
    assert ["memory"] == [row.bot for row in two.heard()]


def test_accounts_are_counted(two: Stand) -> None:
    """Fifty people is the platform's limit: they are counted by their accounts."""
    two.join("son", "hien")
    link(two, "son")
    with two.store.transaction() as session:
        assert (1, 2) == (people.count_accounts(session, "zalo"), people.count_accounts(session, "memory"))
