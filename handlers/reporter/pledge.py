"""GIAO ƯỚC on the unit's side: agreeing to all lines, changing one, a line of one's own, or later.

What is said here is said beside a conversation: the questions of the week are never held up by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.catalogue import Measure
from campaign.parsing import pledged_values
from campaign.text import fold
from handlers import privacy
from handlers.dialogue_states import PledgingLine
from handlers.turn import Turn
from models import people, pledges
from models.outbox_states import Purpose
from models.pledges import ASKED, PROPOSED, SIGNED, Pledge, PledgeChange, PledgeLine
from models.units import Unit
from services import date_words, pledge_text, wording
from services import pledges as pledging
from services.context import Choice

_EDIT = re.compile(r"(?:dòng )?([0-9]{1,2}) ?[:.=] ?([0-9][0-9.,]{0,20})(?![eE_0-9])")
_OWN = re.compile(r"th[êe]m ?:? ?(.{0,400})", re.IGNORECASE | re.DOTALL)
_OWN_REASON = re.compile(r"[,;.]? ?\b(?:lý do|ly do|vì lý do) ?:? ?(\S.{0,199})$", re.IGNORECASE)
_REASON = re.compile(r"\b(?:vì|vi|lý do|ly do) ?:? ?(.{1,200})$", re.IGNORECASE)


def own(turn: Turn) -> list[Unit]:
    """The units that the speaker answers for."""
    return people.units_of(turn.speaker, people.REPORTING_ROLES)


def _say(turn: Turn, text: str, choices: Sequence[Choice] = ()) -> None:
    turn.reply(text, choices, beside=True)


def choices(pledge: Pledge) -> list[Choice]:
    """What is under the message with all lines."""
    return [
        Choice(wording.AGREE_ALL, f"pledge-agree:{pledge.id}"),
        Choice(wording.CHANGE_LINE, f"pledge-lines:{pledge.id}"),
        Choice(wording.PLEDGE_LATER, f"pledge-later:{pledge.id}"),
    ]


def show(turn: Turn, words: str) -> None:
    """GIAO ƯỚC, with «1: 40» or «thêm …» behind it, or without."""
    found = [one for unit in own(turn) if (one := _of(turn, unit)) is not None]
    if not found:
        return _say(turn, wording.no_pledge_yet(turn.title, pledging.year_to_pledge(turn)))
    if not words:
        for pledge in found:
            _show(turn, pledge)
        return None
    if len(found) == 1:
        return take(turn, found[0], words)
    waiting = [one for one in found if one.state == PROPOSED]
    return take(turn, waiting[0] if len(waiting) == 1 else found[0], words)


def _of(turn: Turn, unit: Unit) -> Pledge | None:
    year = pledging.year_to_pledge(turn)
    return pledges.of_unit(turn.session, unit.id, year) or pledges.of_unit(turn.session, unit.id, turn.today.year)


def _show(turn: Turn, pledge: Pledge) -> None:
    said = wording.pledge_stands(
        pledge.unit.full_name, pledge.year, pledge_text.state(turn, pledge), pledge_text.lines(turn, pledge)
    )
    under = choices(pledge) if pledge.state == PROPOSED else [choices(pledge)[1]]
    _say(turn, said, under)


def take(turn: Turn, pledge: Pledge, words: str) -> None:
    """Typed behind GIAO ƯỚC."""
    said = " ".join(words.split())
    if (owned := _OWN.fullmatch(said)) is not None:
        return _add_own(turn, pledge, owned[1].strip())
    reason = _REASON.search(said)
    edits = _edits(said[: reason.start()] if reason else said)
    if not edits:
        return _say(turn, wording.pledge_no_line(len(pledge.lines)), [choices(pledge)[1]])
    wanted = []
    for position, written in edits:
        line = pledge.line(int(position))
        measure = pledging.measure_of(turn, line) if line is not None else None
        if line is None or measure is None:
            return _say(turn, wording.pledge_no_line(len(pledge.lines)), [choices(pledge)[1]])
        figure = pledged_values.read(written, measure.unit) or ""
        problem = _problem(pledge, measure, figure)
        if problem:
            return _say(turn, problem)
        wanted.append((line, measure, figure))
    return _change_typed(turn, pledge, wanted, reason[1] if reason else "")


def _edits(said: str) -> list[tuple[str, str]]:
    """The number of each line, and the words up to the next one: «1: 40, 6: 9 hộ»."""
    found = list(_EDIT.finditer(said))
    ends = [*(one.start() for one in found[1:]), len(said)]
    return [(one[1], said[one.start(2) : end]) for one, end in zip(found, ends, strict=False)]


def _problem(pledge: Pledge, measure: Measure, written: str) -> str:
    value = pledging.read_value(measure, written)
    if value is None or pledging.is_yes_no(measure):
        return wording.pledge_not_a_value(measure.name)
    if pledging.is_impossible(measure, pledge.unit, value):
        return wording.pledge_too_many(pledge_text.stood(measure, value), pledge.unit.households or 0)
    return ""


def _change_typed(turn: Turn, pledge: Pledge, wanted: list[tuple[PledgeLine, Measure, str]], reason: str) -> None:
    """In one message: the lines that were named change, and the others stand as they were written."""
    for line, measure, written in wanted:
        value = pledging.read_value(measure, written)
        if not _may_change(turn, pledge, reason):
            return
        made = pledging.change(turn, pledge, line, value, reason)
        if made.state == ASKED:
            _ask_officers(turn, pledge, measure, made)
    if pledge.state == PROPOSED:
        pledging.agree(turn, pledge)
    if pledge.state != SIGNED:
        _show(turn, pledge)


def _may_change(turn: Turn, pledge: Pledge, reason: str) -> bool:
    """A signed pledge is changed with a reason alone."""
    if pledge.state != SIGNED or reason:
        return True
    assert pledge.signed_at is not None
    signed = date_words.plain_date(turn.day_of(pledge.signed_at))
    _say(turn, wording.pledge_needs_reason(signed))
    return False


def _ask_officers(turn: Turn, pledge: Pledge, measure: Measure | None, made: PledgeChange) -> None:
    old, new = pledge_text.sides(measure, made)
    name = pledge_text.called(measure)
    said = wording.consent_to_change(pledge.unit.full_name, name, old, new, made.reason)
    under = consent_choices(made)
    for officer in turn.officers():
        turn.tell(officer, said, under, purpose=Purpose.NOTE, beside=True)
    _say(turn, wording.pledge_change_asked(name[:1].upper() + name[1:], old, new, turn.campaign.officer_name))


def consent_choices(made: PledgeChange) -> list[Choice]:
    return [
        Choice(wording.CONSENT, f"pledge-consent:{made.id}:yes"),
        Choice(wording.NO_CONSENT, f"pledge-consent:{made.id}:no"),
    ]


def _add_own(turn: Turn, pledge: Pledge, text: str) -> None:
    if not text:
        return _say(turn, wording.pledge_own_what())
    if len(text) > pledging.LONGEST_TEXT:
        return _say(turn, wording.pledge_own_too_long(pledging.LONGEST_TEXT))
    if privacy.is_personal(text):
        return _say(turn, wording.names_refused(turn.title))
    if pledge.state == SIGNED:
        return _change_own(turn, pledge, text)
    pledging.add_own(turn, pledge, text)
    return _say(turn, wording.pledge_own_set(text, len(pledge.kept)), choices(pledge))


def _change_own(turn: Turn, pledge: Pledge, said: str) -> None:
    """Signed already: with a reason, and the officers are asked."""
    reason = _OWN_REASON.search(said)
    if reason is None:
        assert pledge.signed_at is not None
        signed = date_words.plain_date(turn.day_of(pledge.signed_at))
        return _say(turn, wording.pledge_own_needs_reason(signed))
    text = said[: reason.start()].rstrip(" ,;.")
    if not text:
        return _say(turn, wording.pledge_own_what())
    made = pledging.change_own(turn, pledge, text, reason[1])
    return _ask_officers(turn, pledge, None, made)


# Buttons


def _is_own(turn: Turn, pledge: Pledge) -> bool:
    return any(unit.id == pledge.unit_id for unit in own(turn))


def agree(turn: Turn, pledge: Pledge) -> None:
    """[Đồng ý cả]."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.agree(turn, pledge)
    return _say(turn, wording.pledge_agreed(turn.title, pledge.unit.full_name, len(pledge.kept), pledge.year))


def agree_typed(turn: Turn) -> None:
    """ĐỒNG Ý CẢ, typed whenever: all that waits for the speaker's units."""
    mine = own(turn)
    waiting = [one for unit in mine if (one := _of(turn, unit)) is not None]
    if not mine:
        return _say(turn, wording.officer_reports_nothing(turn.title))
    if not waiting:
        return _say(turn, wording.no_pledge_yet(turn.title, pledging.year_to_pledge(turn)))
    for pledge in waiting:
        agree(turn, pledge)
    return None


def later(turn: Turn, pledge: Pledge) -> None:
    """[Để sau]."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.put_off(turn, pledge)
    return _say(turn, wording.pledge_put_off(turn.title))


def choose_line(turn: Turn, pledge: Pledge) -> None:
    """[Sửa một dòng]: which."""
    if not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    under = [
        Choice(f"{line.position}. {pledge_text.name(turn, line)}"[:40], f"pledge-line:{pledge.id}:{line.position}")
        for line in pledge.lines
        if line.measure
    ]
    return _say(turn, wording.which_pledge_line(), under)


def begin_line(turn: Turn, pledge: Pledge, position: str) -> None:
    """A line was chosen: how much?"""
    line = pledge.line(int(position)) if position.isdecimal() else None
    measure = pledging.measure_of(turn, line) if line is not None else None
    if line is None or measure is None or not _is_own(turn, pledge):
        return turn.reply(wording.stale_button())
    if not _may_change(turn, pledge, ""):
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
    _say(turn, said, [*under, Choice(wording.DROP_LINE, f"{head}:none")])
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
    written = pledged_values.read(_REASON.sub("", text), measure.unit) or ""
    problem = _problem(pledge, measure, written)
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
        return _say(turn, wording.pledge_line_dropped(measure.name, len(pledge.kept)), _again(pledge))
    wished = pledging.WHOLE if pledging.is_yes_no(measure) else line.proposed
    if line.value != wished:
        pledging.change(turn, pledge, line, wished)
    said = pledge_text.amount(measure, line.value, line.people)
    return _say(turn, wording.pledge_line_set(measure.name, said, "", len(pledge.kept)), _again(pledge))


def _set(turn: Turn, pledge: Pledge, line: PledgeLine, measure: Measure, written: str) -> None:
    old = "" if line.value is None else pledge_text.stood(measure, line.value)
    turn.dialogues.leave(PledgingLine(pledge.unit_id, pledge.id).key)
    pledging.change(turn, pledge, line, pledging.read_value(measure, written))
    said = pledge_text.amount(measure, line.value, line.people)
    _say(turn, wording.pledge_line_set(measure.name, said, old, len(pledge.kept)), _again(pledge))


def _again(pledge: Pledge) -> list[Choice]:
    found = choices(pledge)
    return [found[0], found[1]._replace(label=wording.CHANGE_ANOTHER), found[2]]


def is_own_words(turn: Turn, words: str) -> bool:
    """Whether what is behind GIAO ƯỚC is a unit's own: «1: 40», «thêm …», or nothing."""
    said = " ".join(words.split())
    return bool(own(turn)) and (not said or _EDIT.match(said) is not None or fold(said).startswith("them"))
