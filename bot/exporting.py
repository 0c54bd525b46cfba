"""`thidua export`: a week as a file, from the same standings and the same table that feed the post."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

from bot import drawing, house
from bot.clock import RealClock
from bot.settings import Settings
from campaign.catalogue import Campaign
from campaign.standing import Standing
from handlers import weekly
from handlers.weekly import Compiled
from reports import caption

FORMATS = ("csv", "json", "png", "txt")
COLUMNS = (
    "measure",
    "name",
    "unit",
    "value",
    "target",
    "attained_per_cent",
    "expected_per_cent",
    "in_period",
    "same_period_last_year",
    "as_of",
    "units_fresh",
    "units_due",
    "marked",
    "status",
)


def export(settings: Settings, week: str, form: str, out: Path) -> str:
    """Write the file and say so. HouseError for a wrong week or form, or a file that cannot be written."""
    if form not in FORMATS:
        raise house.HouseError(f"--format must be one of {', '.join(FORMATS)}")
    campaign, found = _read(settings, week)
    try:
        _write(campaign, found, form, out)
    except OSError as error:
        raise house.HouseError(f"{out} cannot be written: {error.strerror}") from None
    return f"{out}: week {found.table.period.label}, {form}"


def _read(settings: Settings, week: str) -> tuple[Campaign, Compiled]:
    made = house.deployment(house.load_campaign(settings))
    try:
        period = made.calendar.of(week)
    except ValueError as error:
        raise house.HouseError(f"--week: {error}") from None
    store = house.open_store(settings)
    try:
        with store.transaction() as session:
            context = made.context(session, RealClock().now())
            return made.campaign, weekly.compile_period(context, period)
    except LookupError as error:
        raise house.HouseError(str(error)) from None
    finally:
        store.close()


def _write(campaign: Campaign, week: Compiled, form: str, out: Path) -> None:
    match form:
        case "csv":
            with out.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells spreadsheets it is UTF-8
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                writer.writerows(_line(campaign, one) for one in week.standings)
        case "json":
            lines = [dict(zip(COLUMNS, _line(campaign, one), strict=True)) for one in week.standings]
            found = {"summary": week.table.to_json(), "measures": lines}
            out.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        case "png":
            out.write_bytes(drawing.draw({"table": week.table.to_json()}))
        case "txt":
            out.write_text(caption.text(week.table) + "\n", encoding="utf-8")


def _line(campaign: Campaign, one: Standing) -> list[str]:
    measure = campaign.by_id[one.measure]
    return [
        one.measure,
        _harmless(measure.name),
        measure.unit,
        _figure(one.value),
        _figure(one.target),
        _figure(one.attained),
        _figure(one.expected),
        _figure(one.in_period),
        _figure(one.same_period_last_year),
        one.as_of.isoformat() if one.as_of else "",
        str(one.coverage.fresh),
        str(one.coverage.due),
        str(one.marked),
        one.status.label,
    ]


def _figure(value: Decimal | None) -> str:
    """Derived figures have no end; six places are what a stored figure has."""
    return "" if value is None else f"{round(value, 6).normalize():f}"


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
