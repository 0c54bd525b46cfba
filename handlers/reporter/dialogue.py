"""The conversation about one report: ask the next open question, take an answer, echo it, close.

What is asked next follows from the figures. Saved is only what cannot be derived: an input chosen by hand,
the list of news being gone through, a figure waiting for «đúng rồi».
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.reporter import closing, menus
from handlers.turn import Turn
from models import conversations, people, periods, summaries
from models.audit import Action
from models.figures import Saying
from models.people import Person
from models.periods import Report
from services import date_words, numbered_questions, question_text, wording
from services.context import Choice
from services.report_sheet import Question, Ref, sheet_of, waiting_reports


class Dialogue:
    """One person's conversation about one report, for the length of a turn."""

    def __init__(self, turn: Turn, report: Report) -> None:
        self.turn = turn
        self.report = report
        self.sheet = sheet_of(turn, report)
        self.state: dict[str, Any] = conversations.load(turn.session, turn.speaker.id, report.id)
        self._saved = dict(self.state)
        if turn.chat.report_id != report.id:  # what is set, even to the same, is flushed before the next query
            turn.chat.report_id = report.id

    # What is in hand

    @property
    def _units(self) -> int:
        return len(people.units_of(self.turn.speaker, people.REPORTING_ROLES))

    @property
    def is_proxy(self) -> bool:
        """True when an officer enters for a unit."""
        held = people.units_of(self.turn.speaker, people.REPORTING_ROLES)
        return all(unit.id != self.sheet.unit.id for unit in held)

    @property
    def is_bundled(self) -> bool:
        """True without buttons: then all questions come in one message, and one reply answers them."""
        return not self.turn.can(self.turn.inbound.bot).has_buttons

    @property
    def shown(self) -> list[Question]:
        """The questions in the order of the numbers that the person sees."""
        return self.sheet.everything if self.is_bundled else self.sheet.questions

    @property
    def open_bundle(self) -> list[Question]:
        """The questions that wait for one reply together; none while a single one is being cleared up."""
        if not self.is_bundled or self.state.get("doubt") or self.state.get("asking"):
            return []
        waiting = numbered_questions.still_open(self.sheet)
        return waiting if len(waiting) > 1 else []

    @property
    def target(self) -> Ref | None:
        """The single input that a typed text would answer, if there is one."""
        chosen = self.state.get("doubt") or self.state.get("asking")
        if chosen:
            return self.sheet.ref(chosen)
        question = self.question()
        return None if question is None or question.is_news or self.open_bundle else question.refs[0]

    def question(self) -> Question | None:
        waiting = self.sheet.open_questions
        return waiting[0] if waiting else None

    @property
    def officer(self) -> tuple[str, str]:
        return self.turn.campaign.officer_name, self.turn.campaign.officer_phone

    def save(self) -> None:
        state = {key: value for key, value in self.state.items() if value}
        if state != self._saved:
            conversations.save(self.turn.session, self.turn.speaker.id, self.report.id, state, self.turn.now)
            self._saved = dict(state)

    # Asking

    def resume(self) -> None:
        """Begin again at the next open question, whatever was in hand."""
        for key in ("asking", "doubt", "fixing"):
            self.state.pop(key, None)
        self.ask()

    def ask(self, before: str = "", *, is_opening: bool = False) -> None:
        """Say `before` and the next question in one message; without a question left, read back."""
        question = self.question()
        if self.state.get("news") and question is not None and question.is_news:
            self.reply(before, *menus.menu(self.report.id, question, self.state.get("told", [])))
        elif question is None:
            self._close(before)
        elif self.open_bundle:
            self._ask_all(before, self.open_bundle)
        else:
            text = self._numbered(question)
            self.reply(before, text, question_text.question_choices(self.sheet, question, may_defer=is_opening))
        self.save()

    def _ask_all(self, before: str, waiting: list[Question]) -> None:
        """Every open question in one message."""
        questions = numbered_questions.text(self.sheet, waiting, self._unit_name)
        text = f"{wording.questions_together(len(waiting))}\n{questions}"
        said = "\n".join(part for part in (before, text) if part)
        self.turn.reply(said, unlisted=numbered_questions.words(self.sheet, waiting))

    @property
    def _unit_name(self) -> str:
        """The unit's name where the person answers for several, or for another."""
        return self.sheet.unit.name if self._units > 1 or self.is_proxy else ""

    def _numbered(self, question: Question) -> str:
        text = question_text.question_text(self.sheet, question)
        return wording.numbered(self.shown.index(question) + 1, len(self.shown), text, self._unit_name)

    def reply(self, before: str, text: str, choices: list[Choice]) -> None:
        self.turn.reply("\n".join(part for part in (before, text) if part), choices)

    def ask_for(self, ref: Ref, before: str = "") -> None:
        """Ask one input out of turn: a piece of news, or a figure to be mended."""
        self.state["asking"] = ref.key
        question = Question((ref,))
        choices = question_text.question_choices(self.sheet, question, may_defer=False)
        keeps = not self.state.get("fixing")
        self.reply(
            before, question_text.question_text(self.sheet, question), choices if keeps or ref.input.options else []
        )
        self.save()

    def item(self, name: str, *, verb: str = "item") -> None:
        """One piece was chosen from a list: a measure, or one input of a measure that has several."""
        refs = [ref for ref in self.sheet.refs if name in (ref.measure.id, ref.key)]
        if not refs:
            return self.turn.reply(wording.stale_button())
        if len(refs) > 1:
            return self.reply("", *menus.parts(self.report.id, verb, refs))
        return self.ask_for(refs[0])

    def saying(self, words: str) -> Saying:
        owner = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today) if self.is_proxy else None
        reason = "điều chỉnh" if self.report.period.frozen_at else ""
        return self.turn.saying(words, on_behalf_of=owner.id if owner else None, reason=reason)

    # Stopping, closing

    def later(self) -> None:
        deadline = self.turn.calendar.schedule(self.report.period.week).deadline
        said = date_words.deadline(deadline, self.turn.today) if self.turn.now < deadline else ""
        text = wording.later(self.turn.title, said) if said else wording.later_without_deadline(self.turn.title)
        self.turn.reply(text, [Choice(wording.NOW, f"go:{self.report.id}")])

    def note_answer(self) -> None:
        """After a figure was written: the moment of the last answer, once, and that a posted week has changed."""
        periods.note_change(self.report.period, self.turn.now)
        if self.is_proxy:
            new = {"unit": self.sheet.unit.code, "week": self.report.period.week.label}
            self.turn.record_change(Action.ENTERED_FOR_UNIT, f"report:{self.report.id}", new=new)
        if self.report.completed_at is None and self.sheet.is_complete:
            self.report.completed_at = self.turn.said_at

    def _close(self, before: str) -> None:
        self.state.clear()
        if self.is_proxy:
            return self._close_for()
        if not self.sheet.questions:
            return self.turn.reply(wording.nothing_to_ask(self.turn.title))
        by_number = numbered_questions.mending_example(self.sheet) if self.is_bundled else ""
        read_back = closing.read_back(self.sheet, self.turn.title, by_number)
        others = [
            one
            for one in waiting_reports(self.turn, self.turn.speaker, self.report.period_id)
            if one.id != self.report.id
        ]
        if others:
            return Dialogue(self.turn, others[0]).ask(read_back)
        return self.turn.reply(read_back)

    def review_choices(self) -> list[Choice]:
        """For an officer who entered a unit's figure: a look at the draft, where there is one that is not posted."""
        drafted = summaries.of_period(self.turn.session, self.report.period_id) if self.is_proxy else None
        if drafted is None or drafted.state == summaries.POSTED:
            return []
        return [Choice(wording.SEE_DRAFT, f"draft:{self.report.period_id}")]

    def close_mended(self, said: str, items: str) -> None:
        """An officer has mended one figure of a unit: its head gets a copy, and nothing else is asked."""
        self.turn.reply(said, self.review_choices())
        self._copy(wording.copy_of_mending, items)
        self.state.clear()
        self.save()
        self.turn.chat.report_id = None

    def _close_for(self) -> None:
        unit = self.sheet.unit.full_name
        self.turn.reply(wording.entered_for(unit, closing.items(self.sheet)), self.review_choices())
        self._copy(wording.copy_of_entry, closing.items(self.sheet))
        self.turn.chat.report_id = None

    def _copy(self, say: Callable[[str, str, str, str], str], items: str) -> None:
        """Whoever answers for the unit reads what an officer has entered for it."""
        owner: Person | None = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today)
        if items and owner is not None and owner.id != self.turn.speaker.id:
            address = wording.sentence(self.turn.speaker.address)[:-1]
            self.turn.tell(owner, say(owner.address, self.sheet.unit.full_name, address, items))
