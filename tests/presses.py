"""Several people before one draft or one proposal: what they need to be ready, and taps that fall together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from sqlalchemy import select

from models.audit import Audit
from models.messages import InboxMessage, OutboxMessage
from services.inbound import Kind
from tests.commune import Stand

POST_TIME = "2026-11-20T09:00"


def drafted(stand: Stand, *cast: str) -> None:
    """The group is bound, and the draft of week 47 lies before the officers."""
    stand.once(f"drafted {cast}", lambda one: _draft(one, *cast))


def _draft(stand: Stand, *cast: str) -> None:
    stand.join("hoa", *cast)
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30"):
        stand.at(instant)
        stand.tick()


def data_of(stand: Stand, who: str, label: str) -> str:
    """What the newest button of this label in a chat means."""
    with stand.store.transaction() as session:
        rows = session.query(OutboxMessage).filter_by(chat_id=who).order_by(OutboxMessage.id.desc())
        return next(data for row in rows for text, data in row.choices if text == label)


def at_once(*acts: Callable[[], object]) -> None:
    """Do all of it in threads that start together; a fault in one of them is raised."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == faults


def press(stand: Stand, who: str, label: str) -> Callable[[], object]:
    """A tap that is ready to be made; the button's data is looked up beforehand."""
    data = data_of(stand, who, label)
    return lambda: stand.send(who, Kind.CHOICE, data=data, tapped=label)


def queued(stand: Stand, purpose: str) -> Sequence[OutboxMessage]:
    with stand.store.transaction() as session:
        return session.scalars(
            select(OutboxMessage).where(OutboxMessage.purpose == purpose).order_by(OutboxMessage.id)
        ).all()


def decisions(stand: Stand, action: str) -> int:
    """How many people, or jobs, are on record as having done it."""
    with stand.store.transaction() as session:
        return len(session.scalars(select(Audit).where(Audit.action == action)).all())


def faults(stand: Stand) -> list[str]:
    with stand.store.transaction() as session:
        return [
            str(fault) for fault in session.scalars(select(InboxMessage.fault).where(InboxMessage.fault.is_not(None)))
        ]


def posted(stand: Stand) -> None:
    """Week 47 is posted, with an answer of Bản Còn, and has arrived."""
    stand.once("posted", _post)


def _post(stand: Stand) -> None:
    drafted(stand, "son")
    stand.say("son", "8")
    stand.at(POST_TIME)
    stand.tick()
    stand.arrive("group", "41")


def posted_and_mended(stand: Stand) -> None:
    """The same; then the figure changed, and the officers were told."""
    stand.once("posted and mended", _mend)


def _mend(stand: Stand) -> None:
    posted(stand)
    stand.at("2026-11-20T10:00")
    stand.say("son", "nhầm, 6")
    stand.at("2026-11-20T10:15")
    stand.tick()
