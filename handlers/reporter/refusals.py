"""Why an answer was not taken, as the sentence to say and what may be tapped instead."""

from __future__ import annotations

from campaign.catalogue import EntryKind
from campaign.parsing import numbers
from services import figure_text, guards, wording
from services.guards import Refusal
from services.report_sheet import Ref, Sheet


def of_reading(sheet: Sheet, ref: Ref, ask: numbers.Ask, title: str) -> Refusal:
    """The refusal of a reading that would be a guess."""
    one, known = ref.input, sheet.last_known(ref)
    if ask.reason is numbers.Reason.OUT_OF_RANGE and ask.figure is not None:
        refused = guards.limit(sheet, ref, ask.figure, None, title)
        if refused is not None:
            return refused
    if ask.options:
        readings = tuple((figure_text.text(one, option.value), f"r{option.value}") for option in ask.options)
        return Refusal(wording.which_reading(title), ask.reason, readings)
    said = figure_text.figure_text(ref, known) if known else None
    return Refusal(_sentences(ref, title, said).get(ask.reason, wording.type_a_number(one.example)), ask.reason)


def _sentences(ref: Ref, title: str, known: str | None) -> dict[numbers.Reason, str]:
    one, reason = ref.input, numbers.Reason
    return {
        reason.HEDGE: wording.one_figure(title),
        reason.RANGE: wording.one_figure(title),
        reason.TWO_FIGURES: wording.two_figures(one.example),
        reason.FRACTION_IN_COUNT: wording.whole_number(one.unit, one.example),
        reason.OTHER_DIMENSION: wording.other_unit(one.unit, one.example),
        reason.NOT_A_RATIO: wording.two_numbers(one.example),
        reason.CHANGE_FOR_LEVEL: wording.level_not_change(title),
        reason.TOTAL_FOR_FLOW: wording.this_week_alone(title, one.example),
        reason.OTHER_TIME: wording.this_week_s(title),
        reason.NEGATIVE: wording.not_negative(one.example),
        reason.NOTHING_FOR_LEVEL: wording.nothing_or_same(known),
        reason.KEEP_FOR_FLOW: not_unchanged(ref),
    }


def not_unchanged(ref: Ref) -> str:
    """«Như cũ» where it has no meaning (decision 5)."""
    if ref.input.kind is EntryKind.RUNNING_TOTAL:
        return wording.total_is_typed(ref.input.example)
    return wording.flow_is_a_number(ref.input.example, ref.input.nothing or "0")
