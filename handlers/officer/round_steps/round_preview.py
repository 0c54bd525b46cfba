"""The last step of opening a round: what it will be, and what may still be changed below that."""

from __future__ import annotations

from campaign.text import fold
from handlers.officer.round_steps import round_draft
from handlers.turn import Turn
from models.rounds import Round
from services import (
    announcement_audience,
    date_words,
    round_goals,
    round_lines,
    round_measures,
    round_notices,
    round_results,
    round_typed,
    wording,
)
from services import rounds as at_work
from services.context import Choice

_LONGEST_PAPER = 80
_PAPER = "van ban "


def preview(turn: Turn, draft: Round, before: str = "") -> None:
    counted, wanted = round_goals.measures(turn, draft), at_work.wanted_units(turn, draft.audience)
    first, last = draft.days
    begun, ended = round_results.weeks(turn, draft)
    works = [f"{one.measure.name}: {round_goals.goal_said(turn, one)}" for one in counted]
    unreached = round_notices.unreached(turn, wanted)
    without = [
        unit.short_name
        for unit in wanted
        if not all(unit.id in round_goals.goals(turn, one, wanted, last) for one in counted)
    ]
    is_whole = (begun.first, ended.last) == (first, last)
    weeks = f"{date_words.short_date(begun.first)}–{date_words.short_date(ended.last)}"
    is_by_week = not is_whole and any(not one.row.is_own for one in counted)
    text = wording.round_preview(
        draft.name,
        round_lines.days_said(draft),
        announcement_audience.said(turn, draft.audience),
        works,
        unreached,
        without,
        round_notices.moment(turn, at_work.closing(turn, last)),
        draft.paper,
        weeks if is_by_week else "",
        is_in_turn=sum(one.row.is_own for one in counted) > 1,
    )
    choices = [Choice(wording.OPEN_ROUND, f"round-open:{draft.id}:{round_draft.mark(draft)}")]
    if len(draft.measures) < round_measures.MOST_MEASURES:
        choices.append(Choice(wording.ONE_MORE, f"round-what:{draft.id}:{round_draft.MORE}"))
    round_draft.say(turn, draft, "preview", f"{before}\n{text}" if before else text, choices)


def take_more(turn: Turn, draft: Round, text: str) -> None:
    """«văn bản 07/KH-UBND ngày 13/1/2026», «mức Bản Còn: 500», below the preview."""
    single = round_typed.of_units(text)
    if single is not None:
        return _take_own_goals(turn, draft, *single)
    if fold(text).startswith(_PAPER):
        draft.paper = " ".join(text.split()[2:])[:_LONGEST_PAPER]
    return preview(turn, draft)


def _take_own_goals(turn: Turn, draft: Round, names: str, written: str) -> None:
    """Other goals for single units, a line for each thing that is counted, as everybody's were typed."""
    counted = round_goals.measures(turn, draft)
    read = announcement_audience.read(turn, names)
    found = round_typed.goals(written, [one.measure for one in counted])
    if read.problem or found is None:
        return preview(turn, draft, wording.round_own_goal_unread(f"{read.problem} ".lstrip()))
    there = {unit.id for unit in at_work.wanted_units(turn, draft.audience)}
    meant = at_work.wanted_units(turn, list(read.tokens))
    others = [unit.short_name for unit in meant if unit.id not in there]
    if others or not meant:
        return preview(turn, draft, wording.round_own_goal_unread(wording.round_not_in_it(others) if others else ""))
    for unit in meant:
        for one, wanted in zip(counted, found, strict=True):
            if not round_goals.set_own_goal(one, unit, wanted):
                alike = round_goals.goal_said(turn, one)
                return preview(turn, draft, wording.round_own_goal_unlike(unit.short_name, alike))
    return preview(turn, draft)
