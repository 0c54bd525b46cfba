"""THÔNG BÁO, whom it is for: by buttons or typed; and what sending it would do, shown before it is sent."""

from __future__ import annotations

from handlers.leader import overview
from handlers.officer import announcement_draft
from handlers.turn import Turn
from handlers.typed_states import AddressingAnnouncement
from models import launches
from models.announcements import Announcement
from services import (
    announcement_audience,
    announcement_outlook,
    announcing,
    date_words,
    launching,
    wording,
)
from services.context import Choice

_MORE, RECEIPT, PLAIN = "more", "receipt", "plain"
URGENT, NOW = "urgent", "now"  # at night: what that does is told first
_ROLES = ("village-head", "deputy", "reporter", "leader")


# Whom it is for


def go_on(turn: Turn, draft: Announcement) -> None:
    return preview(turn, draft) if draft.audience else _ask_audience(turn, draft)


def _ask_audience(turn: Turn, draft: Announcement, problem: str = "") -> None:
    counts = announcement_audience.counts(turn)
    choices = [Choice(wording.all_places(sum(counts.values())), _to(draft, announcement_audience.ALL))]
    if counts["village"]:
        label = wording.places_of_kind(counts["village"], wording.KINDS["village"])
        choices.insert(0, Choice(label, _to(draft, "kind-village")))
    choices += [Choice(wording.CHOOSE_AUDIENCE, _to(draft, _MORE)), announcement_draft.cancel_choice(draft)]
    turn.reply(problem or wording.announce_whom(announcement_draft.file_said(draft)), choices)
    turn.dialogues.show(AddressingAnnouncement(draft.id))


def _to(draft: Announcement, token: str) -> str:
    return f"announce-to:{draft.id}:{token}"


def is_audience(turn: Turn, text: str) -> bool:
    """Whether typed words name somebody to send to."""
    return not announcement_audience.read(turn, text).problem


def take_audience(turn: Turn, state: AddressingAnnouncement, text: str) -> None:
    """«Bản Còn, các trường và phó thôn», typed."""
    draft = announcement_draft.draft_of(turn, state)
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
    turn.reply(wording.announce_whom_else(overview.example(turn)), [*choices, announcement_draft.cancel_choice(draft)])
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
        announcement_draft.file_said(draft),
        seen.without_file,
        seen.quotas,
        date_words.deadline(at, turn.today) if at > turn.now else "",
        is_launch=launched is not None,
    )
    if launched is not None:
        more, under = launching.preview(turn, draft, launched, turn.speaker.id)
        turn.reply(f"{text}\n{more}", [*under, announcement_draft.cancel_choice(draft)])
        return turn.dialogues.show(AddressingAnnouncement(draft.id))
    choices = [
        Choice(wording.SEND_WITH_RECEIPT, f"announce-send:{draft.id}:{RECEIPT}:{announcement_draft.mark(draft)}"),
        Choice(wording.SEND, f"announce-send:{draft.id}:{PLAIN}:{announcement_draft.mark(draft)}"),
        *(
            [Choice(wording.SEND_URGENT, f"announce-send:{draft.id}:{URGENT}:{announcement_draft.mark(draft)}")]
            if at > turn.now
            else []
        ),
        announcement_draft.cancel_choice(draft),
    ]
    turn.reply(text, choices)
    turn.dialogues.show(AddressingAnnouncement(draft.id))
