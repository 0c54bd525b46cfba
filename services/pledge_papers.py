"""The papers of a year's pledges as they are described in the outbox: a table of all units, and pages to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from campaign.catalogue import Measure
from models.pledges import Pledge, PledgeLine
from reports import small_cells
from services import pledge_results, pledge_text, unit_results, wording
from services import pledges as pledging
from services.context import Context
from services.pledge_results import LineResult

SHEET, PAPER = "pledge-sheet", "pledge-paper"
_FILES = {SHEET: "giao-uoc-{}.xlsx", PAPER: "giao-uoc-{}-ban-ky.docx"}


def describe(context: Context, year: int, found: Sequence[Pledge], kind: str) -> dict[str, Any]:
    """What is stored: no person's name, and of villages no count that is too small to be told of them."""
    period = unit_results.until_today(context, year)
    agreed = [one for one in found if kind == SHEET and period is not None and one.is_agreed]
    standings = {} if period is None else unit_results.results_of(context, [one.unit for one in agreed], period)
    units = []
    for pledge in found:
        results = pledge_results.of_pledge(context, pledge, standings.get(pledge.unit_id, []))
        units.append(_unit(context, pledge, {one.line.id: one for one in results if pledge in agreed}))
    return {
        "kind": kind,
        "name": _FILES[kind].format(year),
        "commune": context.commune.name,
        "year": year,
        "made_on": context.today.isoformat(),
        "signer": context.campaign.leader_title,
        "units": units,
    }


def _unit(context: Context, pledge: Pledge, results: dict[int, LineResult]) -> dict[str, Any]:
    unit = pledge.unit
    return {
        "code": unit.code,
        "kind": unit.kind,
        "name": unit.full_name,
        "short": unit.short_name,
        "households": unit.households,
        "people": unit.people,
        "state": pledge_text.state(context, pledge),
        "has_agreed": pledge.is_agreed,
        "lines": [one for line in pledge.lines if (one := _line(context, pledge, line, results)) is not None],
    }


def _line(context: Context, pledge: Pledge, line: PledgeLine, results: dict[int, LineResult]) -> dict[str, Any] | None:
    measure = pledging.measure_of(context, line)
    if line.text:
        return {
            **{"name": line.text, "measure": "", "unit": "", "pledged_text": "", "last": ""},
            **_changed(context, pledge, line),
        }
    if measure is None:
        return None
    found = results.get(line.id)
    return {
        "measure": measure.id,
        "order": [one.id for one in context.campaign.measures].index(measure.id),
        "name": measure.name,
        "unit": "" if pledging.is_yes_no(measure) else measure.unit,
        "last": _last(measure, line),
        "last_told": _hidden(measure, line.last_value, pledge) or _last(measure, line),
        "is_doubtful": line.is_doubtful,
        "target": "" if line.commune_target is None else pledge_text.amount(measure, line.commune_target),
        "proposed": "" if line.proposed is None else pledge_text.amount(measure, line.proposed),
        "pledged": "" if line.value is None else pledge_text.amount(measure, line.value),
        "pledged_text": "" if line.value is None else pledge_text.amount(measure, line.value, line.people),
        **_changed(context, pledge, line),
        "now": _now(measure, found, pledge) if found is not None else "",
        "kept": "" if found is None or found.is_kept is None else wording.pledge_yes_no(is_yes=found.is_kept),
    }


def _changed(context: Context, pledge: Pledge, line: PledgeLine) -> dict[str, Any]:
    """Whether a line is another than was proposed; of a signed one what was signed, and since when it is not that."""
    found = pledge_text.changed(context, pledge, line)
    said = wording.pledge_signed_as(found[1], f"{found[0]:%d/%m/%Y}") if found is not None else ""
    return {"is_changed": any(one.state == "made" for one in line.changes), "signed_as": said}


def _of(measure: Measure, value: Decimal | None) -> str:
    return "" if value is None else pledge_text.stood(measure, value)


def _last(measure: Measure, line: PledgeLine) -> str:
    return _of(measure, line.last_value)


def _hidden(measure: Measure, value: Decimal | None, pledge: Pledge) -> str:
    return small_cells.shown(measure, value) if pledge.unit.kind == "village" else ""


def _now(measure: Measure, found: LineResult, pledge: Pledge) -> str:
    return _hidden(measure, found.value, pledge) or _of(measure, found.value)
