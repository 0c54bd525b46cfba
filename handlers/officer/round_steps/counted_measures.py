"""Opening a round: what is counted, of the campaign or of the round's own."""

from __future__ import annotations

from campaign.catalogue import Cadence, Measure
from campaign.text import fold
from handlers.officer.round_steps import round_draft, round_goals
from handlers.turn import Turn
from models.rounds import Round, RoundMeasure, State
from services import (
    date_words,
    round_measures,
    round_typed,
    wording,
)
from services import rounds as at_work
from services.context import Choice

_OFFERED = 3  # of the campaign's measures, as buttons
_OWN = "own"


def _possible(turn: Turn, draft: Round) -> list[Measure]:
    kinds = {unit.kind for unit in at_work.wanted_units(turn, draft.audience)}
    taken = {row.measure for row in draft.measures}
    known = [one for one in round_measures.of_campaign(turn.campaign, kinds) if one.id not in taken]
    return sorted(known, key=lambda one: one.cadence is not Cadence.WEEKLY)  # what is asked each week moves in a round


def ask_what(turn: Turn, draft: Round, problem: str = "") -> None:
    known = _possible(turn, draft)
    choices = [
        Choice(one.label[:1].upper() + one.label[1:], f"round-what:{draft.id}:{one.id}") for one in known[:_OFFERED]
    ]
    choices.append(Choice(wording.OTHER_WORK, f"round-what:{draft.id}:{_OWN}"))
    asked = wording.round_counts_what(len(draft.measures), round_measures.MOST_MEASURES)
    round_draft.say(turn, draft, "what", problem or asked, choices)


def choose_measure(turn: Turn, draft: Round, what: str) -> None:
    """A measure of the campaign, «Việc khác», «Thêm việc nữa»."""
    if draft.state is not State.DRAFT or not draft.audience:
        return turn.reply(wording.stale_button())
    if len(draft.measures) >= round_measures.MOST_MEASURES or (
        what == _OWN and sum(row.is_own for row in draft.measures) >= round_measures.MOST_OWN
    ):
        return round_goals.ask_goals(
            turn, draft, wording.round_enough_measures(round_measures.MOST_MEASURES, round_measures.MOST_OWN)
        )
    if what == round_draft.MORE:
        return ask_what(turn, draft)
    if what == _OWN:
        return ask_counted(turn, draft)
    measure = next((one for one in _possible(turn, draft) if one.id == what), None)
    return turn.reply(wording.stale_button()) if measure is None else _add(turn, draft, [measure])


def take_measures(turn: Turn, draft: Round, text: str) -> None:
    known = _possible(turn, draft)
    found: list[Measure] = []
    for part in filter(None, (one.strip(" .") for one in text.replace(";", ",").split(","))):
        measure = next((one for one in known if fold(part) in _names(one)), None)
        if measure is None:
            labels = [one.label for one in known]
            return ask_what(turn, draft, wording.round_no_such_work(part[: round_draft.LONGEST_NAME], labels))
        found.append(measure)
    wanted = list({one.id: one for one in found}.values())
    if not wanted or len(draft.measures) + len(wanted) > round_measures.MOST_MEASURES:
        enough = wording.round_enough_measures(round_measures.MOST_MEASURES, round_measures.MOST_OWN)
        return ask_what(turn, draft, enough)
    return _add(turn, draft, wanted)


def _names(measure: Measure) -> set[str]:
    """What a measure may be called: its code, its name, its label, and what messages call its figures."""
    aliases = [name for one in measure.inputs for name in one.aliases]
    return {fold(one) for one in (measure.id, measure.name, measure.label, *aliases)}


def _add(turn: Turn, draft: Round, found: list[Measure]) -> None:
    for one in found:
        row = RoundMeasure(measure=one.id, what=one.name, unit=one.unit, is_level=not round_measures.is_flow(one))
        draft.measures.append(row)
    turn.session.flush()
    return round_goals.ask_goals(turn, draft)


def ask_counted(turn: Turn, draft: Round, problem: str = "") -> None:
    round_draft.say(turn, draft, "counted", problem or wording.round_counted_in())


def ask_most(turn: Turn, draft: Round, problem: str = "") -> None:
    row = _unfinished(draft)
    round_draft.say(turn, draft, "most", problem or wording.round_largest(row.unit if row is not None else ""))


def take_counted(turn: Turn, draft: Round, text: str) -> None:
    found = round_typed.counted(text)
    if found is None:
        return ask_counted(turn, draft, wording.round_counted_unread())
    what, unit = found
    row = RoundMeasure(measure="", what=what, unit=round_measures.unit_said(unit), is_level=False)
    draft.measures.append(row)
    turn.session.flush()
    return ask_kind(turn, draft)


def ask_kind(turn: Turn, draft: Round) -> None:
    choices = [
        Choice(wording.ADDED_WEEKLY, f"round-kind:{draft.id}:weekly"),
        Choice(wording.STANDING, f"round-kind:{draft.id}:standing"),
    ]
    round_draft.say(turn, draft, "kind", wording.round_weekly_or_standing(draft.measures[-1].what), choices)


def choose_kind(turn: Turn, draft: Round, kind: str) -> None:
    """What was added each week, or what stands now."""
    row = _unfinished(draft)
    if row is None or kind not in ("weekly", "standing"):
        return turn.reply(wording.stale_button())
    row.is_level = kind == "standing"
    return ask_most(turn, draft)


def _unfinished(draft: Round) -> RoundMeasure | None:
    """The own measure whose three answers are not all there."""
    if draft.state is not State.DRAFT:
        return None
    return next((row for row in draft.measures if row.is_own and row.most is None), None)


def take_kind(turn: Turn, draft: Round, text: str) -> None:
    folded = fold(text)
    if "hien" in folded.split():
        return choose_kind(turn, draft, "standing")
    return choose_kind(turn, draft, "weekly") if "tuan" in folded.split() else ask_kind(turn, draft)


def take_most(turn: Turn, draft: Round, text: str) -> None:
    row, most = _unfinished(draft), round_typed.number(text)
    if row is None:
        return turn.reply(wording.stale_button())
    if most is None:
        return ask_most(turn, draft, wording.round_number_unread())
    row.most = most
    since = date_words.day_and_date(draft.days[0])
    made = wording.round_question_made(round_measures.question(row).format(since=since))
    return round_goals.ask_goals(turn, draft, made)
