"""ĐỢT THI ĐUA: an officer opens a round in six answers; what it counts itself takes three more.

Name, days, who, what, goals, and [Mở đợt] under what it will be. The draft's row holds what was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from zlib import crc32

from campaign.catalogue import Cadence, Measure
from campaign.text import fold
from handlers.dialogue_states import ROUND, OpeningRound, RoundStep
from handlers.turn import Turn
from models import rounds
from models.rounds import Goal, Round, RoundMeasure, State
from services import (
    announcement_audience,
    date_words,
    occasions,
    round_lines,
    round_measures,
    round_notices,
    round_typed,
    wording,
)
from services import rounds as at_work
from services.context import Choice
from services.rounds import Named

_LONGEST_NAME = 60
_LONGEST_PAPER = 80
_OFFERED = 3  # of the campaign's measures, as buttons
_EARLIEST = timedelta(days=31)  # before today
_SPANS = (30, 90)  # days that are offered
_OWN, _MORE = "own", "more"
_PAPER = "van ban "


def begin(turn: Turn, name: str = "") -> None:
    """[Mở đợt mới], with the name of an occasion or without; a draft that was left is given up for it."""
    before = turn.dialogues.state(ROUND)
    if isinstance(before, OpeningRound):
        left = _draft(turn, before.round_id)
        turn.dialogues.leave(ROUND)
        if left is not None:
            rounds.drop_draft(turn.session, left)
    draft = Round(
        commune_id=turn.commune.id,
        author_id=turn.speaker.id,
        name=name,
        paper="",
        audience=[],
        state=State.DRAFT,
        why="",
        drafted_at=turn.now,
        told=[],
    )
    turn.session.add(draft)
    turn.session.flush()
    return _ask_days(turn, draft) if name else _ask_name(turn, draft)


def _draft(turn: Turn, round_id: int) -> Round | None:
    found = turn.session.get(Round, round_id)
    return found if found is not None and found.state is State.DRAFT else None


def _say(turn: Turn, draft: Round, step: RoundStep, text: str, choices: list[Choice] | None = None) -> None:
    """A question, with the way out below it; the next text answers it."""
    turn.reply(text, [*(choices or []), Choice(wording.CANCEL, f"round-no:{draft.id}")])
    turn.dialogues.show(OpeningRound(draft.id, step))


# Name and days


def _ask_name(turn: Turn, draft: Round, problem: str = "") -> None:
    _say(turn, draft, "name", problem or wording.round_name(turn.title))


def _take_name(turn: Turn, draft: Round, text: str) -> None:
    name = " ".join(text.split()).strip(" «»\"'.")
    if not name or len(name) > _LONGEST_NAME:
        return _ask_name(turn, draft, wording.round_name_too_long(_LONGEST_NAME))
    draft.name = name[:1].upper() + name[1:]
    return _ask_days(turn, draft)


def _ask_days(turn: Turn, draft: Round, problem: str = "") -> None:
    example = _days_example(turn)
    ahead = occasions.next_ahead(turn)
    choices = [Choice(wording.so_many_days(count), f"round-days:{draft.id}:{count}") for count in _SPANS]
    if ahead is not None:
        count = (ahead.day - turn.today).days + 1
        if at_work.SHORTEST <= count <= at_work.LONGEST:
            label = wording.until_day(date_words.short_date(ahead.day))
            choices.insert(0, Choice(label, f"round-days:{draft.id}:{count}"))
    _say(turn, draft, "days", problem or wording.round_days(draft.name, example), choices)


def _days_example(turn: Turn) -> str:
    later = turn.today + timedelta(days=60)
    return f"{date_words.short_date(turn.today)} - {date_words.short_date(later)}"


def choose_days(turn: Turn, draft: Round, count: str) -> None:
    """«90 ngày», from today on."""
    if draft.state is not State.DRAFT or not count.isdecimal() or not 0 < int(count) <= at_work.LONGEST:
        return turn.reply(wording.stale_button())
    return _set_days(turn, draft, (turn.today, turn.today + timedelta(days=int(count) - 1)))


def _take_days(turn: Turn, draft: Round, text: str) -> None:
    found = round_typed.days(text, turn.today)
    if found is None:
        return _ask_days(turn, draft, wording.round_days_unread(_days_example(turn)))
    return _set_days(turn, draft, found)


def _set_days(turn: Turn, draft: Round, found: tuple[date, date]) -> None:
    first, last = found
    if not at_work.SHORTEST <= (last - first).days + 1 <= at_work.LONGEST or last < turn.today:
        return _ask_days(turn, draft, wording.round_too_short(at_work.SHORTEST))
    if first < turn.today - _EARLIEST:
        earliest = date_words.plain_date(turn.today - _EARLIEST)
        return _ask_days(turn, draft, wording.round_too_early(earliest))
    draft.first, draft.last = found
    return _ask_whom(turn, draft)


# Who


def _ask_whom(turn: Turn, draft: Round, problem: str = "") -> None:
    counts = announcement_audience.counts(turn)
    choices = [
        Choice(wording.places_of_kind(count, wording.KINDS[kind]), f"round-to:{draft.id}:kind-{kind}")
        for kind, count in counts.items()
        if count and kind != "commune"
    ]
    _say(turn, draft, "whom", problem or wording.round_whom(), choices)


def choose_units(turn: Turn, draft: Round, token: str) -> None:
    """«28 thôn»."""
    named = token.replace("-", ":", 1)
    if draft.state is not State.DRAFT or not announcement_audience.is_known([named]):
        return turn.reply(wording.stale_button())
    return _set_units(turn, draft, [named])


def _take_units(turn: Turn, draft: Round, text: str) -> None:
    read = announcement_audience.read(turn, text)
    return _ask_whom(turn, draft, read.problem) if read.problem else _set_units(turn, draft, list(read.tokens))


def _set_units(turn: Turn, draft: Round, tokens: list[str]) -> None:
    draft.audience = tokens
    if draft.first is None or not at_work.wanted_units(turn, tokens):
        return _ask_whom(turn, draft, wording.round_no_units())
    crowded = at_work.overburdened(turn, draft)
    if crowded:
        names = [unit.short_name for unit in crowded]
        return _ask_whom(turn, draft, wording.round_overburdened(names, at_work.MOST_LIVE))
    return _ask_what(turn, draft)


# What is counted


def _possible(turn: Turn, draft: Round) -> list[Measure]:
    kinds = {unit.kind for unit in at_work.wanted_units(turn, draft.audience)}
    taken = {row.measure for row in draft.measures}
    known = [one for one in round_measures.of_campaign(turn.campaign, kinds) if one.id not in taken]
    return sorted(known, key=lambda one: one.cadence is not Cadence.WEEKLY)  # what is asked each week moves in a round


def _ask_what(turn: Turn, draft: Round, problem: str = "") -> None:
    known = _possible(turn, draft)
    choices = [
        Choice(one.label[:1].upper() + one.label[1:], f"round-what:{draft.id}:{one.id}") for one in known[:_OFFERED]
    ]
    choices.append(Choice(wording.OTHER_WORK, f"round-what:{draft.id}:{_OWN}"))
    asked = wording.round_counts_what(len(draft.measures), round_measures.MOST_MEASURES)
    _say(turn, draft, "what", problem or asked, choices)


def choose_measure(turn: Turn, draft: Round, what: str) -> None:
    """A measure of the campaign, «Việc khác», «Thêm việc nữa»."""
    if draft.state is not State.DRAFT or not draft.audience:
        return turn.reply(wording.stale_button())
    if len(draft.measures) >= round_measures.MOST_MEASURES or (
        what == _OWN and sum(row.is_own for row in draft.measures) >= round_measures.MOST_OWN
    ):
        return _ask_goals(
            turn, draft, wording.round_enough_measures(round_measures.MOST_MEASURES, round_measures.MOST_OWN)
        )
    if what == _MORE:
        return _ask_what(turn, draft)
    if what == _OWN:
        return _ask_counted(turn, draft)
    measure = next((one for one in _possible(turn, draft) if one.id == what), None)
    return turn.reply(wording.stale_button()) if measure is None else _add(turn, draft, [measure])


def _take_measures(turn: Turn, draft: Round, text: str) -> None:
    known = _possible(turn, draft)
    found: list[Measure] = []
    for part in filter(None, (one.strip(" .") for one in text.replace(";", ",").split(","))):
        measure = next((one for one in known if fold(part) in _names(one)), None)
        if measure is None:
            labels = [one.label for one in known]
            return _ask_what(turn, draft, wording.round_no_such_work(part[:_LONGEST_NAME], labels))
        found.append(measure)
    wanted = list({one.id: one for one in found}.values())
    if not wanted or len(draft.measures) + len(wanted) > round_measures.MOST_MEASURES:
        enough = wording.round_enough_measures(round_measures.MOST_MEASURES, round_measures.MOST_OWN)
        return _ask_what(turn, draft, enough)
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
    return _ask_goals(turn, draft)


# A measure of the round's own


def _ask_counted(turn: Turn, draft: Round, problem: str = "") -> None:
    _say(turn, draft, "counted", problem or wording.round_counted_in())


def _ask_most(turn: Turn, draft: Round, problem: str = "") -> None:
    row = _unfinished(draft)
    _say(turn, draft, "most", problem or wording.round_largest(row.unit if row is not None else ""))


def _take_counted(turn: Turn, draft: Round, text: str) -> None:
    found = round_typed.counted(text)
    if found is None:
        return _ask_counted(turn, draft, wording.round_counted_unread())
    what, unit = found
    row = RoundMeasure(measure="", what=what, unit=round_measures.unit_said(unit), is_level=False)
    draft.measures.append(row)
    turn.session.flush()
    return _ask_kind(turn, draft)


def _ask_kind(turn: Turn, draft: Round) -> None:
    choices = [
        Choice(wording.ADDED_WEEKLY, f"round-kind:{draft.id}:weekly"),
        Choice(wording.STANDING, f"round-kind:{draft.id}:standing"),
    ]
    _say(turn, draft, "kind", wording.round_weekly_or_standing(draft.measures[-1].what), choices)


def choose_kind(turn: Turn, draft: Round, kind: str) -> None:
    """What was added each week, or what stands now."""
    row = _unfinished(draft)
    if row is None or kind not in ("weekly", "standing"):
        return turn.reply(wording.stale_button())
    row.is_level = kind == "standing"
    return _ask_most(turn, draft)


def _unfinished(draft: Round) -> RoundMeasure | None:
    """The own measure whose three answers are not all there."""
    if draft.state is not State.DRAFT:
        return None
    return next((row for row in draft.measures if row.is_own and row.most is None), None)


def _take_kind(turn: Turn, draft: Round, text: str) -> None:
    folded = fold(text)
    if "hien" in folded.split():
        return choose_kind(turn, draft, "standing")
    return choose_kind(turn, draft, "weekly") if "tuan" in folded.split() else _ask_kind(turn, draft)


def _take_most(turn: Turn, draft: Round, text: str) -> None:
    row, most = _unfinished(draft), round_typed.number(text)
    if row is None:
        return turn.reply(wording.stale_button())
    if most is None:
        return _ask_most(turn, draft, wording.round_number_unread())
    row.most = most
    since = date_words.day_and_date(draft.days[0])
    made = wording.round_question_made(round_measures.question(row).format(since=since))
    return _ask_goals(turn, draft, made)


# Goals


def _ask_goals(turn: Turn, draft: Round, before: str = "", *, is_unread: bool = False) -> None:
    waiting = _without_goal(turn, draft)
    if not waiting:
        return _preview(turn, draft, before)
    asked = wording.round_goals([_goal_line(one) for one in waiting])
    problem = wording.round_goal_unread(len(waiting)) if is_unread else ""
    choices = []
    if not any(one.row.is_own or round_measures.is_flow(one.measure) for one in waiting):
        choices.append(Choice(wording.OWN_TARGETS, f"round-goal:{draft.id}:target"))
    if len(draft.measures) < round_measures.MOST_MEASURES:
        choices.append(Choice(wording.ONE_MORE, f"round-what:{draft.id}:{_MORE}"))
    return _say(turn, draft, "goals", "\n".join(part for part in (before, problem, asked) if part), choices)


def _without_goal(turn: Turn, draft: Round) -> list[Named]:
    """What is counted and has no goal yet."""
    return [one for one in at_work.measures(turn, draft) if one.row.goal_kind is None]


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
    waiting = _without_goal(turn, draft)
    if any(one.row.is_own or round_measures.is_flow(one.measure) for one in waiting):
        return turn.reply(wording.stale_button())
    for one in waiting:
        one.row.goal_kind = Goal.TARGET
    return _preview(turn, draft)


def _take_goals(turn: Turn, draft: Round, text: str) -> None:
    waiting = _without_goal(turn, draft)
    found = round_typed.goals(text, [round_measures.is_flow(one.measure) for one in waiting])
    if found is None:
        return _ask_goals(turn, draft, is_unread=True)
    if any(at_work.is_unreachable(one.measure, wanted) for one, wanted in zip(waiting, found, strict=True)):
        return _ask_goals(turn, draft, wording.round_goal_too_high())
    for one, wanted in zip(waiting, found, strict=True):
        one.row.goal_kind, one.row.goal = wanted.kind, wanted.value
    return _preview(turn, draft)


# The preview, and opening


def _preview(turn: Turn, draft: Round, before: str = "") -> None:
    counted, wanted = at_work.measures(turn, draft), at_work.wanted_units(turn, draft.audience)
    first, last = draft.days
    begun, ended = at_work.weeks(turn, draft)
    works = [f"{one.measure.name}: {at_work.goal_said(turn, one)}" for one in counted]
    unreached = round_notices.unreached(turn, wanted)
    without = [
        unit.short_name
        for unit in wanted
        if not all(unit.id in at_work.goals(turn, one, wanted, last) for one in counted)
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
    choices = [Choice(wording.OPEN_ROUND, f"round-open:{draft.id}:{_mark(draft)}")]
    if len(draft.measures) < round_measures.MOST_MEASURES:
        choices.append(Choice(wording.ONE_MORE, f"round-what:{draft.id}:{_MORE}"))
    _say(turn, draft, "preview", f"{before}\n{text}" if before else text, choices)


def _mark(draft: Round) -> str:
    """What a button carries, so that it opens the very round that its message showed."""
    counted = [(row.key, row.goal_kind, row.goal, row.most, row.own_goals) for row in draft.measures]
    return f"{crc32(f'{draft.name}|{draft.first}|{draft.last}|{draft.audience}|{counted}|{draft.paper}'.encode()):x}"


def _take_more(turn: Turn, draft: Round, text: str) -> None:
    """«văn bản 07/KH-UBND ngày 13/1/2026», «mức Bản Còn: 500», below the preview."""
    single = round_typed.of_units(text)
    if single is not None:
        return _take_own_goals(turn, draft, *single)
    if fold(text).startswith(_PAPER):
        draft.paper = " ".join(text.split()[2:])[:_LONGEST_PAPER]
    return _preview(turn, draft)


def _take_own_goals(turn: Turn, draft: Round, names: str, written: str) -> None:
    """Other goals for single units, a line for each thing that is counted, as everybody's were typed."""
    counted = at_work.measures(turn, draft)
    read = announcement_audience.read(turn, names)
    found = round_typed.goals(written, [round_measures.is_flow(one.measure) for one in counted])
    if read.problem or found is None:
        return _preview(turn, draft, wording.round_own_goal_unread(f"{read.problem} ".lstrip()))
    there = {unit.id for unit in at_work.wanted_units(turn, draft.audience)}
    meant = at_work.wanted_units(turn, list(read.tokens))
    others = [unit.short_name for unit in meant if unit.id not in there]
    if others or not meant:
        return _preview(turn, draft, wording.round_own_goal_unread(wording.round_not_in_it(others) if others else ""))
    for unit in meant:
        for one, wanted in zip(counted, found, strict=True):
            if not at_work.set_own_goal(one, unit, wanted):
                alike = at_work.goal_said(turn, one)
                return _preview(turn, draft, wording.round_own_goal_unlike(unit.short_name, alike))
    return _preview(turn, draft)


def open_it(turn: Turn, draft: Round, mark: str) -> None:
    """[Mở đợt]: once, and only what was shown."""
    if draft.state is not State.DRAFT:
        return turn.reply(wording.stale_button())
    ready = draft.first is not None and bool(draft.audience) and bool(draft.measures)
    if not ready or any(row.goal_kind is None for row in draft.measures):
        return turn.reply(wording.stale_button())
    if draft.days[1] < turn.today or at_work.overburdened(turn, draft):
        return _ask_days(turn, draft)
    if mark != _mark(draft):
        return _preview(turn, draft)
    turn.dialogues.end(OpeningRound(draft.id, "preview"))
    without = at_work.open_round(turn, draft)
    told = round_notices.run_opened(turn, draft)
    starts = date_words.plain_date(draft.days[0]) if draft.days[0] > turn.today else ""
    return turn.reply(wording.round_opened(draft.name, told, starts, without), [round_notices.view(draft)])


def cancel(turn: Turn, draft: Round) -> None:
    """«Thôi»: nothing of it stays."""
    if draft.state is not State.DRAFT:
        return turn.reply(wording.stale_button())
    turn.dialogues.end(OpeningRound(draft.id, "name"))
    rounds.drop_draft(turn.session, draft)
    return turn.reply(wording.round_draft_dropped())


# What is typed

_TAKES: Mapping[RoundStep, Callable[[Turn, Round, str], None]] = {
    "name": _take_name,
    "days": _take_days,
    "whom": _take_units,
    "what": _take_measures,
    "counted": _take_counted,
    "kind": _take_kind,
    "most": _take_most,
    "goals": _take_goals,
    "preview": _take_more,
}
_ASKS: Mapping[RoundStep, Callable[[Turn, Round], None]] = {
    "name": _ask_name,
    "days": _ask_days,
    "whom": _ask_whom,
    "what": _ask_what,
    "counted": _ask_counted,
    "most": _ask_most,
    "kind": _ask_kind,
    "goals": _ask_goals,
    "preview": _preview,
}


def typed(turn: Turn, state: OpeningRound, text: str) -> None:
    """The words for the step that was asked."""
    draft = _draft(turn, state.round_id)
    if draft is None:
        return turn.reply(wording.stale_button())
    return _TAKES[state.waits_for](turn, draft, text)


def suits(turn: Turn, state: OpeningRound, text: str) -> bool:
    """Whether words that come after something else was said can only be for this step."""
    draft = _draft(turn, state.round_id)
    if draft is None:
        return False
    match state.waits_for:
        case "days":
            return round_typed.days(text, turn.today) is not None
        case "whom":
            return not announcement_audience.read(turn, text).problem
        case "most":
            return round_typed.number(text) is not None
        case "preview":
            return round_typed.of_units(text) is not None
        case "goals":
            waiting = _without_goal(turn, draft)
            return round_typed.goals(text, [round_measures.is_flow(one.measure) for one in waiting]) is not None
        case _:
            return False


def resume(turn: Turn) -> bool:
    """A draft that was left is gone on with; False where there is none."""
    state = turn.dialogues.state(ROUND)
    return isinstance(state, OpeningRound) and ask_again(turn, state)


def ask_again(turn: Turn, state: OpeningRound) -> bool:
    """After something else has ended; False where nothing is left to be asked."""
    draft = _draft(turn, state.round_id)
    if draft is None or not turn.is_officer():
        return False
    _ASKS[state.waits_for](turn, draft)
    return True
