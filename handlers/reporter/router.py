"""Where a reporter's message arrives: which report it is about, and which part of the dialogue takes it."""

from __future__ import annotations

from handlers import privacy
from handlers.reporter import mending, my_unit, taking
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import figures, people, periods, photos
from models.periods import Report
from models.photos import Photo
from models.units import Unit
from services import date_words, wording
from services.report_sheet import Ref, report_in_hand, sheet_of


def _units(turn: Turn) -> list[Unit]:
    return people.units_of(turn.speaker, people.REPORTING_ROLES)


def _report(turn: Turn, *, prefers_held: bool = False) -> Report | None:
    """The report a message is about: the one in hand, else the first of the person's units that waits.

    A report in hand that is complete gives way to another unit's open one, unless something is to be mended.
    """
    units = _units(turn)
    own = [report_in_hand(turn, unit) for unit in units]
    # Mostly one of these: the session then has it at hand, and asks the database nothing.
    held = turn.session.get(Report, turn.chat.report_id) if turn.chat.report_id else None
    if held is not None and all(unit.id != held.unit_id for unit in units):
        return held if turn.is_officer() else None
    in_hand = next((one for one in own if held is not None and one.id == held.id), None)
    if in_hand is not None and (prefers_held or not sheet_of(turn, in_hand).is_complete):
        return in_hand
    waiting = [one for one in own if one.due and not sheet_of(turn, one).is_complete]
    return next(iter([*waiting, *([in_hand] if in_hand else []), *own]), None)


def is_current(turn: Turn, report: Report) -> bool:
    """False for a week that has been followed by another question: its buttons have grown old."""
    return report_in_hand(turn, report.unit).id == report.id


def awaited(turn: Turn) -> list[Ref]:
    """The inputs that a typed text may answer, if a report is in hand."""
    report = _report(turn)
    if report is None:
        return []
    dialogue = Dialogue(turn, report)
    if dialogue.target is not None:
        return [dialogue.target]
    return [ref for question in dialogue.open_bundle for ref in question.refs]


def is_in_doubt(turn: Turn) -> bool:
    """True while «có đúng không ạ?» waits for an answer."""
    report = _report(turn)
    return report is not None and bool(Dialogue(turn, report).state.get("doubt"))


def may_answer(turn: Turn, report: Report) -> bool:
    """A unit's own reporters, and the officers of its commune."""
    return turn.is_officer() or any(unit.id == report.unit_id for unit in _units(turn))


def typed(turn: Turn) -> None:
    """A text that is neither a command nor a button's words."""
    report = _report(turn)
    if report is None:
        return turn.reply(wording.nothing_to_ask(turn.title))
    dialogue = Dialogue(turn, report)
    if not dialogue.sheet.questions:
        return turn.reply(wording.nothing_to_ask(turn.title))
    return taking.typed(dialogue, turn.inbound.text)


def photo(turn: Turn) -> None:
    """A photo is kept with the report in hand; figures are still typed, and a caption may be one."""
    report = _report(turn)
    if report is None:
        return turn.reply(wording.type_the_numbers(turn.title))
    is_kept = photos.has_room(turn.session, report.id)
    if is_kept:
        _keep_photo(turn, report)
    if turn.inbound.is_too_long:
        return turn.reply(wording.caption_too_long() if is_kept else wording.too_long())
    if turn.inbound.text and not privacy.is_personal(turn.inbound.text):
        return taking.typed(Dialogue(turn, report), turn.inbound.text)
    return turn.reply(wording.photo_kept(turn.title) if is_kept else wording.enough_photos(turn.title))


def _keep_photo(turn: Turn, report: Report) -> None:
    turn.session.add(
        Photo(
            report_id=report.id,
            person_id=turn.speaker.id,
            bot=turn.inbound.bot,
            file_id=turn.inbound.data,
            said_at=turn.said_at,
        )
    )


def edited(turn: Turn) -> None:
    """An edited message: where it gave a figure, it corrects it; anything else is left alone."""
    if turn.inbound.is_group or turn.person is None or turn.person.consented_at is None:
        return  # message ids are counted per chat: a group's 57 is not the head's 57
    given = figures.said_in(turn.session, turn.inbound.bot, turn.person.id, turn.inbound.message_id)
    if not given or given[0].period_id is None or given[0].reporter_id is None:
        return
    report = periods.report(turn.session, given[0].reporter_id, given[0].period_id)
    if report is None or not may_answer(turn, report):
        return
    if turn.inbound.is_too_long:
        return turn.reply(wording.too_long())
    dialogue = Dialogue(turn, report)
    ref = dialogue.sheet.ref(f"{given[0].measure}.{given[0].input}")
    if ref is not None and not privacy.is_personal(turn.inbound.text):
        taking.edited(dialogue, ref, turn.inbound.text)


def go(turn: Turn) -> None:
    """BÁO CÁO: the next open question, whatever the day."""
    report = _report(turn)
    if report is None or not sheet_of(turn, report).questions:
        return turn.reply(wording.nothing_to_ask(turn.title))
    dialogue = Dialogue(turn, report)
    if dialogue.sheet.is_complete:
        return turn.reply(wording.all_answered(turn.title))
    return dialogue.resume()


def fix(turn: Turn) -> None:
    """SỬA."""
    report = _report(turn, prefers_held=True)
    if report is None:
        return turn.reply(wording.nothing_to_fix())
    return mending.offer(Dialogue(turn, report))


def later(turn: Turn) -> None:
    """ĐỂ SAU."""
    report = _report(turn)
    if report is None:
        return turn.reply(wording.nothing_to_ask(turn.title))
    return Dialogue(turn, report).later()


def mine(turn: Turn) -> None:
    """THÔN TÔI."""
    report = _report(turn)
    if report is None:
        return turn.reply(wording.nothing_to_ask(turn.title))
    return turn.reply(my_unit.text(turn, report))


def assist(turn: Turn) -> None:
    """GIÚP."""
    week = turn.calendar.period_at(turn.now)
    deadline = turn.calendar.schedule(week).deadline
    said = f"{date_words.hour(deadline)} {date_words.weekday(deadline.date())}"
    officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
    own = wording.help_oneself(has_several=len(turn.bots) > 1)
    turn.reply(wording.help_reporter(turn.title, officer, phone, said, own))
