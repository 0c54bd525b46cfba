"""The program killed while it writes down a part of the campaign: after a restart it is there once, and told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.audit import Action, Audit
from models.checks import Draw
from models.good_deeds import GoodDeed
from models.honours import Award
from models.launches import Launch
from models.messages import OutboxMessage
from models.pledges import Pledge
from models.rounds import Round
from models.scoring import ScoreRow
from services.inbound import Inbound, Kind
from tests import contests
from tests.audit_acts.contest import import_scheme
from tests.commune import Stand
from tests.short_form import every


class Killed(BaseException):
    """Nothing catches it, as nothing catches a power cut."""


@contextmanager
def killed_at(table: type[Any]) -> Iterator[None]:
    """The transaction that has written to a table does not come to its end."""

    def note(session: Session, _context: object) -> None:
        rows = (*session.new, *session.dirty, *session.deleted)
        session.info["campaign"] = session.info.get("campaign", False) or any(type(row) is table for row in rows)

    def kill(session: Session) -> None:
        if session.info.pop("campaign", False):
            raise Killed

    event.listen(Session, "after_flush", note)
    event.listen(Session, "before_commit", kill)
    try:
        with pytest.raises(Killed):
            yield
    finally:
        event.remove(Session, "after_flush", note)
        event.remove(Session, "before_commit", kill)


class Part(NamedTuple):
    """Something of the campaign: what goes before it, what is being done, and what there is of it in the end."""

    table: type[Any]
    before: Callable[[Stand], object]
    act: Callable[[Stand], object]
    action: Action | None  # None: a job that no person has done
    told: tuple[str, str]  # to whom, and what


def _pledges(stand: Stand) -> None:
    stand.at("2027-01-05T09:00")
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")


def _launch(stand: Stand) -> None:
    for words in ("PHÁT ĐỘNG", "Thi đua năm 2026\nCả xã cùng làm.", "Bản Còn"):
        stand.say("hoa", words)
    stand.tap("hoa", "Xin ý kiến rồi gửi")


def _round(stand: Stand) -> None:
    stand.say("hoa", "ĐỢT THI ĐUA")
    for words in ("30 ngày làm đường", "17/11 - 16/12", "Bản Còn, Khuổi Mạ", *contests.ROAD):
        stand.say("hoa", words)


def _over(stand: Stand) -> None:
    contests.open_round(stand, days="10/11 - 17/11")
    stand.at("2026-11-20T10:00")
    stand.tick()
    stand.at("2026-11-26T16:01")


def _week(stand: Stand) -> None:
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("son", "BHYT 9, không gieo, không có gì mới")
    stand.at("2026-11-20T07:30")
    stand.tick()
    stand.at("2026-11-20T09:00")


def _scores(stand: Stand) -> None:
    import_scheme(stand)
    stand.at("2026-12-02T09:00")
    stand.say("hoa", "BẢNG ĐIỂM")
    stand.tap("hoa", "Gửi từng nơi xem")


PARTS = {
    "pledge": Part(
        Pledge, _pledges, lambda one: one.tap("son", "Đồng ý cả"), Action.PLEDGE_AGREED, ("son", "nhận 8 dòng")
    ),
    "launch": Part(
        Launch,
        _launch,
        lambda one: one.tap("lam", "Đồng ý phát động"),
        Action.LAUNCH_AGREED,
        ("son", "phát động thi đua"),
    ),
    "round": Part(Round, _round, lambda one: one.tap("hoa", "Mở đợt"), Action.ROUND_OPENED, ("son", "mở đợt thi đua")),
    "frozen": Part(Round, _over, lambda one: one.tick(), None, ("hoa", "Đã chốt đợt")),
    "lot": Part(Draw, _week, lambda one: one.tick(), Action.LOT_DRAWN, ("group", "TỔNG HỢP THI ĐUA")),
    "deed": Part(
        GoodDeed,
        lambda one: one.say("son", "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật."),
        lambda one: one.tap("hoa", "Giữ để đăng"),
        Action.DEED_KEPT,
        ("son", "dọn mương"),
    ),
    "scores": Part(
        ScoreRow, _scores, lambda one: one.tap("hoa", "Gửi ngay"), Action.SCORES_SHOWN, ("son", "Bảo hiểm y tế")
    ),
    "honours": Part(
        Award,
        lambda one: one.say("hoa", "ĐỀ NGHỊ KHEN 2026"),
        lambda one: one.say("hoa", "ĐỀ NGHỊ KHEN QĐ 1/QĐ-UBND ngày 16/11/2026"),
        Action.AWARDS_RECORDED,
        ("hoa", "Đã ghi sổ khen thưởng"),
    ),
}


@pytest.mark.parametrize("name", every(3, PARTS))
def test_what_was_cut_off_is_done_once_after_the_restart(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is there when the program comes back; then all of it is, for the platform brings it again."""
    part, stand = PARTS[name], Stand(tmp_path)
    stand.join("son", "hoa", "lam")
    part.before(stand)
    before = _there(stand, part)
    told: list[Inbound] = []  # not confirmed before it is stored
    with killed_at(part.table), monkeypatch.context() as patched:
        handle = stand.intake.handle

        def note(one: Inbound) -> bool:
            told.append(one)
            return handle(one)

        patched.setattr(stand.intake, "handle", note)
        part.act(stand)
    assert before == _there(stand, part)
    stand.restart()
    for one in told:
        stand.intake.handle(one)
    stand.tick()
    once = _there(stand, part)
    assert (before[0] + (part.action is not None), before[1] + 1) == once
    stand.tick()
    assert once == _there(stand, part)
    stand.close()


def _there(stand: Stand, part: Part) -> tuple[int, int]:
    """How often the audit has it, and how often it was told."""
    who, words = part.told
    with stand.everything() as session:
        written = session.query(Audit).filter(Audit.action == part.action).count() if part.action else 0
        told = [row for row in session.query(OutboxMessage).filter_by(chat_id=who) if words in row.text]
    return written, len(told)
