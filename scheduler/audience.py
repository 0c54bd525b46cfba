"""Whom a week's messages go to: people, not units, so that nobody gets two for two units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import conversations, past_periods, people, periods
from models.people import Person
from models.periods import PeriodRow, Report
from scheduler.job import Part
from services import report_sheet
from services.context import Context
from services.report_sheet import Sheet, sheet_of

# A person who wrote within this time is answering: a reminder would fall into a live question.
LIVE = timedelta(minutes=30)


def with_open_reports(context: Context, period: PeriodRow) -> Sequence[str]:
    """The spokespeople of all units whose report is not complete, each once; nobody who is away without a deputy."""
    reports = periods.reports(context.session, period.id, context.today)
    waiting = [report.unit_id for report in reports if report.completed_at is None]
    found = people.spokespeople(context.session, waiting, context.today)
    here = [found[unit_id] for unit_id in waiting if unit_id in found]
    asked = (one.id for one in here if not people.is_away(one, context.today))
    return [f"person:{key}" for key in dict.fromkeys(asked)]


def subject(who: Person) -> str:
    """What a person is called among a job's subjects."""
    return f"person:{who.id}"


def asked_period(context: Context, period: PeriodRow) -> Sequence[str]:
    """The whole period, once, if its questions went out."""
    return ["period"] if past_periods.was_asked(context.session, period.id) else []


class Asked(NamedTuple):
    """A person who is asked, and the reports for which they speak that are not complete, in the order of the units."""

    person: Person
    reports: Sequence[Report]


def read_ahead(session: Session, parts: Sequence[Part]) -> list[list[Asked]]:
    """Whom `with_open_reports` names in several communes; what is needed to write to all of them at once is read."""
    opened = periods.every(session, [part.period.id for part in parts])
    waiting = [[one for one in opened[part.period.id] if _is_waiting(part.context, one)] for part in parts]
    held = people.reporting(session, [report.unit_id for some in waiting for report in some])
    found = []
    for part, reports in zip(parts, waiting, strict=True):
        today, ids = part.context.today, [report.unit_id for report in reports]
        spoken_for = people.spokespeople_of(held, ids, today)
        here = {spoken_for[unit_id].id: spoken_for[unit_id] for unit_id in ids if unit_id in spoken_for}
        own: dict[int, list[Report]] = {}
        for report in sorted(reports, key=lambda one: one.unit.code):
            for person_id in {role.person_id for role in held.get(report.unit_id, ())}:
                own.setdefault(person_id, []).append(report)
        found.append([Asked(one, own[one.id]) for one in here.values() if not people.is_away(one, today)])
    of = [(part.context, reports) for part, reports in zip(parts, waiting, strict=True)]
    report_sheet.read_ahead_in(session, of, parts[0].period.last)
    _read_chats_ahead(session, parts, found)
    return found


def _is_waiting(context: Context, report: Report) -> bool:
    return bool(report.due) and report.completed_at is None and report.counts_on(context.today)


def _read_chats_ahead(session: Session, parts: Sequence[Part], found: Sequence[Sequence[Asked]]) -> None:
    by_bot: dict[str, list[str]] = {}
    for part, some in zip(parts, found, strict=True):
        for one in some:
            account = part.context.account_of(one.person)
            if account is not None:
                by_bot.setdefault(account.bot, []).append(account.chat_id)
    for bot, chat_ids in by_bot.items():
        chats = conversations.chats_of(session, bot, chat_ids)
        for part in parts:
            part.context.chats.update(chats.get(part.context.commune.id, {}))


def person(context: Context, subject: str) -> Person:
    found = context.session.get(Person, int(subject.removeprefix("person:")))
    if found is None:
        raise LookupError(subject)
    return found


def open_sheets(context: Context, period: PeriodRow, who: Person) -> list[Sheet]:
    """A person's reports of the period that still have open questions, in the order of their units."""
    found = []
    for unit in people.units_of(who, people.REPORTING_ROLES):
        report = context.reports.get(unit.id) or periods.report(context.session, unit.id, period.id)
        if report is not None and report.due and report.counts_on(context.today) and report.completed_at is None:
            found.append(report)
    return sheets_of(context, found)


def sheets_of(context: Context, reports: Sequence[Report]) -> list[Sheet]:
    """The sheets of those reports that still have open questions."""
    return [sheet for report in reports if (sheet := sheet_of(context, report)).open_questions]


def is_live(context: Context, who: Person) -> bool:
    """True while the person is in the middle of something."""
    account = context.account_of(who)
    if account is None:
        return False
    last = conversations.chat(context.session, account.bot, account.chat_id).last_in_at
    return last is not None and context.now - last < LIVE
