"""THÔN TÊN: what one unit sent in a period and how it stands, for officers and leaders, in private."""

from __future__ import annotations

from campaign import calendar
from campaign.assessment.result import Result
from campaign.catalogue import Cadence, Measure
from campaign.facts import State
from handlers.leader import overview, requests
from handlers.reporter import my_unit
from handlers.turn import Turn
from models import periods, units
from models.figures import Figure
from models.units import Unit
from reports import format, small_cells
from services import (
    date_words,
    deadlines,
    filed_reports,
    pledge_results,
    pledge_text,
    question_text,
    village_list,
    wording,
)
from services.context import Choice
from services.report_sheet import Ref, Sheet, sheet_of

_MOST_CHOICES = 12


def show(turn: Turn, words: str) -> None:
    """THÔN BẢN CÒN, a school or an office likewise; without a name, who has sent figures."""
    request = requests.read(turn, words)
    if request.wrong:
        return requests.refuse(turn, request)
    label = request.period.label
    if not request.name:
        return overview.places(turn, label)
    found = units.named(turn.session, turn.commune.id, request.name)
    if len(found) == 1:
        return look(turn, label, found[0].code)
    if not found:
        return turn.reply(wording.no_unit(request.name, overview.example(turn)))
    return turn.reply(
        wording.which_unit(), [Choice(one.short_name[:40], f"unit:{label}:{one.code}") for one in found[:_MOST_CHOICES]]
    )


def look(turn: Turn, label: str, code: str) -> None:
    """One unit in one period."""
    period = requests.labelled(turn, label)
    unit = units.by_code(turn.session, turn.commune, code)
    span = requests.so_far(turn, period) if period else None
    if period is None or span is None or unit is None or unit.kind == "commune":
        return turn.reply(wording.stale_button())
    sheet = _sheet(turn, unit, period)
    is_week = period.kind is calendar.Kind.WEEK
    is_there = unit.place().is_active(span.last)
    sent = _sent(turn, sheet) if sheet is not None else wording.nothing_owed() if is_week else ""
    if not is_there and (sheet is None or not sheet.given):
        sent = ""  # nobody waits for a unit that has ended
    name = units.full_name_on(turn.session, unit, span.last)
    lines = [wording.unit_heading(name, format.title(period), format.days(span), sent), *_lineage(turn, unit, span)]
    if sheet is not None:
        lines += _items(sheet)
    elif not is_week:
        lines += _weeks(turn, unit, span)
    by_id = turn.campaign_on(span.last).by_id
    judged = [_judged(by_id[one.measure], one, unit) for one in my_unit.of_unit(turn, unit, span)]
    if judged:
        lines += [wording.against_targets(), *judged]
    pledged = pledge_text.against(span.last.year, pledge_results.of_unit(turn, unit, span), unit)
    lines += [pledged] if pledged else []
    praised = my_unit.on_time(turn, unit, span.last)
    return turn.reply("\n".join([*lines, praised] if praised else lines), _drills(sheet) if sheet else [])


def _lineage(turn: Turn, unit: Unit, span: calendar.ReportingWeek) -> list[str]:
    """Under which other names its figures are: what it is called by now, what it came of, and what came of it."""
    lines = []
    if units.full_name_on(turn.session, unit, span.last) != unit.full_name:
        lines.append(wording.called_now(unit.full_name))
    if unit.active_from is not None and unit.active_from > span.last:
        lines.append(wording.begins_later(unit.active_from))
    elif unit.active_from is not None and unit.succeeds:
        before = [turn.session.get_one(Unit, unit_id).full_name for unit_id in unit.succeeds]
        lines.append(wording.made_from(unit.active_from, before))
    if unit.active_to is not None and unit.active_to < turn.today:
        after = [other.full_name for other in units.successors(turn.session, unit)]
        lines.append(wording.ended_unit(unit.active_to, after))
    return lines


def _sheet(turn: Turn, unit: Unit, period: calendar.ReportingWeek) -> Sheet | None:
    """The report of a week; None where there is none, or nothing was due."""
    row = requests.row_of(turn, period)
    report = periods.report(turn.session, unit.id, row.id) if row else None
    return sheet_of(turn, report) if report is not None and report.due else None


def _sent(turn: Turn, sheet: Sheet) -> str:
    done = sheet.report.completed_at
    if done is not None:
        there = done.astimezone(turn.calendar.zone)
        late = done > deadlines.of_report(turn, sheet.report)
        return wording.sent_all(f"{there:%H:%M}", date_words.day_and_date(there.date()), late=late)
    return wording.sent_part(len(sheet.questions) - len(sheet.open_questions), len(sheet.questions))


def _items(sheet: Sheet) -> list[str]:
    """Every figure of the report in its sentence, with its mark; what rarely changes and did not, in one line."""
    lines, same = [], []
    for ref, figure in _given(sheet):
        if _is_as_before(ref, figure):
            same.append(ref.measure.label)
        else:
            lines.append(wording.unit_item(ref.label, _said(sheet, ref, figure), waits=bool(figure.mark)))
    return [*lines, wording.unit_same(list(dict.fromkeys(same)))] if same else lines


def _given(sheet: Sheet) -> list[tuple[Ref, Figure]]:
    return [(ref, sheet.given[ref.key]) for ref in sheet.refs if ref.key in sheet.given]


def _is_as_before(ref: Ref, figure: Figure) -> bool:
    return (
        ref.measure.cadence is Cadence.ON_CHANGE
        and figure.state in (State.UNCHANGED, State.NOTHING)
        and not figure.mark
    )


def _said(sheet: Sheet, ref: Ref, figure: Figure) -> str:
    if ref.is_about_villages:
        return village_list.summary(sheet, ref).removeprefix(f"{ref.label}: ")
    subject = sheet.context.commune if ref.measure.subject == "commune" else sheet.unit
    return question_text.echo_for_leader(ref, figure, sheet.last_known.get(ref.key), subject)


def _drills(sheet: Sheet) -> list[Choice]:
    """A button a figure; one for a measure that did not change, none for an answer about all villages."""
    found: dict[str, Choice] = {}
    for ref, figure in _given(sheet):
        if not ref.is_about_villages:
            label = ref.measure.label if _is_as_before(ref, figure) else ref.label
            found.setdefault(label, Choice(wording.sentence(label)[:-1][:40], f"trace:{figure.id}"))
    return list(found.values())


def _weeks(turn: Turn, unit: Unit, span: calendar.ReportingWeek) -> list[str]:
    """Over several weeks: in how many of them it was on time."""
    own = [
        one for one in filed_reports.filings_until(turn, span.last) if one.unit == unit.id and one.period_last in span
    ]
    return [wording.weeks_sent(sum(one.on_time for one in own), len(own))] if own else []


def _judged(measure: Measure, one: Result, unit: Unit) -> str:
    """As THÔN TÔI has it, but for small cells."""
    instead = small_cells.instead_of_standing(measure, one, unit)
    if instead:
        return wording.my_hidden(measure.name, instead)
    return my_unit.line(measure, one)
