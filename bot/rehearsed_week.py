"""A week of a commune played in a database in memory: asked, answered, reminded, posted; nothing of it goes out.

Units, targets, overrides and figures are the commune's own; the people are made up, and answer the campaign's examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot import rehearsed_commune
from bot.clock import FixedClock
from bot.inbox.storage import Storage
from bot.inbox.turns import Turns
from bot.rehearsed_commune import BOT, GROUP, OFFICER, Copy, chat_of
from campaign.calendar import ReportingWeek, Schedule
from models import periods
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from models.units import Unit
from scheduler.tick import tick
from services import date_words, numbered_questions, report_sheet, weekly_summary, wording
from services.capability import UNHURRIED, Capability
from services.communes import Communes
from services.context import Context, Deployment
from services.inbound import Inbound, Kind
from services.report_sheet import Question

_MOST_QUESTIONS = 20  # of one unit
_ANSWERING = {"village": 6, "school": 1, "office": 4}  # of each kind: enough for a post, and done in seconds
_LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the week as its reader would have it. `table` is what the post's picture is drawn from."""

    text: str
    table: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What an officer is shown of the week, how many places were asked, and how many messages there would have been."""

    told: Sequence[Told]
    places: int
    messages: int


def play(made: Deployment, kept: Copy, now: datetime, can: Capability, address: str) -> Played:
    """The next week that is still to be asked, as it would go with made-up people on a channel that can do `can`."""
    week = _Week(made, kept, now, replace(can, quota=None, pace=UNHURRIED), address)
    try:
        return week.play()
    finally:
        week.close()


class _Week:
    def __init__(self, made: Deployment, kept: Copy, now: datetime, can: Capability, address: str) -> None:
        self._can = can
        self._made = replace(made, bots={BOT: can})
        self._clock = FixedClock(now)
        self._store = Store(connect("sqlite://"))
        self._communes = Communes.only(self._made)
        self._storage = Storage(self._store, self._communes, self._clock)
        self._turns = Turns(self._store, self._made, self._clock, lambda *_: None)
        self._keys = count(1)
        self._told: list[Told] = []
        rehearsed_commune.settle(self._store, kept)
        self._in_context(lambda context: rehearsed_commune.gather(context, address))

    def close(self) -> None:
        self._store.close()

    def _in_context(self, act: Callable[[Context], Any]) -> Any:
        with self._store.transaction() as session:
            return act(self._made.context(session, self._clock.now()))

    # The week

    def play(self) -> Played:
        schedule, week = self._in_context(_next_week)
        self._tick(schedule.question)
        asked: list[int] = self._in_context(lambda context: _asked(context, week))
        if not asked:
            return Played([], 0, 0)
        first = chat_of(asked[0])
        self._tell(schedule.question, wording.TO_HEAD, self._to(first)[-1:])
        self._clock.instant += _LATER
        answering = self._in_context(lambda context: _answering(context, asked))
        silent = [unit for unit in asked if unit not in answering]
        exchange = self._answer(asked[0])
        self._told.append(
            Told(wording.rehearsed(_moment(self._clock.now(), schedule.question), wording.FROM_HEAD, exchange))
        )
        for unit_id in asked[1:]:
            if unit_id not in silent:
                self._answer(unit_id)
        self._say_rest(schedule, silent)
        total = self._in_context(lambda context: context.session.query(OutboxMessage).count())
        return Played(self._told, len(asked), total)

    def _say_rest(self, schedule: Schedule, silent: Sequence[int]) -> None:
        """Reminders, the officer's list, and the post."""
        self._tick(schedule.first_reminder)
        if silent:
            self._tell(schedule.first_reminder, wording.TO_HEAD, self._to(chat_of(silent[0]), Purpose.REMINDER)[-1:])
        for instant in (schedule.second_reminder, schedule.late_list):
            self._tick(instant)
        self._tell(schedule.late_list, wording.TO_OFFICER, self._to(OFFICER, Purpose.LATE_LIST)[-1:])
        for instant in (schedule.draft, schedule.post):
            self._tick(instant)
        posted = self._to(GROUP, Purpose.POST) or self._to(OFFICER, Purpose.DRAFT)  # where it waits for a «Duyệt»
        self._tell(schedule.post, wording.TO_LEADERS, posted[-1:])

    def _tick(self, instant: datetime) -> None:
        self._clock.instant = max(instant, self._clock.now())
        tick(self._store, self._communes, self._clock.now())

    def _to(self, chat: str, purpose: Purpose | None = None) -> list[OutboxMessage]:
        def find(context: Context) -> list[OutboxMessage]:
            rows = context.session.query(OutboxMessage).filter_by(chat_id=chat).order_by(OutboxMessage.id)
            return [row for row in rows if purpose in (None, row.purpose)]

        found: list[OutboxMessage] = self._in_context(find)
        return found

    def _tell(self, at: datetime, what: str, rows: Sequence[OutboxMessage]) -> None:
        for row in rows:
            table = row.picture.get("table") if row.picture else None
            self._told.append(Told(wording.rehearsed(_moment(at, at), what, _shown(row)), table))

    def _answer(self, unit_id: int) -> str:
        """Every question of a unit, each by the example that its question gives; what was said on both sides."""
        lines: list[str] = []
        for _ in range(_MOST_QUESTIONS):
            text = self._in_context(lambda context: _example(context, unit_id, one_by_one=self._can.has_buttons))
            if text is None or f"> {text}" in lines[-2:]:  # what was not understood would not be a second time
                break
            before = self._seen_of(chat_of(unit_id))
            self._say(chat_of(unit_id), text)
            lines += [f"> {text}", *(f"< {row.text}" for row in self._to(chat_of(unit_id)) if row.id > before)]
        return "\n".join(lines)

    def _seen_of(self, chat: str) -> int:
        rows = self._to(chat)
        return rows[-1].id if rows else 0

    def _say(self, chat: str, text: str) -> None:
        key = str(next(self._keys))
        self._clock.instant += timedelta(seconds=5)
        said = Inbound(BOT, BOT, key, chat, chat, Kind.TEXT, self._clock.now(), text, message_id=key)
        self._storage.store([said])
        while self._turns.answer():
            pass


def _next_week(context: Context) -> tuple[Schedule, ReportingWeek]:
    week = context.calendar.period_at(context.now)
    while context.calendar.schedule(week).question <= context.now:
        week = context.calendar.next(week)
    return context.calendar.schedule(week), week


def _asked(context: Context, week: ReportingWeek) -> list[int]:
    """The units that were asked, villages first."""
    period = periods.keep(context.session, context.commune.id, week)
    reports = [one for one in periods.reports(context.session, period.id) if one.due]
    reports.sort(key=lambda one: (one.unit.kind != "village", one.unit.code))
    return [one.unit_id for one in reports]


def _answering(context: Context, asked: Sequence[int]) -> list[int]:
    """Some of each kind; of few there is one all the same who does not, so that somebody is reminded."""
    found: list[int] = []
    for kind, most in _ANSWERING.items():
        of_kind = [unit_id for unit_id in asked if context.session.get_one(Unit, unit_id).kind == kind]
        found += of_kind[: min(most, len(of_kind) - (kind == "village" and len(of_kind) > 1))]
    return found


def _example(context: Context, unit_id: int, *, one_by_one: bool) -> str | None:
    """What answers the next question of a unit, or all where they came in one message; None when none is left."""
    report = report_sheet.report_in_hand(context, context.session.get_one(Unit, unit_id))
    sheet = report_sheet.sheet_of(context, report)
    still = sheet.open_questions
    if not still:
        return None
    waiting = [] if one_by_one else numbered_questions.still_open(sheet)
    return numbered_questions.full_example(sheet, waiting) if len(waiting) > 1 else _answer_to(still[0])


def _answer_to(question: Question) -> str:
    if question.is_news:
        return wording.NOTHING_NEW
    ref = question.refs[0]
    if ref.is_about_villages:
        return wording.NO_VILLAGE
    return ref.input.options[0].label if ref.input.options else ref.input.example


def _shown(row: OutboxMessage) -> str:
    """A message with its buttons in brackets, which would do nothing here."""
    labels = [] if row.purpose.is_public else [f"[{label}]" for label, _ in row.choices]
    return "\n".join([row.text, " ".join(labels)]).strip()


def _moment(at: datetime, in_zone_of: datetime) -> str:
    return date_words.moment(at.astimezone(in_zone_of.tzinfo))


def picture(told: Told) -> dict[str, Any] | None:
    """What the outbox draws for it."""
    return weekly_summary.drawing(told.table) if told.table is not None else None
