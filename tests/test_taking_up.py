"""From an empty database to the first posted summary with one printed code and the chat alone, on each messenger."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import migrate
from models import invitation_codes
from models.database import Store, connect
from models.figures import Figure
from models.message_quota import MessageQuota
from models.messages import OutboxMessage
from models.periods import Report
from services import first_officer
from simulator import groups
from tests import commune, databases
from tests.stage import TITLE, Stage, words

_CODE = re.compile(rf"[{invitation_codes.CODE_LETTERS}]{{4}}-[{invitation_codes.CODE_LETTERS}]{{4}}")
UNITS = "1. Bản Còn 118 hộ 512 người\n2. Nà Pò 129 hộ 590 người\n3. Khuổi Mạ 107 hộ 442 người"


def empty_store(folder: Path, kind: str = "") -> Store:
    """A database at the newest schema, with nothing in it; on PostgreSQL where this run or `kind` says."""
    if (kind or databases.chosen()) == databases.POSTGRESQL:
        return databases.filled(_newest_schema)
    store = Store(connect(f"sqlite:///{folder / 'empty.db'}"))
    _newest_schema(store)
    return store


def _newest_schema(store: Store) -> None:
    migrate.upgrade(store.engine)


def printed_code(stage: Stage) -> str:
    """What `thidua run` and `thidua officer-code` print at the terminal, by the stage's clock."""
    made = commune.deployment()
    with stage.store.deployment_wide("the commune itself is new") as session:
        there = first_officer.open_commune(session, made.campaign, stage.clock.now())
        return first_officer.code(session, there, stage.clock.now())


async def say(stage: Stage, who: str, *texts: str) -> None:
    for text in texts:
        await stage.say(who, text)


async def come_in(stage: Stage, who: str, invitation: str, name: str, button: str = "Đồng ý") -> None:
    """Somebody whom the officer invites from the chat, by the code that she reads there."""
    await say(stage, "hoa", invitation, name)
    await stage.tap("hoa", "Mời")
    code = _CODE.search(stage.last("hoa"))
    assert code is not None, stage.last("hoa")
    await stage.say(who, code[0])
    await stage.tap(who, button)


async def set_up(stage: Stage, code: str, *, offices: bool) -> None:
    """What both officers do: everything but where the post goes."""
    await stage.say("hoa", code)
    await stage.tap("hoa", "Đồng ý")
    await say(stage, "hoa", "chị Hoa 0912 345 678", "BẮT ĐẦU", "tên xã, liên hệ", "xã Hội Hoan")
    await stage.tap("hoa", "Đúng cả")
    await say(stage, "hoa", "danh sách thôn, trường, cơ quan", UNITS)
    await stage.tap("hoa", "Ghi 3 nơi")
    await stage.tap("hoa", "Thêm 6 cơ quan này" if offices else "Đủ danh sách")
    await stage.say("hoa", "BẮT ĐẦU PHONG TRÀO")
    await stage.tap("hoa", "Dùng như mẫu")
    await say(stage, "hoa", "BẮT ĐẦU SỐ ĐẦU KỲ", "XH3 Bản Còn 12")
    await stage.tap("hoa", "Ghi 1 số")
    await say(stage, "hoa", "BẮT ĐẦU CHỈ TIÊU GIAO", "KT1a Bản Còn 45")
    await stage.tap("hoa", "Áp dụng 1 chỉ tiêu")
    await come_in(stage, "son", "MỜI BẢN CÒN", "ông Sơn 0912 000 001")


async def first_week(stage: Stage) -> None:
    """The week up to the post; the village's five questions are answered as its telephone asks them."""
    await stage.at("2026-11-18T08:00")
    if "son" in stage.zalo:
        await stage.say("son", "1: 9\n2: 7 sào\n3: 140/170\n4: rồi\n5: không")
    else:
        await say(stage, "son", "9", "7 sào", "140/170", "Rồi", "Không có gì mới")
    assert "Đã nhận" in stage.last("son")
    await stage.at("2026-11-19T17:00", "2026-11-20T07:30", "2026-11-20T09:00")


async def rehearse(stage: Stage) -> None:
    """A week played beside: the officer alone hears of it, and nothing of it is stored or counted beyond that."""
    with stage.store.deployment_wide("what stands before and after is compared") as session:
        before = session.scalar(select(func.count(Figure.id))), session.scalar(select(func.count(Report.id)))
        heard = {row.chat_id for row in session.scalars(select(OutboxMessage))}
    told = len(stage.heard("hoa"))
    await stage.say("hoa", "CHẠY THỬ")
    assert 1 == await stage.program.rehearsals.look()
    await stage.settle()
    with stage.store.deployment_wide("what stands before and after is compared") as session:
        after = session.scalar(select(func.count(Figure.id))), session.scalar(select(func.count(Report.id)))
        assert before == after
        assert heard == {row.chat_id for row in session.scalars(select(OutboxMessage))}
        given = session.scalar(select(func.sum(MessageQuota.given))) or 0
        sent = session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.state == "sent")) or 0
        assert given in (0, sent)
    shown = stage.texts("hoa")[told:]
    assert all("hạy thử" in text for text in shown if text), shown
    assert any("TỔNG HỢP THI ĐUA TUẦN 47" in text for text in shown)


@pytest.mark.parametrize("kind", [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def test_a_telegram_officer_takes_up_the_campaign(tmp_path: Path, kind: str) -> None:
    """With the leaders' group, and a rehearsal before the first week."""

    async def play() -> None:
        stage = Stage(tmp_path, store=empty_store(tmp_path, kind))
        code = printed_code(stage)
        await stage.open()
        try:
            await set_up(stage, code, offices=False)
            await rehearse(stage)
            members = [stage.phone("hoa")]
            stage.group = groups.create(stage.world, TITLE, members).id
            groups.add_bot(stage.world, stage.group, members[0])
            await stage.settle()
            await stage.tap("hoa", "Đúng, nhóm lãnh đạo")
            await first_week(stage)
            (post,) = stage.posts()
            assert "TỔNG HỢP THI ĐUA TUẦN 47" in words(post)
            assert "Đã gửi số liệu: 1/3 thôn" in words(post)
            assert stage.table()["commune"] == "xã Hội Hoan"
        finally:
            await stage.close()

    asyncio.run(play())


def test_a_zalo_officer_takes_up_the_campaign(tmp_path: Path) -> None:
    """Nobody has Telegram, and there is no group: each leader gets the post, its picture behind it."""

    async def play() -> None:
        stage = Stage(tmp_path, store=empty_store(tmp_path), zalo=["hoa", "son", "lam"], has_telegram=False)
        code = printed_code(stage)
        await stage.open()
        try:
            await set_up(stage, code, offices=True)
            await stage.say("hoa", "BẮT ĐẦU NHÓM LÃNH ĐẠO")
            await stage.tap("hoa", "Gửi riêng từng lãnh đạo")
            await come_in(stage, "lam", "MỜI LÃNH ĐẠO", "đồng chí Lâm 0912 000 002")
            await first_week(stage)
            heard = stage.heard("lam")
            assert any("TỔNG HỢP THI ĐUA TUẦN 47" in words(message) for message in heard)
            assert any("photo" in message.content for message in heard)
            assert "Đang gửi tổng hợp tuần 47 riêng cho 1 lãnh đạo: đồng chí Lâm. Bài số 1/2026." in stage.texts("hoa")
        finally:
            await stage.close()

    asyncio.run(play())
