"""A typed text on its way to the dialogue that it answers."""

from __future__ import annotations

from handlers import which_dialogue
from handlers.dialogue_states import (
    AnnouncementState,
    ChoosingPlace,
    ChoosingUnit,
    DialogueState,
    EnteringFor,
    PlaceState,
    ReportState,
    TypedState,
)
from handlers.officer import (
    announce,
    announce_to_whom,
    appoint,
    ask_again,
    edit_draft,
    enter_for_unit,
    launch,
    open_round,
    setup,
    spot_checks,
)
from handlers.reporter import answers, good_deeds, named_answers, parse, pledge, router
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from handlers.typed_states import (
    ASKED_BACK,
    AddressingAnnouncement,
    AskedBack,
    CheckingFigure,
    ChoosingSentence,
    LaunchWords,
    NamingPerson,
    OpeningRound,
    PledgingLine,
    SettingUp,
    TellingDeed,
    WritingAnnouncement,
)
from handlers.which_dialogue import Doubtful
from models import units
from models.announcements import Announcement
from models.periods import Report
from services import named_people, wording
from services.context import Choice
from services.guards import Refusal
from services.setup import Part

Answered = ReportState | TypedState | Doubtful | None


class _Questions:
    """What the open dialogues wait for, in this turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def suits(self, state: DialogueState, text: str) -> bool:
        """A person is told by title, telephone or capitals, a place is known by that name.

        A figure would be taken, or asked about for having two readings.
        """
        turn = self._turn
        if isinstance(state, NamingPerson):
            return named_people.read(text) is not None
        if isinstance(state, SettingUp):
            return setup.suits(turn, state, text)
        if isinstance(state, OpeningRound):
            return open_round.suits(turn, state, text)
        if isinstance(state, TellingDeed):
            return False  # whatever is typed right after it, and nothing later
        if isinstance(state, PlaceState):
            return bool(units.named(turn.session, turn.commune.id, text))
        if isinstance(state, AnnouncementState):
            return isinstance(state, AddressingAnnouncement) and announce_to_whom.is_audience(turn, text)
        report = turn.session.get(Report, state.report_id) if isinstance(state, ReportState) else None
        if report is None:
            return False
        dialogue = Dialogue(turn, report)
        results = [parse.understand(dialogue.sheet, ref, text, turn.title) for ref in dialogue.awaited]
        return any(not isinstance(result, Refusal) or result.choices for result in results)

    def reads(self, report: ReportState, text: str) -> bool:
        """By what it waits for, or by what the words name."""
        stored = self._turn.session.get(Report, report.report_id)
        if stored is None or self.suits(report, text):
            return stored is not None
        dialogue = Dialogue(self._turn, stored)
        named = named_answers.by_name(dialogue.sheet, text, dialogue.shown)
        return named is not None and bool(named.mentions)

    def is_last_said(self, state: TypedState) -> bool:
        """The last message offered the way out of this question, a place to choose, or a sentence."""
        offered = [data for _, data in self._turn.chat.offered]
        if isinstance(state, NamingPerson):
            return f"appoint-no:{state.unit_id}" in offered
        if isinstance(state, SettingUp):
            return f"setup-later:{state.part}" in offered
        if isinstance(state, LaunchWords):
            return launch.is_asked(self._turn, state)
        if isinstance(state, CheckingFigure):
            return spot_checks.is_asked(self._turn, state)
        if isinstance(state, PledgingLine):
            return pledge.is_asked(self._turn, state)
        if isinstance(state, ChoosingSentence):
            return any(data.startswith(f"query:{state.figure_id}:") for data in offered)
        if isinstance(state, AnnouncementState):
            return f"announce-no:{state.announcement_id}" in offered
        if isinstance(state, OpeningRound):
            return f"round-no:{state.round_id}" in offered
        if isinstance(state, TellingDeed):
            return f"deed-no:{state.deed_id}" in offered
        if isinstance(state, ChoosingPlace):
            return f"draft:{state.period_id}" in offered
        return any(data.startswith("enter-for:") for data in offered)


def answered_by(turn: Turn) -> Answered:
    """What the text of this turn answers."""
    return which_dialogue.answered_by(router.open_dialogues(turn), turn.inbound.text, _Questions(turn))


def takes_names(answered: Answered) -> bool:
    """Whether a name answers what was asked: of a place, or of a person who is to come."""
    return isinstance(answered, TypedState) and not isinstance(answered, PledgingLine | CheckingFigure)


def tells_commune(turn: Turn, answered: Answered) -> bool:
    """Whether an officer names the commune and whom to call before it was asked: that telephone is to be known."""
    return answered is None and setup.unasked(turn, turn.inbound.text) == Part.COMMUNE


def is_place_asked(turn: Turn) -> bool:
    """Whether the last message asked for a place: then «thôn Bản Còn» is no command."""
    latest = turn.dialogues.shown()[-1:] if turn.is_officer() else []
    return any(isinstance(one.state, PlaceState) and _Questions(turn).is_last_said(one.state) for one in latest)


def is_for_last(turn: Turn, *, is_bare_command: bool) -> bool:
    """Whether a text is for whatever asked last, though it reads like a command; of a report's questions never."""
    shown = turn.dialogues.shown()
    if not shown or isinstance(shown[-1].state, ReportState):
        return False
    return _is_announcement(turn) or (_is_round(turn) and not is_bare_command)


def _is_round(turn: Turn) -> bool:
    """Whether the last message was about a round or a deed: «Thôn Bản Còn» and «Mời gọi …» are no commands then."""
    latest = turn.dialogues.shown()[-1:]
    is_asked = any(
        isinstance(one.state, OpeningRound | TellingDeed) and _Questions(turn).is_last_said(one.state) for one in latest
    )
    return is_asked and not turn.inbound.text.startswith("/")


def _is_announcement(turn: Turn) -> bool:
    """Whether an announcement was asked for last, and these are its words: «Mời các thôn về họp» is no MỜI then."""
    step, text = announce.open_step(turn), turn.inbound.text
    if step is None or text.startswith("/") or not _Questions(turn).is_last_said(step):
        return False
    if isinstance(step, AddressingAnnouncement):
        return announce_to_whom.is_audience(turn, text)  # «trường», «thôn Bản Còn»
    return len(text.split()) >= which_dialogue.FEWEST_WORDS


def is_list_asked(turn: Turn, text: str) -> bool:
    """Whether the last message asked for the list of places: then «Trường Tiểu học …» is no command."""
    latest = turn.dialogues.shown()[-1:] if turn.is_officer() else []
    state = latest[0].state if latest else None
    if not isinstance(state, SettingUp) or not _Questions(turn).is_last_said(state):
        return False
    return setup.takes_list(turn, state, text)


def take(turn: Turn, answered: Answered) -> None:
    """Hand the text over to the dialogue that it answers."""
    text = turn.inbound.text
    match answered:
        case Doubtful(dialogues, announcement):
            return _ask_back(turn, text, dialogues, announcement)
        case WritingAnnouncement():
            return announce.take_text(turn, answered, text)
        case AddressingAnnouncement():
            return announce_to_whom.take_audience(turn, answered, text)
        case TellingDeed():
            return good_deeds.typed(turn, answered, text)
        case OpeningRound():
            return open_round.typed(turn, answered, text)
        case ChoosingPlace():
            return edit_draft.named(turn, answered, text)
        case NamingPerson():
            return appoint.named(turn, answered, text)
        case SettingUp():
            return setup.typed(turn, answered, text)
        case ChoosingSentence():
            return ask_again.typed(turn, answered, text)
        case LaunchWords():
            return launch.typed(turn, answered, text)
        case CheckingFigure():
            return spot_checks.typed(turn, answered, text)
        case PledgingLine():
            return pledge.typed(turn, answered, text)
        case ChoosingUnit():
            return enter_for_unit.named(turn, answered, text)
        case EnteringFor() if enter_for_unit.is_stop(text):
            return enter_for_unit.stop(turn, answered)
        case _:
            if answered is None and setup.adopt(turn, text):
                return None
            if isinstance(answered, EnteringFor) and enter_for_unit.switch(turn, answered, text):
                return None
            if answered is None and enter_for_unit.tell_how(turn, text):
                return None
            return router.typed(turn, answered)


# A number that fits two dialogues


def _ask_back(
    turn: Turn, text: str, dialogues: tuple[ReportState, ...], announcement: WritingAnnouncement | None
) -> None:
    """«8» là của nơi nào ạ?"""
    reports = [turn.session.get_one(Report, state.report_id) for state in dialogues]
    turn.dialogues.keep(AskedBack(text.strip()))
    choices = [Choice(report.unit.short_name[:40], f"meant:{report.id}") for report in reports]
    spoken = [Choice(report.unit.full_name, f"meant:{report.id}") for report in reports]
    if announcement is not None:
        choices = [Choice(wording.IS_ANNOUNCEMENT, f"announce-text:{announcement.announcement_id}"), *choices]
        return turn.reply(wording.whose_words(text.strip(), reports[0].unit.full_name), choices, unlisted=spoken)
    turn.reply(wording.which_place(text.strip(), turn.title), choices, unlisted=spoken)


def announced(turn: Turn, draft: Announcement) -> None:
    """The words were an announcement's after all."""
    asked_back = turn.dialogues.state(ASKED_BACK)
    if not isinstance(asked_back, AskedBack) or draft.due_at is not None:
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(asked_back.key)
    announce.take_text(turn, WritingAnnouncement(draft.id), asked_back.words)


def meant(dialogue: Dialogue) -> None:
    """The place was chosen: its dialogue takes the number, and the next ones."""
    asked_back = dialogue.turn.dialogues.state(ASKED_BACK)
    if not isinstance(asked_back, AskedBack):
        return dialogue.turn.reply(wording.stale_button())
    dialogue.turn.dialogues.leave(asked_back.key)
    dialogue.is_chosen = True
    return answers.typed(dialogue, asked_back.words)
