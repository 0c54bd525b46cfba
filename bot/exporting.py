"""`thidua export`: a week's summary as a file, from the same table that feeds the post."""

from __future__ import annotations

import json
from pathlib import Path

from bot import drawing, house
from bot.clock import RealClock
from bot.settings import Settings
from handlers import weekly
from models import periods
from reports import caption
from reports.summary import Summary

FORMATS = ("csv", "json", "png", "txt")


def export(settings: Settings, week: str, form: str, out: Path) -> str:
    """Write the file and say so. HouseError for a wrong week or form, or a file that cannot be written."""
    if form not in FORMATS:
        raise house.HouseError(f"--format must be one of {', '.join(FORMATS)}")
    made = house.deployment(house.load_campaign(settings))
    try:
        period = made.calendar.of(week)
    except ValueError as error:
        raise house.HouseError(f"--week: {error}") from None
    store = house.open_store(settings)
    try:
        with store.transaction() as session:
            context = made.context(session, RealClock().now())
            table = weekly.compile_table(context, periods.keep(session, context.commune.id, period))
    except LookupError as error:
        raise house.HouseError(str(error)) from None
    finally:
        store.close()
    try:
        _write(table, form, out)
    except OSError as error:
        raise house.HouseError(f"{out} cannot be written: {error.strerror}") from None
    return f"{out}: week {period.label}, {form}"


def _write(table: Summary, form: str, out: Path) -> None:
    match form:
        case "csv":
            _write_csv(table, out)
        case "json":
            out.write_text(json.dumps(table.to_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        case "png":
            out.write_bytes(drawing.draw({"table": table.to_json()}))
        case "txt":
            out.write_text(caption.text(table) + "\n", encoding="utf-8")


def _write_csv(table: Summary, out: Path) -> None:
    raise NotImplementedError
