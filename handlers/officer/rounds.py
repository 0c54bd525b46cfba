"""ĐỢT THI ĐUA, ĐÓNG ĐỢT, BỎ ĐỢT: the rounds there are, where one stands, its papers, and its end.

Leaders and officers read; only officers open, end and drop.
"""

from __future__ import annotations

from collections.abc import Callable

from campaign.text import fold
from handlers import permissions
from handlers.leader import files
from handlers.officer import open_round
from handlers.turn import Turn
from models import rounds
from models.rounds import Round, State
from services import occasions, round_lines, round_notices, round_results, wording
from services import rounds as at_work
from services.context import Choice
from services.permissions import Thing

DOCUMENT, WORKBOOK = "document", "workbook"
_LISTED = 6
_ENDINGS = {DOCUMENT: "docx", WORKBOOK: "xlsx"}


def show(turn: Turn, words: str) -> None:
    """ĐỢT THI ĐUA: those that are open, then the newest closed ones; with a name, that one."""
    found = rounds.of_state(turn.session, turn.commune.id, State.OPEN, State.CLOSED)
    named = [one for one in found if words and fold(words).strip(" «»") in fold(one.name)]
    if len(named) == 1:
        return look(turn, named[0])
    may_open = permissions.has(turn, Thing.ROUNDS)
    if may_open and not words and open_round.resume(turn):
        return None
    new = [Choice(wording.NEW_ROUND, "round-new")] if may_open else []
    listed = sorted(found, key=lambda one: (one.state is not State.OPEN, -one.id))[:_LISTED]
    if not listed:
        return open_round.begin(turn) if may_open else turn.reply(wording.no_rounds())
    lines = [
        wording.round_line(one.name, round_lines.days_said(one), round_lines.state_said(turn, one)) for one in listed
    ]
    return turn.reply(wording.rounds_listed(lines), [*new, *(round_notices.view(one) for one in listed)])


def new(turn: Turn) -> None:
    """[Mở đợt mới]"""
    open_round.begin(turn)


def look(turn: Turn, one: Round) -> None:
    """Where a round stands: every unit in the order of the units, for officers and leaders alone."""
    if one.state not in (State.OPEN, State.CLOSED):
        return turn.reply(wording.stale_button())
    table = round_results.table(turn, one)
    told = wording.round_told(table.told(), len(table.lines))
    changed = round_results.changed_since(turn, one)
    lines = [*round_lines.bands(table), *round_lines.each(table)]
    if changed:
        lines.append(wording.round_corrected(changed))
    days, state = round_lines.days_said(one), round_lines.state_said(turn, one)
    choices = [*round_notices.papers(one), *(round_notices.corrected_papers(one) if changed else [])]
    if one.state is State.OPEN and permissions.has(turn, Thing.ROUNDS):
        if turn.today < one.days[1]:
            choices.append(Choice(wording.END_ROUND, f"round-end:{one.id}:ask"))
        choices.append(Choice(wording.DROP_ROUND, f"round-drop:{one.id}:ask"))
    return turn.reply(wording.round_view(one.name, days, state, told, lines), choices)


def send_file(turn: Turn, one: Round, kind: str) -> None:
    """[Báo cáo Word], [Bảng Excel]; of what was mended after the freeze [Báo cáo đính chính], [Bảng đính chính]"""
    form, _, corrected = kind.partition("-")
    if one.state not in (State.OPEN, State.CLOSED) or form not in _ENDINGS or corrected not in ("", "corrected"):
        return turn.reply(wording.stale_button())
    if not files.can_send(turn):
        return None
    table = round_results.corrected(turn, one) if corrected else round_results.table(turn, one)
    if table is None:  # mended back since the button was shown
        return look(turn, one)
    name = f"dot-thi-dua-{one.id}{'-dinh-chinh' if corrected else ''}.{_ENDINGS[form]}"
    what = {"kind": f"round-{form}", "name": name, "round": table.to_json()}
    return turn.reply(wording.round_paper_said(one.name), picture=what)


# Ending


def end(turn: Turn, words: str) -> None:
    """ĐÓNG ĐỢT"""
    _choose(turn, words, _ask_end)


def drop(turn: Turn, words: str) -> None:
    """BỎ ĐỢT"""
    _choose(turn, words, _ask_drop)


def _choose(turn: Turn, words: str, ask: Callable[[Turn, Round], None]) -> None:
    """The only open round, or the one that is named; of several they are listed."""
    found = round_notices.open_rounds(turn)
    named = [one for one in found if words and fold(words).strip(" «»") in fold(one.name)] or found
    if not named:
        return turn.reply(wording.no_open_round())
    if len(named) == 1:
        return ask(turn, named[0])
    lines = [
        wording.round_line(one.name, round_lines.days_said(one), round_lines.state_said(turn, one)) for one in named
    ]
    return turn.reply(wording.rounds_listed(lines), [round_notices.view(one) for one in named])


def _ask_end(turn: Turn, one: Round) -> None:
    if turn.today >= one.days[1]:
        return turn.reply(wording.round_over_before(one.name))
    last = max(one.days[0], turn.today)
    until = round_notices.moment(turn, at_work.closing(turn, last))
    return turn.reply(wording.confirm_end_round(one.name, until), [Choice(wording.YES_END, f"round-end:{one.id}:yes")])


def _ask_drop(turn: Turn, one: Round) -> None:
    turn.reply(wording.confirm_drop_round(one.name), [Choice(wording.YES_DROP, f"round-drop:{one.id}:yes")])


def end_it(turn: Turn, one: Round, answer: str) -> None:
    """[Đóng sớm], and [Đóng đợt này] after it."""
    if one.state is not State.OPEN:
        return turn.reply(wording.round_over_before(one.name))
    if answer != "yes" or turn.today >= one.days[1]:
        return _ask_end(turn, one)
    at_work.end_early(turn, one)
    return turn.reply(wording.round_ended_early(one.name, round_notices.freezes(turn, one)), [round_notices.view(one)])


def drop_it(turn: Turn, one: Round, answer: str) -> None:
    """[Bỏ đợt], and [Bỏ đợt này] after it."""
    if one.state is not State.OPEN:
        return turn.reply(wording.round_over_before(one.name))
    if answer != "yes":
        return _ask_drop(turn, one)
    round_notices.tell_dropped(turn, one)
    at_work.drop(turn, one)
    return turn.reply(wording.round_dropped(one.name))


# Occasions


def occasion(turn: Turn, key: str, answer: str) -> None:
    """[Mở đợt], [Lần này không] under the reminder of an occasion."""
    one = next((one for one in occasions.ahead(turn) if one.occasion.key == key), None)
    if one is None or answer not in ("open", "no"):
        return turn.reply(wording.stale_button())
    if answer == "no":
        occasions.leave_out(turn, one)
        return turn.reply(wording.occasion_left_out())
    return open_round.begin(turn, wording.occasion_round(one.occasion.name))
