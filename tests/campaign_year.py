"""A campaign year as it is played on a `Stand`: every word is said by somebody, jobs run on a settable clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from campaign.calendar import ReportingWeek
from models.messages import OutboxMessage
from services.inbound import Kind
from tests.commune import Stand

YEAR = 2027
PAPER = "số 12/KH-UBND ngày 20/01/2027"
ROUND = "Làm đường chào mừng 2/9"
DEED = "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật."
_NEXT_CHECK = "Kiểm số tiếp"
FIRST, LAST = date(2027, 8, 13), date(2027, 9, 2)  # of the round


@dataclass
class Year:
    """The stand, and all that the leaders' group was sent, with what its pictures are drawn from."""

    stand: Stand
    in_group: list[str] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    _seen: int = 0

    def listen(self) -> None:
        with self.stand.everything() as session:
            query = session.query(OutboxMessage).filter(OutboxMessage.id > self._seen).order_by(OutboxMessage.id)
            for row in query:
                self._seen = row.id
                if row.chat_id == "group":
                    picture = json.dumps(row.picture, ensure_ascii=False) if row.picture else ""
                    self.in_group.append(f"{row.text}\n{json.dumps(row.choices, ensure_ascii=False)}\n{picture}")


def begin(folder: Path) -> Year:
    """Two villages, the police, the officer, a leader, and the leaders' group."""
    year = Year(Stand(folder))
    year.stand.join("son", "hien", "hoa", "lam")
    year.stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    year.stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    year.stand.after_each = year.listen
    year.listen()
    return year


def launch(stand: Stand, day: str, text: str, paper: str) -> None:
    """The officer's words and paper, the leader's «đồng ý»."""
    stand.at(f"{day}T09:00")
    for words in ("PHÁT ĐỘNG", text, "Bản Còn, Khuổi Mạ"):
        stand.say("hoa", words)
    stand.tap("hoa", "Ghi số văn bản")
    stand.say("hoa", paper)
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    stand.tap("lam", "Đồng ý phát động")


def pledge(stand: Stand) -> None:
    """Opened, agreed to by one village of all, signed."""
    stand.at(f"{YEAR}-01-12T09:00")
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")
    stand.tap("son", "Đồng ý cả")
    stand.say("hoa", "GIAO ƯỚC KÝ BẢN CÒN")


SCHEME = (
    "Tiêu chí;Điểm tối đa;Cách tính;Năm\n"
    f"Bảo hiểm y tế;30;XH1;{YEAR}\nGiao ước;30;giao ước;{YEAR}\nĐúng hạn;20;đúng hạn;{YEAR}\n"
    f"Phong trào;20;hội đồng;{YEAR}\nTổng cộng;100;;\n"
)
OBJECTION = "dòng 3 thiếu hai tuần mất sóng"
NOMINEE = "Nông Văn Khánh"
DECISION = f"QĐ 7/QĐ-UBND ngày 24/1/{YEAR + 1}"


def score(year: Year) -> None:
    """The commune's scheme, each unit its own row, one objection, the council's sheet."""
    stand = year.stand
    stand.at(f"{YEAR}-12-31T10:00")
    stand.give("hoa", SCHEME.encode())
    stand.tap("hoa", "Áp dụng")
    stand.say("hoa", "BẢNG ĐIỂM")
    stand.tap("hoa", "Gửi từng nơi xem")
    stand.tap("hoa", "Gửi ngay")
    stand.say("son", f"BẢNG ĐIỂM {OBJECTION}")


def honour(year: Year) -> None:
    """The proposal of the year with a person, the decision in the book, handed over."""
    stand = year.stand
    stand.at(f"{YEAR + 1}-01-25T09:00")
    stand.say("hoa", f"ĐỀ NGHỊ KHEN {YEAR}")
    stand.say("hoa", f"ĐỀ NGHỊ KHEN THÊM {NOMINEE}, Bản Còn, trực tiếp: góp 200 m² đất làm đường")
    stand.tap("hoa", "Danh sách")
    stand.say("hoa", f"ĐỀ NGHỊ KHEN {DECISION}")
    stand.say("hoa", f"SỔ KHEN THƯỞNG TRAO CẢ ngày 25/1/{YEAR + 1}")


def week(year: Year, one: ReportingWeek, said: Sequence[tuple[str, str]]) -> None:
    """Asked, answered, drafted, posted; what was drawn by lot is found right."""
    stand = year.stand
    with stand.context() as context:
        times = context.calendar.schedule(one)
    stand.clock.instant = times.question
    stand.tick()
    for who, words in said:
        stand.say(who, words)
    for instant in (times.draft, times.post):
        stand.clock.instant = instant
        stand.tick()
    stand.arrive("group", one.label)
    check(year)


def check(year: Year) -> None:
    """Whatever the officer is asked to check is as it was told; seen on site."""
    stand = year.stand
    stand.heard()
    stand.say("hoa", "KIỂM TRA")
    while any(label == _NEXT_CHECK for row in stand.heard("hoa") for label, _ in row.choices):
        stand.tap("hoa", _NEXT_CHECK)
        asked = stand.heard("hoa")[-1]
        (right,) = [data for _, data in asked.choices if data.startswith("check-right:")]
        stand.send("hoa", Kind.CHOICE, data=right)
        stand.heard()
        stand.send("hoa", Kind.CHOICE, data=f"check-way:{right.partition(':')[2]}:site")


def ask_for_report(year: Year, instant: str, said: str) -> None:
    """The leader asks for a stretch and taps [Word]: what the file is made from is kept under what was said."""
    stand = year.stand
    stand.at(instant)
    stand.say("lam", f"TỔNG HỢP {said}")
    stand.tap("lam", "Word")
    picture = stand.heard("lam")[-1].picture
    assert picture is not None
    year.files[said] = picture["dossier"]


def weeks_between(year: Year, first: date, last: date) -> list[ReportingWeek]:
    """The reporting weeks that end within these days."""
    with year.stand.context() as context:
        found, one = [], context.calendar.period_on(first)
        while one.last <= last:
            found += [one] if one.last >= first else []
            one = context.calendar.next(one)
    return found
