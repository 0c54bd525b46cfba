"""The points shown to each unit: its own row, in private, and its one message about it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from models import people, scoring
from models.audit import Action
from models.outbox_states import Purpose
from models.scoring import ScoreRow, ScoreScheme
from models.units import Unit
from reports import format
from services import scoring as points
from services import wording
from services.context import Context
from services.scoring import Line

# Showing rows, and objections


def show_all(context: Context, scheme: ScoreScheme) -> tuple[int, list[str]]:
    """Each unit is shown its own row, in private; how many were, and who cannot be reached (for them it is printed)."""
    told, untold = 0, []
    found = points.lines_of_all(context, scheme)
    spoken = people.spokespeople(context.session, [unit.id for unit, _ in found], context.today)
    for unit, lines in found:
        person = spoken.get(unit.id)
        if person is not None and context.account_of(person) is not None:
            row = _keep(context, scheme, unit, lines)
            said = row_text(context, row, person.title)
            key = f"score:{row.id}:{scheme.id}:{person.id}:{context.today.isoformat()}"
            told += context.tell(person, said, purpose=Purpose.RECEIPT, key=key, beside=True)
        else:
            untold.append(unit.short_name)
    context.record_change(Action.SCORES_SHOWN, f"scores:{scheme.year}", new={"places": told})
    return told, untold


def _keep(context: Context, scheme: ScoreScheme, unit: Unit, lines: Sequence[Line]) -> ScoreRow:
    row = scoring.row_of(context.session, unit.id, scheme.year)
    if row is None:
        row = ScoreRow(unit_id=unit.id, unit=unit, year=scheme.year, objection="")
        context.session.add(row)
    row.scheme_id, row.told, row.told_at = scheme.id, [one.to_json() for one in lines], context.now
    context.session.flush()
    return row


def row_text(context: Context, row: ScoreRow, title: str) -> str:
    """What a unit reads of its row, and how it may object."""
    lines = [
        wording.score_line(
            number,
            one["text"],
            "" if one["points"] is None else format.plain(Decimal(one["points"])),
            format.plain(Decimal(one["most"])),
            one["source"],
        )
        for number, one in enumerate(row.told, 1)
    ]
    points = sum((Decimal(one["points"]) for one in row.told if one["points"] is not None), Decimal(0))
    of = sum((Decimal(one["most"]) for one in row.told if one["points"] is not None), Decimal(0))
    head = wording.own_score(row.year, row.unit.full_name, format.plain(points), format.plain(of))
    return "\n".join([head, *lines, wording.how_to_object(title, row.objection)])


def object_to(context: Context, row: ScoreRow, text: str, person_id: int) -> None:
    """A unit's one message about its row; the officers hear that it has come, and read it in BẢNG ĐIỂM."""
    row.objection, row.objected_at, row.objected_by = text, context.now, person_id
    context.record_change(Action.SCORE_OBJECTED, f"scores:{row.year}", new={"unit": row.unit.code})
    for officer in context.officers():
        said = wording.score_objected(row.unit.full_name, text)
        context.tell(officer, said, purpose=Purpose.NOTE, beside=True)
