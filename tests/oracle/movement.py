"""How a value moved: in the week, since the year began, against the same days of last year (domain 1.6, 2.1).

The same days of last year are as many days and hold as many Thursdays, never beyond that year's end. In the week a
level is compared among the units known before and now; a count has what was reported in the week.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.oracle.ledger import Ledger
from tests.oracle.rows import DAY, SUMMED, Row, begin_of_year, told
from tests.oracle.scope import Scope
from tests.oracle.succession import comparable


def work_out(scope: Scope) -> None:
    before = scope.first - DAY
    begun_since = scope.ledger.is_count and scope.begin is not None and scope.begin > before
    if not begun_since:
        value = scope.ledger.amount(before, scope.begin)[0]
        value = scope.ledger.amount(before, scope.begin, old_too=True)[0] if value is None else value
        scope.verdict.previous = told(value)
    scope.verdict.in_period = _in_period(scope)
    if not scope.ledger.is_count and scope.verdict.value is not None:
        scope.verdict.year_start = _at_year_start(scope)
    scope.verdict.same_period_last_year = _last_year(scope)


def _in_period(scope: Scope) -> Fraction | None:
    kinds = set(scope.ledger.kinds.values())
    if kinds & set(SUMMED):
        return _of_the_weeks(scope)
    if scope.verdict.value is None:
        return None
    if "running_total" in kinds:
        return _of_the_total(scope, scope.verdict.value)
    return _moved_since(scope, scope.first - DAY)


def _of_the_total(scope: Scope, value: Fraction) -> Fraction | None:
    """What a running total grew by; nothing is told of days for which none was typed."""
    totals = [row for row in scope.ledger.rows if scope.ledger.kinds[row.input] == "running_total"]
    if not any(scope.first <= row.on <= scope.last for row in totals):
        return None
    if scope.begin is not None and scope.begin >= scope.first:
        return value
    return None if scope.verdict.previous is None else told(value - scope.verdict.previous)


def _of_the_weeks(scope: Scope) -> Fraction | None:
    """What was reported for these days; an opening row tells of more than its day."""
    flows = {key for key, kind in scope.ledger.kinds.items() if kind in SUMMED}
    if scope.number is not None and scope.ledger.is_count and scope.begin == scope.first:
        return scope.verdict.value  # the whole count began within the year
    rows = [
        row
        for row in scope.ledger.rows
        if row.input not in flows or (scope.first <= row.on <= scope.last and _is_of_these_days(scope, row))
    ]
    shares = Ledger.of_rows(scope.ledger, rows).shares(scope.last, scope.first)
    return told(scope.ledger.put_together(shares.values()))


def _is_of_these_days(scope: Scope, row: Row) -> bool:
    """Whether a flow was added in these days: an opening row only of a year, if it follows one of the week before."""
    if not row.is_opening:
        return True
    if scope.number is None or scope.ledger.is_balance:
        return False
    before = [one.on for one in scope.ledger.rows_of[row.unit] if one.input == row.input and one.on < row.on]
    return bool(before) and max(before) >= scope.first - DAY * 7


def _moved_since(scope: Scope, then: date) -> Fraction | None:
    """The change since a day among the units heard of by then, however long before."""
    old = scope.ledger.shares(then, None, old_too=True)
    before, after = comparable(scope.ledger.units, old, scope.shares)
    if scope.measure["aggregation"] in ("share_of_yes", "count_of_yes") and len(before) != len(after):
        before = after = before & after  # fewer villages are no news
    now = told(scope.ledger.put_together(scope.shares[code] for code in scope.shares if code in after))
    was = told(scope.ledger.put_together(old[code] for code in old if code in before))
    return None if now is None or was is None else told(now - was)


def _at_year_start(scope: Scope) -> Fraction | None:
    eve = (begin_of_year(scope.measure, scope.last) or date(scope.last.year, 1, 1)) - DAY
    if scope.ledger.is_balance:
        rows = scope.baselines(eve) + [row for row in scope.ledger.rows if row.on <= eve and not row.is_opening]
        return told(Ledger.of_rows(scope.ledger, rows).amount(scope.last, None)[0])
    found = scope.first_from(eve)
    return told(scope.ledger.put_together(found.values()))


def _last_year(scope: Scope) -> Fraction | None:
    if not scope.ledger.is_count:
        return told(scope.ledger.amount(year_earlier(scope.last), None)[0])
    if "since" in scope.measure or scope.begin is None:
        return None
    begun = year_earlier(scope.begin)
    return told(scope.ledger.amount(_same_day(scope, begun), begun)[0])


def _same_day(scope: Scope, begun: date) -> date:
    assert scope.begin is not None
    days = (scope.last - scope.begin).days
    weeks = sum((scope.begin + DAY * n).weekday() == 3 for n in range(days + 1))
    thursdays = [begun + DAY * n for n in range(372) if (begun + DAY * n).weekday() == 3]
    closing = thursdays[weeks - 1] if weeks else begun
    return min(max(begun + DAY * days, closing), scope.begin - DAY)


def year_earlier(on: date) -> date:
    return date(on.year - 1, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)
