"""Private chats and the dialogues that are open in them: their states as stored, and the order in which they asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, bindparam, false, func, or_, select, text, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, Moment
from models.ownership import ByParent, Direct
from models.read_ahead import ReadAhead

VERSION = 2  # of the states; one of another version is dropped, the figures remain
_OF_NOBODY = text("commune_id IS NULL")


class DialogueKind(StrEnum):
    """What a dialogue is for."""

    REPORT = "report"  # a reporter answers for a unit of their own
    ENTRY = "entry"  # GHI HỘ: an officer answers for a unit
    EDIT = "edit"  # «Sửa số»: an officer gives figures of a draft anew
    PERSON = "person"  # THAY, MỜI: an officer says who comes
    SETUP = "setup"  # BẮT ĐẦU: a first officer types what a part of the setup needs
    QUERY = "query"  # [Hỏi lại]: an officer asks about a figure again
    ANNOUNCEMENT = "announcement"  # THÔNG BÁO: an officer writes it, and says whom it is for
    PLEDGE = "pledge"  # GIAO ƯỚC: a unit says how much it takes of one line
    CHECK = "check"  # KIỂM TRA: an officer says what was found of a figure
    ROUND = "round"  # ĐỢT THI ĐUA: an officer opens a round
    LAUNCH = "launch"  # PHÁT ĐỘNG: an officer types the paper's number, or who has agreed
    DEED = "deed"  # VIỆC TỐT: a head tells a good deed
    ASKED_BACK = "asked back"  # a number that fits the questions of two dialogues


class Subject(StrEnum):
    """What a dialogue is about: the table that its id is of."""

    REPORT = "report"
    PERIOD = "period"
    UNIT = "unit"
    FIGURE = "figure"
    NOTHING = "nothing"


class DialogueKey(NamedTuple):
    """Which of a person's dialogues: there is one of each kind for a subject."""

    kind: DialogueKind
    subject: Subject
    subject_id: int


class Shown(NamedTuple):
    """A dialogue whose question was shown in a chat."""

    key: DialogueKey
    is_settled: bool = False  # it has taken an answer since: a bare number is its own


class Chat(Base):
    """What one commune says in one chat: which dialogues asked something in it, and which buttons were offered last.

    A person in several communes over one bot has one for each. Of no commune is a stranger's, at a shared bot.
    """

    __tablename__ = "chats"
    owner = Direct(or_none=True)
    __table_args__ = (
        UniqueConstraint("bot", "chat_id", "commune_id"),
        Index("chats_of_nobody", "bot", "chat_id", unique=True, sqlite_where=_OF_NOBODY, postgresql_where=_OF_NOBODY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    bot: Mapped[str]
    chat_id: Mapped[str]
    # [kind, subject, id, is settled] of each, as their questions were shown, the last one at the end: see `shown`.
    dialogues: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    offered: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # [label, data] as last shown
    failures: Mapped[int] = mapped_column(default=0)  # messages in a row that were not understood
    last_in_at: Mapped[datetime | None] = mapped_column(Moment)
    wrong_codes: Mapped[int] = mapped_column(default=0)  # tried since `wrong_since`
    wrong_since: Mapped[datetime | None] = mapped_column(Moment)
    # Of a person in several communes over one bot: what is said names its commune, and these say whose turn it is.
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    said_at: Mapped[datetime | None] = mapped_column(Moment)  # when this commune said something last
    chosen_at: Mapped[datetime | None] = mapped_column(Moment)  # when the person spoke to this commune last

    @property
    def shown(self) -> list[Shown]:
        """The dialogues that asked something here, the one that asked last at the end."""
        return [
            Shown(DialogueKey(DialogueKind(kind), Subject(subject), subject_id), is_settled)
            for kind, subject, subject_id, is_settled in self.dialogues
        ]

    def show(self, key: DialogueKey, *, is_settled: bool = False) -> None:
        """A dialogue has asked something. Of a person's own reports the last one is enough: the others are known."""
        is_report = key.kind is DialogueKind.REPORT
        others = [one for one in self.shown if one.key != key and not (is_report and one.key.kind is key.kind)]
        self._order([*others, Shown(key, is_settled)])

    def set_aside(self, key: DialogueKey) -> None:
        """A dialogue has nothing to ask for now: the others come before it."""
        self._order(sorted(self.shown, key=lambda one: one.key != key))

    def close(self, key: DialogueKey) -> None:
        """A dialogue has ended."""
        self._order([one for one in self.shown if one.key != key])

    def _order(self, shown: list[Shown]) -> None:
        # Alone there is nothing to be confused with; and what is set, even to the same, is flushed before a query.
        stored = [[*one.key, one.is_settled and len(shown) > 1] for one in shown]
        if stored != self.dialogues:
            self.dialogues = stored


class DialogueRow(Base):
    """A person's unfinished dialogue: only what cannot be derived from the figures (decision 21)."""

    __tablename__ = "conversations"
    owner = ByParent("person_id")
    __table_args__ = (UniqueConstraint("person_id", "kind", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=VERSION)
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see handlers/dialogue_states.py
    updated_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def key(self) -> DialogueKey:
        return DialogueKey(DialogueKind(self.kind), Subject(self.subject), self.subject_id)


_CHAT = select(Chat).where(Chat.bot == bindparam("bot"), Chat.chat_id == bindparam("chat_id"))
_CHATS_AHEAD: ReadAhead[tuple[str, str], Chat | None] = ReadAhead()
_DIALOGUES_AHEAD: ReadAhead[int, list[DialogueRow]] = ReadAhead()
_DIALOGUES = select(DialogueRow).where(DialogueRow.person_id == bindparam("person_id"))


def chat(session: Session, bot: str, chat_id: str) -> Chat:
    """The stored chat, made when it is not there yet."""
    found = _CHATS_AHEAD.take(session, (bot, chat_id), lambda: session.scalar(_CHAT, {"bot": bot, "chat_id": chat_id}))
    if found is None:
        found = _add(session, None, bot, chat_id)
    return found


def chats(session: Session, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], Chat]:
    """The stored chats among several (bot, chat id), in one statement."""
    query = select(Chat).where(tuple_(Chat.bot, Chat.chat_id).in_(sorted(addresses)))
    return {(chat.bot, chat.chat_id): chat for chat in session.scalars(query)}


def chats_of(session: Session, bot: str, chat_ids: Collection[str]) -> dict[int, dict[tuple[str, str], Chat]]:
    """The same over one bot, by commune: somebody may be in several."""
    found: dict[int, dict[tuple[str, str], Chat]] = {}
    for chat in session.scalars(_CHATS, {"bot": bot, "chat_ids": chat_ids}):
        found.setdefault(chat.commune_id or 0, {})[chat.bot, chat.chat_id] = chat
    return found


def chat_of(session: Session, commune_id: int | None, bot: str, chat_id: str) -> Chat:
    """The same in a session on all communes: one commune's, or nobody's."""
    is_whose = Chat.commune_id.is_(None) if commune_id is None else Chat.commune_id == commune_id
    found = session.scalar(select(Chat).where(Chat.bot == bot, Chat.chat_id == chat_id, is_whose))
    return found if found is not None else _add(session, commune_id, bot, chat_id)


def _add(session: Session, commune_id: int | None, bot: str, chat_id: str) -> Chat:
    """In a session of one commune a row is that commune's, whatever is said here (`models.scope`)."""
    new = Chat(
        commune_id=commune_id,
        bot=bot,
        chat_id=chat_id,
        dialogues=[],
        offered=[],
        failures=0,
        wrong_codes=0,
        is_shared=False,
    )
    session.add(new)
    session.flush()
    return new


def dialogues_of(session: Session, person_id: int) -> list[DialogueRow]:
    """Everything unfinished that is stored of a person, whatever its version and age."""
    return _DIALOGUES_AHEAD.take(
        session, person_id, lambda: list(session.scalars(_DIALOGUES, {"person_id": person_id}))
    )


def hand_over(session: Session, giver_id: int, taker_id: int) -> int:
    """An officer's begun entries and edits are another's from now on; how many there were."""
    mine = {(row.kind, row.subject_id) for row in dialogues_of(session, taker_id)}
    begun = 0
    for row in dialogues_of(session, giver_id):
        if row.kind not in (DialogueKind.ENTRY, DialogueKind.EDIT) or row.subject != Subject.REPORT:
            continue
        if (row.kind, row.subject_id) in mine:
            session.delete(row)
            continue
        row.person_id = taker_id
        begun += 1
    return begun


# What anybody's dialogues of a kind are about; turns beside one another begin none of these kinds.
_ABOUT_AHEAD: ReadAhead[DialogueKind, set[int]] = ReadAhead(is_shared=True)

_ABOUT = (
    select(DialogueRow)
    .where(
        DialogueRow.kind == bindparam("kind"),
        DialogueRow.subject == bindparam("subject"),
        DialogueRow.subject_id == bindparam("subject_id"),
        DialogueRow.version == VERSION,
        DialogueRow.expires_at > bindparam("now"),
    )
    .order_by(DialogueRow.id)
)


def about(session: Session, key: DialogueKey, now: datetime) -> Sequence[DialogueRow]:
    """Everybody's dialogues about one thing that have not expired, the oldest first."""
    if key.subject_id not in _ABOUT_AHEAD.take(session, key.kind, lambda: {key.subject_id}):
        return []
    wanted = {"kind": key.kind, "subject": key.subject, "subject_id": key.subject_id, "now": now}
    return session.scalars(_ABOUT, wanted).all()


def end(session: Session, person_id: int, key: DialogueKey) -> None:
    """Somebody's dialogue has its answer, given in another's turn."""
    for row in dialogues_of(session, person_id):
        if row.key == key:
            session.delete(row)


def forget(session: Session, subject: Subject, ids: Collection[int]) -> None:
    """What everybody's dialogues are about is gone, and so are they."""
    about_it = select(DialogueRow).where(DialogueRow.subject == subject, DialogueRow.subject_id.in_(ids))
    for row in session.scalars(about_it).all():
        session.delete(row)
    for chat in session.scalars(select(Chat)).all():
        for shown in chat.shown:
            if shown.key.subject is subject and shown.key.subject_id in ids:
                chat.close(shown.key)


_CHATS = select(Chat).where(Chat.bot == bindparam("bot"), Chat.chat_id.in_(bindparam("chat_ids", expanding=True)))
_DIALOGUES_OF_ALL = select(DialogueRow).where(
    or_(
        DialogueRow.person_id.in_(bindparam("person_ids", expanding=True)), DialogueRow.kind == DialogueKind.QUERY.value
    )
)


def read_ahead(session: Session, bot: str, chat_ids: Sequence[str], person_ids: Sequence[int]) -> None:
    """The chats and dialogues of several people, for turns to come."""
    for row in session.scalars(_CHATS, {"bot": bot, "chat_ids": chat_ids}):
        _CHATS_AHEAD.keep(session, (bot, row.chat_id), row)
    dialogues: dict[int, list[DialogueRow]] = {person_id: [] for person_id in person_ids}
    asked_about = set[int]()
    for dialogue in session.scalars(_DIALOGUES_OF_ALL, {"person_ids": person_ids}):
        if dialogue.person_id in dialogues:
            dialogues[dialogue.person_id].append(dialogue)
        if dialogue.kind == DialogueKind.QUERY:
            asked_about.add(dialogue.subject_id)
    for person_id, rows in dialogues.items():
        _DIALOGUES_AHEAD.keep(session, person_id, rows)
    _ABOUT_AHEAD.keep(session, DialogueKind.QUERY, asked_about)


def keep_chat_ahead(session: Session, address: tuple[str, str], chat: Chat | None) -> None:
    """A chat that was read for a turn to come."""
    _CHATS_AHEAD.keep(session, address, chat)


def keep_dialogues_ahead(session: Session, person_id: int, dialogues: list[DialogueRow]) -> None:
    """A person's dialogues that were read for a turn to come."""
    _DIALOGUES_AHEAD.keep(session, person_id, dialogues)


def wrong_codes(session: Session, since: datetime) -> int:
    """Wrong codes tried in all chats that began to try after an instant."""
    return session.scalar(select(func.sum(Chat.wrong_codes)).where(Chat.wrong_since > since)) or 0
