"""«tuần sau tôi đi vắng», BÁO VẮNG: somebody who reports says that they are away, or back; undone by one tap."""

from __future__ import annotations

from datetime import date, timedelta

from campaign.parsing import absence
from campaign.parsing.absence import Notice
from campaign.parsing.spoken_days import Days
from campaign.text import fold
from handlers.turn import Turn
from models import people
from models.periods import Report
from models.units import Unit
from services import absences, appointments, date_words, missing, wording
from services.context import Choice

_BACK = ("da ve", "toi da ve", "toi ve roi", "em da ve", "em ve roi", "toi da ve roi", "het vang")
_DAY = timedelta(days=1)


def notice_in(turn: Turn, text: str) -> Notice | None:
    """The absence that a text tells, where it is the speaker's to tell; who reports for nobody says «tôi» or «xin»."""
    notice = absence.read(text, turn.today)
    if notice is None or not (turn.is_officer() or _reports(turn)):
        return None
    return notice if notice.is_of_speaker or _reports(turn) else None


def is_return(turn: Turn, text: str) -> bool:
    """«tôi đã về»."""
    return fold(text) in _BACK and _reports(turn)


def tell(turn: Turn, notice: Notice) -> None:
    """What was typed, with the days or without."""
    if not _reports(turn):
        return _officer(turn)
    if notice.days is None:
        return ask_until(turn)
    begin(turn, notice.days, has_figures=notice.has_figures)
    return None


def _reports(turn: Turn) -> bool:
    return bool(people.units_of(turn.speaker, people.REPORTING_ROLES))


def _officer(turn: Turn) -> None:
    """Somebody who is an officer only is asked nothing weekly: who does their work meanwhile?"""
    others = [
        one.address
        for role in ("officer", people.DEPUTY_OFFICER)
        for one in people.with_role(turn.session, turn.commune.id, role)
        if one.id != turn.speaker.id
    ]
    turn.reply(wording.officer_is_away(turn.title, list(dict.fromkeys(others))))


def ask_until(turn: Turn) -> None:
    """«tôi đi vắng», and no day."""
    sunday = turn.today + _DAY * (6 - turn.today.weekday())
    ends = ((wording.END_OF_WEEK, sunday), (wording.END_OF_NEXT_WEEK, sunday + _DAY * 7))
    choices = [Choice(label, f"away-until:{day.isoformat()}") for label, day in ends]
    turn.reply(wording.until_when(turn.title, date_words.short_date(sunday)), choices)


def until(turn: Turn, written: str) -> None:
    """A button with the last day."""
    try:
        last = date.fromisoformat(written)
    except ValueError:
        return turn.reply(wording.stale_button())
    return begin(turn, Days(turn.today, last))


def begin(turn: Turn, days: Days, *, has_figures: bool = False) -> None:
    """Recorded at once: whoever leaves has no time for a second question. A tap takes it back."""
    refused = absences.refusal(turn, days)
    if refused:
        return turn.reply(refused)
    covers = absences.begin(turn, turn.speaker, days)
    stand_ins, without = absences.stand_ins(covers), absences.without(covers)
    said = wording.absence_noted(turn.title, absences.until(turn, days), stand_ins, without, turn.campaign.officer_name)
    choices = [Choice(wording.SOMEBODY_ELSE, "away-other")] if stand_ins else []
    choices.append(Choice(wording.STAY, "away-back"))
    report = _left_behind(turn, days)
    if report is not None:
        said = f"{said}\n{wording.answer_before_leaving(turn.title, missing.left(turn, report)[0])}"
        choices.insert(0, Choice(wording.NOW, f"go:{report.id}"))
    if has_figures:
        said = f"{said}\n{wording.figures_are_apart()}"
    return turn.reply(said, choices)


def _left_behind(turn: Turn, days: Days) -> Report | None:
    """What is still open of this week, where the absence begins later."""
    if days.first <= turn.today:
        return None
    units = people.units_of(turn.speaker, people.REPORTING_ROLES)
    return next((one for unit in units if (one := absences.open_report(turn, unit)) is not None), None)


def back(turn: Turn) -> None:
    """«Tôi vẫn trả lời», «tôi đã về»."""
    days = absences.days_of(turn.speaker)
    if days is None or days.last < turn.today:
        return turn.reply(wording.is_not_away(turn.title))
    absences.end(turn, turn.speaker)
    units = people.units_of(turn.speaker, people.REPORTING_ROLES)
    report = next((one for unit in units if (one := absences.open_report(turn, unit)) is not None), None)
    if report is None:
        return turn.reply(wording.is_back(turn.title))
    said = f"{wording.is_back(turn.title)} {wording.report_is_open(missing.left(turn, report)[0])}"
    return turn.reply(said, [Choice(wording.NOW, f"go:{report.id}")])


def somebody_else(turn: Turn) -> None:
    """«Nhờ người khác»: only an officer invites, so an officer is told whom to call."""
    days = absences.days_of(turn.speaker)
    if days is None or days.last < turn.today:
        return turn.reply(wording.stale_button())
    covers = [cover for cover in absences.covers_of(turn, turn.speaker, days.first) if cover.deputy is not None]
    for cover in covers:
        said = wording.wants_somebody_else(
            turn.speaker.address,
            cover.unit.full_name,
            absences.until(turn, days),
            cover.deputy.address if cover.deputy else "",
            turn.speaker.phone or "",
            cover.unit.short_name,
        )
        appointments.tell_officers(turn, turn.speaker, said)
    if not covers:
        return turn.reply(wording.stale_button())
    told = wording.somebody_else_was_asked_for(turn.campaign.officer_name, absences.stand_ins(covers))
    return turn.reply(told, [Choice(wording.STAY, "away-back")])


def stand_in(turn: Turn, unit: Unit, answer: str) -> None:
    """The deputy's word."""
    if not people.holds(turn.speaker, "deputy", unit.id):
        return turn.reply(wording.stale_button())
    heads = absences.heads_away(turn, unit)
    if not heads:
        return turn.reply(wording.stale_button())
    if answer == "no":
        absences.decline(turn, turn.speaker, unit)
        return turn.reply(wording.somebody_else_is_sought())
    is_later = not any(people.is_away(head, turn.today) for head in heads)
    report = None if is_later else absences.open_report(turn, unit)
    choices = [Choice(wording.NOW, f"go:{report.id}")] if report is not None else []
    return turn.reply(wording.thanks_for_standing_in(turn.title, is_later=is_later), choices)
