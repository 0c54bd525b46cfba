"""Checks as they are asked and listed: the question about one figure, the log, the lot's paper and its list."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models import checks, people
from models.checks import Check, Draw
from services import date_words, lot, marked_figures, spot_checks, wording
from services.context import Choice, Context
from services.imports import sheet_json
from services.report_sheet import Ref

PAPER, LIST, LOG = "lot-paper", "lot-list", "check-log"
_HEADINGS = ("Ngày", "Nơi", "Số liệu", "Số báo", "Thực tế", "Kết quả", "Cách", "Người kiểm tra", "Ảnh", "Bốc thăm")
_OUTCOMES = {"right": "đúng", "wrong": "lệch", "unclear": "không xác định được"}


def question(context: Context, check: Check, ref: Ref) -> tuple[str, list[Choice]]:
    """What an officer is asked of one figure, with its buttons."""
    said, day = spot_checks.told(context, check), date_words.short_date(check.figure.on_day)
    text = wording.figure_for_cause(said, day)
    drawn = context.session.get(Draw, check.draw_id) if check.draw_id is not None else None
    if drawn is not None:
        ids = [one.id for one in checks.of_draw(context.session, drawn.id)]
        place, of = ids.index(check.id) + 1, len(ids)
        text = wording.drawn_figure(str(drawn.period.number), place, of, said, day)
    told = spot_checks.value_text(ref, check.value, check.choice)
    return text, [
        Choice(wording.check_right(told), f"check-right:{check.id}"),
        Choice(wording.OTHER_FOUND, f"check-other:{check.id}"),
        Choice(wording.NOT_SEEN_YET, f"check-wait:{check.id}"),
        Choice(wording.CANNOT_TELL, f"check-unclear:{check.id}"),
    ]


def log_line(context: Context, check: Check) -> str:
    """«20/11: Bản Còn, 6 người chưa có thẻ BHYT: đúng, xem sổ»."""
    assert check.checked_at is not None
    ref = marked_figures.ref_of(context, check.figure)
    found = spot_checks.value_text(ref, check.found, check.found_choice)
    day = date_words.short_date(context.day_of(check.checked_at))
    way = wording.CHECK_WAYS[check.way]
    return wording.check_log_item(day, spot_checks.told(context, check), found, way, outcome=check.outcome)


# The log as a workbook; who checked is looked up when it leaves


def describe_log(context: Context) -> dict[str, Any]:
    """What is stored of the log's file: no person's name."""
    done = [one for one in spot_checks.log(context) if one.checked_at is not None]
    return {
        "kind": LOG,
        "name": f"so-kiem-tra-{context.today.isoformat()}.xlsx",
        "headings": list(_HEADINGS),
        "rows": [[sheet_json.value(cell) for cell in _row(context, one)] for one in done],
        "who": [one.person_id for one in done],
    }


def _row(context: Context, check: Check) -> list[Any]:
    assert check.checked_at is not None
    ref = marked_figures.ref_of(context, check.figure)
    return [
        context.day_of(check.checked_at),
        check.unit.short_name,
        ref.label if ref is not None else check.figure.measure,
        spot_checks.value_text(ref, check.value, check.choice),
        spot_checks.value_text(ref, check.found, check.found_choice),
        _OUTCOMES[check.outcome],
        wording.CHECK_WAYS[check.way],
        None,
        "có" if check.photo_id is not None else None,
        "có" if check.draw_id is not None else None,
    ]


def with_people(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The whole description; «người đã rút tên» has left no name."""
    known = {one.id: one.name for one in people.with_all(session, [one for one in what["who"] if one])}
    place = _HEADINGS.index("Người kiểm tra")
    rows = [
        [*row[:place], sheet_json.value(known.get(who) or None), *row[place + 1 :]]
        for row, who in zip(what["rows"], what["who"], strict=True)
    ]
    return {"kind": "table", "name": what["name"], "headings": what["headings"], "rows": rows}


# The lot


def lot_paper(context: Context, drawn: Draw) -> dict[str, Any]:
    """What is stored of the paper that is printed with a week's post."""
    week, head, lines = drawn.period.week, *lot.parts_of(drawn.listed)
    return {
        "kind": PAPER,
        "name": f"boc-tham-tuan-{drawn.period.number}.docx",
        "draw": drawn.id,
        "commune": context.commune.name,
        "number": drawn.period.number,
        "first": week.first.isoformat(),
        "last": week.last.isoformat(),
        "made_on": context.today.isoformat(),
        "drawn_at": drawn.drawn_at.astimezone(context.calendar.zone).strftime("%H:%M %d/%m/%Y"),
        "seed": drawn.seed,
        "algorithm": drawn.algorithm,
        "lines": lines,
        "head": head,
        "drawn": drawn.drawn,
        "told": [spot_checks.told(context, one) for one in checks.of_draw(context.session, drawn.id)],
    }


def lot_list(drawn: Draw) -> dict[str, Any]:
    """The list itself, byte for byte."""
    return {"kind": LIST, "name": f"boc-tham-tuan-{drawn.period.number}.txt", "text": drawn.listed, "draw": drawn.id}
