"""Excel and Word of a period: the neutral table goes into the outbox, the file is made when it is sent."""

from __future__ import annotations

from dataclasses import replace

from campaign.calendar import Kind, ReportingWeek
from handlers.leader import requests
from handlers.turn import Turn
from reports import format
from reports.period.dossier import Dossier
from services import measure_curve, period_dossier, several_years, wording


def workbook(turn: Turn, label: str) -> None:
    """«Excel»."""
    _send(turn, label, "workbook", "xlsx")


def document(turn: Turn, label: str) -> None:
    """«Word»."""
    _send(turn, label, "document", "docx")


def _send(turn: Turn, label: str, kind: str, ending: str) -> None:
    if not turn.can(turn.inbound.bot).has_files:
        return turn.reply(wording.no_files_here(_with_files(turn)))
    period = requests.labelled(turn, label)
    span = requests.so_far(turn, period) if period else None
    if span is None:
        return turn.reply(wording.stale_button())
    if span.kind is Kind.YEARS:
        table = several_years.compile_years(turn, span)
        name = f"tong-ket-{table.title}.{ending}"
        what = {"kind": f"years-{kind}", "name": name, "years": table.to_json()}
        return turn.reply(wording.file_of(format.title(span)), picture=what)
    what = {
        "kind": kind,
        "name": f"tong-hop-{span.label}.{ending}",
        "dossier": _dossier(turn, span, has_charts=kind == "workbook").to_json(),
    }
    return turn.reply(wording.file_of(format.title(span)), picture=what)


def _dossier(turn: Turn, span: ReportingWeek, *, has_charts: bool) -> Dossier:
    found = period_dossier.compile_dossier(turn, span)
    return replace(found, curves=measure_curve.of_period(turn, span)) if has_charts else found


def _with_files(turn: Turn) -> list[str]:
    """The messengers on which a file can be had."""
    return [turn.label(bot) for bot, can in turn.bots.items() if can.has_files]
