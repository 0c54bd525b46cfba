"""The commune that the project ships, as the tests read it: its folder, its rows, its campaign, what a unit owes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from campaign.calendar import ReportingWeek
from campaign.catalogue import Measure
from campaign.definition import load
from campaign.facts import Place
from campaign.parsing import due as agenda

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "communes" / "khanh-khe"
WEEK = timedelta(days=7)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CAMPAIGN = load.load(FOLDER / "campaign.toml")
UNITS = {row["code"]: row for row in rows("units.csv")}
FIGURES = rows("figures.csv")
TARGETS = rows("targets.csv")
VILLAGES = [code for code, row in UNITS.items() if row["kind"] == "village"]


def subjects(measure: Measure) -> list[str]:
    """The codes of the units a measure has figures about."""
    if measure.subject == "commune":
        return ["XA"]
    if measure.subject == "village":
        return VILLAGES
    return [code for code, row in UNITS.items() if {code, row["kind"]} & set(measure.reporters)]


def period(thursday: date) -> ReportingWeek:
    """The reporting week that ends on a Thursday."""
    year, number, _ = thursday.isocalendar()
    return ReportingWeek(thursday - WEEK + timedelta(days=1), thursday, year, number)


def due(code: str, thursday: date) -> list[str]:
    """What a unit owes in the week of a Thursday, if nobody has said anything but the opening rows."""
    newest: dict[str, date] = {}
    for row in FIGURES:
        measure = CAMPAIGN.by_id[row["measure"]]
        if row["unit"] == ("XA" if measure.subject == "commune" else code):
            newest[f"{row['measure']}.{row['input']}"] = date.fromisoformat(row["date"])
    place = Place(1, code, UNITS[code]["kind"], UNITS[code]["name"])
    return agenda.due(CAMPAIGN, place, period(thursday), period(thursday - WEEK), newest.get)


def cadence(key: str) -> str:
    """The cadence of "KT1a.area"."""
    return CAMPAIGN.by_id[key.partition(".")[0]].cadence.value
