"""GIAO ƯỚC with words behind it, and ĐỒNG Ý CẢ: what a unit types about its pledge in one message."""

from __future__ import annotations

import re

from campaign.catalogue import Measure
from campaign.parsing import pledged_values
from campaign.text import fold
from handlers import privacy
from handlers.reporter import pledge as tapped
from handlers.reporter.pledge import REASON
from handlers.turn import Turn
from models import pledges
from models.pledges import ASKED, PROPOSED, SIGNED, Pledge, PledgeLine
from models.units import Unit
from services import date_words, wording
from services import pledges as pledging

_EDIT = re.compile(r"(?:dòng )?([0-9]{1,2}) ?[:.=] ?([0-9][0-9.,]{0,20})(?![eE_0-9])")
_OWN = re.compile(r"th[êe]m ?:? ?(.{0,400})", re.IGNORECASE | re.DOTALL)
_OWN_REASON = re.compile(r"[,;.]? ?\b(?:lý do|ly do|vì lý do) ?:? ?(\S.{0,199})$", re.IGNORECASE)


def show(turn: Turn, words: str) -> None:
    """GIAO ƯỚC, with «1: 40» or «thêm …» behind it, or without."""
    found = [one for unit in tapped.own(turn) if (one := _of(turn, unit)) is not None]
    if not found:
        return tapped.say(turn, wording.no_pledge_yet(turn.title, pledging.year_to_pledge(turn)))
    if not words:
        for pledge in found:
            tapped.show_lines(turn, pledge)
        return None
    if len(found) == 1:
        return take(turn, found[0], words)
    waiting = [one for one in found if one.state == PROPOSED]
    return take(turn, waiting[0] if len(waiting) == 1 else found[0], words)


def _of(turn: Turn, unit: Unit) -> Pledge | None:
    year = pledging.year_to_pledge(turn)
    return pledges.of_unit(turn.session, unit.id, year) or pledges.of_unit(turn.session, unit.id, turn.today.year)


def take(turn: Turn, pledge: Pledge, words: str) -> None:
    """Typed behind GIAO ƯỚC."""
    said = " ".join(words.split())
    if (owned := _OWN.fullmatch(said)) is not None:
        return _add_own(turn, pledge, owned[1].strip())
    reason = REASON.search(said)
    edits = _edits(said[: reason.start()] if reason else said)
    if not edits:
        return tapped.say(turn, wording.pledge_no_line(len(pledge.lines)), [tapped.choices(pledge)[1]])
    wanted = []
    for position, written in edits:
        line = pledge.line(int(position))
        measure = pledging.measure_of(turn, line) if line is not None else None
        if line is None or measure is None:
            return tapped.say(turn, wording.pledge_no_line(len(pledge.lines)), [tapped.choices(pledge)[1]])
        figure = pledged_values.read(written, measure.unit) or ""
        problem = tapped.problem_of(pledge, measure, figure)
        if problem:
            return tapped.say(turn, problem)
        wanted.append((line, measure, figure))
    return _change_typed(turn, pledge, wanted, reason[1] if reason else "")


def _edits(said: str) -> list[tuple[str, str]]:
    """The number of each line, and the words up to the next one: «1: 40, 6: 9 hộ»."""
    found = list(_EDIT.finditer(said))
    ends = [*(one.start() for one in found[1:]), len(said)]
    return [(one[1], said[one.start(2) : end]) for one, end in zip(found, ends, strict=False)]


def _change_typed(turn: Turn, pledge: Pledge, wanted: list[tuple[PledgeLine, Measure, str]], reason: str) -> None:
    """In one message: the lines that were named change, and the others stand as they were written."""
    for line, measure, written in wanted:
        value = pledging.read_value(measure, written)
        if not tapped.may_change(turn, pledge, reason):
            return
        made = pledging.change(turn, pledge, line, value, reason)
        if made.state == ASKED:
            tapped.ask_officers(turn, pledge, measure, made)
    if pledge.state == PROPOSED:
        pledging.agree(turn, pledge)
    if pledge.state != SIGNED:
        tapped.show_lines(turn, pledge)


def _add_own(turn: Turn, pledge: Pledge, text: str) -> None:
    if not text:
        return tapped.say(turn, wording.pledge_own_what())
    if len(text) > pledging.LONGEST_TEXT:
        return tapped.say(turn, wording.pledge_own_too_long(pledging.LONGEST_TEXT))
    if privacy.is_personal(text):
        return tapped.say(turn, wording.names_refused(turn.title))
    if pledge.state == SIGNED:
        return _change_own(turn, pledge, text)
    pledging.add_own(turn, pledge, text)
    return tapped.say(turn, wording.pledge_own_set(text, len(pledge.kept)), tapped.choices(pledge))


def _change_own(turn: Turn, pledge: Pledge, said: str) -> None:
    """Signed already: with a reason, and the officers are asked."""
    reason = _OWN_REASON.search(said)
    if reason is None:
        assert pledge.signed_at is not None
        signed = date_words.plain_date(turn.day_of(pledge.signed_at))
        return tapped.say(turn, wording.pledge_own_needs_reason(signed))
    text = said[: reason.start()].rstrip(" ,;.")
    if not text:
        return tapped.say(turn, wording.pledge_own_what())
    made = pledging.change_own(turn, pledge, text, reason[1])
    return tapped.ask_officers(turn, pledge, None, made)


def agree_typed(turn: Turn) -> None:
    """ĐỒNG Ý CẢ, typed whenever: all that waits for the speaker's units."""
    mine = tapped.own(turn)
    waiting = [one for unit in mine if (one := _of(turn, unit)) is not None]
    if not mine:
        return tapped.say(turn, wording.officer_reports_nothing(turn.title))
    if not waiting:
        return tapped.say(turn, wording.no_pledge_yet(turn.title, pledging.year_to_pledge(turn)))
    for pledge in waiting:
        tapped.agree(turn, pledge)
    return None


def is_own_words(turn: Turn, words: str) -> bool:
    """Whether what is behind GIAO ƯỚC is a unit's own: «1: 40», «thêm …», or nothing."""
    said = " ".join(words.split())
    return bool(tapped.own(turn)) and (not said or _EDIT.match(said) is not None or fold(said).startswith("them"))
