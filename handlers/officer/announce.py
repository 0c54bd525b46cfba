"""THÔNG BÁO: an officer writes an announcement, says whom it is for, sees what sending would do, and sends it.

What was sent is never changed: a correction is another announcement, to the same people, that names the one before.
"""

from __future__ import annotations

from zlib import crc32

from handlers.dialogue_states import ANNOUNCEMENT, AddressingAnnouncement, AnnouncementState, WritingAnnouncement
from handlers.leader import overview
from handlers.turn import Turn
from models import announcements, launches
from models.announcements import Announcement, AnnouncementFile
from models.audit import Action
from services import (
    announcement_audience,
    announcement_outlook,
    announcement_receipts,
    announcing,
    date_words,
    launching,
    wording,
)
from services.context import Choice
from services.inbound import Kind

_COMMAND_WORDS = 2  # «THÔNG BÁO»
_MORE, _RECEIPT, _PLAIN = "more", "receipt", "plain"
_URGENT, _NOW = "urgent", "now"  # at night: what that does is told first
_ROLES = ("village-head", "deputy", "reporter", "leader")


def begin(turn: Turn, words: str) -> None:
    """THÔNG BÁO, with its text behind it or without."""
    draft = new_draft(turn)
    if not words:
        return _ask_text(turn, draft)
    typed = turn.inbound.text.split(maxsplit=_COMMAND_WORDS)[-1].lstrip(" :.-\n")
    return take_text(turn, WritingAnnouncement(draft.id), typed)


def correct(turn: Turn, original: Announcement) -> None:
    """[Đính chính] under what was sent."""
    if original.sent_at is None or not original.text:
        return turn.reply(wording.stale_button())
    return _ask_text(turn, new_draft(turn, original))


def new_draft(turn: Turn, corrected: Announcement | None = None) -> Announcement:
    """A draft; one that was begun before and not confirmed is given up for it."""
    before = turn.dialogues.state(ANNOUNCEMENT)
    left = _draft(turn, before) if isinstance(before, AnnouncementState) else None
    if left is not None:
        turn.dialogues.leave(ANNOUNCEMENT)
        announcements.drop(turn.session, left)
    draft = Announcement(
        commune_id=turn.commune.id,
        author_id=turn.speaker.id,
        text="",
        audience=corrected.audience if corrected else [],
        corrects_id=corrected.id if corrected else None,
        drafted_at=turn.now,
        file=None,
    )
    turn.session.add(draft)
    turn.session.flush()
    return draft


def _draft(turn: Turn, state: AnnouncementState) -> Announcement | None:
    """The draft that a dialogue is about, as long as it is one."""
    draft = turn.session.get(Announcement, state.announcement_id)
    return draft if draft is not None and draft.due_at is None else None


# The words and the file


def _ask_text(turn: Turn, draft: Announcement, problem: str = "") -> None:
    original = turn.session.get(Announcement, draft.corrects_id) if draft.corrects_id else None
    if problem:
        said = problem
    elif original is not None:
        said = wording.correct_what(turn.title, announcing.day(turn, original), announcing.excerpt(original))
    else:
        said = wording.announce_what(turn.title)
    turn.reply(said, [_cancel(draft)])
    turn.dialogues.show(WritingAnnouncement(draft.id))


def _cancel(draft: Announcement) -> Choice:
    return Choice(wording.CANCEL, f"announce-no:{draft.id}")


def take_text(turn: Turn, state: WritingAnnouncement, text: str) -> None:
    """The words were typed."""
    draft = _draft(turn, state)
    if draft is None:
        return turn.reply(wording.stale_button())
    if _is_too_long(text):
        return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))
    draft.text, draft.message_id = text.strip(), turn.inbound.message_id or None
    return _go_on(turn, draft)


def edited(turn: Turn) -> bool:
    """The officer has edited the message with the words: a draft follows it, what was sent never does."""
    if turn.inbound.is_group or not turn.is_officer() or not turn.inbound.message_id:
        return False
    known = announcements.by_message(turn.session, turn.speaker.id, turn.inbound.message_id)
    if known is None or not known.text:
        return False
    if known.due_at is not None:
        _was_confirmed(turn, known)
    elif turn.inbound.is_too_long or not turn.inbound.text:
        _ask_text(turn, known, wording.announce_too_long(announcing.LONGEST))
    else:
        take_text(turn, WritingAnnouncement(known.id), turn.inbound.text)
    return True


def _is_too_long(text: str) -> bool:
    """Measured as platforms do: what stands below a picture has its limit."""
    return len(text.encode("utf-16-le")) // 2 > announcing.LONGEST


def open_step(turn: Turn) -> AnnouncementState | None:
    """The step of an announcement that was asked for last in this chat; None where something else was."""
    latest = turn.dialogues.shown()[-1:] if turn.is_officer() else []
    return next((one.state for one in latest if isinstance(one.state, AnnouncementState)), None)


def too_long(turn: Turn, state: AnnouncementState) -> None:
    """A text of which nothing is kept, for it is longer than any message may be."""
    draft = _draft(turn, state)
    if draft is None:
        return turn.reply(wording.too_long())
    return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))


def attach(turn: Turn, state: AnnouncementState) -> None:
    """A picture or file, with its caption as the words."""
    draft, inbound = _draft(turn, state), turn.inbound
    if draft is None:
        return turn.reply(wording.stale_button())
    if inbound.file_size > announcing.LARGEST_FILE:
        return _ask_text(turn, draft, wording.announce_file_too_large())
    if inbound.is_too_long or _is_too_long(inbound.text):
        return _ask_text(turn, draft, wording.announce_too_long(announcing.LONGEST))
    is_picture = inbound.kind is Kind.PHOTO
    if draft.file is not None:
        turn.session.delete(draft.file)
        turn.session.flush()
    draft.file = AnnouncementFile(
        bot=inbound.bot, file_id=inbound.data, is_picture=is_picture, name=inbound.file_name or ""
    )
    if inbound.text:
        draft.text, draft.message_id = inbound.text, inbound.message_id or None
    turn.session.flush()
    if not draft.text:
        return _ask_text(turn, draft, wording.announce_needs_words(_file(draft)))
    return _go_on(turn, draft)


def _file(draft: Announcement) -> str:
    """«tệp «KH 12.pdf»», «ảnh»; "" without one."""
    if draft.file is None:
        return ""
    return wording.announced_file(draft.file.name) if draft.file.name else wording.ANNOUNCED_PICTURE


def ask_again(turn: Turn, state: AnnouncementState) -> bool:
    """After something else has ended; False where nothing is left to be asked."""
    draft = _draft(turn, state)
    if draft is None or not turn.is_officer():
        return False
    if draft.text:
        _go_on(turn, draft)
    else:
        _ask_text(turn, draft)
    return True


# Whom it is for


def _go_on(turn: Turn, draft: Announcement) -> None:
    return preview(turn, draft) if draft.audience else _ask_audience(turn, draft)


def _ask_audience(turn: Turn, draft: Announcement, problem: str = "") -> None:
    counts = announcement_audience.counts(turn)
    choices = [Choice(wording.all_places(sum(counts.values())), _to(draft, announcement_audience.ALL))]
    if counts["village"]:
        label = wording.places_of_kind(counts["village"], wording.KINDS["village"])
        choices.insert(0, Choice(label, _to(draft, "kind-village")))
    choices += [Choice(wording.CHOOSE_AUDIENCE, _to(draft, _MORE)), _cancel(draft)]
    turn.reply(problem or wording.announce_whom(_file(draft)), choices)
    turn.dialogues.show(AddressingAnnouncement(draft.id))


def _to(draft: Announcement, token: str) -> str:
    return f"announce-to:{draft.id}:{token}"


def is_audience(turn: Turn, text: str) -> bool:
    """Whether typed words name somebody to send to."""
    return not announcement_audience.read(turn, text).problem


def take_audience(turn: Turn, state: AddressingAnnouncement, text: str) -> None:
    """«Bản Còn, các trường và phó thôn», typed."""
    draft = _draft(turn, state)
    if draft is None:
        return turn.reply(wording.stale_button())
    read = announcement_audience.read(turn, text)
    if read.problem:
        return _ask_audience(turn, draft, read.problem)
    draft.audience = list(read.tokens)
    return preview(turn, draft)


def choose(turn: Turn, draft: Announcement, token: str) -> None:
    """A kind, a role, or everybody, by a button; «Chọn» shows the others."""
    if draft.due_at is not None or not draft.text:
        return turn.reply(wording.stale_button())
    if token == _MORE:
        return _offer_others(turn, draft)
    named = token.replace("-", ":", 1)
    if not announcement_audience.is_known([named]):
        return turn.reply(wording.stale_button())
    draft.audience = [named]
    return preview(turn, draft)


def _offer_others(turn: Turn, draft: Announcement) -> None:
    """The other kinds that the commune has, and roles."""
    counts = announcement_audience.counts(turn)
    kinds = [kind for kind in counts if kind != "village" and counts[kind]]
    choices = [
        Choice(wording.places_of_kind(counts[kind], wording.KINDS[kind]), _to(draft, f"kind-{kind}")) for kind in kinds
    ]
    choices += [Choice(wording.ROLE_NAMES[role].capitalize(), _to(draft, f"role-{role}")) for role in _ROLES]
    turn.reply(wording.announce_whom_else(overview.example(turn)), [*choices, _cancel(draft)])
    turn.dialogues.show(AddressingAnnouncement(draft.id))


# The preview, and sending


def preview(turn: Turn, draft: Announcement) -> None:
    """What sending would do; of a launch with its paper, and who has agreed."""
    seen = announcement_outlook.outlook(turn, draft)
    if not seen.reached:
        return _ask_audience(turn, draft, wording.nobody_to_announce_to(seen.unreached))
    at, launched = announcing.next_hour(turn), launches.of(turn.session, draft.id)
    text = wording.announce_preview(
        announcing.excerpt(draft),
        announcement_audience.said(turn, draft.audience),
        seen.places,
        seen.reached,
        seen.unreached,
        _file(draft),
        seen.without_file,
        seen.quotas,
        date_words.deadline(at, turn.today) if at > turn.now else "",
        is_launch=launched is not None,
    )
    if launched is not None:
        more, under = launching.preview(turn, draft, launched, turn.speaker.id)
        turn.reply(f"{text}\n{more}", [*under, _cancel(draft)])
        return turn.dialogues.show(AddressingAnnouncement(draft.id))
    choices = [
        Choice(wording.SEND_WITH_RECEIPT, f"announce-send:{draft.id}:{_RECEIPT}:{_mark(draft)}"),
        Choice(wording.SEND, f"announce-send:{draft.id}:{_PLAIN}:{_mark(draft)}"),
        *([Choice(wording.SEND_URGENT, f"announce-send:{draft.id}:{_URGENT}:{_mark(draft)}")] if at > turn.now else []),
        _cancel(draft),
    ]
    turn.reply(text, choices)
    turn.dialogues.show(AddressingAnnouncement(draft.id))


def _mark(draft: Announcement) -> str:
    """What a button carries, so that it sends the very announcement that its message showed."""
    file_id = draft.file.file_id if draft.file is not None else ""
    return f"{crc32(f'{draft.text}|{draft.audience}|{file_id}'.encode()):x}"


def send(turn: Turn, draft: Announcement, how: str, mark: str) -> None:
    """«Gửi, cần», «Gửi, không cần»: in this transaction to all of them, or in the morning."""
    if draft.due_at is not None:
        return _was_confirmed(turn, draft)
    is_launch = launches.of(turn.session, draft.id) is not None
    if how not in (_RECEIPT, _PLAIN, _URGENT, _NOW) or is_launch or not draft.text or not draft.audience:
        return turn.reply(wording.stale_button())
    seen = announcement_outlook.outlook(turn, draft)
    if not seen.reached or mark != _mark(draft):
        return preview(turn, draft)
    is_night = announcing.is_quiet(turn)
    if how == _URGENT and is_night:
        now = Choice(wording.SEND_URGENT_NOW, f"announce-send:{draft.id}:{_NOW}:{mark}")
        later = Choice(wording.SEND_IN_THE_MORNING, f"announce-send:{draft.id}:{_RECEIPT}:{mark}")
        turn.reply(wording.urgent_means(seen.reached, announcing.urgent(draft)), [now, later, _cancel(draft)])
        return turn.dialogues.show(AddressingAnnouncement(draft.id))
    draft.wants_receipt = how != _PLAIN
    told = confirm(turn, draft, is_urgent=is_night and how == _NOW)
    under = [_cancel(draft)] if draft.sent_at is None else [correcting(draft)]
    return turn.reply(told, under)


def confirm(turn: Turn, draft: Announcement, *, is_urgent: bool = False) -> str:
    """Send it in this transaction to all of them, or in the morning; what is said of that. A launch wants receipts."""
    if is_urgent:
        draft.text = announcing.urgent(draft)
    seen = announcement_outlook.outlook(turn, draft)
    draft.wants_receipt = draft.wants_receipt or launches.of(turn.session, draft.id) is not None
    draft.due_at = turn.now if is_urgent else announcing.next_hour(turn)
    new = {"places": seen.reached, "receipt": draft.wants_receipt, "corrects": draft.corrects_id}
    turn.record_change(Action.ANNOUNCED, f"announcement:{draft.id}", new=new)
    open_one = turn.dialogues.state(ANNOUNCEMENT)
    if isinstance(open_one, AnnouncementState) and open_one.announcement_id == draft.id:
        turn.dialogues.end(open_one)
    if draft.due_at > turn.now:
        return wording.announced_later(_moment(turn, draft))
    announcing.send(turn, draft)
    to_call, without = announcement_receipts.contacts(turn, announcement_receipts.untold(turn, draft))
    return wording.announced(seen.reached, to_call, without, "")


def correcting(announcement: Announcement) -> Choice:
    return Choice(wording.CORRECT_ANNOUNCEMENT, f"announce-correct:{announcement.id}")


def _moment(turn: Turn, draft: Announcement) -> str:
    assert draft.due_at is not None
    return date_words.deadline(draft.due_at.astimezone(turn.calendar.zone), turn.today)


def _was_confirmed(turn: Turn, draft: Announcement) -> None:
    """A second tap, or another officer's: nothing is sent twice."""
    if draft.sent_at is None:
        return turn.reply(wording.announced_later(_moment(turn, draft)), [_cancel(draft)])
    return turn.reply(wording.announced_before(announcing.day(turn, draft)), [correcting(draft)])


def cancel(turn: Turn, draft: Announcement) -> None:
    """«Thôi»: as long as nothing was sent, nothing of it stays."""
    if draft.sent_at is not None:
        return _was_confirmed(turn, draft)
    if draft.due_at is not None:
        turn.record_change(Action.ANNOUNCEMENT_CANCELLED, f"announcement:{draft.id}")
    open_one = turn.dialogues.state(ANNOUNCEMENT)
    if isinstance(open_one, AnnouncementState) and open_one.announcement_id == draft.id:
        turn.dialogues.end(open_one)
    announcements.drop(turn.session, draft)
    return turn.reply(wording.announcement_dropped())
