"""GIA HẠN: a unit, or all, may send until a later hour; lateness is judged by it. Closing early does not exist.

«GIA HẠN NÀ PÒ 20 GIỜ», «GIA HẠN TẤT CẢ 10 GIỜ THỨ SÁU»; for all the post can be moved with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from campaign.text import fold
from handlers.officer import places, typed_hours
from handlers.officer.typed_hours import Hour
from handlers.turn import Turn
from models import past_periods, periods, units
from models.audit import Action
from models.outbox_states import Purpose
from models.periods import PeriodRow, Report
from services import campaign_changes, date_words, deadlines, missing, wording
from services.campaign_changes import Change
from services.context import Choice

_ALL, _EVERYBODY = "all", ("tat ca", "ca xa", "toan xa", "moi noi")
_KEPT, _MOVED = "kept", "moved"  # whether the post goes out later too
_TO_POST = timedelta(minutes=30)  # between the last answer and a moved post
_USUAL = (time(20, 0), time(7, 0))
_STAMP = "%Y%m%d-%H%M"


def show(turn: Turn, words: str) -> None:
    """Which place, until when: what was not typed is asked for."""
    period = missing.asked_period(turn)
    waiting = missing.incomplete(periods.reports(turn.session, period.id, turn.today))
    if not waiting:
        return turn.reply(_nothing(turn, period))
    name, hour = typed_hours.split(words)
    if not name:
        example = wording.extend_whom(waiting[0].unit.short_name)
        return turn.reply(example, [Choice(wording.EXTEND_ALL, f"extend-until:{period.id}:{_ALL}")])
    if fold(name) in _EVERYBODY:
        return _asked(turn, period, _ALL, waiting, hour)
    meant = units.named(turn.session, turn.commune.id, name)
    reports = [report for report in waiting if report.unit in meant]
    if len(reports) == 1:
        return _asked(turn, period, reports[0].unit.code, reports, hour)
    if reports:
        choices = [Choice(one.unit.short_name[:40], f"extend-until:{period.id}:{one.unit.code}") for one in reports[:8]]
        return turn.reply(wording.which_of_these(), choices)
    said = wording.has_reported(meant[0].full_name) if meant else wording.no_such_place(name)
    return turn.reply(places.over(turn, meant) or said)


def _nothing(turn: Turn, period: PeriodRow) -> str:
    """Everybody has sent all, or the week was posted and the next one is not asked yet."""
    before = periods.find(turn.session, turn.commune.id, turn.calendar.previous(period.week))
    is_posted = (
        before is not None and before.frozen_at is not None and not past_periods.was_asked(turn.session, period.id)
    )
    return wording.posted_already(before.number) if before and is_posted else wording.nothing_to_extend(period.number)


def until(turn: Turn, period: PeriodRow, code: str) -> None:
    """A place was chosen by its button: until when."""
    reports = _reports(turn, period, code)
    if not reports:
        return turn.reply(wording.stale_button())
    return _asked(turn, period, code, reports, None)


def grant(turn: Turn, period: PeriodRow, code: str, stamp: str, post: str) -> None:
    """An hour was chosen by its button."""
    reports = _reports(turn, period, code)
    try:
        hour = datetime.strptime(stamp, _STAMP).replace(tzinfo=turn.calendar.zone)
    except ValueError:
        reports = []
    if not reports or post not in (_KEPT, _MOVED):
        return turn.reply(wording.stale_button())
    return _grant(turn, period, code, reports, hour, moves_post=post == _MOVED)


def _reports(turn: Turn, period: PeriodRow, code: str) -> Sequence[Report]:
    """Those still open that are meant; none of a week that was posted."""
    if period.frozen_at is not None:
        return []
    waiting = missing.incomplete(periods.reports(turn.session, period.id, turn.today))
    return waiting if code == _ALL else [report for report in waiting if report.unit.code == code]


def _asked(turn: Turn, period: PeriodRow, code: str, reports: Sequence[Report], hour: Hour | None) -> None:
    present = deadlines.of_all(turn, period, reports)
    if hour is None:
        return _ask_hour(turn, period, code, reports, present)
    local = turn.now.astimezone(turn.calendar.zone)
    wanted = hour.after(local if hour.day else max(local, present), turn.today)
    if wanted is None:
        return turn.reply(wording.hour_is_over())
    return _grant(turn, period, code, reports, wanted, moves_post=False)


def _ask_hour(turn: Turn, period: PeriodRow, code: str, reports: Sequence[Report], present: datetime) -> None:
    """With the usual hours that lie between the present deadline and the post."""
    post = turn.calendar.schedule(period.week).post
    days = (turn.today, turn.today + timedelta(days=1), post.date())
    hours = sorted({datetime.combine(day, clock, turn.calendar.zone) for day in days for clock in _USUAL})
    possible = [hour for hour in hours if max(turn.now, present) < hour < post]
    choices = [
        Choice(date_words.deadline(hour, turn.today), f"extend:{period.id}:{code}:{hour.strftime(_STAMP)}:{_KEPT}")
        for hour in possible[:2]
    ]
    name = wording.EXTEND_EVERYBODY if code == _ALL else reports[0].unit.short_name
    said = [date_words.deadline(instant, turn.today) for instant in (present, post)]
    typed = wording.EXTEND_ALL if code == _ALL else reports[0].unit.short_name
    turn.reply(wording.extend_until(name, typed, *said), choices)


def _grant(
    turn: Turn, period: PeriodRow, code: str, reports: Sequence[Report], hour: datetime, *, moves_post: bool
) -> None:
    present, post = deadlines.of_all(turn, period, reports), turn.calendar.schedule(period.week).post
    said = date_words.deadline(hour, turn.today)
    if hour <= max(turn.now, present):
        return turn.reply(wording.no_earlier_deadline(date_words.deadline(present, turn.today)))
    if hour >= post and not moves_post:
        return _too_late(turn, period, code, hour, post)
    if moves_post and not _move_post(turn, period, hour):
        return turn.reply(wording.post_cannot_move())
    later = [report for report in reports if deadlines.of_report(turn, report) < hour]
    for report in later:
        report.extended_until = hour
    _record(turn, period, code, later, present, hour)
    told, missed = _tell(turn, later, said)
    name = wording.EXTEND_EVERYBODY if code == _ALL else reports[0].unit.full_name
    moved = date_words.deadline(hour + _TO_POST, turn.today) if moves_post else ""
    turn.reply(wording.extended(name, said, moved, told, missed))


def _too_late(turn: Turn, period: PeriodRow, code: str, hour: datetime, post: datetime) -> None:
    """No later than the post; for all of them the post can go out later on its day."""
    said = date_words.deadline(post, turn.today)
    later = hour + _TO_POST
    if code != _ALL or later.date() != post.date():
        return turn.reply(wording.extend_before_post(said))
    data = f"extend:{period.id}:{_ALL}:{hour.strftime(_STAMP)}:{_MOVED}"
    moved = date_words.deadline(later, turn.today)
    turn.reply(wording.move_the_post(said, moved), [Choice(wording.move_post_to(date_words.hour(later)), data)])


def _move_post(turn: Turn, period: PeriodRow, hour: datetime) -> bool:
    """The post of this one week goes out later on its day: a dated override of its clock time."""
    later, day = hour + _TO_POST, period.week.last
    if later.date() != turn.calendar.schedule(period.week).post.date():
        return False
    change = Change("calendar.post", f'"{later:%H:%M}"', day, day, wording.EXTENSION_IS_WHY)
    return not campaign_changes.record(turn, change)


def _record(
    turn: Turn, period: PeriodRow, code: str, later: Sequence[Report], before: datetime, hour: datetime
) -> None:
    subject = f"period:{period.id}" if code == _ALL else f"report:{later[0].id}"
    new = {"week": period.week.label, "until": hour.isoformat()}
    new |= {"count": str(len(later))} if code == _ALL else {"unit": code}
    turn.record_change(Action.DEADLINE_EXTENDED, subject, old={"until": before.isoformat()}, new=new)


def _tell(turn: Turn, later: Sequence[Report], hour: str) -> tuple[int, list[str]]:
    """Whoever answers for the units hears it, a message a unit; how many did, and whom to call."""
    people = missing.spokespeople(turn, later)
    told, missed = 0, []
    for report in later:
        person = people.get(report.unit_id)
        if person is None:
            continue
        said = wording.extended_for_you(person.address, report.unit.full_name, hour)
        if turn.tell(person, said, [Choice(wording.NOW, f"go:{report.id}")], purpose=Purpose.REMINDER):
            told += 1
        else:
            missed.append(wording.contact(report.unit.short_name, person.address, person.phone))
    return told, missed
