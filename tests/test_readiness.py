"""What a commune still lacks for its weeks: a sentence each; a fault is only what keeps a week from running."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from models import backup_record, key_values, units
from models.backup_record import Good
from models.people import Role
from services import date_words, readiness
from services.finding import Weight
from services.inbound import Kind
from tests.commune import Stand


def said(stand: Stand, weight: Weight) -> list[str]:
    """What is found of one weight."""
    with stand.context() as context:
        return [one.text for one in readiness.look(context) if one.weight is weight]


@pytest.fixture
def ready(stand: Stand) -> Stand:
    """A commune whose weeks run: an officer, a head, the leaders' group."""
    stand.join("son", "hoa")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    return stand


def test_a_commune_that_runs_has_no_fault(ready: Stand) -> None:
    """One village is enough for a week; the others are advice."""
    assert [] == said(ready, Weight.FAULT)
    assert any(text.startswith("27/28 thôn chưa có người báo cáo") for text in said(ready, Weight.ADVICE))


@pytest.mark.parametrize(
    ("role", "fault"),
    [("officer", "chưa có ai: thidua officer-code"), ("village-head", "chưa có ai để hỏi")],
)
def test_whom_a_week_cannot_do_without(ready: Stand, role: str, fault: str) -> None:
    """When the last one goes, it is a fault."""
    with ready.store.transaction() as session:
        session.query(Role).filter_by(role=role).update({"until": datetime(2026, 11, 1, tzinfo=UTC)})
    assert [fault] == [text[: len(fault)] for text in said(ready, Weight.FAULT)]


def test_an_office_that_is_not_in_the_list(ready: Stand) -> None:
    """The measures that nobody tells are named by it."""
    with ready.context() as context:
        reporter = next(one for measure in context.campaign.measures for one in measure.reporters if one.isupper())
        own = [measure.id for measure in context.campaign.measures if reporter in measure.reporters]
        office = next(unit for unit in units.members(context.session, context.commune.id) if unit.code == reporter)
        office.active_to = context.today - timedelta(days=1)
    expected = f"danh sách chưa có nơi nào mang mã {reporter}, nên {', '.join(own)} chưa ai báo"
    assert expected in said(ready, Weight.ADVICE)


@pytest.mark.parametrize(
    ("at", "years"),
    [("2026-10-31T09:00", []), ("2026-11-01T09:00", ["2027"]), ("2027-03-01T09:00", ["2027"]),
     ("2027-11-02T09:00", ["2027", "2028"])],
)  # fmt: skip
def test_the_years_whose_targets_are_missing(ready: Stand, at: str, years: list[str]) -> None:
    """Those of the first year stand in the campaign's document; the next year's are looked for from November on."""
    ready.at(at)
    missing = [text for text in said(ready, Weight.ADVICE) if text.startswith("chưa có chỉ tiêu")]
    assert years == [text.split()[4].rstrip(":") for text in missing]


@pytest.mark.parametrize(
    ("hours", "line"),
    [(None, "- Chưa có bản sao lưu nào; máy tự sao lưu mỗi đêm"), (40, "- Bản sao lưu tốt gần nhất đã 40 giờ."),
     (36.5, "- Bản sao lưu tốt gần nhất đã 36 giờ."), (36, "Bản sao lưu tốt gần nhất cách đây 36 giờ."),
     (7, "Bản sao lưu tốt gần nhất cách đây 7 giờ."), (0, "Vừa sao lưu trong giờ qua.")],
)  # fmt: skip
def test_the_last_backup_is_told_once(ready: Stand, hours: float | None, line: str) -> None:
    """As good news or as advice."""
    if hours is not None:
        with ready.everything() as session:
            made_at = ready.clock.now().astimezone(UTC) - timedelta(hours=hours)
            backup_record.note_good(session, Good(made_at=made_at, file="x.db", tables=1, rows=1, photos=0))
    with ready.context() as context:
        lines = readiness.summary(context)
    assert 1 == len([one for one in lines if one.startswith(line)])
    assert 1 == len([one for one in lines if "sao lưu" in one])


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-11-18T07:59", "8 giờ thứ Tư 18/11"), ("2026-11-18T08:00", "8 giờ thứ Tư 25/11")],
)
def test_when_the_villages_are_asked_next(ready: Stand, at: str, expected: str) -> None:
    """The question that is going out at this very minute is not the next one."""
    ready.at(at)
    with ready.context() as context:
        assert expected == date_words.moment(readiness.next_question(context))


def test_units_left_out_of_a_target_that_is_shared_out_are_named(ready: Stand) -> None:
    """Of a measure that no unit has a target for nothing is said: not everything is shared out."""
    ready.say("hoa", "GIAO CHỈ TIÊU KT1a BẢN CÒN 45 NĂM 2027")
    (found,) = [text for text in said(ready, Weight.ADVICE) if "đã giao các nơi" in text]
    assert found.startswith("KT1a năm 2027 đã giao các nơi, còn 27 nơi chưa có (")


def test_a_messenger_that_is_not_reached_is_seen_from_the_chat(ready: Stand) -> None:
    """By whoever has another one: as long as the watch sees it, and not once it has gone."""
    for gone in (0, 1):
        trouble = {"text": "Telegram không trả lời đã 12 phút.", "whose": None, "seen": 1, "gone": gone, "told_at": ""}
        with ready.everything() as session:
            key_values.put(session, key_values.TROUBLES, json.dumps({"channel telegram": trouble}))
        ready.say("hoa", "KIỂM TRA HỆ THỐNG")
        assert ("Telegram không trả lời" in ready.heard("hoa")[-1].text) == (gone == 0)
