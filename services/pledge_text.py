"""The words of a pledge's lines: amounts as the measure is counted, the year before beside them, the changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from campaign.catalogue import Comparison, Measure
from models.pledges import AGREED, MADE, SIGNED, Pledge, PledgeChange, PledgeLine
from models.units import Unit
from reports import format, small_cells
from services import date_words, pledge_results, wording
from services import pledges as pledging
from services.context import Context
from services.pledge_results import LineResult

_HUNDRED = Decimal(100)
_DECEMBER = 12


def amount(measure: Measure, value: Decimal | None, people: Decimal | None = None) -> str:
    """«45 ha», «còn 10 hộ», «trên 98%, ít nhất 502/512 người», «đạt»; «chưa có số» where there is none."""
    if value is None:
        return wording.pledge_blank()
    if pledging.is_yes_no(measure):
        return wording.pledge_yes_no(is_yes=value == pledging.WHOLE)
    printed = format.asked(measure, value)
    if measure.falling_is_good:
        return wording.pledge_left(printed)
    if measure.target.comparison is Comparison.AT_MOST:
        return wording.pledge_at_most(printed)
    said = wording.pledge_above(printed) if measure.target.comparison is Comparison.MORE_THAN else printed
    if not people or not measure.inputs[0].whole or not measure.inputs[0].unit:
        return said
    fewest, whom = _fewest(measure, value, people), measure.inputs[0].unit
    return wording.pledge_counts(said, format.number(fewest), format.number(people), whom)


def _fewest(measure: Measure, value: Decimal, people: Decimal) -> Decimal:
    """How many of them make the share."""
    exact = value * people / _HUNDRED
    if measure.target.comparison is Comparison.MORE_THAN:
        return exact.to_integral_value(ROUND_FLOOR) + 1
    return exact.to_integral_value(ROUND_CEILING)


def stood(measure: Measure, value: Decimal | None) -> str:
    """A value as it was or is, without the words of a promise: «12 hộ», «98,2%», «chưa đạt»."""
    if value is None:
        return wording.pledge_blank()
    if pledging.is_yes_no(measure):
        return wording.pledge_yes_no(is_yes=value == pledging.WHOLE)
    return format.amount(measure, value)


def called(measure: Measure | None) -> str:
    """The name of a line; the unit's own has none."""
    return measure.name if measure is not None else wording.PLEDGE_OWN


def sides(measure: Measure | None, one: PledgeChange) -> tuple[str, str]:
    """What a line was and what it becomes: values, or of the unit's own line the words."""
    if measure is not None:
        return stood(measure, one.old), stood(measure, one.new)
    return f"«{one.old_text}»" if one.old_text else wording.pledge_no_own(), f"«{one.new_text}»"


def changed(context: Context, pledge: Pledge, line: PledgeLine) -> tuple[date, str] | None:
    """When a signed line was changed last, and what it was when it was signed; None of one that stands as signed."""
    since = [one for one in line.changes if one.state == MADE and one.decided_at is not None]
    if not since or since[-1].decided_at is None:
        return None
    old, _ = sides(pledging.measure_of(context, line), since[0])
    return context.day_of(since[-1].decided_at), old


def before(measure: Measure, line: PledgeLine, year: int) -> str:
    """«năm 2026: 12 hộ, ngày 20/12»; the day of what was not counted through the whole year."""
    is_dated = line.last_on is not None and not measure.is_cumulative and line.last_on.month != _DECEMBER
    day = date_words.short_date(line.last_on) if is_dated and line.last_on is not None else ""
    return wording.last_year_was(year - 1, stood(measure, line.last_value), day, is_doubtful=line.is_doubtful)


def lines(context: Context, pledge: Pledge) -> list[str]:
    """Every line as the unit reads it, those that it does not take part in left out."""
    return [said for _, said in _numbered(context, pledge)]


def _numbered(context: Context, pledge: Pledge) -> Iterator[tuple[PledgeLine, str]]:
    for line in pledge.lines:
        measure = pledging.measure_of(context, line)
        if line.text:
            yield line, wording.pledge_own_line(line.position, line.text, wording.KINDS[pledge.unit.kind])
        elif measure is not None and (line.value is not None or not line.changes):
            said = amount(measure, line.value, line.people)
            yield line, wording.pledge_line(line.position, measure.name, said, before(measure, line, pledge.year))


def with_history(context: Context, pledge: Pledge) -> list[str]:
    """The same for an officer: below each line what it was, who changed it, and why."""
    found = []
    for line, said in _numbered(context, pledge):
        measure = pledging.measure_of(context, line)
        found.append(said)
        for one in line.changes:
            if one.state == MADE and (measure is not None or one.new_text):
                at = context.day_of(one.at)
                who = wording.KINDS[pledge.unit.kind] if one.decided_by is None else wording.CHANGED_BY_COMMUNE
                old, new = sides(measure, one)
                found.append(wording.pledge_history_item(date_words.plain_date(at), old, new, who, one.reason))
    return found


def name(context: Context, line: PledgeLine) -> str:
    """What a line is called."""
    measure = pledging.measure_of(context, line)
    return measure.name if measure is not None else line.text


def state(context: Context, pledge: Pledge) -> str:
    """«đã ký 22/1/2027»."""
    signed = context.day_of(pledge.signed_at) if pledge.signed_at else None
    return wording.pledge_state(
        is_agreed=pledge.state in (AGREED, SIGNED), signed_on=date_words.plain_date(signed) if signed else ""
    )


def against(year: int, found: Sequence[LineResult], unit: Unit | None = None) -> str:
    """«So với giao ước năm 2027: đạt 3/6 dòng. Chưa đạt: …»; "" without a pledge.

    With `unit` it is told to others: what is too small to be told of a unit is left out.
    """
    if not found:
        return ""
    kept, of = pledge_results.counted(found)
    lacking = [_lacking(one, unit) for one in found if one.value is not None and one.is_kept is not True]
    unknown = [one.measure.name.lower() for one in found if one.value is None]
    return wording.against_pledge(year, kept, of, lacking, unknown)


def _lacking(one: LineResult, unit: Unit | None) -> str:
    measure = one.measure
    hidden = unit is not None and unit.kind == "village" and small_cells.shown(measure, one.value)
    value = small_cells.instead(measure) if hidden else stood(measure, one.value)
    return wording.pledge_lacking(measure.name, value, amount(measure, one.line.value))
