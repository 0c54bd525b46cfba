"""CHỈ TIÊU: where one measure of an indicator stands, what it is held against, and why it has its status.

Totals of the commune; village by village only in private, and never where a cell is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from campaign import calendar
from campaign.assessment import goal, measure_year, result
from campaign.assessment.result import IndicatorStanding, Result
from campaign.catalogue import Campaign, Measure
from campaign.text import fold
from handlers.leader import overview, requests
from handlers.turn import Turn
from models.units import Unit
from reports import format, small_cells, status_reason
from reports.period import years_table
from reports.weekly import remark_parts, rows
from services import measure_curve, several_years, village_results, weekly_summary, wording
from services.context import Choice, Context

_LONGEST_PHRASE = 110
_MOST_LABEL = 40


def show(turn: Turn, words: str) -> None:
    """CHỈ TIÊU KT1, or by a part of its name; without one, all the lines."""
    request = requests.read(turn, words)
    if request.wrong:
        return requests.refuse(turn, request)
    label = request.period.label
    if not request.name:
        return overview.lines(turn, label)
    found = find(turn, request.name)
    if len(found) == 1:
        return look(turn, label, found[0])
    choices = [Choice(_name(turn, one)[:_MOST_LABEL], f"look:{label}:{one}") for one in found]
    unknown = wording.no_indicator(request.name, in_group=turn.inbound.is_group)
    return turn.reply(wording.which_indicator() if found else unknown, choices)


def find(context: Context, name: str) -> list[str]:
    """The ids that a name may mean: of a measure where its own name was said, else of the indicators."""
    typed = fold(name)
    campaign = context.campaign
    keys = [*(one.id for one in campaign.indicators), *(one.id for one in campaign.measures)]
    exact = [key for key in keys if fold(key) == typed]
    if exact:
        return exact[:1]
    named = [(fold(one.name), one.id) for one in campaign.indicators]
    own = [(word, one.id) for one in campaign.measures for word in _words(one)]
    for is_like in (str.__eq__, str.startswith, str.__contains__):
        hits = [key for word, key in (*named, *own) if is_like(word, typed)]
        if hits:
            return _fewest(context, list(dict.fromkeys(hits)))
    return []


def _words(measure: Measure) -> set[str]:
    aliases = {fold(alias) for one in measure.inputs for alias in one.aliases}
    return {fold(measure.name), fold(measure.label)} | aliases


def _fewest(context: Context, hits: Sequence[str]) -> list[str]:
    """One measure stays itself; several of one indicator are that indicator."""
    if len(hits) == 1:
        return list(hits)
    by_id = context.campaign.by_id
    return list(dict.fromkeys(by_id[key].indicator if key in by_id else key for key in hits))


def _name(context: Context, key: str) -> str:
    measure = context.campaign.by_id.get(key)
    name = measure.name if measure else next(one.name for one in context.campaign.indicators if one.id == key)
    return f"{key} {name}"


def look(turn: Turn, label: str, key: str) -> None:
    """An indicator through the measure that holds it back, or a measure that was named."""
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    campaign = turn.campaign_on(span.last) if span else turn.campaign
    measure = campaign.by_id.get(key)
    wanted = measure.indicator if measure else key
    if period is None or all(one.id != wanted for one in campaign.indicators):
        return turn.reply(wording.stale_button())
    if span is None:
        return turn.reply(wording.not_begun(format.title(period)))
    if span.kind is calendar.Kind.YEARS:
        table = several_years.compile_years(turn, period)
        wanted_lines = [
            line for line in table.lines if line.indicator == wanted and measure in (None, campaign.by_id[line.measure])
        ]
        return turn.reply(wording.several_years(table.title, [years_table.told(line) for line in wanted_lines]))
    found = result.of_indicators(campaign, weekly_summary.compile_period(turn, span).standings)
    one = next(item for item in found if item.indicator == wanted)
    shown = one.shown if measure is None else next(item for item in one.standings if item.measure == key)
    text, choices = _text(campaign, span, one, shown), _choices(campaign, label, one, shown)
    return _with_picture(turn, text, choices, campaign.by_id[shown.measure], span)


def _with_picture(
    turn: Turn, text: str, choices: Sequence[Choice], measure: Measure, span: calendar.ReportingWeek
) -> None:
    """The year as a line below the words; words too long for a picture's caption go before it."""
    until = measure_year.own_period(measure, span).last
    curve = measure_curve.picture(turn, measure, until) if turn.can(turn.inbound.bot).has_files else None
    what = None if curve is None else {"kind": "curve", "curve": curve.to_json()}
    turn.reply_with_picture(text, choices, what, f"{measure.id}. {measure.name}.")


def _choices(campaign: Campaign, label: str, one: IndicatorStanding, shown: Result) -> list[Choice]:
    others = [campaign.by_id[item.measure] for item in one.standings if item is not shown]
    found = [Choice(measure.name[:_MOST_LABEL], f"look:{label}:{measure.id}") for measure in others]
    if small_cells.is_told_by_village(campaign.by_id[shown.measure]):
        found.insert(0, Choice(wording.BY_VILLAGE, f"spread:{label}:{shown.measure}"))
        found.insert(1, Choice(wording.BEHIND_PLACES, f"behind:{label}:{shown.measure}"))
    return found


def _text(campaign: Campaign, span: calendar.ReportingWeek, one: IndicatorStanding, shown: Result) -> str:
    indicator = next(item for item in campaign.indicators if item.id == one.indicator)
    measure = campaign.by_id[shown.measure]
    lines = [
        wording.indicator_heading(indicator.id, indicator.name, format.title(span), format.days(span), one.word),
        wording.verbatim(_shortened(measure.phrase)),
        wording.measure_value(measure.name, remark_parts.told(measure, shown), _needed(measure, shown)),
        _expected(measure, shown),
        wording.lacks(format.shortfall(measure, shown)) if shown.shortfall is not None else "",
        wording.why(shown.word, status_reason.words(measure, shown)),
        _forecast(measure, shown),
        _moved(measure, shown, span),
        _given(measure, shown),
        _targets(measure, shown),
        wording.waiting(shown.marked) if shown.marked else "",
        _others(campaign, one, shown),
        wording.reading(measure.reading) if measure.reading and measure.judged else "",
    ]
    return "\n".join(line for line in lines if line)


def _shortened(phrase: str) -> str:
    """The document's own words, cut between two of them where they are many."""
    if len(phrase) <= _LONGEST_PHRASE:
        return phrase
    return phrase[:_LONGEST_PHRASE].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _needed(measure: Measure, shown: Result) -> str:
    """«khoảng 167 người» to bring a share above its target; about, while some units have not told."""
    if shown.is_verdict:
        return ""  # what is missing is said with the verdict
    more = None if shown.status.is_met or not shown.status.is_assessed else format.needed(measure, shown)
    if more is None:
        return ""
    about = "khoảng " if shown.coverage.fresh < shown.coverage.due else ""
    return f"{about}{format.number(more)} {format.counted_units(measure)}"


def _expected(measure: Measure, shown: Result) -> str:
    wanted = format.expected(measure, shown)
    if not wanted or shown.is_verdict or not shown.status.is_assessed:
        return ""
    return wording.should_be(wanted, shown.expected_basis.label, at_most=measure.falling_is_good)


def _forecast(measure: Measure, shown: Result) -> str:
    if shown.forecast is None:
        return ""
    until, amount = format.foretold_for(measure), format.amount(measure, shown.forecast)
    return wording.forecast(until, amount, shown.forecast_basis.label)


def _moved(measure: Measure, shown: Result, span: calendar.ReportingWeek) -> str:
    """What the period brought, and last year's same days; a yes or no moves nowhere."""
    if goal.is_yes_no(measure):
        return ""
    parts = []
    if shown.in_period is not None:
        parts.append(wording.in_period(format.stretch(span), change(measure, shown.in_period)))
    if shown.same_period_last_year is not None:
        parts.append(wording.same_period(format.amount(measure, shown.same_period_last_year)))
    return wording.sentence("; ".join(parts)) if parts else ""


def change(measure: Measure, moved: Decimal) -> str:
    """«thêm 12,3 ha», «giảm 3 hộ», «không đổi»; of a share in points."""
    if not moved:
        return wording.UNMOVED
    word = "giảm" if moved < 0 else "thêm" if any(one.kind.is_flow for one in measure.inputs) else "tăng"
    return f"{word} {format.difference(measure, moved)}"


def _given(measure: Measure, shown: Result) -> str:
    """Of how many units it is made; nothing where the commune answers alone."""
    if shown.coverage.due < 2:
        return ""
    noun = format.reporting_units(measure)
    return wording.made_of(shown.coverage.fresh, shown.coverage.due, noun, provisional=shown.provisional)


def _targets(measure: Measure, shown: Result) -> str:
    """What was pledged beside what judges, and how far the units' targets add up to the commune's."""
    parts = [format.pledged(measure, shown)]
    if shown.targets_given is not None and shown.target is not None:
        parts.append(wording.targets_added(*format.added_up(measure, shown.targets_given, shown.target)))
    return wording.sentence("; ".join(part for part in parts if part)) if any(parts) else ""


def _others(campaign: Campaign, one: IndicatorStanding, shown: Result) -> str:
    others = [(campaign.by_id[item.measure], item) for item in one.standings if item is not shown]
    told = [f"{measure.name} {_short(measure, item)}" for measure, item in others]
    return wording.also(told) if told else ""


def _short(measure: Measure, one: Result) -> str:
    return f"{format.value(measure, one)}, {one.word}" if one.value is not None else one.word


def spread(turn: Turn, label: str, key: str) -> None:
    """«Theo thôn»: a measure village by village, in the order of the codes."""
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    measure = turn.campaign_on(span.last).by_id.get(key) if span else None
    if span is None or measure is None or not small_cells.is_told_by_village(measure):
        return turn.reply(wording.stale_button())
    lines = [wording.spread_heading(measure.name, format.title(span))]
    lines += [wording.spread_line(name, said) for name, said in _villages(turn, measure, span)]
    return turn.reply("\n".join([*lines, wording.open_unit(overview.example(turn))]))


def _villages(turn: Turn, measure: Measure, span: calendar.ReportingWeek) -> list[tuple[str, str]]:
    return [
        (name, of_village(measure, result, unit))
        for name, unit, result in village_results.of_measure(turn, measure, span)
    ]


def of_village(measure: Measure, one: Result, unit: Unit) -> str:
    """«98,8%, đạt», «41,3/45 ha, đúng tiến độ»; too few are not told."""
    if one.value is None:
        return one.word
    instead = small_cells.instead_of_standing(measure, one, unit)
    if instead:
        return instead
    if rows.is_fraction(measure):
        return "đạt" if one.value else "chưa đạt"
    waits = wording.waits("") if one.marked else ""
    judged = f", {one.word}" if one.status.is_assessed else ""
    return f"{format.value(measure, one)}{judged}{waits}"
