"""`python -m bench.papers FOLDER`: the year 2026 of the sample commune, and of one that missed much, as its papers.

Every week of 2026 is answered from the sample's own figures: flows as they were dated, levels as last counted, and
after the sample ends as in the year before. The second commune reaches less of half its measures. The program makes the
rest: picture, workbook and draft report, as `thidua export --period 2026` does. The first commune also has a campaign
year (`bench.campaign_year`), whose papers are kept as pictures of their pages.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update

from bench import campaign_year, history, pictures, sample
from bot import bootstrap, migrate
from bot.demo import seed
from bot.outbox import drawing
from bot.settings import Settings
from campaign import spans
from campaign.catalogue import EntryKind, Input, Measure
from campaign.facts import State
from models import targets
from models.database import Store, connect
from models.figures import Figure, Revision
from models.periods import PeriodRow
from models.units import Unit
from reports.period import document, workbook
from services import measure_curve, period_dossier
from services.context import Context

_LAST = date(2026, 12, 31)
_SIGNED = datetime.fromisoformat("2027-02-03T09:00+07:00")
_YEAR = timedelta(days=364)  # the same weekday
# What the first commune reached of its figures in the last weeks of the year, and how much the second one reached.
_GOOD = {"KT5": "1.06", "XH1": "0.5", "XH8d": "1.25", "XH8c": "1.1"}
_BAD = {
    "KT1a": "0.9", "KT1b": "0.85", "KT5": "0.93", "KT7": "0", "XH1": "2.4", "XH2": "0.8", "XH3": "1.5", "XH7a": "0.85",
    "XH8a": "0.85", "XH8b": "0.9", "XH8c": "0.8", "XH8d": "0.7", "XH8e": "0.8", "QP1a": "0.9", "QP2a": "3", "QP3": "2",
}  # fmt: skip

# What the council set in December for the year after.
_COUNCIL = {"KT1a": "1825", "KT1b": "5810", "XH1": "98.5", "XH3": "160", "CT1": "30"}
_PAPER = "NQ 30/NQ-HĐND"

Series = Mapping[tuple[str, int], list[Figure]]  # by question and subject, oldest first


class _Year(history._History):
    """The weeks of a year in which everybody gives what the sample knows of it."""

    def __init__(self, context: Context, known: Series, reached: Mapping[str, str]) -> None:
        super().__init__(context)
        self._series, self._reached = known, reached
        self._week = context.calendar.period_on(history.FIRST_DAY)

    def write_week(self, week: Any) -> PeriodRow:
        self._week = week
        return super().write_week(week)

    def _answer(self, measure: Measure, one: Input, question: str, subject: Unit) -> dict[str, Any]:
        rows = self._series.get((question, subject.id), [])
        if one.kind.is_flow:
            value = sum((self._moved(one, row) for row in rows), Decimal(0))
            value = self._whole(one, value * self._part(measure))
            state = State.REPORTED if value else State.NOTHING
            return {"state": state, "value": value, "denominator": None, "choice": None}
        newest = self._newest(one, rows)
        if newest is None or newest.value is None:
            return {"state": State.NOT_KNOWN, "value": None, "denominator": None, "choice": None}
        value = newest.value
        if not (one.options or one.asked_with):
            value = self._whole(one, value * self._part(measure))
            value = min(value, newest.denominator) if newest.denominator else value
        state = State.REPORTED
        return {"state": state, "value": value, "denominator": newest.denominator, "choice": newest.choice}

    def _part(self, measure: Measure) -> Decimal:
        return Decimal(self._reached.get(measure.id, "1"))

    def _whole(self, one: Input, value: Decimal) -> Decimal:
        return Decimal(round(value)) if one.whole else round(value, 2)

    def _moved(self, one: Input, row: Figure) -> Decimal:
        """A flow of this week, or of the same one a year before where the sample knows nothing of this one."""
        ends = sample_ends()
        days = [max(self._week.first, history.FIRST_DAY), self._week.last]
        if days[1] > ends and one.kind is not EntryKind.CHANGE:
            days = [day - _YEAR for day in days]
        return (row.value or Decimal(0)) if days[0] <= row.on_day <= days[1] else Decimal(0)

    def _newest(self, one: Input, rows: list[Figure]) -> Figure | None:
        day = self._week.last
        if one.kind is EntryKind.RUNNING_TOTAL and day > sample_ends():
            return max((row for row in rows if row.on_day <= day - _YEAR), key=lambda row: row.on_day, default=None)
        until = [row for row in rows if row.on_day <= day]
        return until[-1] if until else next(iter(rows), None)


def sample_ends() -> date:
    """The last day of which the sample knows anything."""
    return date(2026, 11, 12)


def fill(store: Store, settings: Settings, reached: Mapping[str, str]) -> None:
    """The sample commune with 2026 answered week by week."""
    migrate.upgrade(store.engine)
    deployment = bootstrap.deployment(bootstrap.load_campaign(settings))
    seed.load(store, deployment, sample.CAMPAIGN.parent)
    with store.deployment_wide("the sample's figures of the year are answered anew") as session:
        context = deployment.context(session, _SIGNED)
        known: dict[tuple[str, int], list[Figure]] = defaultdict(list)
        for row in session.query(Figure).order_by(Figure.on_day):
            session.expunge(row)
            known[f"{row.measure}.{row.input}", row.subject_id].append(row)
        asked = [
            f"{measure.id}.{one.key}" for measure in context.campaign.measures for one in measure.inputs if one.asked
        ]
        session.execute(delete(Revision))
        session.execute(
            delete(Figure).where(Figure.on_day >= history.FIRST_DAY, (Figure.measure + "." + Figure.input).in_(asked))
        )
        year = _Year(context, known, reached)
        week = context.calendar.period_on(history.FIRST_DAY)
        while week.last <= _LAST:
            year.write_week(week)
            week = context.calendar.next(week)
        session.execute(update(PeriodRow).values(frozen_at=_SIGNED))
        for measure, value in _COUNCIL.items():
            first = date(2027, 1, 1)
            wanted = targets.Wanted(measure, context.commune.id, 2027, Decimal(value), first, decision=_PAPER)
            targets.record(session, context.commune.id, wanted, _SIGNED, None)


def write(folder: Path) -> list[Path]:
    """Both communes' papers of 2026, as they are on the day when they are signed."""
    made = []
    for name, reached in (("tong-ket-2026", _GOOD), ("tong-ket-2026-khong-dat", _GOOD | _BAD)):
        with tempfile.TemporaryDirectory(prefix="papers-") as place:
            settings = sample.settings(Path(place))
            store = Store(connect(f"sqlite:///{place}/thidua.db"))
            fill(store, settings, reached)
            if reached is _GOOD:
                made += _of_campaign(store, settings, folder)
            for form, content in _papers(store, settings).items():
                made.append(folder / f"{name}.{form}")
                made[-1].write_bytes(content)
            store.close()
    return made


def _of_campaign(store: Store, settings: Settings, folder: Path) -> list[Path]:
    """Plays the campaign's year, and draws its papers."""
    deployment = bootstrap.deployment(bootstrap.load_campaign(settings))
    campaign_year.play(store, deployment)
    with store.transaction() as session:
        files = campaign_year.papers(deployment.context(session, _SIGNED))
    return pictures.of_all(files, folder)


def _papers(store: Store, settings: Settings) -> dict[str, bytes]:
    deployment = bootstrap.deployment(bootstrap.load_campaign(settings))
    with store.transaction() as session:
        context = deployment.context(session, _SIGNED)
        year = spans.find("2026", context.calendar)
        made = period_dossier.compile_dossier(context, year)
        curves = measure_curve.of_period(context, year)
    return {
        "png": drawing.draw({"table": made.summary.to_json()}),
        "xlsx": workbook.write(replace(made, curves=curves)),
        "docx": document.write(made),
    }


if __name__ == "__main__":
    for file in write(Path(sys.argv[1])):
        print(f"{file}: {file.stat().st_size // 1024} kB")
