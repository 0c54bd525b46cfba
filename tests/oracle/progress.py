"""What is to be reached, how much of it is, and how much should be by now (domain 1.3, 1.4, 1.6).

A far target (`by`) is approached in a straight line from what stood on the campaign's first day, or first after it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.oracle.ledger import Ledger
from tests.oracle.rows import DAY, begin_of_year, told
from tests.oracle.scope import Scope
from tests.oracle.year import ends


def set_target(scope: Scope) -> None:
    kind = scope.goal["kind"]
    if kind == "year_on_year":
        base = scope.verdict.same_period_last_year
        scope.verdict.target = None if base is None else told(base * (100 + Fraction(str(scope.goal["value"]))) / 100)
    elif kind == "baseline":
        scope.verdict.target = _baseline(scope)
    else:
        scope.verdict.target = _amount(scope)


def _baseline(scope: Scope) -> Fraction | None:
    """What stood when the campaign began (decision 7: KT6a at 31/12/2025); a newer count moves no target."""
    rows = scope.baselines(scope.campaign["commune"]["starts"] - DAY)
    return told(Ledger.of_rows(scope.ledger, rows).amount(scope.last, None)[0]) if rows else None


def _amount(scope: Scope) -> Fraction:
    dated = _dated(scope)
    return Fraction(str(scope.goal["value"])) if dated is None else dated


def _dated(scope: Scope) -> Fraction | None:
    """The newest target that was set for the year, else pledged; a step where the document's is for a later day."""
    year = _year_number(scope)
    held = [
        (line["kind"] == "assigned", line["valid_from"], Fraction(line["value"]))
        for line in scope.targets
        if line["measure"] == scope.measure["id"]
        and line["unit"] == scope.ledger.commune
        and int(line["year"]) == year
        and line["valid_from"] <= scope.last.isoformat()
    ]
    return max(held)[2] if held else None


def day_to_meet(scope: Scope) -> date | None:
    """The day by which it must be met, where that is not the end of each year; a step is for its own."""
    if "by" in scope.goal and _dated(scope) is not None:
        return ends(scope.measure, scope.last)
    return scope.goal.get("by")


def _year_number(scope: Scope) -> int:
    """The year a target belongs to: that of the last day of the measure's year."""
    begin = begin_of_year(scope.measure, scope.last)
    if begin is None or "since" in scope.measure:
        return scope.last.year
    return begin.year if (begin.month, begin.day) == (1, 1) else begin.year + 1


def _is_yes_or_no(scope: Scope) -> bool:
    return scope.measure["aggregation"] == "commune_single" and set(scope.ledger.kinds.values()) == {"yes_no"}


def work_out(scope: Scope) -> None:
    verdict = scope.verdict
    if verdict.target is None or scope.goal["kind"] == "year_on_year" or _is_yes_or_no(scope):
        return
    if verdict.value is not None:
        verdict.attained = _attained(scope, verdict.value)
        verdict.expected = _expected(scope)


def _attained(scope: Scope, value: Fraction) -> Fraction | None:
    target = scope.verdict.target
    assert target is not None
    if scope.goal["comparison"] != "<=":
        return told(100 * value / target) if target else None
    if value <= target:
        return Fraction(100)
    _, first = beginning(scope)
    if first is None or first <= target:
        return None if first is None else Fraction(0)
    return told(max(Fraction(0), 100 * (first - value) / (first - target)))


def beginning(scope: Scope) -> tuple[date, Fraction | None]:
    """Where the way to a far target begins: what stood when the campaign began, or was told first after it.

    The way to a step begins with its year.
    """
    starts: date = scope.campaign["commune"]["starts"]
    if "by" in scope.goal and _dated(scope) is not None:
        starts = max(starts, begin_of_year(scope.measure, scope.last) or date(scope.last.year, 1, 1))
    found = scope.first_from(starts - DAY)
    first = told(scope.ledger.put_together(found.values()))
    return max([starts, min([share.on for share in found.values()], default=starts)]), first


def _expected(scope: Scope) -> Fraction | None:
    if "path" in scope.measure:
        return _on_path(scope)
    if "since" in scope.measure:
        return _straight(scope, scope.measure["since"], Fraction(0))
    if "by" not in scope.goal:
        return None
    begun, first = beginning(scope)
    if scope.goal["comparison"] == "<=":
        return None if first is None else _straight(scope, begun, Fraction(0))
    if first is None or not scope.verdict.target:
        return None
    return _straight(scope, begun, 100 * first / scope.verdict.target)


def _straight(scope: Scope, begun: date, then: Fraction) -> Fraction:
    by = max(day_to_meet(scope) or begun, begun)
    share = Fraction((scope.last - begun).days + 1, (by - begun).days + 1)
    return then + (100 - then) * min(max(share, Fraction(0)), Fraction(1))


def _on_path(scope: Scope) -> Fraction:
    begin = begin_of_year(scope.measure, scope.last) or date(scope.last.year, 1, 1)
    left, at_left = begin - DAY, Fraction(0)
    for text, share in scope.measure["path"]:
        month, first = (int(part) for part in text.split("-"))
        right = date(begin.year, month, first)
        right = right if right >= begin else date(begin.year + 1, month, first)
        if scope.last <= right:
            part = Fraction((scope.last - left).days, (right - left).days)
            return 100 * (at_left + (Fraction(str(share)) - at_left) * part)
        left, at_left = right, Fraction(str(share))
    return 100 * at_left
