"""Where each measure stands at the end of a period, worked out a second time: target, progress, movement, status.

From decisions 10, 14 and 18 and domain 1.3, 1.4 and 1.6; see `ledger` for what is never rounded and what is.

Where the papers are silent, the choices written beside the rules of the project are followed:
- the same days of last year are as many days and hold as many Thursdays, never beyond that year's end;
- a far target (`by`) is approached in a straight line from what stood on the campaign's first day, or first after it;
- «vượt» is for counts of the year with a floor; a level that is more than enough is «đạt»;
- in the week, a level is compared among units known before and now; a count has what was reported in the week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.ledger import DAY, SUMMED, Ledger, Row, Share, Table, begin_of_year, is_old, told

Lines = list[dict[str, str]]


@dataclass
class Verdict:
    """What the oracle tells of one measure; numbers as printed."""

    measure: str
    status: str = ""
    rule: str = ""
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    target: Fraction | None = None
    attained: Fraction | None = None
    expected: Fraction | None = None
    in_period: Fraction | None = None
    previous: Fraction | None = None
    year_start: Fraction | None = None
    same_period_last_year: Fraction | None = None
    as_of: date | None = None
    fresh: int = 0
    due: int = 0
    marked: int = 0
    provisional: bool = False
    decided: bool | None = None


def judge_all(
    campaign: Table, figures: Lines, units: Lines, targets: Lines, filings: Lines, first: date, last: date
) -> list[Verdict]:
    """Every measure of the campaign file at the period from `first` to `last`."""
    by_code = {unit["code"]: unit for unit in units}
    lines: dict[str, Lines] = {}
    for line in figures:
        lines.setdefault(line["measure"], []).append(line)
    return [
        Assessment(
            campaign,
            measure,
            Ledger(measure, lines.get(measure["id"], ()), by_code, last),
            targets,
            filings,
            first,
            last,
        ).judge()
        for measure in campaign["measure"]
    ]


def year_earlier(on: date) -> date:
    return date(on.year - 1, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)


class Assessment:
    """One measure at one period."""

    def __init__(
        self,
        campaign: Table,
        measure: Table,
        ledger: Ledger,
        targets: Lines,
        filings: Lines,
        first: date,
        last: date,
    ) -> None:
        self.campaign, self.measure, self.ledger = campaign, measure, ledger
        self.targets, self.filings, self.first, self.last = targets, filings, first, last
        self.goal = measure["target"]
        self.begin = None if ledger.is_balance else begin_of_year(measure, last)
        self.verdict = Verdict(measure["id"])
        self.shares: dict[str, Share] = {}

    def judge(self) -> Verdict:
        self._value()
        self._movement()
        self._target()
        self._coverage()
        self._decision()
        self._progress()
        self.verdict.rule, self.verdict.status = self._status()
        return self.verdict

    def _value(self) -> None:
        value, shares = self.ledger.amount(self.last, self.begin)
        if value is None:
            value, shares = self.ledger.amount(self.last, self.begin, old_too=True)
        if value is None:
            return
        self.shares = shares
        verdict = self.verdict
        verdict.value = told(value)
        verdict.numerator = told(sum((one.above for one in shares.values()), Fraction(0)))
        if self.measure["aggregation"] in ("share_of_yes", "count_of_yes"):
            verdict.denominator = Fraction(len(shares))
        elif "over" in self.measure:
            verdict.denominator = told(sum((one.below or Fraction(0) for one in shares.values()), Fraction(0)))
        verdict.as_of = max(one.on for one in shares.values())
        verdict.marked = len({id(row) for one in shares.values() for row in one.rows if row.is_marked})

    # Movement.

    def _movement(self) -> None:
        before = self.first - DAY
        begun_since = self.ledger.is_count and self.begin is not None and self.begin > before
        if not begun_since:
            value = self.ledger.amount(before, self.begin)[0]
            value = self.ledger.amount(before, self.begin, old_too=True)[0] if value is None else value
            self.verdict.previous = told(value)
        self.verdict.in_period = self._in_period()
        if not self.ledger.is_count and self.verdict.value is not None:
            self.verdict.year_start = self._at_year_start()
        self.verdict.same_period_last_year = self._last_year()

    def _in_period(self) -> Fraction | None:
        kinds = set(self.ledger.kinds.values())
        if kinds & set(SUMMED):
            return self._of_the_weeks()
        if self.verdict.value is None:
            return None
        if "running_total" in kinds:
            return self._of_the_total(self.verdict.value)
        return self._moved_since(self.first - DAY)

    def _of_the_total(self, value: Fraction) -> Fraction | None:
        """What a running total grew by; nothing is told of days for which none was typed."""
        totals = [row for row in self.ledger.rows if self.ledger.kinds[row.input] == "running_total"]
        if not any(self.first <= row.on <= self.last for row in totals):
            return None
        if self.begin is not None and self.begin >= self.first:
            return value
        return None if self.verdict.previous is None else told(value - self.verdict.previous)

    def _of_the_weeks(self) -> Fraction | None:
        """What was reported for these days; an opening row tells of more than its day."""
        flows = {key for key, kind in self.ledger.kinds.items() if kind in SUMMED}
        rows = [
            row
            for row in self.ledger.rows
            if row.input not in flows or (self.first <= row.on <= self.last and not row.is_opening)
        ]
        shares = Ledger.of_rows(self.ledger, rows).shares(self.last, self.first)
        return told(self.ledger.put_together(shares.values()))

    def _moved_since(self, then: date) -> Fraction | None:
        """The change since a day among the units heard of by then, however long before."""
        old = self.ledger.shares(then, None, old_too=True)
        both = [code for code in self.shares if code in old]
        now = told(self.ledger.put_together(self.shares[code] for code in both))
        was = told(self.ledger.put_together(old[code] for code in both))
        return None if now is None or was is None else told(now - was)

    def _at_year_start(self) -> Fraction | None:
        eve = (begin_of_year(self.measure, self.last) or date(self.last.year, 1, 1)) - DAY
        if self.ledger.is_balance:
            rows = self._baselines(eve) + [row for row in self.ledger.rows if row.on <= eve and not row.is_opening]
            return told(Ledger.of_rows(self.ledger, rows).amount(self.last, None)[0])
        found = self._first_from(eve)
        return told(self.ledger.put_together(found.values()))

    def _baselines(self, eve: date) -> list[Row]:
        """Each unit's stock as it was counted by a day, or first counted after it."""
        found: dict[str, Row] = {}
        for row in self.ledger.rows:
            if row.is_opening and row.on <= self.last and (row.unit not in found or row.on <= eve):
                found[row.unit] = row
        return list(found.values())

    def _first_from(self, then: date) -> dict[str, Share]:
        """What the units of today's value brought on a day, or first after it."""
        found = {}
        for code in self.shares:
            for on in [then, *sorted({row.on for row in self.ledger.rows_of[code] if row.on > then})]:
                share = self.ledger.share(code, on, None, old_too=True)
                if share is not None:
                    found[code] = share
                    break
        return found

    def _last_year(self) -> Fraction | None:
        if not self.ledger.is_count:
            return told(self.ledger.amount(year_earlier(self.last), None)[0])
        if "since" in self.measure or self.begin is None:
            return None
        begun = year_earlier(self.begin)
        return told(self.ledger.amount(self._same_day(begun), begun)[0])

    def _same_day(self, begun: date) -> date:
        assert self.begin is not None
        days = (self.last - self.begin).days
        weeks = sum((self.begin + DAY * n).weekday() == 3 for n in range(days + 1))
        thursdays = [begun + DAY * n for n in range(372) if (begun + DAY * n).weekday() == 3]
        closing = thursdays[weeks - 1] if weeks else begun
        return min(max(begun + DAY * days, closing), self.begin - DAY)

    # Targets and progress.

    def _target(self) -> None:
        kind = self.goal["kind"]
        if kind == "year_on_year":
            base = self.verdict.same_period_last_year
            self.verdict.target = None if base is None else told(base * (100 + Fraction(str(self.goal["value"]))) / 100)
        elif kind == "baseline":
            self.verdict.target = self._baseline()
        else:
            self.verdict.target = self._amount()

    def _baseline(self) -> Fraction | None:
        """What stood when the campaign began (decision 7: KT6a at 31/12/2025); a newer count moves no target."""
        rows = self._baselines(self.campaign["commune"]["starts"] - DAY)
        return told(sum((row.value for row in rows), Fraction(0))) if rows else None

    def _amount(self) -> Fraction:
        year = self._year_number()
        held = [
            (line["valid_from"], Fraction(line["value"]))
            for line in self.targets
            if line["measure"] == self.measure["id"]
            and line["unit"] == self.ledger.commune
            and int(line["year"]) == year
            and line["valid_from"] <= self.last.isoformat()
        ]
        return max(held)[1] if held else Fraction(str(self.goal["value"]))

    def _year_number(self) -> int:
        """The year a target belongs to: that of the last day of the measure's year."""
        begin = begin_of_year(self.measure, self.last)
        if begin is None or "since" in self.measure:
            return self.last.year
        return begin.year if (begin.month, begin.day) == (1, 1) else begin.year + 1

    def _decision(self) -> None:
        key = self.measure.get("decided_by")
        if key:
            answers = [row for row in self.ledger.rows if row.input == key and row.on <= self.last]
            self.verdict.decided = bool(answers[-1].value) if answers else None

    def _is_yes_or_no(self) -> bool:
        return self.measure["aggregation"] == "commune_single" and set(self.ledger.kinds.values()) == {"yes_no"}

    def _progress(self) -> None:
        verdict = self.verdict
        if verdict.target is None or self.goal["kind"] == "year_on_year" or self._is_yes_or_no():
            return
        if verdict.value is not None:
            verdict.attained = self._attained(verdict.value)
            verdict.expected = self._expected()

    def _attained(self, value: Fraction) -> Fraction | None:
        target = self.verdict.target
        assert target is not None
        if self.goal["comparison"] != "<=":
            return told(100 * value / target) if target else None
        if value <= target:
            return Fraction(100)
        _, first = self._beginning()
        if first is None or first <= target:
            return None if first is None else Fraction(0)
        return told(max(Fraction(0), 100 * (first - value) / (first - target)))

    def _beginning(self) -> tuple[date, Fraction | None]:
        """Where the way to a far target begins: what stood when the campaign began, or was told first after it."""
        starts: date = self.campaign["commune"]["starts"]
        found = self._first_from(starts - DAY)
        first = told(self.ledger.put_together(found.values()))
        return max([starts, min([share.on for share in found.values()], default=starts)]), first

    def _expected(self) -> Fraction | None:
        if "path" in self.measure:
            return self._on_path()
        if "since" in self.measure:
            return self._straight(self.measure["since"], Fraction(0))
        if "by" not in self.goal:
            return None
        begun, first = self._beginning()
        if self.goal["comparison"] == "<=":
            return None if first is None else self._straight(begun, Fraction(0))
        if first is None or not self.verdict.target:
            return None
        return self._straight(begun, 100 * first / self.verdict.target)

    def _straight(self, begun: date, then: Fraction) -> Fraction:
        by = max(self.goal["by"], begun)
        share = Fraction((self.last - begun).days + 1, (by - begun).days + 1)
        return then + (100 - then) * min(max(share, Fraction(0)), Fraction(1))

    def _on_path(self) -> Fraction:
        begin = begin_of_year(self.measure, self.last) or date(self.last.year, 1, 1)
        left, at_left = begin - DAY, Fraction(0)
        for text, share in self.measure["path"]:
            month, first = (int(part) for part in text.split("-"))
            right = date(begin.year, month, first)
            right = right if right >= begin else date(begin.year + 1, month, first)
            if self.last <= right:
                part = Fraction((self.last - left).days, (right - left).days)
                return 100 * (at_left + (Fraction(str(share)) - at_left) * part)
            left, at_left = right, Fraction(str(share))
        return 100 * at_left

    # Coverage.

    def _coverage(self) -> None:
        ledger, verdict = self.ledger, self.verdict
        subjects = [code for code in ledger.units if ledger.is_about(code) and ledger.is_there(code, self.last)]
        silent = self._silent()
        verdict.due = len(subjects)
        verdict.fresh = sum(self._is_fresh(code) and code not in silent for code in subjects)
        if verdict.value is not None:
            heard = len(set(self.shares) & set(subjects))
            floor = Fraction(str(self.campaign["rules"]["coverage_floor"]))
            verdict.provisional = (
                ledger.commune not in self.shares and len(subjects) > 0 and Fraction(100 * heard, len(subjects)) < floor
            )

    def _is_fresh(self, code: str) -> bool:
        days = [
            row.on
            for row in self.ledger.rows
            if row.unit == code and row.on <= self.last and row.input not in self.ledger.never_asked
        ]
        return bool(days) and not is_old(self.measure, max(days), self.last)

    def _silent(self) -> set[str]:
        """Units that owed something in the period and answered nothing, where they answer for themselves."""
        if self.measure.get("subject", "self") != "self":
            return set()
        asked: dict[str, int] = {}
        for line in self.filings:
            if line["due"] == "yes" and self.first.isoformat() <= line["period_last"] <= self.last.isoformat():
                asked[line["unit"]] = asked.get(line["unit"], 0) + int(line["answered"])
        return {code for code, answered in asked.items() if not answered}

    # The table of decision 18.

    def _status(self) -> tuple[str, str]:
        verdict = self.verdict
        value, target = verdict.value, verdict.target
        if value is None:
            return "no_value", "chưa có số liệu"
        if target is None:
            return "no_baseline", "chưa có số liệu"
        if not self.measure.get("judged", True):
            return "not_judged", "chưa đến kỳ xét"
        assert verdict.as_of is not None
        if is_old(self.measure, verdict.as_of, self.last):
            return "stale", "chưa đến kỳ xét"
        if self._moved_wrong(value):
            return "moved_wrong", "cần xem lại"
        if self._is_met(value, target):
            counted = self.ledger.is_count and self.goal["kind"] == "amount" and self.goal["comparison"] == ">="
            return ("exceeded", "vượt") if counted and value > target else ("met", "đạt")
        if self.goal["comparison"] == ">" and value == target:
            return "equals_strict_target", "sát chỉ tiêu"
        behind = self._behind(value)
        if behind is not None and behind <= Fraction(str(self.campaign["rules"]["on_track_band"])):
            return "on_track", "đúng tiến độ"
        return "behind", "chậm"

    def _moved_wrong(self, value: Fraction) -> bool:
        falling, maintain = self.measure.get("falling_is_good", False), self.measure.get("maintain", False)
        if not falling and not maintain:
            return False
        if self.ledger.is_count:
            base = self.verdict.same_period_last_year
            return base is not None and value > base
        year_start = self.verdict.year_start
        moves = [self.verdict.in_period or 0, 0 if year_start is None else value - year_start]
        return any(move > 0 if falling else move < 0 for move in moves)

    def _is_met(self, value: Fraction, target: Fraction) -> bool:
        if self.measure.get("decided_by"):
            return bool(self.verdict.decided)  # by the decision alone
        if self.goal["kind"] == "year_on_year":
            base = self.verdict.same_period_last_year
            assert base is not None
            if base == 0:
                return value == 0
            return value < base if base < self.campaign["rules"]["small_base"] else value <= target
        signs: Mapping[str, bool] = {
            ">": value > target,
            ">=": value >= target,
            "<=": value <= target,
            "==": value == target,
        }
        return signs[self.goal["comparison"]]

    def _behind(self, value: Fraction) -> Fraction | None:
        if self.goal["kind"] == "year_on_year":
            base = self.verdict.same_period_last_year
            return 100 * value / base - 100 - Fraction(str(self.goal["value"])) if base else None
        if self.verdict.expected is None or self.verdict.attained is None:
            return None
        return self.verdict.expected - self.verdict.attained
