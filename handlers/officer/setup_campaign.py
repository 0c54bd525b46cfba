"""BẮT ĐẦU, the campaign: the shipped one is kept or changed; targets and what is left out are dated overrides.

Clock times are changed by ĐỔI GIỜ. «BỎ CHỈ TIÊU XH6», «LẤY LẠI CHỈ TIÊU XH6» work at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from campaign.assessment import goal
from campaign.catalogue import Campaign, Comparison, Measure, TargetKind
from campaign.definition import load
from campaign.parsing import written_numbers
from campaign.text import fold
from handlers.officer import setup_overview
from handlers.turn import Turn
from handlers.typed_states import SettingUp
from reports import format
from services import campaign_changes, date_words, setup, wording
from services.campaign_changes import Change
from services.context import Choice
from services.setup import Part

_TARGET = re.compile(r"(?P<key>[a-z]{2}[0-9]{1,2}[a-z]?)[ :=]{1,3}(?P<value>[0-9][0-9.,]{0,15}) ?(?:%|[^\W\d_]{1,10})?")


def ask(turn: Turn) -> None:
    """What the shipped campaign has, and how each of it is changed."""
    campaign, schedule = turn.campaign, turn.calendar.schedule(turn.calendar.period_at(turn.now))
    hours = [
        f"{wording.CLOCK_TIMES[key]} {date_words.moment(getattr(schedule, key))}"
        for key in ("question", "deadline", "post")
    ]
    text = wording.campaign_as_it_is(len(campaign.indicators), len(campaign.measures), hours)
    choices = [
        Choice(wording.KEEP_CAMPAIGN, f"setup-keep:{Part.CAMPAIGN}"),
        Choice(wording.SEE_MEASURES, "setup-measures"),
    ]
    setup_overview.ask(turn, Part.CAMPAIGN, text, choices)


def measures(turn: Turn) -> None:
    """«Xem các chỉ tiêu»: every measure with its code and the commune's own target."""
    lines = [wording.measure_listed(one.id, one.name, _target(one, one.target.value)) for one in turn.campaign.measures]
    keep = Choice(wording.KEEP_CAMPAIGN, f"setup-keep:{Part.CAMPAIGN}")
    setup_overview.ask(turn, Part.CAMPAIGN, wording.measures_listed(lines), [keep])


def _target(measure: Measure, value: Decimal | None) -> str:
    """«trên 98%», «ít nhất 1.819,7 ha»; of a milestone and a change against last year no more than that."""
    if value is None:
        return ""
    if measure.target.kind is TargetKind.YEAR_ON_YEAR:
        return wording.against_last_year(format.plain(value))
    if measure.target.comparison is Comparison.EQUAL:
        return format.unit(measure)
    return f"{wording.COMPARISONS[measure.target.comparison]} {format.asked(measure, value)}"


# The commune's own targets


def suits(_turn: Turn, text: str) -> bool:
    """«KT1a 1.900», one or several lines."""
    return all(_TARGET.fullmatch(fold(line)) for line in text.splitlines())


def typed(turn: Turn, _state: SettingUp, text: str) -> None:
    """Each line another target of the commune, from today on."""
    said, changes = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        read = _read(turn.campaign, line)
        if read is None:
            said.append(wording.no_target_here(line[:40]))
            continue
        measure, before, value = read
        changes.append(Change(f"measures.{measure.id}.target.value", str(value), turn.today, None, wording.BY_MESSAGE))
        told = (format.asked(measure, value), format.asked(measure, before))
        said.append(wording.commune_target_changed(measure.id, measure.name, *told))
    if changes and campaign_changes.record_together(turn, changes):
        return setup_overview.ask(turn, Part.CAMPAIGN, wording.campaign_refuses())
    if changes:
        setup.settle(turn, Part.CAMPAIGN)
    keep = Choice(wording.SETUP_GO_ON, "setup-list")
    return setup_overview.ask(turn, Part.CAMPAIGN, "\n".join(said), [keep])


def _read(campaign: Campaign, line: str) -> tuple[Measure, Decimal, Decimal] | None:
    """The measure, its target until now, and the new one; None for anything else."""
    typed = _TARGET.fullmatch(fold(line))
    value = written_numbers.read(typed["value"]) if typed is not None else None
    if typed is None or value is None:
        return None
    measure = next((one for one in campaign.measures if fold(one.id) == typed["key"]), None)
    if measure is None or measure.target.value is None or measure.target.kind is not TargetKind.AMOUNT:
        return None
    if goal.is_whole(measure) and value != value.to_integral_value():
        return None
    return measure, measure.target.value, value


# What is left out


def leave_out(turn: Turn, words: str) -> None:
    """BỎ CHỈ TIÊU XH6: an indicator with all its measures, or a single measure, from this week on."""
    if not words:
        out = [one for one in _in_file(turn).measures if one.id not in turn.campaign.by_id]
        told = [wording.left_out_now([f"{one.id} {one.name}" for one in out])] if out else []
        return turn.reply(" ".join([wording.which_to_leave_out(), *told]))
    return _change(turn, words, turn.campaign, "true", wording.left_out)


def take_back(turn: Turn, words: str) -> None:
    """LẤY LẠI CHỈ TIÊU XH6."""
    out = {one.id for one in _in_file(turn).measures} - set(turn.campaign.by_id)
    if not out:
        return turn.reply(wording.nothing_left_out())
    if not words:
        return turn.reply(wording.which_to_take_back())
    return _change(turn, words, _in_file(turn), "false", wording.taken_back, among=out)


def _in_file(turn: Turn) -> Campaign:
    """The campaign with nothing left out."""
    return load.everything(turn.timeline.file)


def _change(
    turn: Turn,
    words: str,
    campaign: Campaign,
    written: str,
    say: Callable[[Sequence[str], int], str],
    among: set[str] | None = None,
) -> None:
    meant = _meant(campaign, words)
    meant = [one for one in meant if among is None or one.id in among]
    if not meant:
        return turn.reply(wording.no_measure_called(words[:40]))
    since = turn.calendar.period_at(turn.now).first
    changes = [Change(f"measures.{one.id}.left_out", written, since, None, wording.BY_MESSAGE) for one in meant]
    if campaign_changes.record_together(turn, changes):
        return turn.reply(_cannot(turn.campaign, meant))
    if Part.CAMPAIGN in setup.left(turn):
        setup.settle(turn, Part.CAMPAIGN)
    count = len(campaign_changes.with_changes(turn, changes).indicators)
    return turn.reply(say([f"{one.id} {one.name}" for one in meant], count))


def _cannot(campaign: Campaign, meant: Sequence[Measure]) -> str:
    """What stands in the way: mostly measures that make no sense without those that were named."""
    out = {one.id for one in meant}
    bound = [
        one.id
        for one in campaign.measures
        if one.id not in out and any(given.only_with.partition(".")[0] in out for given in one.inputs)
    ]
    return wording.others_need_it(sorted(out), bound, meant[0].indicator) if bound else wording.campaign_refuses()


def _meant(campaign: Campaign, words: str) -> list[Measure]:
    """All of an indicator, or the one measure."""
    typed = fold(words)
    of_indicator = [one for one in campaign.measures if fold(one.indicator) == typed]
    return of_indicator or [one for one in campaign.measures if fold(one.id) == typed]
