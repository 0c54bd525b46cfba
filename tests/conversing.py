"""Saying things to the program and hearing what it answers, as in a commune of the tests (`tests.commune`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from bot.channels.contract import Rejected
from bot.clock import FixedClock
from bot.inbox import table_files
from bot.inbox.queue import InboxQueue
from bot.outbox import outcomes
from models import messages, table_uploads
from models.database import Store
from models.messages import OutboxMessage
from services.context import Context
from services.imports import formats
from services.imports.tables import FileFault, Sheet
from services.inbound import Inbound, Kind


class Conversing:
    """Who says and hears things. What is said is taken in by `intake`, on whatever database there is."""

    store: Store
    clock: FixedClock
    intake: InboxQueue
    after_each: Callable[[], None]
    _keys: Iterator[int]
    _seen: int

    def context(self) -> AbstractContextManager[Context]:
        raise NotImplementedError

    def everything(self) -> AbstractContextManager[Session]:
        raise NotImplementedError

    def inbound(self, who: str, kind: Kind, **more: object) -> Inbound:
        """Something that somebody says or does, with the next key."""
        fields: dict[str, object] = {
            "bot": "memory",
            "channel": "memory",
            "key": str(next(self._keys)),
            "chat_id": who,
            "sender_id": who,
            "kind": kind,
            "said_at": self.clock.now(),
        }
        return Inbound(**(fields | more))  # type: ignore[arg-type]  # fields of many types, by name

    def _hand_over(self, who: str, kind: Kind, **more: object) -> None:
        self.intake.handle(self.inbound(who, kind, **more))
        self.after_each()

    def say(self, who: str, text: str) -> None:
        self._hand_over(who, Kind.TEXT, text=text, pasted=text)

    def give(self, who: str, content: bytes, name: str = "bang.csv") -> None:
        """Send a file, which is fetched and read at once."""
        self._hand_over(who, Kind.FILE, data=name, file_name=name, file_size=len(content))
        self.read_files(content)

    def read_files(self, content: bytes) -> None:
        """The files that wait to be fetched hold this."""
        sheets: list[Sheet] = []
        fault = None
        try:
            sheets = formats.sheets_of(content)
        except FileFault as found:
            fault = found
        with self.context() as context:
            for upload in table_uploads.expected(context.session, 10):
                table_files.take(context, upload, sheets, fault)
        self.after_each()

    def send(self, who: str, kind: Kind, **more: object) -> None:
        """Anything else: a sticker, a photo, an event of a group."""
        self._hand_over(who, kind, **more)

    def tap(self, who: str, label: str, sender: str = "") -> None:
        """Tap a button of the newest message in the chat that has one of this label; `sender` where it is a group."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).filter_by(chat_id=who).order_by(OutboxMessage.id.desc())
            data = next(data for row in rows for text, data in row.choices if text == label)
        more = {"sender_id": sender, "is_group": True} if sender else {}
        self._hand_over(who, Kind.CHOICE, data=data, tapped=label, **more)

    def arrive(self, chat: str, message_id: str) -> None:
        """Everything said to a chat has arrived there, the last message under an id."""
        with self.everything() as session:
            waiting = (
                session.query(OutboxMessage).filter_by(chat_id=chat, state=messages.PENDING).order_by(OutboxMessage.id)
            )
            for row in waiting:
                row.state, row.message_id = messages.SENT, message_id

    def refuse(self, chat: str) -> None:
        """The platform takes nothing of what was said to a chat."""
        with self.everything() as session:
            waiting = session.query(OutboxMessage).filter_by(chat_id=chat, state=messages.PENDING).all()
            for row in waiting:
                outcomes.record(
                    session, row.id, Rejected("not enough rights to send photos to the chat", is_final=True)
                )

    def group_code(self) -> str:
        """The newest MÃ NHÓM that somebody was told."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).order_by(OutboxMessage.id.desc())
            return next(row.text.split("Mã nhóm: ")[1][:9] for row in rows if "Mã nhóm: " in row.text)

    def heard(self, who: str | None = None) -> list[OutboxMessage]:
        """What was said since last asked, to everybody or to one chat, in order."""
        with self.everything() as session:
            rows = session.query(OutboxMessage).filter(OutboxMessage.id > self._seen).order_by(OutboxMessage.id).all()
        self._seen = rows[-1].id if rows else self._seen
        return [row for row in rows if who in (None, row.chat_id)]
