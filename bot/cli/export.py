"""`thidua export`: a week or a longer period as a file, from the one neutral table behind every file.

Of a week that was posted, text and picture are what was posted; the rest is computed anew from what is known today.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import bootstrap, settings
from bot.operator_error import OperatorError
from bot.outbox import drawing
from bot.settings import Settings
from campaign import spans
from campaign.calendar import Kind, ReportingWeek
from models import periods, summaries
from reports.period import lines_csv, years_table
from reports.period.dossier import Dossier
from reports.period.years_table import YearsTable
from reports.weekly import caption
from services import measure_curve, period_dossier, several_years
from services.context import Context

_SEVERAL_YEARS = re.compile(r"[0-9]{4}-[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A week's post as it went out."""

    at: datetime
    text: str
    table: Mapping[str, Any]
    drawing: bytes | None


@dataclass(frozen=True, slots=True)
class Found:
    """What is exported; `provenance` is asked for only where the form has room for it."""

    dossier: Dossier
    posted: Posted | None
    provenance: Mapping[str, Any]


def command(
    out: Annotated[Path, typer.Option(help="the file to write")],
    week: Annotated[str, typer.Option(help="such as 2026-W47")] = "",
    period: Annotated[
        str, typer.Option(help="such as 2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026, 2026-2030, 2026-Q4-HC")
    ] = "",
    format: Annotated[str, typer.Option(help="xlsx, docx, png, csv, json or txt")] = "csv",
) -> None:
    """Write a week or a longer period to a file: workbook, draft report, picture, tables, or text."""
    if bool(week) == bool(period):
        raise OperatorError("give --week, such as 2026-W47, or --period, such as 2026-Q4")
    if week and "-W" not in week:
        raise OperatorError(f"--week: not a week: {week!r}; write it like 2026-W47")
    typer.echo(export(settings.load(), week or period, format, out))


def export(settings: Settings, label: str, form: str, out: Path) -> str:
    """Write the file and say so. OperatorError for a wrong period or form, or a file that cannot be written."""
    if form not in FORMATS:
        raise OperatorError(f"--format must be one of {', '.join(FORMATS)}")
    made, called = _made(settings, label, form)
    try:
        out.write_bytes(made)
    except OSError as error:
        raise OperatorError(f"{out} cannot be written: {error.strerror}") from None
    return f"{out}: {called}, {form}"


def _made(settings: Settings, label: str, form: str) -> tuple[bytes, str]:
    """The file and the label of what it is about."""
    if _SEVERAL_YEARS.fullmatch(label) is None:
        found = _read(settings, label, form)
        return _WRITERS[form](found), found.dossier.period.label
    if form not in _YEARS_WRITERS:
        raise OperatorError(f"--format: several years are written as {', '.join(_YEARS_WRITERS)}")
    table = _read_years(settings, label)
    return _YEARS_WRITERS[form](table), table.title


def _read_years(settings: Settings, label: str) -> YearsTable:
    made = bootstrap.deployment(bootstrap.load_campaign(settings))
    store = bootstrap.open_store(settings)
    try:
        with store.transaction() as session:
            context = bootstrap.context(made, session)
            return several_years.compile_years(context, _named(label, context))
    except ValueError as error:
        raise OperatorError(str(error)) from None
    finally:
        store.close()


def _read(settings: Settings, label: str, form: str) -> Found:
    made = bootstrap.deployment(bootstrap.load_campaign(settings))
    store = bootstrap.open_store(settings)
    try:
        with store.transaction() as session:
            context = bootstrap.context(made, session)
            period = _period(label, context)
            dossier = period_dossier.compile_dossier(context, period)
            if form == "xlsx":
                dossier = replace(dossier, curves=measure_curve.of_period(context, period))
            return Found(
                dossier=dossier,
                posted=_posted(context, period),
                provenance=period_dossier.provenance(context, period) if form == "json" else {},
            )
    finally:
        store.close()


def _period(label: str, context: Context) -> ReportingWeek:
    """The period, of a longer one as much as is over."""
    named = _named(label, context)
    over = spans.until(named, context.today, context.calendar)
    if over is None:
        raise OperatorError(f"{label}: no week of it is over yet")
    return over


def _named(label: str, context: Context) -> ReportingWeek:
    """The period with a label; OperatorError, with examples, where there is none or nothing can be known of it."""
    try:
        named = spans.find(label, context.calendar)
    except ValueError as error:
        raise OperatorError(str(error)) from None
    first, last = context.campaign.starts.year, context.campaign.ends.year
    if not spans.may_be_known(named, first, last):
        raise OperatorError(f"{label}: the campaign is of {first}-{last}; write it like {spans.EXAMPLES}")
    return named


def _posted(context: Context, period: ReportingWeek) -> Posted | None:
    if period.kind is not Kind.WEEK:
        return None
    row = summaries.of_period(context.session, periods.keep(context.session, context.commune.id, period).id)
    if row is None or row.state != summaries.POSTED or row.posted_at is None:
        return None
    return Posted(row.posted_at.astimezone(context.calendar.zone), row.text, row.table, row.drawing)


def _text(found: Found) -> bytes:
    said = found.posted.text if found.posted else caption.text(found.dossier.summary)
    return f"{said}\n".encode()


def _picture(found: Found) -> bytes:
    if found.posted and found.posted.drawing:
        return found.posted.drawing
    return drawing.draw({"table": found.posted.table if found.posted else found.dossier.summary.to_json()})


def _json(found: Found) -> bytes:
    """The whole table, where each number comes from, and what was posted (null where nothing was)."""
    posted = found.posted
    everything = {
        "period": found.dossier.period.label,
        "posted_at": posted.at.isoformat() if posted else None,
        "posted_text": posted.text if posted else None,
        "posted_table": posted.table if posted else None,
        **found.dossier.to_json(),
        "provenance": found.provenance,
    }
    return (json.dumps(everything, ensure_ascii=False, indent=2) + "\n").encode()


def _workbook(found: Found) -> bytes:
    from reports.period import workbook  # the libraries behind the files are slow to load

    return workbook.write(found.dossier)


def _document(found: Found) -> bytes:
    from reports.period import document

    return document.write(found.dossier)


_WRITERS: Mapping[str, Callable[[Found], bytes]] = {
    "xlsx": _workbook,
    "docx": _document,
    "png": _picture,
    "csv": lambda found: lines_csv.write(found.dossier),
    "json": _json,
    "txt": _text,
}
FORMATS = tuple(_WRITERS)


def _years_workbook(table: YearsTable) -> bytes:
    from reports.period import years_files

    return years_files.workbook(table)


def _years_document(table: YearsTable) -> bytes:
    from reports.period import years_files

    return years_files.document(table)


def _years_picture(table: YearsTable) -> bytes:
    from reports.period import years_chart

    return years_chart.draw(table)


def _years_csv(table: YearsTable) -> bytes:
    from reports.period import years_files

    return years_files.lines_csv(table)


_YEARS_WRITERS: Mapping[str, Callable[[YearsTable], bytes]] = {
    "xlsx": _years_workbook,
    "docx": _years_document,
    "png": _years_picture,
    "csv": _years_csv,
    "json": lambda table: (json.dumps(table.to_json(), ensure_ascii=False, indent=2) + "\n").encode(),
    "txt": lambda table: f"{years_table.text(table)}\n".encode(),
}
