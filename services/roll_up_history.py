"""What groups of roll-ups (tổng hợp liên xã) know of a measure with small cells: the sums that they were told lately.

Whoever reads the groups of two roll-ups takes one sum from the other as easily as last week's.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from sqlalchemy.orm import Session

from campaign import meaning
from campaign.calendar import ReportingWeek
from campaign.roll_up import RollUp
from models import corrections, roll_ups, units
from models.corrections import FrozenWeek
from reports import roll_up_subtraction
from reports.roll_up_subtraction import Told
from services import frozen_results

_KNOWN_FOR = timedelta(weeks=8)  # older sums differ by what has happened since


def told(session: Session, roll_up: RollUp, week: ReportingWeek) -> dict[str, list[Told]]:
    """By measure the sums of any roll-up, from eight weeks before a week on; of the same communes the newest."""
    marks = {one.id: meaning.of(one) for one in roll_up.chosen() if roll_up_subtraction.has_small_cells(one)}
    newest: dict[tuple[str, frozenset[str]], str] = {}
    for one in roll_ups.told_since(session, week.last - _KNOWN_FOR) if marks else ():
        for line in one["lines"]:
            measure, is_told = line["measure"], bool(line["told"])
            if is_told and measure in marks and line.get("mark", "") in ("", marks[measure]):
                newest[measure, frozenset(line["told"])] = line["told_in"]
    ids = units.communes(session) if newest else {}

    @cache
    def frozen(label: str) -> dict[int, FrozenWeek]:
        year, _, number = label.partition("-W")
        return corrections.frozen_weeks(session, int(year), int(number))

    found: dict[str, list[Told]] = {}
    for (measure, codes), label in newest.items():
        weeks = {code: then for code in codes if (then := frozen(label).get(ids.get(code, 0))) is not None}
        figures = {code: frozen_results.read(then.results, [measure]) for code, then in weeks.items()}
        had = {code: one[measure] for code, one in figures.items() if measure in one}
        found.setdefault(measure, []).append(Told(codes, had))
    return found
