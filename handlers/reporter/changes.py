"""«Thêm 2», «bớt 1», «gieo thêm 3 sào nữa»: whether it is added to what stands, or stands instead, is asked."""

from __future__ import annotations

from decimal import Decimal

from campaign.parsing import numbers
from handlers.reporter.parse import Understood
from services import figure_text, wording
from services.guards import Refusal
from services.report_sheet import Ref, Sheet

CHANGE = "change"  # the reason of the question


def question(sheet: Sheet, ref: Ref, words: str, result: Understood | Refusal, title: str) -> Refusal | None:
    """The question with both readings as buttons; None where the words are no change of a figure."""
    if ref.input.options or ref.input.denominator == "asked":
        return None
    if ref.input.kind.is_flow:
        return None if isinstance(result, Refusal) else _of_flow(sheet, ref, words, result, title)
    if isinstance(result, Understood) or result.reason != numbers.Reason.CHANGE_FOR_LEVEL:
        return None
    return _of_level(sheet, ref, words, title)


def _of_flow(sheet: Sheet, ref: Ref, words: str, result: Understood, title: str) -> Refusal | None:
    """More of what was given already in this report."""
    given, more = sheet.given.get(ref.key), result.answer.value
    if given is None or not given.value or not more or numbers.change(words) != 1:
        return None
    return _both(ref, given.value, given.value + more, more, title)


def _of_level(sheet: Sheet, ref: Ref, words: str, title: str) -> Refusal | None:
    """A change of the level that stands: the one given in this report, else the last one known."""
    change = numbers.change(words)
    known = sheet.given.get(ref.key) or sheet.last_known.get(ref.key)
    reading = numbers.read(numbers.without_change(words), numbers.Field(unit=ref.input.unit, whole=ref.input.whole))
    if change is None or known is None or known.value is None or not isinstance(reading, numbers.Value):
        return None
    total = known.value + change * reading.value
    return _both(ref, known.value, total, reading.value, title) if total >= 0 else None


def _both(ref: Ref, before: Decimal, total: Decimal, alone: Decimal, title: str) -> Refusal:
    one = ref.input
    told, sums, single = (figure_text.text(one, value) for value in (before, total, alone))
    choices = ((wording.total_now(sums), f"r{total}"), (wording.alone_now(single), f"r{alone}"))
    return Refusal(wording.added_or_instead(told, title), CHANGE, choices)
