"""«Xã xem thấy 34 ha, lấy số nào?»: who answers for the unit takes that, keeps the figure, or asks to be called."""

from __future__ import annotations

from campaign.facts import State
from handlers.turn import Turn
from models import figures, people
from models.checks import WRONG, Check
from models.figures import Answer
from models.outbox_states import Purpose
from services import marked_figures, spot_checks, wording


def take(turn: Turn, check: Check) -> None:
    """[Lấy 34 ha]: the figure is given anew, and stands for the week in which it was given."""
    if not _may(turn, check):
        return turn.reply(wording.stale_button())
    figure, found = check.figure, _text(turn, check, is_found=True)
    answer = Answer(State.REPORTED, check.found, figure.denominator, check.found_choice)
    saying = turn.saying(turn.inbound.tapped or found, reason=_REASON)
    figures.write(turn.session, figure, spot_checks.place_of(figure), answer, saying)
    spot_checks.note_change(turn, figure)
    _close(turn, check, "take", found)
    return turn.reply(wording.check_taken(turn.title, found), beside=True)


_REASON = "điều chỉnh"  # as of every figure that changes after the freeze


def keep(turn: Turn, check: Check) -> None:
    """[Giữ 36 ha]: the figure stands, and an officer has the last word about its mark."""
    if not _may(turn, check):
        return turn.reply(wording.stale_button())
    told = _text(turn, check, is_found=False)
    figures.confirm(turn.session, check.figure, turn.saying(turn.inbound.tapped or told))
    _close(turn, check, "keep", told)
    return turn.reply(wording.check_kept(turn.title, told), beside=True)


def call(turn: Turn, check: Check) -> None:
    """[Nhờ xã gọi]."""
    if not _may(turn, check):
        return turn.reply(wording.stale_button())
    who = wording.contact(check.unit.short_name, turn.speaker.address, turn.speaker.phone)
    _close(turn, check, "call", who)
    return turn.reply(wording.check_call_comes(turn.title, turn.campaign.officer_name), beside=True)


def _may(turn: Turn, check: Check) -> bool:
    """Whether the speaker answers for the unit, and the question still stands."""
    held = people.units_of(turn.speaker, people.REPORTING_ROLES)
    is_own = any(unit.id == check.unit_id for unit in held)
    return is_own and check.outcome == WRONG and check.answer in ("", "call")


def _text(turn: Turn, check: Check, *, is_found: bool) -> str:
    ref = marked_figures.ref_of(turn, check.figure)
    value, choice = (check.found, check.found_choice) if is_found else (check.value, check.choice)
    return spot_checks.value_text(ref, value, choice)


def _close(turn: Turn, check: Check, answer: str, said: str) -> None:
    check.answer, check.answered_at = answer, turn.now
    for officer in turn.officers():
        told = wording.check_answered(check.unit.full_name, answer, said)
        turn.tell(officer, told, purpose=Purpose.COPY)
