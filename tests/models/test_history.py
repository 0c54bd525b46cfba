"""What is read of the history gives the same result, to the last digit, as all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from bot import migrate
from campaign.assessment import assess, praise, required_rows, year_end
from campaign.assessment.required_rows import Look, Stretch
from campaign.calendar import ReportingWeek
from campaign.catalogue import Campaign
from campaign.facts import Fact, UnitTarget
from models import figure_history, figure_queries
from models.database import Store, connect
from tests.campaign.khanh_khe import CAMPAIGN
from tests.models import communes
from tests.models.communes import Made

_COMMUNES = 12
_COMMUNES_IN_CI = 4
_PERIODS = 4
_CAMPAIGNS = {"sample": CAMPAIGN, "odd": communes.odd_campaign()}


@dataclass(frozen=True)
class Land:
    """A campaign, and a database with communes that take part in it."""

    campaign: Campaign
    store: Store
    communes: Sequence[Made]
    known: dict[tuple[int, date, date], list[Any]] = field(default_factory=dict)

    def cases(self, count: int | None = None) -> Iterator[tuple[Made, ReportingWeek]]:
        """Of `count` communes, or of all."""
        for number, made in enumerate(self.communes[:count]):
            chance = Random(number)
            for _ in range(_PERIODS):
                yield made, communes.period(chance)


def settle(store: Store, campaign: Campaign, count: int) -> Land:
    """Communes made up by chance, all of them in one database: each is read beside the others' figures."""
    with store.transaction() as session:
        made = [communes.make(session, Random(number), campaign, number) for number in range(count)]
    return Land(campaign, store, made)


@pytest.fixture(scope="module", params=_CAMPAIGNS)
def land(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('history')}/thidua.db")
    migrate.upgrade(engine)
    yield settle(Store(engine), _CAMPAIGNS[request.param], _COMMUNES)
    engine.dispose()


def results(campaign: Campaign, made: Made, period: ReportingWeek, facts: Sequence[Fact]) -> list[Any]:
    """Everything that is told of a period: the commune's standing, its units' own, praise."""
    targets = [UnitTarget("KT1a", place.id, 2026, Decimal(40), date(2026, 1, 1)) for place in made.places]
    return [
        *assess.assess(campaign, facts, made.places, targets, period),
        *(assess.assess_unit(campaign, facts, place, targets, period) for place in made.places[1:3]),
        praise.of_period(campaign, facts, made.places, (), period),
        [praise.advances(campaign, rule, facts, made.places, period) for rule in campaign.praise if rule.measures],
    ]


def read(
    session: Session,
    campaign: Campaign,
    made: Made,
    period: ReportingWeek,
    change: Callable[[Look], Look] = lambda look: look,
) -> Sequence[Fact]:
    looks = [change(look) for look in required_rows.looks(campaign, period)]
    return figure_history.facts(session, [place.id for place in made.places], looks)


def _until(land: Land, period: ReportingWeek) -> date:
    return year_end.known_until(land.campaign, period)


def _everything(land: Land, session: Session, made: Made, period: ReportingWeek) -> list[Any]:
    """What all of the history gives; worked out once for all that is compared with it."""
    key = (made.id, period.first, period.last)
    if key not in land.known:
        land.known[key] = results(
            land.campaign, made, period, figure_queries.facts(session, made.id, _until(land, period))
        )
    return land.known[key]


def differing(
    land: Land, change: Callable[[Look], Look] = lambda look: look, count: int | None = None
) -> Iterator[str]:
    """The cases in which what is read gives another result than everything."""
    with land.store.transaction() as session:
        for made, period in land.cases(count):
            everything = _everything(land, session, made, period)
            some = results(land.campaign, made, period, read(session, land.campaign, made, period, change))
            if some != everything:
                pairs = zip(some, everything, strict=True)
                yield f"{made.id} {period.label} {next(pair for pair in pairs if pair[0] != pair[1])}"


@pytest.mark.parametrize("count", [_COMMUNES_IN_CI, pytest.param(None, marks=pytest.mark.long)])
def test_what_is_read_gives_the_same_as_everything(land: Land, count: int | None) -> None:
    """Random communes at random periods: every field of every standing, the units' own, and the praise."""
    assert [] == list(differing(land, count=count))
    with land.store.transaction() as session:
        made, period = next(land.cases())
        everything = figure_queries.facts(session, made.id, _until(land, period))
        assert len(read(session, land.campaign, made, period)) < 0.5 * len(everything)


@pytest.mark.parametrize("count", [_COMMUNES_IN_CI, pytest.param(None, marks=pytest.mark.long)])
def test_a_unit_is_read_alone(land: Land, count: int | None) -> None:
    """THÔN TÔI reads one unit's figures."""
    with land.store.transaction() as session:
        for made, period in land.cases(count):
            everything = figure_queries.facts(session, made.id, _until(land, period))
            for place in made.places[1:4]:
                own = figure_history.facts(session, [place.id], required_rows.looks(land.campaign, period))
                expected = assess.assess_unit(land.campaign, everything, place, (), period)
                assert expected == assess.assess_unit(land.campaign, own, place, (), period)


_BLIND: dict[str, Callable[[Look], Look]] = {
    "newest": lambda look: replace(look, newest=frozenset()),
    "oldest of the newest": lambda look: replace(look, newest=look.newest - {min(look.newest, default=None)}),
    "first": lambda look: replace(look, first=()),
    "first_divided": lambda look: replace(look, first_divided=()),
    "every": lambda look: replace(look, every=()),
    "summed": lambda look: replace(look, summed=()),
    "a sum over two": lambda look: replace(
        look, summed=(Stretch(look.summed[0].first, look.summed[1].last), *look.summed[2:]) if look.summed[1:] else ()
    ),
    "told": lambda look: replace(look, told=()),
    "told, not zeros": lambda look: replace(look, told=(), newest=look.newest | {one.last for one in look.told}),
    "openings": lambda look: replace(look, openings=()),
    "counted_since": lambda look: replace(look, counted_since=date.min),
}


@pytest.mark.parametrize("blindness", _BLIND)
def test_nothing_is_read_in_vain(land: Land, blindness: str) -> None:
    """Blind for any one kind of look, some commune comes out differently: the comparison above can fail."""
    assert next(differing(land, _BLIND[blindness]), None) is not None


def plans(land: Land, explain: str) -> list[str]:
    """The lines of the database's plans for all that is read of one commune."""
    found: list[str] = []

    def note(connection: Connection, _: Any, statement: str, parameters: Any, *__: Any) -> None:
        if "figures" in statement and not statement.startswith("EXPLAIN"):
            found.extend(row[-1] for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))

    made, period = next(land.cases())
    with land.store.transaction() as session:
        if not land.store.is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # a small table would be read whole
        event.listen(land.store.engine, "before_cursor_execute", note)
        read(session, land.campaign, made, period)
        event.remove(land.store.engine, "before_cursor_execute", note)
    return found


def test_other_communes_are_not_looked_at(land: Land) -> None:
    """Every statement finds figures through an index that begins with the subject, or by their ids."""
    found = [one for one in plans(land, "EXPLAIN QUERY PLAN") if "figures" in one]
    narrow = re.compile(
        r"SEARCH figures USING "
        r"((COVERING )?INDEX (sqlite_autoindex_figures_1|figures_telling|figures_opening) "
        r"\(subject_id=\? AND measure=\? AND input=\?"
        r"|INTEGER PRIMARY KEY \(rowid=\?\))"
    )
    assert [] == [one for one in found if not narrow.match(one)]
    assert any("figures_telling" in one for one in found)
