"""Announcements as tests need them: one that waits for «Gửi», one that two villages have, what people were told."""

from __future__ import annotations

from collections.abc import Sequence

from models import announcements
from models.announcements import Announcement
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from services.inbound import Kind
from tests.commune import Stand

TEXT = "Sáng thứ Hai họp ở hội trường xã, 8 giờ."


def draft(stand: Stand, audience: str = "Bản Còn, Khuổi Mạ", text: str = TEXT) -> None:
    """The officer has read the preview."""
    stand.say("hoa", f"THÔNG BÁO {text}")
    stand.say("hoa", audience)


def gathered(stand: Stand) -> None:
    """Two heads, a deputy, two officers and a leader have come in, and an announcement waits for «Gửi»."""
    stand.join("son", "tu", "hien", "hoa", "thu", "lam")
    stand.at("2026-11-17T09:00")
    draft(stand)
    stand.heard()


def send_to_two(stand: Stand) -> None:
    """A picture whose bytes are there, and a receipt of one of the two; everybody has come in before."""
    stand.say("hoa", "THÔNG BÁO")
    stand.send("hoa", Kind.PHOTO, data="announced-1", text=TEXT)
    stand.say("hoa", "Bản Còn, Khuổi Mạ")
    stand.tap("hoa", "Gửi, cần")
    stand.tap("son", "Đã nhận")
    with stand.everything() as session:
        kept = session.query(Announcement).one().file
        assert kept is not None
        kept.content, kept.state = b"\xff\xd8\xff1", announcements.KEPT


def told(stand: Stand) -> Sequence[OutboxMessage]:
    """Every announcement that was written to somebody, in order; not what was said about one."""
    with stand.everything() as session:
        rows = session.query(OutboxMessage).filter(OutboxMessage.purpose == Purpose.ANNOUNCEMENT)
        return [row for row in rows.order_by(OutboxMessage.id) if (row.key or "").startswith("announcement:")]
