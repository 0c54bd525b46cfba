"""How figures are said: with their unit, beside what they were before, and as a question with its buttons."""

from __future__ import annotations

from campaign.catalogue import EntryKind
from campaign.facts import State
from campaign.parsing import numbers
from models.figures import Figure
from models.units import Unit
from reports import small_cells
from services import figure_text, village_list, wording
from services.context import Choice
from services.report_sheet import Question, Ref, Sheet


def echo(ref: Ref, figure: Figure, known: Figure | None = None, *, typed: str = "") -> str:
    """What was understood, without a full stop: «6 người chưa có thẻ BHYT (giảm 3)»."""
    if figure.state == State.NOT_KNOWN or figure.value is None:
        return f"{ref.label}: chưa rõ"
    if figure.state == State.NOTHING:
        return ref.input.nothing
    option = ref.input.option(figure.choice) if figure.choice else None
    if option is not None:
        return ref.input.said.format(choice=option.said, figure=option.said)
    said = ref.input.said.format(
        figure=figure_text.text(ref.input, figure.value, figure.denominator, typed=typed), choice=""
    )
    return said if ref.input.kind is not EntryKind.LEVEL else said + _difference(ref, figure, known)


def echo_for_leader(ref: Ref, figure: Figure, known: Figure | None, subject: Unit) -> str:
    """The same as a leader may see it, with the change where that betrays nothing."""
    instead = small_cells.instead_of_figure(ref.measure, figure.value, subject, figure.on_day)
    if instead:
        return instead
    # What is known of a merged village is the sum of several, which may give one of them away: it has no row.
    is_stored = known is not None and known.id is not None
    is_safe = known is not None and is_stored and not small_cells.hides(ref.measure, known.value, subject, known.on_day)
    return echo(ref, figure, known if is_safe else None)


def _difference(ref: Ref, figure: Figure, known: Figure | None) -> str:
    if known is None or known.value is None or figure.value is None:
        return ""
    change = figure.value - known.value
    if not change:
        return ""
    word = "tăng" if change > 0 else "giảm"
    return f" ({word} {numbers.show(abs(change), whole=ref.input.whole)})"


def question_text(sheet: Sheet, question: Question) -> str:
    """The question with its last value; the number before it is the caller's."""
    if question.is_news:
        return wording.anything_new(question.labels)
    ref = question.refs[0]
    if ref.is_about_villages:
        return village_list.question_text(sheet, ref)
    asked = ref.input.question.format(since=sheet.since(ref)) + _besides(sheet, ref)
    known = sheet.last_known.get(ref.key)
    if known is None or ref.input.kind.is_flow or ref.input.options:
        return asked
    is_last_week = known.on_day == sheet.context.calendar.previous(sheet.report.period.week).last
    said = figure_text.figure_text(ref, known)
    return f"{asked} {wording.last_week(said) if is_last_week else wording.before(said)}"


def _besides(sheet: Sheet, ref: Ref) -> str:
    """What was told this week of a village before it was merged: the answer counts beside it."""
    if not ref.input.kind.is_flow or ref.key not in sheet.told_before:
        return ""
    told = [f"{unit.short_name} {figure_text.figure_text(ref, figure)}" for unit, figure in sheet.told_before[ref.key]]
    return f" {wording.besides_told(told)}"


def offers_unchanged(sheet: Sheet, question: Question) -> bool:
    """Whether «Vẫn 9 người» stands under a question: then it is said once that another number may be typed."""
    ref = question.refs[0]
    is_figure = not question.is_news and not ref.input.options and not ref.is_about_villages
    return is_figure and ref.input.kind is EntryKind.LEVEL and sheet.last_known.get(ref.key) is not None


def question_choices(sheet: Sheet, question: Question, *, may_defer: bool) -> list[Choice]:
    """The buttons under a question; «Để sau» only where a report begins."""
    report = sheet.report.id
    if question.is_news:
        found = [
            Choice(wording.NOTHING_NEW, f"news:{report}:none"),
            Choice(wording.SOMETHING_NEW, f"news:{report}:some"),
        ]
    elif question.refs[0].is_about_villages:
        found = village_list.choices(sheet, question.refs[0])
    else:
        found = _answers(sheet, question.refs[0])
    if may_defer and len(found) < 3:
        found.append(Choice(wording.LATER, f"later:{report}"))
    return found


def _answers(sheet: Sheet, ref: Ref) -> list[Choice]:
    head = f"answer:{sheet.report.id}:{ref.key}:"
    if ref.input.options:
        return [Choice(option.label, f"{head}={option.key}") for option in ref.input.options]
    if ref.input.kind.is_flow:
        return [Choice(wording.sentence(ref.input.nothing)[:-1], head + "nothing")]
    known = sheet.last_known.get(ref.key)
    if known is not None and ref.input.kind is EntryKind.LEVEL:
        return [Choice(wording.keep(figure_text.figure_text(ref, known)), head + "keep")]
    return []
