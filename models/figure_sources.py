"""The stored figures as a whole: with the numbers of their rows, for whoever asks where a value comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.facts import Fact
from models.figures import Figure


def of_commune(session: Session, commune_id: int, until: date) -> list[tuple[int, Fact]]:
    """Every figure of a commune up to a day, none folded away, each with its id in the table of figures."""
    query = select(Figure).where(Figure.commune_id == commune_id, Figure.on_day <= until)
    return [(row.id, row.fact()) for row in session.scalars(query.order_by(Figure.on_day, Figure.id))]


def given_in(session: Session, period_id: int) -> Mapping[int | None, set[str]]:
    """What each unit has answered in a period, as "KT1a.area", by the unit's id (None: openings)."""
    query = select(Figure.reporter_id, Figure.measure, Figure.input).where(Figure.period_id == period_id)
    found: dict[int | None, set[str]] = defaultdict(set)
    for unit, measure, key in session.execute(query):
        found[unit].add(f"{measure}.{key}")
    return found
