"""The conversation about one report: ask the next open question, take an answer, echo it, close.

What is asked next follows from the figures. Saved is only what cannot be derived: an input chosen by hand,
the list of news being gone through, a figure waiting for «đúng rồi».
"""

from __future__ import annotations

from typing import Any

from campaign.folding import fold
from handlers import moments, wording
from handlers.context import Choice
from handlers.reporter import amounts, closing, listing, news, phrases, recording
from handlers.reporter.questions import Question, Ref, Sheet, waiting_reports
from handlers.turn import Turn
from models import conversations, people
from models.figures import Saying
from models.people import Person
from models.periods import Report

_YES = {fold(wording.CORRECT), "dung", "dung a", "phai", "vang", "ok", "dung vay"}


class Dialogue:
    """One person's conversation about one report, for the length of a turn."""

    def __init__(self, turn: Turn, report: Report) -> None:
        self.turn = turn
        self.report = report
        self.sheet = Sheet(turn, report)
        self.state: dict[str, Any] = conversations.load(turn.session, turn.speaker.id, report.id)
        turn.chat.report_id = report.id

    # What is in hand

    @property
    def _units(self) -> int:
        return len(people.units_of(self.turn.session, self.turn.speaker, people.REPORTING_ROLES))

    @property
    def is_proxy(self) -> bool:
        """True when an officer enters for a unit."""
        held = people.units_of(self.turn.session, self.turn.speaker, people.REPORTING_ROLES)
        return all(unit.id != self.sheet.unit.id for unit in held)

    @property
    def target(self) -> Ref | None:
        """The single input that a typed text would answer, if there is one."""
        chosen = self.state.get("doubt") or self.state.get("asking")
        if chosen:
            return self.sheet.ref(chosen)
        question = self._question()
        return None if question is None or question.is_news else question.refs[0]

    def _question(self) -> Question | None:
        waiting = self.sheet.open_questions
        return waiting[0] if waiting else None

    @property
    def _officer(self) -> tuple[str, str]:
        return self.turn.campaign.officer_name, self.turn.campaign.officer_phone

    def save(self) -> None:
        state = {key: value for key, value in self.state.items() if value}
        conversations.save(self.turn.session, self.turn.speaker.id, self.report.id, state, self.turn.now)

    # Asking

    def ask(self, before: str = "", *, is_opening: bool = False) -> None:
        """Say `before` and the next question in one message; without a question left, read back."""
        question = self._question()
        if self.state.get("news") and question is not None and question.is_news:
            self._reply(before, *news.menu(self.report.id, question, self.state.get("told", [])))
        elif question is None:
            self._close(before)
        else:
            text = self._numbered(question)
            self._reply(before, text, phrases.question_choices(self.sheet, question, may_defer=is_opening))
        self.save()

    def _numbered(self, question: Question) -> str:
        everything = self.sheet.questions
        unit = self.sheet.unit.full_name if self._units > 1 or self.is_proxy else ""
        text = phrases.question_text(self.sheet, question)
        return wording.numbered(everything.index(question) + 1, len(everything), text, wording.sentence(unit)[:-1])

    def _reply(self, before: str, text: str, choices: list[Choice]) -> None:
        self.turn.reply("\n".join(part for part in (before, text) if part), choices)

    def _ask_for(self, ref: Ref, before: str = "") -> None:
        """Ask one input out of turn: a piece of news, or a figure to be mended."""
        self.state["asking"] = ref.key
        question = Question((ref,))
        choices = phrases.question_choices(self.sheet, question, may_defer=False)
        keeps = not self.state.get("fixing")
        self._reply(before, phrases.question_text(self.sheet, question), choices if keeps or ref.input.options else [])
        self.save()

    # Answers

    def typed(self, text: str) -> None:
        """A text that is neither a command nor the words of a button."""
        if self.state.get("doubt") and fold(text) in _YES:
            return self.sure()
        ref = self.target
        if ref is None:
            return self._typed_at_news(text)
        if listing.is_about_villages(ref):
            return self.listed(ref.key, text)
        return self._take(ref, recording.understand(self.sheet, ref, text, self.turn.title), text)

    def tapped(self, key: str, what: str) -> None:
        """A button of one input."""
        ref = self.sheet.ref(key)
        if ref is None:
            return self.turn.reply(wording.stale_button())
        return self._take(
            ref, recording.tapped(self.sheet, ref, what, self.turn.title), self.turn.inbound.tapped or what
        )

    def _take(self, ref: Ref, result: recording.Understood | recording.Refusal, words: str) -> None:
        if isinstance(result, recording.Refusal):
            return self._refuse(ref, result)
        known, old = self.sheet.last_known(ref), self.sheet.given.get(ref.key)
        old_text = amounts.figure_text(ref, old) if old else ""
        figure = recording.store(self.sheet, ref, result, self._saying(words))
        self.turn.chat.failures = 0
        self.state.pop("asking", None)
        self.state.pop("doubt", None)
        self._complete()
        echo = phrases.echo(ref, figure, known, typed=result.typed)
        if figure.mark and result.answer.state == "reported":
            return self._doubt(ref, wording.sentence(echo))
        if self.state.pop("fixing", None) and old_text:
            return self._fixed(wording.fixed(phrases.echo(ref, figure, typed=result.typed), old_text))
        if self.state.get("news") and not self.sheet.is_complete:
            self.state["told"] = [*self.state.get("told", []), ref.measure.id]
        suffix = f" {wording.left_empty()}" if figure.value is None else ""
        return self.ask(wording.sentence(echo) + suffix)

    def listed(self, key: str, text: str) -> None:
        """The villages that have not, named by the office that answers about all of them."""
        ref = self.sheet.ref(key)
        if ref is None:
            return self.turn.reply(wording.stale_button())
        without = listing.read(self.sheet, ref, text, self.turn.title)
        if isinstance(without, recording.Refusal):
            return self._refuse(ref, without)
        listing.store(self.sheet, ref, without, self._saying(self.turn.inbound.tapped or text))
        self.turn.chat.failures = 0
        self.state.clear()
        self._complete()
        return self.ask(wording.sentence(listing.summary(self.sheet, ref)))

    def _fixed(self, said: str) -> None:
        if self.report.period.frozen_at:
            said = f"{said} {wording.adjusted()}"
        if not self.sheet.is_complete:
            return self.ask(said)
        self.turn.reply(said)
        return self.save()

    def _saying(self, words: str) -> Saying:
        owner = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today) if self.is_proxy else None
        reason = "điều chỉnh" if self.report.period.frozen_at else ""
        return self.turn.saying(words, on_behalf_of=owner.id if owner else None, reason=reason)

    def _refuse(self, ref: Ref, refusal: recording.Refusal) -> None:
        """Say why not; every second time in other words, with a human's number."""
        self.turn.chat.failures += 1
        text = refusal.text
        if refusal.is_limit and self.turn.chat.failures > 1:
            text = f"{text} {wording.profile_wrong(*self._officer)}"
        elif not refusal.options and self.turn.chat.failures % 2 == 0:
            text = wording.not_understood_again(*self._officer, ref.input.example)
        elif self.turn.chat.failures > 2:
            text = f"{text} {wording.or_call(*self._officer)}"
        head = f"answer:{self.report.id}:{ref.key}:v"
        options = [Choice(amounts.text(ref.input, one.value), f"{head}{one.value}") for one in refusal.options]
        self.turn.reply(text, options or phrases.question_choices(self.sheet, Question((ref,)), may_defer=False))
        self.save()

    def _doubt(self, ref: Ref, echo: str) -> None:
        self.state["doubt"] = ref.key
        self.turn.reply(
            wording.unusual(echo, self.turn.title),
            [
                Choice(wording.CORRECT, f"sure:{self.report.id}"),
                Choice(wording.RETYPE, f"fix:{self.report.id}:{ref.key}"),
            ],
        )
        self.save()

    def sure(self) -> None:
        """«Đúng rồi»: the figure stays, with its mark for the officer."""
        self.state.pop("doubt", None)
        self.state.pop("fixing", None)
        self.ask(wording.marked_for_check())

    # What rarely changes

    def _typed_at_news(self, text: str) -> None:
        question = self._question()
        if question is None:
            return self.turn.reply(wording.all_answered(self.turn.title))
        said = news.read(text)
        if said is not None:
            return self.news(said)
        self.turn.chat.failures += 1
        if self.turn.chat.failures % 2 == 0:
            sentence = wording.not_understood_buttons(*self._officer)
        else:
            is_menu = self.state.get("news")
            labels = question.labels if is_menu else [wording.NOTHING_NEW, wording.SOMETHING_NEW]
            sentence = wording.tap_or_type(labels)
        return self.turn.reply(sentence, phrases.question_choices(self.sheet, question, may_defer=False))

    def news(self, what: str) -> None:
        """The answer to «có gì mới không?»; at the end of the list all that was not told is as before."""
        self.turn.chat.failures = 0
        if what == news.SOME:
            self.state["news"] = True
            return self.ask()
        self.state.pop("news", None)
        self.state.pop("told", None)
        words = self.turn.inbound.tapped or self.turn.inbound.text
        for ref in [ref for question in self.sheet.open_questions if question.is_news for ref in question.refs]:
            if ref.key not in self.sheet.given:
                result = recording.quiet(self.sheet, ref, self.turn.title)
                if isinstance(result, recording.Refusal):
                    return self._ask_for(ref, result.text)
                recording.store(self.sheet, ref, result, self._saying(words))
        self._complete()
        return self.ask()

    def item(self, name: str, *, verb: str = "item") -> None:
        """One piece was chosen from a list: a measure, or one input of a measure that has several."""
        refs = [ref for ref in self.sheet.refs if name in (ref.measure.id, ref.key)]
        if not refs:
            return self.turn.reply(wording.stale_button())
        if len(refs) > 1:
            return self._reply("", *news.parts(self.report.id, verb, refs))
        return self._ask_for(refs[0])

    # Stopping, closing

    def later(self) -> None:
        deadline = self.turn.calendar.schedule(self.report.period.week).deadline
        said = moments.deadline(deadline, self.turn.today) if self.turn.now < deadline else ""
        text = wording.later(self.turn.title, said) if said else wording.later_without_deadline(self.turn.title)
        self.turn.reply(text, [Choice(wording.NOW, f"go:{self.report.id}")])

    def _complete(self) -> None:
        if self.report.completed_at is None and self.sheet.is_complete:
            self.report.completed_at = self.turn.said_at

    def _close(self, before: str) -> None:
        self.state.clear()
        if self.is_proxy:
            return self._close_for(before)
        if not self.sheet.questions:
            return self.turn.reply(wording.nothing_to_ask(self.turn.title))
        read_back = closing.read_back(self.sheet, self.turn.title)
        others = [one for one in waiting_reports(self.turn, self.turn.speaker) if one.id != self.report.id]
        if others:
            return Dialogue(self.turn, others[0]).ask(read_back)
        return self.turn.reply(read_back)

    def _close_for(self, before: str) -> None:
        unit = self.sheet.unit.full_name
        self.turn.reply(f"{before}\n{wording.entered_for(unit)}".strip())
        owner: Person | None = people.spokesperson(self.turn.session, self.sheet.unit.id, self.turn.today)
        if owner is not None and owner.id != self.turn.speaker.id:
            address = wording.sentence(self.turn.speaker.address)[:-1]
            self.turn.tell(owner, wording.copy_of_entry(owner.address, unit, address, closing.items(self.sheet)))
        self.turn.chat.report_id = None
