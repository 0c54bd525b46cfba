"""What sending an announcement would do, told before it is sent: whom it reaches, whom not and why, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from campaign.parsing import numbers
from models import announcements, message_quota
from models.announcements import Announcement
from models.people import Account
from services import announcement_audience, wording
from services.announcement_audience import Addressee
from services.context import Context

KEPT_FOR_QUESTIONS = 1500  # of a month's messages: what the weekly questions need


@dataclass(frozen=True, slots=True)
class Outlook:
    """What sending would do, as far as that is known before."""

    addressees: Sequence[Addressee]
    places: int
    reached: int  # of them
    unreached: Sequence[str]  # «Nà Pò, Pò Háng (chưa có người)»
    without_file: Sequence[str]
    quotas: Sequence[str]  # a sentence a messenger that counts


def outlook(context: Context, announcement: Announcement) -> Outlook:
    """Whom it would reach, whom not and why, who gets no file, and what it would cost."""
    addressees = _addressees(context, announcement)
    reasons = {id(one): announcement_audience.why_unreached(context, one.person) for one in addressees}
    reached = [one for one in addressees if not reasons[id(one)]]
    places = {one.place for one in reached}
    named = dict.fromkeys((one.name, reasons[id(one)]) for one in addressees if one.place not in places)
    accounts = accounts_of(context, reached)
    without_file = (
        []
        if announcement.file is None
        else [
            one.name for one in reached if one.person is not None and not takes_file(context, accounts[one.person.id])
        ]
    )
    quotas = _quotas(context, announcement, accounts.values())
    return Outlook(
        addressees,
        len({one.place for one in addressees}),
        len(places),
        announcement_audience.unreached(named),
        list(dict.fromkeys(without_file)),
        quotas,
    )


def _addressees(context: Context, announcement: Announcement) -> list[Addressee]:
    """Those of its audience today; a correction also goes to whoever was told what it corrects."""
    found = announcement_audience.resolve(context, announcement.audience, without=announcement.author_id)
    if announcement.corrects_id is None:
        return found
    known = {(one.unit.id, one.person.id if one.person else 0) for one in found}
    told = [row for row in announcements.recipients(context.session, announcement.corrects_id) if row.told_at]
    return found + [
        Addressee(row.unit, row.person)
        for row in told
        if row.person is not None and (row.unit_id, row.person.id) not in known and row.person.consented_at is not None
    ]


def accounts_of(context: Context, addressees: Sequence[Addressee]) -> dict[int, Account]:
    """Where each person is written to, by the person's id."""
    found = {}
    for one in addressees:
        account = context.account_of(one.person) if one.person is not None else None
        if one.person is not None and account is not None:
            found[one.person.id] = account
    return found


def takes_file(context: Context, account: Account) -> bool:
    return context.can(account.bot).has_files


def _quotas(context: Context, announcement: Announcement, accounts: Iterable[Account]) -> list[str]:
    """Of an announcement, whose file may be a message of its own."""
    needed: dict[str, int] = {}
    for account in accounts:
        can = context.can(account.bot)
        pieces = 1 + (announcement.file is not None and can.has_files and not can.has_captions)
        needed[account.bot] = needed.get(account.bot, 0) + pieces
    return quotas(context, needed, wording.quota_left)


def quotas(context: Context, needed: Mapping[str, int], say: Callable[..., str]) -> list[str]:
    """«Zalo còn 2.140 tin tháng này, lần này hết 84 tin …», by bot; an answer takes two messages more."""
    said = []
    for bot, count in needed.items():
        left = _left(context, bot)
        if left is not None:
            most = 3 * count  # with the receipts and the thanks for them
            shown = [numbers.show(Decimal(one), whole=True) for one in (left, count, most)]
            said.append(say(context.label(bot), *shown, is_short=left - most < KEPT_FOR_QUESTIONS))
    return said


def _left(context: Context, bot: str) -> int | None:
    """What is left of a month's messages; None where none are counted."""
    quota = context.can(bot).quota
    if quota is None:
        return None
    now = datetime.now(UTC).astimezone(context.calendar.zone)  # a platform's month is a real one
    month = message_quota.of(context.session, bot, quota.identity, message_quota.month_of(now))
    return max(quota.messages - month.used, 0)
