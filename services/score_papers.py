"""The files of a year's points as they are described in the outbox: officers' alone, no person's name in them."""

from __future__ import annotations

from typing import Any

from models import scoring
from models.scoring import ScoreScheme
from reports import format
from services import legal
from services import scoring as scores
from services.context import Context
from services.scoring import Line, Rule, Sort

SHEET, COUNCIL, PAPER = "sheet", "council", "paper"
FILES = {
    SHEET: ("score-sheet", "bang-diem-{}.xlsx"),
    COUNCIL: ("score-council", "phieu-hoi-dong-{}.xlsx"),
    PAPER: ("score-council-paper", "phieu-hoi-dong-{}-du-thao.docx"),
}


def describe(context: Context, scheme: ScoreScheme, kind: str) -> dict[str, Any]:
    """What is stored of one of the files."""
    made, name = FILES[kind]
    objections = {
        row.unit_id: row.objection for row in scoring.rows_of(context.session, context.commune.id, scheme.year)
    }
    criteria = scores.criteria_of(scheme)
    return {
        "kind": made,
        "name": name.format(scheme.year),
        "commune": context.commune.name,
        "year": scheme.year,
        "made_on": context.today.isoformat(),
        "total": format.plain(scheme.total),
        "legal": legal.for_papers(context),
        "grades": [f"{one.text}: từ {format.plain(one.most)} điểm" for one in criteria if one.sort is Sort.GRADE],
        "units": [
            {
                "kind": unit.kind,
                "short": unit.short_name,
                "objection": objections.get(unit.id, ""),
                "lines": [_line(one) for one in lines],
            }
            for unit, lines in scores.lines_of_all(context, scheme)
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    one = line.criterion
    return {
        "text": one.text,
        "most": str(one.most),
        "sort": one.sort.value,
        "points": None if line.points is None else str(line.points),
        "source": line.told,
        "is_hand": one.rule is Rule.HAND,
        "is_withheld": line.is_withheld,
        "proof": one.proof,
    }
