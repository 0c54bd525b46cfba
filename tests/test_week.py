"""A week from end to end: people with telephones, the real client, the jobs, and a clock moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from models import accounts
from models.figures import Figure
from models.groups import leadership
from models.messages import InboxMessage
from models.periods import Report
from models.summaries import PostedSummary
from models.units import Unit
from services import filed_reports
from simulator import groups
from simulator import people as townsfolk
from simulator.faults import Fault
from tests import commune, databases
from tests.stage import Stage, words

ASK = "2026-11-18T08:00"
FIRST_REMINDER = "2026-11-18T19:00"
SECOND_REMINDER = "2026-11-19T14:00"
DEADLINE = "2026-11-19T16:00"
LATE_LIST = "2026-11-19T17:00"
NOTE = "2026-11-19T19:00"
LATE_ANSWER = "2026-11-20T07:00"
DRAFT = "2026-11-20T07:30"
POST = "2026-11-20T09:00"
APPROVE = "Duyệt, đăng ngay"


BOTH = pytest.mark.parametrize("stage", [databases.SQLITE, databases.POSTGRESQL], indirect=True)


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
async def stage(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The end-to-end week is played on both databases; in CI what every week has, the rest in the long form."""
    made = Stage(tmp_path, store=commune.fresh_store(tmp_path, request.param))
    await made.open()
    yield made
    await made.close()


async def gather(stage: Stage, *cast: str) -> None:
    """The cast has joined, the officer has bound the group, and it is Wednesday, 08:00."""
    await stage.join(*cast)
    if "hoa" in cast:
        await stage.bind_group("hoa", *[who for who in cast if who == "lam"])
    await stage.at(ASK)


async def report(stage: Stage, who: str, insured: str = "8") -> None:
    """A village head's whole report: one typed answer and two taps."""
    await stage.say(who, insured)
    await stage.tap(who, "Không gieo thêm")
    await stage.tap(who, "Không có gì mới")


@BOTH
async def test_people_come_in_and_the_group_is_bound(stage: Stage) -> None:
    """A code typed in the chat lets a person in, and the officer's yes in private makes the group hear a greeting."""
    await stage.join("son", "hoa")
    await stage.bind_group("hoa")
    assert "Cảm ơn ông. Sáng thứ Tư xã nhắn. Cần gì gõ GIÚP." == stage.last("son")
    assert "Từ nay bài tổng hợp đăng vào nhóm «Lãnh đạo xã»." == stage.last("hoa")
    assert ["Kính chào các đồng chí. Nhóm này nhận bài tổng hợp thi đua của xã mỗi tuần một lần."] == [
        words(message) for message in stage.in_group()
    ]


@BOTH
async def test_taps_and_typed_answers_complete_a_report(stage: Stage) -> None:
    """On Wednesday morning the head is asked once, and three answers are read back."""
    await gather(stage, "son")
    assert stage.last("son").startswith("Chào ông Sơn. Số liệu thôn Bản Còn từ thứ Sáu 13/11 đến nay, 3 câu.\n1/3.")
    await report(stage, "son")
    assert stage.last("son").startswith(
        "Đã nhận báo cáo của thôn Bản Còn: 8 người chưa có thẻ BHYT (giảm 1); không gieo thêm;"
    )


@BOTH
async def test_only_those_missing_are_reminded_listed_and_noted(stage: Stage) -> None:
    """From Wednesday evening to Thursday evening whoever has reported hears nothing more, the other is followed up."""
    await gather(stage, "son", "hien", "hoa")
    await report(stage, "son")
    done, asked = len(stage.heard("son")), len(stage.heard("hien"))
    await stage.at(FIRST_REMINDER, SECOND_REMINDER, DEADLINE, LATE_LIST, NOTE)
    assert done == len(stage.heard("son"))
    first, second, note = stage.texts("hien")[asked:]
    assert "hạn 16 giờ ngày mai" in first
    assert "2 giờ nữa hết hạn" in second
    assert note.startswith("Xã chưa nhận đủ số liệu tuần này của thôn Khuổi Mạ")
    assert stage.last("hoa").startswith("Tuần 47: 1/28 thôn")
    assert "bà Hiên, 0900 000 400" in stage.last("hoa")


@BOTH
async def test_an_approved_draft_is_posted_at_once(stage: Stage) -> None:
    """The officer sees the draft with its picture on Friday, taps, and the group gets that one photo before nine."""
    await gather(stage, "son", "hoa", "lam")
    await report(stage, "son")
    await stage.at(DRAFT)
    draft = stage.heard("hoa")[-1]
    assert "photo" in draft.content
    assert [] == stage.posts()
    await stage.tap("hoa", APPROVE)
    await stage.at(POST)
    assert [draft.content["caption"]] == [words(post) for post in stage.posts()]
    assert "Đã đăng tổng hợp tuần 47 vào nhóm «Lãnh đạo xã». Bài số 1/2026." == stage.last("hoa")


async def test_an_unanswered_draft_is_posted_at_nine(stage: Stage) -> None:
    """Without a word from the officer exactly one photo, with a caption that Telegram takes whole, comes at nine."""
    await gather(stage, "son", "hoa", "lam")
    await report(stage, "son")
    await stage.at(DRAFT, "2026-11-20T08:59")
    assert [] == stage.posts()
    await stage.at(POST, "2026-11-20T09:05", "2026-11-21T09:00")
    (post,) = stage.posts()
    assert "TỔNG HỢP THI ĐUA TUẦN 47" in words(post)
    assert 0 < len(words(post).encode("utf-16-le")) // 2 <= 1024


async def test_a_held_draft_is_not_posted(stage: Stage) -> None:
    """After «Giữ lại» the group hears nothing until the officer says so, on whatever day."""
    await gather(stage, "son", "hoa")
    await stage.at(DRAFT)
    await stage.tap("hoa", "Giữ lại")
    await stage.at(POST, "2026-11-21T09:00")
    assert [] == stage.posts()
    await stage.tap("hoa", APPROVE)
    assert 1 == len(stage.posts())


async def test_caption_and_picture_follow_the_answers(stage: Stage) -> None:
    """One mended answer changes what the draft says and what its picture is drawn from."""
    await gather(stage, "mai", "hoa")
    await stage.say("mai", "14.500 triệu")
    await stage.at(DRAFT)
    caption, drawn = stage.last("hoa"), stage.table()
    await stage.say("mai", "SỬA")
    await stage.tap("mai", stage.labels("mai")[0])
    await stage.say("mai", "15.500 triệu")
    await stage.say("hoa", "DỰ THẢO")
    assert caption != stage.last("hoa")
    changed = [row["name"] for row, old in zip(stage.table()["rows"], drawn["rows"], strict=True) if row != old]
    assert ["Thu ngân sách"] == changed


@BOTH
async def test_a_late_answer_counts(stage: Stage) -> None:
    """What comes on Friday at seven is in the draft of half past seven, and is not on time."""
    await gather(stage, "son", "hien", "hoa")
    await report(stage, "son")
    await stage.at(LATE_LIST)
    stage.set_clock(LATE_ANSWER)
    await report(stage, "hien")
    await stage.at(DRAFT)
    assert "Đã gửi số liệu: 2/28 thôn" in stage.last("hoa")
    with stage.store.transaction() as session:
        context = commune.deployment().context(session, stage.clock.now())
        period = session.scalars(select(PostedSummary)).one().period
        assert [True, False] == [
            one.on_time for one in filed_reports.filings_until(context, period.last) if one.completed_at
        ]


@pytest.mark.parametrize("last_tick", [commune.TUESDAY.strftime("%Y-%m-%dT%H:%M"), ASK])
async def test_after_a_day_without_power_nobody_is_flooded(stage: Stage, last_tick: str) -> None:
    """Down until Thursday 15:00, the bot says one thing to whoever is missing, and the post comes as ever."""
    await stage.join("son", "hien", "hoa")
    await stage.bind_group("hoa")
    await stage.at(last_tick)
    before = len(stage.heard("son"))
    await stage.at("2026-11-19T15:00", "2026-11-19T15:05")
    assert 1 == len(stage.heard("son")) - before
    await stage.at(LATE_LIST, DRAFT)
    assert [] == stage.posts()
    await stage.at(POST)
    assert 1 == len(stage.posts())


async def test_after_days_without_power_the_officer_still_gets_time_to_look(stage: Stage) -> None:
    """Back on Monday at eight, the bot reminds nobody of last week, drafts, and posts an hour and a half later."""
    await gather(stage, "son", "hien", "hoa")
    await report(stage, "son")
    before = {who: len(stage.heard(who)) for who in ("son", "hien")}
    await stage.at("2026-11-23T08:00")
    assert stage.texts("hoa")[-1].startswith("TỔNG HỢP THI ĐUA TUẦN 47")
    await stage.at("2026-11-23T09:00")
    assert [] == stage.posts()
    await stage.at("2026-11-23T09:30", "2026-11-23T10:00")
    assert 1 == len(stage.posts())
    assert before == {who: len(stage.heard(who)) for who in before}


async def test_who_blocked_the_bot_is_marked_and_listed_for_a_call(stage: Stage) -> None:
    """A 403 marks the account; the late list has the telephone number, and «Nhắc» names the place as not reached."""
    await stage.join("son", "hien", "hoa")
    stage.world.people[stage.phone("son")].blocked = True  # Telegram's my_chat_member did not get through
    await stage.at(ASK, "2026-11-18T08:05")
    assert stage.last("hoa").startswith("Tin nhắn không tới được: Bản Còn (ông Sơn, 0900 000 300)")
    await stage.at(LATE_LIST)
    with stage.store.transaction() as session:
        account = accounts.account(session, "telegram", str(stage.phone("son")))
        assert account is not None
        assert account.blocked_at is not None
    assert "ông Sơn, 0900 000 300" in stage.last("hoa")
    await stage.tap("hoa", next(label for label in stage.labels("hoa") if label.startswith("Nhắc")))
    assert "Bản Còn" in stage.last("hoa")
    assert "Khuổi Mạ" not in stage.last("hoa")


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "not told"])
async def test_the_post_follows_a_group_that_became_a_supergroup(stage: Stage, is_told: bool) -> None:
    """Whether Telegram announced the new id or only refuses the old one, the post arrives once, in the new chat."""
    await gather(stage, "son", "hoa")
    new = groups.upgrade(stage.world, stage.group)
    if not is_told:
        stage.world.updates.drop()
    await stage.settle()
    await stage.at(DRAFT, POST)
    assert [new.id] == [post.chat for post in stage.posts()]
    with stage.store.transaction() as session:
        context = commune.deployment().context(session, stage.clock.now())
        assert [str(new.id)] == [group.chat_id for group in leadership(session, context.commune.id)]


async def test_a_throttled_message_waits_as_long_as_told(stage: Stage) -> None:
    """After a 429 the question comes once, not before retry_after has passed."""
    await stage.join("son")
    stage.world.faults.add(Fault("429", method="sendMessage", retry_after=1))
    before = len(stage.heard("son"))
    began = monotonic()
    await stage.at(ASK)
    assert 1 == len(stage.heard("son")) - before
    assert 1.0 <= monotonic() - began


async def test_a_sticker_gets_a_kind_answer(stage: Stage) -> None:
    """What cannot be read is answered, and the question stays open."""
    await gather(stage, "son")
    townsfolk.send_sticker(stage.world, stage.phone("son"), stage.phone("son"), "👍")
    await stage.settle()
    assert "Tôi chỉ đọc được chữ và số. Ông gõ số giúp nhé." == stage.last("son")


async def test_a_pasted_text_of_4000_characters_is_refused(stage: Stage) -> None:
    """The longest message is answered with one sentence, kept only in part, and disturbs nothing."""
    await gather(stage, "son")
    await stage.say("son", "bảy sào " * 500)
    assert "Tin này dài quá, tôi không đọc hết được. Xin gõ riêng từng con số." == stage.last("son")
    await stage.say("son", "8")
    assert stage.last("son").startswith("8 người chưa có thẻ BHYT (giảm 1).\n2/3.")


async def test_a_tampered_button_does_nothing(stage: Stage) -> None:
    """A tap with data that no button of ours has gets one sentence, stores nothing, and the dialogue goes on."""
    await gather(stage, "son")
    message, data = stage.button("son", "Vẫn 9 người")
    await stage.tap_tampered("son", message, data.removesuffix(":keep"))
    assert "Nút này đã cũ." == stage.last("son")
    await stage.say("son", "8")
    assert stage.last("son").startswith("8 người chưa có thẻ BHYT (giảm 1).\n2/3.")


async def test_a_poison_message_is_apologised_for_and_passed_over(stage: Stage) -> None:
    """A figure that cannot be read makes the handler stumble: an apology, a fault noted, and the next one works."""
    await gather(stage, "son")
    with stage.store.transaction() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "T01")).one()
        figure = session.scalars(select(Figure).where(Figure.subject_id == unit.id, Figure.measure == "XH2")).first()
        assert figure is not None
        figure.state = "no state at all"
    await stage.say("son", "thôn tôi")
    assert stage.last("son").startswith("Xin lỗi, máy vừa gặp trục trặc, chưa ghi được tin này.")
    with stage.store.transaction() as session:
        assert ["KeyError"] == list(session.scalars(select(InboxMessage.fault).where(InboxMessage.fault.is_not(None))))
    await stage.say("son", "8")
    assert stage.last("son").startswith("8 người chưa có thẻ BHYT (giảm 1).\n2/3.")


async def test_a_poisoned_report_harms_nobody_else(stage: Stage) -> None:
    """One report that the program cannot read gets apologies; the other heads, the reminder and the post go on."""
    await gather(stage, "son", "hien", "hoa")
    with stage.store.transaction() as session:
        spoiled = session.scalars(select(Report).join(Unit).where(Unit.code == "T01")).one()
        spoiled.due = ["no measure at all"]
    await stage.say("son", "8")
    assert stage.last("son").startswith("Xin lỗi, máy vừa gặp trục trặc")
    await report(stage, "hien")
    assert stage.last("hien").startswith("Đã nhận báo cáo của thôn Khuổi Mạ")
    await stage.at(FIRST_REMINDER, LATE_LIST, DRAFT, POST)
    assert 1 == len(stage.posts())
