"""The conversation about one report: ask the next open question, take an answer, echo it, close.

What is asked next follows from the figures; what they cannot tell is the state, kept whenever something is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from handlers.dialogue_states import ChoosingPlace, EditingFigures, EnteringFor, OwnReport, ReportState
from handlers.reporter import closing, menus
from handlers.reporter.state import IDLE, Answering, NextQuestion
from handlers.turn import Turn
from models import people, periods
from models.audit import Action
from models.figures import Saying
from models.outbox_states import Purpose
from models.people import Person
from models.periods import Report
from services import date_words, doubt_reasons, numbered_questions, question_text, wording
from services.context import Choice
from services.guards import Refusal
from services.report_sheet import Question, Ref, report_in_hand, sheet_of, waiting_reports


class Change(NamedTuple):
    """A figure that was given anew, and what to say of it."""

    figure_id: int
    key: str  # "KT1a.area"
    said: str


class Dialogue:
    """One person's conversation about one report, for the length of a turn."""

    def __init__(self, turn: Turn, report: Report, own: OwnReport | None = None) -> None:
        """`own`: what is kept of it, where it is known that the speaker answers for the unit."""
        self.turn = turn
        self.report = report
        self.sheet = sheet_of(turn, report)
        is_own = own is not None or any(unit.id == report.unit_id for unit in turn.units)
        self.enter(own or turn.dialogues.about(report.id, is_own=is_own))
        self.is_proxy = not isinstance(self._entered, OwnReport)  # an officer answers for the unit, to the end
        # Without buttons all questions come in one message, and one reply answers them.
        self.is_bundled = not turn.can(turn.inbound.bot).has_buttons
        self.changes: list[Change] = []  # what this turn gave anew
        self.told = ""  # who else was told of them
        self.unread = ""  # what of this message was not understood: said by whatever answers it
        self.held: Answering | None = None  # where the answers stood before a message was edited
        self.is_aside = False  # an earlier week's message was edited: its own open questions are not put again
        self.is_chosen = False  # an answer was taken in this turn, or the person has said that this is meant

    # What is in hand

    def enter(self, state: ReportState) -> None:
        """Begin, or become another kind of dialogue: where its answers stand is its own from now on."""
        self._entered = state
        self.answers: Answering = state.answers  # what they go on to is kept with the next thing that is said

    @property
    def state(self) -> ReportState:
        """What is kept: the kind of the dialogue, and where its answers stand now."""
        return self._entered if self.answers is self._entered.answers else self._entered.at(self.answers)

    @property
    def is_open(self) -> bool:
        """True when the dialogue was begun before this turn, and is kept."""
        return self.turn.dialogues.state(self.state.key) is not None

    @property
    def is_edit(self) -> bool:
        """True when an officer gives figures anew, and does not go through the questions."""
        return isinstance(self.state, EditingFigures)

    @property
    def shown(self) -> list[Question]:
        """The questions in the order of the numbers that the person sees."""
        return self.sheet.everything if self.is_bundled else self.sheet.questions

    @property
    def open_bundle(self) -> list[Question]:
        """The questions that wait for one reply together; none while a single one is being cleared up."""
        if not self.is_bundled or self.answers.key is not None:
            return []
        waiting = numbered_questions.still_open(self.sheet)
        return waiting if len(waiting) > 1 else []

    @property
    def target(self) -> Ref | None:
        """The single input that a typed text would answer, if there is one."""
        if self.answers.key is not None:
            return self.sheet.ref(self.answers.key)
        question = self.question()
        return None if question is None or question.is_news or self.open_bundle else question.refs[0]

    @property
    def asked(self) -> Ref | None:
        """The input whose turn it is and that alone is asked for; None where several stand together, or none does."""
        if self.is_bundled or not isinstance(self.answers.waits_for, NextQuestion):
            return None
        question = self.question()
        return None if question is None or question.is_news else question.refs[0]

    @property
    def awaited(self) -> list[Ref]:
        """The inputs that a typed text may answer."""
        if self.target is not None:
            return [self.target]
        return [ref for question in self.open_bundle for ref in question.refs]

    @property
    def holds(self) -> bool:
        """True while a doubt, a choice or a question out of turn waits, or did before an edit."""
        waiting = (self.answers, self.held)
        return any(one is not None and one.key is not None for one in waiting)

    def question(self) -> Question | None:
        waiting = self.sheet.open_questions
        return waiting[0] if waiting else None

    @property
    def officer(self) -> tuple[str, str]:
        return self.turn.campaign.officer_name, self.turn.campaign.officer_phone

    # Asking

    def say(self, text: str, choices: Sequence[Choice] = (), *, unlisted: Sequence[Choice] = ()) -> None:
        """Say something after which the person's next text is for this dialogue."""
        self.turn.reply(text, choices, unlisted=unlisted)
        self.turn.dialogues.show(self.state, is_settled=self.is_chosen)

    def say_below(self, before: str, text: str, choices: list[Choice]) -> None:
        """Say a question below what is said first."""
        self.say("\n".join(part for part in (before, text) if part), choices)

    def resume(self) -> None:
        """Begin again at the next open question, whatever was in hand."""
        self.answers = self.answers.answered()
        self.ask()

    def start_over(self) -> None:
        """Nothing of what was in hand is kept: ask what the figures leave open."""
        self.answers = IDLE
        self.ask()

    def ask(self, before: str = "", *, is_opening: bool = False) -> None:
        """Say `before` and the next question in one message; without a question left, read back."""
        if self.is_aside and before:
            return self._leave_aside(before)
        question = self.question()
        if question is None:
            return self._close(before)
        if self.answers.news is not None and question.is_news:
            return self.say_below(before, *menus.menu(self.report.id, question, self.answers.news))
        if self.open_bundle:
            return self._ask_all(before, self.open_bundle)
        number, of, unit = self.shown.index(question) + 1, len(self.shown), self._unit_name
        choices = question_text.question_choices(self.sheet, question, may_defer=is_opening)
        text = wording.numbered(number, of, question_text.question_text(self.sheet, question), unit)
        return self.say_below(before, text, choices)

    def _leave_aside(self, before: str) -> None:
        """Say what became of an earlier week's figure, and put this week's open question again."""
        current = Dialogue(self.turn, report_in_hand(self.turn, self.sheet.unit))
        first, last = date_words.short_date(self.report.period.first), date_words.short_date(self.report.period.last)
        said = wording.of_earlier_week(f"{first}–{last}", before)
        if current.report.id == self.report.id or not current.ask_again(said):
            self.turn.reply(said)

    def _ask_all(self, before: str, waiting: list[Question]) -> None:
        """Every open question in one message."""
        questions = numbered_questions.text(self.sheet, waiting, self._unit_name)
        text = f"{wording.questions_together(len(waiting))}\n{questions}"
        said = "\n".join(part for part in (before, text) if part)
        self.say(said, unlisted=numbered_questions.words(self.sheet, waiting))

    @property
    def _unit_name(self) -> str:
        """The unit's name where the person answers for several, or for another."""
        is_named = len(self.turn.units) > 1 or self.is_proxy or self.turn.dialogues.are_several
        return self.sheet.unit.short_name if is_named else ""

    def ask_for(self, ref: Ref, before: str = "") -> None:
        """Ask one input out of turn: a piece of news, or a figure to be given anew."""
        self.answers = self.answers.ask_alone(ref.key)
        question = Question((ref,))
        choices = question_text.question_choices(self.sheet, question, may_defer=False)
        if self.answers.is_correction and not ref.input.options:
            choices = []
        self.say_below(before, question_text.question_text(self.sheet, question), choices)

    def ask_which_reading(self, ref: Ref, refusal: Refusal, words: str, before: str = "") -> None:
        """Put the choice between two readings of words that wait, instead of dropping them."""
        self.answers = self.answers.refuse(ref.key, words)
        self.say_below(before, refusal.text, self.readings(ref, refusal))

    def readings(self, ref: Ref, refusal: Refusal) -> list[Choice]:
        """The buttons with which one of several readings of an answer is chosen."""
        return [Choice(label, f"answer:{self.report.id}:{ref.key}:{what}") for label, what in refusal.choices]

    def is_offered(self, ref: Ref) -> bool:
        """Whether the buttons of a question stand below what was said last: the answer is to what is open now."""
        head = f"answer:{self.report.id}:{ref.key}:"
        return any(data.startswith(head) for _, data in self.turn.chat.offered)

    def ask_whether_right(self, ref: Ref, echo: str) -> None:
        """«Khác mọi tuần … có đúng không ạ?» about a stored figure; what it may be right for confirms it."""
        self.answers = self.answers.doubt(ref.key)
        report = self.report.id
        choices = [
            *doubt_reasons.choices(ref, f"sure:{report}"),
            Choice(wording.RETYPE, f"fix:{report}:{ref.key}"),
        ]
        self.say(wording.unusual(echo, self.sheet.given[ref.key].mark, self.turn.title), choices)

    def ask_again(self, before: str = "") -> bool:
        """Put what is open once more, after another dialogue has ended; False where nothing is open any more.

        `before` is what is said instead of «Trở lại số liệu của …».
        """
        before = before or wording.back_to(self.sheet.unit.full_name)
        ref = self.sheet.ref(self.answers.key) if self.answers.key is not None else None
        if ref is not None and self.answers.is_in_doubt and ref.key in self.sheet.given:
            echo = question_text.echo(ref, self.sheet.given[ref.key], self.sheet.last_known.get(ref.key))
            self.ask_whether_right(ref, f"{before}\n{wording.sentence(echo)}")
        elif ref is not None:
            self.ask_for(ref, before)
        elif self.question() is not None and not self.is_edit:
            self.ask(before)
        else:
            return False
        return True

    def saying(self, words: str) -> Saying:
        owner = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today) if self.is_proxy else None
        reason = "điều chỉnh" if self.report.period.frozen_at else ""
        return self.turn.saying(words, on_behalf_of=owner.id if owner else None, reason=reason)

    def note_answer(self) -> None:
        """After a figure was written: the moment of the last answer, once, and that a posted week has changed."""
        self.is_chosen = True
        periods.note_change(self.report.period, self.turn.now)
        if self.is_proxy:
            new = {"unit": self.sheet.unit.code, "week": self.report.period.week.label}
            self.turn.record_change(Action.ENTERED_FOR_UNIT, f"report:{self.report.id}", new=new)
        if self.report.completed_at is None and self.sheet.is_complete:
            self.report.completed_at = self.turn.said_at

    # Closing

    def begin_edit(self) -> None:
        """A figure is given anew. Within GHI HỘ that is a part of it; else an officer edits a place's figures."""
        if isinstance(self.state, EnteringFor) and not self.is_open:
            choosing = ChoosingPlace(self.report.period_id)
            self.turn.dialogues.leave(choosing.key)
            self.enter(choosing.choose(self.report.id))

    def _close(self, before: str) -> None:
        """Nothing is left to be asked: read back, or on to the person's next unit."""
        self.answers = IDLE
        if self.is_proxy:
            return self._close_for()
        if not self.sheet.questions:
            return self.say(wording.nothing_to_ask(self.turn.title))
        by_number = numbered_questions.mending_example(self.sheet) if self.is_bundled else ""
        whole = closing.read_back(self.sheet, self.turn.title, by_number)
        read_back = "\n".join(filter(None, [whole, self.told, self.unread]))
        is_only = len(self.turn.units) == 1
        waiting = [] if is_only else waiting_reports(self.turn, self.turn.speaker, self.report.period_id)
        others = [report for report in waiting if report.id != self.report.id]
        if others:
            self.turn.dialogues.keep(self.state)
            return Dialogue(self.turn, others[0]).ask(read_back)
        return self.close(read_back)

    def close(self, text: str, choices: Sequence[Choice] = ()) -> None:
        """Say the last thing of this dialogue; one that was open before it asks again."""
        self.answers = IDLE
        self.say(text, choices)
        self.turn.dialogues.end(self.state)

    def close_edit(self, said: str, items: str) -> None:
        """An officer has given one figure of a unit anew: its head gets a copy, and nothing else is asked."""
        self.close(said, closing.review_choices(self.sheet) if self.is_proxy else [])
        self._copy(wording.copy_of_mending, items)

    def _close_for(self) -> None:
        unit, items = self.sheet.unit.full_name, closing.items(self.sheet)
        self.close(wording.entered_for(unit, items), closing.review_choices(self.sheet))
        self._copy(wording.copy_of_entry, items)

    def _copy(self, say: Callable[[str, str, str, str], str], items: str) -> None:
        """Whoever answers for the unit reads what an officer has entered for it."""
        owner: Person | None = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today)
        if items and owner is not None and owner.id != self.turn.speaker.id:
            address = wording.sentence(self.turn.speaker.address)[:-1]
            text = say(owner.address, self.sheet.unit.full_name, address, items)
            self.turn.tell(owner, text, purpose=Purpose.COPY)
