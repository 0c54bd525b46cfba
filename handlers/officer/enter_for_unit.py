"""«Ghi hộ»: the officer answers for a unit, through the unit's own dialogue, and it is kept as such."""

from __future__ import annotations

import re

from campaign.text import fold
from handlers.dialogue_states import ChoosingUnit, EnteringFor
from handlers.officer import places
from handlers.reporter import answers, typed_corrections
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from models import periods, units
from models.periods import PeriodRow, Report
from models.units import Unit
from services import missing, wording
from services.context import Choice

_MOST_CHOICES = 8
_WORDS = re.compile(r"\S+\s*")
_STOP = frozenset(["thoi", "thoi a", "thoi nhe", "dung lai", "bo qua"])


def command(turn: Turn, words: str) -> None:
    """GHI HỘ; GHI HỘ BẢN CÒN; GHI HỘ BẢN CÒN: bhyt 6, gieo 7 sào."""
    period = missing.asked_period(turn)
    if not words:
        return choose(turn, period)
    text = turn.inbound.text
    return named(turn, ChoosingUnit(period.id), _behind(text, len(text.split()) - len(words.split())))


def choose(turn: Turn, period: PeriodRow) -> None:
    """Which unit: those still missing."""
    waiting = missing.incomplete(periods.reports(turn.session, period.id, turn.today))
    if not waiting:
        return turn.reply(wording.none_missing())
    return _ask(turn, ChoosingUnit(period.id), wording.for_which_unit(), waiting)


def _ask(turn: Turn, step: ChoosingUnit, text: str, reports: list[Report]) -> None:
    turn.reply(text, [Choice(report.unit.short_name, f"enter-for:{report.id}") for report in reports])
    turn.dialogues.show(step)


def named(turn: Turn, step: ChoosingUnit, name: str) -> None:
    """The unit's name, typed in answer to `choose`; figures may stand behind it."""
    place, behind = _split(turn, name)
    meant = units.named(turn.session, turn.commune.id, place)
    everybody = periods.reports(turn.session, step.period_id, turn.today)
    incomplete = missing.incomplete(everybody)
    reports = [report for report in incomplete if report.unit in meant]
    given = [report for report in everybody if report.unit in meant and report.due]
    if len(reports) == 1 or (len(meant) == len(given) == 1):
        return begin(turn, (reports or given)[0], behind)
    if reports:
        return _ask(turn, step, wording.which_of_these(), reports[:_MOST_CHOICES])
    text = wording.nothing_due(meant[0].full_name) if meant else wording.no_such_place(name)
    return _ask(turn, step, places.over(turn, meant) or text, incomplete)


def begin(turn: Turn, report: Report, figures: str = "") -> None:
    """A unit was chosen: its first open question, or the figures typed behind it; of one that is done what to mend."""
    choosing = ChoosingUnit(report.period_id)
    turn.dialogues.leave(choosing.key)
    dialogue = Dialogue(turn, report)
    if dialogue.is_proxy and not dialogue.is_open:
        dialogue.enter(choosing.choose(report.id))
    unit = report.unit.full_name
    turn.preface = wording.has_reported(unit) if report.completed_at is not None else wording.entering_for(unit)
    if figures:
        return answers.typed(dialogue, figures)
    return dialogue.ask() if report.completed_at is None else typed_corrections.offer(dialogue)


def switch(turn: Turn, entering: EnteringFor, text: str) -> bool:
    """«Khuổi Mạ: bhyt 5» while another unit's questions are open: the figures are Khuổi Mạ's; False of other text."""
    current = turn.session.get(Report, entering.report_id)
    unit, behind = _place_in_front(turn, text)
    if current is None or unit is None:
        return False
    dialogue = Dialogue(turn, current)
    if any(ref.is_about_villages for ref in dialogue.awaited):
        return False  # villages are what is asked for
    if unit.id == current.unit_id:
        answers.typed(dialogue, behind or text)
        return True
    report = periods.report(turn.session, unit.id, current.period_id)
    if report is None or not report.due:
        turn.reply(wording.nothing_due(unit.full_name), beside=True)
    else:
        begin(turn, report, behind)
    return True


def stop(turn: Turn, entering: EnteringFor) -> None:
    """«Thôi»: what was told stays, the rest is left to the unit; below SỬA nothing is given anew."""
    report = turn.session.get_one(Report, entering.report_id)
    if any(data.startswith(f"fix:{report.id}:") for _, data in turn.chat.offered):
        return typed_corrections.cancel(Dialogue(turn, report))
    left = missing.left(turn, report)[0]
    Dialogue(turn, report).close(wording.entering_left(report.unit.full_name, left))


def is_stop(text: str) -> bool:
    return fold(text) in _STOP


def tell_how(turn: Turn, text: str) -> bool:
    """«Bản Còn: bhyt 6» of an officer who enters for nobody: what to type before it. False of any other text."""
    if not turn.is_officer() or not any(map(str.isdigit, text)):
        return False
    unit, behind = _place_in_front(turn, text)
    if unit is None or not behind:
        return False
    turn.reply(wording.how_to_enter_for(unit.short_name))
    return True


def _split(turn: Turn, text: str) -> tuple[str, str]:
    """The place in front of a text, and what stands behind it with its lines as they were typed."""
    place, behind = places.split(turn, text)
    return place, _behind(text, len(place.split())) if behind else ""


def _behind(text: str, words: int) -> str:
    return "".join(_WORDS.findall(text)[words:]).strip()


def _place_in_front(turn: Turn, text: str) -> tuple[Unit | None, str]:
    place, behind = _split(turn, text)
    meant = places.exactly(turn, place)
    is_one = len(meant) == 1 and meant[0].id != turn.commune.id and not places.over(turn, meant)
    return (meant[0], behind) if is_one else (None, "")
