"""From a button or typed words to a stored figure, or to the sentence that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from campaign.catalogue import EntryKind, Option
from campaign.facts import State
from campaign.parsing import choices, messages, numbers
from campaign.parsing.choices import Chosen
from models import figures
from models.figures import Answer, Figure, Saying
from services import figure_text, guards, wording
from services.guards import Refusal
from services.report_sheet import Ref, Sheet

NO_OPTION = "no_option"  # a reason: the words are none of the choices
_FIGURE = re.compile(r"[rvwd][0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer ready to be stored; `typed` are the local units to echo."""

    answer: Answer
    typed: str = ""
    note: str = ""  # said instead of the echo
    is_sure: bool = False  # said so when asked: a mark is for the officer, and is not asked about again


def understand(sheet: Sheet, ref: Ref, text: str, title: str) -> Understood | Refusal:
    """Read typed words as an answer to one input."""
    if ref.input.options:
        return _understand_choice(sheet, ref, text, title)
    reading = numbers.read(text, field(sheet, ref))
    match reading:
        case numbers.Value(value=value, typed=typed):
            return accept(sheet, ref, value, None, title, typed=typed)
        case numbers.Ratio(numerator=numerator, denominator=denominator):
            return accept(sheet, ref, numerator, denominator, title)
        case numbers.Keep():
            return keep(sheet, ref, title)
        case numbers.Nothing():
            return Understood(Answer(State.NOTHING, Decimal(0), _denominator(sheet, ref)))
        case numbers.NotKnown():
            return Understood(Answer(State.NOT_KNOWN))
        case numbers.Ask():
            return _refusal(sheet, ref, reading, title)


def _understand_choice(sheet: Sheet, ref: Ref, text: str, title: str) -> Understood | Refusal:
    reading = choices.read(text, ref.input.options, names(ref), ref.input.other_names)
    option = ref.input.option(reading.key) if isinstance(reading, Chosen) else None
    if option is not None:
        return Understood(_choice_answer(option))
    if isinstance(reading, numbers.NotKnown):
        return Understood(Answer(State.NOT_KNOWN))
    if isinstance(reading, numbers.Keep) and sheet.last_known.get(ref.key):
        return keep(sheet, ref, title)
    return Refusal(wording.tap_or_type([one.label for one in ref.input.options]), NO_OPTION)


def names(ref: Ref) -> tuple[str, ...]:
    """What an input is called in messages."""
    return tuple([name for name in (ref.label, *ref.input.aliases) if len(name) > 1])


def tapped(sheet: Sheet, ref: Ref, what: str, title: str) -> Understood | Refusal:
    """The answer behind a button: "keep", "nothing", "=option", or a figure behind a letter.

    r1.234: one of two readings, still to be checked; v9: sure; w503: sure, and marked; d7: not decided yet.
    """
    if what == "keep":
        return keep(sheet, ref, title)
    if what == "nothing" and ref.input.kind.is_flow:
        return Understood(Answer(State.NOTHING, Decimal(0), _denominator(sheet, ref)))
    option = ref.input.option(what[1:]) if what.startswith("=") else None
    if option is not None:
        return Understood(_choice_answer(option))
    if _FIGURE.fullmatch(what):
        return _chosen(sheet, ref, what[0], Decimal(what[1:]), title)
    return Refusal(wording.stale_button(), "stale")


def _chosen(sheet: Sheet, ref: Ref, how: str, value: Decimal, title: str) -> Understood | Refusal:
    denominator = _denominator(sheet, ref)
    if ref.input.whole and value != value.to_integral_value():
        return Refusal(wording.stale_button(), "stale")
    if how == "r":
        return accept(sheet, ref, value, None, title)
    refused = guards.limit(sheet, ref, value, denominator, title)
    if refused is not None:
        return refused
    found = guards.doubt(sheet, ref, value, denominator) if how in ("w", "d") else None
    if how == "d" and found is not None and found.other is not None:
        mark = wording.told_without_decision(figure_text.text(ref.input, value))
        note = wording.kept_for_check(figure_text.text(ref.input, found.other))
        return Understood(Answer(State.UNCHANGED, found.other, denominator, mark=mark), note=note)
    return Understood(Answer(State.REPORTED, value, denominator, mark=found.reason if found else ""), is_sure=True)


def keep(sheet: Sheet, ref: Ref, title: str) -> Understood | Refusal:
    """«Unchanged»: the old value under today's date, with the mark it may still carry (decisions 5, 13)."""
    known = sheet.last_known.get(ref.key)
    kept = ref.input.kind in (EntryKind.LEVEL, EntryKind.YES_NO, EntryKind.CHOICE)
    if known is None or not kept or known.value is None:
        return Refusal(_not_unchanged(ref), numbers.Reason.KEEP_FOR_FLOW)
    denominator = known.denominator if ref.input.denominator == "asked" else _denominator(sheet, ref)
    refused = guards.limit(sheet, ref, known.value, denominator, title)
    if refused is not None:
        return refused
    return Understood(Answer(State.UNCHANGED, known.value, denominator, known.choice, known.mark))


def quiet(sheet: Sheet, ref: Ref, title: str) -> Understood | Refusal:
    """«Nothing new» for one input: nothing occurred for a flow, unchanged for the rest."""
    if ref.input.kind.is_flow:
        return Understood(Answer(State.NOTHING, Decimal(0), _denominator(sheet, ref)))
    return keep(sheet, ref, title)


def accept(
    sheet: Sheet, ref: Ref, value: Decimal, denominator: Decimal | None, title: str, *, typed: str = ""
) -> Understood | Refusal:
    """Check a value against what is possible and what is usual (decision 13)."""
    if denominator is None:
        denominator = _denominator(sheet, ref)
    if not value and ref.input.kind.is_flow:
        return Understood(Answer(State.NOTHING, Decimal(0), denominator))  # a typed 0 is «không gieo thêm»
    refused = guards.limit(sheet, ref, value, denominator, title)
    if refused is not None:
        return refused
    found = guards.doubt(sheet, ref, value, denominator)
    asked = guards.question(sheet, ref, value, found, title) if found else None
    if asked is not None:
        return asked
    return Understood(Answer(State.REPORTED, value, denominator, mark=found.reason if found else ""), typed)


def store(sheet: Sheet, ref: Ref, understood: Understood, saying: Saying) -> Figure:
    """Write the figure for the unit, or for the commune it answers about."""
    context, report = sheet.context, sheet.report
    subject = sheet.subject_id(ref)
    place = figures.Place(
        commune_id=context.commune.id,
        measure=ref.measure.id,
        input=ref.input.key,
        subject_id=subject,
        on_day=report.period.last,
        period_id=report.period_id,
        reporter_id=sheet.unit.id,
    )
    if subject == sheet.unit.id:
        figure = figures.write(context.session, sheet.standing.get(ref.key), place, understood.answer, saying)
    else:
        figure = figures.record(context.session, place, understood.answer, saying)
    sheet.note(ref, figure)
    return figure


def _choice_answer(option: Option) -> Answer:
    return Answer(State.REPORTED, Decimal(1 if option.yes else 0), choice=option.key)


def questions(sheet: Sheet) -> list[messages.Question]:
    """What is due, as the reader of whole messages sees it."""
    return [
        messages.Question(ref.key, names(ref), field(sheet, ref), ref.input.options, ref.input.other_names)
        for ref in sheet.refs
    ]


def field(sheet: Sheet, ref: Ref) -> numbers.Field:
    """How an answer to one input is read as a figure."""
    one, known = ref.input, sheet.last_known.get(ref.key)
    return numbers.Field(
        unit=one.unit,
        flow=one.kind.is_flow,
        whole=one.whole,
        maximum=None if one.maximum is None else one.maximum,
        ratio=one.denominator == "asked",
        lacking=bool(one.opposite),
        vanishing=bool(one.opposite) or ref.measure.falling_is_good,
        last=known.value if known is not None and one.kind is EntryKind.LEVEL else None,
    )


def _denominator(sheet: Sheet, ref: Ref) -> Decimal | None:
    """The profile number a figure is taken over, copied so that a later profile changes no history."""
    if ref.input.denominator in (None, "asked"):
        return None
    profile = sheet.unit.place().profile(str(ref.input.denominator))
    return None if profile is None else Decimal(profile)


def _refusal(sheet: Sheet, ref: Ref, ask: numbers.Ask, title: str) -> Refusal:
    """The refusal of a reading that would be a guess."""
    one, known = ref.input, sheet.last_known.get(ref.key)
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
        reason.KEEP_FOR_FLOW: _not_unchanged(ref),
    }


def _not_unchanged(ref: Ref) -> str:
    """«Như cũ» where it has no meaning (decision 5)."""
    if ref.input.kind is EntryKind.RUNNING_TOTAL:
        return wording.total_is_typed(ref.input.example)
    return wording.flow_is_a_number(ref.input.example, ref.input.nothing or "0")
