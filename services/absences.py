"""Absences: who is away from a day to a day, who answers for their units meanwhile, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign.parsing.spoken_days import Days
from models import people, periods
from models.audit import Action
from models.people import Person
from models.periods import Report
from models.units import Unit
from services import appointments, date_words, missing, report_sheet, wording
from services.context import Choice, Context

MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Cover:
    """A unit that somebody speaks for, and the deputy who does so while they are away; None where nobody can."""

    unit: Unit
    role: str
    deputy: Person | None


def refusal(context: Context, days: Days) -> str:
    """Why days cannot be taken; "" where they can."""
    if days.last < context.today:
        return wording.absence_is_past(date_words.short_date(days.last))
    if days.last < days.first:
        return wording.absence_is_backwards(date_words.short_date(days.first), date_words.short_date(days.last))
    if (days.last - max(days.first, context.today)).days >= MOST_DAYS:
        return wording.absence_is_long(MOST_DAYS, context.campaign.officer_name, context.campaign.officer_phone)
    return ""


def days_of(person: Person) -> Days | None:
    """What is recorded of a person's absence, past or to come."""
    if person.absent_until is None:
        return None
    return Days(person.absent_from or person.absent_until, person.absent_until)


def until(context: Context, days: Days) -> str:
    """«đến hết thứ Bảy 5/12», «từ thứ Hai 30/11 đến hết Chủ nhật 6/12»."""
    last = date_words.day_and_date(days.last)
    first = date_words.day_and_date(days.first) if days.first > context.today or days.first == days.last else ""
    return wording.away_until(first, last)


def begin(context: Context, person: Person, days: Days) -> list[Cover]:
    """Record an absence, in place of an earlier one; deputies are asked, and of units without one officers hear."""
    is_new = days_of(person) != days
    if is_new:
        _record(context, person, days)
    covers = covers_of(context, person, days.first)
    if is_new:
        for cover in covers:
            tell(context, person, cover)
    return covers


def end(context: Context, person: Person) -> None:
    """They are back: whoever stood in hears of it, or the officers where nobody did."""
    days = days_of(person)
    if days is None or days.last < context.today:
        return
    covers = covers_of(context, person, days.first)
    _record(context, person, None)
    for cover in covers:
        _release(context, cover.unit, days)
        said = wording.is_back_told(person.address, cover.unit.full_name)
        if cover.deputy is not None:
            context.tell(cover.deputy, said, beside=True)
        else:
            appointments.tell_officers(context, person, said, by=context.actor_id or 0)


def _release(context: Context, unit: Unit, days: Days) -> None:
    """Deputies who said that they cannot stand in for those days are there again."""
    for held in people.holders(context.session, unit.id):
        if held.role == "deputy" and days_of(held.person) == days:
            _record(context, held.person, None)


def covers_of(context: Context, person: Person, first: date) -> list[Cover]:
    """Who answers for a person's units from the first day on; units whose deputy they are need nobody."""
    main = [role for role in appointments.current(person) if role.role in people.REPORTING_ROLES]
    spoken_for = people.spokespeople(context.session, [role.unit_id for role in main], max(first, context.today))
    covers = []
    for role in main:
        deputy = spoken_for.get(role.unit_id)
        if role.role == "deputy" and deputy is not None and not people.is_away(deputy, max(first, context.today)):
            continue  # the head is there
        can = deputy is not None and deputy.id != person.id and not people.is_away(deputy, max(first, context.today))
        is_reached = deputy is not None and can and context.account_of(deputy) is not None
        covers.append(Cover(role.unit, role.role, deputy if is_reached else None))
    return covers


def tell(context: Context, person: Person, cover: Cover, before: str = "") -> None:
    """Ask the deputy, with what is open of this week's report; without one the officers hear at once."""
    days = days_of(person)
    if days is None:
        return
    unit, said_until = cover.unit, until(context, days)
    if cover.deputy is None:
        role = appointments.text(cover.role, unit)
        say = wording.nobody_answers if unit.kind == "village" else wording.reporter_is_away
        said = f"{before} {say(person.address, role, said_until, unit.full_name, unit.short_name)}".strip()
        return appointments.tell_officers(context, person, said, by=context.actor_id or 0)
    said = wording.asked_to_stand_in(cover.deputy.title, person.address, unit.full_name, said_until)
    choices = [
        Choice(wording.STAND_IN, f"stand-in:{unit.id}:yes"),
        Choice(wording.CANNOT_STAND_IN, f"stand-in:{unit.id}:no"),
    ]
    report = open_report(context, unit) if people.is_away(person, context.today) else None
    if report is not None:
        said = f"{said} {wording.report_is_open(missing.left(context, report)[0])}"
        choices.insert(0, Choice(wording.NOW, f"go:{report.id}"))
    context.tell(cover.deputy, said, choices, beside=True)
    return None


def open_report(context: Context, unit: Unit) -> Report | None:
    """What a unit was asked last and has not answered, while it may still be answered."""
    asked = periods.newest_open(context.session, unit.id)
    if asked is None:
        return None
    is_current = report_sheet.current_period(context).id == asked.period_id
    return asked if is_current and report_sheet.sheet_of(context, asked).open_questions else None


def stand_ins(covers: Sequence[Cover]) -> list[str]:
    """«bà Tú (phó thôn Bản Còn)»."""
    return [
        f"{cover.deputy.address} ({appointments.text('deputy', cover.unit)})"
        for cover in covers
        if cover.deputy is not None
    ]


def without(covers: Sequence[Cover]) -> list[str]:
    return [cover.unit.full_name for cover in covers if cover.deputy is None]


def heads_away(context: Context, unit: Unit) -> list[Person]:
    """A unit's head or reporter who is away, or will be."""
    held = people.holders(context.session, unit.id)
    main = [one.person for one in held if one.role in people.REPORTING_ROLES and one.role != "deputy"]
    return [one for one in main if one.absent_until is not None and one.absent_until >= context.today]


def decline(context: Context, deputy: Person, unit: Unit) -> None:
    """A deputy cannot stand in: they count as away as long as the head is, and the officers hear of it."""
    for head in heads_away(context, unit):
        days = days_of(head)
        if days is None:
            continue
        _record(context, deputy, days)
        cannot = wording.cannot_stand_in(deputy.address, head.address, unit.full_name)
        for cover in covers_of(context, head, days.first):
            if cover.unit.id == unit.id:
                tell(context, head, cover, cannot)


def _record(context: Context, person: Person, days: Days | None) -> None:
    before = days_of(person)
    person.absent_from, person.absent_until = days if days is not None else (None, None)
    old = {"from": before.first.isoformat(), "until": before.last.isoformat()} if before is not None else None
    new = {"from": days.first.isoformat(), "until": days.last.isoformat()} if days is not None else {"until": ""}
    context.record_change(Action.ABSENCE, f"person:{person.id}", old=old, new=new)
    context.session.flush()
