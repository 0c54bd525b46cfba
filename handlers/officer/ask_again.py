"""[Hỏi lại]: an officer asks about a figure that was sent; whoever answers for the unit today confirms or mends it."""

from __future__ import annotations

from handlers.dialogue_states import OwnReport
from handlers.open_dialogues import OpenDialogues
from handlers.reporter import queries
from handlers.reporter.state import IDLE
from handlers.turn import Turn
from handlers.typed_states import AwaitingConfirmation, ChoosingSentence
from models import figure_queries, people
from models.figures import Figure
from models.outbox_states import Purpose
from models.people import Person
from models.periods import Report
from services import date_words, marked_figures, question_text, report_sheet, wording
from services.context import Address, Choice
from services.report_sheet import Ref

_SENTENCES = {"right": wording.QUERY_RIGHT, "why": wording.QUERY_WHY}


def begin(turn: Turn, figure: Figure) -> None:
    """What is to be asked; where nobody can be written to, whom to call."""
    person = _to_ask(turn, figure)
    if person is None:
        return
    choices = [Choice(sentence, f"query:{figure.id}:{code}") for code, sentence in _SENTENCES.items()]
    turn.reply(wording.what_to_ask(person.address), choices)
    turn.dialogues.show(ChoosingSentence(figure.id))


def send(turn: Turn, figure: Figure, code: str) -> None:
    """A sentence was chosen."""
    if code not in _SENTENCES:
        return turn.reply(wording.stale_button())
    return _send(turn, figure, _SENTENCES[code], may_differ=code == "why")


def typed(turn: Turn, step: ChoosingSentence, text: str) -> None:
    """A sentence of the officer's own."""
    figure = turn.session.get(Figure, step.figure_id)
    return _send(turn, figure, text) if figure is not None else turn.reply(wording.stale_button())


def _to_ask(turn: Turn, figure: Figure) -> Person | None:
    """Who answers for the unit today; None after the officer was told why nobody can be asked."""
    report, ref = marked_figures.report_of(turn, figure), marked_figures.ref_of(turn, figure)
    if report is None or ref is None or ref.is_about_villages:
        turn.reply(wording.stale_button())
        return None
    unit = report.unit.full_name
    person = people.spokesperson(turn.session, report.unit_id, turn.today)
    if person is None:
        turn.reply(wording.nobody_to_ask(unit))
        return None
    if turn.account_of(person) is None:
        turn.reply(wording.unit_not_reached(wording.contact(unit, person.address, person.phone)))
        return None
    return person


def _send(turn: Turn, figure: Figure, sentence: str, *, may_differ: bool = False) -> None:
    """Quote the figure with the sentence, once a day an officer; the outcome is waited for."""
    person, report, ref = (
        _to_ask(turn, figure),
        marked_figures.report_of(turn, figure),
        marked_figures.ref_of(turn, figure),
    )
    if person is None or report is None or ref is None:
        return
    said = wording.query(
        turn.speaker.address, report.unit.full_name, _day(turn, figure), question_text.echo(ref, figure), sentence
    )
    key = f"ask-again:{figure.id}:{turn.speaker.id}:{turn.today.isoformat()}"
    choices = queries.choices(turn, report, ref, figure, may_differ=may_differ)
    if not turn.tell(person, said, choices, purpose=Purpose.QUESTION, key=key):
        return turn.reply(wording.query_sent_before(person.address))
    _expect_figure(turn, person, report, ref)
    waiting = AwaitingConfirmation(figure.id)
    turn.chat.close(waiting.key)
    turn.dialogues.keep(waiting)
    turn.reply(wording.query_sent(person.address))


def _day(turn: Turn, figure: Figure) -> str:
    said_at = figure_queries.revisions(turn.session, figure.id)[-1].said_at
    return date_words.day_before(turn.day_of(said_at), turn.today)


def _expect_figure(turn: Turn, person: Person, report: Report, ref: Ref) -> None:
    """A figure typed next mends the one that was quoted, where the person has no question of the week open."""
    account = turn.account_of(person)
    is_open = bool(report_sheet.waiting_reports(turn, person, report.period_id))
    if account is None or is_open or not queries.is_in_hand(turn, report):
        return
    chat = turn.chat_at(Address(account.bot, account.chat_id))
    theirs = OpenDialogues(turn.session, person.id, chat, turn.now)
    theirs.show(OwnReport(report.id, IDLE.correct(ref.key)))
