"""What people do to groups, posts, announcements and corrections, each once: examples for the audit."""

from __future__ import annotations

from sqlalchemy import select

from models import messages
from models.messages import OutboxMessage
from services import wording
from services.inbound import Kind
from tests import presses, rolled_up
from tests.commune import Stand


def propose(stand: Stand) -> None:
    stand.join("hoa")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")


def confirm(stand: Stand) -> None:
    propose(stand)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")


def refuse(stand: Stand) -> None:
    propose(stand)
    stand.tap("hoa", stand.heard("hoa")[-1].choices[1][0])


def leave(stand: Stand) -> None:
    confirm(stand)
    stand.send("group", Kind.REMOVED, sender_id="hoa", is_group=True)


def move(stand: Stand) -> None:
    confirm(stand)
    stand.send("group", Kind.MOVED, sender_id="hoa", is_group=True, data="supergroup")


def hold(stand: Stand) -> None:
    presses.drafted(stand)
    stand.tap("hoa", "Giữ lại")


def post(stand: Stand) -> None:
    presses.drafted(stand)
    stand.tap("hoa", "Duyệt, đăng ngay")


def announce(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "nghỉ Tết từ 4/2 đến 12/2, làm bù 20/2")
    stand.tap("hoa", "Ghi lịch nghỉ")


def announce_meeting(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "THÔNG BÁO Mai họp ở xã, 8 giờ.")
    stand.say("hoa", "Bản Còn")
    stand.tap("hoa", "Gửi, cần")


def launch(stand: Stand) -> None:
    stand.join("son", "lam", "hoa")
    stand.say("hoa", "PHÁT ĐỘNG")
    stand.say("hoa", "Thi đua chào mừng 3/2, toàn xã cùng làm đường.")
    stand.say("hoa", "Bản Còn")
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    stand.tap("lam", "Đồng ý phát động")


def draw_lot(stand: Stand) -> None:
    stand.join("son")
    confirm(stand)
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
        if instant.endswith("08:00"):
            stand.say("son", "9")


def cancel_announcement(stand: Stand) -> None:
    stand.at("2026-11-17T21:00")
    announce_meeting(stand)
    stand.tap("hoa", "Thôi")


def take_days_off_back(stand: Stand) -> None:
    announce(stand)
    stand.say("hoa", "BỎ NGHỈ TẾT 2027")
    stand.tap("hoa", "Bỏ lịch đã ghi")


def join_roll_up(stand: Stand) -> None:
    stand.join("hoa")
    rolled_up.Above(stand)
    stand.say("hoa", "GÓP SỐ")
    stand.tap("hoa", "Đồng ý góp số")


def leave_roll_up(stand: Stand) -> None:
    join_roll_up(stand)
    stand.say("hoa", "GÓP SỐ")
    stand.tap("hoa", "Thôi góp số")


def decline(stand: Stand) -> None:
    presses.posted_and_mended(stand)
    stand.tap("hoa", "Không cần")


def correct(stand: Stand) -> None:
    presses.posted_and_mended(stand)
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Ghi nhầm khi nhập")


def settle(stand: Stand) -> None:
    presses.drafted(stand)
    stand.at(presses.POST_TIME)
    stand.tick()
    with stand.store.transaction() as session:
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "post")).one()
        row.state, row.error = messages.UNKNOWN, "interrupted"
    stand.tick()
    stand.tap("hoa", wording.POST_ARRIVED)
