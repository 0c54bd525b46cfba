"""Where each measure stands at the end of a period, worked out a second time (decisions 10, 14 and 18).

Where the papers are silent: «vượt» is for counts of the year with a floor, a level that is more than enough is «đạt»; a
sum is «tạm tính» while the units in it are fewer than the floor, and the commune's own row speaks for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from tests.oracle import movement, progress, year
from tests.oracle.ledger import Ledger
from tests.oracle.rows import Table, begin_of_year, is_old, told
from tests.oracle.scope import Lines, Scope, Verdict

HAIR = Fraction(1, 10**15)  # told numbers are rounded ones: a third of a village decides nothing


def judge_all(
    campaign: Table,
    figures: Lines,
    units: Lines,
    targets: Lines,
    filings: Lines,
    first: date,
    last: date,
    number: int | None = None,
) -> list[Verdict]:
    """Every measure of the campaign file at the period from `first` to `last`; `number` is that of a year's report."""
    by_code = {unit["code"]: unit for unit in units}
    lines: dict[str, Lines] = {}
    for line in figures:
        lines.setdefault(line["measure"], []).append(line)
    found = []
    for measure in campaign["measure"]:
        begins, ends = year.own_days(measure, first, last, number)
        ledger = Ledger(measure, lines.get(measure["id"], ()), by_code, ends)
        if number is not None and ends == year.ends(measure, ends):
            ledger = year.with_late_answers(ledger, ends)
        begin = None if ledger.is_balance else begin_of_year(measure, ends)
        verdict = Verdict(measure["id"])
        found.append(_judge(Scope(campaign, measure, ledger, targets, filings, begins, ends, begin, verdict, number)))
    return found


def _judge(scope: Scope) -> Verdict:
    _value(scope)
    movement.work_out(scope)
    progress.set_target(scope)
    _coverage(scope)
    _decision(scope)
    progress.work_out(scope)
    scope.verdict.is_verdict = scope.is_over
    scope.verdict.rule, scope.verdict.status = _of_year(scope) if scope.is_over else _status(scope)
    return scope.verdict


def _value(scope: Scope) -> None:
    value, shares = scope.judged.amount(scope.last, scope.begin)
    if value is None and not scope.is_over:
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
        speaking = set(scope.shares).union(*(one.speaks_for for one in scope.shares.values()))
        heard = len(speaking & set(subjects))
        floor = Fraction(str(scope.campaign["rules"]["coverage_floor"]))
        verdict.provisional = (
            ledger.commune not in scope.shares and len(subjects) > 0 and Fraction(100 * heard, len(subjects)) < floor
        )


def _is_fresh(scope: Scope, code: str) -> bool:
    days = [
        row.on
        for row in scope.judged.rows
        if row.unit == code and row.on <= scope.last and row.input not in scope.ledger.never_asked
    ]
    if days and not is_old(scope.measure, max(days), scope.last):
        return True
    before = [one for one in scope.ledger.units[code].get("succeeds", "").split("|") if one]
    if not before or not all(_is_fresh(scope, one) for one in before):
        return False
    if scope.measure["aggregation"] not in ("share_of_yes", "count_of_yes"):
        return True
    shares = scope.judged.shares(scope.last, None, old_too=True)
    return any(code in one.speaks_for for one in shares.values())


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
    if behind is not None and behind <= _band(scope) + HAIR:
        return "on_track", "đúng tiến độ"
    return "behind", "chậm"


def _of_year(scope: Scope) -> tuple[str, str]:
    """The verdict of a year that is over."""
    verdict = scope.verdict
    value, target = verdict.value, verdict.target
    if value is None:
        return "no_value", "chưa có số liệu"
    if target is None:
        return "no_baseline", "chưa có số liệu"
    if not scope.measure.get("judged", True):
        return "not_judged", "không xét"
    assert verdict.as_of is not None
    if is_old(scope.measure, verdict.as_of, scope.last):
        return "no_figure_of_year", "chưa có số liệu"
    if _is_met(scope, value, target):
        counted = scope.ledger.is_count and scope.goal["kind"] == "amount" and scope.goal["comparison"] == ">="
        return ("exceeded", "vượt") if counted and value > target and not verdict.marked else ("met", "đạt")
    if scope.goal["comparison"] == ">" and value == target:
        return "equals_strict_target", "sát chỉ tiêu"
    by = progress.day_to_meet(scope)
    if by is not None and by > scope.last:
        return "far", f"chưa đến hạn {scope.goal['by'].year}"
    verdict.shortfall = _missing(scope, value, target)
    return "missed", "không đạt"


def _counts_things(scope: Scope) -> bool:
    whole = all(one.get("whole", True) for one in scope.measure["input"])
    return whole and "over" not in scope.measure and scope.measure["unit"] != "%"


def _is_on_the_way(scope: Scope, target: Fraction) -> bool:
    return target < Fraction(str(scope.measure["target"]["value"]))


def _missing(scope: Scope, value: Fraction, target: Fraction) -> Fraction | None:
    """How much is missing; of what is counted, whole ones."""
    measure, comparison = scope.measure, scope.goal["comparison"]
    if scope.goal["kind"] == "year_on_year":
        base = scope.verdict.same_period_last_year
        assert base is not None
        allowed = base if base == 0 else base - 1 if base < scope.campaign["rules"]["small_base"] else floor(target)
        return value - allowed
    if comparison == "==" or (measure.get("decided_by") and not _is_on_the_way(scope, target)):
        return None
    if comparison == "<=":
        return told(value - target)
    if _counts_things(scope):
        target = Fraction(floor(target) + 1 if comparison == ">" else ceil(target))
    return told(target - value)


def _band(scope: Scope) -> Fraction:
    """How far below the path is on track: a share of the way from the year's start, at least one that is counted.

    In the points in which what is reached is told. One that is the whole way is not allowed for.
    """
    share = Fraction(str(scope.campaign["rules"]["on_track_band"])) / 100
    if scope.goal["kind"] == "year_on_year":
        base = scope.verdict.same_period_last_year
        way = abs(Fraction(str(scope.goal["value"])))
        return Fraction(0) if not base else _at_least(share * way, Fraction(100) / base, way)
    target = scope.verdict.target
    assert target is not None
    nought = Fraction(0)
    if scope.goal["comparison"] == "<=":
        begun = progress.beginning(scope)[1]
        nought = target if begun is None else begun
    whole = target - nought
    if not whole:
        return Fraction(0)
    start = Fraction(0) if scope.ledger.is_count else scope.verdict.year_start
    way = Fraction(0) if start is None else 100 * (target - start) / whole
    if way <= 0:
        return Fraction(0)
    counted = all(one.get("whole", True) for one in scope.measure["input"])
    single = None
    if counted and scope.measure["unit"] == "%" and scope.verdict.denominator:
        single = Fraction(100) / scope.verdict.denominator
    elif _counts_things(scope):
        single = Fraction(1)
    return share * way if single is None else _at_least(share * way, 100 * single / abs(whole), way)


def _at_least(part: Fraction, single: Fraction, way: Fraction) -> Fraction:
    return max(part, single) if way - single > HAIR else part


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
    if scope.measure.get("decided_by") and (scope.verdict.decided or not _is_on_the_way(scope, target)):
        return bool(scope.verdict.decided)  # by the decision alone, but for a year's step before it
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
