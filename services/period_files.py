"""Excel and Word of a period as they are described in the outbox, or for the officers' page; made when they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from campaign.calendar import Kind, ReportingWeek
from services import measure_curve, period_dossier, several_years
from services.context import Context

WORKBOOK, DOCUMENT = "workbook", "document"
_ENDINGS = {WORKBOOK: "xlsx", DOCUMENT: "docx"}


def describe(context: Context, span: ReportingWeek, kind: str) -> dict[str, Any]:
    """The neutral table of a stretch of days that is over, with the name of its file."""
    ending = _ENDINGS[kind]
    if span.kind is Kind.YEARS:
        table = several_years.compile_years(context, span)
        return {"kind": f"years-{kind}", "name": f"tong-ket-{table.title}.{ending}", "years": table.to_json()}
    found = period_dossier.compile_dossier(context, span)
    if kind == WORKBOOK:
        found = replace(found, curves=measure_curve.of_period(context, span))
    return {"kind": kind, "name": f"tong-hop-{span.label}.{ending}", "dossier": found.to_json()}
