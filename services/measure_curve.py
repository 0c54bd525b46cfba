"""A measure's year as lines, read from the database: for the picture under CHỈ TIÊU and the charts of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaign.assessment import curve, measure_year
from campaign.assessment.curve import Lines
from campaign.assessment.required_rows import Look, Stretch
from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.facts import Place, UnitTarget
from models import figure_history, targets, units
from reports import format, small_cells
from reports.period import measure_lines
from reports.weekly.curve_chart import Curve
from services.context import Context

_WEEKS_APART = 2  # points of the picture: closer ones cannot be told apart on a telephone
_OF_A_CHART = 4  # and of the workbook's charts


def lines(context: Context, measure: Measure, until: date, weeks: int = 1) -> Lines:
    """The lines of the measure's own year that holds a day; all of its figures are read once."""
    return _lines(context, measure, until, weeks, *_of_commune(context))


def _of_commune(context: Context) -> tuple[Sequence[Place], Sequence[UnitTarget]]:
    """What the lines of every measure are drawn from besides its figures."""
    return units.places(context.session, context.commune, context.today), targets.of_commune(
        context.session, context.commune.id
    )


def _lines(
    context: Context,
    measure: Measure,
    until: date,
    weeks: int,
    places: Sequence[Place],
    given: Sequence[UnitTarget],
) -> Lines:
    everything = (Stretch(date.min, date.max),)
    looks = [Look(measure.id, one.key, every=everything) for one in measure.inputs]
    facts = figure_history.facts(context.session, [place.id for place in places], looks)
    return curve.of_measure(context.campaign_on(until), measure, facts, places, given, until, weeks)


def picture(context: Context, measure: Measure, until: date) -> Curve | None:
    """What is drawn below CHỈ TIÊU; None where there is no line yet."""
    if not curve.can_be_drawn(measure):
        return None
    found = lines(context, measure, until, _WEEKS_APART)
    if len(found.values) < 2:
        return None
    title = f"{measure.id}. {measure.name}"
    subtitle = f"{context.commune.name}, {found.first:%d/%m/%Y}–{found.last:%d/%m/%Y}, số đến {until:%d/%m}"
    unit = "%" if measure.unit == "%" else format.unit(measure)
    return Curve(title, subtitle, unit, measure_lines.places(measure), found, small_cells.MARK)


def of_period(context: Context, period: ReportingWeek) -> tuple[Lines, ...]:
    """The lines behind the workbook's charts: of every measure that has one, as the period tells it."""
    drawn = [one for one in context.campaign_on(period.last).measures if curve.can_be_drawn(one)]
    places, given = _of_commune(context)
    ends = ((one, measure_year.own_period(one, period).last) for one in drawn)
    found = (_lines(context, one, last, _OF_A_CHART, places, given) for one, last in ends)
    return tuple(one for one in found if len(one.values) > 1)
