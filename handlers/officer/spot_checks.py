"""KIỂM TRA: what was drawn by lot is checked, or any figure for cause: what was found, how, with a photo."""

from __future__ import annotations

from decimal import Decimal

from campaign.parsing import choices, numbers
from campaign.parsing.choices import Chosen
from handlers.leader import files
from handlers.officer import places
from handlers.reporter import parse
from handlers.turn import Turn
from handlers.typed_states import CheckingFigure
from models import checks, figures_around, periods, photos
from models.checks import BOOK, CALL, OPEN, SITE, WAYS, WRONG, Check
from models.figures import Figure
from models.photos import Photo
from services import check_papers, date_words, marked_figures, spot_checks, wording
from services.context import Choice
from services.report_sheet import sheet_of

_RECENT = 5
_MOST_FIGURES = 12
_WAYS = ((wording.BY_CALL, CALL), (wording.BY_BOOK, BOOK), (wording.ON_SITE, SITE))


def command(turn: Turn, words: str) -> None:
    """KIỂM TRA, or KIỂM TRA BẢN CÒN."""
    if not words:
        return show(turn)
    unit = places.named(turn, words)
    if unit is None:
        return None
    report = periods.newest_asked(turn.session, unit.id)
    given = figures_around.given(turn.session, unit.id, report.period_id) if report is not None else {}
    under = []
    for figure in given.values():
        ref = marked_figures.ref_of(turn, figure)
        if ref is not None and figure.value is not None and figure.subject_id in (unit.id, turn.commune.id):
            label = f"{wording.sentence(ref.label)[:-1]}: {spot_checks.value_text(ref, figure.value, figure.choice)}"
            under.append(Choice(label[:40], f"check-figure:{figure.id}"))
    if not under:
        return turn.reply(wording.no_figure_to_check(unit.full_name))
    return turn.reply(wording.which_figure_to_check(unit.full_name), under[:_MOST_FIGURES])


def show(turn: Turn) -> None:
    """What waits, what was found of late, the share; with the papers of the newest lot."""
    waiting = checks.waiting(turn.session, turn.commune.id, turn.today)
    items = [
        wording.check_waiting_item(spot_checks.told(turn, one), date_words.short_date(one.due_on)) for one in waiting
    ]
    recent = [one for one in spot_checks.log(turn) if one.checked_at is not None][:_RECENT]
    example = waiting[0].unit.short_name if waiting else wording.SOME_VILLAGE.removeprefix("thôn ")
    said = wording.checks_stand(
        spot_checks.share(turn, turn.today), items, [check_papers.log_line(turn, one) for one in recent], example
    )
    under = [Choice(wording.NEXT_CHECK, f"check:{waiting[0].id}")] if waiting else []
    drawn = checks.newest(turn.session, turn.commune.id)
    if drawn is not None:
        under.append(Choice(wording.LOT_PAPER, f"lot-paper:{drawn.id}"))
    under += [Choice(wording.CHECK_LOG, "check-log:all")] if recent else []
    turn.reply(said, under)


def for_cause(turn: Turn, figure: Figure) -> None:
    """A figure was chosen."""
    if marked_figures.report_of(turn, figure) is None or figure.value is None:
        return turn.reply(wording.stale_button())
    return ask(turn, spot_checks.open_check(turn, figure))


def ask(turn: Turn, check: Check) -> None:
    """«Thực tế là bao nhiêu ạ?»"""
    ref = marked_figures.ref_of(turn, check.figure)
    if ref is None:
        return turn.reply(wording.stale_button())
    if check.outcome != OPEN:
        return turn.reply(wording.check_is_done())
    text, under = check_papers.question(turn, check, ref)
    turn.reply(text, under)
    turn.dialogues.show(CheckingFigure(check.figure_id, check.id))
    return None


def right(turn: Turn, check: Check) -> None:
    """[Đúng 6 người]."""
    if check.outcome != OPEN or check.value is None:
        return turn.reply(wording.check_is_done())
    return _found(turn, check, str(check.value), check.choice or "")


def other(turn: Turn, check: Check) -> None:
    """[Số khác]."""
    ref = marked_figures.ref_of(turn, check.figure)
    if check.outcome != OPEN or ref is None:
        return turn.reply(wording.check_is_done())
    if ref.input.options:
        under = [Choice(one.label, f"check-choice:{check.id}:{one.key}") for one in ref.input.options]
        turn.reply(wording.which_was_found(), under)
    else:
        turn.reply(wording.what_was_found(ref.input.example), [Choice(wording.NOT_SEEN_YET, f"check-wait:{check.id}")])
    turn.dialogues.show(CheckingFigure(check.figure_id, check.id))
    return None


def chosen(turn: Turn, check: Check, key: str) -> None:
    """One of the options, where there are such."""
    ref = marked_figures.ref_of(turn, check.figure)
    option = ref.input.option(key) if ref is not None else None
    if check.outcome != OPEN or option is None:
        return turn.reply(wording.stale_button())
    return _found(turn, check, "1" if option.yes else "0", option.key)


def is_asked(turn: Turn, state: CheckingFigure) -> bool:
    """Whether the last message asked what was found."""
    asked = (f"check-wait:{state.check_id}", f"check-other:{state.check_id}")
    return any(data in asked for _, data in turn.chat.offered)


def typed(turn: Turn, state: CheckingFigure, said: str) -> None:
    """A figure as the inspector has found it, read as its own reporter's would be."""
    check = turn.session.get(Check, state.check_id)
    ref = marked_figures.ref_of(turn, check.figure) if check is not None else None
    report = marked_figures.report_of(turn, check.figure) if check is not None else None
    if check is None or ref is None or report is None or check.outcome != OPEN:
        return turn.reply(wording.stale_button())
    if ref.input.options:
        reading = choices.read(said, ref.input.options, parse.names(ref), ref.input.other_names)
        return chosen(turn, check, reading.key) if isinstance(reading, Chosen) else other(turn, check)
    match numbers.read(said, parse.field(sheet_of(turn, report), ref)):
        case numbers.Value(value=value) | numbers.Ratio(numerator=value):
            return _found(turn, check, str(value), "")
        case numbers.Keep():
            return right(turn, check)
        case _:
            return other(turn, check)


def _found(turn: Turn, check: Check, value: str, choice: str) -> None:
    """What was found waits in the dialogue for the way in which it was seen."""
    under = [Choice(label, f"check-way:{check.id}:{way}") for label, way in _WAYS]
    turn.reply(wording.how_was_it_seen(), under)
    turn.dialogues.show(CheckingFigure(check.figure_id, check.id, value, choice))


def way(turn: Turn, check: Check, how: str) -> None:
    """[Gọi hỏi], [Xem sổ], [Xem tận nơi]: then it is written down, and where it differs the unit is asked."""
    key = CheckingFigure(check.figure_id, check.id).key
    state = turn.dialogues.state(key)
    if check.outcome != OPEN:
        return turn.reply(wording.check_is_done())
    if how not in WAYS or not isinstance(state, CheckingFigure) or state.check_id != check.id or not state.found:
        return ask(turn, check)
    check.way = how
    turn.dialogues.leave(key)
    spot_checks.settle(turn, check, Decimal(state.found), state.choice or None)
    return _tell(turn, check)


def unclear(turn: Turn, check: Check) -> None:
    """[Không xác định được]: in neither number of the share."""
    if check.outcome != OPEN:
        return turn.reply(wording.check_is_done())
    turn.dialogues.leave(CheckingFigure(check.figure_id, check.id).key)
    spot_checks.settle(turn, check, None)
    return _tell(turn, check)


def wait(turn: Turn, check: Check) -> None:
    """[Chưa xem được]."""
    turn.dialogues.leave(CheckingFigure(check.figure_id, check.id).key)
    return turn.reply(wording.check_waits(date_words.short_date(check.due_on)))


def _tell(turn: Turn, check: Check) -> None:
    ref = marked_figures.ref_of(turn, check.figure)
    found = spot_checks.value_text(ref, check.found, check.found_choice)
    share = spot_checks.share(turn, turn.today) if check.draw_id is not None else ""
    said = wording.check_recorded(spot_checks.told(turn, check), found, share, outcome=check.outcome)
    if check.outcome == WRONG:
        spot_checks.mark(turn, check, turn.saying(turn.inbound.tapped or found, reason="kiểm tra"))
        person = spot_checks.ask_unit(turn, check)
        unit = check.unit.full_name
        said += "\n" + (wording.unit_was_asked(person.address) if person else wording.unit_cannot_be_asked(unit))
    waiting = checks.waiting(turn.session, turn.commune.id, turn.today)
    under = [Choice(wording.NEXT_CHECK, f"check:{waiting[0].id}")] if waiting else []
    turn.reply(said, under)


def attach(turn: Turn) -> bool:
    """A photo sent while a figure is being checked is kept with its report, and with the check."""
    latest = turn.dialogues.shown()[-1:] if turn.is_officer() else []
    state = latest[0].state if latest else None
    check = turn.session.get(Check, state.check_id) if isinstance(state, CheckingFigure) else None
    report = marked_figures.report_of(turn, check.figure) if check is not None else None
    if check is None or report is None or not photos.has_room(turn.session, report.id):
        return False
    photo = Photo(
        report_id=report.id,
        person_id=turn.speaker.id,
        bot=turn.inbound.bot,
        file_id=turn.inbound.data,
        said_at=turn.said_at,
    )
    turn.session.add(photo)
    turn.session.flush()
    check.photo_id = photo.id
    if isinstance(state, CheckingFigure) and state.found:
        turn.reply(wording.check_photo_kept(), [Choice(label, f"check-way:{check.id}:{one}") for label, one in _WAYS])
    else:
        ask(turn, check)
    return True


# Papers


def paper(turn: Turn, drawn: checks.Draw) -> None:
    """[Bản in bốc thăm]: the algorithm, the seed, the list and what was drawn, to be printed with the week's post."""
    _send(turn, wording.lot_paper_is_here(str(drawn.period.number), drawn.seed), check_papers.lot_paper(turn, drawn))
    return


def listed(turn: Turn, drawn: checks.Draw) -> None:
    """[Danh sách để bốc lại]: the very bytes of which the seed is made."""
    _send(turn, wording.lot_paper_is_here(str(drawn.period.number), drawn.seed), check_papers.lot_list(drawn))


def log(turn: Turn, _which: str) -> None:
    """[Sổ kiểm tra]."""
    _send(turn, wording.CHECK_LOG, check_papers.describe_log(turn))


def _send(turn: Turn, text: str, what: dict[str, object]) -> None:
    if not files.can_send(turn):
        return None
    drawn = what.get("draw")
    under = [Choice(wording.LOT_LIST, f"lot-list:{drawn}")] if drawn and what["kind"] == check_papers.PAPER else []
    return turn.reply(text, under, picture=what)
