"""A figure that an officer has asked about again: it is confirmed or mended, and whoever asked hears the outcome."""

from __future__ import annotations

from handlers import dialogue_states
from handlers.reporter import typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from handlers.typed_states import AwaitingConfirmation
from models import conversations, figures, people
from models.figures import Figure
from models.outbox_states import Purpose
from models.people import Person
from models.periods import Report
from services import doubt_reasons, figure_text, marked_figures, report_sheet, wording
from services.context import Choice
from services.report_sheet import Ref


def is_in_hand(turn: Turn, report: Report) -> bool:
    """Whether the report is the one that its unit answers now: figures of an older week are mended by an officer."""
    return report_sheet.report_in_hand(turn, report.unit).id == report.id


def choices(turn: Turn, report: Report, ref: Ref, figure: Figure, *, may_differ: bool) -> list[Choice]:
    """One tap confirms: with a reason where it was asked why the figure differs so much."""
    head = f"stands:{figure.id}"
    other = Choice(wording.figure_stands(figure_text.figure_text(ref, figure)), f"{head}:{doubt_reasons.OTHER}")
    confirming = doubt_reasons.choices(ref, head) if may_differ else [other]
    label = wording.RETYPE if is_in_hand(turn, report) else wording.NOT_RIGHT
    return [*confirming, Choice(label, f"retype:{figure.id}")]


def confirm(turn: Turn, figure: Figure, code: str) -> None:
    """«Đúng, 31 ha»: the figure stands, and the history says that it was confirmed."""
    report, ref = _own(turn, figure)
    if report is None or ref is None:
        return turn.reply(wording.stale_button())
    if not _waiting(turn, figure.id):
        return turn.reply(wording.query_over(turn.title))
    said, reason = figure_text.figure_text(ref, figure), doubt_reasons.told(code)
    figures.confirm(turn.session, figure, turn.saying(turn.inbound.tapped or wording.CORRECT), reason)
    _tell(turn, figure.id, wording.query_confirmed(report.unit.short_name, said, reason))
    thanks = wording.query_thanks(turn.title, said)
    if not is_in_hand(turn, report):
        return turn.reply(thanks)
    dialogue = Dialogue(turn, report)
    dialogue.answers = dialogue.answers.answered()
    return dialogue.close(thanks) if dialogue.sheet.is_complete else dialogue.ask(thanks)


def retype(turn: Turn, figure: Figure) -> None:
    """«Gõ lại»: asked for anew; of an older week an officer hears that it is wrong, and calls."""
    report, ref = _own(turn, figure)
    if report is None or ref is None:
        return turn.reply(wording.stale_button())
    if is_in_hand(turn, report):
        return typed_corrections.begin(Dialogue(turn, report), ref.key)
    if not _waiting(turn, figure.id):
        return turn.reply(wording.query_over(turn.title))
    contact = wording.contact(report.unit.short_name, turn.speaker.address, turn.speaker.phone)
    said = figure_text.figure_text(ref, figure)
    _tell(turn, figure.id, wording.query_denied(report.unit.short_name, said, contact))
    turn.reply(wording.query_call_officer(turn.campaign.officer_name, turn.campaign.officer_phone))


def answered(turn: Turn, figure: Figure, ref: Ref, unit: str, old: str) -> None:
    """A figure was given once more, however it came to that: whoever has asked about it hears what it is now."""
    if _waiting(turn, figure.id):
        new = figure_text.figure_text(ref, figure)
        _tell(turn, figure.id, wording.query_changed(unit, new, old) if old else wording.query_confirmed(unit, new, ""))


def _own(turn: Turn, figure: Figure) -> tuple[Report | None, Ref | None]:
    """The report that gave a figure, where the speaker answers for its unit."""
    report = marked_figures.report_of(turn, figure)
    held = people.units_of(turn.speaker, people.REPORTING_ROLES)
    if report is None or all(unit.id != report.unit_id for unit in held):
        return None, None
    return report, marked_figures.ref_of(turn, figure)


def _waiting(turn: Turn, figure_id: int) -> list[int]:
    """The officers who wait to hear about a figure."""
    rows = conversations.about(turn.session, AwaitingConfirmation(figure_id).key, turn.now)
    return [row.person_id for row in rows if isinstance(dialogue_states.load(row.state), AwaitingConfirmation)]


def _tell(turn: Turn, figure_id: int, text: str) -> None:
    """Once each; nobody who has changed the figure in person."""
    key = AwaitingConfirmation(figure_id).key
    for person_id in _waiting(turn, figure_id):
        if person_id == turn.speaker.id:
            turn.dialogues.leave(key)
            continue
        conversations.end(turn.session, person_id, key)
        officer = turn.session.get(Person, person_id)
        if officer is not None:
            turn.tell(officer, text, purpose=Purpose.COPY)
