"""Random communes as exported rows: units, figures with their corrections, dated targets, filings, and a period.

Every commune is made from its number alone, so that one that fails can be made again. They lean towards the places
where rules meet: the first week of January, 15 December, week 53, Tết, bases of nought and nine, shares that equal a
strict target, villages that begin or end, figures written twice, questions never answered.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Lines = list[dict[str, str]]
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
THURSDAY = 3

# The last days of periods at the edges: week 53, 1 January on a Thursday, the weeks about 15/12, 31/8 and 29/2.
EDGES = [
    date(2025, 12, 11), date(2025, 12, 18), date(2025, 12, 25), date(2026, 1, 1), date(2026, 1, 8), date(2026, 12, 10),
    date(2026, 12, 17), date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 7), date(2027, 9, 2), date(2027, 12, 16),
    date(2028, 2, 24), date(2028, 3, 2), date(2028, 12, 14), date(2028, 12, 28), date(2029, 1, 4), date(2029, 12, 13),
    date(2029, 12, 20), date(2030, 12, 12), date(2030, 12, 26), date(2031, 1, 2),
]  # fmt: skip
# Weeks without a working day before Tết's: the period is two weeks long.
MERGED = [date(2026, 2, 26), date(2027, 2, 11), date(2028, 2, 3), date(2029, 2, 15), date(2030, 2, 7)]
# First and last day, and the number of a year's report: the calendar's, the police's, one under way.
LONGER: list[tuple[date, date, int | None]] = [
    (date(2025, 1, 1), date(2025, 12, 31), 2025),
    (date(2026, 1, 1), date(2026, 12, 31), 2026),
    (date(2027, 1, 1), date(2027, 12, 31), 2027),
    (date(2028, 1, 1), date(2028, 12, 31), 2028),
    (date(2030, 1, 1), date(2030, 12, 31), 2030),
    (date(2026, 1, 1), date(2026, 12, 24), 2026),
    (date(2028, 1, 1), date(2028, 9, 7), 2028),
    (date(2025, 12, 15), date(2026, 12, 14), 2026),
    (date(2027, 12, 15), date(2028, 12, 14), 2028),
    (date(2026, 10, 1), date(2026, 12, 31), None),
    (date(2027, 1, 1), date(2027, 6, 30), None),
    (date(2026, 11, 1), date(2026, 11, 26), None),
    (date(2026, 12, 15), date(2027, 3, 14), None),
]


@dataclass
class Commune:
    """One commune's exported rows and the period they are assessed at."""

    first: date
    last: date
    number: int | None = None  # of a year's report
    units: Lines = field(default_factory=list)
    figures: Lines = field(default_factory=list)
    targets: Lines = field(default_factory=list)
    filings: Lines = field(default_factory=list)


def make(campaign: dict[str, Any], number: int) -> Commune:
    """The commune with this number."""
    made = _Maker(campaign, random.Random(number)).make()
    if number % 2:
        made.units[0]["active_from"] = "2025-07-01"  # as every commune of today began
    return made


class _Maker:
    def __init__(self, campaign: dict[str, Any], chance: random.Random) -> None:
        self.campaign, self.chance = campaign, chance

    def make(self) -> Commune:
        self.commune = Commune(*self._period())
        self._add_units()
        for measure in self.campaign["measure"]:
            if self.chance.random() < 0.9:
                self._add_measure(measure)
        self._correct()
        self._drop_what_nobody_was_there_to_tell()
        self._add_targets()
        self._add_filings()
        return self.commune

    def _period(self) -> tuple[date, date, int | None]:
        kind = self.chance.random()
        if kind < 0.45:
            last = self.chance.choice(EDGES)
        elif kind < 0.6:
            last = self.chance.choice(MERGED)
            return last - 2 * WEEK + DAY, last, None
        elif kind < 0.8:
            return self.chance.choice(LONGER)
        else:
            last = date(2025, 7, 3) + WEEK * self.chance.randrange(288)
        return last - WEEK + DAY, last, None

    # Units.

    def _add_units(self) -> None:
        self._add_unit("XA", "commune")
        for number in range(1, self.chance.choice([2, 3, 5, 8, 20]) + 1):
            self._add_unit(f"T{number:02d}", "village")
        for number in range(1, 12):
            self._add_unit(f"TH{number:02d}", "school")
        for code in ("PKT", "VHXH", "CAX", "BXD", "TYT", "KLDB"):
            self._add_unit(code, "office")
        if self.chance.random() < 0.5:
            self._change_villages()

    def _add_unit(self, code: str, kind: str) -> None:
        households = self.chance.randrange(40, 150)
        profile = {"households": households, "people": households * 4, "adults": households * 3}
        here = {"active_from": "", "active_to": ""}
        if kind != "commune" and self.chance.random() < 0.12:
            here["active_from"] = self._near(400).isoformat()
        if kind != "commune" and self.chance.random() < 0.12:
            here["active_to"] = self._near(400).isoformat()
        known = {key: str(value) if self.chance.random() < 0.9 else "" for key, value in profile.items()}
        self.commune.units.append({"code": code, "kind": kind, **known, **here})

    def _change_villages(self) -> None:
        """One to four mergers and splits, one after the other, also of what they have made."""
        day = self._near(500)
        for number in range(self.chance.choice([1, 1, 2, 4])):
            there = [unit for unit in self.commune.units if unit["kind"] == "village" and not unit["active_to"]]
            there = [unit for unit in there if unit["active_from"] < (day + DAY).isoformat()]
            is_merger = self.chance.random() < 0.6
            going = self.chance.sample(there, min(len(there), self.chance.choice([2, 2, 3]) if is_merger else 1))
            if not going or (is_merger and len(going) < 2):
                return
            for unit in going:
                unit["active_to"] = day.isoformat()
            for at in range(1 if is_merger else self.chance.choice([2, 2, 3])):
                self._add_unit(f"T9{number}{at}", "village")
                self.commune.units[-1].update(
                    active_from=(day + DAY).isoformat(),
                    active_to="",
                    succeeds="|".join(unit["code"] for unit in going),
                )
            day += DAY * self.chance.choice([1, 7, 40, 200])

    def _drop_what_nobody_was_there_to_tell(self) -> None:
        """A unit tells from its first day until the Thursday of its last week."""
        by_code = {unit["code"]: unit for unit in self.commune.units}
        touched = {one for unit in self.commune.units for one in unit.get("succeeds", "").split("|") if one}
        kept = []
        for line in self.commune.figures:
            unit = by_code[line["unit"]]
            ends = date.fromisoformat(unit["active_to"]) + DAY * 6 if line["unit"] in touched else date.max
            begins = unit["active_from"] if unit.get("succeeds") else ""
            if begins <= line["date"] <= ends.isoformat():
                kept.append(line)
        self.commune.figures = kept

    def _near(self, days: int) -> date:
        return self.commune.last - DAY * self.chance.randrange(-30, days)

    # Figures.

    def _subjects(self, measure: dict[str, Any]) -> list[str]:
        subject = measure.get("subject", "self")
        wanted = {subject} if subject != "self" else set(measure["reporters"])
        return [unit["code"] for unit in self.commune.units if wanted & {unit["kind"], unit["code"]}]

    def _add_measure(self, measure: dict[str, Any]) -> None:
        self.near_equal = self.chance.random() < 0.15
        span = self.chance.choice([30, 120, 500, 1200])
        for code in self._subjects(measure):
            if code != "XA" and self.chance.random() < 0.15:
                continue  # a unit never heard of
            weeks = self._weeks(measure, span)
            for one in measure["input"]:
                self._add_input(measure, one, code, weeks)
        if self.chance.random() < 0.25 and "XA" not in self._subjects(measure):
            for one in measure["input"]:  # the commune's own count, brought over
                self._add_opening(measure, one, "XA")

    def _weeks(self, measure: dict[str, Any], span: int) -> list[date]:
        """Thursdays on which a unit answered, oldest first, a few of them after the period."""
        ahead = self.chance.choice([0, 0, 0, 21] if self.commune.number is None else [0, 21, 28, 35, 70, 98])
        end = self.commune.last + DAY * ahead
        end -= DAY * ((end.weekday() - THURSDAY) % 7)
        rate = {"weekly": 0.5, "season": 0.3, "monthly": 0.2, "on_change": 0.1}.get(measure["cadence"], 0.04)
        found = [end - WEEK * number for number in range(span // 7) if self.chance.random() < rate]
        if self.chance.random() < 0.6:
            found.append(end - WEEK * (ahead // 7))
        return sorted(set(found))

    def _add_input(self, measure: dict[str, Any], one: dict[str, Any], code: str, weeks: list[date]) -> None:
        if not one.get("asked", True):
            self._add_known(measure, one, code)
            return
        if self.chance.random() < (0.8 if one["kind"] == "change" and one["key"] == "planted" else 0.3):
            self._add_opening(measure, one, code)
        total = self.chance.randrange(50)
        for on in weeks:
            if self.chance.random() < 0.1:
                continue  # one question of several left open
            if self.chance.random() < 0.07:
                self._add(measure, one, code, on, "not_known", "")
                continue
            total = total + self.chance.randrange(-5, 60) if on.month > 1 else self.chance.randrange(80)
            value = str(total) if one["kind"] == "running_total" else self._value(measure, one)
            state = "reported"
            if one["kind"] in ("increment", "change") and self.chance.random() < 0.3:
                value, state = "0", "nothing"
            elif one["kind"] not in ("increment", "change", "running_total") and self.chance.random() < 0.2:
                state = "unchanged"
            self._add(measure, one, code, on, state, value)

    def _add_known(self, measure: dict[str, Any], one: dict[str, Any], code: str) -> None:
        for years in range(3):
            if self.chance.random() < 0.8:
                on = self.commune.last - DAY * (365 * years + self.chance.randrange(-20, 200))
                self._add(measure, one, code, on, "reported", str(self.chance.randrange(300, 900)), opening=True)

    def _add_opening(self, measure: dict[str, Any], one: dict[str, Any], code: str) -> None:
        if one["kind"] == "change" and one["key"] != "planted":
            return
        base = (
            self.chance.choice([0, 1, 9, 10, 20, 100])
            if one["kind"] == "increment" and one.get("whole", True)
            else None
        )
        for _ in range(self.chance.choice([1, 1, 2, 4])):
            days = self.chance.choice([self.chance.randrange(-10, 60), 365 + self.chance.randrange(-10, 300)])
            value = str(base) if base is not None else self._value(measure, one)
            if one["kind"] == "change":
                value = str(int(float(value)) + 50)
            self._add(measure, one, code, self.commune.last - DAY * days, "reported", value, opening=True)

    def _value(self, measure: dict[str, Any], one: dict[str, Any]) -> str:
        chance = self.chance
        if one["kind"] in ("yes_no", "choice"):
            return str(int(chance.random() < (0.95 if self.near_equal else 0.7)))
        if self.near_equal and "denominator" in one:
            # Of 50: 98 per cent lack one, 90 per cent are 45, 80 per cent 40; all of them.
            goal = float(measure["target"].get("value", 0))
            return str(1 if one["key"] == "uncovered" else round(goal / 2))
        if one["kind"] in ("increment", "change"):
            if one.get("whole", True):
                return str(chance.choice([0, 0, 1, 1, 2, 3, 14, 28]))
            return f"{chance.choice([0.036, 0.4, 1.25, 7, 33.3]) * chance.randrange(1, 40):.3f}"
        if one["key"] == "yield":
            return str(chance.choice([31, 44, 51.5, 52.73]))
        top = chance.choice([7, 60, 400])
        return str(chance.randrange(top)) if one.get("whole", True) else f"{chance.randrange(top * 100) / 100}"

    def _of(self, one: dict[str, Any], value: str, opening: bool) -> str:
        if "denominator" not in one or not value:
            return ""
        if self.near_equal:
            return "50"
        if opening and self.chance.random() < 0.4:
            return ""
        if self.chance.random() < 0.02:
            return "0" if float(value) == 0 else value
        return str(int(float(value)) + self.chance.choice([0, 1, 3, 80]))

    def _add(
        self,
        measure: dict[str, Any],
        one: dict[str, Any],
        code: str,
        on: date,
        state: str,
        value: str,
        opening: bool = False,
    ) -> None:
        options = [option["key"] for option in one.get("options", ()) if str(int(option["yes"])) == value]
        self.commune.figures.append(
            {
                "measure": measure["id"],
                "input": one["key"],
                "unit": code,
                "date": on.isoformat(),
                "state": state,
                "value": value,
                "denominator": self._of(one, value, opening),
                "choice": options[0] if options else "",
                "mark": "nhiều bất thường" if self.chance.random() < 0.05 else "",
                "opening": "yes" if opening else "",
            }
        )

    def _correct(self) -> None:
        """Some figures are written again: another number, a question mark, or a number where there was one."""
        measures = {measure["id"]: measure for measure in self.campaign["measure"]}
        for line in self.chance.sample(self.commune.figures, len(self.commune.figures) // 12):
            measure = measures[line["measure"]]
            one = next(one for one in measure["input"] if one["key"] == line["input"])
            self.near_equal = False
            is_known = line["opening"] == "yes" or self.chance.random() < 0.85
            value = self._value(measure, one) if is_known else ""
            state = "reported" if is_known else "not_known"
            self._add(
                measure, one, line["unit"], date.fromisoformat(line["date"]), state, value, line["opening"] == "yes"
            )

    # Targets and filings.

    def _add_targets(self) -> None:
        for measure in self.campaign["measure"]:
            units = ["XA"] * 2 + self._subjects(measure)
            for _ in range(self.chance.choice([0, 0, 1, 4])):
                on = self._near(500)
                self.commune.targets.append(
                    {
                        "measure": measure["id"],
                        "unit": self.chance.choice(units),
                        "year": str(self.commune.last.year + self.chance.choice([-1, 0, 0, 1])),
                        "value": str(self.chance.choice([1, 5, 28, 70, 90, 98, 110, 1800.5])),
                        "valid_from": on.isoformat(),
                        "kind": self.chance.choice(["assigned", "assigned", "pledged"]),
                    }
                )
        unique = {
            (line["measure"], line["unit"], line["year"], line["valid_from"], line["kind"]): line
            for line in self.commune.targets
        }
        self.commune.targets = list(unique.values())

    def _add_filings(self) -> None:
        if self.chance.random() < 0.5:
            return
        for unit in self.commune.units:
            if unit["kind"] != "commune":
                for last in (self.commune.last, self.commune.last - WEEK):
                    due = self.chance.random() < 0.8
                    self.commune.filings.append(
                        {
                            "unit": unit["code"],
                            "period_last": last.isoformat(),
                            "due": "yes" if due else "",
                            "answered": str(self.chance.choice([0, 2])) if due else "0",
                        }
                    )
