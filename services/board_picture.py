"""The picture of BẢNG: what every unit has answered to every measure that it owes in a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campaign.catalogue import Measure
from campaign.facts import State
from models.figures import Figure
from models.periods import Report
from models.units import Unit
from reports import small_cells
from reports.weekly.board_chart import Block, BoardTable, Cell, Line, Progress, Sent, Tile
from services import date_words, deadlines, figure_text, report_sheet, wording
from services.board import Board
from services.context import Context
from services.report_sheet import Ref, Sheet

_OPEN, _NOT_ASKED = Cell(Sent.OPEN), Cell(Sent.NOT_ASKED)


def picture(context: Context, board: Board) -> dict[str, Any] | None:
    """What the outbox keeps of the picture; None while nobody owes anything."""
    return {"kind": "board", "board": table(context, board).to_json()} if board.due else None


def table(context: Context, board: Board) -> BoardTable:
    """The week as it stands now."""
    progress = _progress(board)
    reports = sorted((report for group in progress.values() for report in group), key=lambda report: report.unit.code)
    report_sheet.read_ahead(context, reports, board.period.last)
    by_report = {report.id: name for name, group in progress.items() for report in group}
    deadline = deadlines.of_all(context, board.period, board.waiting)
    local = context.now.astimezone(context.calendar.zone)
    return BoardTable(
        title=wording.board_picture_title(board.period.number),
        commune=context.commune.name,
        subtitle=wording.board_picture_due(
            len(board.complete), board.due, date_words.hour(deadline), date_words.day_and_date(deadline.date())
        ),
        as_of=wording.board_picture_as_of(date_words.hour(local), date_words.day_and_date(local.date())),
        tiles=tuple(Tile(name, wording.PROGRESS[name.value], len(group)) for name, group in progress.items()),
        blocks=tuple(_blocks(context, reports, by_report)),
        mark=small_cells.MARK,
    )


def _progress(board: Board) -> Mapping[Progress, Sequence[Report]]:
    return {
        Progress.COMPLETE: board.complete,
        Progress.BEGUN: board.begun,
        Progress.SILENT: board.silent,
        Progress.AWAY: list(board.away.values()),
        Progress.NOBODY: board.nobody,
    }


def _blocks(context: Context, reports: Sequence[Report], progress: Mapping[int, Progress]) -> list[Block]:
    """A block a kind of unit: villages, schools and offices owe different measures."""
    blocks = []
    for kind, noun in wording.KINDS.items():
        sheets = [report_sheet.sheet_of(context, report) for report in reports if report.unit.kind == kind]
        measures = list(dict.fromkeys(ref.measure for sheet in sheets for ref in sheet.refs))
        lines = [
            Line(sheet.unit.short_name, progress[sheet.report.id], tuple(_cell(sheet, measure) for measure in measures))
            for sheet in sheets
        ]
        if lines:
            blocks.append(Block(wording.sentence(noun)[:-1], tuple(map(_column, measures)), tuple(lines)))
    return blocks


def _column(measure: Measure) -> tuple[str, ...]:
    """What the measure is called, and in which unit its figures are, where all of them are in one."""
    units = {asked.unit for asked in measure.inputs if asked.asked and not asked.options}
    name = wording.sentence(measure.label)[:-1]
    return (name, *units) if len(units) == 1 and "" not in units else (name,)


def _cell(sheet: Sheet, measure: Measure) -> Cell:
    refs = [ref for ref in sheet.refs if ref.measure is measure and sheet.is_asked(ref)]
    given = [(ref, sheet.given[ref.key]) for ref in refs if ref.key in sheet.given]
    if not refs:
        return _NOT_ASKED
    if not given:
        return _OPEN
    sent = _sent([figure for _, figure in given])
    if len(given) < len(refs):
        return Cell(Sent.PARTLY, f"{len(given)}/{len(refs)}")
    return Cell(sent, _said(given, sheet.unit))


def _sent(figures: Sequence[Figure]) -> Sent:
    states = {figure.state for figure in figures}
    if any(figure.mark for figure in figures):
        return Sent.MARKED
    if State.NOT_KNOWN in states:
        return Sent.NOT_KNOWN
    if states == {State.NOTHING}:
        return Sent.NOTHING
    return Sent.AS_BEFORE if states <= {State.UNCHANGED, State.NOTHING} else Sent.FIGURE


def _said(given: Sequence[tuple[Ref, Figure]], unit: Unit) -> str:
    """The figure in the unit of its column, or how many there are; a count too small to be told stays untold."""
    telling = [(ref, figure) for ref, figure in given if figure.state == State.REPORTED or figure.mark]
    if len(telling) > 1:
        return wording.several_figures(len(telling))
    if telling:
        return _number(*telling[0], unit)
    states = {figure.state for _, figure in given}
    if State.NOT_KNOWN in states:
        return wording.CELL_NOT_KNOWN
    return wording.CELL_AS_BEFORE if State.UNCHANGED in states else wording.CELL_NOTHING


def _number(ref: Ref, figure: Figure, subject: Unit) -> str:
    if small_cells.hides(ref.measure, figure.value, subject, figure.on_day):
        return small_cells.of_figure(ref.measure, figure.value, subject, figure.on_day)
    said = figure_text.figure_text(ref, figure)
    return said.removesuffix(ref.input.unit).strip() if len(_column(ref.measure)) > 1 else said
