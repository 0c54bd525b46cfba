"""What an officer finds on the program's own page: templates, invitation sheets, the papers of posted weeks, tables.

Plain values for the page, and descriptions of files; who may ask was looked up before.
"""

from __future__ import annotations

from typing import Any

from campaign import calendar, spans
from models import summaries, table_uploads
from models.table_uploads import TableUpload
from reports import format
from services import invitation_sheets, late_files, period_files, table_templates, weekly_summary, wording
from services import table_uploads as uploads
from services.context import OfficersContext
from services.imports.preview import Preview

PICTURE = "picture"
_WEEKS = 8  # posted ones, whose papers are offered
_LISTED = 300  # lines of a preview on the page

Json = dict[str, Any]


def overview(context: OfficersContext) -> Json:
    """Everything that the page shows when it is opened."""
    waiting = table_uploads.waiting(context.session, context.officer_id, context.now)
    return {
        "commune": wording.sentence(context.commune.full_name)[:-1],
        "templates": [{"kind": kind, "label": label} for kind, label in wording.TEMPLATES.items()],
        "papers": _papers(context),
        "invitations": _invitations(context),
        "tables": [
            as_json(one, preview) for one in waiting if (preview := uploads.preview_of(context, one)) is not None
        ],
    }


def _papers(context: OfficersContext) -> list[Json]:
    """The posted weeks, the newest first, and the year so far."""
    posted = summaries.posted(context.session, context.commune.id, _WEEKS)
    weeks = [_paper(one.period.week, has_picture=True) for one in posted]
    year = spans.find(str(context.today.year), context.calendar)
    return [*weeks, _paper(year, has_picture=False)]


def _paper(period: calendar.ReportingWeek, *, has_picture: bool) -> Json:
    return {"label": period.label, "title": wording.sentence(format.title(period))[:-1], "picture": has_picture}


def _invitations(context: OfficersContext) -> Json:
    wanted = invitation_sheets.without_people(context)
    return {"count": len(wanted), "void": invitation_sheets.unused(context, wanted)}


def paper(context: OfficersContext, label: str, kind: str) -> Json | None:
    """The description of a paper; None where there is none of that name."""
    try:
        period = spans.find(label, context.calendar)
    except (ValueError, OverflowError):
        return None
    if kind == PICTURE:
        posted = summaries.posted(context.session, context.commune.id, _WEEKS)
        return next((weekly_summary.drawing(one.table) for one in posted if one.period.week == period), None)
    span = spans.until(period, context.today, context.calendar) if period.first <= context.today else None
    if span is None or kind not in (period_files.WORKBOOK, period_files.DOCUMENT):
        return None
    return period_files.describe(context, span, kind)


def template(context: OfficersContext, kind: str) -> Json | None:
    if kind not in wording.TEMPLATES:
        return None
    return _whole(context, table_templates.describe(context, kind))


def invitations(context: OfficersContext) -> Json | None:
    """The sheet for everybody who is missing; codes that were handed out before and not used are void from now on."""
    wanted = invitation_sheets.without_people(context)
    if not wanted:
        return None
    return _whole(context, invitation_sheets.describe(context, wanted, context.officer_id))


def faulty_rows(context: OfficersContext, upload: TableUpload) -> Json:
    return _whole(context, table_templates.describe_faulty(context, upload.id))


def _whole(context: OfficersContext, what: Json) -> Json:
    return late_files.filled(context.session, what) if late_files.is_late(what) else what


# Tables


def as_json(upload: TableUpload, preview: Preview) -> Json:
    """A preview as the page draws it."""
    parts = (
        ("new", wording.count_new, preview.added),
        ("changed", wording.count_changed, preview.changed),
        ("closed", wording.count_closed, preview.closed),
        ("emptied", wording.count_emptied, preview.emptied),
        ("faulty", wording.count_faulty, preview.faulty),
    )
    return {
        "id": upload.id,
        "name": upload.name,
        "kind": wording.sentence(wording.TABLE_KINDS[upload.kind])[:-1],
        "rows": preview.rows + len(upload.faults or {}),
        "parts": [
            {"kind": kind, "title": say(len(lines)), "lines": lines[:_LISTED], "left": max(0, len(lines) - _LISTED)}
            for kind, say, lines in parts
            if lines
        ],
        "said": [wording.sentence(one) for one in (*preview.sums, *preview.notes)],
        "blocking": preview.blocking,
        "fingerprint": preview.fingerprint,
        "mayApply": not preview.is_empty and not preview.blocking,
        "hasFaults": bool(preview.faulty),
        "verdict": _verdict(preview),
    }


def _verdict(preview: Preview) -> str:
    if preview.blocking:
        return wording.sentence(" ".join(preview.blocking))
    return wording.nothing_changes() if preview.is_empty else wording.nothing_is_written_yet()
