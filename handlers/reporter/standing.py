"""THÔN TÔI: what my unit has given this week, and how it stands against its own targets. Nobody else's is shown."""

from __future__ import annotations

from campaign import attainment, lookback, praise
from campaign.catalogue import Aggregation, Measure
from campaign.standing import Standing
from handlers import moments, weekly, wording
from handlers.officer import missing
from handlers.reporter import closing
from handlers.reporter.questions import sheet_of
from handlers.turn import Turn
from models import history, targets
from models.periods import Report
from reports import figures as printed


def text(turn: Turn, report: Report) -> str:
    """The week's answers, what is open, the standing with the step to the next target, and the weeks on time."""
    sheet = sheet_of(turn, report)
    week = report.period
    since = f"{moments.short_date(week.first)}–{moments.short_date(week.last)}"
    left = missing.left(turn, report)[0] if sheet.open_questions else ""
    name = wording.sentence(sheet.unit.full_name)[:-1]
    lines = [wording.my_unit(name, since, closing.items(sheet), left)]
    found = attainment.assess_unit(
        turn.campaign,
        history.facts(turn.session, [sheet.unit.id], lookback.looks(turn.campaign, week.week)),
        sheet.unit.place(),
        targets.of_commune(turn.session, turn.commune.id),
        week.week,
    )
    lines += [_line(turn.campaign.by_id[one.measure], one) for one in found if one.status.is_assessed]
    weeks = praise.streaks(weekly.filings_until(turn, week.last, unit_ids=[sheet.unit.id])).get(sheet.unit.id, 0)
    if weeks >= praise.FEWEST_WEEKS:
        lines.append(wording.weeks_on_time(weeks))
    return "\n".join(lines)


def _line(measure: Measure, one: Standing) -> str:
    """«BHYT: 98,2% (chỉ tiêu trên 98%), đạt.» and for a plan not reached yet, what is left of it."""
    if measure.aggregation in (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES):
        return wording.my_yes_no(measure.name, is_yes=bool(one.value))
    # A level that is to fall to nothing by 2030 is not held against a village today.
    wanted = "" if measure.falling_is_good else printed.target(measure, one)
    more = None
    if one.value is not None and one.target is not None and measure.is_cumulative and one.value < one.target:
        more = printed.amount(measure, one.target - one.value)
    return wording.my_standing(measure.name, printed.value(measure, one), wanted, one.status.label, more)
