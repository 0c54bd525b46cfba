"""The week on Zalo alone, on Telegram alone, and mixed with the group on either; the bot is restarted in each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from models.figures import Figure
from models.message_quota import MessageQuota
from models.messages import GIVEN_UP, SENT, UNKNOWN, OutboxMessage
from simulator.faults import Fault
from tests.patience import LAST_RESORT
from tests.stage import Stage, words
from tests.test_week import (
    ASK,
    DEADLINE,
    DRAFT,
    FIRST_REMINDER,
    LATE_LIST,
    NOTE,
    POST,
    SECOND_REMINDER,
)

Open = Callable[..., Awaitable[Stage]]


@dataclass(frozen=True)
class Plan:
    """Who is on Zalo, and where the leaders are."""

    zalo: tuple[str, ...]
    group_on: str
    has_telegram: bool = True


PLANS = {
    "telegram alone": Plan((), "telegram"),
    "zalo alone": Plan(("son", "hien", "hoa", "thu"), "zalo", has_telegram=False),
    "mixed, group on telegram": Plan(("son",), "telegram"),
    "mixed, group on zalo": Plan(("son", "thu"), "zalo"),
}


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Open]:
    """A way to open stages that are closed at the end."""
    stages: list[Stage] = []

    async def open_stage(plan: Plan) -> Stage:
        made = Stage(tmp_path, zalo=plan.zalo, group_on=plan.group_on, has_telegram=plan.has_telegram)
        stages.append(made)
        await made.open()
        return made

    yield open_stage
    for stage in stages:
        await stage.close()


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
async def test_a_week_with_a_restart_after_every_step(opened: Open, plan: Plan) -> None:
    """Asked, answered, reminded, listed, drafted, posted once with its picture, whatever the messenger."""
    stage = await opened(plan)
    await stage.join("son", "hien", "hoa", "thu")
    await stage.bind_group("hoa")
    await stage.restart()
    await stage.at(ASK)
    await stage.restart()
    await stage.say("son", "1: 8, 2: 0")
    await stage.restart()
    await stage.say("son", "không")
    assert "Đã nhận báo cáo của thôn Bản Còn: 8 người chưa có thẻ BHYT (giảm 1); không gieo thêm;" in stage.last("son")
    done, asked = len(stage.heard("son")), len(stage.heard("hien"))
    for instant in (FIRST_REMINDER, SECOND_REMINDER, DEADLINE, LATE_LIST, NOTE):
        await stage.at(instant)
        await stage.restart()
    assert done == len(stage.heard("son"))
    assert 3 == len(stage.heard("hien")) - asked
    assert "bà Hiên" in stage.last("hoa")
    await stage.at(DRAFT)
    await stage.restart()
    await stage.at("2026-11-20T08:59")
    assert [] == _posts(stage)
    await stage.at(POST)
    await stage.restart()
    await stage.at("2026-11-20T09:05", "2026-11-21T09:00")
    assert 1 == len(_posts(stage))
    assert 1 == len(stage.posts())
    assert [] == _states(stage, GIVEN_UP, UNKNOWN)


def _posts(stage: Stage) -> list[str]:
    return [text for text in map(words, stage.in_group()) if "TỔNG HỢP THI ĐUA TUẦN 47" in text]


def _states(stage: Stage, *states: str) -> list[str]:
    with stage.store.transaction() as session:
        return [row.text[:40] for row in session.scalars(select(OutboxMessage).where(OutboxMessage.state.in_(states)))]


@pytest.fixture
async def zalo(opened: Open) -> Stage:
    return await opened(PLANS["zalo alone"])


def _exchanged(stage: Stage, who: str) -> int:
    """Messages in both directions in a person's chat."""
    return len(stage.chat(stage.phone(who)).messages)


def _used(stage: Stage) -> int:
    with stage.store.transaction() as session:
        return session.scalars(select(MessageQuota)).one().used


@pytest.mark.parametrize(
    ("answers", "most"),
    [
        (["1: 6, 2: 7 sào, 3: không"], 4),
        (["bhyt con 6, gieo 2 mau 3 sao\n3: không"], 4),
        (["6\n7 sào\nkhông"], 4),
        (["1: 6, 2: 7 sào, 3: hộ nghèo 13"], 4),
        (["1: khoảng 20, 2: 7 sào, 3: không", "21"], 6),
        (["bhyt con 6, gieo 2 mau 3 sao", "khong"], 6),
        (["7", "1: 7, 2: 0, 3: không"], 6),
    ],
)
async def test_an_ordinary_week_costs_few_messages(zalo: Stage, answers: list[str], most: int) -> None:
    """At most four a person in both directions, six with one question asked again; the ledger says the same."""
    await zalo.join("son")
    before, used = _exchanged(zalo, "son"), _used(zalo)
    await zalo.at(ASK)
    for answer in answers:
        await zalo.say("son", answer)
    assert "Đã nhận báo cáo của thôn Bản Còn" in zalo.last("son")
    spent = _exchanged(zalo, "son") - before
    assert spent == _used(zalo) - used
    assert spent <= most


async def test_the_words_come_first_and_then_the_picture(zalo: Stage) -> None:
    """Decision 23: on Zalo the figures are there even if the picture is not."""
    await _drafted(zalo)
    await zalo.at(POST)
    assert [False, True] == ["photo" in one.content for one in zalo.in_group()[-2:]]


async def _drafted(stage: Stage) -> None:
    await stage.join("son", "hoa", "thu")
    await stage.bind_group("hoa")
    await stage.at(ASK, DRAFT)


@pytest.mark.parametrize("kind", ["400", "429", "502", "hang"])
async def test_a_picture_that_fails_loses_no_figure(zalo: Stage, kind: str) -> None:
    """The words stand in the group once; what became of the picture is written down."""
    await _drafted(zalo)
    zalo.world.zalo.faults.add(Fault(kind, method="sendPhoto", chat=zalo.group, seconds=0.05))
    await zalo.at(POST, "2026-11-20T09:05")
    assert 1 == len(_posts(zalo))
    with zalo.store.transaction() as session:
        post = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "post")).one()
        assert SENT == post.state
        assert (post.error or "").startswith("without its picture or file:")


@pytest.mark.parametrize("kind", ["502", "403", "408", "drop", "hang"])
async def test_a_post_in_doubt_is_an_officers_to_decide(zalo: Stage, kind: str) -> None:
    """It is never sent again unasked, whether it arrived or not."""
    await _drafted(zalo)
    zalo.world.zalo.faults.add(Fault(kind, method="sendMessage", chat=zalo.group, seconds=0.05))
    await zalo.at(POST, "2026-11-20T09:05", "2026-11-20T09:55")
    assert (1 if kind == "drop" else 0) == len(_posts(zalo))
    assert "Tôi không biết bài đã tới chưa" in zalo.last("hoa")
    await zalo.tap("hoa", "Chưa thấy, đăng lại" if kind != "drop" else "Đã thấy trong nhóm")
    assert 1 == len(_posts(zalo))


async def test_a_full_platform_stops_and_the_officer_hears_elsewhere(opened: Open) -> None:
    """The question to Zalo waits, nothing is tried again and again, and Telegram carries the alert."""
    stage = await opened(PLANS["mixed, group on telegram"])
    await stage.join("son", "hien", "hoa")
    stage.world.zalo.left = 0
    calls = len(stage.world.calls)
    stage.set_clock(ASK)
    await stage.program.tick()
    await _until(stage, lambda: "Zalo không nhận thêm tin" in stage.last("hoa"))
    tried = [call for call in list(stage.world.calls)[calls:] if call["method"] == "zalo.sendMessage"]
    assert 1 == len(tried)
    assert stage.last("hien").startswith("Chào bà Hiên.")


async def _until(stage: Stage, is_so: Callable[[], bool]) -> None:
    """Let the jobs and the bot go on until something is so."""
    async with asyncio.timeout(LAST_RESORT):
        while not is_so():
            await stage.program.tick()
            await asyncio.sleep(0.02)


async def test_numbers_stay_what_they_were_when_an_answer_brings_a_question(opened: Open) -> None:
    """In a month of harvest the yield has its number from the start, and nobody else's number moves."""
    stage = await opened(PLANS["zalo alone"])
    stage.set_clock("2026-10-06T15:00")
    await stage.join("son")
    await stage.at("2026-10-07T08:00")
    lines = stage.last("son").split("\n")
    numbered = {line.split(".")[0]: line for line in lines if line[:1].isdigit() and "." in line[:3]}
    harvest = next(number for number, line in numbered.items() if "thu hoạch" in line.lower())
    following = next(number for number, line in numbered.items() if "bỏ qua câu này" in line)
    assert int(following) == int(harvest) + 1
    last = max(numbered, key=int)
    await stage.say("son", f"{last}: không, {harvest}: 2 ha, {following}: 45")
    with stage.store.transaction() as session:
        own = select(Figure).where(Figure.measure == "KT1b", Figure.period_id.is_not(None))
        given = {figure.input: figure.value for figure in session.scalars(own)}
    assert {"area": 2, "yield": 45} == given
