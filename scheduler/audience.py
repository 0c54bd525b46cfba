"""Whom a week's messages go to: people, not units, so that nobody gets two for two units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from models import conversations, past_periods, people, periods
from models.people import Person
from models.periods import PeriodRow
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


def asked_period(context: Context, period: PeriodRow) -> Sequence[str]:
    """The whole period, once, if its questions went out."""
    return ["period"] if past_periods.was_asked(context.session, period.id) else []


def read_ahead(context: Context, period: PeriodRow, subjects: Sequence[str]) -> Sequence[Person]:
    """Read all that is needed to write to many people at once; whoever calls keeps what is returned."""
    everybody = people.with_all(context.session, [int(one.removeprefix("person:")) for one in subjects])
    waiting = [one for one in periods.reports(context.session, period.id, context.today) if one.completed_at is None]
    context.reports.update({report.unit_id: report for report in waiting})
    report_sheet.read_ahead(context, waiting, period.last)
    accounts = [account for one in everybody if (account := context.account_of(one)) is not None]
    if accounts:
        context.chats.update(conversations.chats(context.session, {(one.bot, one.chat_id) for one in accounts}))
    return everybody


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
            found.append(sheet_of(context, report))
    return [sheet for sheet in found if sheet.open_questions]


def is_live(context: Context, who: Person) -> bool:
    """True while the person is in the middle of something."""
    account = context.account_of(who)
    if account is None:
        return False
    last = conversations.chat(context.session, account.bot, account.chat_id).last_in_at
    return last is not None and context.now - last < LIVE
