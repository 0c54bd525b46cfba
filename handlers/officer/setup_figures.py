"""BẮT ĐẦU, the figures: opening figures and targets of single units, typed or pasted one a line."""

from __future__ import annotations

import re

from campaign.text import fold
from handlers.officer import set_target, setup_overview
from handlers.officer.set_target import TypedTarget
from handlers.turn import Turn
from handlers.typed_states import SettingUp
from models import units
from models.targets import ASSIGNED
from services import date_words, opening_figures, setup, wording
from services.context import Choice
from services.setup import Part

_LINE = re.compile(r"[a-z]{2}[0-9]{1,2}[a-z]?(?:\.[a-z_]{1,30})?[ :]{1,3}[^\n]{3,120}")


def ask_opening(turn: Turn) -> None:
    """Not any more once a week was posted."""
    if opening_figures.is_over(turn):
        return turn.reply(wording.opening_is_over())
    none = Choice(wording.NONE_TO_ENTER, f"setup-keep:{Part.OPENING}")
    return setup_overview.ask(turn, Part.OPENING, wording.ask_for_opening(_villages(turn)), [none])


def ask_targets(turn: Turn) -> None:
    none = Choice(wording.NONE_TO_ENTER, f"setup-keep:{Part.TARGETS}")
    setup_overview.ask(turn, Part.TARGETS, wording.ask_for_targets(_villages(turn)), [none])


def suits(_turn: Turn, text: str) -> bool:
    """Each line begins with a measure's code."""
    lines = [line for line in map(fold, text.splitlines()) if line]
    return bool(lines) and all(_LINE.fullmatch(line) for line in lines)


def typed_opening(turn: Turn, state: SettingUp, text: str) -> None:
    """The figures as they were understood; nothing is written yet."""
    if opening_figures.is_over(turn):
        return ask_opening(turn)
    planned = opening_figures.plan(turn, text)
    day = date_words.plain_date(planned.on)
    faulty = [wording.faulty_item(line, wording.OPENING_FAULTS[why]) for line, why in planned.faulty]
    said = wording.opening_plan(len(planned.figures), day, faulty)
    if not planned.figures:
        return setup_overview.ask(turn, Part.OPENING, said)
    return setup_overview.confirm(turn, state.typed(text), said, wording.write_opening(len(planned.figures)))


def write_opening(turn: Turn, state: SettingUp) -> None:
    """«Ghi 20 số»; more may follow."""
    if opening_figures.is_over(turn):
        return ask_opening(turn)
    planned = opening_figures.plan(turn, state.words)
    opening_figures.apply(turn, planned)
    setup.settle(turn, Part.OPENING)
    return _go_on(turn, Part.OPENING, wording.opening_written(len(planned.figures)))


def typed_targets(turn: Turn, state: SettingUp, text: str) -> None:
    """Each line as behind GIAO CHỈ TIÊU, as it was understood; nothing is written yet."""
    good, faulty = _targets(turn, text)
    said = wording.targets_plan([set_target.described(one) for one in good], faulty)
    if not good:
        return setup_overview.ask(turn, Part.TARGETS, said)
    return setup_overview.confirm(turn, state.typed(text), said, wording.write_targets(len(good)))


def write_targets(turn: Turn, state: SettingUp) -> None:
    """«Áp dụng 20 chỉ tiêu»; more may follow, and a slip is mended by one more line."""
    good, _ = _targets(turn, state.words)
    for one in good:
        set_target.record(turn, one, ASSIGNED)
    setup.settle(turn, Part.TARGETS)
    shared = {(one.measure.id, one.year): one.measure for one in good if one.unit.id != turn.commune.id}
    sums = [set_target.added_up(turn, measure, year) for (_, year), measure in shared.items()]
    return _go_on(turn, Part.TARGETS, wording.targets_written(len(good), [one for one in sums if one]))


def _targets(turn: Turn, text: str) -> tuple[list[TypedTarget], list[str]]:
    """What can be recorded, and what is wrong with the other lines."""
    good: list[TypedTarget] = []
    faulty: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        said = set_target.read(turn, line, ASSIGNED)
        if isinstance(said, TypedTarget):
            good.append(said)
        else:
            faulty.append(wording.faulty_target(line[:40], said))
    return good, faulty


def _go_on(turn: Turn, part: Part, said: str) -> None:
    setup_overview.ask(turn, part, said, [Choice(wording.SETUP_GO_ON, "setup-list")])


def _villages(turn: Turn) -> list[str]:
    members = units.active_members(turn.session, turn.commune.id, turn.today)
    return [unit.short_name for unit in members if unit.kind == "village"]
