"""Where a figure comes from: every writing of it, by whom, in which words, when and through what."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.turn import Turn
from models import figure_queries, figures, people, units
from models.figures import Figure, Revision
from models.people import Person
from models.periods import PeriodRow
from models.units import Unit
from reports import format as printed
from reports import small_cells
from services import date_words, figure_text, marked_figures, wording
from services.context import Choice
from services.report_sheet import Ref


def show(turn: Turn, figure: Figure) -> None:
    """«Ông Sơn gõ «con 6» qua Telegram lúc 08:05 thứ Tư 18/11: 6 người; trước đó 9 người.»"""
    ref = marked_figures.ref_of(turn, figure)
    subject = turn.session.get(Unit, figure.subject_id)
    if ref is None or subject is None:
        return turn.reply(wording.stale_button())
    before = _before(turn, figure, ref, subject)
    week = turn.session.get(PeriodRow, figure.period_id) if figure.period_id else None
    when = printed.title(week.week) if week else date_words.long_date(figure.on_day)
    name = units.full_name_on(turn.session, subject, figure.on_day)
    lines = [wording.trace_heading(name, when, ref.label, figure_text.for_leader(ref, figure, subject), before)]
    lines += [_line(turn, ref, subject, one) for one in figure_queries.revisions(turn.session, figure.id)]
    if figure.mark:
        # A mark on a count of people in need may name the small number («báo 3 hộ»).
        lines.append(wording.trace_waits("" if small_cells.may_be_small(ref.measure, subject) else figure.mark))
    again = Choice(wording.ASK_AGAIN, f"ask-again:{figure.id}")
    return turn.reply("\n".join(lines), [again] if turn.is_officer() and marked_figures.report_of(turn, figure) else [])


def _before(turn: Turn, figure: Figure, ref: Ref, subject: Unit) -> str:
    """What was known before, and from when; a flow begins anew each week."""
    if ref.input.kind.is_flow:
        return ""
    past = figure_queries.past(turn.session, subject.id, figure.measure, figure.input, figure.on_day)
    if not past:
        return ""
    known = past[0]
    is_last_week = known.on_day == turn.calendar.period_on(figure.on_day).first - timedelta(days=1)
    when = wording.LAST_WEEK if is_last_week else date_words.long_date(known.on_day)
    return wording.trace_before(figure_text.for_leader(ref, known, subject), when)


def _line(turn: Turn, ref: Ref, subject: Unit, one: Revision) -> str:
    person = turn.session.get(Person, one.person_id) if one.person_id else None
    at = _moment(one.said_at.astimezone(turn.calendar.zone))
    if person is None:
        return wording.trace_import(one.reason)
    if one.reason == figures.CLEARED:
        return wording.trace_cleared(person.address, at)
    is_small = small_cells.hides(ref.measure, one.value, subject, one.figure.on_day)
    is_told = not is_small and not (one.mark and small_cells.may_be_small(ref.measure, subject))
    return wording.trace_said(
        person.address,
        one.words if is_told else "",
        turn.labels.get(one.channel, ""),
        at,
        _meant(ref, one, subject),
        typed=one.message_id is not None,
        owner=_owner(turn, one, person),
        adjusted=bool(one.reason) and one.reason != figures.CONFIRMED,
    )


def _owner(turn: Turn, one: Revision, person: Person) -> str:
    """For whom it was entered: the unit's own reporter, or the unit where it has none; "" for its own people."""
    if one.on_behalf_of:
        owner = turn.session.get(Person, one.on_behalf_of)
        return owner.address if owner else ""
    unit_id = one.figure.reporter_id
    if any(held.unit_id == unit_id and held.role in people.REPORTING_ROLES for held in person.roles):
        return ""
    unit = turn.session.get(Unit, unit_id) if unit_id else None
    return unit.full_name if unit else ""


def _meant(ref: Ref, one: Revision, subject: Unit) -> str:
    """What the words were understood as."""
    as_figure = Figure(
        state=one.state, value=one.value, denominator=one.denominator, choice=one.choice, on_day=one.figure.on_day
    )
    return figure_text.for_leader(ref, as_figure, subject)


def _moment(at: datetime) -> str:
    return f"{at:%H:%M} {date_words.day_and_date(at.date())}"
