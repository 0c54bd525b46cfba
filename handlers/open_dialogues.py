"""A person's open dialogues in one chat: loaded in one query, kept when they ask something, gone when they end."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from handlers import dialogue_states
from handlers.dialogue_states import (
    AnnouncementState,
    DialogueState,
    EditingFigures,
    EnteringFor,
    OwnReport,
    ReportState,
)
from handlers.typed_states import OpeningRound, TellingDeed
from models import conversations
from models.conversations import Chat, DialogueKey, DialogueKind, DialogueRow

log = logging.getLogger(__name__)


class OpenDialogue(NamedTuple):
    """A dialogue that waits for an answer in this chat."""

    state: DialogueState
    is_settled: bool = False  # it has taken an answer since it asked: a bare number is its own


class OpenDialogues:
    """What one person has not finished, for the length of a turn."""

    def __init__(self, session: Session, person_id: int, chat: Chat, now: datetime) -> None:
        self._session = session
        self._person_id = person_id
        self._chat = chat
        self._now = now
        self.has_ended = False  # one of them, in this turn: the one before it asks again

    @cached_property
    def _rows(self) -> dict[DialogueKey, DialogueRow]:
        return {row.key: row for row in conversations.dialogues_of(self._session, self._person_id)}

    @cached_property
    def _states(self) -> dict[DialogueKey, DialogueState]:
        """What is still alive. Another version's is dropped: the figures remain."""
        states = {}
        for key, row in self._rows.items():
            if row.expires_at <= self._now:
                self._session.delete(row)
                continue
            if row.version != conversations.VERSION:
                continue
            try:
                states[key] = dialogue_states.load(row.state)
            except ValidationError:
                log.warning("a stored dialogue of kind %s cannot be read", key.kind)
        return states

    def state(self, key: DialogueKey) -> DialogueState | None:
        """The stored state of a dialogue, if it is open."""
        return self._states.get(key)

    def about(self, report_id: int, *, is_own: bool) -> ReportState:
        """The dialogue about a report's questions: the open one, else a new one."""
        if is_own and not self._states:
            return OwnReport(report_id)  # the usual case: the figures tell all of it
        if is_own:
            fresh: ReportState = OwnReport(report_id)
            return self._report_state(fresh.key) or fresh
        entering, editing = EnteringFor(report_id), EditingFigures(report_id)
        return self._report_state(entering.key) or self._report_state(editing.key) or entering

    def _report_state(self, key: DialogueKey) -> ReportState | None:
        state = self._states.get(key)
        return state if isinstance(state, ReportState) else None

    @property
    def are_several(self) -> bool:
        """True when more than one dialogue has asked something here and waits."""
        return len(self._chat.dialogues) > 1 and len(self.shown()) > 1

    def shown(self) -> list[OpenDialogue]:
        """The dialogues that asked something in this chat, the last one at the end."""
        waiting = []
        for key, is_settled in self._chat.shown:
            is_report = key.kind is DialogueKind.REPORT  # the only one that is open without being stored
            state = self._states.get(key) or (OwnReport(key.subject_id) if is_report else None)
            if state is not None:
                waiting.append(OpenDialogue(state, is_settled))
        return waiting

    def show(self, state: DialogueState, *, is_settled: bool = False) -> None:
        """A dialogue has asked something: it is kept, and the next text is for it."""
        key = self.keep(state)
        latest = self._chat.shown[-1:]
        was_settled = bool(latest) and latest[0].key == key and latest[0].is_settled
        self._chat.show(key, is_settled=is_settled or was_settled)

    def keep(self, state: DialogueState) -> DialogueKey:
        """Store a state under its key, where it has changed; nothing is stored of what the figures tell."""
        key, is_stored = state.key, dialogue_states.is_stored(state)
        if state == self._states.get(key):
            return key
        if not is_stored:
            self._drop(key)
            return key
        row = self._row(key)
        self._states[key] = state
        row.version, row.state = conversations.VERSION, dialogue_states.dump(state)
        row.updated_at, row.expires_at = self._now, self._now + dialogue_states.lifetime(state)
        return key

    def _row(self, key: DialogueKey) -> DialogueRow:
        row = self._rows.get(key)
        if row is None or row not in self._session:
            row = DialogueRow(person_id=self._person_id, kind=key.kind, subject=key.subject, subject_id=key.subject_id)
            self._rows[key] = row
        self._session.add(row)  # it also takes back a deletion that was not written yet: the key is unique
        return row

    def end(self, state: ReportState | AnnouncementState | OpeningRound | TellingDeed) -> None:
        """A dialogue is done, so that the one before it may ask again. Of a report of one's own the pointer stays."""
        if isinstance(state, OwnReport):
            self._chat.set_aside(state.key)
        else:
            self._chat.close(state.key)
        self._drop(state.key)
        self.has_ended = True

    def leave(self, key: DialogueKey) -> None:
        """A dialogue is given up, or replaced by another; nothing asks again because of it."""
        self._chat.close(key)
        self._drop(key)

    def _drop(self, key: DialogueKey) -> None:
        self._states.pop(key, None)
        row = self._rows.get(key)
        if row is None or row not in self._session:
            return
        if inspect(row).pending:
            self._session.expunge(row)
        else:
            self._session.delete(row)
