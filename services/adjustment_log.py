"""The log of what was changed after its week was posted, said as the files say it: who by role, never by name."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from campaign import calendar
from campaign.catalogue import Input, Measure
from models import adjustments, units
from models.adjustments import Adjusted
from models.figures import Revision
from models.people import Person
from models.units import Unit
from reports import small_cells
from reports.period.dossier import Adjustment
from services import figure_text, wording
from services.context import Context

_DAY = timedelta(days=1)


def of_period(context: Context, period: calendar.ReportingWeek) -> list[Adjustment]:
    """The changes of the period's figures, whenever made, and those made in it of earlier figures."""
    zone = context.calendar.zone
    first, last = period.first, period.last
    moments = (datetime.combine(first, time(), zone), datetime.combine(last + _DAY, time(), zone))
    found = adjustments.between(context.session, context.commune.id, (first, last), moments)
    names = {place.id: place.name for place in units.places(context.session, context.commune, period.last)}
    return [_line(context, one, names[one.unit.id]) for one in found]


def _line(context: Context, one: Adjusted, name: str) -> Adjustment:
    figure = one.revision.figure
    measure = context.campaign_on(figure.on_day).by_id.get(figure.measure)
    asked = next((found for found in measure.inputs if found.key == figure.input), None) if measure else None
    old, old_value = ("chưa có", None) if one.before is None else _said(measure, asked, one.before, one.unit)
    new, new_value = _said(measure, asked, one.revision, one.unit)
    return Adjustment(
        at=one.revision.recorded_at.astimezone(context.calendar.zone),
        week=one.period.week.label,
        unit=name,
        measure=figure.measure,
        label=_label(measure, asked) or figure.measure,
        old=old,
        old_value=old_value,
        new=new,
        new_value=new_value,
        reason=one.revision.reason.removeprefix(adjustments.REASON).lstrip(" :,"),
        by=_by(context, one),
    )


def _label(measure: Measure | None, asked: Input | None) -> str:
    """«hộ nghèo (hộ)»: with the unit, since the number stands alone."""
    if measure is None or asked is None:
        return ""
    name = asked.label or measure.label or measure.name
    return f"{name} ({asked.unit})" if asked.unit and not asked.options else name


def _said(measure: Measure | None, asked: Input | None, row: Revision, unit: Unit) -> tuple[str, Decimal | None]:
    """A revision's answer in words, and its number where that says it all.

    Of a single unit a count too small to be told is told in neither.
    """
    if row.value is None:
        return "chưa rõ", None
    is_single = unit.kind != "commune"
    withheld = small_cells.of_figure(measure, row.value, unit, row.figure.on_day) if measure and is_single else ""
    if withheld:
        return withheld, None
    option = asked.option(row.choice) if asked else None
    if option is not None:
        return option.label.lower(), None
    if asked is None:
        return f"{row.value.normalize():f}", row.value
    words = figure_text.text(asked, row.value, row.denominator)
    return words, None if asked.denominator == "asked" else row.value


def _by(context: Context, one: Adjusted) -> str:
    """The role of whoever changed it at that moment; an officer's comes before a reporter's."""
    person = context.session.get(Person, one.revision.person_id) if one.revision.person_id else None
    if person is None:
        return ""
    then = one.revision.recorded_at
    held = {role.role for role in person.roles if role.since <= then and (role.until is None or then < role.until)}
    return next((words for role, words in reversed(wording.ROLE_NAMES.items()) if role in held), "")
