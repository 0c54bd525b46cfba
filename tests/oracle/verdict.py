"""Where each measure stands at the end of a period, worked out a second time (decisions 10, 14 and 18).

Where the papers are silent: «vượt» is for counts of the year with a floor, a level that is more than enough is «đạt»; a
sum is «tạm tính» while the units in it are fewer than the floor, and the commune's own row speaks for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tests.oracle import movement, progress
from tests.oracle.ledger import Ledger
from tests.oracle.rows import Table, begin_of_year, is_old, told
from tests.oracle.scope import Lines, Scope, Verdict


def judge_all(
    campaign: Table, figures: Lines, units: Lines, targets: Lines, filings: Lines, first: date, last: date
) -> list[Verdict]:
    """Every measure of the campaign file at the period from `first` to `last`."""
    by_code = {unit["code"]: unit for unit in units}
    lines: dict[str, Lines] = {}
    for line in figures:
        lines.setdefault(line["measure"], []).append(line)
    found = []
    for measure in campaign["measure"]:
        ledger = Ledger(measure, lines.get(measure["id"], ()), by_code, last)
        begin = None if ledger.is_balance else begin_of_year(measure, last)
        verdict = Verdict(measure["id"])
        found.append(_judge(Scope(campaign, measure, ledger, targets, filings, first, last, begin, verdict)))
    return found


def _judge(scope: Scope) -> Verdict:
    _value(scope)
    movement.work_out(scope)
    progress.set_target(scope)
    _coverage(scope)
    _decision(scope)
    progress.work_out(scope)
    scope.verdict.rule, scope.verdict.status = _status(scope)
    return scope.verdict


def _value(scope: Scope) -> None:
    value, shares = scope.ledger.amount(scope.last, scope.begin)
    if value is None:
        value, shares = scope.ledger.amount(scope.last, scope.begin, old_too=True)
    if value is None:
        return
    scope.shares = shares
    verdict = scope.verdict
    verdict.value = told(value)
    verdict.numerator = told(sum((one.above for one in shares.values()), Fraction(0)))
    if scope.measure["aggregation"] in ("share_of_yes", "count_of_yes"):
        verdict.denominator = Fraction(len(shares))
    elif "over" in scope.measure:
        verdict.denominator = told(sum((one.below or Fraction(0) for one in shares.values()), Fraction(0)))
    verdict.as_of = max(one.on for one in shares.values())
    verdict.marked = len({id(row) for one in shares.values() for row in one.rows if row.is_marked})


def _coverage(scope: Scope) -> None:
    ledger, verdict = scope.ledger, scope.verdict
    subjects = [code for code in ledger.units if ledger.is_about(code) and ledger.is_there(code, scope.last)]
    silent = _silent(scope)
    verdict.due = len(subjects)
    verdict.fresh = sum(_is_fresh(scope, code) and code not in silent for code in subjects)
    if verdict.value is not None:
        heard = len(set(scope.shares) & set(subjects))
        floor = Fraction(str(scope.campaign["rules"]["coverage_floor"]))
        verdict.provisional = (
            ledger.commune not in scope.shares and len(subjects) > 0 and Fraction(100 * heard, len(subjects)) < floor
        )


def _is_fresh(scope: Scope, code: str) -> bool:
    days = [
        row.on
        for row in scope.ledger.rows
        if row.unit == code and row.on <= scope.last and row.input not in scope.ledger.never_asked
    ]
    return bool(days) and not is_old(scope.measure, max(days), scope.last)


def _silent(scope: Scope) -> set[str]:
    """Units that owed something in the period and answered nothing, where they answer for themselves."""
    if scope.measure.get("subject", "self") != "self":
        return set()
    asked: dict[str, int] = {}
    for line in scope.filings:
        if line["due"] == "yes" and scope.first.isoformat() <= line["period_last"] <= scope.last.isoformat():
            asked[line["unit"]] = asked.get(line["unit"], 0) + int(line["answered"])
    return {code for code, answered in asked.items() if not answered}


def _decision(scope: Scope) -> None:
    key = scope.measure.get("decided_by")
    if key:
        answers = [row for row in scope.ledger.rows if row.input == key and row.on <= scope.last]
        scope.verdict.decided = bool(answers[-1].value) if answers else None


def _status(scope: Scope) -> tuple[str, str]:
    verdict = scope.verdict
    value, target = verdict.value, verdict.target
    if value is None:
        return "no_value", "chưa có số liệu"
    if target is None:
        return "no_baseline", "chưa có số liệu"
    if not scope.measure.get("judged", True):
        return "not_judged", "chưa đến kỳ xét"
    assert verdict.as_of is not None
    if is_old(scope.measure, verdict.as_of, scope.last):
        return "stale", "chưa đến kỳ xét"
    if _moved_wrong(scope, value):
        return "moved_wrong", "cần xem lại"
    if _is_met(scope, value, target):
        counted = scope.ledger.is_count and scope.goal["kind"] == "amount" and scope.goal["comparison"] == ">="
        return ("exceeded", "vượt") if counted and value > target else ("met", "đạt")
    if scope.goal["comparison"] == ">" and value == target:
        return "equals_strict_target", "sát chỉ tiêu"
    behind = _behind(scope, value)
    if behind is not None and behind <= Fraction(str(scope.campaign["rules"]["on_track_band"])):
        return "on_track", "đúng tiến độ"
    return "behind", "chậm"


def _moved_wrong(scope: Scope, value: Fraction) -> bool:
    falling, maintain = scope.measure.get("falling_is_good", False), scope.measure.get("maintain", False)
    if not falling and not maintain:
        return False
    if scope.ledger.is_count:
        base = scope.verdict.same_period_last_year
        return base is not None and value > base
    year_start = scope.verdict.year_start
    moves = [scope.verdict.in_period or 0, 0 if year_start is None else value - year_start]
    return any(move > 0 if falling else move < 0 for move in moves)


def _is_met(scope: Scope, value: Fraction, target: Fraction) -> bool:
    if scope.measure.get("decided_by"):
        return bool(scope.verdict.decided)  # by the decision alone
    if scope.goal["kind"] == "year_on_year":
        base = scope.verdict.same_period_last_year
        assert base is not None
        if base == 0:
            return value == 0
        return value < base if base < scope.campaign["rules"]["small_base"] else value <= target
    signs: Mapping[str, bool] = {
        ">": value > target,
        ">=": value >= target,
        "<=": value <= target,
        "==": value == target,
    }
    return signs[scope.goal["comparison"]]


def _behind(scope: Scope, value: Fraction) -> Fraction | None:
    if scope.goal["kind"] == "year_on_year":
        base = scope.verdict.same_period_last_year
        return 100 * value / base - 100 - Fraction(str(scope.goal["value"])) if base else None
    if scope.verdict.expected is None or scope.verdict.attained is None:
        return None
    return scope.verdict.expected - scope.verdict.attained
