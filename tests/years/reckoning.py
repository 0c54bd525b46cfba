"""After every week: what the rows amount to by the oracle, against the export, the post and the years' verdicts."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle import several, verdict
from tests.oracle.scope import Lines, Verdict
from tests.years.program import Running

_MICRO = 1_000_000
_NUMBERS = ("value", "numerator", "denominator", "target", "in_period", "shortfall")
_HAIR = Fraction(1, 10**20)
# Of the measures of an indicator the worst decides, of those that are judged at all.
_WORST_FIRST = (
    ("không đạt",),
    ("cần xem lại",),
    ("chậm",),
    ("đúng tiến độ",),
    ("sát chỉ tiêu",),
    ("đạt",),
    ("vượt",),
    ("chưa đến hạn 2030",),
    ("không xét", "chưa đến kỳ xét"),
    ("chưa có số liệu",),
)


class Reckoning:
    """The rows of a running deployment's communes in the oracle's terms."""

    def __init__(self, running: Running, campaign: Mapping[str, Any]) -> None:
        self._running, self._campaign = running, campaign

    def week(self, code: str, first: date, last: date, label: str, *, is_full: bool) -> list[str]:
        """In what the posted week's file and its stored post differ from the oracle; where `is_full` to the last digit.

        The lines of a .csv have six decimals, and cost a tenth of what a .json does that proves every number.
        """
        judged = self.judged(code, first, last)
        posted = self._posted(code, last)
        if posted is None:
            return [f"{code} {label}: nothing was posted"]
        found = [f"{code} {label}, post: {one}" for one in self._of_post(posted, judged)]
        if not is_full:
            return found + self._of_lines(code, label, judged)
        made = self.exported(code, "--week", label)
        if posted["rows"] != made["summary"]["rows"]:
            found.append(f"{code} {label}: the post tells other numbers than the file")
        return found + self._differences(code, made, judged)

    def _of_lines(self, code: str, label: str, judged: list[Verdict]) -> list[str]:
        with self._export(code, "--week", label, "csv").open(encoding="utf-8-sig", newline="") as file:
            lines = {line["measure"]: line for line in csv.DictReader(file)}
        found = []
        for mine in judged:
            line = lines[mine.measure]
            numbers = {"value", "target", "in_period", "shortfall", "same_period_last_year"}
            pairs = [(name, _six_places(getattr(mine, name)), line[name]) for name in sorted(numbers)]
            pairs += [
                ("as_of", _text(mine.as_of), line["as_of"]),
                ("status", mine.status, line["status"]),
                ("rule", mine.rule, line["rule"]),
                ("fresh", str(mine.fresh), line["units_fresh"]),
                ("due", str(mine.due), line["units_due"]),
                ("marked", str(mine.marked), line["marked"]),
                ("provisional", "yes" if mine.provisional else "no", line["provisional"]),
            ]
            found += [f"{code} {label} {mine.measure} {name}: {a} != {b}" for name, a, b in pairs if a != b]
        return found

    def week_exported_again(self, code: str, first: date, last: date, label: str) -> list[str]:
        """The same of a week that was posted by other rules."""
        return self._differences(code, self.exported(code, "--week", label), self.judged(code, first, last))

    def year(self, code: str, number: int) -> list[str]:
        """In what a year's report differs."""
        judged = self.judged(code, date(number, 1, 1), date(number, 12, 31), number)
        return self._differences(code, self.exported(code, "--period", str(number)), judged)

    def years(self, code: str, first: int, last: int, until: date) -> list[str]:
        """In what several years side by side differ, of which the last may be under way."""
        by_year = {}
        for number in range(first, min(last, until.year) + 1):
            ends = min(date(number, 12, 31), until)
            by_year[number] = {one.measure: one for one in self.judged(code, date(number, 1, 1), ends, number)}
        lines = {one["measure"]: one for one in self.exported(code, "--period", f"{first}-{last}")["lines"]}
        found = []
        for measure in self._campaign["measure"]:
            verdicts = {number: each[measure["id"]] for number, each in by_year.items()}
            mine, line = several.put_together(measure, verdicts), lines[measure["id"]]
            # Both ends of a yes or no are not told: they are its years' words.
            numbers = ("total",) if line["yes_no"] else ("start", "end", "total")
            pairs = [(name, getattr(mine, name), _number(line[name])) for name in numbers]
            pairs += [("met", mine.met, line["met"]), ("judged", mine.judged, line["judged"])]
            words = [(str(number), one.status, _word_of(line, number)) for number, one in verdicts.items()]
            found += [f"{measure['id']} {name}: {a} != {b}" for name, a, b in [*pairs, *words] if a != b]
        return found

    def exported(self, code: str, kind: str, label: str) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self._export(code, kind, label, "json").read_text(encoding="utf-8"))
        return made

    def _export(self, code: str, kind: str, label: str, form: str) -> Path:
        file = self._running.folder / f"{code}.{form}"
        named = ("--commune", code) if "COMMUNES" in self._running.more else ()
        self._running.command(*named, "export", kind, label, "--format", form, "--out", str(file))
        return file

    def judged(self, code: str, first: date, last: date, number: int | None = None) -> list[Verdict]:
        units = self._units(code)
        return verdict.judge_all(
            dict(self._campaign),
            self._figures(code, units),
            list(units.values()),
            self._targets(code),
            self._filings(code, units, first, last),
            first,
            last,
            number,
        )

    # Rows

    def _units(self, code: str) -> dict[int, dict[str, str]]:
        rows = self._running.rows(
            "SELECT units.id, units.code, units.kind, units.households, units.people, units.adults, units.active_from,"
            " units.active_to, units.succeeds FROM units LEFT JOIN units AS town ON town.id = units.commune_id"
            " WHERE units.code = :code AND units.commune_id IS NULL OR town.code = :code ORDER BY units.commune_id IS"
            " NOT NULL, units.code",
            code=code,
        )
        names = ("households", "people", "adults", "active_from", "active_to")
        codes = {row[0]: row[1] for row in rows}
        return {
            row[0]: {"code": row[1], "kind": row[2]}
            | {name: _text(value) for name, value in zip(names, row[3:8], strict=True)}
            | {"succeeds": "|".join(codes[one] for one in _plain(row[8]) or ())}
            for row in rows
        }

    def _figures(self, code: str, units: Mapping[int, Mapping[str, str]]) -> Lines:
        rows = self._running.rows(
            "SELECT measure, input, subject_id, on_day, state, value, denominator, choice, mark, period_id FROM figures"
            " JOIN units AS town ON town.id = figures.commune_id WHERE town.code = :code ORDER BY on_day, figures.id",
            code=code,
        )
        return [
            {
                "measure": row[0],
                "input": row[1],
                "unit": units[row[2]]["code"],
                "date": str(row[3]),
                "state": "not_known" if row[5] is None else row[4],
                "value": _amount(row[5]),
                "denominator": _amount(row[6]),
                "choice": row[7] or "",
                "mark": row[8],
                "opening": "yes" if row[9] is None else "",
            }
            for row in rows
        ]

    def _targets(self, code: str) -> Lines:
        rows = self._running.rows(
            "SELECT targets.measure, units.code, targets.year, targets.value, targets.holds_from, targets.kind"
            " FROM targets JOIN units ON units.id = targets.unit_id LEFT JOIN units AS town ON town.id ="
            " units.commune_id WHERE coalesce(town.code, units.code) = :code ORDER BY targets.id",
            code=code,
        )
        names = ("measure", "unit", "year", "value", "valid_from", "kind")
        return [
            dict(zip(names, (*map(str, row[:3]), _amount(row[3]), *map(str, row[4:])), strict=True)) for row in rows
        ]

    def _filings(self, code: str, units: Mapping[int, Mapping[str, str]], first: date, last: date) -> Lines:
        """What was asked of the units there are; what one that ended in its week told is its successors' too."""
        rows = self._running.rows(
            "SELECT reports.unit_id, periods.last, reports.due, (SELECT count(*) FROM figures WHERE figures.period_id ="
            " periods.id AND figures.reporter_id = reports.unit_id) FROM reports JOIN periods ON periods.id ="
            " reports.period_id JOIN units AS town ON town.id = periods.commune_id WHERE town.code = :code"
            " AND periods.last >= :first AND periods.last <= :last",
            code=code,
            first=first.isoformat() if self._running.database.startswith("sqlite") else first,
            last=last.isoformat() if self._running.database.startswith("sqlite") else last,
        )
        told: dict[tuple[str, str], int] = {}
        for unit_id, on, due, answered in rows:
            unit = units[unit_id]
            if not _plain(due):
                continue
            ended = unit["active_to"] and unit["active_to"] < str(on)
            heirs = [one for one in units.values() if unit["code"] in one["succeeds"].split("|")] if ended else [unit]
            for heir in heirs:
                if not heir["active_to"] or heir["active_to"] >= str(on):
                    key = heir["code"], str(on)
                    told[key] = told.get(key, 0) + answered
        return [
            {"unit": unit, "period_last": on, "due": "yes", "answered": str(count)}
            for (unit, on), count in told.items()
        ]

    def _posted(self, code: str, last: date) -> Mapping[str, Any] | None:
        rows = self._running.rows(
            'SELECT summaries."table" FROM summaries JOIN periods ON periods.id = summaries.period_id'
            " JOIN units AS town ON town.id = periods.commune_id WHERE town.code = :code AND periods.last = :last"
            " AND summaries.state = 'posted'",
            code=code,
            last=last.isoformat() if self._running.database.startswith("sqlite") else last,
        )
        return _plain(rows[0][0]) if rows else None

    # Comparing

    def _differences(self, code: str, made: Mapping[str, Any], judged: list[Verdict]) -> list[str]:
        lines = {one["measure"]: one for one in made["measures"]}
        found = []
        for mine in judged:
            line = lines[mine.measure]
            pairs: list[tuple[str, object, object]] = [
                (name, getattr(mine, name), _number(line[name])) for name in _NUMBERS
            ]
            pairs += [
                ("last_year", mine.same_period_last_year, _number(line["last_year"])),
                ("as_of", mine.as_of and mine.as_of.isoformat(), line["as_of"]),
                ("status", mine.status, line["word"]),
            ]
            names = ("fresh", "due", "marked", "provisional", "rule", "is_verdict")
            pairs += [(name, getattr(mine, name), line[name]) for name in names]
            found += [
                f"{code} {made['period']} {mine.measure} {name}: {a} != {b}" for name, a, b in pairs if not _same(a, b)
            ]
        return found

    def _of_post(self, posted: Mapping[str, Any], judged: list[Verdict]) -> list[str]:
        words: dict[str, list[str]] = {}
        by_measure = {one.measure: one for one in judged}
        for measure in self._campaign["measure"]:
            words.setdefault(measure["indicator"], []).append(by_measure[measure["id"]].status)
        found = []
        for row in posted["rows"]:
            expected = next(
                word for group in _WORST_FIRST for word in words[row["indicator"]] if word.startswith(group)
            )
            if expected != row["word"]:
                found.append(f"{row['indicator']}: {expected} != {row['word']}")
        return found


def _same(one: object, other: object) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return abs(one - other) <= _HAIR
    return one == other


def _word_of(line: Mapping[str, Any], number: int) -> str | None:
    return next((one["word"] for one in line["years"] if one["year"] == number), None)


def _number(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)


def _six_places(number: Fraction | None) -> str:
    if number is None:
        return ""
    exact = Context(prec=60).divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"{round(exact, 6).normalize():f}"


def _amount(stored: int | None) -> str:
    return "" if stored is None else str(Decimal(stored) / _MICRO)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _plain(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored
