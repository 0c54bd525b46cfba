"""A rehearsal: one village head in a commune in memory, whose messages the program answers and then forgets.

Every message goes the whole way from the inbox on, so that what is seen here is what the bot would do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import count

from bot import bootstrap, migrate
from bot.clock import FixedClock, RealClock
from bot.inbox.storage import Storage
from bot.inbox.turns import FAILED, Turns
from bot.operator_error import OperatorError
from campaign.definition.load import CampaignFile
from campaign.facts import State
from models import figures, figures_around, invitation_codes, messages, periods, units
from models.database import Store, connect
from models.figures import Answer, Figure, Place, Saying
from services import opening_reports, report_sheet
from services.capability import Capability
from services.communes import Communes
from services.context import Context
from services.imports import units as units_import
from services.inbound import Inbound, Kind

BOT = "rehearsal"
_HEAD = "head"
_AFTER_QUESTION = timedelta(hours=1)

Known = Mapping[str, Decimal | str]  # by measure, of its first input: a number in the input's unit, or a choice's key


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one message: the figures of the week by measure, and what the bot said."""

    given: Mapping[str, Figure]
    said: Sequence[str]


class Rehearsal:
    """The head of one village in one week, of whom any measures can be asked, each by its first input.

    `last_week` is all that is known of the village. OperatorError where the commune has no such village.
    """

    def __init__(
        self, file: CampaignFile, village: str, week: str, last_week: Known, *, has_buttons: bool = True
    ) -> None:
        self._made = replace(bootstrap.deployment(file), bots={BOT: Capability(has_buttons=has_buttons)})
        self._clock = FixedClock(RealClock().now())
        self._village, self._keys = village, count(1)
        self._store = Store(connect("sqlite://"))
        self._storage = Storage(self._store, Communes.only(self._made), self._clock)
        self._outcomes: list[str] = []
        self._turns = Turns(self._store, self._made, self._clock, lambda _kind, came, _s: self._outcomes.append(came))
        self._prepared: dict[tuple[str, ...], sqlite3.Connection] = {}
        self._inputs: dict[str, str] = {}  # the first input of each measure
        migrate.upgrade(self._store.engine)
        self._settle(week, last_week)

    @property
    def measures(self) -> Collection[str]:
        """What can be asked."""
        return self._inputs.keys()

    def close(self) -> None:
        for prepared in self._prepared.values():
            prepared.close()
        self._store.close()

    def hear(self, text: str, due: Sequence[str]) -> Heard:
        """Say a text to the bot, which has just asked the measures `due`, as if nothing had been said before."""
        self._put_back(tuple(due))
        before = len(self._said())
        self._say(text)
        with self._store.transaction() as session:
            context = self._made.context(session, self._clock.now())
            given = figures_around.given(session, self._unit(context).id, report_sheet.current_period(context).id)
            session.expunge_all()
        measures = {key.split(".")[0]: figure for key, figure in given.items()}
        return Heard(measures, self._said()[before:])

    def _said(self) -> list[str]:
        with self._store.transaction() as session:
            self._made.context(session, self._clock.now())  # it enters the commune's scope
            return [row.text for row in session.query(messages.OutboxMessage).order_by(messages.OutboxMessage.id)]

    # The beginning

    def _settle(self, week: str, last_week: Known) -> None:
        folder = self._made.campaign.path.parent
        with self._store.deployment_wide("the commune itself is new") as session:
            units_import.load(session, folder / "units.csv", self._made.campaign.commune_code, self._clock.now())
        with self._store.transaction() as session:
            calendar = self._made.context(session, self._clock.now()).calendar
            self._clock.instant = calendar.schedule(calendar.of(week)).question + _AFTER_QUESTION
            context = self._made.context(session, self._clock.now())
            self._inputs = {one.id: one.inputs[0].key for one in context.campaign.measures}
            unit = self._unit(context)
            for measure, known in last_week.items():
                self._know(context, unit, measure, known)
            code = invitation_codes.invite(
                session, unit, "village-head", name="Trưởng thôn", address="ông", phone="", now=context.now, days=14
            )
        self._say(f"/start {code}")
        self._say("Đồng ý")

    def _know(self, context: Context, unit: units.Unit, measure: str, known: Decimal | str) -> None:
        """Write what was answered in the week before."""
        week = context.calendar.previous(context.calendar.period_at(context.now))
        period = periods.keep(context.session, context.commune.id, week)
        one = context.campaign.by_id[measure].inputs[0]
        option = one.option(known) if isinstance(known, str) else None
        value = Decimal(1 if option.yes else 0) if option else Decimal(known)
        answer = Answer(State.REPORTED, value, choice=option.key if option else None)
        place = Place(context.commune.id, measure, one.key, unit.id, week.last, period.id, unit.id)
        figures.record(context.session, place, answer, Saying("", BOT, None, context.now, context.now))

    def _put_back(self, due: tuple[str, ...]) -> None:
        """The database as it was when these inputs had just been asked."""
        raw = self._store.engine.raw_connection()
        connection = raw.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        if () not in self._prepared:
            self._keep(connection, ())
        if due not in self._prepared:
            self._prepared[()].backup(connection)
            raw.close()
            self._ask(due)
            return self._keep(connection, due)
        self._prepared[due].backup(connection)
        raw.close()

    def _keep(self, connection: sqlite3.Connection, name: tuple[str, ...]) -> None:
        self._prepared[name] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.backup(self._prepared[name])

    def _ask(self, due: Sequence[str]) -> None:
        with self._store.transaction() as session:
            context = self._made.context(session, self._clock.now())
            report = opening_reports.open_report(context, self._unit(context), report_sheet.current_period(context))
            report.due = [f"{measure}.{self._inputs[measure]}" for measure in due]
            report.asked_at = context.now
        self._say("BÁO CÁO")

    def _unit(self, context: Context) -> units.Unit:
        unit = units.by_code(context.session, context.commune, self._village)
        if unit is None:
            raise OperatorError(f"{self._made.campaign.commune_name} has no unit {self._village}")
        return unit

    def _say(self, text: str) -> None:
        number = str(next(self._keys))
        inbound = Inbound(BOT, BOT, number, _HEAD, _HEAD, Kind.TEXT, self._clock.now(), text, message_id=number)
        self._storage.store([inbound])
        while self._turns.answer():
            pass
        if FAILED in self._outcomes:
            raise OperatorError(f"{text!r} could not be answered")
