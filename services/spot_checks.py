"""Kiểm tra: the lot after each freeze, what is found of a figure, and the share found right that the post tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from campaign.facts import State
from models import checks, figures, people, periods, units
from models.audit import Action
from models.checks import OPEN, RIGHT, UNCLEAR, WRONG, Check, Draw
from models.figures import Answer, Figure, Place, Saying
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from models.units import Unit
from reports import share_interval, small_cells
from services import lot, marked_figures, wording
from services.context import Choice, Context
from services.figure_text import text
from services.report_sheet import Ref

DAYS = 10  # in which what was drawn counts
FEWEST = 30  # checked, from which on an interval is told
_NEAR = Decimal("0.05")  # of what was found: so far may areas and weights be from it
_KINDS = ("village", "school", "office")
_KEPT_SINCE = timedelta(days=366)


# The lot


def draw(context: Context, period: PeriodRow) -> Draw | None:
    """The lot of a week that was frozen just now; None where no figure of it may be told."""
    if checks.of_period(context.session, period.id) is not None:
        return None
    by_line = {_line(figure, reporter, subject): figure for figure, reporter, subject in _listed(context, period)}
    if not by_line:
        return None
    week = period.week
    head = (
        f"commune={context.commune.code}",
        f"week={week.label}",
        f"first={week.first.isoformat()}",
        f"last={week.last.isoformat()}",
    )
    listed = lot.canonical(head, by_line)
    lines, seed = lot.lines_of(listed), lot.seed(listed)
    made = Draw(
        commune_id=context.commune.id,
        period_id=period.id,
        algorithm=lot.ALGORITHM,
        seed=seed,
        listed=listed,
        drawn=lot.draw(seed, len(lines)),
        drawn_at=context.now,
        period=period,
    )
    context.session.add(made)
    context.session.flush()
    for place in made.drawn:
        open_check(context, by_line[lines[place]], made)
    context.record_change(Action.LOT_DRAWN, f"period:{period.id}", new={"seed": seed, "figures": len(lines)})
    return made


def _listed(context: Context, period: PeriodRow) -> list[tuple[Figure, Unit, Unit]]:
    """The week's figures that may be told of their unit, with who gave each and whom it is about."""
    known = {unit.id: unit for unit in (context.commune, *units.members(context.session, context.commune.id))}
    query = select(Figure).where(Figure.period_id == period.id, Figure.value.is_not(None))
    found = []
    for figure in context.session.scalars(query.order_by(Figure.id)):
        reporter, subject = known.get(figure.reporter_id or 0), known[figure.subject_id]
        ref = marked_figures.ref_of(context, figure)
        if reporter is None or reporter.kind not in _KINDS or ref is None or figure.state == State.NOT_KNOWN:
            continue
        is_hidden = small_cells.hides(ref.measure, figure.value, subject, figure.on_day)
        if not is_hidden and not ref.measure.small_cells:
            found.append((figure, reporter, subject))
    return found


def _line(figure: Figure, reporter: Unit, subject: Unit) -> str:
    """«T01|XH1.uncovered|T01|2026-11-19|6||»: who gave it, what, about whom, the day, value, of how many, choice."""
    parts = (
        reporter.code,
        f"{figure.measure}.{figure.input}",
        subject.code,
        figure.on_day.isoformat(),
        _written(figure.value),
        _written(figure.denominator),
        figure.choice or "",
    )
    return "|".join(parts)


def _written(value: Decimal | None) -> str:
    """A number in its shortest form: no exponent, no trailing noughts, a point."""
    if value is None:
        return ""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def open_check(context: Context, figure: Figure, drawn: Draw | None = None) -> Check:
    """A figure is to be checked, as it stands now."""
    made = Check(
        commune_id=context.commune.id,
        figure_id=figure.id,
        unit_id=figure.reporter_id or figure.subject_id,
        draw_id=drawn.id if drawn is not None else None,
        value=figure.value,
        choice=figure.choice,
        outcome=OPEN,
        opened_at=context.now,
        due_on=context.today + timedelta(days=DAYS),
    )
    context.session.add(made)
    context.session.flush()
    return made


# What was found


def told(context: Context, check: Check) -> str:
    """«Bản Còn, 6 người chưa có thẻ BHYT», as it was when it was drawn."""
    ref = marked_figures.ref_of(context, check.figure)
    said = sentence(ref, check.value, check.choice)
    subject = context.session.get_one(Unit, check.figure.subject_id)
    where = (
        check.unit.short_name
        if subject.id in (check.unit_id, context.commune.id)
        else (f"{check.unit.short_name} ({subject.short_name})")
    )
    return f"{where}, {said}"


def value_text(ref: Ref | None, value: Decimal | None, choice: str | None) -> str:
    """«36 ha», «đạt»."""
    if ref is None or value is None:
        return wording.not_told()
    option = ref.input.option(choice)
    return option.label.lower() if option is not None else text(ref.input, value)


def sentence(ref: Ref | None, value: Decimal | None, choice: str | None) -> str:
    """«6 người chưa có thẻ BHYT», as the figure's own echo says it."""
    if ref is None or value is None:
        return wording.not_told()
    option = ref.input.option(choice)
    if option is not None:
        return ref.input.said.format(choice=option.said, figure=option.said)
    if ref.input.kind.is_flow and not value:
        return ref.input.nothing
    return ref.input.said.format(figure=text(ref.input, value), choice="")


def is_right(ref: Ref, check: Check, found: Decimal, choice: str | None) -> bool:
    """Equal, for what is counted or chosen; within 5 % of what was found, for areas and weights."""
    if ref.input.options:
        return check.choice == choice
    if check.value is None:
        return False
    if ref.input.whole:
        return check.value == found
    return abs(check.value - found) <= _NEAR * abs(found)


def settle(context: Context, check: Check, found: Decimal | None, choice: str | None = None) -> None:
    """Write down what was found; None where it could not be told. What is found wrong marks the figure."""
    ref = marked_figures.ref_of(context, check.figure)
    check.found, check.found_choice = found, choice
    check.checked_at, check.person_id = context.now, context.actor_id
    check.outcome = UNCLEAR
    if found is not None and ref is not None:
        check.outcome = RIGHT if is_right(ref, check, found, choice) else WRONG
    new = {"outcome": check.outcome, "figure": check.figure_id}
    context.record_change(Action.FIGURE_CHECKED, f"check:{check.id}", new=new)


def mark(context: Context, check: Check, saying: Saying) -> None:
    """A figure that was found wrong waits to be settled; nothing of it is overwritten."""
    figure, ref = check.figure, marked_figures.ref_of(context, check.figure)
    said = wording.found_otherwise(value_text(ref, check.found, check.found_choice))
    answer = Answer(State(figure.state), figure.value, figure.denominator, figure.choice, said)
    figures.write(context.session, figure, place_of(figure), answer, saying)
    note_change(context, figure)


def place_of(figure: Figure) -> Place:
    """Where a figure belongs, to be written there anew."""
    return Place(
        figure.commune_id,
        figure.measure,
        figure.input,
        figure.subject_id,
        figure.on_day,
        figure.period_id,
        figure.reporter_id,
    )


def note_change(context: Context, figure: Figure) -> None:
    """A posted week reads otherwise from now on: the officers are offered a correction."""
    period = context.session.get(PeriodRow, figure.period_id) if figure.period_id is not None else None
    if period is not None and period.frozen_at is not None:
        periods.note_change(period, context.now)


def ask_unit(context: Context, check: Check) -> Person | None:
    """«Lấy số nào?», to who answers for the unit today; None where nobody can be written to."""
    ref = marked_figures.ref_of(context, check.figure)
    person = people.spokesperson(context.session, check.unit_id, context.today)
    if ref is None or person is None or context.account_of(person) is None:
        return None
    told_value, found = value_text(ref, check.value, check.choice), value_text(ref, check.found, check.found_choice)
    reported = sentence(ref, check.value, check.choice)
    how = wording.CHECK_WAYS[check.way]
    said = wording.which_stands(check.unit.full_name, reported, found, how, person.title)
    choices = [
        Choice(wording.take_found(found), f"check-take:{check.id}"),
        Choice(wording.keep_told(told_value), f"check-keep:{check.id}"),
        Choice(wording.COMMUNE_CALLS, f"check-call:{check.id}"),
    ]
    key = f"check:{check.id}:{person.id}"
    context.tell(person, said, choices, purpose=Purpose.RECEIPT, key=key, beside=True)
    return person


# The share


def share(context: Context, until: date) -> str:
    """«Kiểm tra bốc thăm 50 số, đúng 48 (86,5–98,9%)»: of what was drawn and checked in time, by the end of a day.

    Below thirty the counts alone; "" before the first.
    """
    return _said(checks.tally(context.session, context.commune.id, until, context.calendar.zone))


class Share(NamedTuple):
    """What checks have found, in words, "" before the first; `too_few` for an interval."""

    words: str
    too_few: bool


def between(context: Context, first: date, last: date) -> Share:
    """The same of a stretch alone, as it was known at its end: no check is in two stretches, or in none."""
    zone, commune = context.calendar.zone, context.commune.id
    now = checks.tally(context.session, commune, last, zone)
    before = checks.tally(context.session, commune, first - timedelta(days=1), zone)
    found = checks.Tally(*(one - other for one, other in zip(now, before, strict=True)))
    words = _said(found)
    return Share(words, bool(words) and found.right + found.wrong < FEWEST)


def _said(found: checks.Tally) -> str:
    right, of = found.right, found.right + found.wrong
    if not of:
        return ""
    if of < FEWEST:
        return wording.checked_share(of, right, "", found.late)
    low, high = (str(end).replace(".", ",") for end in share_interval.wilson(right, of))
    return wording.checked_share(of, right, f"{low}–{high}%", found.late)


def log(context: Context) -> Sequence[Check]:
    """The checks of a year, the newest first."""
    return checks.since(context.session, context.commune.id, (context.now - _KEPT_SINCE).date())
