"""A table on its way in: recognised, shown before anything is written, applied by an officer's word or given up.

What is applied is planned anew under the commune's lock: a preview that no longer holds is shown again instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from models import table_uploads
from models.table_uploads import KEPT_FOR, TableUpload, UploadState
from services import wording
from services.context import Address, Choice, Context
from services.imports import kinds, sheet_json
from services.imports.formats import delimited
from services.imports.kinds import Draft
from services.imports.preview import Preview
from services.imports.tables import FileFault, Sheet

SHOWN = 5  # lines of each kind in the chat
_LISTED = 20  # faulty rows where no file can be had
LARGEST = 5_000_000  # bytes, as `services.imports.formats` has it
_LONGEST_NAME = 80


class Outcome(Enum):
    """What became of the officer's word."""

    APPLIED = auto()
    CHANGED = auto()  # something else would be done by now: nothing was
    DONE_BEFORE = auto()
    GONE = auto()


BY_PAGE = Address("", "")  # where what came by the officers' page is answered: there


def expect(context: Context, person_id: int, to: Address, file_id: str, name: str) -> TableUpload:
    """A table that is to be fetched from the platform, and answered in the chat it came from."""
    upload = TableUpload(
        commune_id=context.commune.id,
        person_id=person_id,
        bot=to.bot,
        chat_id=to.chat_id,
        file_id=file_id,
        name=(name or "tệp")[:_LONGEST_NAME],
        state=UploadState.WANTED,
        created_at=context.now,
        expires_at=context.now + KEPT_FOR,
    )
    context.session.add(upload)
    context.session.flush()
    return upload


def take(context: Context, upload: TableUpload, sheets: Sequence[Sheet]) -> Draft:
    """What a file holds is kept for its preview; FileFault when it is no table that is known, and nothing is kept."""
    kind, sheet = kinds.recognise(sheets)
    made = kinds.draft(context, kind, upload.name, sheet)
    for other in table_uploads.waiting(context.session, upload.person_id, context.now):
        if other.kind == kind and other.id != upload.id:
            other.settle(UploadState.DROPPED)
    upload.kind, upload.sheet, upload.state = kind, sheet_json.dump(sheet), UploadState.READY
    _note(upload, made)
    return made


def append(context: Context, upload: TableUpload, more: Sheet) -> Draft:
    """The rows that were pasted after the first ones."""
    assert upload.sheet is not None
    upload.sheet = sheet_json.joined(upload.sheet, more)
    made = _planned(context, upload)
    _note(upload, made)
    return made


def _note(upload: TableUpload, made: Draft) -> None:
    """What was shown. A file that changes nothing waits for nothing; more rows may follow pasted ones."""
    upload.fingerprint = made.preview.fingerprint
    upload.faults = {str(line): said for line, said in made.faults.items()}
    if made.preview.is_empty and not made.faults and not upload.is_pasted:
        upload.settle(UploadState.DROPPED)


def _planned(context: Context, upload: TableUpload) -> Draft:
    assert upload.sheet is not None
    return kinds.draft(context, upload.kind, upload.name, sheet_json.load(upload.sheet))


def receive(context: Context, person_id: int, name: str, sheets: Sequence[Sheet]) -> tuple[TableUpload, Draft]:
    """A table that came by the officers' page; FileFault when it is none, and nothing is to be kept of it."""
    upload = expect(context, person_id, BY_PAGE, "page", name)
    return upload, take(context, upload, sheets)


def preview_of(context: Context, upload: TableUpload) -> Preview | None:
    """What a table that waits would do by now; None where it waits no more."""
    if not is_waiting(context, upload):
        return None
    made = _planned(context, upload)
    _note(upload, made)
    return made.preview


def refuse(context: Context, upload: TableUpload, text: str) -> None:
    """It cannot be had or read: whoever sent it hears why."""
    upload.settle(UploadState.DROPPED)
    context.say(Address(upload.bot, upload.chat_id), text, beside=True)


def is_waiting(context: Context, upload: TableUpload) -> bool:
    return upload.state is UploadState.READY and upload.sheet is not None and upload.expires_at > context.now


def show(context: Context, upload: TableUpload, made: Draft | None = None, before: str = "") -> None:
    """Say the preview where the table came from, with the words that may follow."""
    made = made or _planned(context, upload)
    _note(upload, made)
    text = "\n".join(part for part in (before, preview_text(upload, made.preview)) if part)
    context.say(Address(upload.bot, upload.chat_id), text, choices(upload, made.preview), beside=True)


def choices(upload: TableUpload, preview: Preview) -> list[Choice]:
    """[Áp dụng] [Xem lỗi] [Thôi], as far as there is reason for them."""
    may_apply = not preview.is_empty and not preview.blocking
    offered = [Choice(wording.APPLY, f"table-apply:{upload.id}:{preview.fingerprint}")] if may_apply else []
    if preview.faulty:
        offered.append(Choice(wording.SEE_FAULTS, f"table-faults:{upload.id}"))
    return [*offered, Choice(wording.CANCEL, f"table-drop:{upload.id}")] if offered else []


def choices_left(context: Context, upload: TableUpload) -> list[Choice]:
    """What may still be done with a table whose faults are looked at."""
    if not is_waiting(context, upload):
        return []
    return [one for one in choices(upload, _planned(context, upload).preview) if one.label != wording.SEE_FAULTS]


def preview_text(upload: TableUpload, preview: Preview) -> str:
    """Counts, five lines of each kind, sums, and whether anything would be done at all."""
    rows = preview.rows + len(upload.faults or {})
    parts = [wording.table_heading(wording.TABLE_KINDS[upload.kind], upload.name, rows)]
    for say, lines in (
        (wording.table_new, preview.added),
        (wording.table_changed, preview.changed),
        (wording.table_closed, preview.closed),
        (wording.table_emptied, preview.emptied),
    ):
        if lines:
            parts.append(say(len(lines), _shown(lines)))
    if preview.faulty:
        parts.append(wording.table_faulty(len(upload.faults or {}), _shown(preview.faulty)))
    parts += [wording.sentence(one) for one in (*preview.sums[:SHOWN], *preview.notes[:SHOWN])]
    if preview.blocking:
        parts.append(wording.table_blocked(preview.blocking))
    elif preview.is_empty:
        parts.append(wording.nothing_changes())
    else:
        parts.append(wording.is_it_applied())
    if upload.is_pasted:
        parts.append(wording.more_may_be_pasted())
    return "\n".join(parts)


def _shown(lines: Sequence[str]) -> str:
    return wording.shown_lines(lines[:SHOWN], max(0, len(lines) - SHOWN))


def apply(context: Context, upload: TableUpload, fingerprint: str) -> tuple[Outcome, Draft | None]:
    """Write what the preview of this fingerprint said. The caller holds the commune's lock (`Store.alone`)."""
    if upload.state is UploadState.APPLIED:
        return Outcome.DONE_BEFORE, None
    if not is_waiting(context, upload):
        return Outcome.GONE, None
    made = _planned(context, upload)
    if made.preview.fingerprint != fingerprint or made.preview.blocking:
        _note(upload, made)
        return Outcome.CHANGED, made
    made.apply()
    _keep_faulty_rows(upload, made)
    return Outcome.APPLIED, made


def _keep_faulty_rows(upload: TableUpload, made: Draft) -> None:
    """What was applied goes; the rows that were left out can still be had, to be put right, until the day is over."""
    if not made.faults:
        return upload.settle(UploadState.APPLIED)
    assert upload.sheet is not None
    table = kinds.table_as_sent(upload.kind, upload.name, sheet_json.load(upload.sheet))
    applied = {row.line for row in (*table.rows, *table.totals)} - set(made.faults)
    upload.sheet = {**upload.sheet, "lines": [line for line in upload.sheet["lines"] if line[0] not in applied]}
    upload.state = UploadState.APPLIED
    return None


def applied_text(upload: TableUpload, preview: Preview) -> str:
    """What was written, what was left out, and what comes next."""
    counted = (
        (wording.count_new, preview.added),
        (wording.count_changed, preview.changed),
        (wording.count_closed, preview.closed),
        (wording.count_emptied, preview.emptied),
    )
    what = [say(len(lines)) for say, lines in counted if lines]
    parts = [wording.table_applied(wording.TABLE_KINDS[upload.kind], what)]
    if upload.faults:
        parts.append(wording.faulty_rows_stay(len(upload.faults)))
    if upload.kind == kinds.PEOPLE and preview.added:
        parts.append(wording.then_invite())
    return " ".join(parts)


def faults_listed(upload: TableUpload) -> str:
    """The faulty rows as text, as many as a message takes, where no file can be had."""
    reasons = list((upload.faults or {}).values())
    lines = wording.shown_lines(reasons[:_LISTED], max(0, len(reasons) - _LISTED))
    return wording.faulty_rows_listed(len(upload.faults or {}), lines)


def read_pasted(text: str) -> Sheet:
    """Rows as they were pasted; FileFault when they cannot be read."""
    if not text.strip():
        raise FileFault("Không có dòng nào.")
    return delimited.sheet(text.encode())
