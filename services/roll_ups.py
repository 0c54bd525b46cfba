"""Roll-ups (tổng hợp liên xã): a week put together from what communes have frozen, posted once, and corrected.

Everything here is the unit above's: its session looks at all communes, and nothing of it is said to any of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from campaign.calendar import ReportingWeek
from campaign.roll_up import RollUp
from models import corrections, messages, roll_ups, units
from models.corrections import FrozenWeek
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from models.roll_ups import RollUpGroup, RollUpPost
from reports import roll_up as report
from reports.roll_up import Contribution, Table, Told
from services import date_words, frozen_results, wording

Above = Sequence[RollUp]  # every roll-up of a deployment
CORRECTED_FOR = timedelta(weeks=8)  # older weeks are history
_LOST = "restored from a backup: it may have gone out"


def compile_week(
    session: Session,
    roll_up: RollUp,
    group: RollUpGroup,
    week: ReportingWeek,
    known: Mapping[str, int],
    old: Table | None = None,
) -> Table:
    """The week as it stands now. `known` are the communes of the deployment, by code; `old` is what was told of it."""
    members = {code: key for code, key in known.items() if roll_up.takes(code)}
    agreed = roll_ups.consents(session, roll_up.code)
    frozen = _frozen(session, week)
    names = units.commune_names(session, members.values())
    given = [
        Contribution(code, names[key], frozen_results.read(frozen[key].results, _measures(roll_up, agreed[key])))
        for code, key in sorted(members.items())
        if key in agreed and key in frozen
    ]
    unwilling = sum(key not in agreed for key in members.values())
    told = _told(session, roll_up, group, week, members)
    return report.build(roll_up, week, given, len(members), unwilling, told, old)


def _measures(roll_up: RollUp, agreed: Collection[str]) -> list[str]:
    return [one for one in roll_up.measures if one in agreed]


def _told(
    session: Session, roll_up: RollUp, group: RollUpGroup, week: ReportingWeek, members: Mapping[str, int]
) -> dict[str, Told]:
    """What the group knows of each measure from the weeks before, with what those communes had then."""
    before = roll_ups.before(session, group, week.last)
    if before is None:
        return {}
    lines = Table.from_json(before.table).lines
    weeks = {label: _frozen(session, roll_up.calendar.of(label)) for label in {line.told_in for line in lines} if label}
    found = {}
    for line in lines:
        then = weeks.get(line.told_in, {})
        values = {code: _value(then.get(members.get(code, 0)), line.measure) for code in line.told}
        found[line.measure] = Told(frozenset(line.told), line.told_in, values)
    return found


def _frozen(session: Session, week: ReportingWeek) -> dict[int, FrozenWeek]:
    return corrections.frozen_weeks(session, week.year, week.number)


def _value(frozen: FrozenWeek | None, measure: str) -> Decimal | None:
    found = frozen_results.read(frozen.results, [measure]) if frozen is not None else {}
    return found[measure].value if measure in found else None


def post(
    session: Session, roll_up: RollUp, group: RollUpGroup, week: ReportingWeek, known: Mapping[str, int], now: datetime
) -> RollUpPost:
    """Keep the week as it stands and queue its message, in the caller's transaction: both or neither."""
    table = compile_week(session, roll_up, group, week, known)
    lost = roll_ups.lost_time(session)
    may_be_told = lost is not None and lost.since < roll_up.post_at(week) <= lost.until
    return _keep(session, group, week, table, text(table), now, may_be_told=may_be_told)


def _keep(
    session: Session,
    group: RollUpGroup,
    week: ReportingWeek,
    table: Table,
    said: str,
    now: datetime,
    *,
    may_be_told: bool,
) -> RollUpPost:
    """`may_be_told`: it may have gone out in time that a restore has lost; the operator says whether it goes."""
    made = RollUpPost(
        group_id=group.id,
        year=week.year,
        number=week.number,
        last=week.last,
        correction=table.correction,
        text=said,
        table=table.to_json(),
        posted_at=now,
    )
    session.add(made)
    session.flush()
    first = messages.with_key(session, made.key_of_post) if made.correction else None
    is_there = first is not None and first.chat_id == group.chat_id and first.bot == group.bot
    row = say(session, group, said, now, key=made.key, reply_to=first.message_id if first and is_there else None)
    if may_be_told:
        row.put_in_doubt(Failure.RESTORED, _LOST)
    return made


def say(
    session: Session,
    group: RollUpGroup,
    said: str,
    now: datetime,
    *,
    key: str | None = None,
    reply_to: str | None = None,
) -> OutboxMessage:
    """Into the roll-up's group, at most once."""
    row = OutboxMessage(
        bot=group.bot or "",
        chat_id=group.chat_id or "",
        purpose=Purpose.ROLL_UP,
        key=key,
        text=said,
        choices=[],
        reply_to=reply_to,
        once=key is not None,
        created_at=now,
    )
    messages.queue(session, row)
    return row


def correct(
    session: Session, roll_up: RollUp, group: RollUpGroup, known: Mapping[str, int], now: datetime
) -> list[RollUpPost]:
    """Whatever reads otherwise since it was posted, a message for each week; once a day for each."""
    today = now.astimezone(roll_up.calendar.zone).date()
    made = []
    for newest in roll_ups.newest_of_each(session, group, today - CORRECTED_FOR):
        told_on = newest.posted_at.astimezone(roll_up.calendar.zone).date()
        week = roll_up.calendar.period(newest.year, newest.number)
        if told_on >= today or not _has_news(session, newest):
            continue
        old = Table.from_json(newest.table)
        new = report.settled(old, compile_week(session, roll_up, group, week, known, old))
        lines = report.changed(old, new)
        if lines:
            said = wording.roll_up_correction(roll_up.name, week.number, new.correction, lines)
            may_be_told = _may_be_told(session, roll_up, newest)
            made.append(_keep(session, group, week, new, said, now, may_be_told=may_be_told))
    return made


def _may_be_told(session: Session, roll_up: RollUp, newest: RollUpPost) -> bool:
    """Whether what is new since was known before the time that a restore has lost, and an hour of posting was in it."""
    lost = roll_ups.lost_time(session)
    if lost is None:
        return False
    news = corrections.frozen_weeks(session, newest.year, newest.number).values()
    zone = roll_up.calendar.zone
    first, last = (one.astimezone(zone).date() for one in (lost.since, lost.until))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    hours = [datetime.combine(day, roll_up.post, zone) for day in days if roll_up.calendar.is_working_day(day)]
    is_known = any(newest.posted_at < one.posted_at <= lost.since for one in news)
    return is_known and any(lost.since < hour <= lost.until for hour in hours)


def _has_news(session: Session, newest: RollUpPost) -> bool:
    """Whether any commune has posted or corrected the week since the group was told of it."""
    frozen = corrections.frozen_weeks(session, newest.year, newest.number)
    return any(one.posted_at > newest.posted_at for one in frozen.values())


def text(table: Table) -> str:
    """The post: coverage first, then a line for each measure; it fits one screen."""
    lines = [
        wording.roll_up_heading(table.number, table.first, table.last),
        wording.roll_up_coverage(table.name, table.posted, table.communes, table.unwilling),
        "",
        *(wording.roll_up_line(line.name, line.said) for line in table.lines),
    ]
    apart = [wording.roll_up_apart(line.name, report.names(line.other)) for line in table.lines if line.other]
    return "\n".join([*lines, *([wording.roll_up_not_added(apart)] if apart else [])])


def bind(session: Session, of: RollUpGroup, roll_up: RollUp, chat: tuple[str, str], title: str, now: datetime) -> None:
    """From now on the roll-up posts there; what another group was told stays with it."""
    of.bot, of.chat_id = chat
    of.title, of.bound_at, of.left_at, of.code_hash = title, now, None, None
    say(session, of, wording.roll_up_group_bound(roll_up.name, hour(roll_up)), now)


def hour(roll_up: RollUp) -> str:
    """«15 giờ»."""
    return date_words.hour(datetime.combine(roll_up.campaign.starts, roll_up.post))
