"""A commune under a unit above it (roll-up, tổng hợp liên xã), with neighbours that are no more than frozen weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from bot.inbox.queue import InboxQueue
from campaign import meaning
from campaign.roll_up import RollUp
from models import roll_ups, summaries, units
from models.corrections import Correction
from models.database import Base
from models.messages import OutboxMessage
from models.people import Person
from models.periods import PeriodRow
from models.roll_ups import RollUpConsent, RollUpPost
from models.summaries import PostedSummary
from models.units import Unit
from reports.roll_up_sums import Frozen
from services.capability import Capability
from services.communes import Communes
from services.context import Context
from services.inbound import Kind
from tests.commune import Stand

MEASURES = ("XH1", "KT1a", "XH3", "QP2a", "XH5")
UNITS, PEOPLE = (Base.metadata.tables[name] for name in ("units", "people"))
_AS_IS = ("met", "marked")
CODE, GROUP = "lang-son", "above"
WEEK = (2026, 47, date(2026, 11, 13), date(2026, 11, 19))


def roll_up(stand: Stand, **changed: Any) -> RollUp:
    """The province above the sample commune, with everybody's campaign."""
    made = stand.deployment
    campaign = made.campaign.as_written
    return replace(RollUp(CODE, "tỉnh Lạng Sơn", campaign, made.calendar, time(15), MEASURES), **changed)


def frozen(stand: Stand, measure: str, **numbers: Any) -> Frozen:
    """A figure that means what everybody's does."""
    mark = meaning.of(stand.deployment.campaign.as_written.by_id[measure])
    given: dict[str, Any] = {key: one if key in _AS_IS else Decimal(one) for key, one in numbers.items()}
    return Frozen(mark, **given)


def example(stand: Stand, number: int) -> dict[str, Frozen]:
    """A neighbour's week, another one for each number."""
    return {
        "XH1": frozen(stand, "XH1", value=90, numerator=9000 + 10 * number, denominator=10000, met=number % 2 == 0),
        "KT1a": frozen(stand, "KT1a", value=40 + number, numerator=40 + number, target=60, met=False),
        "XH3": frozen(
            stand, "XH3", value=210 + number, numerator=210 + number, target=200, met=False, marked=number % 2
        ),
        "QP2a": frozen(stand, "QP2a", value=6 + number, numerator=6 + number, base=8, met=True),
        "XH5": frozen(stand, "XH5", value=80, numerator=8 + number, denominator=20, met=False),
    }


class Above:
    """The unit above, over a stand's own commune and neighbours that cannot be served just now."""

    def __init__(self, stand: Stand, neighbours: Sequence[str] = (), **changed: Any) -> None:
        self.stand, self.roll_up = stand, roll_up(stand, **changed)
        self.ids: dict[str, int] = {}
        with stand.everything() as session:
            for number, code in enumerate(neighbours):
                # Past the session's events: nobody has done this in the program, so that no audit tells of it.
                unit = {"code": code, "kind": "commune", "name": f"xã {chr(ord('A') + number)}", "aliases": []}
                session.execute(insert(UNITS).values(**unit))
                self.ids[code] = session.scalars(select(Unit.id).where(Unit.code == code)).one()
        self.serve(self.roll_up)

    def serve(self, *above: RollUp, without: Sequence[str] = ()) -> None:
        """From now on these stand above; communes `without` are out of service."""
        stand, resting = self.stand, [code for code in self.ids if code not in without]
        served = replace(stand.deployment, bots=stand.deployment.bots or {"memory": Capability()})
        stand.communes = Communes([served])
        stand.communes.replace([served], resting, above)
        stand.intake = InboxQueue(stand.store, stand.communes, stand.clock, stand._executor, lambda: None)

    def also(self, other: RollUp, chat: str, codes: Sequence[str]) -> None:
        """Another unit above, with its group, to which neighbours have agreed too."""
        self.agree(*codes, to=other.code)
        with self.stand.everything() as session:
            group = roll_ups.keep(session, other.code)
            group.bot, group.chat_id, group.title, group.bound_at = "memory", chat, chat, self.stand.clock.now()

    def agree(self, *codes: str, measures: Sequence[str] = MEASURES, to: str = CODE) -> None:
        """The officers of neighbours have agreed."""
        for code in codes:
            with self.stand.store.alone(self.ids[code]) as session:
                commune = self.ids[code]
                person = {"commune_id": commune, "name": "Cán bộ", "address": "chị Lan", "by_phone": False}
                session.execute(insert(PEOPLE).values(**person))
                units.enter(session, code)
                officer = session.scalars(select(Person.id).where(Person.commune_id == commune)).first()
                given = {"roll_up": to, "measures": list(measures), "given_at": self.stand.clock.now()}
                session.add(RollUpConsent(commune_id=commune, person_id=officer, **given))

    def withdraw(self, code: str) -> None:
        with self.stand.store.alone(self.ids[code]) as session:
            units.enter(session, code)
            consent = roll_ups.consent(session, CODE)
            assert consent is not None
            consent.withdrawn_at = self.stand.clock.now()

    def posts(self, code: str, figures: Mapping[str, Frozen], week: tuple[int, int, date, date] = WEEK) -> None:
        """A neighbour's week is posted now."""
        year, number, first, last = week
        now, commune = self.stand.clock.now(), self.ids[code]
        with self.stand.store.alone(commune) as session:
            units.enter(session, code)
            period = PeriodRow(commune_id=commune, year=year, number=number, first=first, last=last, frozen_at=now)
            session.add(
                PostedSummary(
                    commune_id=commune,
                    period=period,
                    state=summaries.POSTED,
                    text="",
                    table={},
                    results=_written(figures),
                    drafted_at=now,
                    posted_at=now,
                )
            )

    def corrects(self, code: str, figures: Mapping[str, Frozen], number: int = 1) -> None:
        """A neighbour posts a correction of its newest week now."""
        now = self.stand.clock.now()
        with self.stand.store.alone(self.ids[code]) as session:
            units.enter(session, code)
            posted = session.scalars(select(PostedSummary).order_by(PostedSummary.id.desc()).limit(1)).one()
            session.add(
                Correction(
                    summary=posted,
                    number=number,
                    state="posted",
                    table={},
                    results=_written(figures),
                    proposed_at=now,
                    posted_at=now,
                )
            )

    def code(self) -> str:
        """What the operator's command prints."""
        with self.stand.everything() as session:
            return roll_ups.issue_code(session, roll_ups.keep(session, self.roll_up.code), self.stand.clock.now())

    def bind(self) -> None:
        text = f"/manhom {self.code()}"
        self.stand.send(GROUP, Kind.TEXT, text=text, sender_id="operator", is_group=True, title="Thi đua tỉnh")
        self.stand.arrive(GROUP, "1")
        self.stand.heard()


def leave_rows(context: Context) -> None:
    """A consent in force and one that ended, and what the group was told: a row or two of each table."""
    session, now = context.session, context.now
    officer = session.scalars(select(Person).order_by(Person.id).limit(1)).one().id
    for ended in (None, now):
        session.add(
            RollUpConsent(
                commune_id=context.commune.id,
                roll_up=CODE,
                measures=["XH3"],
                person_id=officer,
                given_at=now,
                withdrawn_at=ended,
                withdrawn_by=officer if ended else None,
            )
        )
    group = roll_ups.keep(session, CODE)
    group.bot, group.chat_id, group.title, group.bound_at = "memory", GROUP, "Thi đua tỉnh", now
    year, number, _, last = WEEK
    session.add(
        RollUpPost(
            group_id=group.id,
            year=year,
            number=number,
            last=last,
            correction=0,
            text="TỔNG HỢP LIÊN XÃ",
            table={"lines": []},
            posted_at=now,
        )
    )


def _written(figures: Mapping[str, Frozen]) -> dict[str, Any]:
    return {
        key: {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(one).items()}
        for key, one in figures.items()
    }


NEIGHBOURS = ("06001", "06002", "06003", "06004")


def told(above: Above) -> list[OutboxMessage]:
    """What the group hears by what is due now."""
    above.stand.tick()
    return [row for row in above.stand.heard() if row.chat_id == GROUP]


def at(above: Above, instant: str) -> list[OutboxMessage]:
    above.stand.at(instant)
    return told(above)


def post_all(above: Above, codes: tuple[str, ...] = NEIGHBOURS[:3], first: int = 0) -> None:
    for number, code in enumerate(codes, first):
        above.posts(code, example(above.stand, number))
