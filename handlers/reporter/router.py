"""Where a reporter's message arrives: which report it is about, and which part of the dialogue takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import privacy
from handlers.dialogue_states import EditingFigures, EnteringFor, OwnReport, ReportState
from handlers.open_dialogues import OpenDialogue
from handlers.reporter import answers, choosing, my_unit, typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from handlers.typed_states import PledgingLine, TellingDeed
from models import figure_queries, messages, periods, photos
from models.periods import Report
from models.photos import Photo
from models.units import Unit
from services import date_words, wording
from services.report_sheet import Ref, report_in_hand, sheet_of


def in_hand(turn: Turn, *, prefers_held: bool = False) -> Report | None:
    """The report a message is about: the one whose question was shown last, else the person's own that waits."""
    shown = turn.dialogues.shown()
    for state, _ in reversed(shown):
        if isinstance(state, OwnReport):
            break
        if isinstance(state, EnteringFor | EditingFigures) and turn.is_officer():
            return turn.session.get(Report, state.report_id)
    return _own(turn, shown, prefers_held=prefers_held)


def tapped(turn: Turn, report_id: int) -> Report | None:
    """The report that a button is about: one that a unit of the speaker's is answering, for an officer any.

    The buttons of a week that has been followed by another question have grown old.
    """
    in_hand = [report_in_hand(turn, unit) for unit in turn.units]
    own = next((report for report in in_hand if report.id == report_id), None)
    return turn.session.get(Report, report_id) if own is None and turn.is_officer() else own


def _own(turn: Turn, shown: Sequence[OpenDialogue], *, prefers_held: bool = False) -> Report | None:
    """The report of one's own that was asked about last, else the first of one's units that waits.

    One that is complete gives way to another unit's open one, unless something is to be given anew.
    """
    own = [report_in_hand(turn, unit) for unit in turn.units]
    if len(own) == 1:
        return own[0]
    held = {state.report_id for state, _ in shown if isinstance(state, OwnReport)}
    asked = next((report for report in own if report.id in held), None)
    if asked is not None and (prefers_held or not sheet_of(turn, asked).is_complete):
        return asked
    waiting = [report for report in own if report.due and not sheet_of(turn, report).is_complete]
    return next(iter([*waiting, *([asked] if asked else []), *own]), None)


def open_dialogues(turn: Turn) -> list[OpenDialogue]:
    """Everything a typed text may answer, as it asked: among the dialogues shown, the person's own report in hand."""
    everything = turn.dialogues.shown()
    own = _own(turn, everything)
    theirs = (OwnReport, PledgingLine, TellingDeed)
    shown = [one for one in everything if isinstance(one.state, theirs) or turn.is_officer()]
    if own is None:
        return [one for one in shown if not isinstance(one.state, OwnReport)]
    state = turn.dialogues.about(own.id, is_own=True)
    if not any(isinstance(one.state, OwnReport) for one in shown):
        return [OpenDialogue(state), *shown]
    return [OpenDialogue(state, one.is_settled) if isinstance(one.state, OwnReport) else one for one in shown]


def is_current(turn: Turn, report: Report) -> bool:
    """False for a week that has been followed by another question: its buttons have grown old."""
    return report_in_hand(turn, report.unit).id == report.id


def awaited(turn: Turn) -> list[Ref]:
    """The inputs that a typed text may answer, if a report is in hand."""
    report = in_hand(turn)
    return [] if report is None else Dialogue(turn, report).awaited


def is_in_doubt(turn: Turn) -> bool:
    """True while «có đúng không ạ?» waits for an answer."""
    report = in_hand(turn)
    return report is not None and Dialogue(turn, report).answers.is_in_doubt


def may_answer(turn: Turn, report: Report) -> bool:
    """A unit's own reporters, and the officers of its commune."""
    return turn.is_officer() or any(unit.id == report.unit_id for unit in turn.units)


def typed(turn: Turn, state: ReportState | None) -> None:
    """A text that is neither a command nor a button's words, for the report that it answers."""
    report = turn.session.get(Report, state.report_id) if state is not None else None
    own = state if isinstance(state, OwnReport) else None
    dialogue = Dialogue(turn, report, own) if report is not None else None
    if dialogue is None and not turn.is_officer():
        return _nothing_to_ask(turn)
    if dialogue is None or not dialogue.sheet.questions:
        return turn.reply(wording.nothing_to_ask(turn.title))
    if isinstance(state, OwnReport) and _is_unseen(turn, dialogue, state):
        before = [turn.session.get_one(Unit, unit_id).full_name for unit_id in dialogue.sheet.unit.succeeds]
        return dialogue.ask(wording.answer_for_new_unit(turn.title, before, dialogue.sheet.unit.full_name))
    return answers.typed(dialogue, turn.inbound.text)


def _is_unseen(turn: Turn, dialogue: Dialogue, state: OwnReport) -> bool:
    """Whether a text was meant for a village that was merged or split since: of the new one nothing was asked yet."""
    is_new = bool(dialogue.sheet.unit.succeeds) and not dialogue.sheet.given
    return is_new and all(shown.state.key != state.key for shown in turn.dialogues.shown())


def keep_photo(turn: Turn) -> bool | None:
    """Keep a photo with the report in hand; False where that has enough of them, None where there is none."""
    report = in_hand(turn)
    if report is None:
        return None
    has_room = photos.has_room(turn.session, report.id)
    if has_room:
        _keep_photo(turn, report)
    return has_room


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


def is_edit_of_last(turn: Turn) -> bool:
    """Whether somebody has edited the very message that was not understood, and has written nothing since."""
    inbound = turn.inbound
    if inbound.is_group or turn.person is None or turn.person.consented_at is None:
        return False
    if not turn.chat.failures or not inbound.written_at or not inbound.text:
        return False
    last = messages.last_heard_at(turn.session, inbound.bot, inbound.chat_id)
    given = figure_queries.said_in(turn.session, inbound.bot, turn.person.id, inbound.message_id)
    return last is not None and last == datetime.fromisoformat(inbound.written_at) and not given


def edited(turn: Turn) -> None:
    """An edited message: where it gave a figure, it corrects it; anything else is left alone."""
    if turn.inbound.is_group or turn.person is None or turn.person.consented_at is None:
        return  # message ids are counted per chat: a group's 57 is not the head's 57
    given = figure_queries.said_in(turn.session, turn.inbound.bot, turn.person.id, turn.inbound.message_id)
    if not given or given[0].period_id is None or given[0].reporter_id is None:
        # Old talk may be edited at will; but whoever was not understood last has probably typed it anew there.
        return turn.reply(wording.edit_not_read()) if turn.chat.failures else None
    report = periods.report(turn.session, given[0].reporter_id, given[0].period_id)
    if report is None or not may_answer(turn, report):
        return
    if turn.inbound.is_too_long:
        return turn.reply(wording.too_long())
    dialogue = Dialogue(turn, report)
    dialogue.is_aside = not dialogue.is_proxy and not is_current(turn, report)
    ref = dialogue.sheet.ref(f"{given[0].measure}.{given[0].input}")
    if ref is not None and not privacy.is_personal(turn.inbound.text):
        answers.edited(dialogue, ref, turn.inbound.text)


def _nothing_to_ask(turn: Turn) -> None:
    """An officer who answers for no unit hears what does instead; somebody without any role whom to call."""
    if not any(one.until is None for one in turn.speaker.roles):
        whom = turn.campaign.officer_name, turn.campaign.officer_phone
        return turn.reply(wording.help_without_role(turn.title, *whom))
    if turn.is_officer() and not turn.units:
        return turn.reply(wording.officer_reports_nothing(turn.title))
    return turn.reply(wording.nothing_to_ask(turn.title))


def go(turn: Turn) -> None:
    """BÁO CÁO: the next open question, whatever the day."""
    report = in_hand(turn)
    if report is None or not sheet_of(turn, report).questions:
        return _nothing_to_ask(turn)
    dialogue = Dialogue(turn, report)
    if dialogue.sheet.is_complete:
        return turn.reply(wording.all_answered(turn.title))
    return dialogue.resume()


def fix(turn: Turn) -> None:
    """SỬA."""
    report = in_hand(turn, prefers_held=True)
    if report is None:
        return turn.reply(wording.nothing_to_fix())
    return typed_corrections.offer(Dialogue(turn, report))


def later(turn: Turn) -> None:
    """ĐỂ SAU."""
    report = in_hand(turn)
    if report is None:
        return _nothing_to_ask(turn)
    return choosing.later(Dialogue(turn, report))


def mine(turn: Turn) -> None:
    """THÔN TÔI."""
    report = in_hand(turn)
    if report is None:
        return _nothing_to_ask(turn)
    return turn.reply(my_unit.text(turn, report))


def assist(turn: Turn) -> None:
    """GIÚP."""
    week = turn.calendar.period_at(turn.now)
    deadline = turn.calendar.schedule(week).deadline
    said = f"{date_words.hour(deadline)} {date_words.weekday(deadline.date())}"
    officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
    own = wording.help_oneself(has_several=len(turn.bots) > 1)
    turn.reply(wording.help_reporter(turn.title, officer, phone, said, own))
