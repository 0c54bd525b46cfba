"""A whole week on a channel that has nothing but texts of 160 signs: a post is its text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.channels.contract import Channel
from models import figure_queries
from models.figures import Figure
from models.messages import OutboxMessage
from models.outbox_states import Purpose, State
from models.summaries import PostedSummary
from tests.channels.sms import LONGEST_TEXT, Sms
from tests.channels.sms_gateway import Gateway
from tests.stage import Stage
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

LEADERS = "leaders"


class SmsStage(Stage):
    """People with the plainest of telephones; whatever is offered to them they type."""

    def __init__(self, folder: Path) -> None:
        self.gateway = Gateway("sms-token", lambda: self.clock.now())
        self._marks: dict[str, int] = {}
        super().__init__(folder, has_telegram=False)

    def _channels(self) -> list[Channel]:
        return [Sms("sms-token", "http://sms", transport=httpx.ASGITransport(app=self.gateway.application()))]

    def _is_busy(self) -> bool:
        return bool(self.gateway.pending) or super()._is_busy()

    async def join(self, *cast: str) -> None:
        for who in cast:
            await self.say(who, self._code(who))
            await self.say(who, "đồng ý")

    async def bind_group(self, officer: str, *others: str) -> None:
        """The officer's code is written into the group, and the others confirm it."""
        await self.say(officer, "mã nhóm")
        self.gateway.say("clerk", self.since(officer).split("Mã nhóm: ")[1][:9], LEADERS)
        await self.settle()
        for who in others:
            await self.say(who, "đúng, nhóm lãnh đạo")

    async def say(self, who: str, text: str) -> None:
        self.mark(who)
        self.gateway.say(who, text)
        await self.settle()

    def mark(self, who: str) -> None:
        """From here on `since` reads."""
        self._marks[who] = len(self.gateway.written[who])

    def since(self, who: str) -> str:
        """What came to somebody since they last wrote, as one text."""
        return " ".join(" ".join(self.gateway.written[who][self._marks.get(who, 0) :]).split())


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SmsStage]:
    made = SmsStage(tmp_path)
    await made.open()
    yield made
    await made.close()


async def test_a_week_with_a_restart_after_every_step(stage: SmsStage) -> None:
    """Asked, answered, reminded, listed, drafted, and posted once, all in short texts."""
    await stage.join("son", "hien", "hoa", "thu")
    await stage.bind_group("hoa", "thu")
    await stage.restart()
    await stage.at(ASK)
    await stage.restart()
    await stage.say("son", "1: 8, 2: 0")
    await stage.restart()
    await stage.say("son", "không")
    assert "Đã nhận báo cáo của thôn Bản Còn: 8 người chưa có thẻ BHYT (giảm 1); không gieo thêm;" in stage.since("son")
    done = len(stage.gateway.written["son"])
    stage.mark("hien")
    for instant in (FIRST_REMINDER, SECOND_REMINDER, DEADLINE, LATE_LIST, NOTE):
        await stage.at(instant)
        await stage.restart()
    assert done == len(stage.gateway.written["son"])
    assert stage.since("hien").count("bà Hiên") >= 2
    assert "bà Hiên" in stage.since("hoa")
    await stage.at(DRAFT)
    await stage.restart()
    await stage.at("2026-11-20T08:59")
    assert 0 == _posted(stage)
    await stage.at(POST)
    await stage.restart()
    await stage.at("2026-11-20T09:05", "2026-11-21T09:00")
    assert 1 == _posted(stage)
    _assert_texts_alone(stage)


def _posted(stage: SmsStage) -> int:
    return " ".join(stage.gateway.written[LEADERS]).count("TỔNG HỢP THI ĐUA TUẦN 47")


def _assert_texts_alone(stage: SmsStage) -> None:
    """Everything arrived in short texts, and nobody drew a picture that nobody could be shown."""
    written = [text for texts in stage.gateway.written.values() for text in texts]
    assert LONGEST_TEXT >= max(len(text.encode("utf-16-le")) // 2 for text in written)
    with stage.store.transaction() as session:
        failed = select(OutboxMessage).where(OutboxMessage.state.in_([State.GIVEN_UP, State.UNKNOWN]))
        assert [] == [row.text[:40] for row in session.scalars(failed)]
        post = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == Purpose.POST)).one()
        assert (State.SENT, None) == (post.state, post.error)
        assert [None] == [summary.drawing for summary in session.scalars(select(PostedSummary))]
        assert " ".join(post.text.split()) in " ".join(" ".join(stage.gateway.written[LEADERS]).split())


async def test_the_figures_are_those_of_any_channel(stage: SmsStage) -> None:
    """All answers in one text, and each figure's history names the channel."""
    await stage.join("son", "hoa")
    await stage.at(ASK)
    await stage.say("son", "1: 6, 2: 7 sào, 3: không")
    with stage.store.transaction() as session:
        own = select(Figure).where(Figure.period_id.is_not(None))
        given = {f"{figure.measure}.{figure.input}": figure for figure in session.scalars(own)}
        assert 6 == given["XH1.uncovered"].value
        assert ["sms"] == [
            revision.channel for revision in figure_queries.revisions(session, given["XH1.uncovered"].id)
        ]


async def test_a_file_is_refused_in_a_sentence(stage: SmsStage) -> None:
    """Nothing is made that cannot be handed over; the person is told where else to ask."""
    await stage.join("hoa")
    await stage.at(ASK)
    await stage.say("hoa", "tổng hợp")
    assert "EXCEL" in stage.since("hoa")
    await stage.say("hoa", "excel")
    assert "Kênh này chưa gửi tệp được. Xin hỏi cán bộ tổng hợp." == stage.since("hoa")


async def test_a_message_of_several_texts_goes_on_where_it_was_refused(stage: SmsStage) -> None:
    """Each text that was accepted is noted: after a refusal of the second the rest follows, and nothing comes twice."""
    await stage.join("son")
    stage.mark("son")
    stage.gateway.faults.extend(["", "429"])
    await stage.at(ASK)
    with stage.store.transaction() as session:
        question = session.scalars(select(OutboxMessage).where(OutboxMessage.chat_id == "son")).all()[-1]
    assert not stage.gateway.faults
    assert 3 <= len(stage.gateway.written["son"])
    assert stage.since("son").startswith(" ".join(question.text.split()))
    assert 1 == stage.since("son").count("Chào ông Sơn.")
