"""Which updates may be answered beside one another, and what their turns will look up, read ahead for all of them.

Reporters of villages who write or tap in private, each in a chat of their own and for villages of their own: a turn
of theirs writes nothing that another one's reads. Everybody else's turn stands alone, as every turn once did.
"""

from __future__ import annotations

from collections.abc import Sequence

from models import (
    accounts,
    conversations,
    figure_authors,
    figures_around,
    people,
    periods,
    read_ahead,
    speaker,
    village_names,
)
from models.people import Account
from services.context import Context
from services.inbound import Inbound, Kind

_PLAIN = (Kind.TEXT, Kind.CHOICE)


def beside_one_another(context: Context, inbounds: Sequence[Inbound]) -> int:
    """How many of the first may be answered without forgetting in between; at least one."""
    plain = _plain(inbounds)
    if not plain:
        return 1
    session, bot = context.session, plain[0].bot
    if len(plain) == 1:
        speaker.read_ahead(session, bot, plain[0].sender_id, plain[0].chat_id, lambda one: _villages(one) is not None)
        return 1
    found = accounts.read_accounts_ahead(session, bot, [inbound.sender_id for inbound in plain])
    reporters = _apart([found.get(inbound.sender_id) for inbound in plain])
    if len(reporters) < 2:
        read_ahead.forget(session)
        return 1
    chats = [inbound.chat_id for inbound in plain[: len(reporters)]]
    conversations.read_ahead(session, bot, chats, [one.person_id for one in reporters])
    village_names.read_ahead(session, context.commune.id, context.today)
    _read_reports(context, sorted({unit_id for one in reporters for unit_id in _villages(one) or ()}))
    return len(reporters)


def _plain(inbounds: Sequence[Inbound]) -> list[Inbound]:
    """The first of them that were said in private to one bot, each by another person."""
    plain: list[Inbound] = []
    for inbound in inbounds:
        is_new = all(inbound.sender_id != one.sender_id and inbound.chat_id != one.chat_id for one in plain)
        is_private = inbound.kind in _PLAIN and not inbound.is_group and inbound.bot == inbounds[0].bot
        if not (is_new and is_private):
            break
        plain.append(inbound)
    return plain


def _apart(accounts: Sequence[Account | None]) -> list[Account]:
    """The first of them that are reporters of villages, each of others."""
    apart: list[Account] = []
    taken: set[int] = set()
    for one in accounts:
        villages = _villages(one)
        if one is None or not villages or villages & taken:
            break
        taken |= villages
        apart.append(one)
    return apart


def _villages(account: Account | None) -> set[int] | None:
    """The villages that an account's person reports for; None for whoever may do or see anything else."""
    if account is None or account.blocked_at is not None or account.person.consented_at is None:
        return None
    held = [role for role in account.person.roles if role.until is None]
    if any(role.role not in people.REPORTING_ROLES or role.unit.kind != "village" for role in held):
        return None
    return {role.unit_id for role in held}


def _read_reports(context: Context, unit_ids: Sequence[int]) -> None:
    session = context.session
    asked = periods.read_newest_ahead(session, unit_ids)
    reports = list(asked.values())
    if unasked := [unit_id for unit_id in unit_ids if unit_id not in asked]:
        period = periods.read_ahead(session, context.commune.id, context.calendar.period_at(context.now))
        reports += periods.read_reports_ahead(session, unasked, period.id) if period is not None else []
    for period_id, day in {(report.period_id, report.period.last) for report in reports}:
        of_period = [report.unit_id for report in reports if report.period_id == period_id]
        figures_around.read_ahead(session, of_period, day)
        figure_authors.read_ahead(session, of_period, period_id)
