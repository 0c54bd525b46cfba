"""The measures of a period as lines of a .csv file, for machines: one name a column, a point in every number."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO

from reports.formulas import is_like_formula
from reports.period.dossier import Dossier

# The column's name, and the field of a measure's line that it holds.
COLUMNS: Mapping[str, str] = {
    "measure": "measure",
    "indicator": "indicator",
    "group": "group",
    "name": "name",
    "unit": "unit",
    "in_period": "in_period",
    "value": "value",
    "target": "target",
    "attained_per_cent": "attained",
    "expected": "expected",
    "same_period_last_year": "last_year",
    "change": "change",
    "change_per_cent": "change_per_cent",
    "as_of": "as_of",
    "units_fresh": "fresh",
    "units_due": "due",
    "marked": "marked",
    "provisional": "provisional",
    "status": "word",
    "rule": "rule",
    "shortfall": "shortfall",
    "forecast": "forecast",
    "forecast_for": "forecast_for",
    "forecast_basis": "forecast_basis",
    "targets_given": "targets_given",
    "reading": "reading",
    "standard": "standard",
}
_SEPARATORS = set(";\t|")  # at which a spreadsheet set up for another country cuts a line


def write(dossier: Dossier) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; empty where there is nothing to tell."""
    out = StringIO(newline="")
    writer, careful = csv.writer(out), csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for line in dossier.measures:
        texts = [_text(getattr(line, field)) for field in COLUMNS.values()]
        (careful if any(_SEPARATORS & set(text) for text in texts) else writer).writerow(texts)
    return out.getvalue().encode("utf-8-sig")


def _text(found: object) -> str:
    """Derived figures have no end; six places are what a stored figure has. A name must not become a formula."""
    match found:
        case None:
            return ""
        case bool():
            return "yes" if found else "no"
        case Decimal():
            return f"{round(found, 6).normalize():f}"
        case date():
            return found.isoformat()
        case str():
            return f"'{found}" if is_like_formula(found) else found
        case _:
            return str(found)
