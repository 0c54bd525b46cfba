"""TỆP: an officer brings in units, people, figures or targets, as a file or pasted, and sees what would change."""

from __future__ import annotations

from handlers import pasting
from handlers.turn import Turn
from models import table_uploads
from models.table_uploads import TableUpload, UploadState
from services import officers_page, table_templates, wording
from services import table_uploads as uploads
from services.context import Choice
from services.imports.tables import FileFault
from services.table_uploads import Outcome

_MEGABYTE = 1_000_000
_PASTED_NAME = "bảng dán"


def show(turn: Turn) -> None:
    """TỆP: what waits is shown again; else how a table is brought in, and the templates."""
    waiting = table_uploads.waiting(turn.session, turn.speaker.id, turn.now)
    if waiting:
        upload = waiting[0]
        upload.bot, upload.chat_id = turn.address
        return uploads.show(turn, upload)
    hears_files = turn.can(turn.inbound.bot).hears_files
    how = wording.send_a_table() if hears_files else wording.paste_a_table(*table_templates.example(turn))
    turn.reply(how, [*_templates(), *_page(turn)])


def _gives_files(turn: Turn) -> bool:
    """Whether a file can be handed over here; an address would be opened by whoever the program can be reached by."""
    can = turn.can(turn.inbound.bot)
    return can.has_files and can.can_upload


def _templates() -> list[Choice]:
    return [Choice(label, f"template:{kind}") for kind, label in wording.TEMPLATES.items()]


def _page(turn: Turn) -> list[Choice]:
    return [Choice(wording.OPEN_PAGE, "page:open")] if officers_page.address(turn) else []


def template(turn: Turn, kind: str) -> None:
    """«Mẫu đơn vị»: filled with what is known, as a file; where there are none as text, as far as that goes."""
    if kind not in wording.TEMPLATES:
        return turn.reply(wording.stale_button())
    if _gives_files(turn):
        said = wording.template_of(wording.TABLE_KINDS[kind])
        return turn.reply(said, picture=table_templates.describe(turn, kind))
    return turn.reply(table_templates.as_text(turn, kind), _page(turn))


def open_page(turn: Turn, _how: str) -> None:
    """«Mở trang»: an address with a code that opens it once."""
    address = officers_page.invite(turn, turn.speaker)
    if not address:
        return turn.reply(wording.page_is_on_the_office_pc())
    return turn.reply(wording.page_is_here(address, officers_page.MINUTES))


# What came


def received(turn: Turn) -> None:
    """A file, or pasted rows, in private."""
    inbound = turn.inbound
    if inbound.pasted:
        return _pasted(turn, inbound.pasted)
    if not inbound.data:
        return turn.reply(wording.table_cannot_be_had(inbound.file_name or _PASTED_NAME))
    if inbound.file_size > uploads.LARGEST:
        return turn.reply(wording.table_too_large(round(inbound.file_size / _MEGABYTE)))
    # Its cells are fetched and read beside the turns; the preview is the answer.
    uploads.expect(turn, turn.speaker.id, turn.address, inbound.data, inbound.file_name)
    return None


def _pasted(turn: Turn, text: str) -> None:
    """Rows with the names of their columns begin a table; rows without go on with the one that waits."""
    begun = None if pasting.has_headings(text) else pasting.begun(turn.session, turn.speaker.id, turn.now)
    upload = begun or uploads.expect(turn, turn.speaker.id, turn.address, "", _PASTED_NAME)
    upload.bot, upload.chat_id = turn.address
    try:
        sheet = uploads.read_pasted(text)
        made = uploads.append(turn, upload, sheet) if begun else uploads.take(turn, upload, [sheet])
    except FileFault as fault:
        if begun is None:
            upload.settle(UploadState.DROPPED)
        return turn.reply(wording.table_cannot_be_read(upload.name, str(fault)))
    return uploads.show(turn, upload, made)


# The officer's word


def apply(turn: Turn, upload: TableUpload, fingerprint: str) -> None:
    """«Áp dụng»: what was shown is written, or what would be written by now is shown."""
    outcome, made = uploads.apply(turn, upload, fingerprint)
    if made is None:
        return turn.reply(wording.table_was_applied() if outcome is Outcome.DONE_BEFORE else wording.table_is_gone())
    if outcome is Outcome.CHANGED:
        upload.bot, upload.chat_id = turn.address
        return uploads.show(turn, upload, made, wording.table_has_changed())
    faults = [Choice(wording.SEE_FAULTS, f"table-faults:{upload.id}")] if upload.faults else []
    return turn.reply(uploads.applied_text(upload, made.preview), faults)


def faults(turn: Turn, upload: TableUpload) -> None:
    """«Xem lỗi»: every faulty row with its reasons, as a file that can be put right and sent again."""
    if not upload.faults or upload.expires_at <= turn.now:
        return turn.reply(wording.no_faulty_rows() if upload.sheet is not None else wording.table_is_gone())
    left = uploads.choices_left(turn, upload)
    if not _gives_files(turn):
        return turn.reply(uploads.faults_listed(upload), left)
    said = wording.faulty_rows_file(len(upload.faults))
    return turn.reply(said, left, picture=table_templates.describe_faulty(turn, upload.id))


def drop(turn: Turn, upload: TableUpload) -> None:
    """«Thôi»."""
    if not uploads.is_waiting(turn, upload):
        is_done = upload.state is UploadState.APPLIED
        return turn.reply(wording.table_was_applied() if is_done else wording.table_is_gone())
    upload.settle(UploadState.DROPPED)
    return turn.reply(wording.table_given_up(upload.name))
