"""What is read of the history gives the same result, to the last digit, as all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import migrate
from campaign import attainment, lookback, praise
from campaign.calendar import Period
from campaign.catalogue import Campaign
from campaign.facts import Fact, UnitTarget
from campaign.lookback import Look
from models import figures, history
from models.database import Store, connect
from tests.campaign.khanh_khe import CAMPAIGN
from tests.models import communes
from tests.models.communes import Made

_COMMUNES = 12
_PERIODS = 4
_CAMPAIGNS = {"sample": CAMPAIGN, "odd": communes.odd_campaign()}


@dataclass(frozen=True)
class Land:
    """A campaign, and a database with communes that take part in it."""

    campaign: Campaign
    store: Store
    communes: Sequence[Made]

    def cases(self) -> Iterator[tuple[Made, Period]]:
        for number, made in enumerate(self.communes):
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


def results(campaign: Campaign, made: Made, period: Period, facts: Sequence[Fact]) -> list[Any]:
    """Everything that is told of a period: the commune's standing, its units' own, praise."""
    targets = [UnitTarget("KT1a", place.id, 2026, Decimal(40), date(2026, 1, 1)) for place in made.places]
    return [
        *attainment.assess(campaign, facts, made.places, targets, period),
        *(attainment.assess_unit(campaign, facts, place, targets, period) for place in made.places[1:3]),
        praise.of_period(campaign, facts, made.places, (), period),
        [praise.advances(campaign, rule, facts, made.places, period) for rule in campaign.praise if rule.measures],
    ]


def read(
    session: Session, campaign: Campaign, made: Made, period: Period, change: Callable[[Look], Look]
) -> Sequence[Fact]:
    looks = [change(look) for look in lookback.looks(campaign, period)]
    return history.facts(session, [place.id for place in made.places], looks)


def differing(land: Land, change: Callable[[Look], Look] = lambda look: look) -> list[str]:
    """The cases in which what is read gives another result than everything."""
    found = []
    with land.store.transaction() as session:
        for made, period in land.cases():
            everything = results(land.campaign, made, period, figures.facts(session, made.id, period.last))
            some = results(land.campaign, made, period, read(session, land.campaign, made, period, change))
            found += [
                f"{made.id} {period.label} {one}" for one, other in zip(some, everything, strict=True) if one != other
            ]
    return found


def test_what_is_read_gives_the_same_as_everything(land: Land) -> None:
    """Random communes at random periods: every field of every standing, the units' own, and the praise."""
    assert [] == differing(land)
    with land.store.transaction() as session:
        made, period = next(land.cases())
        assert len(read(session, land.campaign, made, period, lambda look: look)) < 0.5 * len(
            figures.facts(session, made.id, period.last)
        )


def test_a_unit_is_read_alone(land: Land) -> None:
    """THÔN TÔI reads one unit's figures."""
    with land.store.transaction() as session:
        for made, period in land.cases():
            everything = figures.facts(session, made.id, period.last)
            for place in made.places[1:4]:
                own = history.facts(session, [place.id], lookback.looks(land.campaign, period))
                expected = attainment.assess_unit(land.campaign, everything, place, (), period)
                assert expected == attainment.assess_unit(land.campaign, own, place, (), period)


def without(**fields: Any) -> Callable[[Look], Look]:
    return lambda look: replace(look, **fields)


@pytest.mark.parametrize("field", ["newest", "first", "first_divided", "every", "summed", "openings"])
def test_nothing_is_read_in_vain(field: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without any one kind of look some commune comes out differently: the comparison above can fail."""
