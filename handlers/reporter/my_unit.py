"""THÔN TÔI: what my unit has given this week, and how it stands against its own targets. Nobody else's is shown."""

from __future__ import annotations

from datetime import date

from campaign import calendar
from campaign.assessment import assess, praise, required_rows
from campaign.assessment.result import Result
from campaign.catalogue import Aggregation, Measure
from handlers.reporter import closing
from handlers.turn import Turn
from models import figure_history, targets, units
from models.periods import Report
from models.units import Unit
from reports import format as printed
from services import date_words, filed_reports, missing, pledge_results, pledge_text, round_lines, wording
from services.context import Context
from services.report_sheet import sheet_of


def text(turn: Turn, report: Report) -> str:
    """The week's answers, what is open, the standing with the step to the next target, and the weeks on time."""
    sheet = sheet_of(turn, report)
    week = report.period
    since = f"{date_words.short_date(week.first)}–{date_words.short_date(week.last)}"
    left = missing.left(turn, report)[0] if sheet.open_questions else ""
    name = wording.sentence(sheet.unit.full_name)[:-1]
    lines = [wording.my_unit(name, since, closing.items(sheet), left)]
    by_id = turn.campaign_on(week.last).by_id
    lines += [line(by_id[one.measure], one) for one in of_unit(turn, sheet.unit, week.week)]
    pledged = pledge_text.against(week.last.year, pledge_results.of_unit(turn, sheet.unit, week.week))
    lines += [pledged] if pledged else []
    lines += round_lines.mine(turn, sheet.unit)
    said = on_time(turn, sheet.unit, week.last)
    return "\n".join([*lines, said] if said else lines)


def of_unit(context: Context, unit: Unit, period: calendar.ReportingWeek) -> list[Result]:
    """Where a unit stands in what it reports about itself and is judged in."""
    campaign = context.campaign_on(period.last)
    kin = units.kin(context.session, context.commune.id, unit)
    found = assess.assess_unit(
        campaign,
        figure_history.facts(context.session, [other.id for other in kin], required_rows.looks(campaign, period)),
        unit.place(),
        targets.of_commune(context.session, context.commune.id),
        period,
        [other.place() for other in kin],
    )
    return [one for one in found if one.status.is_assessed]


def on_time(context: Context, unit: Unit, last: date) -> str:
    """«Gửi đúng hạn 11 tuần liền.», from the second week on."""
    weeks = praise.streaks(filed_reports.filings_until(context, last, unit_ids=[unit.id])).get(unit.id, 0)
    return wording.weeks_on_time(weeks) if weeks >= praise.FEWEST_WEEKS else ""


def line(measure: Measure, one: Result) -> str:
    """«BHYT: 98,2% (chỉ tiêu trên 98%), đạt.»; short of the target, with the step that is left to it."""
    if measure.aggregation in (Aggregation.SHARE_OF_YES, Aggregation.COUNT_OF_YES):
        return wording.my_yes_no(measure.name, is_yes=bool(one.value))
    # A level that is to fall to nothing by 2030 is not held against a village today.
    wanted = "" if measure.falling_is_good else printed.target(measure, one)
    wanted = ", ".join(part for part in (wanted, printed.pledged(measure, one)) if part)
    return wording.my_standing(measure.name, printed.value(measure, one), wanted, one.word, _step(measure, one))


def _step(measure: Measure, one: Result) -> str | None:
    """What is left to the target: hectares of a plan, or how many more people bring a share above it."""
    if one.value is None or one.target is None or one.status.is_met:
        return None
    if measure.is_cumulative and one.value < one.target:
        return printed.amount(measure, one.target - one.value)
    needed = printed.needed(measure, one)
    return f"{printed.number(needed)} {measure.inputs[0].unit}" if needed is not None else None
