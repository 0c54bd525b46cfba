"""Opening a round: the goal of each thing that is counted."""

from __future__ import annotations

from handlers.officer.round_steps import round_draft, round_preview
from handlers.turn import Turn
from models.rounds import Goal, Round, State
from services import round_goals, round_measures, round_typed, wording
from services.context import Choice
from services.round_goals import Named


def ask_goals(turn: Turn, draft: Round, before: str = "", *, is_unread: bool = False) -> None:
    waiting = without_goal(turn, draft)
    if not waiting:
        return round_preview.preview(turn, draft, before)
    asked = wording.round_goals([_goal_line(one) for one in waiting])
    problem = wording.round_goal_unread(len(waiting)) if is_unread else ""
    choices = []
    if not any(one.row.is_own or round_measures.is_flow(one.measure) for one in waiting):
        choices.append(Choice(wording.OWN_TARGETS, f"round-goal:{draft.id}:target"))
    if len(draft.measures) < round_measures.MOST_MEASURES:
        choices.append(Choice(wording.ONE_MORE, f"round-what:{draft.id}:{round_draft.MORE}"))
    return round_draft.say(turn, draft, "goals", "\n".join(part for part in (before, problem, asked) if part), choices)


def without_goal(turn: Turn, draft: Round) -> list[Named]:
    """What is counted and has no goal yet."""
    return [one for one in round_goals.measures(turn, draft) if one.row.goal_kind is None]


def _goal_line(one: Named) -> str:
    what = one.measure.label or one.measure.name
    if round_measures.is_flow(one.measure):
        return wording.round_goal_of_flow(what, one.measure.unit)
    if round_measures.is_yes_no(one.measure):
        return wording.round_goal_of_level(what, "1")
    unit = "%" if one.measure.unit == "%" else f" {one.measure.unit}"
    return wording.round_goal_of_level(what, f"{99 if unit == '%' else 40}{unit}, hoặc thêm 5{unit}")


def own_targets(turn: Turn, draft: Round, what: str) -> None:
    """«Theo chỉ tiêu của từng nơi»."""
    if draft.state is not State.DRAFT or what != "target":
        return turn.reply(wording.stale_button())
    waiting = without_goal(turn, draft)
    if any(one.row.is_own or round_measures.is_flow(one.measure) for one in waiting):
        return turn.reply(wording.stale_button())
    for one in waiting:
        one.row.goal_kind = Goal.TARGET
    return round_preview.preview(turn, draft)


def take_goals(turn: Turn, draft: Round, text: str) -> None:
    waiting = without_goal(turn, draft)
    found = round_typed.goals(text, [one.measure for one in waiting])
    if found is None:
        return ask_goals(turn, draft, is_unread=True)
    if any(round_goals.is_unreachable(one.measure, wanted) for one, wanted in zip(waiting, found, strict=True)):
        return ask_goals(turn, draft, wording.round_goal_too_high())
    for one, wanted in zip(waiting, found, strict=True):
        one.row.goal_kind, one.row.goal = wanted.kind, wanted.value
    return round_preview.preview(turn, draft)
