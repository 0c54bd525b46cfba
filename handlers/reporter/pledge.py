"""GIAO ƯỚC on the unit's side: agreeing to all lines, changing one, a line of one's own, or later.

What is said here is said beside a conversation: the questions of the week are never held up by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.catalogue import Measure
from campaign.parsing import pledged_values
from handlers.turn import Turn
from handlers.typed_states import PledgingLine
from models import people
from models.outbox_states import Purpose
from models.pledges import PROPOSED, SIGNED, Pledge, PledgeChange, PledgeLine
from models.units import Unit
from services import date_words, pledge_text, wording
from services import pledges as pledging
from services.context import Choice

REASON = re.compile(r"\b(?:vì|vi|lý do|ly do) ?:? ?(.{1,200})$", re.IGNORECASE)


def own(turn: Turn) -> list[Unit]:
    """The units that the speaker answers for."""
    return people.units_of(turn.speaker, people.REPORTING_ROLES)


def say(turn: Turn, text: str, choices: Sequence[Choice] = ()) -> None:
    turn.reply(text, choices, beside=True)


def choices(pledge: Pledge) -> list[Choice]:
    """What is under the message with all lines."""
    return [
        Choice(wording.AGREE_ALL, f"pledge-agree:{pledge.id}"),
        Choice(wording.CHANGE_LINE, f"pledge-lines:{pledge.id}"),
        Choice(wording.PLEDGE_LATER, f"pledge-later:{pledge.id}"),
    ]


def show_lines(turn: Turn, pledge: Pledge) -> None:
    said = wording.pledge_stands(
        pledge.unit.full_name, pledge.year, pledge_text.state(turn, pledge), pledge_text.lines(turn, pledge)
    )
    under = choices(pledge) if pledge.state == PROPOSED else [choices(pledge)[1]]
    say(turn, said, under)


def problem_of(pledge: Pledge, measure: Measure, written: str) -> str:
    value = pledging.read_value(measure, written)
    if value is None or pledging.is_yes_no(measure):
        return wording.pledge_not_a_value(measure.name)
    if pledging.is_impossible(measure, pledge.unit, value):
        return wording.pledge_too_many(pledge_text.stood(measure, value), pledge.unit.households or 0)
    return ""


def may_change(turn: Turn, pledge: Pledge, reason: str) -> bool:
    """A signed pledge is changed with a reason alone."""
    if pledge.state != SIGNED or reason:
        return True
    assert pledge.signed_at is not None
    signed = date_words.plain_date(turn.day_of(pledge.signed_at))
    say(turn, wording.pledge_needs_reason(signed))
    return False


def ask_officers(turn: Turn, pledge: Pledge, measure: Measure | None, made: PledgeChange) -> None:
    old, new = pledge_text.sides(measure, made)
    name = pledge_text.called(measure)
    said = wording.consent_to_change(pledge.unit.full_name, name, old, new, made.reason)
    under = consent_choices(made)
    for officer in turn.officers():
        turn.tell(officer, said, under, purpose=Purpose.NOTE, beside=True)
    say(turn, wording.pledge_change_asked(name[:1].upper() + name[1:], old, new, turn.campaign.officer_name))


def consent_choices(made: PledgeChange) -> list[Choice]:
    return [
        Choice(wording.CONSENT, f"pledge-consent:{made.id}:yes"),
        Choice(wording.NO_CONSENT, f"pledge-consent:{made.id}:no"),
    ]


# Buttons


def _is_own(turn: Turn, pledge: Pledge) -> bool:
    return any(unit.id == pledge.unit_id for unit in own(turn))


def agree(turn: Turn, pledge: Pledge) -> None:
    """[Đồng ý cả]."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.agree(turn, pledge)
    return say(turn, wording.pledge_agreed(turn.title, pledge.unit.full_name, len(pledge.kept), pledge.year))


def later(turn: Turn, pledge: Pledge) -> None:
    """[Để sau]."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.put_off(turn, pledge)
    return say(turn, wording.pledge_put_off(turn.title))


def choose_line(turn: Turn, pledge: Pledge) -> None:
    """[Sửa một dòng]: which."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    under = [
        Choice(f"{line.position}. {pledge_text.name(turn, line)}"[:40], f"pledge-line:{pledge.id}:{line.position}")
        for line in pledge.lines
        if line.measure
    ]
    return say(turn, wording.which_pledge_line(), under)


def begin_line(turn: Turn, pledge: Pledge, position: str) -> None:
    """A line was chosen: how much?"""
    line = pledge.line(int(position)) if position.isdecimal() else None
    measure = pledging.measure_of(turn, line) if line is not None else None
    if line is None or measure is None or not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    if not may_change(turn, pledge, ""):
        return None
    _ask_value(turn, pledge, line, measure)
    return None


def _ask_value(turn: Turn, pledge: Pledge, line: PledgeLine, measure: Measure, problem: str = "") -> None:
    wished = "" if line.proposed is None else pledge_text.amount(measure, line.proposed, line.people)
    before, kind = pledge_text.before(measure, line, pledge.year), wording.KINDS[pledge.unit.kind]
    said = problem or wording.pledge_line_asked(measure.name, before, wished, pledge.year, kind)
    head = f"pledge-value:{pledge.id}:{line.position}"
    under = [Choice(wording.PLEDGE_YES, f"{head}:proposed")] if pledging.is_yes_no(measure) else []
    if not under and line.proposed is not None:
        under = [Choice(pledge_text.stood(measure, line.proposed), f"{head}:proposed")]
    say(turn, said, [*under, Choice(wording.DROP_LINE, f"{head}:none")])
    turn.dialogues.show(PledgingLine(pledge.unit_id, pledge.id, line.position))


def is_asked(turn: Turn, state: PledgingLine) -> bool:
    """Whether the last message asked for this line."""
    first = turn.chat.offered[:1]
    return bool(first) and first[0][1].startswith(f"pledge-value:{state.pledge_id}:{state.position}:")


def typed(turn: Turn, state: PledgingLine, text: str) -> None:
    """A number for the line that was asked for."""
    pledge = turn.session.get(Pledge, state.pledge_id)
    line = pledge.line(state.position) if pledge is not None else None
    measure = pledging.measure_of(turn, line) if line is not None else None
    if pledge is None or line is None or measure is None or not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    written = pledged_values.read(REASON.sub("", text), measure.unit) or ""
    problem = problem_of(pledge, measure, written)
    if problem:
        return _ask_value(turn, pledge, line, measure, problem)
    return _set(turn, pledge, line, measure, written)


def value(turn: Turn, pledge: Pledge, position: str, how: str) -> None:
    """[10 hộ]: as the commune proposes; or the line is not taken."""
    line = pledge.line(int(position)) if position.isdecimal() else None
    measure = pledging.measure_of(turn, line) if line is not None else None
    if line is None or measure is None or not _is_own(turn, pledge) or pledge.state == SIGNED:
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    if how == "none":
        if line.value is not None:
            pledging.change(turn, pledge, line, None)
        return say(turn, wording.pledge_line_dropped(measure.name, len(pledge.kept)), _again(pledge))
    wished = pledging.WHOLE if pledging.is_yes_no(measure) else line.proposed
    if line.value != wished:
        pledging.change(turn, pledge, line, wished)
    said = pledge_text.amount(measure, line.value, line.people)
    return say(turn, wording.pledge_line_set(measure.name, said, "", len(pledge.kept)), _again(pledge))


def _set(turn: Turn, pledge: Pledge, line: PledgeLine, measure: Measure, written: str) -> None:
    old = "" if line.value is None else pledge_text.stood(measure, line.value)
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.change(turn, pledge, line, pledging.read_value(measure, written))
    said = pledge_text.amount(measure, line.value, line.people)
    say(turn, wording.pledge_line_set(measure.name, said, old, len(pledge.kept)), _again(pledge))


def _again(pledge: Pledge) -> list[Choice]:
    found = choices(pledge)
    return [found[0], found[1]._replace(label=wording.CHANGE_ANOTHER), found[2]]
