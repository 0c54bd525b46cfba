"""Roll-ups (tổng hợp liên xã): a week put together from what communes have frozen, posted once, and corrected.

Everything here is the unit above's: its session looks at all communes, and nothing of it is said to any of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaign.calendar import ReportingWeek
from campaign.roll_up import FEWEST_COMMUNES, RollUp
from models import corrections, messages, roll_ups, summaries, units
from models.corrections import FrozenWeek
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from models.roll_ups import RollUpGroup, RollUpPost
from reports import roll_up as report
from reports import roll_up_changes
from reports.roll_up import Contribution, Given, Table
from services import date_words, frozen_results, roll_up_history, wording

Above = Sequence[RollUp]  # every roll-up of a deployment
CORRECTED_FOR = timedelta(weeks=8)  # older weeks are history
_LETTERS = 16
_LOST = "restored from a backup: it may have gone out"


def compile_week(
    session: Session, roll_up: RollUp, week: ReportingWeek, known: Mapping[str, int], told: RollUpPost | None = None
) -> Given:
    """What there is to add of a week by now. `known` are the communes of the deployment, by code.

    `told` is what the group was told last of it: the communes that were added then and take no part any more are there
    with what they had then.
    """
    members = {code: key for code, key in known.items() if roll_up.takes(code)}
    agreed = roll_ups.consents(session, roll_up.code)
    frozen = corrections.frozen_weeks(session, week.year, week.number)
    names = units.commune_names(session, members.values())
    given = [
        Contribution(code, names[key], frozen_results.read(frozen[key].results, _measures(roll_up, agreed[key])))
        for code, key in sorted(members.items())
        if key in agreed and key in frozen
    ]
    if told is not None:
        given += _as_told(session, told, {one.code for one in given})
    has_nothing = summaries.posted_in(session, week.year, week.number) - frozen.keys()  # agreed after it had posted
    unwilling = sum(key not in agreed or key in has_nothing for key in members.values())
    return Given(given, len(members), unwilling, roll_up_history.told(session, roll_up, week), _state(frozen))


def _measures(roll_up: RollUp, agreed: Collection[str]) -> list[str]:
    return [one for one in roll_up.measures if one in agreed]


def _as_told(session: Session, told: RollUpPost, others: Collection[str]) -> Iterator[Contribution]:
    """What is in a week's sums of communes that have withdrawn since, or are out of service."""
    table, ids = Table.from_json(told.table), units.communes(session)
    frozen = corrections.frozen_weeks(session, told.year, told.number, until=told.posted_at)
    names = units.commune_names(session, ids.values())
    lines = [line for line in table.lines if line.told_in == table.week]
    gone = {code for line in lines for code in line.told} - {*others}
    for code in sorted(gone):
        key = ids.get(code)
        if key in frozen and key is not None:
            mine = [line.measure for line in lines if code in line.told]
            yield Contribution(code, names[key], frozen_results.read(frozen[key].results, mine))


def _state(frozen: Mapping[int, FrozenWeek]) -> str:
    """Another mark as soon as any commune has posted or corrected the week; by clock times two could be at once."""
    seen = " ".join(f"{key}@{one.posted_at.isoformat()}" for key, one in sorted(frozen.items()))
    return hashlib.sha256(seen.encode()).hexdigest()[:_LETTERS]


def post(
    session: Session, roll_up: RollUp, group: RollUpGroup, week: ReportingWeek, known: Mapping[str, int], now: datetime
) -> RollUpPost:
    """Keep the week as it stands and queue its message, in the caller's transaction: both or neither."""
    table = report.build(roll_up, week, compile_week(session, roll_up, week, known))
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
    row = say(session, _chat(group), said, now, key=made.key, reply_to=first.message_id if first and is_there else None)
    if may_be_told:
        row.put_in_doubt(Failure.RESTORED, _LOST)
    return made


def _chat(group: RollUpGroup) -> tuple[str, str]:
    return group.bot or "", group.chat_id or ""


def say(
    session: Session,
    chat: tuple[str, str],
    said: str,
    now: datetime,
    *,
    key: str | None = None,
    reply_to: str | None = None,
) -> OutboxMessage:
    """Into a group (bot, chat id); what has a key at most once."""
    row = OutboxMessage(
        bot=chat[0],
        chat_id=chat[1],
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
        if told_on >= today or not _has_news(session, newest):
            continue
        week = ReportingWeek(newest.last, newest.last, newest.year, newest.number)  # whatever the calendar says by now
        old = Table.from_json(newest.table)
        new = report.corrected(roll_up, old, compile_week(session, roll_up, week, known, newest))
        lines = roll_up_changes.between(old, new)
        if lines:
            is_late = roll_up_changes.has_late(old, new)
            said = wording.roll_up_correction(roll_up.name, week.number, new.correction, lines, is_late=is_late)
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
    state = Table.from_json(newest.table).state
    return state != _state(frozen) if state else any(one.posted_at > newest.posted_at for one in frozen.values())


def text(table: Table) -> str:
    """The post: coverage first, then a line for each measure that is told, then what is not; it fits one screen."""
    apart = (report.TOO_FEW, report.WITHHELD)
    few, withheld = ([line.name for line in table.lines if line.said == one] for one in apart)
    lines = [wording.roll_up_line(line.name, line.said) for line in table.lines if line.said not in apart]
    end = [
        wording.roll_up_too_few(FEWEST_COMMUNES, few if lines or withheld else []) if few else "",
        wording.roll_up_withheld(withheld) if withheld else "",
        wording.roll_up_not_added(other) if (other := _otherwise(table)) else "",
    ]
    blocks = [
        [
            wording.roll_up_heading(table.number, table.first, table.last),
            wording.roll_up_coverage(table.name, table.posted, table.communes, table.unwilling),
        ],
        lines,
        [one for one in end if one],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _otherwise(table: Table) -> list[str]:
    """«Hộ nghèo, Bảo hiểm y tế của xã D»: measures of the same communes are said at once."""
    measures: dict[tuple[str, ...], list[str]] = {}
    for line in table.lines:
        if line.other:
            measures.setdefault(line.other, []).append(line.name)
    return [
        wording.roll_up_apart(which, roll_up_changes.names(of), is_all=len(which) == len(table.lines))
        for of, which in measures.items()
    ]


def bind(session: Session, of: RollUpGroup, roll_up: RollUp, chat: tuple[str, str], title: str, now: datetime) -> None:
    """From now on the roll-up posts there; what another group was told stays with it."""
    of.bot, of.chat_id = chat
    of.title, of.bound_at, of.left_at, of.code_hash = title, now, None, None
    say(session, chat, wording.roll_up_group_bound(roll_up.name, hour(roll_up)), now)


def refuse(session: Session, chat: tuple[str, str], now: datetime) -> None:
    """A leadership group cannot be a roll-up's: the commune would not be heard in it any more."""
    say(session, chat, wording.group_is_of_a_commune(), now)


def hour(roll_up: RollUp) -> str:
    """«15 giờ»."""
    return date_words.hour(datetime.combine(roll_up.campaign.starts, roll_up.post))
