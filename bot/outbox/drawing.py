"""From a stored description to the picture or the file: `python -m bot.outbox.drawing` reads one and writes the other.

It is started for each of them (`bot.outbox.attachments`), so it imports nothing that drawing does not need.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


def draw(what: dict[str, Any]) -> bytes:
    """The PNG behind a stored description."""
    # Drawing needs libraries that a start without pictures should not wait for; so do the files.
    from reports.weekly import board_chart, chart, curve_chart, summary

    if what.get("kind") == "years":
        from reports.period import years_chart, years_table

        return years_chart.draw(years_table.YearsTable.from_json(what["years"]))
    if what.get("kind") == "board":
        return board_chart.draw(board_chart.BoardTable.from_json(what["board"]))
    if what.get("kind") == "curve":
        return curve_chart.draw(curve_chart.Curve.from_json(what["curve"]))
    return chart.draw(summary.Summary.from_json(what["table"]))


def _workbook(what: dict[str, Any]) -> bytes:
    from reports.period import dossier, workbook

    return workbook.write(dossier.Dossier.from_json(what["dossier"]))


def _document(what: dict[str, Any]) -> bytes:
    from reports.period import document, dossier

    return document.write(dossier.Dossier.from_json(what["dossier"]))


def _of_years(what: dict[str, Any]) -> bytes:
    from reports.period import years_files, years_table

    write = years_files.workbook if what["kind"] == "years-workbook" else years_files.document
    return write(years_table.YearsTable.from_json(what["years"]))


def _invitations(what: dict[str, Any]) -> bytes:
    from reports import invitation_sheet, invitation_slips

    return invitation_sheet.draw(invitation_slips.InvitationSheet.from_json(what["sheet"]))


def _round(what: dict[str, Any]) -> bytes:
    from reports import round_report, round_table, round_workbook

    write = round_workbook.workbook if what["kind"] == "round-workbook" else round_report.document
    return write(round_table.RoundTable.from_json(what["round"]))


def _table(what: dict[str, Any]) -> bytes:
    from reports import table_sheet

    return table_sheet.write(what)


def _pledge_sheet(what: dict[str, Any]) -> bytes:
    from reports import pledge_sheet

    return pledge_sheet.write(what)


def _pledge_paper(what: dict[str, Any]) -> bytes:
    from reports import pledge_paper

    return pledge_paper.write(what)


def _lot_paper(what: dict[str, Any]) -> bytes:
    from reports import lot_paper

    return lot_paper.write(what)


def _scores(what: dict[str, Any]) -> bytes:
    from reports import score_sheet

    return score_sheet.write(what)


def _honours(what: dict[str, Any]) -> bytes:
    from reports import honour_papers

    return honour_papers.write(what)


def _text(what: dict[str, Any]) -> bytes:
    return str(what["text"]).encode()


FILES: Mapping[str, Callable[[dict[str, Any]], bytes]] = {
    "workbook": _workbook,
    "document": _document,
    "years-workbook": _of_years,
    "years-document": _of_years,
    "invitation-sheet": _invitations,
    "round-document": _round,
    "round-workbook": _round,
    "table": _table,
    "lot-paper": _lot_paper,
    "lot-list": _text,
    "score-sheet": _scores,
    "score-council": _scores,
    "score-council-paper": _scores,
    "honours": _honours,
    "award-book": _honours,
    "pledge-sheet": _pledge_sheet,
    "pledge-paper": _pledge_paper,
}


def render(what: dict[str, Any]) -> bytes:
    """The content of a picture or a file, by the description's kind."""
    return FILES.get(what.get("kind", ""), draw)(what)


if __name__ == "__main__":
    sys.stdout.buffer.write(render(json.load(sys.stdin)))
